"""Two who book or change series at once: one after the other, and nobody is told that what is stale has been stored."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connections
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from kartei.calendar.models import Appointment, Occupancy, Series
from kartei.calendar.occupying import Occupied
from kartei.calendar.series.booking import Repeat, book_series
from kartei.calendar.series.changing import move_series
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.calendar.series.together import Reach
from kartei.db.scope import workspace_scope
from kartei.people.versions import StaleVersion
from tests.calendar.booked import BERLIN, DAY, at, plan
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db(transaction=True)
WEEKLY = Repeat(Rule(Pattern.WEEKLY, count=20))


def _at_once(cast: Cast, *acts: Callable[[], object]) -> list[str]:
    """What became of each. Whoever has waited for two seconds asks again, as a page would be sent again."""
    start, outcomes = threading.Barrier(len(acts)), list[str]()

    def run(act: Callable[[], object]) -> None:
        start.wait()
        outcomes.append(_outcome(cast, act))
        connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(outcomes)


def _outcome(cast: Cast, act: Callable[[], object]) -> str:
    while True:
        try:
            with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
                act()
        except Occupied:
            return "occupied"
        except StaleVersion:
            return "stale"
        except OperationalError as fault:
            if not isinstance(fault.__cause__, LockNotAvailable):
                raise
        else:
            return "done"


def test_of_two_series_in_the_same_hours_one_is_booked_whole() -> None:
    cast = assemble()
    with workspace_scope(cast.lindenhof.id):
        wanted = [plan(cast, at(10)), plan(cast, at(10, 20), 50, cast.bruno)]
    outcomes = _at_once(
        cast,
        *(lambda one=one: book_series(one, WEEKLY, by=cast.anna) for one in wanted),  # type: ignore[misc]
    )
    assert outcomes == ["done", "occupied"]
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == 20 and Series.objects.count() == 1
        assert Occupancy.objects.filter(taken_id=cast.anna.pk).count() == 20


def test_of_two_who_change_one_series_the_second_is_told() -> None:
    """One moves what follows the third, the other all, both as they have seen it."""
    cast = assemble()
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        made = book_series(plan(cast, at(10)), WEEKLY, by=cast.anna)

    def move(number: int, reach: Reach, hour: int) -> None:
        begins = at(hour, day=DAY + dt.timedelta(weeks=number))
        move_series(made[number], begins, begins + dt.timedelta(minutes=50), reach=reach, version=1, by=cast.anna)

    outcomes = _at_once(cast, lambda: move(3, Reach.FOLLOWING, 14), lambda: move(5, Reach.ALL, 16))
    assert outcomes == ["done", "stale"]
    with workspace_scope(cast.lindenhof.id):
        hours = [
            one.astimezone(BERLIN).hour
            for one in Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True)
        ]
        assert hours in ([10] * 3 + [14] * 17, [16] * 20)
        busy = Occupancy.objects.filter(taken_id=cast.anna.pk).order_by("starts_at")
        assert [one.starts_at.astimezone(BERLIN).hour for one in busy] == hours
