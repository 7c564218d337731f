"""A slot that is held: nobody else gets it, until its time has run out, and whoever holds it takes it without a gap."""

import datetime as dt
import threading

import pytest
from django.db import connections
from django.utils import timezone

from kartei.calendar.booking import book
from kartei.calendar.models import Occupancy, SlotHold
from kartei.calendar.occupying import Kept, Occupied
from kartei.calendar.online.holds import HoldOver, clear_holds, hold, hold_behind, hold_longer, let_go, take
from kartei.db.scope import workspace_scope
from tests.calendar.booked import at, booked, client_of, plan, room, service
from tests.calendar.working import clocks, free, hours
from tests.cast import Cast, assemble

TEN = dt.timedelta(minutes=10)


def _run_out(held: SlotHold) -> None:
    past = timezone.now() - dt.timedelta(seconds=1)
    held.occupancies.update(until=past)
    SlotHold.objects.filter(pk=held.pk).update(until=past)


def test_a_held_slot_is_not_offered_and_not_booked_and_is_free_once_its_time_has_run_out(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        hours(cast.anna, (1, "09:00", "12:00"))
        offer, place = service(buffer_after=10), room()
        held, _secret = hold(offer, cast.anna, place, at(10), TEN)
        assert "10:00" not in clocks(free(offer, members=[cast.anna.pk]))
        with pytest.raises(Occupied) as fault:
            booked(cast, at(10, 55))
        assert {type(one) for one in fault.value.overlaps} == {Kept}
        _run_out(held)
        assert "10:00" in clocks(free(offer, members=[cast.anna.pk]))
        booked(cast, at(10))


def test_whoever_holds_a_slot_takes_it_and_nothing_of_the_hold_is_left(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        held, secret = hold(service(price=90), cast.anna, room(), at(10), TEN)
        found = hold_behind(secret)
        assert found == held
        made = take(held, client_of(cast.carla))
        row = made.attendances.get()
        assert (made.starts_at, made.created_by, row.price, row.status.code) == (at(10), None, 90, "planned")
        assert not SlotHold.objects.exists()
        assert Occupancy.objects.filter(appointment=made).count() == Occupancy.objects.count() == 3
        with pytest.raises(HoldOver):
            take(held, client_of(cast.carla))


def test_a_hold_whose_time_has_run_out_is_taken_by_nobody_and_opens_nothing(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        held, secret = hold(service(), cast.anna, None, at(10), TEN)
        _run_out(held)
        assert hold_behind(secret) is None
        with pytest.raises(HoldOver):
            take(held, client_of(cast.carla))


def test_a_hold_lasts_longer_unless_somebody_else_came_in_between(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        held, _secret = hold(service(), cast.anna, None, at(10), TEN)
        _run_out(held)
        longer = hold_longer(held, 6 * TEN)
        assert longer.until > timezone.now() + 5 * TEN
        with pytest.raises(Occupied):
            booked(cast, at(10))
        _run_out(held)
        booked(cast, at(10))
        with pytest.raises(Occupied):
            hold_longer(held, TEN)


def test_what_the_team_books_over_a_hold_is_not_booked_twice(cast: Cast) -> None:

    with workspace_scope(cast.lindenhof.id):
        held, _secret = hold(service(), cast.anna, None, at(10), TEN)
        book(plan(cast, at(10)), by=cast.anna, despite=True)
        with pytest.raises(Occupied):
            take(held, client_of(cast.bruno))


def test_a_hold_is_let_go_and_what_has_run_out_is_forgotten(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        held, _secret = hold(service(), cast.anna, None, at(10), TEN)
        let_go(held)
        assert not Occupancy.objects.exists()
        over, _secret = hold(service("Anderes"), cast.anna, None, at(10), TEN)
        kept, _secret = hold(service("Drittes"), cast.anna, None, at(12), 60 * TEN)
        _run_out(over)
    clear_holds(timezone.now() + dt.timedelta(hours=2))
    with workspace_scope(cast.lindenhof.id):
        assert list(SlotHold.objects.all()) == [kept]
        assert {row.hold_id for row in Occupancy.objects.all()} == {kept.pk}


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_want_to_hold_a_slot_one_does() -> None:
    cast, outcomes, start = assemble(), list[str](), threading.Barrier(16)
    with workspace_scope(cast.lindenhof.id):
        offer = service()

    def want() -> None:
        start.wait()
        try:
            with workspace_scope(cast.lindenhof.id):
                hold(offer, cast.anna, None, at(10), TEN)
            outcomes.append("held")
        except Occupied:
            outcomes.append("occupied")
        connections.close_all()

    threads = [threading.Thread(target=want) for _turn in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["held"] + ["occupied"] * 15
