"""Appointments go along when two records become one, and come back when that is undone (CL-17, CL-18)."""

from typing import Any

import pytest

from kartei.calendar.booking import book, change_attendance, status_of
from kartei.calendar.models import Attendance, Occupancy
from kartei.calendar.occupying import Occupied
from kartei.db.scope import workspace_scope
from kartei.people.merging.parting import part, questions
from kartei.people.merging.uniting import merge
from kartei.people.models import Person
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


def test_one_that_was_booked_since_goes_to_whom_it_is_given(inside: Cast, twin: Person) -> None:
    made = merge(again(inside.carla), twin, {}, by=inside.anna)
    later = booked(inside, at(14))
    [question] = questions(again_merge(made), seen_by=inside.anna).added
    assert question.word == "Termin" and "02.03.2027, 14:00" in question.text
    part(made, {question.name: "loser"}, by=inside.anna)
    assert whose(twin) == {later.pk} and not whose(inside.carla)
    assert {row[1] for row in busy(twin)} == {later.pk} and not busy(inside.carla)
