"""Who sees what of the calendar, and moves what in it (product.md, section 12: TM-04, TM-06)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.calendar.booking import book
from kartei.calendar.models import Appointment, AppointmentStatus
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member
from tests.calendar.booked import CALENDAR, DAY, PART, at, booked, make, page_of, plan, room, service, text
from tests.cast import Cast

Browse = Callable[[str], Browser]
ENTRIES = f"{CALENDAR}entries/"
OF_THE_DAY = {"view": "week", "date": DAY.isoformat()}
SECRETS = ("Bruno", "Groß", "Krisengespräch", "Raum Linde", "Vertraulich", "70,00")


@pytest.fixture
def secret(cast: Cast) -> Appointment:
    """Anna's with Bruno, whom Tom does not see."""
    with workspace_scope(cast.lindenhof.id):
        return booked(
            cast, at(10), 50, cast.bruno, service=service("Krisengespräch", colour="red"), place=room("Raum Linde"),
            note="Vertraulich", client_text="Vertraulich", price=Decimal(70),
        )  # fmt: skip


def own_only(cast: Cast, member: Member, *rights: str) -> None:
    with workspace_scope(cast.lindenhof.id):
        member.levels |= dict.fromkeys(rights, "assigned")
        member.save(update_fields=["levels"])


def change_status(cast: Cast, made: Appointment, code: str) -> None:
    with workspace_scope(cast.lindenhof.id):
        made.attendances.update(status=AppointmentStatus.objects.get(code=code))


def test_of_somebody_out_of_reach_the_calendar_says_busy(cast: Cast, browse: Browse, secret: Appointment) -> None:
    """TM-04: neither name nor service, status, place or colour."""
    change_status(cast, secret, "confirmed")
    tom = browse("tom")
    [entry] = tom.get(ENTRIES, OF_THE_DAY).json()
    assert (entry["title"], entry["resourceIds"], entry["editable"]) == ("Belegt", [str(cast.anna.pk)], False)
    assert entry["extendedProps"] == {
        "text": "",
        "by": "A",
        "members": "Anna",
        "colour": "gray",
        "off": False,
        "version": 1,
    }
    agenda = tom.get(CALENDAR, {"view": "agenda", "date": DAY.isoformat()})
    detail = tom.get(page_of(secret), headers=PART)
    assert "Belegt" in text(agenda) and "Anna" in text(detail) and "Belegt" in text(detail)
    for answer in (agenda, detail):
        body = text(answer).partition("<main")[2] or text(answer)
        assert not any(f"{word}</" in body or f"{word} " in body for word in SECRETS[:2] + SECRETS[4:])
    assert not any(word in text(detail) for word in (*SECRETS, "Bestätigt", "Bearbeiten"))


def test_a_filter_tells_nothing_of_somebody_out_of_reach(cast: Cast, browse: Browse, secret: Appointment) -> None:
    with workspace_scope(cast.lindenhof.id):
        asked = {"service": secret.service_id, "place": secret.place_id, "status": secret.attendances.get().status_id}
    for name, value in asked.items():
        query = {**OF_THE_DAY, name: str(value)}
        assert browse("tom").get(ENTRIES, query).json() == []
        assert len(browse("anna").get(ENTRIES, query).json()) == 1
    assert len(browse("tom").get(ENTRIES, {**OF_THE_DAY, "member": str(cast.anna.pk)}).json()) == 1


def test_what_is_cancelled_out_of_reach_is_not_there(cast: Cast, browse: Browse, secret: Appointment) -> None:
    change_status(cast, secret, "cancelled")
    assert browse("tom").get(ENTRIES, OF_THE_DAY).json() == []
    [entry] = browse("anna").get(ENTRIES, OF_THE_DAY).json()
    assert entry["extendedProps"]["off"]


def test_of_a_group_those_out_of_reach_are_counted(cast: Cast, browse: Browse) -> None:
    made = make(cast, at(10), 50, cast.carla, cast.bruno, members=[cast.tom])
    change_status(cast, made, "confirmed")
    tom = browse("tom")
    [entry] = tom.get(ENTRIES, OF_THE_DAY).json()
    assert entry["title"] == "Carla Köhler, 1 weitere Person"
    detail = text(tom.get(page_of(made), headers=PART))
    assert "Andere Person" in detail and "Bruno" not in detail and detail.count("<select") == 1
    row = next(row for row in attendances(cast, made) if row.client_id == cast.bruno.pk)
    status = {"version": 1, "status": row.status_id}
    assert tom.post(page_of(made, f"attendances/{row.pk}/"), status).status_code == 404


def attendances(cast: Cast, made: Appointment) -> list[Any]:
    with workspace_scope(cast.lindenhof.id):
        return list(made.attendances.order_by("id"))


def test_a_change_keeps_those_out_of_the_editors_reach(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        group = service("Gruppe", capacity=2)
        made = booked(cast, at(10), 50, cast.carla, cast.bruno, members=[cast.tom, cast.anna], service=group)
    sent = {"version": 1, "clients": [cast.carla.pk], "members": [cast.tom.pk], "service": group.pk, "price": "",
            "day": DAY.isoformat(), "begins": "11:00", "minutes": "50"}  # fmt: skip
    page = browse("tom").get(page_of(made, "change/"))
    assert "Bruno" not in text(page) and 'value="{cast.anna.pk}"' not in text(page)
    assert browse("tom").post(page_of(made, "change/"), sent).status_code == 303
    assert {row.client_id for row in attendances(cast, made)} == {cast.carla.pk, cast.bruno.pk}
    with workspace_scope(cast.lindenhof.id):
        assert set(made.given_by.values_list("member_id", flat=True)) == {cast.tom.pk, cast.anna.pk}
        group.capacity = 1
        group.save()
    answer = browse("tom").post(page_of(made, "change/"), {**sent, "version": 2})
    assert answer.status_code == 422 and "hat Platz für 1" in text(answer)  # who is not seen takes a place too


def test_an_overlap_with_somebody_out_of_reach_names_the_member_alone(
    cast: Cast, browse: Browse, secret: Appointment
) -> None:
    own_only(cast, cast.tom, "profiles.view")
    with workspace_scope(cast.lindenhof.id):
        cast.tom.levels["calendar.edit"] = "all"
        cast.tom.save(update_fields=["levels"])
    sent = {"clients": [cast.carla.pk], "members": [cast.anna.pk], "day": DAY.isoformat(), "begins": "10:15",
            "minutes": "50"}  # fmt: skip
    answer = browse("tom").post(f"{CALENDAR}appointments/new/", sent, headers=PART)
    assert answer.status_code == 409 and "Anna" in text(answer) and "10:00–10:50" in text(answer)
    assert "Bruno" not in text(answer)


def test_what_one_gives_to_somebody_out_of_reach_can_be_moved_and_not_read(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        made = booked(cast, at(10), 50, cast.bruno, members=[cast.tom], note="Vertraulich")
    tom = browse("tom")
    assert [tom.get(page_of(made, part)).status_code for part in ("", "move/", "change/")] == [200, 200, 403]
    assert tom.get(f"{CALENDAR}appointments/new/", {"like": made.pk}).status_code == 403
    move = {"day": DAY.isoformat(), "begins": "12:00", "minutes": "50", "version": 1}
    assert tom.post(page_of(made, "move/"), move).status_code == 303
    assert "Vertraulich" not in text(tom.get(page_of(made))) + text(tom.get(page_of(made, "move/")))


def test_own_calendar_neither_sees_nor_moves_a_colleagues(cast: Cast, browse: Browse) -> None:
    """TM-06"""
    own_only(cast, cast.tom, "calendar.view", "calendar.edit")
    theirs, own = make(cast, at(10)), make(cast, at(12), members=[cast.tom])
    tom = browse("tom")
    assert [entry["id"] for entry in tom.get(ENTRIES, OF_THE_DAY).json()] == [str(own.pk)]
    assert tom.get(ENTRIES, {**OF_THE_DAY, "member": str(cast.anna.pk)}).json() == []
    agenda = tom.get(CALENDAR, {"view": "agenda", "date": DAY.isoformat()})
    assert str(own.pk) in text(agenda) and str(theirs.pk) not in text(agenda)
    move = {"day": DAY.isoformat(), "begins": "15:00", "minutes": "50", "version": 1}
    for part in ("", "move/", "change/"):
        assert tom.get(page_of(theirs, part)).status_code == 404
        assert tom.post(page_of(theirs, part), move).status_code in {404, 405}
    record = text(tom.get(f"/w/lindenhof/clients/{cast.carla.pk}/"))
    assert str(own.pk) in record and str(theirs.pk) not in record and "Termin gebucht" not in record
    new = {"clients": [cast.carla.pk], "members": [cast.anna.pk], **move}
    assert tom.post(f"{CALENDAR}appointments/new/", new).status_code == 422


def test_whoever_sees_all_and_changes_their_own_moves_no_colleagues(cast: Cast, browse: Browse) -> None:
    theirs, own = make(cast, at(10)), make(cast, at(12), members=[cast.tom])
    tom = browse("tom")
    editable = {entry["id"]: entry["editable"] for entry in tom.get(ENTRIES, OF_THE_DAY).json()}
    assert editable == {str(theirs.pk): False, str(own.pk): True}
    move = {"day": DAY.isoformat(), "begins": "15:00", "minutes": "50", "version": 1}
    assert tom.post(page_of(theirs, "move/"), move).status_code == 403
    assert tom.post(page_of(own, "move/"), {**move, "member": cast.anna.pk}).status_code == 422
    assert tom.post(page_of(own, "move/"), move).status_code == 303
    detail = text(tom.get(page_of(theirs), headers=PART))
    assert "Carla Köhler" in detail and "Verschieben" not in detail and "<select" not in detail


def test_without_the_calendar_a_record_says_nothing_of_it(cast: Cast, browse: Browse) -> None:
    make(cast, at(10))
    with workspace_scope(cast.lindenhof.id):
        cast.leo.levels |= {"calendar.view": "none", "calendar.edit": "none"}
        cast.leo.save(update_fields=["levels"])
    leo, record = browse("leo"), f"/w/lindenhof/clients/{cast.carla.pk}/"
    for address in (record, f"{record}activity/", f"{record}activity/?kind=appointments"):
        said = text(leo.get(address))
        for frame in ("Terminstatus", "Termin verschieben"):  # in the palette and in the sheet of keys
            said = said.replace(frame, "")
        assert "Termin" not in said, address
    assert leo.get(CALENDAR).status_code == 403 and CALENDAR not in text(leo.get(record))
    assert "Termin gebucht" in text(browse("anna").get(f"{record}activity/?kind=appointments"))


def test_a_hundred_appointments_cost_no_more_statements_than_five(cast: Cast, browse: Browse) -> None:
    browser, record, counts = browse("tom"), f"/w/lindenhof/clients/{cast.carla.pk}/", []
    with workspace_scope(cast.lindenhof.id):
        group, place = service("Gruppe", capacity=9), room()
        for number in range(5):
            booked(cast, at(6 + number), 50, cast.carla, cast.bruno, service=group, place=place)
    for number in (5, 100):
        for address, query in ((ENTRIES, OF_THE_DAY), (CALENDAR, {**OF_THE_DAY, "view": "agenda"}), (record, {})):
            browser.get(address, query)
            with CaptureQueriesContext(connection) as queries:
                answer = browser.get(address, query)
            assert answer.status_code == 200
            counts.append((address, len(queries)))
        with workspace_scope(cast.lindenhof.id):
            for more in range(number, 100):
                told = {"service": group, "place": place, "members": [cast.anna, cast.tom][: 1 + more % 2]}
                wanted = plan(cast, at(6 + more % 15, 10 * (more % 6)), 10, cast.carla, **told)
                book(wanted, by=cast.anna, despite=True)
    assert counts[:3] == counts[3:]
