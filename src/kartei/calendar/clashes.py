"""What many appointments at once would keep busy, and what is there already: one statement, however many there are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kartei.calendar import client_dates
from kartei.calendar.models import Attendance, Occupancy, PlaceKind, Taken
from kartei.calendar.models.offers import Place, Service
from kartei.calendar.occupying import WIDEST, Away, Kept, Overlap, Span, store_occupancies
from kartei.calendar.waiting.freeing import note_freed
from kartei.db.scope import current_workspace_id

THERE = """
WITH wanted AS (
    SELECT * FROM unnest(%(numbers)s::int[], %(ids)s::uuid[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
    AS w (number, taken_id, starts_at, ends_at)
)
SELECT number, kind, taken_id, begins, ends, appointment_id, reason, is_all_day FROM (
    SELECT w.number, o.kind, o.taken_id, coalesce(a.starts_at, h.starts_at) AS begins,
        coalesce(a.ends_at, h.ends_at) AS ends, a.id AS appointment_id, NULL AS reason, NULL AS is_all_day, o.id
    FROM wanted w JOIN calendar_occupancy o ON o.workspace_id = %(workspace)s AND o.taken_id = w.taken_id
        AND o.starts_at < w.ends_at AND o.starts_at > w.starts_at - %(widest)s AND o.ends_at > w.starts_at
    LEFT JOIN calendar_appointment a ON a.workspace_id = o.workspace_id AND a.id = o.appointment_id
    LEFT JOIN calendar_slothold h ON h.workspace_id = o.workspace_id AND h.id = o.hold_id
    WHERE (o.hold_id IS NULL AND o.appointment_id <> ALL(%(without)s::uuid[]) OR o.until > %(now)s)
    UNION ALL
    SELECT w.number, 'member', b.member_id, b.starts_at, b.ends_at, NULL, b.reason, b.is_all_day, b.id
    FROM wanted w JOIN calendar_absence b ON b.workspace_id = %(workspace)s AND b.member_id = w.taken_id
        AND b.starts_at < w.ends_at AND b.ends_at > w.starts_at
) AS there ORDER BY number, reason NULLS FIRST, begins, id
"""


@dataclass(frozen=True)
class Wish:
    """Who and what an appointment would keep busy; moments in UTC. `pk` is the appointment's."""

    pk: UUID
    starts_at: datetime
    ends_at: datetime
    clients: Collection[UUID]  # who come
    members: Collection[UUID]
    resources: Collection[UUID] = ()
    place: Place | None = None
    service: Service | None = None

    def spans(self) -> list[Span]:
        """As `occupying.spans_of`, without a statement: nothing when nobody comes, buffers not for the clients."""
        if not self.clients:
            return []
        begins, ends = self.starts_at, self.ends_at
        found = [Span(Taken.CLIENT, pk, begins, ends) for pk in self.clients]
        if self.service is not None:
            begins -= timedelta(minutes=self.service.buffer_before)
            ends += timedelta(minutes=self.service.buffer_after)
        found += [Span(Taken.MEMBER, pk, begins, ends) for pk in self.members]
        found += [Span(Taken.RESOURCE, pk, begins, ends) for pk in self.resources]
        if self.place is not None and self.place.kind == PlaceKind.ROOM:
            found.append(Span(Taken.PLACE, self.place.pk, begins, ends))
        return found


def clashes(wishes: Sequence[Wish], *, without: Iterable[UUID] = ()) -> dict[UUID, list[Overlap]]:
    """{id of the wish: what is there already, is wished for by an earlier one, or is away}.

    Appointments in `without` and the wishes' own are not counted as there.
    """
    found: dict[UUID, list[Overlap]] = {}
    spans = [(number, span) for number, wish in enumerate(wishes) for span in wish.spans()]
    there = _there(spans, {*without, *(wish.pk for wish in wishes)})
    for number, overlap in [*there, *_among(spans, wishes)]:
        found.setdefault(wishes[number].pk, []).append(overlap)
    return found


def keep_busy(wishes: Iterable[Wish]) -> None:
    """Let the appointments, which are stored, keep busy what they wish for, and nothing else.

    Whoever comes to them, or does no more, says when they come next; what is free again is noted for those who wait.
    """
    several = list(wishes)
    ids = [wish.pk for wish in several]
    there: Any = Occupancy.objects.filter(appointment__in=ids)
    attending = Attendance.objects.filter(appointment__in=ids)
    before = list(there)
    clients = {row.taken_id for row in before if row.kind == Taken.CLIENT}
    clients |= set(attending.values_list("client_id", flat=True))
    there.delete()
    store_occupancies({wish.pk: wish.spans() for wish in several})
    client_dates.refresh(clients)
    note_freed(before, {wish.pk: wish.spans() for wish in several})


def keep_new_busy(wishes: Sequence[Wish]) -> None:
    """The same for appointments that were just stored and keep nothing busy yet; saves the look at what is there."""
    store_occupancies({wish.pk: wish.spans() for wish in wishes})
    client_dates.refresh({pk for wish in wishes for pk in wish.clients})


def _there(spans: list[tuple[int, Span]], without: Collection[UUID]) -> list[tuple[int, Overlap]]:
    values: dict[str, Any] = {
        "numbers": [number for number, _span in spans], "ids": [span.taken_id for _number, span in spans],
        "starts": [span.starts_at for _number, span in spans], "ends": [span.ends_at for _number, span in spans],
        "workspace": current_workspace_id(), "widest": WIDEST, "without": list(without),
        "now": timezone.now(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(THERE, values)
        return [(number, _told(*there)) for number, *there in cursor.fetchall()]


def _told(
    kind: str, taken_id: UUID, begins: datetime, ends: datetime, appointment_id: UUID | None,
    reason: str | None, is_all_day: bool | None,
) -> Overlap:  # fmt: skip
    if reason is not None:
        return Away(kind, taken_id, begins, ends, None, reason, bool(is_all_day))
    return (Overlap if appointment_id else Kept)(kind, taken_id, begins, ends, appointment_id)


def _among(spans: list[tuple[int, Span]], wishes: Sequence[Wish]) -> list[tuple[int, Overlap]]:
    """Two wishes of one and the same: the later one overlaps the earlier."""
    found = []
    ordered = sorted(spans, key=lambda one: (one[1].taken_id, one[1].starts_at))
    for (before, earlier), (number, span) in pairwise(ordered):
        if earlier.taken_id == span.taken_id and earlier.ends_at > span.starts_at:
            there = wishes[before]
            found.append((number, Overlap(span.kind, span.taken_id, there.starts_at, there.ends_at, there.pk)))
    return found
