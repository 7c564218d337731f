"""Who and what is busy when. Bookings of the same people or rooms come one after the other, whoever makes them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kartei.calendar import client_dates
from kartei.calendar.models import LONGEST, Absence, Appointment, Occupancy, PlaceKind, Taken
from kartei.calendar.waiting.freeing import note_freed
from kartei.db.locks import OCCUPANCIES

WIDEST = timedelta(minutes=3 * LONGEST)  # no occupancy is longer: an appointment with its buffers

LOCK = """
SELECT pg_advisory_xact_lock(%(space)s, number) FROM (
    SELECT DISTINCT hashtext(id::text) AS number FROM unnest(%(ids)s::uuid[]) AS id ORDER BY number
) AS ordered
"""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in which somebody or something is busy."""

    kind: str  # Taken
    taken_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Overlap:
    """Somebody or something that is wanted and busy already."""

    kind: str  # Taken
    taken_id: UUID
    starts_at: datetime  # of the appointment that is there
    ends_at: datetime
    appointment_id: UUID | None


@dataclass(frozen=True, slots=True)
class Kept(Overlap):
    """A member or a room that is held for somebody who is just booking."""


@dataclass(frozen=True, slots=True)
class Away(Overlap):
    """A member who is wanted while they are away."""

    reason: str  # AbsenceReason
    is_all_day: bool


class Occupied(Exception):
    """Nothing was stored: `overlaps` say who or what is busy at that time, in the order of time."""

    def __init__(self, overlaps: list[Overlap]) -> None:
        super().__init__()
        self.overlaps = overlaps


def lock(ids: Iterable[UUID]) -> None:
    """Wait until no other transaction books one of these, in one order for all; held until the transaction ends.

    security.md, rule 10: to look first and insert then books twice, unless both happen behind such a lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"space": OCCUPANCIES, "ids": list(ids)})


def overlaps(
    spans: Collection[Span], *, without: UUID | None = None, without_hold: UUID | None = None
) -> list[Overlap]:
    """What is there already in these stretches of time, but for one appointment or hold; and who is away."""
    if not spans:
        return []
    start, end = min(span.starts_at for span in spans), max(span.ends_at for span in spans)
    near = Occupancy.objects.blocking(timezone.now()).filter(
        taken_id__in={span.taken_id for span in spans},
        starts_at__lt=end,
        starts_at__gt=start - WIDEST,
        ends_at__gt=start,
    )
    near = near.exclude(appointment=without) if without else near
    near = near.exclude(hold=without_hold) if without_hold else near
    wanted: dict[UUID, list[Span]] = {}
    for span in spans:
        wanted.setdefault(span.taken_id, []).append(span)
    rows = near.select_related("appointment", "hold").order_by("starts_at", "id")
    busy = [_told(row) for row in rows if _meets(row, wanted)]
    return sorted([*busy, *absences(spans)], key=lambda one: one.starts_at)


def _told(row: Occupancy) -> Overlap:
    if row.appointment is None:
        assert row.hold is not None
        return Kept(row.kind, row.taken_id, row.hold.starts_at, row.hold.ends_at, None)
    return Overlap(row.kind, row.taken_id, row.appointment.starts_at, row.appointment.ends_at, row.appointment_id)


def absences(spans: Collection[Span]) -> list[Away]:
    """Which of the members in these stretches of time are away then. One statement."""
    members = [span for span in spans if span.kind == Taken.MEMBER]
    if not members:
        return []
    start, end = min(span.starts_at for span in members), max(span.ends_at for span in members)
    near = Absence.objects.filter(
        member__in={span.taken_id for span in members}, starts_at__lt=end, ends_at__gt=start
    ).order_by("starts_at", "id")
    return [
        Away(Taken.MEMBER, row.member_id, row.starts_at, row.ends_at, None, row.reason, row.is_all_day)
        for row in near
        if any(
            row.member_id == span.taken_id and row.starts_at < span.ends_at and row.ends_at > span.starts_at
            for span in members
        )
    ]


def spans_of(appointment: Appointment) -> list[Span]:
    """What an appointment keeps busy as its rows say now: clients as long as they come, the rest while anybody does."""
    coming = [row for row in appointment.attendances.select_related("status") if not row.status.frees_slot]
    if not coming or appointment.deleted_at is not None:
        return []
    begins, ends = appointment.starts_at, appointment.ends_at
    spans = [Span(Taken.CLIENT, row.client_id, begins, ends) for row in coming]
    if service := appointment.service:
        begins -= timedelta(minutes=service.buffer_before)
        ends += timedelta(minutes=service.buffer_after)
    spans += [Span(Taken.MEMBER, row.member_id, begins, ends) for row in appointment.given_by.all()]
    spans += [Span(Taken.RESOURCE, row.resource_id, begins, ends) for row in appointment.needs.all()]
    if appointment.place and appointment.place.kind == PlaceKind.ROOM:
        spans.append(Span(Taken.PLACE, appointment.place.pk, begins, ends))
    return spans


def occupy(appointment: Appointment, *, despite: bool) -> None:
    """Let the appointment keep busy what its rows say. Raises Occupied, unless it may overlap (`despite`).

    The caller has locked whatever is wanted. As every verb ends here, this is the one place too that keeps the next and
    the last appointment of all who come, or came until now (who counts there was kept busy), and that notes what is
    free again for those who wait.
    """
    spans = spans_of(appointment)
    if not despite and (found := overlaps(spans, without=appointment.pk)):
        raise Occupied(found)
    before = list(appointment.occupancies.all())
    coming = {row.taken_id for row in before if row.kind == Taken.CLIENT}
    appointment.occupancies.all().delete()
    store_occupancies({appointment.pk: spans})
    client_dates.refresh(coming | set(appointment.attendances.values_list("client_id", flat=True)))
    note_freed(before, {appointment.pk: spans})


def store_occupancies(kept: Mapping[UUID, Iterable[Span]]) -> None:
    """Rows of what appointments, by their ids, keep busy; there are none of them yet."""
    Occupancy.objects.bulk_create(
        Occupancy(
            appointment_id=pk, kind=span.kind, taken_id=span.taken_id, starts_at=span.starts_at, ends_at=span.ends_at
        )
        for pk, spans in kept.items()
        for span in spans
    )


def _meets(row: Occupancy, wanted: dict[UUID, list[Span]]) -> bool:
    return any(row.starts_at < span.ends_at and row.ends_at > span.starts_at for span in wanted[row.taken_id])
