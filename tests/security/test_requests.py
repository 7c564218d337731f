"""Requests that somebody else would like our users to send: forged, led astray, with a foreign host, with more than asked."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from kartei.db.scope import workspace_scope
from kartei.people.models import Person, Status
from tests.cast import PASSWORD, Cast
from tests.security.canary import tenant_models
from tests.security.filling import encoded, forms_in
from tests.security.routes import body_of, routes
from tests.security.test_matrix import values

Browse = Callable[[str], Browser]
EVIL = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "http:evil.example",
    "//evil.example/w/lindenhof/",
    "javascript:alert(1)",
    "\t//evil.example",
    "/%0d%0aLocation:%20//evil.example",
    "https://testserver@evil.example",
]


def addresses(cast: Cast) -> list[str]:
    found = []
    for route in routes():
        known = values(route, cast, "own") if route.in_workspace else {}
        found.append(route.address(**dict.fromkeys(route.parameters, "wrong") | known))
    return found


def digest(cast: Cast) -> dict[str, list[Any]]:
    """Every row of the practice but the log's."""
    with workspace_scope(cast.lindenhof.id):
        kept = [model for model in tenant_models() if model.__name__ not in {"Event", "Seal", "Member"}]
        return {model.__name__: list(model.objects.order_by("id").values_list()) for model in kept}


def test_a_form_without_its_token_is_refused_on_every_route(cast: Cast) -> None:
    asked = addresses(cast)  # makes what they name
    browser, before = Browser(enforce_csrf_checks=True), digest(cast)
    browser.force_login(cast.users["anna"])
    browser.get("/w/lindenhof/clients/new/")  # has the cookie
    for address in asked:
        for data, headers in (
            ({}, {}),
            ({"csrfmiddlewaretoken": "x" * 64}, {}),
            ({}, {"X-CSRFToken": "x" * 32}),
            ({}, {"HX-Request": "true"}),
        ):
            assert browser.post(address, data, headers=headers).status_code == 403, address
    assert digest(cast) == before


def test_even_the_right_token_from_another_site_is_refused(cast: Cast) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(cast.users["anna"])
    page = browser.get("/w/lindenhof/clients/new/").content.decode()
    token = re.findall(r'csrfmiddlewaretoken" value="([^"]+)', page)[0]
    data = {"csrfmiddlewaretoken": token, "q": "x"}
    assert browser.post("/w/lindenhof/clients/search/", data).status_code == 200
    for origin in ("https://evil.example", "null", "http://testserver.evil.example"):
        assert browser.post("/w/lindenhof/clients/search/", data, headers={"Origin": origin}).status_code == 403


def target(answer: HttpResponse) -> str:
    return (
        answer.headers.get("Location") or answer.headers.get("HX-Redirect") or answer.headers.get("HX-Location") or "/"
    )


def is_ours(place: str) -> bool:
    return (
        place.startswith("/")
        and not place.startswith(("//", "/\\"))
        and not urlsplit(place).netloc
        and "\n" not in place
    )


@pytest.mark.parametrize("evil", EVIL[:2])
def test_no_page_leads_to_another_host(cast: Cast, browse: Browse, evil: str) -> None:
    for browser in (browse("anna"), Browser()):
        for address in addresses(cast):
            headers = {"Referer": evil, "HX-Request": "true", "HX-Current-URL": evil}
            answers = [browser.get(address, {"next": evil}), browser.get(address, headers=headers)]
            if address not in {"/login/", "/logout/"}:  # the rest would be asked as a visitor
                answers.append(browser.post(address, {"next": evil}, headers={"Referer": evil}))
            assert [place for place in map(target, answers) if not is_ours(place)] == [], address


@pytest.mark.parametrize("evil", EVIL)
def test_what_reads_the_way_back_stays_on_our_host(cast: Cast, browse: Browse, evil: str) -> None:
    for address, data in (
        ("/language/", {"language": "de"}),
        ("/theme/", {"theme": "dark"}),
        ("/login/", {"login": "anna@lindenhof.example", "password": PASSWORD}),
        ("/logout/", {}),
    ):
        for browser in (browse("anna"), Browser()):
            for asked in (address, f"{address}?{urlencode({'next': evil})}"):
                answer = browser.post(asked, {**data, "next": evil}, headers={"Referer": evil})
                assert is_ours(target(answer)), (asked, target(answer))


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "127.0.0.1.evil.example", "testserver@evil.example"]
)
def test_a_foreign_host_is_refused_on_every_route(cast: Cast, browse: Browse, host: str) -> None:
    browser = browse("anna")
    for address in addresses(cast):
        assert browser.get(address, headers={"Host": host}).status_code == 400, address


def test_a_host_that_a_proxy_names_is_not_believed(cast: Cast, browse: Browse) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Original-URL": "/setup/"}
    for address in addresses(cast):
        answer = browse("anna").get(address, headers=forwarded)
        assert b"evil.example" not in body_of(answer) and "evil" not in target(answer)


def names(answer: HttpResponse) -> list[str]:
    return re.findall(r'clients/([0-9a-f-]{36})/"', answer.content.decode())


@pytest.mark.parametrize(
    "sort",
    [
        "(select 1)",
        "search",
        "-main_email",
        "name;drop table people_person",
        "client__status__workspace",
        "?",
        "name,id",
        "pk",
        "-",
        "--name",
    ],
)
def test_an_order_that_is_not_offered_is_the_usual_one(cast: Cast, browse: Browse, sort: str) -> None:
    browser = browse("anna")
    usual = names(browser.get("/w/lindenhof/clients/"))
    assert len(usual) == 2
    assert names(browser.get("/w/lindenhof/clients/", {"sort": sort})) == usual
    assert names(browser.get("/w/lindenhof/clients/", {"sort": ["-name", sort]})) == usual


EXTRA = {
    "id": "00000000-0000-7000-8000-000000000001", "pk": "1", "workspace": "x", "workspace_id": "x", "is_client": "",
    "is_demo": "on", "state": "trash", "number": "99999", "created_by": "x", "created_by_id": "x", "versions": "{}",
    "search": "x", "sort_key": "x", "person": "x", "preset": "owner", "levels": '{"audit.view": "all"}', "role": "owner",
    "is_operator": "on", "is_active": "on", "client": "x", "by": "x", "member": "x",
}  # fmt: skip
FIXED = ["id", "workspace_id", "is_client", "is_demo", "state", "created_by_id"]


def test_further_fields_of_a_form_change_nothing(cast: Cast, browse: Browse) -> None:
    """Mass assignment: a section saved with fields that it does not have."""
    browser = browse("tom")
    members = cast.tom.levels, cast.tom.preset
    with workspace_scope(cast.lindenhof.id):
        before = Person.objects.filter(pk=cast.carla.pk).values(*FIXED, "client__number", "client__status_id").get()
    for code in ("master", "reach", "address", "insurance", "health", "consents"):
        address = f"/w/lindenhof/clients/{cast.carla.pk}/personal/{code}/"
        [form] = [form for form in forms_in(browser.get(address).content.decode()) if form.action == address]
        pairs = [*form.pairs, *((name, value) for name, value in EXTRA.items() if name not in form.names)]
        answer = browser.post(address, encoded(pairs), content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 303, code
    with workspace_scope(cast.lindenhof.id):
        assert (
            Person.objects.filter(pk=cast.carla.pk).values(*FIXED, "client__number", "client__status_id").get()
            == before
        )
        cast.tom.refresh_from_db()
    assert (cast.tom.levels, cast.tom.preset) == members


def test_ids_of_another_practice_are_no_choice(cast: Cast, browse: Browse) -> None:
    """Status, tags and members of Nord in forms of Lindenhof: refused beside the field, nothing is linked."""
    with workspace_scope(cast.nord.id):
        status = Status.objects.all()[0].pk
    browser, before = browse("anna"), digest(cast)
    record = f"/w/lindenhof/clients/{cast.carla.pk}/"
    for address, data in (
        (f"{record}status/", {"status": status, "version": 0}),
        (f"{record}tags/", {"tags": [status], "version": 0}),
        (f"{record}assignments/", {"members": [cast.eve.pk], "version": 0}),
        ("/w/lindenhof/clients/new/", {"last_name": "X", "status": status}),
        ("/w/lindenhof/clients/new/", {"last_name": "X", "members": [cast.eve.pk]}),
    ):
        assert browser.post(address, data).status_code == 422, address
    assert digest(cast) == before
    listed = browser.get("/w/lindenhof/clients/", {"member": cast.eve.pk})  # left out, as what is there no more
    assert names(listed) == names(browser.get("/w/lindenhof/clients/"))


def test_calling_every_page_twice_changes_no_table(cast: Cast, browse: Browse) -> None:
    asked = addresses(cast)  # makes what they name
    browser, before = browse("anna"), digest(cast)
    for address in asked:
        browser.get(address)
        browser.get(address, headers={"HX-Request": "true"})
    assert digest(cast) == before


def test_a_session_that_was_ended_opens_nothing_any_more(cast: Cast, browse: Browse) -> None:
    browser, thief = browse("anna"), Browser()
    thief.cookies["kartei"] = browser.cookies["kartei"].value
    assert thief.get("/w/lindenhof/").status_code == 200
    browser.post("/logout/")
    assert thief.get("/w/lindenhof/").status_code == 302
