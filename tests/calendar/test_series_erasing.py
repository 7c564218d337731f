"""What is left of a series when its client is erased: nothing; of a group's, the others. And one deleted date of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kartei.calendar.booking import status_of
from kartei.calendar.deleting import delete_appointment, forget_deleted_appointments, restore_appointment
from kartei.calendar.erasing import erase_appointments
from kartei.calendar.feeds.file import file_of
from kartei.calendar.feeds.subscribing import subscribe
from kartei.calendar.models import Appointment, Attendance, FeedLevel, Series
from kartei.calendar.series.booking import Repeat, book_series
from kartei.calendar.series.changing import change_series_status, move_series
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.calendar.series.together import Reach
from kartei.db.scope import workspace_scope
from kartei.people.models import Client
from tests.calendar.booked import BERLIN, at, plan
from tests.cast import Cast


@pytest.mark.parametrize(("is_group", "left"), [(False, (0, 0)), (True, (4, 1))])
def test_a_series_goes_with_its_last_client(cast: Cast, is_group: bool, left: tuple[int, int]) -> None:
    people = (cast.carla, cast.bruno) if is_group else (cast.carla,)
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        book_series(plan(cast, at(10), 50, *people), Repeat(Rule(Pattern.WEEKLY, count=4)), by=cast.anna)
        erase_appointments([cast.carla.pk])
        assert (Appointment.objects.count(), Series.objects.count()) == left


def test_a_deleted_date_leaves_the_series_the_feed_and_the_clients_next_date(cast: Cast) -> None:
    week = timedelta(weeks=1)
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        made = book_series(plan(cast, at(10)), Repeat(Rule(Pattern.WEEKLY, count=4)), by=cast.anna)
        gone = delete_appointment(made[1], version=1, by=cast.anna)
        feed = subscribe(FeedLevel.BUSY, by=cast.anna)[0]
        assert file_of(feed, cast.lindenhof, now=at(8)).count(b"BEGIN:VEVENT") == 3
        first = Appointment.objects.get(pk=made[0].pk)
        # The others go on a week later, hence one of them to the date of the deleted one, which comes back beside it.
        moved = move_series(
            first, first.starts_at + week, first.ends_at + week, reach=Reach.ALL, version=1, by=cast.anna
        )
        assert moved.count == 3 and next_date(cast) == at(10) + week
        back = restore_appointment(gone, version=2, by=cast.anna, despite=True)
        assert back.starts_at == at(10) + week and Appointment.objects.count() == 4
        delete_appointment(Appointment.objects.get(pk=back.pk), version=3, by=cast.anna)
    forget_deleted_appointments(timezone.now() + timedelta(days=31))
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        assert Appointment.with_deleted.count() == 3 and Series.objects.count() == 1
        row = Attendance.objects.get(appointment=first.pk)
        change_series_status(row, status_of("cancelled"), reach=Reach.ALL, version=moved.version, by=cast.anna)
        assert next_date(cast) is None


def next_date(cast: Cast) -> object:
    return Client.objects.get(pk=cast.carla.pk).next_appointment_at
