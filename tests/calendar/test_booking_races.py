"""One slot wanted by many gets one booking (security.md, R13)."""

import datetime as dt
import threading

import pytest
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

from kartei.calendar.booking import Plan, book, move_appointment
from kartei.calendar.models import Appointment, Occupancy
from kartei.calendar.occupying import Occupied
from kartei.db.scope import workspace_scope
from kartei.people.models import Client
from tests.calendar.booked import at, booked, client_of, plan, room
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, SLOTS = 16, 40


def _outcome(cast: Cast, wanted: Plan) -> str:
    """What became of a booking. Whoever has waited for two seconds is sent away, as on a page, and asks again."""
    while True:
        try:
            with workspace_scope(cast.lindenhof.id):
                book(wanted, by=cast.anna)
        except Occupied:
            return "occupied"
        except OperationalError as fault:
            if not isinstance(fault.__cause__, LockNotAvailable):
                raise
        else:
            return "booked"


def test_sixteen_who_want_forty_slots_get_forty_bookings() -> None:
    cast, outcomes = assemble(), list[str]()
    with workspace_scope(cast.lindenhof.id):
        place, start = room(), threading.Barrier(WRITERS)
        clients = [client_of(cast.carla), client_of(cast.bruno)]

    def want(turn: int) -> None:
        start.wait()
        for slot in range(SLOTS):
            begins = at(6) + dt.timedelta(minutes=25 * slot)
            wanted = Plan(begins, begins + dt.timedelta(minutes=25), [clients[turn % 2]], [cast.anna], place=place)
            outcomes.append(_outcome(cast, wanted))
        connections.close_all()

    threads = [threading.Thread(target=want, args=(turn,)) for turn in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count("booked"), len(outcomes)) == (SLOTS, WRITERS * SLOTS)
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == SLOTS
        assert Occupancy.objects.filter(taken_id=place.pk).count() == SLOTS


def test_two_who_swap_their_times_wait_for_each_other_and_neither_hangs() -> None:
    cast = assemble()
    with workspace_scope(cast.lindenhof.id):
        first = booked(cast, at(10))
        second = booked(cast, at(12), 50, cast.bruno, members=[cast.tom])
    start, outcomes = threading.Barrier(2), list[str]()

    def swap(made: Appointment, hour: int) -> None:
        start.wait()
        with workspace_scope(cast.lindenhof.id):
            move_appointment(made, at(hour), at(hour, 50), version=1, by=cast.anna)
        outcomes.append("moved")
        connections.close_all()

    threads = [threading.Thread(target=swap, args=pair) for pair in ((first, 12), (second, 10))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert outcomes == ["moved", "moved"]


def test_a_client_who_is_wanted_by_two_members_comes_to_one() -> None:
    cast = assemble()
    with workspace_scope(cast.lindenhof.id):
        wanted = [plan(cast, at(10), members=[member]) for member in (cast.anna, cast.tom)]
    start, outcomes = threading.Barrier(2), list[str]()

    def want(one: Plan) -> None:
        start.wait()
        outcomes.append(_outcome(cast, one))
        connections.close_all()

    threads = [threading.Thread(target=want, args=(one,)) for one in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["booked", "occupied"]
    with workspace_scope(cast.lindenhof.id):
        assert Client.objects.get(pk=cast.carla.pk).attendances.count() == 1
