"""One time for several who wait: one gets it, and no step is done twice."""

import threading
from typing import Any

import pytest
from django.db import OperationalError, connections

from kartei.calendar.models import Appointment, OfferWay, SlotHold, SlotOffer, WaitingWish
from kartei.calendar.waiting.offering import OfferOver, accept, decline, offer_freed_slots, take_back
from kartei.db.scope import workspace_scope
from tests.calendar.booked import at, booked, service
from tests.calendar.waited import Clock, cancel, clock, go, mails, offering, offers, person, wish
from tests.cast import Cast, assemble
from tests.people.overtaking import overtaken, scoped

__all__ = ["clock"]
pytestmark = pytest.mark.django_db(transaction=True)


def waiting(clock: Clock, way: OfferWay, count: int) -> Cast:
    """So many wait for a time that has just become free."""
    cast = assemble()
    with workspace_scope(cast.lindenhof.id):
        offering(way)
        what = service()
        for number in range(count):
            wish(cast, person(cast, f"P{number}"), what)
            clock.forward(1)
        cancel(cast, booked(cast, at(10), service=what))
    clock.forward(1)
    return cast


def at_once(*acts: Any) -> list[str]:
    """What becomes of each, when all begin at the same moment."""
    start, outcomes = threading.Barrier(len(acts)), list[str]()

    def do(act: Any) -> None:
        start.wait()
        while True:
            try:
                act()
                outcomes.append("done")
            except OfferOver:
                outcomes.append("over")
            except OperationalError:  # has waited for two seconds, and asks again
                continue
            break
        connections.close_all()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def answering(cast: Cast, verb: Any, offer: SlotOffer) -> Any:
    def do() -> None:
        with workspace_scope(cast.lindenhof.id):
            verb(offer)

    return do


def found(cast: Cast) -> list[SlotOffer]:
    with workspace_scope(cast.lindenhof.id):
        return list(SlotOffer.objects.order_by("id"))


def test_of_eight_who_accept_at_once_one_gets_it(clock: Clock) -> None:
    cast = waiting(clock, OfferWay.ALL, 8)
    offer_freed_slots(cast.lindenhof.id, clock.now)
    rows = found(cast)
    assert len(rows) == 8
    outcomes = at_once(*(answering(cast, accept, row) for row in rows))
    assert outcomes == ["done", *["over"] * 7]
    assert sorted(state for _name, state in offers(cast)) == ["accepted", *["taken"] * 7]
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == 2
        assert WaitingWish.objects.waiting().count() == 7
        assert not SlotHold.objects.exists()


def test_two_clicks_of_one_person_book_once(clock: Clock) -> None:
    cast = waiting(clock, OfferWay.IN_TURN, 2)
    offer_freed_slots(cast.lindenhof.id, clock.now)
    [row] = found(cast)
    assert at_once(answering(cast, accept, row), answering(cast, accept, row)) == ["done", "over"]
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == 2


def test_two_workers_offer_once_and_expire_once(clock: Clock) -> None:
    cast = waiting(clock, OfferWay.IN_TURN, 3)

    def work() -> None:
        offer_freed_slots(cast.lindenhof.id, clock.now)

    at_once(work, work)
    assert offers(cast) == [("P0", "open")] and len(mails()) == 1
    clock.forward(60.5)
    at_once(work, work, work)
    assert offers(cast) == [("P0", "expired"), ("P1", "open")] and len(mails()) == 2
    with workspace_scope(cast.lindenhof.id):
        assert SlotHold.objects.count() == 1


def test_who_declines_while_another_accepts_takes_nothing_away(clock: Clock) -> None:
    cast = waiting(clock, OfferWay.ALL, 2)
    offer_freed_slots(cast.lindenhof.id, clock.now)
    first, second = found(cast)

    def refuse() -> str:
        try:
            decline(second)
        except OfferOver:
            return "over"
        return "declined"

    assert overtaken(cast, lambda: accept(first), scoped(cast, refuse)) == "over"
    assert offers(cast) == [("P0", "accepted"), ("P1", "taken")]


@pytest.mark.parametrize("is_first", [True, False])
def test_of_who_accepts_and_who_takes_back_one_wins(clock: Clock, is_first: bool) -> None:
    cast = waiting(clock, OfferWay.IN_TURN, 2)
    offer_freed_slots(cast.lindenhof.id, clock.now)
    [row] = found(cast)

    def accepting() -> str:
        try:
            accept(row)
        except OfferOver:
            return "over"
        return "accepted"

    def taking() -> str:
        return "taken back" if take_back(row.slot, by=cast.anna) else "over"

    first, second = (accepting, taking) if is_first else (taking, accepting)
    assert overtaken(cast, first, scoped(cast, second)) == "over"
    assert offers(cast) == [("P0", "accepted" if is_first else "withdrawn")]
    with workspace_scope(cast.lindenhof.id):
        assert not SlotHold.objects.exists()
        assert Appointment.objects.count() == (2 if is_first else 1)


def test_a_job_that_breaks_off_in_the_midst_leaves_nothing_half(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a kill would: what was not committed is as if it had not been, and the next run does it."""
    cast = waiting(clock, OfferWay.IN_TURN, 2)

    def broken(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken_off:
        broken_off.setattr("kartei.calendar.waiting.offering.send_offer", broken)
        with pytest.raises(KeyboardInterrupt):
            offer_freed_slots(cast.lindenhof.id, clock.now)
    assert offers(cast) == [] and mails() == []
    with workspace_scope(cast.lindenhof.id):
        assert not SlotHold.objects.exists()
    go(cast, clock)
    assert offers(cast) == [("P0", "open")] and len(mails()) == 1
