"""Wrong input of every kind on every route: a 4xx or a sentence, never a fault of the server (security.md, section 6)."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser

from tests.cast import Cast
from tests.security.filling import Form, Pairs, encoded, forms_in
from tests.security.routes import Route, routes
from tests.security.test_matrix import values

FORM = "application/x-www-form-urlencoded"
IDS = [
    "1" + "0" * 25,
    "a%00b",
    "%ED%A0%80",  # a lone surrogate
    "%F0%9F%A6%A9%FF",
    "%27%20OR%201=1--",
    "..%2F..%2Fetc%2Fpasswd",
    "x" * 4000,
]
BROKEN = ["a\0b", "\ud800"]
TEXTS = [
    *BROKEN,
    "1" + "0" * 25,
    "x" * 30_000,
    "<script>alert(1)</script>{{ 7*7 }}%s\u202e\u200b🦩",
    "31.12.9999",
    "-𝟛",
    "00000000-0000-7000-8000-000000000000",
]
QUERY = [
    "sort", "status", "tag", "member", "email", "after", "before", "next", "country", "outcome", "act", "since", "until",
    "client", "encoding", "delimiter", "sheet", "header_row", "q", "show", "page",
]  # fmt: skip
Browse = Callable[[str], Browser]


def own(route: Route, cast: Cast) -> dict[str, Any]:
    return {**dict.fromkeys(route.parameters, "wrong"), **_known(route, cast)}


def _known(route: Route, cast: Cast) -> dict[str, Any]:
    return values(route, cast, "own") if route.in_workspace else {}


@pytest.fixture
def anna(cast: Cast, browse: Browse) -> Browser:
    """Her login stays fresh for an hour, so that she gets as far as the forms of her factors and of her address."""
    browser = browse("anna")
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() + 3600}]
    session["account_authentication_methods_user"] = str(cast.anna.user_id)
    session.save()
    browser.raise_request_exception = False
    return browser


@pytest.fixture(scope="module")
def every() -> list[Route]:
    return list(routes())


def test_no_id_in_an_address_is_a_fault(cast: Cast, anna: Browser, every: list[Route]) -> None:
    wrong = []
    for route in every:
        for name in route.parameters:
            address = route.address(**{**own(route, cast), name: _mark(route, name, cast)})
            for junk in IDS:
                path = address.replace(str(_mark(route, name, cast)), junk)
                for answer in (anna.get(path), anna.post(path, {})):
                    if not 400 <= answer.status_code < 500:
                        wrong.append((answer.status_code, path[:150]))
    assert wrong == []


def _mark(route: Route, name: str, cast: Cast) -> Any:
    return own(route, cast)[name]


def test_no_parameter_of_an_address_is_a_fault(cast: Cast, anna: Browser, every: list[Route]) -> None:
    wrong = []
    for route in every:
        address = route.address(**own(route, cast))
        for junk in [*IDS[:3], "31.12.9999", quote_from_bytes("ı²".encode())]:
            query = "&".join(f"{name}={junk}" for name in QUERY)
            for more in ({}, {"HX-Request": "true", "HX-Current-URL": f"http://testserver/?{junk}"}):
                answer = anna.get(f"{address}?{query}", headers=more)
                if answer.status_code >= 500:
                    wrong.append((answer.status_code, route.name, junk))
    assert wrong == []


def forms_of(browser: Browser, cast: Cast, every: list[Route]) -> Iterator[tuple[str, Form]]:
    """Every form that is offered anywhere, once, with where it goes."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for route in every:
        address = route.address(**own(route, cast))
        answer = browser.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        for form in forms_in(answer.content.decode()):
            key = (form.action or address, tuple(form.names))
            if "logout" not in key[0] and key not in seen:
                seen.add(key)
                yield key[0], form


def send(browser: Browser, address: str, form: Form, pairs: Pairs) -> int:
    """Send the form the way it wants to be sent."""
    if form.is_post:
        return post(browser, address, encoded(pairs)).status_code
    return browser.get(address, QUERY_STRING=encoded(pairs).decode()).status_code


def post(browser: Browser, address: str, body: bytes, kind: str = FORM, **more: Any) -> HttpResponse:
    """Send it, and forget what it did."""
    with transaction.atomic():
        answer = browser.generic("POST", address, body, content_type=kind, **more)
        transaction.set_rollback(True)
    return answer


def test_no_field_of_a_form_is_a_fault(cast: Cast, anna: Browser, every: list[Route]) -> None:
    """Junk in all fields at once, and in those alone that one types into, so that the form may pass."""
    wrong, count = [], 0
    for browser in (anna, Browser(raise_request_exception=False)):
        for address, form in forms_of(browser, cast, every):
            for junk in TEXTS:
                for names in (form.names, form.texts):
                    pairs = [(name, junk if name in names else value) for name, value in form.pairs]
                    status, count = send(browser, address, form, pairs), count + 1
                    if status >= 500:
                        wrong.append((status, address, sorted(names), junk[:20]))
    assert wrong == []
    assert count > 300


def test_broken_text_is_refused_by_every_field(cast: Cast, anna: Browser, every: list[Route]) -> None:
    wrong = []
    for browser in (anna, Browser(raise_request_exception=False)):
        for address, form in forms_of(browser, cast, every):
            if not form.is_post or "/search/" in address or "/palette/" in address:  # such words match nobody
                continue
            for name in sorted(form.texts - {"clients_q"}):  # the search within a form likewise
                for junk in BROKEN:
                    if not 400 <= (status := send(browser, address, form, form.with_value(name, junk))) < 500:
                        wrong.append((status, address, name, junk))
    assert wrong == []


def test_no_body_is_a_fault(cast: Cast, anna: Browser, every: list[Route]) -> None:
    """Not a form, half a form, too many fields, a file where text should be."""
    bodies = [
        (b"\xff\xfe\x00", FORM),
        (b"=&=&&&===", FORM),
        (b"&".join(b"a%d=1" % number for number in range(1_100)), FORM),
        (b'{"status": [1, {"$ne": null}]}', "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=first_name\r\n\r\nhalf", "multipart/form-data; boundary=x"),
        (b"no boundary at all", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../\0e.csv"\r\n\r\na;b\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            b"first_name=x&first_name=y&version=1&version=2&submission=x&emails-TOTAL_FORMS=99999999&phones-TOTAL_FORMS=-1",
            FORM,
        ),
        (b"a=1", "application/x-www-form-urlencoded; charset=no-such"),
    ]
    wrong = []
    for route in every:
        address = route.address(**own(route, cast))
        if address == "/logout/":  # the rest would be asked as a visitor
            continue
        for body, kind in bodies:
            answer = post(anna, address, body, kind)
            if answer.status_code >= 500:
                wrong.append((answer.status_code, route.name, body[:40]))
    assert wrong == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "\xff;q=x,,;"},
        {"Accept-Language": "x" * 9000},
        {"Referer": "http://[::1"},
        {"Cookie": "kartei=\x01; kartei-csrf=%00; =; ;"},
        {"HX-Request": "maybe", "HX-Target": "<b>", "HX-Current-URL": "http://[bad"},
        {"Range": "bytes=9-1"},
        {"If-Modified-Since": "yesterday"},
        {"X-Forwarded-For": "1.2.3.4, \xff"},
        {"Accept-Encoding": "gzip;q=x"},
        {"Content-Length": "-1"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_no_header_is_a_fault(cast: Cast, anna: Browser, headers: dict[str, str]) -> None:
    for browser in (anna, Browser(raise_request_exception=False)):
        for path in ("/", "/login/", "/w/lindenhof/", "/w/lindenhof/clients/", "/nowhere/"):
            assert browser.get(path, headers=headers).status_code < 500, path


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "x"])
def test_other_methods_do_nothing(cast: Cast, anna: Browser, every: list[Route], method: str) -> None:
    for route in every:
        answer = anna.generic(method, route.address(**own(route, cast)))
        assert 200 <= answer.status_code < 500, (route.name, method)
        if method in {"TRACE", "PROPFIND", "x"}:
            assert answer.status_code >= 400 or answer.status_code in {301, 302}, (route.name, answer.status_code)
