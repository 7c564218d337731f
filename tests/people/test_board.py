"""The board, the menu of a row, and how a client changes its status there (CL-09)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people import board
from kartei.people.creating import Particulars, create_client
from kartei.people.models import Client, Person, Status, Tag
from tests.cast import Cast

Browse = Callable[[str], Browser]
LIST, BOARD = "/w/lindenhof/clients/", "/w/lindenhof/clients/board/"
HERE = f"http://testserver{BOARD}"


def add(cast: Cast, code: str, *names: str) -> None:
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code=code)
        for name in names:
            create_client(Particulars(last_name=name), status=status, by=cast.anna)


def status(cast: Cast, code: str) -> str:
    with workspace_scope(cast.lindenhof.id):
        return str(Status.objects.get(code=code).pk)


def columns(page: str) -> dict[str, list[str]]:
    """Label of the status → names on its cards, in their order."""
    found = {}
    for column in page.split('class="board-column"')[1:]:
        label = re.search(r'class="dot[^>]*></span>([^<]*)', column)
        assert label
        found[label[1]] = re.findall(r"data-row[^>]*>([^<]*)</a>", column)
    return found


def move(browser: Browser, person: Person, to: str, version: str = "0", **headers: str) -> Any:
    headers = {"HX-Request": "true", "HX-Current-URL": HERE, **headers}
    return browser.post(f"{LIST}{person.pk}/status/", {"status": to, "version": version}, headers=headers)


def test_every_status_has_a_column_with_its_clients_in_the_order_of_names(cast: Cast, browse: Browse) -> None:
    add(cast, "lead", "Zander", "Äpfel", "Bauer")
    found = columns(browse("anna").get(BOARD).content.decode())
    assert list(found) == [
        "Potenzieller Kunde", "Warteliste", "Aktiv", "Pausiert", "Abgeschlossen", "Nicht zustande gekommen",
    ]  # fmt: skip
    assert found["Potenzieller Kunde"] == ["Äpfel", "Bauer", "Bruno Groß", "Zander"]
    assert found["Aktiv"] == ["Carla Köhler"] and found["Warteliste"] == []


def test_a_kind_of_status_shows_its_columns_and_each_client_once(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    found = columns(anna.get(f"{BOARD}?kind=lead").content.decode())
    assert found == {"Potenzieller Kunde": ["Bruno Groß"], "Warteliste": []}
    both = columns(anna.get(f"{BOARD}?kind=lead&status={status(cast, 'active')}").content.decode())
    assert both == {**found, "Aktiv": ["Carla Köhler"]}


def test_a_moved_card_is_moved_on_list_record_and_timeline(cast: Cast, browse: Browse) -> None:
    """CL-09"""
    anna, active = browse("anna"), status(cast, "active")
    answer = move(anna, cast.bruno, active)
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#board", "outerMorph")
    page = answer.content.decode()
    assert columns(page)["Aktiv"] == ["Bruno Groß", "Carla Köhler"] and columns(page)["Potenzieller Kunde"] == []
    assert "Status: Aktiv" in page and "Rückgängig" in page and 'name="version" value="1"' in page
    assert "Bruno Groß" in anna.get(f"{LIST}?status={active}").content.decode()
    assert "Potenzieller Kunde" in anna.get(f"{LIST}{cast.bruno.pk}/activity/").content.decode()
    with workspace_scope(cast.lindenhof.id):
        event = Event.objects.get(act="status.change", client_id=cast.bruno.pk)
        assert (
            event.detail == {"changes": {"Status": ["Lead", "Active"]}}
            or event.detail["changes"]["Status"][1] == "Aktiv"
        )


def test_whoever_moves_a_card_that_somebody_has_moved_before_is_told(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert move(anna, cast.bruno, status(cast, "active")).status_code == 200
    late = move(browse("rita"), cast.bruno, status(cast, "paused"))
    assert late.status_code == 409 and "Inzwischen" in late.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert Client.objects.get(pk=cast.bruno.pk).status.code == "active"


def test_the_filters_of_the_list_hold_on_the_board_and_when_a_card_is_moved(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    add(cast, "active", "Ohne Tag")
    with workspace_scope(cast.lindenhof.id):
        tag = Tag.objects.get(key="privat").pk
    query = f"?tag={tag}&status={status(cast, 'active')}&status={status(cast, 'paused')}"
    page = anna.get(BOARD + query).content.decode()
    assert columns(page) == {"Aktiv": ["Carla Köhler"], "Pausiert": []}
    assert f"tag={tag}" in page.split('aria-label="Ansicht"')[1]
    answer = move(anna, cast.carla, status(cast, "paused"), **{"HX-Current-URL": HERE + query})
    assert columns(answer.content.decode()) == {"Aktiv": [], "Pausiert": ["Carla Köhler"]}


def test_a_column_goes_on_behind_its_first_cards(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "PAGE", 3)
    monkeypatch.setattr(board, "COUNTED", 7)
    monkeypatch.setattr("kartei.people.listing.COUNTED", 7)
    names = [f"Name {number:02}" for number in range(8)]
    add(cast, "waiting", *names)
    anna = browse("anna")
    page = anna.get(BOARD).content.decode()
    assert "mehr als 7" in page
    seen = columns(page)["Warteliste"]
    while further := re.search(r'hx-get="(/w/lindenhof/clients/board/[^"]*)"', page):
        page = anna.get(further[1].replace("&amp;", "&")).content.decode()
        seen += re.findall(r"data-row[^>]*>([^<]*)</a>", page)
    assert seen == names
    assert anna.get(f"{BOARD}{status(cast, 'waiting')}/").status_code == 404
    assert anna.get(f"{BOARD}{cast.carla.pk}/?after={cast.carla.pk}").status_code == 404


def test_who_sees_and_who_moves(cast: Cast, browse: Browse) -> None:
    assert [name for names in columns(browse("tom").get(BOARD).content.decode()).values() for name in names] == [
        "Carla Köhler"
    ]
    assert 'data-move="' not in browse("leo").get(BOARD).content.decode()
    berta = browse("berta").get(BOARD).content.decode()
    assert berta.count('data-move="') == 1 and f"clients/{cast.carla.pk}/status/" in berta
    assert move(browse("berta"), cast.bruno, status(cast, "active")).status_code == 403
    assert browse("berta").get(f"{LIST}{cast.bruno.pk}/moves/").status_code == 403


def test_the_board_asks_the_same_for_few_and_for_many(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    anna.get(BOARD)
    counted = []
    for names in ((), [f"Viel {number}" for number in range(60)]):
        add(cast, "lead", *names)
        with CaptureQueriesContext(connection) as queries:
            anna.get(BOARD)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_menu_of_a_card_names_the_statuses(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    menu = anna.get(f"{LIST}{cast.bruno.pk}/moves/", headers={"HX-Request": "true"}).content.decode()
    assert "Verschieben nach …" in menu and menu.count('role="menuitemradio"') == 6
    assert menu.count('type="submit"') == 5  # the present one is marked and sends nothing
    assert menu.count('aria-checked="true"') == 1 and f'id="card-{cast.bruno.pk}"' in menu
    assert "<h1" in anna.get(f"{LIST}{cast.bruno.pk}/moves/").content.decode()


def test_the_present_status_is_no_change(cast: Cast, browse: Browse) -> None:
    anna, lead = browse("anna"), status(cast, "lead")
    answer = move(anna, cast.bruno, lead)
    assert answer.status_code == 200 and "Bruno Groß – Status" not in answer.content.decode()
    assert "Bruno Groß – Status: Aktiv" in move(anna, cast.bruno, status(cast, "active")).content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(act="status.change", client_id=cast.bruno.pk).count() == 1


@pytest.mark.parametrize("name", ["carla", "doktor"])
def test_the_menu_of_a_row_has_what_the_member_may_do(cast: Cast, browse: Browse, name: str) -> None:
    person = cast.people[name]
    here = f"/w/lindenhof/{'clients' if person.is_client else 'contacts'}/{person.pk}/menu/"
    menu = browse("anna").get(here, headers={"HX-Request": "true"}).content.decode()
    assert all(act in menu for act in ("Öffnen", "+ Neue Beziehung", "Archivieren"))
    assert ("„Personal“ bearbeiten" in menu, "Warteliste" in menu) == (person.is_client, person.is_client)
    reading = browse("leo").get(here, headers={"HX-Request": "true"}).content.decode()
    assert "Öffnen" in reading and "Archivieren" not in reading and "Warteliste" not in reading


def test_an_act_of_the_row_leaves_one_in_the_list(cast: Cast, browse: Browse) -> None:
    anna, here = browse("anna"), f"{LIST}?sort=-created"
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{here}"}
    for act, told in (("archival", {"version": "0"}), ("restoration", {"version": "1"})):
        answer = anna.post(f"{LIST}{cast.carla.pk}/{act}/", told, headers=headers)
        assert answer.headers["HX-Redirect"] == here
    answer = anna.post(
        f"{LIST}{cast.carla.pk}/status/", {"status": status(cast, "paused"), "version": "0"}, headers=headers
    )
    assert answer.headers["HX-Redirect"] == here
