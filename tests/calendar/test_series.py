"""Series: booked at once, changed for one, for those that follow, for all (product.md, section 5; CA-04 to CA-06)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kartei.audit.models import Event
from kartei.calendar.booking import change_attendance, move_appointment, status_of
from kartei.calendar.models import Appointment, Attendance, Occupancy, Series
from kartei.calendar.occupying import Occupied
from kartei.calendar.series.booking import Repeat, book_series, continue_as_series, preview
from kartei.calendar.series.changing import change_series, change_series_status, move_series
from kartei.calendar.series.recurrence import NoSeries, Pattern, Rule
from kartei.calendar.series.rule_words import sentence
from kartei.calendar.series.together import Reach
from kartei.db.scope import workspace_scope
from kartei.people.versions import StaleVersion
from tests.calendar.booked import BERLIN, at, booked, plan, room, service
from tests.cast import Cast

FIRST = dt.date(2027, 3, 2)  # a Tuesday; the clocks go forward on 28 March
WEEKLY = Rule(Pattern.WEEKLY, count=8)


@pytest.fixture
def inside(cast: Cast) -> Any:
    from django.utils import timezone

    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        yield cast


def weeks(*numbers: int, hour: int = 10, minute: int = 0, days: int = 0) -> list[dt.datetime]:
    """That hour by the clock, so many weeks after the first date."""
    return [at(hour, minute, day=FIRST + dt.timedelta(weeks=number, days=days)) for number in numbers]


def starts() -> list[dt.datetime]:
    return list(Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True))


def row(number: int) -> Appointment:
    """The appointment with this place in the order of time."""
    found: Appointment = Appointment.objects.order_by("starts_at")[number]
    return found


def test_a_weekly_series_keeps_the_time_on_the_wall(inside: Cast) -> None:
    """CA-04"""
    made = book_series(plan(inside, at(10), price=Decimal(90)), Repeat(WEEKLY), by=inside.anna)
    assert starts() == weeks(*range(8))
    assert {one.starts_at.astimezone(BERLIN).hour for one in made} == {10}
    assert {one.ends_at - one.starts_at for one in made} == {dt.timedelta(minutes=50)}
    series = Series.objects.get()
    assert series.rule == "FREQ=WEEKLY;BYDAY=TU;COUNT=8"
    assert [one.series_day for one in made] == [FIRST + dt.timedelta(weeks=week) for week in range(8)]
    rows = Attendance.objects.select_related("status")
    assert {(one.status.code, one.price) for one in rows} == {("planned", Decimal("90.00"))}
    assert Occupancy.objects.count() == 16
    assert sentence(series, 8, made[-1].starts_at.date()) == "Jede Woche am Dienstag, 8 Termine, bis 20.04.2027"


def test_the_log_of_each_client_has_one_line_that_says_how_many(inside: Cast) -> None:
    book_series(plan(inside, at(10), 50, inside.carla, inside.bruno), Repeat(WEEKLY), by=inside.anna)
    for person in (inside.carla, inside.bruno):
        [event] = Event.objects.filter(client_id=person.pk, act__startswith="series.")
        told = event.detail["changes"]
        assert told["Number of appointments"] == ["", "8"] and told["Repetition"] == ["", "Jede Woche am Dienstag"]
        assert "Bruno" not in str(event.detail) and "Carla" not in str(event.detail)


def test_days_are_left_out_and_a_clash_refuses_all(inside: Cast) -> None:
    booked(inside, weeks(2)[0], 50, inside.bruno)
    asked = preview(plan(inside, at(10)), WEEKLY)
    assert [bool(date.overlaps) for date in asked] == [False, False, True, *[False] * 5]
    with pytest.raises(Occupied) as refused:
        book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna)
    assert [one.taken_id for one in refused.value.overlaps] == [inside.anna.pk]
    assert Appointment.objects.count() == 1 and not Series.objects.exists()
    book_series(plan(inside, at(10)), Repeat(WEEKLY, frozenset({asked[2].day})), by=inside.anna)
    assert Appointment.objects.exclude(series=None).count() == 7
    book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna, despite=True)
    assert Appointment.objects.count() == 16


def test_dates_of_one_series_that_overlap_each_other_are_a_clash(inside: Cast) -> None:
    long = plan(inside, at(8), 24 * 60, service=service(buffer_after=30))
    asked = preview(long, Rule(Pattern.DAILY, count=3))
    assert [len(date.overlaps) for date in asked] == [0, 1, 1]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (Rule(Pattern.WEEKLY, count=1), "short"),
        (Rule(Pattern.WEEKLY, until=FIRST), "short"),
        (Rule(Pattern.DAILY, count=261), "long"),
        (Rule(Pattern.DAILY, until=dt.date(2028, 3, 2)), "long"),
        (Rule(Pattern.DATE, 52, count=200), "late"),
        (Rule(Pattern.WEEKLY, weekdays=frozenset({3}), count=5), "weekday"),
        (Rule(Pattern.LAST, count=5), "last"),
    ],
)
def test_what_is_no_series_is_refused(inside: Cast, rule: Rule, code: str) -> None:
    with pytest.raises(NoSeries) as refused:
        book_series(plan(inside, at(10)), Repeat(rule), by=inside.anna)
    assert refused.value.code == code and not Series.objects.exists()


def test_moving_this_and_following_splits_the_series(inside: Cast) -> None:
    """CA-05"""
    book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna)
    done = row(5)
    change_attendance(done.attendances.get(), status_of("done"), version=1, by=inside.anna)
    [begins] = weeks(3, hour=14, days=1)
    changed = move_series(
        row(3), begins, begins + dt.timedelta(minutes=60), reach=Reach.FOLLOWING, version=1, by=inside.anna
    )
    assert (changed.count, changed.kept) == (4, 0)
    assert starts() == sorted([*weeks(0, 1, 2), *weeks(3, 4, 6, 7, hour=14, days=1), *weeks(5)])
    assert row(3).ends_at - row(3).starts_at == dt.timedelta(minutes=60)
    assert Attendance.objects.filter(starts_at=begins).count() == 1
    before, since = Series.objects.order_by("starts_on")
    assert (before.rule, since.rule) == ("FREQ=WEEKLY;BYDAY=TU;COUNT=3", "FREQ=WEEKLY;BYDAY=WE;COUNT=5")
    assert (since.starts_on, since.begins) == (begins.date(), dt.time(14)) and since.appointments.count() == 5
    assert set(Occupancy.objects.filter(taken_id=inside.carla.pk).values_list("starts_at", flat=True)) == set(starts())
    [event] = Event.objects.filter(act="series.move")
    assert event.detail["changes"]["Number of appointments"] == ["", "4"]


def test_moving_all_leaves_what_is_settled_and_what_was_moved_alone(inside: Cast) -> None:
    book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna)
    for number, code in ((0, "done"), (1, "cancelled"), (2, "no_show")):
        change_attendance(row(number).attendances.get(), status_of(code), version=1, by=inside.anna)
    [alone] = weeks(6, hour=17)
    move_appointment(row(6), alone, alone + dt.timedelta(minutes=50), version=1, by=inside.anna)
    [begins] = weeks(4, hour=9)
    changed = move_series(row(4), begins, begins + dt.timedelta(minutes=50), reach=Reach.ALL, version=1, by=inside.anna)
    assert (changed.count, changed.kept) == (4, 1)
    assert starts() == sorted([*weeks(0, 1, 2), *weeks(3, 4, 5, 7, hour=9), alone])


def test_a_move_over_somebody_says_so_and_moves_none(inside: Cast) -> None:
    book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna)
    booked(inside, weeks(6, hour=14)[0], 50, inside.bruno)
    [begins] = weeks(3, hour=14)
    asked = {"reach": Reach.FOLLOWING, "version": 1, "by": inside.anna}
    with pytest.raises(Occupied) as refused:
        move_series(row(3), begins, begins + dt.timedelta(minutes=50), **asked)
    assert len(refused.value.overlaps) == 1 and Series.objects.count() == 1
    assert Appointment.objects.exclude(series=None).filter(version=1).count() == 8
    move_series(row(3), begins, begins + dt.timedelta(minutes=50), **asked, despite=True)
    assert Series.objects.count() == 2


def test_whoever_looked_before_somebody_else_changed_the_series_is_told(inside: Cast) -> None:
    book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna)
    looked = row(5)
    [begins] = weeks(3, hour=14)
    move_series(row(3), begins, begins + dt.timedelta(minutes=50), reach=Reach.FOLLOWING, version=1, by=inside.anna)
    for reach in (Reach.FOLLOWING, Reach.ALL):
        with pytest.raises(StaleVersion):
            move_series(looked, at(9), at(10), reach=reach, version=1, by=inside.tom)


def test_a_change_reaches_others_by_what_it_changes_alone(inside: Cast) -> None:
    place, treated = room(), service()
    book_series(plan(inside, at(10), note="Anfang"), Repeat(WEEKLY), by=inside.anna)
    Appointment.objects.filter(pk=row(6).pk).update(note="Eigene Notiz")
    wanted = plan(
        inside,
        weeks(2)[0],
        50,
        inside.carla,
        inside.bruno,
        members=[inside.tom],
        service=treated,
        place=place,
        note="Anfang",
    )
    changed = change_series(row(2), wanted, reach=Reach.FOLLOWING, version=1, by=inside.anna)
    assert (changed.count, changed.kept) == (6, 0) and starts() == weeks(*range(8))
    for number in range(8):
        one = row(number)
        people = set(one.attendances.values_list("client_id", flat=True))
        if number < 2:
            assert people == {inside.carla.pk} and one.service is None
        else:
            assert people == {inside.carla.pk, inside.bruno.pk} and (one.service, one.place) == (treated, place)
            assert [given.member_id for given in one.given_by.all()] == [inside.tom.pk]
    assert row(6).note == "Eigene Notiz"
    assert Occupancy.objects.filter(taken_id=place.pk).count() == 6
    assert Occupancy.objects.filter(taken_id=inside.anna.pk).count() == 2
    [event] = Event.objects.filter(act="series.change", client_id=inside.bruno.pk)
    assert event.detail["changes"]["Team members"] == ["Anna", "Tom"]


def test_cancelling_what_follows_frees_it_and_leaves_what_is_done(inside: Cast) -> None:
    book_series(plan(inside, at(10), 50, inside.carla, inside.bruno), Repeat(WEEKLY), by=inside.anna)
    theirs = {one.client_id: one for one in row(6).attendances.all()}
    change_attendance(theirs[inside.carla.pk], status_of("no_show"), version=1, by=inside.anna)
    hers = row(4).attendances.get(client=inside.carla.pk)
    changed = change_series_status(hers, status_of("cancelled"), reach=Reach.FOLLOWING, version=1, by=inside.anna)
    assert changed.count == 3
    statuses = (
        Attendance.objects.filter(client=inside.carla.pk).order_by("starts_at").values_list("status__code", flat=True)
    )
    assert list(statuses) == ["planned"] * 4 + ["cancelled", "cancelled", "no_show", "cancelled"]
    assert not Attendance.objects.filter(client=inside.bruno.pk).exclude(status__code="planned").exists()
    assert Occupancy.objects.filter(taken_id=inside.carla.pk).count() == 5
    assert Occupancy.objects.filter(taken_id=inside.anna.pk).count() == 8  # Bruno comes
    assert not Event.objects.filter(act="series.status", client_id=inside.bruno.pk).exists()


def test_a_single_one_becomes_the_first_of_a_series(inside: Cast) -> None:
    """CA-06"""
    first = booked(inside, at(10), price=Decimal(80), note="Tasche")
    change_attendance(first.attendances.get(), status_of("confirmed"), version=1, by=inside.anna)
    made = continue_as_series(first, Repeat(Rule(Pattern.WEEKLY, count=4)), version=2, by=inside.anna)
    assert len(made) == 3 and starts() == weeks(*range(4))
    again = Appointment.objects.get(pk=first.pk)
    assert (again.series_day, again.version, again.series) == (FIRST, 3, Series.objects.get())
    rows = Attendance.objects.order_by("starts_at").values_list("status__code", "price")
    assert list(rows) == [("confirmed", Decimal(80)), *[("planned", Decimal(80))] * 3]
    with pytest.raises(StaleVersion):
        continue_as_series(first, Repeat(WEEKLY), version=3, by=inside.anna)


def test_a_series_of_260_takes_few_statements(inside: Cast) -> None:
    small = CaptureQueriesContext(connection)
    with small:
        book_series(plan(inside, at(10)), Repeat(Rule(Pattern.DAILY, count=3)), by=inside.anna)
    with CaptureQueriesContext(connection) as large:
        book_series(plan(inside, at(12)), Repeat(Rule(Pattern.DAILY, count=260)), by=inside.anna)
    assert len(large) == len(small)
    [begins] = [at(13)]
    with CaptureQueriesContext(connection) as moving:
        middle = Appointment.objects.filter(series__isnull=False, starts_at=at(12)).get()
        move_series(middle, begins, begins + dt.timedelta(minutes=50), reach=Reach.ALL, version=1, by=inside.anna)
    assert len(moving) < 41  # of which a third looks at what stands beside the rows
