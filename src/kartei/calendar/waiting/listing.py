"""What the pages of the waiting list show: who waits, free times and who could have them, what was offered."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kartei.calendar.models import (
    Appointment,
    FreedSlot,
    OfferState,
    OfferWay,
    Service,
    SlotOffer,
    WaitingMember,
    WaitingWish,
)
from kartei.calendar.waiting.matching import Match, in_line
from kartei.calendar.waiting.offering import LEAST
from kartei.calendar.waiting.telling import members_text, when_text
from kartei.people import listing
from kartei.people.models import Client, Person
from kartei.tenancy.models import Member
from kartei.web import formats
from kartei.web.query import id_in

PAGE = 50
SLOTS = 20  # free times on a page: each is looked up on its own
LATELY = dt.timedelta(days=1)
FEW = 5  # where they stand beside something else
SORTS: dict[str, str | Promise] = {"line": _("Order of the line"), "name": _("Name"), "newest": _("Newest first")}
_ORDERS = {
    "line": ("later", "entered_at", "id"),
    "name": ("client__person__sort_key", "entered_at", "id"),
    "newest": ("-entered_at", "-id"),
}


@dataclass(frozen=True)
class Shown:
    """What the address says."""

    service: UUID | None = None
    member: UUID | None = None
    sort: str = "line"

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Shown":
        sort = asked.get("sort", "")
        return cls(id_in(asked.get("service")), id_in(asked.get("member")), sort if sort in SORTS else "line")

    def query(self, **other: Any) -> str:
        told = replace(self, **other)
        pairs = {"service": told.service, "member": told.member, "sort": told.sort if told.sort != "line" else None}
        return urlencode({name: value for name, value in pairs.items() if value})


@dataclass(frozen=True)
class Line:
    """A wish, as one line."""

    wish: WaitingWish
    person: Person
    members: str
    when: str
    is_over: bool  # valid no more
    offered_until: dt.datetime | None = None  # something is just being offered


@dataclass(frozen=True)
class WishPage:
    lines: list[Line]
    count: str
    next: UUID | None = None  # the last line, when there are lines after it


@dataclass(frozen=True)
class FreeTime:
    """A slot that is free again, as one member reads of it."""

    slot: FreedSlot
    time: str
    matches: list[Match] = field(default_factory=list)  # who could have it, in their order
    offers: list[SlotOffer] = field(default_factory=list)  # without an answer yet

    @property
    def is_worth(self) -> bool:
        return bool(self.matches or self.offers)


def wishes(shown: Shown, *, seen_by: Member, after: UUID | None = None) -> WishPage:
    """Fifty of those who wait, behind the one named. A fixed number of statements."""
    rows = _filtered(shown, seen_by)
    page, names = _behind(rows, shown.sort, after), _ORDERS[shown.sort]
    page = page.select_related("client__person", "service").prefetch_related("wished_members__member")
    found = list(page.order_by(*names)[: PAGE + 1])
    lines = lines_of(found[:PAGE])
    return WishPage(lines, listing.count_text(listing.capped(rows)), found[PAGE - 1].pk if len(found) > PAGE else None)


def lines_of(found: list[WaitingWish]) -> list[Line]:
    """In words; clients, services and members are at hand."""
    running = SlotOffer.objects.filter(wish__in=[wish.pk for wish in found], state=OfferState.OPEN)
    until, today = dict(running.values_list("wish_id", "expires_at")), timezone.localdate()
    return [
        Line(
            wish, wish.client.person, members_text(wish), when_text(wish),
            wish.valid_until is not None and wish.valid_until < today, until.get(wish.pk),
        )
        for wish in found
    ]  # fmt: skip


def wishes_about(person: Person, *, seen_by: Member) -> list[Line]:
    """What a client waits for, on their record."""
    found = WaitingWish.objects.waiting().visible_to(seen_by).filter(client=person.pk)
    rows = found.select_related("client__person", "service").prefetch_related("wished_members__member")
    return lines_of(list(rows.order_by("entered_at", "id")[:PAGE]))


def free_times(member: Member, *, after: UUID | None = None) -> tuple[list[FreeTime], UUID | None]:
    """The next times that are free again and somebody whom the member sees waits for; and where to go on."""
    coming = FreedSlot.objects.coming(timezone.now()).visible_to(member).select_related("member", "place")
    if after and (cursor := FreedSlot.objects.filter(pk=after).first()):
        coming = coming.filter(Q(starts_at__gt=cursor.starts_at) | Q(starts_at=cursor.starts_at, id__gt=cursor.pk))
    rows = list(coming.order_by("starts_at", "id")[: SLOTS + 1])
    found = [free_time(slot, seen_by=member) for slot in rows[:SLOTS]]
    return [one for one in found if one.is_worth], rows[SLOTS - 1].pk if len(rows) > SLOTS else None


def free_time(slot: FreedSlot, *, seen_by: Member) -> FreeTime:
    """One of them, with those whom the member sees."""
    seen = WaitingWish.objects.visible_to(seen_by).values("id")
    offers = SlotOffer.objects.filter(slot=slot, state=OfferState.OPEN, wish__in=seen)
    return FreeTime(
        slot, span_text(slot.starts_at, slot.ends_at), in_line(slot, notice=LEAST, seen_by=seen_by),
        list(offers.select_related("wish__client__person", "service").order_by("id")),
    )  # fmt: skip


def free_after(appointment_id: UUID, *, seen_by: Member) -> list[FreeTime]:
    """What has become free of an appointment and somebody waits for."""
    coming = FreedSlot.objects.coming(timezone.now()).visible_to(seen_by).filter(appointment=appointment_id)
    found = [free_time(slot, seen_by=seen_by) for slot in coming.select_related("member", "place").order_by("id")[:FEW]]
    return [one for one in found if one.is_worth]


def offers_of(wish: WaitingWish) -> list[SlotOffer]:
    """What was offered to somebody, newest first."""
    return list(wish.offers.select_related("service", "slot__member").order_by("-offered_at", "-id")[:PAGE])


def slots_of(wish: WaitingWish, *, member: Member) -> set[UUID]:
    """Times that are just being offered for this wish, of calendars that the member may change."""
    running = SlotOffer.objects.filter(wish=wish, state=OfferState.OPEN)
    return set(FreedSlot.objects.visible_to(member).filter(pk__in=running.values("slot")).values_list("pk", flat=True))


def count_waited_for(member: Member) -> int:
    """How many free times wait for a hand to offer them. One statement."""
    coming = FreedSlot.objects.coming(timezone.now()).visible_to(member)
    return int(coming.filter(way__in=("", OfferWay.BY_HAND), waiting__gt=0).count())


def accepted_lately(member: Member) -> list[tuple[str, Appointment]]:
    """Who, and what clients in reach have accepted since yesterday and is still to come. One statement."""
    now = timezone.now()
    seen = Appointment.objects.visible_to(member).filter(starts_at__gt=now)
    rows = SlotOffer.objects.filter(
        state=OfferState.ACCEPTED, answered_at__gt=now - LATELY, appointment__in=seen.values("id"),
        wish__client__in=Client.objects.visible_to(member).values("id"),
    )  # fmt: skip
    found = rows.select_related("appointment", "wish__client__person").order_by("-answered_at")[:FEW]
    return [(row.wish.client.person.name, row.appointment) for row in found if row.appointment]


def services_waited_for(member: Member) -> list[Service]:
    """Those that clients in reach wait for."""
    wished = WaitingWish.objects.waiting().visible_to(member).filter(service=OuterRef("pk"))
    found: Any = Service.objects.filter(Exists(wished))
    return list(found)


def span_text(begins: dt.datetime, ends: dt.datetime) -> str:
    """„02.03.2027, 10:00–10:50“."""
    return f"{formats.datetime(begins)}–{timezone.localtime(ends):%H:%M}"


def _filtered(shown: Shown, seen_by: Member) -> Any:
    rows: Any = WaitingWish.objects.waiting().visible_to(seen_by)
    if shown.service:
        rows = rows.filter(service=shown.service)
    if shown.member:
        named = WaitingMember.objects.filter(wish=OuterRef("pk"))
        rows = rows.filter(Exists(named.filter(member=shown.member)) | ~Exists(named))
    return rows.annotate(later=Case(When(is_urgent=True, then=Value(0)), default=Value(1)))


def _behind(rows: Any, sort: str, after: UUID | None) -> Any:
    """The rows behind the one named, in the order that is sorted by."""
    names = [name.lstrip("-") for name in _ORDERS[sort]]
    cursor = rows.filter(pk=after).values_list(*names).first() if after else None
    if cursor is None:
        return rows
    behind, same = Q(), Q()
    for name, value, order in zip(names, cursor, _ORDERS[sort], strict=True):
        behind |= same & Q(**{f"{name}__{'lt' if order.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    return rows.filter(behind)
