"""What every answer carries, whatever its status (security.md, section 3: browser, data)."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client as Browser

from kartei.people.views.exports import XLSX
from kartei.web.assets import manifest
from tests.cast import PASSWORD, Cast
from tests.security.routes import body_of, routes
from tests.security.test_matrix import values

Browse = Callable[[str], Browser]
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|https?://(?!www\.w3\.org)", re.IGNORECASE
)
COOKIES = {"kartei", "kartei-csrf"}


def answers(cast: Cast, browse: Browse) -> Iterator[tuple[str, HttpResponse]]:
    for browser in (browse("anna"), browse("leo"), Browser(enforce_csrf_checks=True)):
        for route in routes():
            known = values(route, cast, "own") if route.in_workspace else {}
            address = route.address(**dict.fromkeys(route.parameters, "wrong") | known)
            yield address, browser.get(address)
            if address != "/logout/":  # the rest would be seen as a visitor
                yield address, browser.post(address, {})
            yield address, browser.get(address, headers={"HX-Request": "true"})
        yield "/nowhere/", browser.get("/nowhere/")
        yield "/w/lindenhof/clients", browser.get("/w/lindenhof/clients")


def test_every_answer_is_as_the_house_wants_it(cast: Cast, browse: Browse) -> None:
    statuses = set()
    for address, answer in answers(cast, browse):
        where = (address, answer.status_code)
        statuses.add(answer.status_code)
        _check_headers(answer, where)
        _check_cookies(answer, where)
        if "text/html" in answer.headers.get("Content-Type", ""):
            text = answer.content.decode().replace(settings.KARTEI_URL, "")  # where passkeys work
            assert INLINE.search(text) is None, (where, INLINE.search(text))
    assert statuses >= {200, 301, 302, 403, 404, 405, 422}


def _check_headers(answer: HttpResponse, where: Any) -> None:
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy, where
    assert "base-uri 'none'" in policy and "form-action 'self'" in policy and "unsafe" not in policy, where
    assert headers["X-Content-Type-Options"] == "nosniff", where
    assert headers["Referrer-Policy"] == "same-origin", where
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert "no-store" in headers["Cache-Control"], where
    assert "Access-Control-Allow-Origin" not in headers, where
    is_text = headers.get("Content-Type") not in {"application/json", XLSX}  # JSON is UTF-8 by RFC 8259
    if body_of(answer) and is_text:
        assert headers["Content-Type"].endswith("charset=utf-8"), where


def _check_cookies(answer: HttpResponse, where: Any) -> None:
    """No other cookies than ours, and none that a script can read or another site sends along."""
    for name, cookie in answer.cookies.items():
        assert name in COOKIES, where
        if cookie.value:  # or it is taken away
            assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/", where
            assert not cookie["domain"], where


def test_a_nonce_is_never_the_same_and_stands_in_the_policy(cast: Cast, browse: Browse) -> None:
    pages = [browse("anna").get("/w/lindenhof/") for _ in range(2)]
    nonces = [re.findall(r"nonce-([^']+)'", page.headers["Content-Security-Policy"]) for page in pages]
    assert nonces == [[], []] or nonces[0] != nonces[1]


def test_built_files_may_be_kept_and_are_never_taken_for_something_else(client: Browser) -> None:
    for name in manifest().values():
        answer = client.get(f"/static/dist/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not answer.cookies
        answer.close()


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.env",
        "/static/",
        "/static/dist/",
        "/static/../settings.py",
        "/static/..%2f..%2fconf/settings.py",
        "/static/dist/%2e%2e/%2e%2e/%2e%2e/conf/settings.py",
        "/static//etc/passwd",
        "/roles.json",
        "/files/",
        "/admin/",
        "/metrics",
        "/__debug__/",
    ],
)
def test_nothing_else_of_the_machine_is_served(db: None, client: Browser, path: str) -> None:
    assert client.get(path).status_code == 404


def test_behind_https_cookies_and_connections_are_bound_to_it(tmp_path: Any) -> None:
    """The settings are made once in a process, so another one is asked."""
    names = [
        "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
        "IS_HTTPS", "ALLOWED_HOSTS", "DEBUG", "KARTEI_REGISTRATION", "HAS_MAIL_PAGE",
    ]  # fmt: skip
    code = (
        f"import json; from kartei.conf import settings as s; print(json.dumps({{n: getattr(s, n) for n in {names}}}))"
    )
    given = {name: value for name, value in os.environ.items() if not name.startswith(("KARTEI_", "DATABASE_"))}
    environment = {**given, "KARTEI_URL": "https://kartei.example.org", "KARTEI_DATA": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    settings = json.loads(done.stdout)
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-") and settings["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]
    assert settings["IS_HTTPS"]
    assert settings["ALLOWED_HOSTS"] == ["kartei.example.org"]
    assert settings["DEBUG"] is False and settings["KARTEI_REGISTRATION"] == "invite" and not settings["HAS_MAIL_PAGE"]


def test_strict_transport_is_asked_for_where_the_address_is_https(db: None, client: Browser, settings: Any) -> None:
    """By ourselves: behind a proxy Django sees no TLS and would send nothing."""
    assert "Strict-Transport-Security" not in client.get("/login/").headers
    settings.IS_HTTPS = True
    assert client.get("/login/").headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_error_pages_say_nothing_about_anybody(cast: Cast, browse: Browse) -> None:
    """Neither of who asks nor of what was asked for; the same bytes for two people in two practices."""
    nobody = "00000000-0000-7000-8000-000000000000"
    anna, eve = browse("anna"), browse("eve")
    pairs = [
        (anna.get(f"/w/lindenhof/clients/{nobody}/"), eve.get(f"/w/nord/clients/{nobody}/")),
        (anna.get(f"/w/lindenhof/clients/{cast.norbert.pk}/"), eve.get(f"/w/nord/clients/{cast.carla.pk}/")),
        (anna.get("/w/nord/"), eve.get("/w/lindenhof/")),
    ]
    assert len({answer.content for pair in pairs for answer in pair}) == 1
    for name in ("leo", "tom"):
        for answer in (
            browse(name).get("/w/lindenhof/log/"),
            browse(name).get(f"/w/lindenhof/clients/{cast.bruno.pk}/tags/"),
        ):
            text = answer.content.decode()
            assert answer.status_code in {403, 404}
            assert not [word for word in ("Lindenhof", "Leo", "Tom", "Bruno", "Groß", "csrf", PASSWORD) if word in text]
