from collections.abc import Callable

import pytest
from django.test import Client as Browser

from kartei.accounts.models import User
from tests.cast import Cast


def test_a_visitor_reads_the_language_that_the_browser_asks_for(cast: Cast, client: Browser) -> None:
    english = client.get("/login/", headers={"accept-language": "en-GB"})
    german = client.get("/login/", headers={"accept-language": "de"})
    assert b'lang="en"' in english.content and b'lang="de"' in german.content
    assert english.headers["Content-Language"] == "en"


def test_a_language_that_we_lack_becomes_german(cast: Cast, client: Browser) -> None:
    assert b'<html lang="de"' in client.get("/login/", headers={"accept-language": "fr"}).content


def test_the_choice_of_a_visitor_is_kept_for_the_session(cast: Cast, client: Browser) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/login/"}, headers={"accept-language": "de"})
    assert (answer.status_code, answer.url) == (303, "/login/")
    assert b'<html lang="en"' in client.get("/login/", headers={"accept-language": "de"}).content


def test_a_member_has_a_language_and_a_theme_of_their_own(browse: Callable[[str], Browser]) -> None:
    browser = browse("anna")
    browser.post("/language/", {"language": "en"})
    browser.post("/theme/", {"theme": "dark"})
    user = User.objects.get(email="anna@lindenhof.example")
    assert (user.language, user.theme) == ("en", "dark")
    page = browser.get("/w/lindenhof/", headers={"accept-language": "de"}).content
    assert b'<html lang="en" data-theme="dark"' in page


def test_a_visitor_has_a_theme_too(cast: Cast, client: Browser) -> None:
    client.post("/theme/", {"theme": "dark"})
    assert b'data-theme="dark"' in client.get("/login/").content


def test_the_switch_leads_back_to_where_it_stood(browse: Callable[[str], Browser]) -> None:
    came_from = "http://localhost/w/lindenhof/clients/?status=x"
    answer = browse("anna").post("/theme/", {"theme": "light"}, headers={"referer": came_from})
    assert answer.url == "/w/lindenhof/clients/?status=x"


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_switch_never_leads_away(cast: Cast, client: Browser, place: str) -> None:
    answer = client.post("/theme/", {"theme": "light", "next": place}, headers={"referer": f"https://x.example{place}"})
    assert answer.url == "/"


@pytest.mark.parametrize("value", ["", "fr", "dark\0", "x" * 5000])
def test_other_values_are_refused(cast: Cast, client: Browser, value: str) -> None:
    assert client.post("/language/", {"language": value}).status_code == 400
    assert client.post("/theme/", {"theme": value}).status_code == 400


def test_nothing_is_switched_by_get(cast: Cast, client: Browser) -> None:
    assert client.get("/language/").status_code == 405
    assert client.get("/theme/").status_code == 405
