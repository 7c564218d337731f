"""Booking, moving, changing and cancelling: what is kept busy, what overlaps, what the log tells."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kartei.audit.models import Event
from kartei.calendar.booking import book, change_appointment, change_attendance, move_appointment, status_of
from kartei.calendar.models import Appointment, Attendance, Occupancy, Place, PlaceKind, Resource, Taken
from kartei.calendar.occupying import Occupied
from kartei.db.scope import workspace_scope
from kartei.people.versions import StaleVersion
from tests.calendar.booked import at, booked, client_of, plan, room, service
from tests.cast import Cast


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id):
        yield cast


def test_an_appointment_keeps_busy_who_and_what_it_needs(inside: Cast) -> None:
    place, couch = room(), Resource.objects.create(name="Liege")
    treated = service(buffer_before=5, buffer_after=10)
    made = booked(inside, at(10), service=treated, place=place, resources=[couch], price=Decimal("90.00"))
    spans = {row.taken_id: (row.kind, row.starts_at, row.ends_at) for row in Occupancy.objects.all()}
    widened = (at(9, 55), at(11))
    assert spans == {
        inside.carla.pk: (Taken.CLIENT, at(10), at(10, 50)),
        inside.anna.pk: (Taken.MEMBER, *widened),
        place.pk: (Taken.PLACE, *widened),
        couch.pk: (Taken.RESOURCE, *widened),
    }
    row = Attendance.objects.get(appointment=made)
    assert (row.status.code, row.price, row.starts_at) == ("planned", Decimal("90.00"), at(10))


def test_an_overlap_is_refused_with_whom_and_when(inside: Cast) -> None:
    there = booked(inside, at(10))
    with pytest.raises(Occupied) as refused:
        booked(inside, at(10, 30), 50, inside.bruno)
    (overlap,) = refused.value.overlaps
    assert (overlap.kind, overlap.taken_id) == (Taken.MEMBER, inside.anna.pk)
    assert (overlap.starts_at, overlap.ends_at, overlap.appointment_id) == (at(10), at(10, 50), there.pk)
    assert Appointment.objects.count() == 1
    booked(inside, at(10, 50), 50, inside.bruno)  # one may begin when the other ends
    assert book(plan(inside, at(10, 30), 50, inside.bruno), by=inside.anna, despite=True).pk


def test_client_room_and_resource_overlap_too_and_what_is_not_a_room_never(inside: Cast) -> None:
    place, online = room(), Place.objects.create(name="Video", kind=PlaceKind.ONLINE)
    couch = Resource.objects.create(name="Liege")
    booked(inside, at(10), place=place, resources=[couch])
    booked(inside, at(14), place=online)
    others = {"members": [inside.tom]}
    for told, kind in (({"place": place}, Taken.PLACE), ({"resources": [couch]}, Taken.RESOURCE)):
        with pytest.raises(Occupied) as refused:
            booked(inside, at(10), 50, inside.bruno, **others, **told)
        assert [one.kind for one in refused.value.overlaps] == [kind]
    with pytest.raises(Occupied) as refused:
        booked(inside, at(10), **others)
    assert [one.kind for one in refused.value.overlaps] == [Taken.CLIENT]
    booked(inside, at(14), 50, inside.bruno, place=online, **others)


def test_buffers_count_for_those_who_work_and_not_for_the_client(inside: Cast) -> None:
    booked(inside, at(10), service=service(buffer_after=15))
    with pytest.raises(Occupied):
        booked(inside, at(11), 50, inside.bruno)
    booked(inside, at(10, 50), 50, inside.carla, members=[inside.tom])


def test_of_a_group_each_comes_with_a_status_of_their_own(inside: Cast) -> None:
    made = booked(inside, at(10), 50, inside.carla, inside.bruno)
    rows = {row.client_id: row for row in made.attendances.all()}
    made = change_attendance(rows[inside.carla.pk], status_of("cancelled"), version=1, by=inside.anna)
    statuses = {row.client_id: row.status.code for row in made.attendances.select_related("status")}
    assert statuses == {inside.carla.pk: "cancelled", inside.bruno.pk: "planned"}
    assert set(Occupancy.objects.values_list("taken_id", flat=True)) == {inside.anna.pk, inside.bruno.pk}
    change_attendance(rows[inside.bruno.pk], status_of("late_cancellation"), version=2, by=inside.anna)
    assert not Occupancy.objects.exists()
    booked(inside, at(10), 50, inside.bruno)
    with pytest.raises(Occupied):  # the slot was given away
        change_attendance(rows[inside.bruno.pk], status_of("planned"), version=3, by=inside.anna)


def test_who_did_not_come_has_kept_the_slot(inside: Cast) -> None:
    made = booked(inside, at(10))
    change_attendance(made.attendances.get(), status_of("no_show"), version=1, by=inside.anna)
    with pytest.raises(Occupied):
        booked(inside, at(10), 50, inside.bruno)


def test_moving_looks_at_the_new_time_and_not_at_itself(inside: Cast) -> None:
    made, other = booked(inside, at(10)), booked(inside, at(12), 50, inside.bruno)
    moved = move_appointment(made, at(10, 20), at(11, 10), version=1, by=inside.anna)
    assert (moved.starts_at, moved.version) == (at(10, 20), 2)
    assert moved.attendances.get().starts_at == at(10, 20)
    with pytest.raises(Occupied) as refused:
        move_appointment(moved, at(11, 30), at(12, 20), version=2, by=inside.anna)
    assert [one.appointment_id for one in refused.value.overlaps] == [other.pk]
    with pytest.raises(StaleVersion):
        move_appointment(made, at(15), at(16), version=1, by=inside.anna)
    assert Occupancy.objects.filter(appointment=made, starts_at=at(10, 20)).count() == 2


def test_a_change_keeps_what_is_known_of_those_who_stay(inside: Cast) -> None:
    made = booked(inside, at(10), price=Decimal(90))
    change_attendance(made.attendances.get(), status_of("confirmed"), version=1, by=inside.anna)
    wanted = plan(inside, at(11), 60, inside.carla, inside.bruno, members=[inside.tom], price=Decimal(40))
    made = change_appointment(made, wanted, version=2, by=inside.anna)
    rows = {row.client_id: (row.status.code, row.price) for row in made.attendances.select_related("status")}
    assert rows == {inside.carla.pk: ("confirmed", Decimal("90.00")), inside.bruno.pk: ("planned", Decimal("40.00"))}
    assert [row.member_id for row in made.given_by.all()] == [inside.tom.pk]
    wanted = plan(inside, at(11), 60, inside.bruno, members=[inside.tom])
    change_appointment(made, wanted, version=3, by=inside.anna)
    assert set(Occupancy.objects.values_list("taken_id", flat=True)) == {inside.tom.pk, inside.bruno.pk}
    told = Event.objects.filter(act="appointment.change", client_id=inside.carla.pk).order_by("id").last()
    assert told.detail["changes"] == {"Client": ["Carla Köhler", ""]}


def test_no_client_reads_of_another_one_in_the_log(inside: Cast) -> None:
    booked(inside, at(10), 50, inside.carla, inside.bruno)
    for person, other in ((inside.carla, "Bruno"), (inside.bruno, "Carla")):
        event = Event.objects.get(act="appointment.booking", client_id=person.pk)
        assert other not in str(event.detail) and event.detail["changes"]["Begins"] == ["", "02.03.2027, 10:00"]


@pytest.mark.parametrize("minutes", [0, -10, 24 * 60 + 1])
def test_an_appointment_lasts_up_to_a_day(inside: Cast, minutes: int) -> None:
    with pytest.raises(ValueError, match="24 hours"):
        plan(inside, at(10), minutes)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(starts_at=at(10), ends_at=at(10), created_by=inside.anna)


def test_a_long_appointment_is_found_from_its_end(inside: Cast) -> None:
    booked(inside, at(8), 24 * 60, service=service(buffer_after=240))
    with pytest.raises(Occupied):
        booked(inside, at(8) + dt.timedelta(hours=27), 50, inside.bruno)


def test_a_contact_cannot_be_booked(inside: Cast) -> None:
    """CO-03: the database itself knows no client behind a contact."""
    with pytest.raises(IntegrityError), transaction.atomic():
        made = booked(inside, at(10))
        Attendance.objects.create(
            appointment=made, client_id=inside.doktor.pk, status=status_of("planned"), starts_at=at(10)
        )
        transaction.get_connection().check_constraints()
    assert client_of(inside.carla).person == inside.carla
