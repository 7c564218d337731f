"""Free times are offered to those who wait, held for an hour, accepted or declined, and go on to the next one.

Whatever makes, ends or answers an offer takes one lock of the workspace first. Each step is one transaction that leaves
offer, hold and mail together or none of them, so that a step that is done twice finds it done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from kartei.audit.recording import record
from kartei.calendar.automations.notifying import Notice, told
from kartei.calendar.models import (
    Appointment,
    CalendarSettings,
    FreedSlot,
    OfferState,
    OfferWay,
    Place,
    SkipReason,
    SlotHold,
    SlotOffer,
    Trigger,
    WaitingWish,
    WishEnding,
)
from kartei.calendar.occupying import Occupied
from kartei.calendar.online import holds as slot_holds
from kartei.calendar.waiting.freeing import GRACE, offer_later
from kartei.calendar.waiting.mails import send_offer
from kartei.calendar.waiting.matching import Match, in_line
from kartei.db.locks import WAITING, in_turn
from kartei.db.scope import current_workspace_id, workspace_scope
from kartei.lib.emails import looks_right
from kartei.lib.link_secrets import digest_of, new_secret
from kartei.people.models import Consent, Person, PersonState, Purpose
from kartei.tenancy.models import Member, Workspace, workspace_ids

LASTING = timedelta(minutes=60)
LEAST = timedelta(minutes=15)  # from an offer by hand to the begin: who gets it must have time to answer
STEPS = 500  # at most, for one workspace in one run


class OfferOver(Exception):
    """Nothing was booked: the offer has run out, was answered, or the time is not free any more."""


@dataclass(frozen=True)
class Offering:
    """What the settings say."""

    way: str
    notice: timedelta

    @classmethod
    def read(cls) -> "Offering":
        found = CalendarSettings.objects.first() or CalendarSettings()
        return cls(found.offer_way, timedelta(hours=found.offer_notice))


@transaction.atomic
def start_offering(slot: FreedSlot, way: OfferWay, *, by: Member) -> list[SlotOffer]:
    """Offer it now in this way, whatever the settings say, and go on by itself from there. What was offered to whom."""
    in_turn(WAITING)
    there: FreedSlot = FreedSlot.objects.select_for_update().get(pk=slot.pk)
    there.way, there.by, there.waiting = way, by, 0
    there.save(update_fields=["way", "by", "waiting"])
    _go_on(there, timezone.now(), Offering.read())
    return list(there.offers.select_related("wish__client__person"))


@transaction.atomic
def offer_to(slot: FreedSlot, wish: WaitingWish, *, by: Member) -> list[SlotOffer]:
    """Offer it to this one alone, and to nobody else afterwards; nothing when that is not possible any more."""
    in_turn(WAITING)
    there: FreedSlot = FreedSlot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if there.closed_at or there.offers.filter(state=OfferState.OPEN).exists():
        return []
    match = next((one for one in in_line(there, notice=LEAST) if one.wish.pk == wish.pk), None)
    if match is None or reasons_not([match.wish.client.person]):
        return []
    there.way, there.by, there.waiting = OfferWay.BY_HAND, by, 0
    there.save(update_fields=["way", "by", "waiting"])
    _offer(there, [match], timezone.now())
    return list(there.offers.filter(wish=wish))


def offer_behind(secret: str) -> SlotOffer | None:
    """What the secret of a mail opens in the open workspace, be it over or not."""
    rows = SlotOffer.objects.select_related(
        "service", "slot__member", "hold__place", "appointment__place", "hold", "wish__client__person"
    )
    found: SlotOffer | None = rows.filter(digest=digest_of(secret)).first()
    return found


def is_running(offer: SlotOffer) -> bool:
    """Whether it can be answered: not by somebody whose record was archived or deleted meanwhile."""
    is_here = offer.wish.client.person.state == PersonState.LIVE
    return is_here and offer.state == OfferState.OPEN and offer.expires_at > timezone.now()


@transaction.atomic
def accept(offer: SlotOffer) -> Appointment:
    """The appointment of the first who accepts, confirmed like any other. Raises OfferOver."""
    in_turn(WAITING)
    there = _open(offer)
    if there.hold is None:
        raise OfferOver
    try:
        with transaction.atomic():
            made = slot_holds.take(there.hold, there.wish.client)
    except (slot_holds.HoldOver, Occupied) as gone:
        raise OfferOver from gone
    others = SlotOffer.objects.filter(slot=there.slot_id, state=OfferState.OPEN).exclude(pk=there.pk)
    others.update(state=OfferState.TAKEN, answered_at=timezone.now())
    there.appointment = made
    _end(there, OfferState.ACCEPTED)
    FreedSlot.objects.filter(pk=there.slot_id).update(closed_at=timezone.now())
    wish = there.wish
    wish.ended_at, wish.ending, wish.version = timezone.now(), WishEnding.BOOKED, wish.version + 1
    wish.save(update_fields=["ended_at", "ending", "version"])
    withdraw_offers(wish)
    told(Trigger.BOOKED, [made.pk], clients=[wish.client_id], notice=Notice.YES, by=None)
    _tell("waiting.acceptance", there)
    return made


@transaction.atomic
def decline(offer: SlotOffer) -> None:
    """„Nein, danke“: the next one is asked. Raises OfferOver."""
    in_turn(WAITING)
    there = _open(offer)
    _end(there, OfferState.DECLINED)
    _tell("waiting.refusal", there)
    _free(there)


@transaction.atomic
def take_back(slot: FreedSlot, *, by: Member) -> list[SlotOffer]:
    """No offer of this time stands any more: it is free at once, and waits for a hand from now on.

    Those that had no answer yet; none when all have been answered, or have run out, meanwhile.
    """
    in_turn(WAITING)
    there: FreedSlot = FreedSlot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    running = list(there.offers.filter(state=OfferState.OPEN).select_related("service", "wish__client__person"))
    if not running:
        return []
    there.way, there.by = OfferWay.BY_HAND, by
    there.save(update_fields=["way", "by"])
    for offer in running:
        _end(offer, OfferState.WITHDRAWN)
        _tell("waiting.withdrawal", offer, by=by)
    _free(running[0])
    _count(there, Offering.read())
    return running


def withdraw_offers(wish: WaitingWish) -> None:
    """What is being offered for this wish goes to the next one; the caller has the lock, or takes it here."""
    in_turn(WAITING)
    for offer in wish.offers.filter(state=OfferState.OPEN).select_related("slot", "hold", "wish__client__person"):
        _end(offer, OfferState.WITHDRAWN)
        _free(offer)


def offer_freed_slots(workspace_id: UUID, now: datetime) -> None:
    """End what has run out and offer what is free, a transaction for each step; two at once take turns."""
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    seen: set[UUID] = set()
    for _step in range(STEPS if workspace else 0):
        assert workspace is not None
        with workspace_scope(workspace_id), timezone.override(ZoneInfo(workspace.time_zone)):
            if not _step_on(now, seen):
                return


def offer_everywhere(now: datetime) -> None:
    """The same in every workspace: what a lost job has left."""
    for workspace_id in workspace_ids():
        offer_freed_slots(workspace_id, now)


def _step_on(now: datetime, seen: set[UUID]) -> bool:
    """One offer ended, or one slot looked at; False when nothing is left to do."""
    in_turn(WAITING)
    over = SlotOffer.objects.filter(state=OfferState.OPEN, expires_at__lte=now).order_by("expires_at", "id")
    offer = over.select_related("slot", "hold", "wish__client__person").first()
    if offer is not None:
        _end(offer, OfferState.EXPIRED)
        _free(offer, now)
        return True
    slots = FreedSlot.objects.coming(now).filter(freed_at__lte=now - GRACE).exclude(pk__in=seen)
    slot = slots.order_by("starts_at", "id").first()
    if slot is None:
        return False
    seen.add(slot.pk)
    told = Offering.read()
    _go_on(slot, now, told)
    _count(slot, told)
    return True


def _count(slot: FreedSlot, told: Offering) -> None:
    """Keep how many wait for a slot that waits for a hand: „Start“ tells it."""
    is_by_hand = (slot.way or told.way) == OfferWay.BY_HAND
    count = len(in_line(slot, notice=LEAST)) if is_by_hand else 0
    if count != slot.waiting:
        FreedSlot.objects.filter(pk=slot.pk).update(waiting=count)


def _go_on(slot: FreedSlot, now: datetime, told: Offering) -> None:
    """Offer the slot to whoever comes next, unless it waits for a hand, is taken, or somebody is just being asked."""
    way = slot.way or told.way
    if way == OfferWay.BY_HAND or slot.closed_at or slot.offers.filter(state=OfferState.OPEN).exists():
        return
    is_for_all, notice = way == OfferWay.ALL, LEAST if slot.by_id else max(told.notice, LEAST)
    able: list[Match] = []
    line = in_line(slot, notice=notice, one_at_a_time=not is_for_all)
    unasked = reasons_not(match.wish.client.person for match in line)
    for match in line:
        if able and not is_for_all:
            break
        if able and match.what != able[0].what:
            continue  # what differs is offered when nobody has taken this
        if reason := unasked.get(match.wish.client_id):
            _skip(slot, match, reason, now)
        else:
            able.append(match)
    if able:
        _offer(slot, able, now)


def _offer(slot: FreedSlot, matches: list[Match], now: datetime) -> None:
    """Hold the time and write to them; nothing when somebody has just booked it."""
    first = matches[0]
    place = Place.objects.filter(pk=first.place).first() if first.place else None
    until = min(now + LASTING, first.starts_at)
    try:
        with transaction.atomic():
            held, _secret = slot_holds.hold(first.wish.service, slot.member, place, first.starts_at, until - now)
    except Occupied:
        return
    practice, is_last = Workspace.objects.get(pk=current_workspace_id()), slot.way == OfferWay.BY_HAND
    for match in matches:
        secret = new_secret()
        offer = SlotOffer.objects.create(
            wish=match.wish, slot=slot, hold=held, service=match.wish.service, starts_at=match.starts_at,
            digest=digest_of(secret), offered_at=now, expires_at=until, by=slot.by,
        )  # fmt: skip
        send_offer(offer, secret, practice, is_shared=len(matches) > 1, is_last=is_last)
        _tell("waiting.offer", offer, by=slot.by)
    offer_later(until - now)


def _skip(slot: FreedSlot, match: Match, reason: SkipReason, now: datetime) -> None:
    SlotOffer.objects.create(
        wish=match.wish, slot=slot, service=match.wish.service, starts_at=match.starts_at, state=OfferState.SKIPPED,
        reason=reason, offered_at=now, expires_at=now, by=slot.by,
    )  # fmt: skip


def reasons_not(people: Iterable[Person]) -> dict[UUID, SkipReason]:
    """Who of these is written to by nobody, by their ids, and why. One statement.

    Not as automations ask: whoever waits may be no active client yet.
    """
    there = {person.pk: person for person in people}
    refused = Consent.objects.filter(person__in=there, purpose=Purpose.EMAIL, granted=False)
    found = dict.fromkeys(refused.values_list("person_id", flat=True), SkipReason.OPTED_OUT)
    found |= {pk: SkipReason.NO_ADDRESS for pk, person in there.items() if not looks_right(person.main_email)}
    return found | {pk: SkipReason.DEMO for pk, person in there.items() if person.is_demo}


def _open(offer: SlotOffer) -> SlotOffer:
    """The offer as it is now, behind the lock. Raises OfferOver."""
    rows = SlotOffer.objects.select_related("slot", "hold", "service", "wish__client__person")
    found: SlotOffer | None = rows.filter(pk=offer.pk).first()
    if found is None or not is_running(found):
        raise OfferOver
    return found


def _end(offer: SlotOffer, state: OfferState) -> None:
    offer.state, offer.answered_at = state, timezone.now()
    offer.save(update_fields=["state", "answered_at", "appointment"])


def _free(offer: SlotOffer, now: datetime | None = None) -> None:
    """Let the time go when nobody is asked any more, and ask the next one."""
    if offer.slot.offers.filter(state=OfferState.OPEN).exists():
        return
    held = SlotHold.objects.filter(pk=offer.hold_id).first()
    if held is not None:
        slot_holds.let_go(held)
    _go_on(offer.slot, now or timezone.now(), Offering.read())


def _tell(act: str, offer: SlotOffer, *, by: Member | None = None) -> None:
    person = offer.wish.client.person
    record(act, by=by, subject=person, client=person, starts_at=offer.starts_at, service=str(offer.service))
