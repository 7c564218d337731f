"""„Strg K“: people, pages and acts for whoever asks, and nothing beyond their rights."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from kartei.db.scope import workspace_scope
from kartei.overview.offering import fits
from kartei.people.creating import Particulars, create_client, create_contact
from kartei.people.models import Person, PersonState, Status
from kartei.web.navigation import FURTHER, NEW, ON_CLIENT, ON_CONTACT
from tests.cast import PRESETS, Cast
from tests.security.routes import routes

Browse = Callable[[str], Browser]
PALETTE = "/w/lindenhof/palette/"
HIT = re.compile(r'role="option" id="offer-([^"]+)"')


def ask(browser: Browser, query: str = "", **more: str) -> str:
    """The whole answer: what is found quickly and what is left."""
    answer = browser.post(PALETTE, {"q": query, "thorough": "on", **more}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def hits(html: str) -> list[str]:
    return HIT.findall(html)


def add(cast: Cast, *names: str) -> None:
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="active")
        for name in names:
            first, _, last = name.rpartition(" ")
            create_client(Particulars(first_name=first, last_name=last), status=status, by=cast.anna)


# People


@pytest.mark.parametrize(
    "query", ["koehler", "Köh", "KOHLER", "carla köh", "köhler carla", "K-00001", "3920021", "arla"]
)
def test_a_client_is_found_by_any_spelling_and_any_part(cast: Cast, browse: Browse, query: str) -> None:
    assert str(cast.carla.pk) in hits(ask(browse("anna"), query))


def test_a_hit_leads_to_the_record_of_a_client_and_to_the_page_of_a_contact(cast: Cast, browse: Browse) -> None:
    assert f'href="/w/lindenhof/clients/{cast.carla.pk}/"' in ask(browse("anna"), "köhler")
    assert f'href="/w/lindenhof/contacts/{cast.doktor.pk}/"' in ask(browse("anna"), "probe")


def test_the_answer_says_why_somebody_was_found(cast: Cast, browse: Browse) -> None:
    assert "Telefon: " in ask(browse("anna"), "3920021")
    assert "E-Mail: carla@klientin.example" in ask(browse("anna"), "klientin")


def test_beginnings_of_last_names_come_before_everybody_else(cast: Cast, browse: Browse) -> None:
    add(cast, "Abel Ande", "Zoe Abelmann")
    with workspace_scope(cast.lindenhof.id):
        create_contact(Particulars(first_name="Ute", last_name="Abelius"), by=cast.anna)
        names = {str(person.pk): person.last_name for person in Person.objects.all()}
    assert [names[hit] for hit in hits(ask(browse("anna"), "abel")) if hit in names] == ["Abelmann", "Abelius", "Ande"]


def test_the_first_answer_has_the_beginnings_and_asks_for_the_rest(cast: Cast, browse: Browse) -> None:
    add(cast, "Köhl Zander")
    quick = browse("anna").post(PALETTE, {"q": "köhl"}, headers={"HX-Request": "true"}).content.decode()
    assert "Carla Köhler" in quick and "Zander" not in quick and "data-more" in quick
    whole = ask(browse("anna"), "köhl")
    assert "Carla Köhler" in whole and "Zander" in whole and "data-more" not in whole


def test_a_first_answer_that_is_full_is_the_last(cast: Cast, browse: Browse) -> None:
    add(cast, *(f"Gleich Namens{number:02}" for number in range(12)))
    quick = browse("anna").post(PALETTE, {"q": "namens"}, headers={"HX-Request": "true"}).content.decode()
    assert len(hits(quick)) == 8 and "data-more" not in quick


def test_who_sounds_alike_is_offered_when_nobody_is_found(cast: Cast, browse: Browse) -> None:
    add(cast, "Ute Meyer")
    text = ask(browse("anna"), "Maier")
    assert "Ute Meyer" in text and "Diese Namen klingen ähnlich" in text


@pytest.mark.parametrize("state", [PersonState.ARCHIVED, PersonState.TRASH, PersonState.MERGED])
def test_who_is_archived_in_the_trash_or_merged_is_not_found(cast: Cast, browse: Browse, state: PersonState) -> None:
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.carla.pk).update(state=state)
    assert str(cast.carla.pk) not in hits(ask(browse("anna"), "köhler"))


def test_only_who_is_in_reach_is_found(cast: Cast, browse: Browse) -> None:
    assert str(cast.carla.pk) in hits(ask(browse("tom"), "köhler"))
    assert str(cast.bruno.pk) not in hits(ask(browse("tom"), "groß"))
    assert str(cast.norbert.pk) not in hits(ask(browse("anna"), "nordmann"))
    assert "nichts gefunden" in ask(browse("anna"), "nordmann").lower()


def test_nobody_is_found_without_the_right_to_see_people(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        cast.leo.levels |= {"profiles.view": "none", "profiles.edit": "none"}
        cast.leo.save(update_fields=["levels"])
    record = f"/w/lindenhof/clients/{cast.carla.pk}/"
    for query in ("köhler", "carla", "", "klient"):
        text = ask(browse("leo"), query, page=record)
        assert "Köhler" not in text and "Kundschaft" not in text and "Neuer Kunde" not in text
    assert "offer-overview-start" in ask(browse("leo"), "")


def test_what_was_opened_last_is_offered_before_a_word_is_typed(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    browser.get(f"/w/lindenhof/clients/{cast.bruno.pk}/")
    browser.get(f"/w/lindenhof/contacts/{cast.doktor.pk}/")
    text = ask(browser)
    assert "Zuletzt geöffnet" in text
    assert hits(text)[:2] == [str(cast.doktor.pk), str(cast.bruno.pk)]
    assert str(cast.bruno.pk) not in hits(ask(browser, page=f"/w/lindenhof/clients/{cast.bruno.pk}/"))  # it is open


# Pages and acts


@pytest.mark.parametrize("name", PRESETS)
def test_every_offer_can_be_opened_by_whoever_gets_it(cast: Cast, browse: Browse, name: str) -> None:
    """Also the other way round: who may open a page of the tables is offered it."""
    browser, record = browse(name), f"/w/lindenhof/clients/{cast.carla.pk}/"
    text = ask(browser, page=record) + ask(browser, "status", page=record) + ask(browser, "bearbeiten", page=record)
    leads = {lead for lead in re.findall(r'(?:href|hx-get)="([^"]+)"', text) if not lead.startswith("/static/")}
    assert [lead for lead in leads if lead.startswith("/w/") and browser.get(lead).status_code != 200] == []
    member, offered = cast.members[name], {resolve(lead).view_name for lead in leads}
    views = {route.name: route for route in routes()}
    for way in [*FURTHER, *NEW]:
        route = views[way.name]
        may = route.right is None or (member.may(route.right) and member.level(route.right) >= route.level)
        assert (way.name in offered) == may, way.name


def test_every_way_of_the_tables_is_an_address() -> None:
    assert {way.name for way in [*FURTHER, *NEW, *ON_CLIENT, *ON_CONTACT]} <= {route.name for route in routes()}


@pytest.mark.parametrize("query", ["kundschaft", "klient", "Kunden", "patient", "clients"])
def test_a_page_is_found_by_its_name_by_its_english_one_and_by_other_words_for_clients(
    cast: Cast, browse: Browse, query: str
) -> None:
    assert "people-clients" in hits(ask(browse("anna"), query))


def test_what_can_be_made_stands_there_alone_when_only_that_is_asked_for(cast: Cast, browse: Browse) -> None:
    text = ask(browse("anna"), only="new", page=f"/w/lindenhof/clients/{cast.carla.pk}/")
    assert hits(text) == [
        "people-new-client-task", "people-client-relationship-new", "people-new-client", "people-new-contact", "people-new-task",
        "calendar-new-appointment",
    ]  # fmt: skip


def test_a_record_offers_its_tabs_its_sections_and_its_statuses(cast: Cast, browse: Browse) -> None:
    page = f"/w/lindenhof/clients/{cast.carla.pk}/personal/"
    assert "people-client-personal" in hits(ask(browse("anna"), page=page))
    assert "people-client-section-health" in hits(ask(browse("anna"), "bearbeiten ges", page=page))
    statuses = ask(browse("anna"), "warteliste", page=page)
    assert "Status: Warteliste" in statuses
    assert "Status: Aktiv" not in ask(browse("anna"), "status akt", page=page)  # she has it already


def test_a_status_chosen_in_the_palette_is_taken(cast: Cast, browse: Browse) -> None:
    browser, page = browse("anna"), f"/w/lindenhof/clients/{cast.carla.pk}/"
    found = re.search(r'hx-vals="([^"]+)"', ask(browser, "warteliste", page=page))
    assert found
    values = dict(re.findall(r"&#34;(\w+)&#34;: &#34;([^&]+)&#34;", found[1]))
    assert browser.post(f"{page}status/", values, headers={"HX-Request": "true"}).status_code == 200
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.select_related("client__status").get(pk=cast.carla.pk).client.status.code == "waiting"


@pytest.mark.parametrize("name", ["leo", "sven"])
def test_who_may_only_read_is_offered_no_change(cast: Cast, browse: Browse, name: str) -> None:
    page = f"/w/lindenhof/clients/{cast.carla.pk}/"
    everything = " ".join(ask(browse(name), query, page=page) for query in ("", "e", "status", "tags", "neu"))
    assert 'hx-post="/w/lindenhof/clients/' not in everything and "personal/master/" not in everything
    assert "/tags/" not in everything and not re.search(r"(?<!/appointments)/new/", everything)  # they have a calendar
    assert f"/clients/{cast.carla.pk}/personal/" in everything


@pytest.mark.parametrize("reach", ["unassigned", "foreign", "nothing"])
def test_a_record_out_of_reach_offers_nothing_and_says_nothing(cast: Cast, browse: Browse, reach: str) -> None:
    pk = {"unassigned": cast.bruno.pk, "foreign": cast.norbert.pk, "nothing": uuid4()}[reach]
    browser = browse("tom")
    assert ask(browser, page=f"/w/lindenhof/clients/{pk}/") == ask(browser, page="/w/lindenhof/team/nothing/")


# The address and what is sent to it


def test_words_are_taken_by_post_alone(cast: Cast, browse: Browse) -> None:
    assert browse("anna").get(PALETTE, {"q": "köhler"}).status_code == 405
    assert "Köhler" not in browse("anna").post(f"{PALETTE}?q=köhler", {}).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        " ",
        "%",
        "_",
        "\\",
        "' OR 1=1 --",
        "a" * 201,
        "\0",
        "🙂",
        "%00",
        "-",
        "\ud800".encode("utf-8", "surrogatepass"),
        "ı²",
        "1" * 40,
    ],
)
def test_no_query_is_a_fault(cast: Cast, browse: Browse, query: str) -> None:
    for more in ({}, {"thorough": "on"}, {"only": "new"}, {"only": "x"}, {"thorough": "\0"}):
        assert browse("anna").post(PALETTE, {"q": query, **more}).status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/",
        "x",
        "\0",
        "/w/",
        "/w/nord/clients/",
        "//evil.example/",
        "/w/lindenhof/clients/" + "1" * 30 + "/",
        "/" * 501,
    ],
)
def test_no_page_is_a_fault(cast: Cast, browse: Browse, page: str) -> None:
    assert browse("anna").post(PALETTE, {"q": "", "page": page}).status_code == 200


def test_markup_in_a_name_and_in_a_query_is_text(cast: Cast, browse: Browse) -> None:
    payload = "\"><img src=x onerror=hit()>'{{7*7}}"
    add(cast, f"Ute {payload.replace(' ', '')}")
    for text in (ask(browse("anna"), "img"), ask(browse("anna"), payload)):
        assert "<img" not in text and "{{7*7}}" in text
    assert "&lt;img" in ask(browse("anna"), "img")


def test_the_number_of_statements_does_not_grow_with_the_hits(cast: Cast, browse: Browse) -> None:
    browser, counts = browse("anna"), []
    ask(browser)  # the first request of a login notes the visit
    for names in (["Ina Zahl"], [f"Ina Zahl{number}" for number in range(30)]):
        add(cast, *names)
        with CaptureQueriesContext(
            connection,
        ) as quick:
            browser.post(PALETTE, {"q": "zahl"}, headers={"HX-Request": "true"})
        with CaptureQueriesContext(connection) as whole:
            ask(browser, "ina")
        counts.append((len(quick), len(whole)))
    assert counts[0] == counts[1]


# The frame


def test_pages_of_a_workspace_have_palette_and_sheet_and_those_before_the_login_have_none(
    cast: Cast, browse: Browse
) -> None:
    for path in ("/w/lindenhof/", "/w/lindenhof/clients/", "/profile/"):
        text = browse("anna").get(path).content.decode()
        assert 'id="palette"' in text and 'id="keys"' in text and "data-palette" in text
    for path in ("/login/", "/signup/", "/nowhere/"):
        text = Browser().get(path).content.decode()
        assert 'id="palette"' not in text and 'id="keys"' not in text


def test_keys_are_switched_off_and_on_by_whoever_they_belong_to(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    assert 'data-shortcuts="off"' not in browser.get("/w/lindenhof/").content.decode()
    answer = browser.post("/shortcuts/", {"shortcuts": "off", "next": "/w/lindenhof/"})
    assert (answer.status_code, answer["Location"]) == (303, "/w/lindenhof/")
    assert 'data-shortcuts="off"' in browser.get("/w/lindenhof/").content.decode()
    assert 'data-shortcuts="off"' not in browse("tom").get("/w/lindenhof/").content.decode()
    browser.post("/shortcuts/", {"shortcuts": "on"})
    assert 'data-shortcuts="off"' not in browser.get("/w/lindenhof/").content.decode()


def test_the_switch_takes_two_words_from_users_alone(cast: Cast, browse: Browse) -> None:
    assert browse("anna").post("/shortcuts/", {"shortcuts": "\0"}).status_code == 400
    assert browse("anna").get("/shortcuts/").status_code == 405
    assert Browser().post("/shortcuts/", {"shortcuts": "off"})["Location"].startswith("/login/")


@pytest.mark.parametrize(
    ("query", "text", "does_fit"),
    [
        ("neu kun", "+ Neuer Kunde", True),
        ("klient", "Kundschaft", True),
        ("patientin", "Klientin", True),
        ("port", "Importieren", True),
        ("or", "Importieren", False),
        ("neu xyz", "+ Neuer Kunde", False),
        ("", "Start", False),
        ("--", "Start", False),
        ("übers", "Übersicht", True),
        ("ubers", "Übersicht", True),
    ],
)
def test_a_label_is_found_by_the_beginnings_of_its_words(query: str, text: str, does_fit: bool) -> None:
    assert fits(query, text) is does_fit
