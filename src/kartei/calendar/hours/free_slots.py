"""When a service can be booked, with whom and where: within their hours, while nobody and nothing of it is busy.

A slot lies within the hours of a member. The buffers of the service need not, but they are free of whatever is busy.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kartei.calendar.hours.working import Stretch, working
from kartei.calendar.models import LONGEST, Place, PlaceKind, Service, ServiceMember, ServicePlace
from kartei.calendar.offer_forms import treating_members
from kartei.db.scope import current_workspace_id
from kartei.lib import wall
from kartei.lib.spans import Span, starts, widened, without
from kartei.tenancy.models import Member

STEP = 15  # minutes
NOTICE = dt.timedelta(hours=24)
HORIZON = dt.timedelta(days=60)
MOST_DAYS = 100
WIDEST = 3 * LONGEST * wall.MINUTE  # no occupancy is longer
CHUNK = dt.timedelta(days=14)

BUSY = """
SELECT taken_id, floor(extract(epoch FROM starts_at))::bigint, ceil(extract(epoch FROM ends_at))::bigint
FROM calendar_occupancy
WHERE workspace_id = %(workspace)s AND taken_id = ANY(%(ids)s)
AND starts_at < to_timestamp(%(end)s) AND starts_at > to_timestamp(%(start)s - %(widest)s)
AND ends_at > to_timestamp(%(start)s) AND (until IS NULL OR until > %(now)s)
UNION ALL
SELECT member_id, floor(extract(epoch FROM starts_at))::bigint, ceil(extract(epoch FROM ends_at))::bigint
FROM calendar_absence
WHERE workspace_id = %(workspace)s AND member_id = ANY(%(ids)s)
AND starts_at < to_timestamp(%(end)s) AND ends_at > to_timestamp(%(start)s)
"""


class Slot(NamedTuple):
    """A free beginning, in UTC, of a member of the team; at a place, if hours or service name one."""

    starts_at: dt.datetime
    member: UUID
    place: UUID | None


class Busy(NamedTuple):
    """Somebody or something that is taken beside what the calendar holds. Moments carry a zone."""

    id: UUID  # of the member or the place
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True)
class Search:
    """What is looked for. `members` and `place` narrow it down; None is whoever offers it, wherever it is offered."""

    service: Service
    members: Collection[UUID] | None = None
    place: UUID | None = None
    step: int = STEP  # minutes between two beginnings, counted from the begin of the hours
    notice: dt.timedelta = NOTICE
    horizon: dt.timedelta = HORIZON
    busy: Collection[Busy] = ()
    now: dt.datetime = field(default_factory=timezone.now)


def free_slots(search: Search, first: dt.date, last: dt.date) -> list[Slot]:
    """All that begin from the first day to the last by the clock of the practice, in the order of time and of names.

    Five statements. Raises ValueError for more than 100 days.
    """
    if last - first > dt.timedelta(days=MOST_DAYS):
        raise ValueError("a search spans up to 100 days")
    return _Finder(search, first, last).slots() if first <= last else []


def next_free(search: Search, after: dt.datetime, count: int = 3) -> list[Slot]:
    """The first free ones after a moment, each beginning once, up to the horizon of the search."""
    found: dict[dt.datetime, Slot] = {}
    end = timezone.localtime(search.now + search.horizon).date()
    first = max(timezone.localtime(after).date(), timezone.localtime(search.now).date())
    while first <= end and len(found) < count:
        last = min(first + CHUNK - dt.timedelta(days=1), end)
        for slot in free_slots(search, first, last):
            if slot.starts_at > after and len(found) < count:
                found.setdefault(slot.starts_at, slot)
        first = last + dt.timedelta(days=1)
    return list(found.values())


def slot_at(search: Search, starts_at: dt.datetime) -> Slot | None:
    """The slot of that beginning, if it is free. Books nothing: the booking itself holds the lock and looks again."""
    day = timezone.localtime(starts_at).date()
    return next((slot for slot in free_slots(search, day, day) if slot.starts_at == starts_at), None)


def offering(service: Service) -> QuerySet[Member]:
    """Active members who treat and offer the service, in the order of their names."""
    named = ServiceMember.objects.filter(service=service)
    found: QuerySet[Member] = treating_members().filter(Q(Exists(named.filter(member=OuterRef("pk")))) | ~Exists(named))
    return found


class _Finder:
    """One search over a span of days: what is read once, and the arithmetic on it in seconds since 1970."""

    def __init__(self, search: Search, first: dt.date, last: dt.date) -> None:
        self.search, self.service = search, search.service
        members = offering(search.service)
        if search.members is not None:
            members = members.filter(pk__in=search.members)
        around = dt.timedelta(days=1)
        self.working = working(members, first - around, last + around)
        self.rooms, self.places = self._places()
        zone = self.working.zone
        self.start = max(wall.midnight(first, zone), wall.seconds_up(search.now + search.notice))
        self.end = min(wall.midnight(last + around, zone), wall.seconds(search.now + search.horizon) + 1)
        self.busy = self._busy() if self.start < self.end else {}

    def slots(self) -> list[Slot]:
        if self.start >= self.end:
            return []
        found = [
            (begin, order, member, place)
            for order, member in enumerate(self.working.weeks)
            for begin, place in self._of(member).items()
        ]
        found.sort()  # by begin and order alone: a member begins once at a time
        moments = {begin: wall.moment(begin) for begin in {one[0] for one in found}}
        return [Slot(moments[begin], member, place) for begin, _order, member, place in found]

    def _of(self, member: UUID) -> dict[int, UUID | None]:
        """Where the member's free slots begin, and at which place: the first one that is free."""
        found: dict[int, UUID | None] = {}
        length, step = self.service.minutes * wall.MINUTE, self.search.step * wall.MINUTE
        for stretch in self.working.stretches(member):
            if stretch.ends <= self.start or stretch.begins >= self.end:
                continue
            free = without([stretch[:2]], self.busy.get(member, ()))
            for place in self._candidates(stretch):
                left = without(free, self.busy[place]) if place in self.busy else free
                for begin in starts(stretch[:2], left, length, step):
                    if self.start <= begin < self.end:
                        found.setdefault(begin, place)
        return found

    def _candidates(self, stretch: Stretch) -> list[UUID | None]:
        if stretch.place is not None:
            is_open = self.places is None or stretch.place in self.places
            is_open = is_open and stretch.place in self.rooms and self.search.place in (None, stretch.place)
            return [stretch.place] if is_open else []
        if self.search.place is not None:
            is_open = self.search.place in (self.rooms if self.places is None else self.places)
            return [self.search.place] if is_open else []
        return [None] if self.places is None else list(self.places)

    def _places(self) -> tuple[dict[UUID, bool], list[UUID] | None]:
        """Each place in use, with whether it is a room; and those of the service, None: it can take place anywhere."""
        named = ServicePlace.objects.filter(service=self.service)
        rows = list(
            Place.objects.annotate(is_named=Exists(named.filter(place=OuterRef("pk"))), is_any=Exists(named))
            .order_by("position", "id")
            .values_list("pk", "kind", "is_named", "is_any", "archived_at")
        )
        rooms = {pk: kind == PlaceKind.ROOM for pk, kind, _named, _any, archived in rows if archived is None}
        if not any(row[3] for row in rows):
            return rooms, None
        return rooms, [pk for pk, _kind, is_named, _any, archived in rows if is_named and archived is None]

    def _busy(self) -> dict[UUID, list[Span]]:
        """Who and what is busy, longer by the buffers: there no slot may lie."""
        before, after = (minutes * wall.MINUTE for minutes in (self.service.buffer_before, self.service.buffer_after))
        reach = self.service.minutes * wall.MINUTE + before + after
        ids = [*self.working.weeks, *(pk for pk, is_room in self.rooms.items() if is_room)]
        spans: dict[UUID, list[Span]] = {}
        for pk, begin, end in [*self._taken(ids, self.start - reach, self.end + reach), *_beside(self.search.busy)]:
            spans.setdefault(pk, []).append((begin, end))
        return {pk: widened(each, after, before) for pk, each in spans.items()}

    def _taken(self, ids: list[UUID], start: int, end: int) -> Iterable[tuple[UUID, int, int]]:
        values: dict[str, Any] = {
            "workspace": current_workspace_id(),
            "ids": ids,
            "start": start,
            "end": end,
            "widest": WIDEST,
            "now": timezone.now(),
        }
        with connection.cursor() as cursor:
            cursor.execute(BUSY, values)
            return list(cursor.fetchall())


def _beside(busy: Iterable[Busy]) -> Iterable[tuple[UUID, int, int]]:
    return [(one.id, wall.seconds(one.starts_at), wall.seconds_up(one.ends_at)) for one in busy]
