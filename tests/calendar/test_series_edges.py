"""Series where it is narrow: the night of the change, lengths of their own, the last member, what a wrong request asks."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.calendar.booking import change_appointment, change_attendance, move_appointment, status_of
from kartei.calendar.models import Absence, AbsenceReason, Appointment, Attendance, Occupancy, Series
from kartei.calendar.occupying import Occupied
from kartei.calendar.series.booking import Repeat, book_series, continue_as_series
from kartei.calendar.series.changing import change_series, change_series_status, move_series
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.calendar.series.rejoining import rejoin
from kartei.calendar.series.together import Reach
from kartei.db.scope import workspace_scope
from kartei.people.versions import StaleVersion
from tests.calendar.booked import BERLIN, CALENDAR, DAY, PART, at, booked, make, page_of, plan, text
from tests.calendar.test_calendar_pages import NEW, filled, told, undo_of
from tests.cast import Cast

WEEKLY = Rule(Pattern.WEEKLY, count=8)
WEEKS = [DAY + dt.timedelta(weeks=week) for week in range(8)]
LONG, SHORT = dt.timedelta(minutes=60), dt.timedelta(minutes=50)


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        yield cast


def walls() -> list[str]:
    rows = Appointment.objects.order_by("starts_at").values_list("starts_at", "ends_at")
    return [f"{one.astimezone(BERLIN):%d.%m. %H:%M}, {(end - one).seconds // 60}" for one, end in rows]


@pytest.mark.parametrize(("sunday", "late"), [(dt.date(2027, 3, 28), "03:30"), (dt.date(2027, 10, 31), "02:30")])
def test_what_the_clocks_put_off_moves_with_its_series(inside: Cast, sunday: dt.date, late: str) -> None:
    """R10: half past two on the Sunday of the change is still a date of the series, and no appointment of its own."""
    first = sunday - dt.timedelta(weeks=1)
    made = book_series(plan(inside, at(2, 30, day=first)), Repeat(Rule(Pattern.WEEKLY, count=4)), by=inside.anna)
    clocks = [f"{one.starts_at.astimezone(BERLIN):%H:%M}" for one in made]
    assert clocks == ["02:30", late, "02:30", "02:30"]
    assert {one.ends_at - one.starts_at for one in made} == {SHORT}
    begins = at(10, day=first)
    changed = move_series(made[0], begins, begins + SHORT, reach=Reach.ALL, version=1, by=inside.anna)
    assert (changed.count, changed.kept) == (4, 0)
    days = [first + dt.timedelta(weeks=week) for week in range(4)]
    assert walls() == [f"{day:%d.%m.} 10:00, 50" for day in days]


def test_tuesdays_at_ten_over_the_end_of_summer_time(inside: Cast) -> None:
    """CA-04"""
    first = dt.date(2026, 10, 6)
    book_series(plan(inside, at(10, day=first)), Repeat(WEEKLY), by=inside.anna)
    assert walls() == [f"{first + dt.timedelta(weeks=week):%d.%m.} 10:00, 50" for week in range(8)]


def test_a_new_length_moves_nobody(inside: Cast) -> None:
    """One was moved on its own, then it and those that follow get longer: the others stay at their time."""
    made = book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna)
    alone = at(14, day=WEEKS[3] + dt.timedelta(days=1))
    moved = move_appointment(made[3], alone, alone + SHORT, version=1, by=inside.anna)
    changed = move_series(moved, alone, alone + LONG, reach=Reach.FOLLOWING, version=2, by=inside.anna)
    assert changed.count == 5
    expected = [f"{day:%d.%m.} 10:00, {60 if day > WEEKS[2] else 50}" for day in WEEKS]
    expected[3] = f"{alone:%d.%m. %H:%M}, 60"
    assert walls() == expected
    ends = Occupancy.objects.filter(taken_id=inside.carla.pk).order_by("starts_at").values_list("ends_at", flat=True)
    assert list(ends) == list(Appointment.objects.order_by("starts_at").values_list("ends_at", flat=True))


def test_a_new_length_of_all_is_stored(inside: Cast) -> None:
    made = book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna)
    move_series(made[0], made[0].starts_at, made[0].starts_at + LONG, reach=Reach.ALL, version=1, by=inside.anna)
    assert walls() == [f"{day:%d.%m.} 10:00, 60" for day in WEEKS]
    assert Series.objects.get().rule == "FREQ=WEEKLY;BYDAY=TU;COUNT=8"


def test_a_move_leaves_each_its_own_length(inside: Cast) -> None:
    made = book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna)
    begins = made[5].starts_at
    move_appointment(made[5], begins, begins + dt.timedelta(minutes=90), version=1, by=inside.anna)
    move_series(made[2], at(11, day=WEEKS[2]), at(11, 50, day=WEEKS[2]), reach=Reach.ALL, version=1, by=inside.anna)
    assert walls() == [f"{day:%d.%m.} 11:00, {90 if day == WEEKS[5] else 50}" for day in WEEKS]


def test_no_appointment_loses_its_last_member_or_client(inside: Cast) -> None:
    both = {"members": [inside.anna, inside.tom]}
    made = book_series(plan(inside, at(10), 50, inside.carla, inside.bruno, **both), Repeat(WEEKLY), by=inside.anna)
    change_appointment(
        made[6], plan(inside, at(10, day=WEEKS[6]), 50, inside.bruno, members=[inside.tom]), version=1, by=inside.anna
    )
    wanted = plan(inside, at(10, day=WEEKS[2]), members=[inside.anna])
    change_series(made[2], wanted, reach=Reach.ALL, version=1, by=inside.anna)
    for row in made:
        members = {one.member_id for one in row.given_by.all()}
        clients = {one.client_id for one in row.attendances.all()}
        alone = row.pk == made[6].pk
        assert members == ({inside.tom.pk} if alone else {inside.anna.pk})
        assert clients == ({inside.bruno.pk} if alone else {inside.carla.pk})


def test_what_overlaps_with_consent_can_be_confirmed_and_coming_back_is_looked_at(inside: Cast) -> None:
    booked(inside, at(10, day=WEEKS[4]), 50, inside.bruno)
    made = book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna, despite=True)
    row = made[2].attendances.get()
    confirmed = change_series_status(row, status_of("confirmed"), reach=Reach.FOLLOWING, version=1, by=inside.anna)
    assert confirmed.count == 6
    last = made[6].attendances.get()
    change_series_status(last, status_of("cancelled"), reach=Reach.FOLLOWING, version=2, by=inside.anna)
    booked(inside, made[6].starts_at, 50, inside.bruno, members=[inside.anna])
    with pytest.raises(Occupied):
        change_series_status(last, status_of("planned"), reach=Reach.FOLLOWING, version=3, by=inside.anna)
    codes = Attendance.objects.filter(client=inside.carla.pk).order_by("starts_at")
    assert list(codes.values_list("status__code", flat=True)) == [
        *["planned"] * 2,
        *["confirmed"] * 4,
        *["cancelled"] * 2,
    ]


def test_a_series_is_rejoined_with_what_it_was_split_from_alone(inside: Cast) -> None:
    """Who asks by hand for another series with the same rule gets none."""
    mine = book_series(plan(inside, at(10)), Repeat(WEEKLY), by=inside.anna)
    other = book_series(plan(inside, at(10), 50, inside.bruno, members=[inside.tom]), Repeat(WEEKLY), by=inside.anna)
    first = Series.objects.get(pk=mine[0].series_id)
    assert not rejoin(other[0], first.pk, by=inside.anna)  # the same days
    begins = at(10, day=WEEKS[4])
    late = book_series(plan(inside, begins + dt.timedelta(weeks=8)), Repeat(WEEKLY), by=inside.anna)
    toms = Series.objects.get(pk=other[0].series_id)
    inside.tom.levels = {**inside.tom.levels, "calendar.edit": "assigned"}
    assert not rejoin(late[0], first.pk, by=inside.tom)  # none of his
    assert rejoin(late[0], first.pk, by=inside.anna) and toms.appointments.count() == 8
    assert Series.objects.get(pk=first.pk).rule == "FREQ=WEEKLY;BYDAY=TU;COUNT=16"


def test_what_was_done_is_done_again_after_the_way_back(cast: Cast, browse: Any) -> None:
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        made = book_series(plan(cast, at(10)), Repeat(WEEKLY), by=cast.anna)
        row = made[3].attendances.get()
        change_attendance(row, status_of("done"), version=1, by=cast.anna)
        cancelled = status_of("cancelled").pk

    def codes() -> list[str]:
        with workspace_scope(cast.lindenhof.id):
            return list(Attendance.objects.order_by("starts_at").values_list("status__code", flat=True))

    anna: Browser = browse("anna")
    address = page_of(made[3], f"attendances/{row.pk}/")
    anna.post(address, {"status": cancelled, "version": "2", "reach": "following"}, headers=PART)
    assert codes() == [*["planned"] * 3, *["cancelled"] * 5]
    action, values = undo_of(anna.get(CALENDAR))
    assert anna.post(action, values, headers=PART).headers.get("HX-Redirect")
    assert codes() == [*["planned"] * 3, "done", *["planned"] * 4]


def test_the_way_back_of_one_that_had_moved_alone_is_not_the_way_of_the_others(cast: Cast, browse: Any) -> None:
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        made = book_series(plan(cast, at(10)), Repeat(WEEKLY), by=cast.anna)
        alone = at(14, day=WEEKS[3] + dt.timedelta(days=1))
        move_appointment(made[3], alone, alone + SHORT, version=1, by=cast.anna)
        before = walls()
    anna: Browser = browse("anna")
    sent = {"day": "2027-03-25", "begins": "15:00", "minutes": "50", "version": "2", "reach": "following"}
    assert anna.post(page_of(made[3], "move/"), sent, headers=PART).headers["HX-Redirect"]
    thursdays = [f"{day + dt.timedelta(days=2):%d.%m.} 15:00, 50" for day in WEEKS[3:]]
    with workspace_scope(cast.lindenhof.id):
        assert walls() == [*before[:3], *thursdays]
    action, values = undo_of(anna.get(CALENDAR))
    assert anna.post(action, values, headers=PART).headers.get("HX-Redirect")
    with workspace_scope(cast.lindenhof.id):
        assert walls() == before
        assert [one.rule for one in Series.objects.all()] == ["FREQ=WEEKLY;BYDAY=TU;COUNT=8"]


def test_who_is_away_is_named_at_the_dates_of_a_series(cast: Cast, browse: Any) -> None:
    with workspace_scope(cast.lindenhof.id):
        Absence.objects.create(
            member=cast.anna, starts_at=at(0, day=WEEKS[2]), ends_at=at(0, day=WEEKS[3]), reason=AbsenceReason.TRAINING
        )
    anna: Browser = browse("anna")
    shown = anna.post(NEW, told(cast, repeats="weekly", interval="1", count="8"), headers=PART)
    assert "An 1 Termin ist jemand oder etwas schon belegt" in text(shown) and "Anna (" in text(shown)
    refused = anna.post(NEW, filled(shown, NEW), headers=PART)
    assert refused.status_code == 409 and "Anna (" in text(refused)
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN), pytest.raises(Occupied):
        book_series(plan(cast, at(10)), Repeat(WEEKLY), by=cast.anna)


def test_to_what_nobody_comes_no_series_is_made(cast: Cast, browse: Any) -> None:
    made = make(cast, at(10))
    with workspace_scope(cast.lindenhof.id):
        change_attendance(made.attendances.get(), status_of("cancelled"), version=1, by=cast.anna)
    anna: Browser = browse("anna")
    address = page_of(made, "series/")
    assert address not in text(anna.get(page_of(made)))
    answer = anna.post(address, {"version": "2", "repeats": "weekly", "count": "4", "interval": "1"}, headers=PART)
    assert answer.status_code == 409 and "kommt niemand mehr" in text(answer)
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        with pytest.raises(StaleVersion):
            continue_as_series(made, Repeat(WEEKLY), version=2, by=cast.anna)
        assert Appointment.objects.count() == 1 and not Series.objects.exists()


def test_days_that_are_no_dates_of_the_series_are_none(cast: Cast, browse: Any) -> None:
    anna: Browser = browse("anna")
    shown = anna.post(NEW, told(cast, repeats="weekly", interval="1", count="8"), headers=PART)
    sent = {**filled(shown, NEW), "dates": ["2027-03-03", "x"]}
    answer = anna.post(NEW, sent, headers=PART)
    assert answer.status_code == 422 and "mindestens einen Termin" in text(answer)
    with workspace_scope(cast.lindenhof.id):
        assert not Appointment.objects.exists()


def test_who_gives_none_of_a_series_changes_none_of_it(cast: Cast, browse: Any) -> None:
    """Tom moves „all“ of a series of which he gives two: Anna's stay, whatever he asks."""
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        made = book_series(plan(cast, at(10)), Repeat(WEEKLY), by=cast.anna)
        for number in (2, 5):
            begins = made[number].starts_at
            move_appointment(made[number], begins, begins + SHORT, to=cast.tom, version=1, by=cast.anna)
    with workspace_scope(cast.lindenhof.id):
        cast.tom.levels = {**cast.tom.levels, "calendar.view": "assigned", "calendar.edit": "assigned"}
        cast.tom.save()
    tom: Browser = browse("tom")
    sent = {"day": "2027-03-16", "begins": "14:00", "minutes": "50", "version": "2", "reach": "all"}
    assert tom.post(page_of(made[0], "move/"), sent, headers=PART).status_code == 404
    assert tom.post(page_of(made[2], "move/"), sent, headers=PART).headers["HX-Redirect"]
    with workspace_scope(cast.lindenhof.id):
        assert walls() == [f"{day:%d.%m.} {14 if day in {WEEKS[2], WEEKS[5]} else 10}:00, 50" for day in WEEKS]
