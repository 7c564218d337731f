"""What can be booked: within hours, exceptions and holidays, beside absences and appointments (CA-11)."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kartei.calendar.hours.free_slots import Busy, Search, free_slots, next_free, slot_at
from kartei.calendar.models import (
    CalendarSettings,
    ExceptionKind,
    Place,
    PlaceKind,
    ServiceMember,
    ServicePlace,
)
from kartei.db.scope import workspace_scope
from tests.calendar.booked import BERLIN, DAY, at, booked, room, service
from tests.calendar.working import LONG_AGO, away, clocks, exception, free, hours, search
from tests.cast import Cast

MORNING = (1, "09:00", "11:00")
GOOD_FRIDAY, SPRING, AUTUMN = dt.date(2027, 3, 26), dt.date(2027, 3, 28), dt.date(2027, 10, 31)


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        for member in (cast.anna, cast.tom):
            member.treats = True
            member.save()
        yield cast


def test_slots_stand_on_the_grid_from_the_begin_of_the_hours_and_fit_into_them(inside: Cast) -> None:
    hours(inside.anna, (1, "08:20", "10:00"), (1, "13:00", "13:50"), (1, "15:00", "15:49"))
    assert clocks(free(service())) == ["08:20", "08:35", "08:50", "09:05", "13:00"]
    assert clocks(free(service("Kurz", minutes=20), step=40)) == ["08:20", "09:00", "09:40", "13:00", "15:00"]
    assert free(service("Lang", minutes=120)) == []


def test_hours_that_touch_are_one_and_midnight_is_no_end(inside: Cast) -> None:
    hours(inside.anna, (1, "23:00", "24:00"), (2, "00:00", "01:00"), (1, "09:00", "10:00"), (1, "10:00", "11:00"))
    assert clocks(free(service(minutes=120), step=60)) == ["09:00", "23:00"]


def test_what_is_booked_is_not_free_and_buffers_are_kept_on_both_sides(inside: Cast) -> None:
    hours(inside.anna, (1, "08:00", "13:00"))
    with_buffers = service(minutes=60, buffer_before=10, buffer_after=20)
    booked(inside, at(10), 60, service=with_buffers)  # busy from 9:50 to 11:20
    assert clocks(free(with_buffers)) == ["08:00", "08:15", "08:30", "11:30", "11:45", "12:00"]
    plain = service("Ohne", minutes=60)
    assert clocks(free(plain)) == ["08:00", "08:15", "08:30", "08:45", "11:30", "11:45", "12:00"]


def test_the_member_offers_the_service_treats_and_is_active(inside: Cast) -> None:
    offered = service(minutes=120)
    for one in (inside.anna, inside.tom, inside.rita):
        hours(one, MORNING)
    assert [slot.member for slot in free(offered)] == [inside.anna.pk, inside.tom.pk]
    assert [slot.member for slot in free(offered, members=[inside.tom.pk])] == [inside.tom.pk]
    ServiceMember.objects.create(service=offered, member=inside.tom)
    assert [slot.member for slot in free(offered)] == [inside.tom.pk]
    assert free(offered, members=[inside.anna.pk]) == []
    inside.tom.state = "left"
    inside.tom.save()
    assert free(offered) == []


def test_without_hours_nothing_is_offered(inside: Cast) -> None:
    assert free(service()) == []


def test_exceptions_of_a_member_and_of_the_practice(inside: Cast) -> None:
    offered, week = service(minutes=60), DAY + dt.timedelta(days=7)
    hours(inside.anna, MORNING)
    hours(inside.tom, MORNING)
    exception(inside.anna, ExceptionKind.OTHER, ("14:00", "15:00"))
    exception(None, ExceptionKind.CLOSED, first=week, last=week + dt.timedelta(days=6))
    assert clocks(free(offered, members=[inside.anna.pk])) == ["14:00"]
    assert clocks(free(offered, members=[inside.tom.pk], step=60)) == ["09:00", "10:00"]
    assert free(offered, week) == []
    exception(inside.tom, ExceptionKind.USUAL, day=week)
    assert {slot.member for slot in free(offered, week)} == {inside.tom.pk}
    third = week + dt.timedelta(days=7)
    exception(None, ExceptionKind.OTHER, ("10:00", "12:00"), day=third)
    assert clocks(free(offered, third, members=[inside.anna.pk])) == ["10:00"]
    exception(inside.anna, ExceptionKind.CLOSED, day=third)
    assert free(offered, third, members=[inside.anna.pk]) == []


def test_a_public_holiday_is_closed_unless_the_practice_or_the_member_works(inside: Cast) -> None:
    offered = service(minutes=120)
    hours(inside.anna, (4, "09:00", "11:00"))
    hours(inside.tom, (4, "09:00", "11:00"))
    assert free(offered, GOOD_FRIDAY) == [] and len(free(offered, GOOD_FRIDAY + dt.timedelta(days=7))) == 2
    mine = exception(inside.anna, ExceptionKind.USUAL, day=GOOD_FRIDAY)
    assert [slot.member for slot in free(offered, GOOD_FRIDAY)] == [inside.anna.pk]
    mine.delete()
    exception(None, ExceptionKind.USUAL, day=GOOD_FRIDAY)
    assert len(free(offered, GOOD_FRIDAY)) == 2


def test_the_holidays_are_those_of_the_state(inside: Cast) -> None:
    day, offered = dt.date(2027, 11, 1), service(minutes=120)  # a Monday, All Saints
    hours(inside.anna, (0, "09:00", "11:00"))
    assert len(free(offered, day)) == 1
    CalendarSettings.objects.create(pk=inside.lindenhof.pk, region="BY")
    assert free(offered, day) == []


def test_absences_are_cut_out(inside: Cast) -> None:
    hours(inside.anna, (1, "08:00", "12:00"), (2, "08:00", "12:00"))
    away(inside.anna, at(9), at(10, 30))
    assert clocks(free(service(minutes=60), step=30)) == ["08:00", "10:30", "11:00"]
    away(inside.anna, at(0), at(0, day=DAY + dt.timedelta(days=2)))
    assert free(service("Andere"), DAY, DAY + dt.timedelta(days=1)) == []


def test_the_place_is_that_of_the_hours_of_the_service_or_of_the_search(inside: Cast) -> None:
    one, two, video = room("Raum 1"), room("Raum 2"), Place.objects.create(name="Video", kind=PlaceKind.ONLINE)
    anywhere, offered = service("Irgendwo", minutes=60), service(minutes=60)
    for place in (one, two):
        ServicePlace.objects.create(service=offered, place=place)
    hours(inside.anna, (1, "09:00", "10:00"))
    hours(inside.anna, (1, "14:00", "15:00"), place=two)
    hours(inside.anna, (1, "16:00", "17:00"), place=video)
    assert [(slot.place) for slot in free(anywhere)] == [None, two.pk, video.pk]
    assert [slot.place for slot in free(anywhere, place=video.pk)] == [video.pk, video.pk]
    assert [slot.place for slot in free(offered)] == [one.pk, two.pk]
    assert clocks(free(offered, place=two.pk)) == ["09:00", "14:00"] and free(offered, place=video.pk) == []
    two.archived_at = timezone.now()
    two.save()
    assert clocks(free(offered)) == ["09:00"] and free(offered, place=two.pk) == []


def test_a_room_that_is_taken_is_replaced_by_one_that_is_free(inside: Cast) -> None:
    one, two = room("Raum 1"), room("Raum 2", position=1)
    offered = service(minutes=60)
    for place in (one, two):
        ServicePlace.objects.create(service=offered, place=place)
    hours(inside.anna, MORNING)
    booked(inside, at(9), 60, inside.bruno, members=[inside.tom], place=one)
    assert [(slot.place) for slot in free(offered, step=60)] == [two.pk, one.pk]
    booked(inside, at(10), 60, inside.bruno, members=[inside.tom], place=two)
    assert clocks(free(offered, place=two.pk)) == ["09:00"]
    held = [Busy(one.pk, at(10), at(11)), Busy(inside.anna.pk, at(10, 59), at(11))]
    assert clocks(free(offered, step=60, busy=held)) == ["09:00"]


def test_notice_and_horizon(inside: Cast) -> None:
    hours(inside.anna, *((day, "09:00", "11:00") for day in range(7)))
    now = at(9, 30, day=DAY - dt.timedelta(days=1))
    told = {"now": now, "notice": dt.timedelta(hours=24), "horizon": dt.timedelta(days=2)}
    found = free_slots(Search(service(minutes=60), **told), DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=5))
    assert [slot.starts_at for slot in found] == [
        at(9, 30), at(9, 45), at(10), *(at(9, minute, day=DAY + dt.timedelta(days=1)) for minute in (0, 15, 30)),
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "count"), [(SPRING, 3), (AUTUMN, 5)])
def test_a_night_of_three_or_five_hours(inside: Cast, day: dt.date, count: int) -> None:
    hours(inside.anna, (6, "00:00", "04:00"))
    found = free(service(minutes=60), day, step=60)
    assert len(found) == count
    assert {one.starts_at - other.starts_at for one, other in zip(found[1:], found, strict=False)} == {
        dt.timedelta(hours=1)
    }


def test_the_next_free_ones_begin_each_at_another_time(inside: Cast) -> None:
    for one in (inside.anna, inside.tom):
        hours(one, MORNING)
    offered = search(service(minutes=60), horizon=dt.timedelta(days=500), now=at(8), step=60)
    found = next_free(offered, at(9))
    week = dt.timedelta(days=7)
    assert [slot.starts_at for slot in found] == [at(10), at(9, day=DAY + week), at(10, day=DAY + week)]
    within = search(service("X", minutes=60), now=at(8), horizon=week)
    assert clocks(next_free(within, at(9), 9)) == ["09:15", "09:30", "09:45", "10:00"]
    assert next_free(search(service("Y", minutes=60), now=at(8), horizon=dt.timedelta(hours=1)), at(10)) == []


def test_one_slot_is_asked_for(inside: Cast) -> None:
    hours(inside.anna, MORNING)
    offered = service(minutes=60)
    assert slot_at(search(offered), at(9, 15)) == free(offered)[1]
    assert slot_at(search(offered), at(9, 20)) is None
    booked(inside, at(9), 60)
    assert slot_at(search(offered), at(9, 15)) is None


def test_statements_are_five_whatever_there_is(inside: Cast) -> None:
    hours(inside.anna, MORNING)
    offered = service(minutes=60)
    with CaptureQueriesContext(
        connection,
    ) as few:
        free(offered)
    for number in range(5):
        place = room(f"Raum {number}")
        ServicePlace.objects.create(service=offered, place=place)
        hours(inside.tom, (number, "09:00", "12:00"), place=place)
        exception(inside.tom, ExceptionKind.CLOSED, day=DAY + dt.timedelta(days=number))
        booked(inside, at(9 + number), 60, members=[inside.tom], place=place)
    with CaptureQueriesContext(connection) as many:
        free(offered, DAY, DAY + dt.timedelta(days=60))
    assert len(few) == len(many) == 5


def test_no_search_without_end(inside: Cast) -> None:
    with pytest.raises(ValueError, match="100 days"):
        free_slots(Search(service()), DAY, DAY + dt.timedelta(days=101))
    assert free_slots(Search(service("Z"), now=LONG_AGO), DAY, DAY - dt.timedelta(days=1)) == []


def test_another_practice_is_not_in_the_way(inside: Cast) -> None:
    hours(inside.anna, MORNING)
    found = free(service(minutes=60))
    assert {slot.member for slot in found} == {inside.anna.pk}
