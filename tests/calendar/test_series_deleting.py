"""Deleting of a series this one, this one and the following, or all of it; and the way back."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.audit.models import Event
from kartei.calendar.booking import change_attendance, status_of
from kartei.calendar.models import Appointment, FreedSlot, Occupancy, Series
from kartei.calendar.series.booking import Repeat, book_series
from kartei.calendar.series.deleting import delete_series, restore_series
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.calendar.series.together import Reach
from kartei.db.scope import workspace_scope
from kartei.people.versions import StaleVersion
from tests.calendar.booked import BERLIN, CALENDAR, PART, at, booked, page_of, plan, service, text
from tests.calendar.test_calendar_pages import filled, undo_of
from tests.calendar.test_series_pages import WEEKS
from tests.calendar.waited import wish
from tests.cast import Cast

Browse = Callable[[str], Browser]


@pytest.fixture
def series(cast: Cast) -> list[Appointment]:
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        return book_series(plan(cast, at(10)), Repeat(Rule(Pattern.WEEKLY, count=8)), by=cast.anna)


def left(cast: Cast) -> list[dt.datetime]:
    with workspace_scope(cast.lindenhof.id):
        return list(Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True))


def test_this_one_and_the_following_go_and_come_back(cast: Cast, browse: Browse, series: list[Appointment]) -> None:
    anna, address = browse("anna"), page_of(series[3], "deletion/")
    asked = anna.get(address, headers=PART)
    assert filled(asked, address)["reach"] == ["one"] and "dieser und folgende" in text(asked)
    unsaid = anna.post(address, {"version": "1"}, headers=PART)
    assert unsaid.status_code == 422 and len(left(cast)) == 8
    anna.post(address, {"version": "1", "reach": "following"}, headers=PART)
    assert left(cast) == [at(10, day=day) for day in WEEKS[:3]]
    with workspace_scope(cast.lindenhof.id):
        assert Occupancy.objects.count() == 6 and Series.objects.count() == 1
    toast = anna.get(CALENDAR)
    assert "5 Termine wurden gelöscht." in text(toast)
    assert anna.get(page_of(series[5])).status_code == 404
    anna.post(*undo_of(toast))
    assert left(cast) == [at(10, day=day) for day in WEEKS]
    assert "5 Termine sind zurück." in text(anna.get(CALENDAR))
    activity = text(anna.get(f"/w/lindenhof/clients/{cast.carla.pk}/activity/?kind=appointments"))
    assert "Termine einer Serie gelöscht" in activity and "Gelöschte Termine einer Serie zurückgeholt" in activity
    with workspace_scope(cast.lindenhof.id):
        assert Occupancy.objects.count() == 16
        told = Event.objects.filter(act__startswith="series.", client_id=cast.carla.pk).order_by("id")
        assert [event.act for event in told] == ["series.booking", "series.deletion", "series.restoration"]


def test_all_are_those_that_are_not_settled(cast: Cast, series: list[Appointment]) -> None:
    with workspace_scope(cast.lindenhof.id):
        row = series[1].attendances.get()
        change_attendance(row, status_of("no_show"), version=1, by=cast.anna)
        gone = delete_series(series[4], reach=Reach.ALL, version=1, by=cast.anna)
    assert len(gone) == 7 and left(cast) == [at(10, day=WEEKS[1])]


def test_only_what_was_deleted_together_comes_back_together(cast: Cast, series: list[Appointment]) -> None:
    with workspace_scope(cast.lindenhof.id):
        delete_series(series[7], reach=Reach.FOLLOWING, version=1, by=cast.anna)
        delete_series(series[5], reach=Reach.FOLLOWING, version=1, by=cast.anna)
        opened = Appointment.with_deleted.get(pk=series[5].pk)
        assert len(restore_series(opened, version=2, by=cast.anna)) == 2
        with pytest.raises(StaleVersion):
            restore_series(opened, version=2, by=cast.anna)
    assert left(cast) == [at(10, day=day) for day in WEEKS[:7]]


def test_one_time_that_was_given_away_keeps_all_of_them_away(
    cast: Cast, browse: Browse, series: list[Appointment]
) -> None:
    with workspace_scope(cast.lindenhof.id):
        delete_series(series[4], reach=Reach.FOLLOWING, version=1, by=cast.anna)
        booked(cast, at(10, day=WEEKS[6]), 50, cast.bruno)
    sent = {"version": "2", "together": "on"}
    answer = browse("anna").post(page_of(series[4], "restoration/"), sent)
    assert answer.status_code == 409 and "inzwischen" in text(answer)
    assert len(left(cast)) == 5


def test_a_member_deletes_of_a_series_what_is_theirs(cast: Cast, series: list[Appointment]) -> None:
    with workspace_scope(cast.lindenhof.id):
        cast.tom.levels |= {"calendar.view": "assigned", "calendar.edit": "assigned"}
        cast.tom.save(update_fields=["levels"])
        for row in series[:2]:
            row.given_by.update(member=cast.tom)
        gone = delete_series(series[0], reach=Reach.ALL, version=1, by=cast.tom)
    assert len(gone) == 2 and len(left(cast)) == 6


def test_whoever_waits_hears_of_each_time(cast: Cast, series: list[Appointment]) -> None:
    with workspace_scope(cast.lindenhof.id):
        wish(cast, cast.bruno, service())
        delete_series(series[4], reach=Reach.FOLLOWING, version=1, by=cast.anna)
        assert FreedSlot.objects.count() == 4
