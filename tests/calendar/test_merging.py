"""Appointments go along when two records become one, and come back when that is undone (CL-17, CL-18)."""

from decimal import Decimal
from typing import Any

import pytest

from kartei.calendar.booking import book, change_attendance, change_terms, move_appointment, status_of
from kartei.calendar.deleting import delete_appointment
from kartei.calendar.models import Appointment, AppointmentStatus, Attendance, Occupancy
from kartei.calendar.occupying import Occupied
from kartei.calendar.statuses import add_status
from kartei.db.scope import workspace_scope
from kartei.people.merging.parting import part, questions
from kartei.people.merging.uniting import merge
from kartei.people.models import Client, Person
from tests.calendar.booked import at, booked, plan
from tests.cast import Cast
from tests.people.twins import again, again_merge, client, dump


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id):
        yield cast


@pytest.fixture
def twin(inside: Cast) -> Person:
    return client("Karla", "Köhler", by=inside.anna)


def busy(*people: Person) -> list[tuple[Any, ...]]:
    found = Occupancy.objects.filter(taken_id__in=[person.pk for person in people])
    return sorted(found.values_list("taken_id", "appointment_id", "starts_at"))


def whose(person: Person) -> set[Any]:
    return set(Attendance.objects.filter(client=person.pk).values_list("appointment_id", flat=True))


def test_appointments_and_what_they_keep_busy_go_along_and_come_back(inside: Cast, twin: Person) -> None:
    own, theirs = booked(inside, at(8)), booked(inside, at(10), 50, twin)
    gone = booked(inside, at(12), 50, twin)
    change_attendance(gone.attendances.get(), status_of("cancelled"), version=1, by=inside.anna)
    before, were_busy = dump(inside.carla.pk, twin.pk), busy(inside.carla, twin)
    made = merge(again(inside.carla), twin, {}, by=inside.anna)
    assert whose(inside.carla) == {own.pk, theirs.pk, gone.pk} and not whose(twin)
    assert {row[1] for row in busy(inside.carla)} == {own.pk, theirs.pk} and not busy(twin)
    with pytest.raises(Occupied):
        book(plan(inside, at(10), 50, inside.carla, members=[inside.tom]), by=inside.anna)
    part(made, {}, by=inside.anna)
    assert dump(inside.carla.pk, twin.pk) == before and busy(inside.carla, twin) == were_busy


def test_of_one_that_both_attend_one_attendance_stays_and_undo_brings_both_back(inside: Cast, twin: Person) -> None:
    both = booked(inside, at(10), 50, inside.carla, twin)
    before, were_busy = dump(inside.carla.pk, twin.pk), busy(inside.carla, twin)
    made = merge(again(inside.carla), twin, {}, by=inside.anna)
    assert whose(inside.carla) == {both.pk} and both.attendances.count() == 1
    assert {row[1] for row in busy(inside.carla)} == {both.pk} and not busy(twin)
    part(made, {}, by=inside.anna)
    assert dump(inside.carla.pk, twin.pk) == before and busy(inside.carla, twin) == were_busy


@pytest.mark.parametrize("own", ["planned", "cancelled", "no_show"])
@pytest.mark.parametrize("theirs", ["planned", "late_cancellation", "arrived"])
def test_of_two_attendances_the_one_who_comes_stays(inside: Cast, twin: Person, own: str, theirs: str) -> None:
    both = booked(inside, at(10), 50, inside.carla, twin)
    for version, (person, code) in enumerate(((inside.carla, own), (twin, theirs)), start=1):
        row = both.attendances.get(client=person.pk)
        change_attendance(row, status_of(code), version=version, by=inside.anna)
    change_terms(both.attendances.get(client=twin.pk), Decimal("30.00"), "zahlt bar", version=3, by=inside.anna)
    before, were_busy = dump(inside.carla.pk, twin.pk), busy(inside.carla, twin)
    made = merge(again(inside.carla), twin, {}, by=inside.anna)
    row = both.attendances.get()
    stays = theirs if own == "cancelled" and theirs != "late_cancellation" else own
    assert (row.client_id, row.status.code, row.price, row.note) == (
        inside.carla.pk, stays, Decimal("30.00"), "zahlt bar",
    )  # fmt: skip
    assert bool(busy(inside.carla)) == (not row.status.frees_slot) and not busy(twin)
    coming = {"planned", "arrived"}
    dates = Client.objects.in_bulk([inside.carla.pk, twin.pk])
    assert dates[inside.carla.pk].next_appointment_at == (both.starts_at if stays in coming else None)
    assert dates[twin.pk].next_appointment_at is None
    part(made, {}, by=inside.anna)
    assert dump(inside.carla.pk, twin.pk) == before and busy(inside.carla, twin) == were_busy


def test_what_was_changed_since_stays_when_both_come_back(inside: Cast, twin: Person) -> None:
    both = booked(inside, at(10), 50, inside.carla, twin)
    change_attendance(both.attendances.get(client=inside.carla.pk), status_of("cancelled"), version=1, by=inside.anna)
    made = merge(again(inside.carla), twin, {}, by=inside.anna)
    both.refresh_from_db()
    both = move_appointment(both, at(14), at(15), version=both.version, by=inside.anna)
    change_attendance(both.attendances.get(), status_of("done"), version=both.version, by=inside.anna)
    part(made, {}, by=inside.anna)
    found = {row.client_id: (row.status.code, row.starts_at) for row in both.attendances.select_related("status")}
    assert found == {inside.carla.pk: ("done", at(14)), twin.pk: ("planned", at(14))}
    assert {row[2] for row in busy(inside.carla, twin)} == {at(14)}


def test_a_status_that_was_taken_out_since_keeps_nobody_from_coming_back(inside: Cast, twin: Person) -> None:
    told = {"kind": "cancelled", "colour": "red", "frees_slot": True}
    off, ill = (add_status({"name": name, **told}, by=inside.anna) for name in ("Umgezogen", "Krank"))
    both = booked(inside, at(10), 50, inside.carla, twin)
    third = booked(inside, at(14), 50, inside.carla, twin)
    for made, own, theirs in ((both, off, status_of("planned")), (third, status_of("confirmed"), ill)):
        for person, status in ((inside.carla, own), (twin, theirs)):
            made.refresh_from_db()
            change_attendance(made.attendances.get(client=person.pk), status, version=made.version, by=inside.anna)
    made = merge(again(inside.carla), twin, {}, by=inside.anna)
    AppointmentStatus.objects.filter(pk__in=[off.pk, ill.pk]).delete()
    part(made, {}, by=inside.anna)
    rows = Attendance.objects.filter(appointment__in=[both.pk, third.pk]).select_related("status")
    assert {(row.appointment_id, row.client_id): row.status.code for row in rows} == {
        (both.pk, inside.carla.pk): "planned", (both.pk, twin.pk): "planned",
        (third.pk, inside.carla.pk): "confirmed", (third.pk, twin.pk): "confirmed",
    }  # fmt: skip


def test_an_appointment_deleted_since_brings_nobody_back_by_mistake(inside: Cast, twin: Person) -> None:
    both = booked(inside, at(10), 50, inside.carla, twin)
    made = merge(again(inside.carla), twin, {}, by=inside.anna)
    both.refresh_from_db()
    delete_appointment(both, version=both.version, by=inside.anna)
    part(made, {}, by=inside.anna)
    assert both.attendances.count() == 2 and not busy(inside.carla, twin)
    Appointment.with_deleted.get(pk=both.pk).delete()


def test_one_that_was_booked_since_goes_to_whom_it_is_given(inside: Cast, twin: Person) -> None:
    made = merge(again(inside.carla), twin, {}, by=inside.anna)
    later = booked(inside, at(14))
    [question] = questions(again_merge(made), seen_by=inside.anna).added
    assert question.word == "Termin" and "02.03.2027, 14:00" in question.text
    part(made, {question.name: "loser"}, by=inside.anna)
    assert whose(twin) == {later.pk} and not whose(inside.carla)
    assert {row[1] for row in busy(twin)} == {later.pk} and not busy(inside.carla)
