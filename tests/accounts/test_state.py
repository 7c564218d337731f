"""What a page hears about its login: enough to lock and to go on, and nothing that prolongs it."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client as Browser
from django.utils import timezone

from kartei.accounts.models import Login
from tests.cast import PASSWORD, Cast

Browse = Callable[[str], Browser]
STATE = "/login/state/"


def test_a_page_learns_whose_login_it_is_and_how_long_it_lives(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    browser.get("/w/lindenhof/")
    told = browser.get(STATE).json()
    assert told["user"] == str(cast.users["anna"].pk)
    assert 1790 <= told["idle"] <= 1800 and 43_190 <= told["left"] <= 43_200


def test_a_visitor_learns_nothing(db: None, client: Browser) -> None:
    assert client.get(STATE).json() == {"user": None}


def test_looking_prolongs_nothing_even_without_the_header(browse: Browse) -> None:
    browser = browse("anna")
    browser.get("/w/lindenhof/")
    Login.objects.update(seen_at=timezone.now() - timedelta(minutes=25))
    for _ in range(3):
        assert browser.get(STATE).json()["idle"] <= 300
    assert browser.post(STATE).json()["idle"] == 1800


def test_nobody_else_can_prolong_a_login(cast: Cast) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(cast.users["anna"])
    browser.get("/w/lindenhof/")
    assert browser.post(STATE).status_code == 403
    assert browser.post(STATE, headers={"Origin": "https://evil.example"}).status_code == 403


def test_the_token_that_is_told_is_the_one_that_forms_need_now(cast: Cast) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.get("/login/")
    page = {"login": "anna@lindenhof.example", "password": PASSWORD}
    browser.post("/login/", page | {"csrfmiddlewaretoken": browser.cookies["kartei-csrf"].value})
    token = browser.get(STATE).json()["token"]
    answer = browser.post("/profile/name/", {"name": "Anna", "csrfmiddlewaretoken": token})
    assert answer.status_code == 303


def test_a_script_is_told_to_look_and_a_browser_is_sent_to_the_login(cast: Cast, client: Browser) -> None:
    for address in ("/w/lindenhof/clients/", "/profile/"):
        answer = client.get(address, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["Kartei-Login"], answer.content) == (401, "look", b"")
        assert client.get(address).status_code == 302


def test_a_form_that_comes_too_late_stores_nothing(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    browser.get("/w/lindenhof/")
    Login.objects.update(seen_at=timezone.now() - timedelta(minutes=31))
    answer = browser.post("/w/lindenhof/clients/new/", {"last_name": "Late"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert b"Late" not in browse("anna").get("/w/lindenhof/clients/").content


def test_every_page_covers_itself_when_the_login_ends(browse: Browse) -> None:
    browser = browse("anna")
    for address in ("/w/lindenhof/", "/w/lindenhof/clients/", "/profile/", "/w/lindenhof/team/", "/w/lindenhof/log/"):
        assert b'<dialog id="lock"' in browser.get(address).content, address
