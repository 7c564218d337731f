"""Who of those who wait may have a time that has become free, in the order of the line."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kartei.calendar import occupying
from kartei.calendar.hours.free_slots import Search, free_slots, offering
from kartei.calendar.hours.working import working
from kartei.calendar.models import (
    LONGEST,
    Attendance,
    FreedSlot,
    Occupancy,
    OfferState,
    Service,
    ServiceMember,
    ServicePlace,
    SlotOffer,
    Taken,
    WaitingMember,
    WaitingWish,
)
from kartei.people.models import PersonState
from kartei.tenancy.models import Member

MOST = 200  # of those who wait that are looked at for one slot
QUARTER = dt.timedelta(minutes=15)
FAR = dt.timedelta(days=10_000)  # no horizon: what has become free was booked already


NOWHERE: Any = object()
"""In place of a place: the service cannot begin then."""


@dataclass(frozen=True)
class Match:
    """Somebody who waits, and what they can have of a slot."""

    wish: WaitingWish
    starts_at: dt.datetime
    place: UUID | None

    @property
    def what(self) -> tuple[UUID, dt.datetime, UUID | None]:
        """Two who could have the same wait for the same."""
        return self.wish.service_id, self.starts_at, self.place


def in_line(
    slot: FreedSlot, *, notice: dt.timedelta, seen_by: Member | None = None, one_at_a_time: bool = False
) -> list[Match]:
    """Urgent wishes first, then by how long they wait; nobody who was asked about this slot already.

    The slot still lies within the hours of the member, is free, and begins `notice` from now or later; the client is
    not busy then. With `one_at_a_time` those who are just being offered something are left out.
    """
    wishes = list(_wishes(slot, seen_by, one_at_a_time))
    busy = _busy_clients(slot, wishes)
    starts: dict[UUID, _Starts] = {}
    found = []
    for wish in wishes:
        if wish.service_id not in starts:
            starts[wish.service_id] = _Starts(slot, wish.service, notice)
        for starts_at, ends_at in starts[wish.service_id].candidates:
            if not wish.fits(timezone.localtime(starts_at), timezone.localtime(ends_at)):
                continue
            if any(begin < ends_at and end > starts_at for begin, end in busy.get(wish.client_id, ())):
                continue
            if (place := starts[wish.service_id].place_at(starts_at)) is not NOWHERE:
                found.append(Match(wish, starts_at, place))
                break
    return found


class _Starts:
    """When a service can begin within a slot, and where: read once, for all who wait for it."""

    def __init__(self, slot: FreedSlot, service: Service, notice: dt.timedelta) -> None:
        self.slot, self.service, self.notice = slot, service, notice
        self.length = dt.timedelta(minutes=service.minutes)
        self._known: dict[dt.datetime, Any] | None = None

    @property
    def candidates(self) -> Iterable[tuple[dt.datetime, dt.datetime]]:
        """The slot's own beginning, then every quarter of an hour from which the service ends within it."""
        yield self.slot.starts_at, self.slot.starts_at + self.length
        begin = self.slot.starts_at
        begin += QUARTER - dt.timedelta(minutes=begin.minute % 15, seconds=begin.second, microseconds=begin.microsecond)
        while begin + self.length <= self.slot.ends_at:
            yield begin, begin + self.length
            begin += QUARTER

    def place_at(self, starts_at: dt.datetime) -> Any:
        """The id of the place, None where there is none in particular, NOWHERE when it cannot begin then."""
        if self._known is None:
            self._known = self._read()
        return self._known.get(starts_at, NOWHERE)

    def _read(self) -> dict[dt.datetime, Any]:
        day = timezone.localtime(self.slot.starts_at).date()
        last = timezone.localtime(self.slot.ends_at).date()
        who = Member.objects.filter(pk=self.slot.member_id)
        if not offering(self.service).filter(pk=self.slot.member_id).exists():
            return {}
        if not working(who, day, last).has_hours(self.slot.member_id):
            return self._without_hours()
        found: dict[dt.datetime, Any] = {}
        for place in dict.fromkeys((self.slot.place_id, None)):  # where it was, or wherever it can be
            search = Search(self.service, [self.slot.member_id], place, step=1, notice=self.notice, horizon=FAR)
            for one in free_slots(search, day, last):
                found.setdefault(one.starts_at, one.place)
        return found

    def _without_hours(self) -> dict[dt.datetime, Any]:
        """Of a member who never said when they work every hour is as good, while nothing is there."""
        place, found = self._usual_place(), {}
        before, after = (dt.timedelta(minutes=one) for one in (self.service.buffer_before, self.service.buffer_after))
        wanted = [(Taken.MEMBER, self.slot.member_id), *([(Taken.PLACE, place)] if place else [])]
        for starts_at, ends_at in self.candidates:
            spans = [occupying.Span(kind, pk, starts_at - before, ends_at + after) for kind, pk in wanted]
            if starts_at >= timezone.now() + self.notice and not occupying.overlaps(spans):
                found[starts_at] = place
        return found

    def _usual_place(self) -> UUID | None:
        """Where it was, if the service can take place there; else the first place of the service."""
        named = list(
            ServicePlace.objects.filter(service=self.service, place__archived_at=None)
            .order_by("place__position", "place_id")
            .values_list("place_id", flat=True)
        )
        return self.slot.place_id if not named or self.slot.place_id in named else named[0]


def _wishes(slot: FreedSlot, seen_by: Member | None, one_at_a_time: bool) -> Any:
    wished = WaitingMember.objects.filter(wish=OuterRef("pk"))
    offered = ServiceMember.objects.filter(service=OuterRef("service"))
    asked = SlotOffer.objects.filter(slot=slot, wish=OuterRef("pk"))
    found = WaitingWish.objects.waiting()
    if seen_by is not None:
        found = found.visible_to(seen_by)
    found = found.filter(
        Exists(wished.filter(member=slot.member_id)) | ~Exists(wished),
        Exists(offered.filter(member=slot.member_id)) | ~Exists(offered),
        ~Exists(asked),
        Q(valid_until=None) | Q(valid_until__gte=timezone.localtime(slot.starts_at).date()),
        service__archived_at=None,
        client__person__state=PersonState.LIVE,
    )
    found = found.exclude(client__person__profile__died_on__isnull=False)
    if slot.appointment_id:  # who has just given it up does not want it
        gave_up = Attendance.objects.filter(appointment=slot.appointment_id, client=OuterRef("client"))
        found = found.filter(~Exists(gave_up))
    if one_at_a_time:
        busy = SlotOffer.objects.filter(wish__client=OuterRef("client"), state=OfferState.OPEN)
        found = found.filter(~Exists(busy))
    found = found.select_related("client__person", "service")
    return found.order_by(F("is_urgent").desc(), "entered_at", "id")[:MOST]


def _busy_clients(slot: FreedSlot, wishes: list[WaitingWish]) -> dict[UUID, list[tuple[dt.datetime, dt.datetime]]]:
    longest = dt.timedelta(minutes=LONGEST)
    rows = Occupancy.objects.filter(
        kind=Taken.CLIENT, taken_id__in={wish.client_id for wish in wishes},
        starts_at__lt=slot.ends_at + longest, starts_at__gt=slot.starts_at - longest,
    )  # fmt: skip
    found: dict[UUID, list[tuple[dt.datetime, dt.datetime]]] = {}
    for pk, begin, end in rows.values_list("taken_id", "starts_at", "ends_at"):
        found.setdefault(pk, []).append((begin, end))
    return found
