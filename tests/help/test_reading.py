"""WS-06, the reading half: articles, the search over them, and the article of the present page."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.help import pages
from kartei.help.handbook import LANGUAGES, articles, handbook
from tests.cast import PRESETS, Cast
from tests.e2e.test_every_page import NOT_SEEN
from tests.security.routes import workspace_routes

Browse = Callable[[str], Browser]
HELP = "/w/lindenhof/help/"
HTMX = {"HX-Request": "true"}


def text(browser: Browser, address: str = HELP) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PRESETS)
def test_help_stands_in_the_menu_of_every_member(cast: Cast, browse: Browse, name: str) -> None:
    assert f'href="{HELP}"' in text(browse(name), "/w/lindenhof/")
    assert "Erste Schritte" in text(browse(name))


def test_each_article_opens_from_the_list_in_the_language_of_the_user(cast: Cast, browse: Browse) -> None:
    browser, listed = browse("leo"), text(browse("leo"))
    for article in articles("de"):
        address = f"{HELP}articles/{article.name}/"
        assert f'href="{address}"' in listed
        assert f"<h1>{article.title}</h1>" in text(browser, address)
    cast.users["leo"].language = "en"
    cast.users["leo"].save()
    assert "<h1>First steps</h1>" in text(browser, f"{HELP}articles/first-steps/")


def test_an_article_leads_to_the_other_language_and_says_which_it_is(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    assert "?language=en" in text(browser, f"{HELP}articles/clients/")
    english = text(browser, f"{HELP}articles/clients/?language=en")
    assert '<article class="prose" lang="en">' in english and "Client or contact?" in english
    assert '<h1><span lang="en">Clients</span></h1>' in english
    assert "Klient oder Kontakt?" in text(browser, f"{HELP}articles/clients/?language=fr")


def test_articles_link_each_other_within_the_workspace(cast: Cast, browse: Browse) -> None:
    assert 'href="../import/"' in text(browse("anna"), f"{HELP}articles/first-steps/")


def test_a_page_without_a_handbook_of_its_own_is_none(cast: Cast, browse: Browse) -> None:
    for address in (
        "articles/README/",
        "articles/nothing/",
        "articles/../",
        "pages/nothing:page/",
        "pages/x/",
        "pages/people/",
    ):
        assert browse("anna").get(HELP + address).status_code == 404


def test_every_page_of_the_url_table_has_an_article_in_both_languages() -> None:
    """A new page belongs into `help/pages.py`, with the heading that explains it."""
    names = {route.name for route in workspace_routes()} - NOT_SEEN.keys()
    assert names - pages.PLACES.keys() == set()
    for name in pages.PLACES:
        for language in LANGUAGES:
            assert pages.explained(name, language)[1].title


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("", "articles/first-steps/?page=overview%3Astart#start"),
        ("clients/", "articles/clients/?page=people%3Aclients#find"),
        ("clients/new/", "articles/clients/?page=people%3Anew-client#create"),
        ("log/", "articles/log/?page=audit%3Alog"),
        ("settings/", "articles/sign-in/?page=settings%3Asecurity#for-the-practice"),
    ],
)
def test_the_article_of_the_present_page_is_one_click_away(
    cast: Cast, browse: Browse, address: str, target: str
) -> None:
    browser, marker = browse("anna"), 'title="Hilfe zu dieser Seite"'
    before, _marker, _after = text(browser, f"/w/lindenhof/{address}").partition(marker)
    link = before.rpartition('href="')[2].partition('"')[0]
    assert browser.get(link).headers["Location"] == HELP + target
    assert browser.get(link, follow=True).status_code == 200


@pytest.mark.parametrize(
    "page", ["mfa_activate_totp", "account_reauthenticate", "accounts:factor-duty", "people:new-page"]
)
def test_a_page_that_nobody_named_is_explained_by_its_kind(cast: Cast, browse: Browse, page: str) -> None:
    """The button of such a page must not lead into nothing."""
    assert browse("anna").get(f"{HELP}pages/{page}/", follow=True).status_code == 200


def test_the_help_button_leads_to_nobody(cast: Cast, browse: Browse) -> None:
    """The address names the page, and no person on it."""
    browser = browse("anna")
    page = text(browser, f"/w/lindenhof/clients/{cast.carla.pk}/")
    assert f"{HELP}pages/overview:client/" in page
    assert str(cast.carla.pk) not in browser.get(f"{HELP}pages/overview:client/").headers["Location"]


def found(browser: Browser, words: str) -> str:
    answer = browser.post(f"{HELP}search/", {"q": words}, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_search_marks_what_it_found_and_leads_to_the_heading(cast: Cast, browse: Browse) -> None:
    html = found(browse("anna"), "Beziehung")
    assert "<mark>Beziehungen</mark>" in html and f"{HELP}articles/clients/#" in html


def test_words_are_written_as_text(cast: Cast, browse: Browse) -> None:
    html = found(browse("anna"), "<script>alert(1)</script>xyzzy")
    assert "&lt;script&gt;" in html and "<script>" not in html


def test_nothing_found_is_a_sentence(cast: Cast, browse: Browse) -> None:
    assert "Das Handbuch sagt nichts zu „xyzzy“" in found(browse("anna"), "xyzzy")


def test_without_words_or_script_the_whole_list_is_there(cast: Cast, browse: Browse) -> None:
    assert "Erste Schritte" in found(browse("anna"), " ")
    answer = browse("anna").post(f"{HELP}search/", {"q": "Protokoll"})
    assert "<mark>Protokoll</mark>" in answer.content.decode() and "<h1>Hilfe</h1>" in answer.content.decode()


@pytest.mark.parametrize("words", ["x" * 201, "a\0b", "\ud800", "%", "((((", "𝟛 ²", "e " * 90])
def test_odd_words_find_something_or_nothing(cast: Cast, browse: Browse, words: str) -> None:
    answer = browse("anna").post(f"{HELP}search/", {"q": words.encode("utf-8", "surrogatepass")}, headers=HTMX)
    assert answer.status_code == 200


def test_the_words_of_a_search_stand_in_no_address(cast: Cast, browse: Browse) -> None:
    assert browse("anna").get(f"{HELP}search/?q=Köhler").status_code == 405
    assert "Beziehung" not in str(browse("anna").post(f"{HELP}search/", {"q": "Beziehung"}, headers=HTMX).headers)


def test_the_handbook_is_read_once(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browse("anna")
    text(browser)
    monkeypatch.setattr("kartei.help.handbook.FOLDER", "nowhere")
    assert "Erste Schritte" in text(browser)
    assert handbook("de") is handbook("de")


@pytest.mark.parametrize(("address", "own"), [("", 1), ("articles/clients/", 0)])
def test_reading_asks_the_database_for_the_last_messages_alone(
    cast: Cast, browse: Browse, address: str, own: int
) -> None:
    browser = browse("anna")
    browser.get(HELP)  # notes the visit
    with CaptureQueriesContext(connection) as bare:
        browser.get(f"{HELP}pages/people:clients/")  # what the middleware asks
    with CaptureQueriesContext(connection) as asked:
        text(browser, HELP + address)
    assert len(asked) == len(bare) + own + 1  # and the counts of the menu
