"""WS-01, CL-06, CL-10, CL-11: the lists, their search, filters, order and pages."""

import html
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.db.scope import workspace_scope
from kartei.people.creating import Particulars, create_client
from kartei.people.models import Status, Tag
from kartei.people.statuses import change_tags, tags_named
from tests.cast import Cast

Browse = Callable[[str], Browser]
LIST = "/w/lindenhof/clients/"


def add(cast: Cast, *names: str, **told: str) -> None:
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="active")
        for name in names:
            first, _, last = name.rpartition(" ")
            create_client(Particulars(first_name=first, last_name=last, **told), status=status, by=cast.anna)


def search(browser: Browser, query: str, where: str = f"{LIST}search/") -> str:
    return browser.post(where, {"q": query}, headers={"HX-Request": "true"}).content.decode()


def test_the_menu_leads_to_the_list(cast: Cast, browse: Browse) -> None:
    text = browse("anna").get("/w/lindenhof/").content.decode()
    assert f'href="{LIST}"' in text and "Kundschaft" in text


def test_last_and_first_names_are_found(cast: Cast, browse: Browse) -> None:
    add(cast, "Anna Stevens", "Steven Schmidt")
    text = search(browse("anna"), "steven")
    assert "Anna Stevens" in text and "Steven Schmidt" in text and "Bruno" not in text


@pytest.mark.parametrize(
    "query", ["koehler", "kohler", "Köhler", "KÖHL", "öhl", "carla köh", "K-00001", "3920021", "0171 39200", "klientin"]
)
def test_carla_is_found_by_any_of_her_spellings(cast: Cast, browse: Browse, query: str) -> None:
    assert "Carla Köhler" in search(browse("anna"), query)


@pytest.mark.parametrize("query", ["gross", "groß", "GROSS"])
def test_sharp_s_and_double_s_are_alike(cast: Cast, browse: Browse, query: str) -> None:
    assert "Bruno Groß" in search(browse("anna"), query)


def test_the_list_says_why_a_row_matched(cast: Cast, browse: Browse) -> None:
    assert "Telefon: " in search(browse("anna"), "3920021")
    assert "E-Mail: carla@klientin.example" in search(browse("anna"), "klientin")


def test_a_name_that_sounds_alike_is_offered_when_nothing_matches(cast: Cast, browse: Browse) -> None:
    add(cast, "Ute Meyer")
    assert "Ute Meyer" in search(browse("anna"), "Maier")


def test_an_empty_result_repeats_the_query_and_offers_ways_on(cast: Cast, browse: Browse) -> None:
    text = search(browse("anna"), "zzzz<b>")
    assert "zzzz&lt;b&gt;" in text and "Zurücksetzen" in text and "+ Neuer Kunde" in text


@pytest.mark.parametrize("query", ["", " ", "%", "_", "\\", "' OR 1=1 --", "a" * 201, "\0", "🙂", "%00"])
def test_no_query_breaks_the_search(cast: Cast, browse: Browse, query: str) -> None:
    assert browse("anna").post(f"{LIST}search/", {"q": query}, headers={"HX-Request": "true"}).status_code == 200


def test_a_search_goes_on_behind_twenty_hits(cast: Cast, browse: Browse) -> None:
    add(cast, *(f"Gleich Name{number:02}" for number in range(25)))
    text = search(browse("anna"), "gleich")
    assert text.count("<tr>") == 21 and "Weitere anzeigen" in text


def test_status_and_tag_filter_together_and_live_in_the_address(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        lead = Status.objects.get(code="lead")
        change_tags(cast.bruno.client, tags_named(["privat"]), by=cast.anna)
        tag = Tag.objects.get(key="privat")
    text = browse("anna").get(LIST, {"status": lead.pk, "tag": tag.pk}).content.decode()
    assert "Bruno Groß" in text and "Carla" not in text and "1 Treffer" in text


@pytest.mark.parametrize(
    "query",
    [
        "?sort=(select 1)",
        "?sort=password",
        "?status=1",
        "?tag=' or 1",
        "?after=xyz",
        "?before=0",
        "?after=00000000-0000-7000-8000-000000000000",
    ],
)
def test_an_address_that_was_tampered_with_falls_back(cast: Cast, browse: Browse, query: str) -> None:
    answer = browse("anna").get(LIST + query)
    assert answer.status_code == 200 and "Carla Köhler" in answer.content.decode()


@pytest.mark.parametrize("sort", ["name", "-name", "created", "-created", "number", "-number"])
def test_pages_follow_one_another_without_a_gap_in_every_order(cast: Cast, browse: Browse, sort: str) -> None:
    add(cast, *(f"Vorname{number % 7} Nachname{number:03}" for number in range(120)))
    browser, seen, address = browse("anna"), [], f"{LIST}?sort={sort}"
    while address:
        rows, following = parse(browser.get(address).content.decode())
        seen += rows
        address = following
    assert len(seen) == len(set(seen)) == 122


def parse(text: str) -> tuple[list[str], str]:
    """The ids of a page's rows, and the address of the next page."""
    rows = re.findall(r'<a class="flex min-h-7[^>]* href="/w/lindenhof/clients/([0-9a-f-]{36})/"', text)
    following = re.search(r'href="([^"]*[?&;]after=[^"]*)"', text)
    return rows, html.unescape(following[1]) if following else ""


def test_paging_back_leads_to_the_same_page(cast: Cast, browse: Browse) -> None:
    add(cast, *(f"N{number:03}" for number in range(120)))
    browser = browse("anna")
    first, following = parse(browser.get(LIST).content.decode())
    second_text = browser.get(following).content.decode()
    back = re.search(r'href="([^"]*[?&;]before=[^"]*)"', second_text)
    assert back and parse(browser.get(html.unescape(back[1])).content.decode())[0] == first


def test_the_order_is_that_of_the_german_phone_book(cast: Cast, browse: Browse) -> None:
    add(cast, "A Mugler", "A Müller", "A Mueller", "B Mufti", "A Muller")
    text = browse("anna").get(LIST).content.decode()
    places = [text.index(name) for name in ("A Mueller", "B Mufti", "A Mugler", "A Muller")]
    assert places == sorted(places) and text.index("A Müller") < text.index("B Mufti")


@pytest.mark.parametrize("count", [5, 500])
def test_the_list_takes_the_same_number_of_queries_at_any_size(cast: Cast, browse: Browse, count: int) -> None:
    add(cast, *(f"N{number:03}" for number in range(count)))
    browser = browse("anna")
    browser.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        browser.get(LIST)
    asked = [
        query["sql"]
        for query in queries
        if (query["sql"].startswith("SELECT") and '"people_' in query["sql"])
        or '"tenancy_member"."name" ASC' in query["sql"]
    ]
    assert len(asked) <= 6, asked


def test_contacts_have_neither_status_nor_tags(cast: Cast, browse: Browse) -> None:
    text = browse("anna").get("/w/lindenhof/contacts/").content.decode()
    assert (
        "Petra Probe" in text and "Sommer-Kasse" in text and f'href="/w/lindenhof/contacts/{cast.carla.pk}' not in text
    )
    assert 'name="status"' not in text and 'name="tag"' not in text


def test_assigned_clients_only_are_listed_and_found(cast: Cast, browse: Browse) -> None:
    browser = browse("tom")
    text = browser.get(LIST).content.decode()
    assert "Carla Köhler" in text and "Bruno" not in text
    assert "Bruno Groß" not in search(browser, "Bruno")
    contacts = browser.get("/w/lindenhof/contacts/").content.decode()
    assert "Petra Probe" in contacts and "Sommer-Kasse" not in contacts


def test_the_words_of_a_search_are_in_no_address(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").post(f"{LIST}search/", {"q": "Köhler"}, headers={"HX-Request": "true"})
    assert "HX-Push-Url" not in answer.headers
    assert browse("anna").get(f"{LIST}search/?q=Köhler").status_code == 405
