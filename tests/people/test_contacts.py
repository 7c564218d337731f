"""CO-01, CO-02: the list „Kontakte“ with role, organisation and whom somebody is linked with, and a contact's page."""

import re
from collections.abc import Callable
from html import unescape

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.db.scope import workspace_scope
from kartei.people.models import Person
from kartei.people.relating import connect
from tests.cast import Cast
from tests.people.relatives import add_client, add_contact, bond

Browse = Callable[[str], Browser]
LIST = "/w/lindenhof/contacts/"


def cells(html: str, name: str, label: str) -> str:
    """What stands in a column of somebody's row."""
    row = next(row for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL) if f"<span>{name}" in row)
    cell = row.partition(f'data-label="{label}"')[2].partition(">")[2].partition("</td>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split())


def link(cast: Cast, client: Person, contact: Person, code: str = "other") -> None:
    with workspace_scope(cast.lindenhof.id):
        connect(client, contact, bond(code), by=cast.anna)


def test_a_row_shows_role_organisation_and_whom_the_contact_is_linked_with(cast: Cast, browse: Browse) -> None:
    gerda = add_contact(cast, "Gerda Fröhlich", role="Schulleiterin", organisation="Grundschule Nord")
    for name in ("Anton Erst", "Berta Zweit", "Cora Dritt"):
        link(cast, add_client(cast, name), gerda, "school")
    text = browse("anna").get(LIST).content.decode()
    assert cells(text, "Gerda Fröhlich", "Rolle, Organisation") == "SchulleiterinGrundschule Nord"  # in two lines
    assert cells(text, "Gerda Fröhlich", "Verbunden mit") == "Anton Erst, Berta Zweit …"
    assert cells(text, "Sommer-Kasse", "Rolle, Organisation") == ""  # its name already


def test_the_same_person_by_two_types_is_named_once(cast: Cast, browse: Browse) -> None:
    link(cast, cast.carla, cast.doktor, "referrer")
    text = browse("anna").post(f"{LIST}search/", {"q": "probe"}, headers={"HX-Request": "true"}).content.decode()
    assert cells(text, "Dr. Petra Probe", "Verbunden mit") == "Carla Köhler"


def test_the_list_names_no_client_out_of_reach(cast: Cast, browse: Browse) -> None:
    link(cast, cast.bruno, cast.doktor, "family_doctor")
    assert cells(browse("anna").get(LIST).content.decode(), "Dr. Petra Probe", "Verbunden mit").count("Bruno") == 1
    assert cells(browse("tom").get(LIST).content.decode(), "Dr. Petra Probe", "Verbunden mit") == "Carla Köhler"


def test_the_list_takes_the_same_number_of_queries_at_any_size(cast: Cast, browse: Browse) -> None:
    browser, counts = browse("anna"), []
    for more in (0, 3, 60):
        for number in range(more):
            link(cast, cast.carla, add_contact(cast, f"Amt {more}-{number}"))
        browser.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_an_empty_list_says_what_belongs_there(cast: Cast, browse: Browse) -> None:
    text = browse("eve").get("/w/nord/contacts/").content.decode()
    assert "Noch keine Kontakte" in text and "+ Neuer Kontakt" in text


def test_the_page_has_fields_and_relations_and_nothing_of_a_client(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    text = browser.get(f"{LIST}{cast.doktor.pk}/").content.decode()
    strip = text.partition('<nav class="strip"')[2].partition("</nav>")[0]
    assert re.findall(r">([^<>]+)</a>", strip) == ["Personal", "Beziehungen"]
    assert "status-menu" not in text and "/tags/" not in text and "Carla Köhler" in text
    for end in ("", "master/", "relationships/"):
        assert browser.get(f"{LIST}{cast.doktor.pk}/{end}").content.decode().count('aria-current="page"') >= 2, end
