"""Who of those who wait is asked: days, times, members, what can be booked; and what leaves a free time."""

import datetime as dt
from typing import Any

import pytest

from kartei.calendar.booking import book, move_appointment
from kartei.calendar.deleting import delete_appointment, restore_appointment
from kartei.calendar.models import (
    FreedSlot,
    OfferWay,
    SlotOffer,
    WaitingWish,
)
from kartei.calendar.waiting import offering as slot_offering
from kartei.db.scope import workspace_scope
from tests.calendar.booked import at, booked, plan, service
from tests.calendar.waited import Clock, cancel, clock, go, line, mails, offering, offers, ticking, wish
from tests.calendar.working import away, hours
from tests.cast import Cast

__all__ = ["clock", "line", "ticking"]


def test_urgent_wishes_go_first(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        WaitingWish.objects.filter(pk=line["Emil"].pk).update(is_urgent=True)
        cancel(cast, line["made"])
    go(cast, clock)
    assert offers(cast) == [("Emil", "open")]


@pytest.mark.parametrize(
    ("told", "is_met"),
    [
        ({"weekdays": [1]}, True),
        ({"weekdays": [0, 2, 3, 4]}, False),
        ({"begins": dt.time(10)}, True),
        ({"begins": dt.time(10, 30)}, False),
        ({"ends": dt.time(10, 50)}, True),
        ({"ends": dt.time(10, 45)}, False),
        ({"valid_until": dt.date(2027, 3, 2)}, True),
        ({"valid_until": dt.date(2027, 3, 1)}, False),
        ({"member": "anna"}, True),
        ({"member": "tom"}, False),
        ({"minutes": 20, "begins": dt.time(10, 30)}, True),  # a shorter service begins later within it
        ({"minutes": 80}, True),  # nothing is booked behind it
    ],
)
def test_a_wish_is_met_on_its_days_at_its_times_and_by_its_members(
    cast: Cast, clock: Clock, told: dict[str, Any], is_met: bool
) -> None:
    with workspace_scope(cast.lindenhof.id):
        offering(OfferWay.IN_TURN)
        made = booked(cast, at(10), service=service("Anderes"))
        asked = {name: value for name, value in told.items() if name not in {"member", "minutes"}}
        members = [cast.members[told["member"]]] if "member" in told else []
        wish(cast, cast.bruno, service(minutes=told.get("minutes", 50)), *members, **asked)
        cancel(cast, made)
    go(cast, clock)
    assert offers(cast) == ([("Bruno", "open")] if is_met else [])


def test_only_what_can_really_be_booked_is_offered(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    """Within the hours, no absence, nothing booked there since, and early enough."""
    with workspace_scope(cast.lindenhof.id):
        hours(cast.anna, (1, "12:00", "18:00"))
        cancel(cast, line["made"])
    go(cast, clock)
    assert offers(cast) == []  # outside of the hours
    with workspace_scope(cast.lindenhof.id):
        cast.anna.work_weeks.all().delete()
        there = away(cast.anna, at(9), at(11))
    go(cast, clock, 5)
    assert offers(cast) == []  # away
    with workspace_scope(cast.lindenhof.id):
        there.delete()
        since = book(plan(cast, at(10, 30), 50, cast.carla), by=cast.anna)
    go(cast, clock, 5)
    assert offers(cast) == []  # something else is there
    with workspace_scope(cast.lindenhof.id):
        delete_appointment(since, version=1, by=cast.anna)
    clock.now = at(8, 30).astimezone(dt.UTC)
    go(cast, clock)
    assert offers(cast) == []  # too near
    with workspace_scope(cast.lindenhof.id):
        offering(OfferWay.IN_TURN, notice=1)
    go(cast, clock)
    assert offers(cast) == [("Bruno", "open")]


@pytest.mark.parametrize("how", ["move", "deletion", "shortening"])
def test_moved_deleted_and_shortened_ones_leave_a_slot_too(
    cast: Cast, clock: Clock, line: dict[str, Any], how: str
) -> None:
    with workspace_scope(cast.lindenhof.id):
        made = line["made"]
        if how == "move":
            move_appointment(made, at(14), at(14, 50), version=1, by=cast.anna)
        elif how == "deletion":
            delete_appointment(made, version=1, by=cast.anna)
        else:
            WaitingWish.objects.filter(service=line["what"]).update(service=service("Kurz", minutes=20))
            move_appointment(made, at(10), at(10, 20), version=1, by=cast.anna)
    go(cast, clock)
    assert offers(cast) == [("Bruno", "open")]
    with workspace_scope(cast.lindenhof.id):
        assert SlotOffer.objects.get().starts_at == (at(10, 20) if how == "shortening" else at(10))


def test_what_is_undone_at_once_is_offered_to_nobody(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        gone = delete_appointment(line["made"], version=1, by=cast.anna)
    clock.forward(0.2)
    slot_offering.offer_freed_slots(cast.lindenhof.id, clock.now)
    assert offers(cast) == []
    with workspace_scope(cast.lindenhof.id):
        restore_appointment(gone, version=2, by=cast.anna)
    go(cast, clock)
    assert offers(cast) == [] and mails() == []


def test_who_gave_it_up_and_who_is_busy_then_are_not_asked(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        wish(cast, cast.carla, line["what"], is_urgent=True)
        booked(cast, at(10, 30), 50, cast.bruno, members=[cast.tom])
        cancel(cast, line["made"])
    go(cast, clock)
    assert offers(cast) == [("Dora", "open")]


def test_without_anybody_who_waits_nothing_is_kept(cast: Cast, clock: Clock) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, booked(cast, at(10)))
        assert not FreedSlot.objects.exists()
