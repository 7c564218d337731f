"""Wishes when a record is merged, erased or becomes a contact, and what is forgotten in time."""

from collections.abc import Callable
from uuid import uuid4

from django.test import Client as Browser

from kartei.calendar.models import FreedSlot, OfferWay, SlotHold, SlotOffer, WaitingWish
from kartei.calendar.waiting.offering import offer_freed_slots
from kartei.calendar.waiting.wishing import forget_wishes, remove_wish
from kartei.db.scope import workspace_scope
from kartei.people.archiving import erase
from kartei.people.converting import reasons_against
from kartei.people.merging.parting import part
from kartei.people.merging.uniting import merge
from tests.calendar.booked import at, booked, service
from tests.calendar.waited import (
    Clock,
    cancel,
    clock,
    go,
    offering,
    offers,
    person,
    ticking,
    wish,
)
from tests.cast import Cast

__all__ = ["clock", "ticking"]

Browse = Callable[[str], Browser]


def test_wishes_go_over_when_two_records_become_one_and_come_back(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
        twin = person(cast, "Doppel")
        row = wish(cast, twin, what)
        made = merge(cast.carla, twin, {}, by=cast.anna)
        row.refresh_from_db()
        assert row.client_id == cast.carla.pk
        part(made, {}, by=cast.anna)
        row.refresh_from_db()
        assert row.client_id == twin.pk


def test_who_waits_cannot_become_a_contact(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        row = wish(cast, cast.bruno, service())
        assert any("Warteliste" in reason for reason in reasons_against(cast.bruno))
        remove_wish(row, version=1, by=cast.anna)
        assert not any("Warteliste" in reason for reason in reasons_against(cast.bruno))


def test_with_a_client_who_is_erased_wishes_and_offers_go_and_the_next_is_asked(cast: Cast, clock: Clock) -> None:
    with workspace_scope(cast.lindenhof.id):
        offering(OfferWay.IN_TURN)
        what = service()
        wish(cast, cast.bruno, what)
        clock.forward(1)
        wish(cast, cast.carla, what)
        cancel(cast, booked(cast, at(10), 50, person(cast, "Dora"), service=what))
    go(cast, clock)
    assert offers(cast) == [("Bruno", "open")]
    with workspace_scope(cast.lindenhof.id):
        erase([cast.bruno.pk])
        assert not WaitingWish.objects.filter(client=cast.bruno.pk).exists()
        assert SlotHold.objects.count() == 1
    assert offers(cast) == [("Carla", "open")]


def test_thirty_days_later_what_has_ended_is_forgotten(cast: Cast, clock: Clock) -> None:
    with workspace_scope(cast.lindenhof.id):
        offering(OfferWay.IN_TURN)
        what = service()
        gone, stays = wish(cast, cast.bruno, what), wish(cast, cast.carla, what)
        cancel(cast, booked(cast, at(10), 50, person(cast, "Dora"), service=what))
    go(cast, clock)
    with workspace_scope(cast.lindenhof.id):
        remove_wish(gone, version=1, by=cast.anna)
    clock.forward(60 * 24 * 29)
    forget_wishes(clock.now)
    with workspace_scope(cast.lindenhof.id):
        assert WaitingWish.objects.count() == 2
    clock.forward(60 * 24 * 3)
    forget_wishes(clock.now)
    with workspace_scope(cast.lindenhof.id):
        assert list(WaitingWish.objects.values_list("pk", flat=True)) == [stays.pk]
        assert FreedSlot.objects.count() == 1 and SlotOffer.objects.count() == 1  # what Carla was offered can be read


def test_a_service_that_is_archived_is_offered_no_more(cast: Cast, clock: Clock) -> None:
    with workspace_scope(cast.lindenhof.id):
        offering(OfferWay.IN_TURN)
        what = service()
        wish(cast, cast.bruno, what)
        made = booked(cast, at(10), service=what)
        what.archived_at = clock.now
        what.save()
        cancel(cast, made)
    go(cast, clock)
    assert offers(cast) == []
    offer_freed_slots(uuid4(), clock.now)  # of a workspace that is gone by now
