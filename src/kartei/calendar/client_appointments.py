"""A client's appointments: the next ones, and those that were, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kartei.calendar.models import Appointment, AppointmentStatus, Attendance
from kartei.calendar.telling import span_text
from kartei.people.models import Person
from kartei.tenancy.models import Member

NEXT, PAGE = 10, 20


@dataclass(frozen=True)
class Visit:
    """An appointment of one client, in one line."""

    id: UUID  # of the attendance
    appointment: Appointment
    status: AppointmentStatus
    time: str
    about: str  # service and members


@dataclass(frozen=True)
class Past:
    visits: list[Visit]
    next: UUID | None = None  # the last one, when there are older ones


def upcoming(person: Person, *, seen_by: Member, now: datetime | None = None) -> list[Visit]:
    """The next ten that are not over yet, those that were cancelled too; in the order of time."""
    rows = _of(person, seen_by).filter(appointment__ends_at__gt=now or timezone.now())
    return _visits(rows.order_by("starts_at", "id")[:NEXT])


def past(person: Person, *, seen_by: Member, after: UUID | None = None, now: datetime | None = None) -> Past:
    """Twenty that are over, newest first, those older than the one named."""
    rows = _of(person, seen_by).filter(appointment__ends_at__lte=now or timezone.now())
    if after and (cursor := Attendance.objects.filter(pk=after, client=person.pk).first()):
        rows = rows.filter(Q(starts_at__lt=cursor.starts_at) | Q(starts_at=cursor.starts_at, id__lt=cursor.pk))
    found = _visits(rows.order_by("-starts_at", "-id")[: PAGE + 1])
    return Past(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def _of(person: Person, seen_by: Member) -> Any:
    seen = Appointment.objects.visible_to(seen_by).values("id")
    rows = Attendance.objects.filter(client=person.pk, appointment__in=seen)
    return rows.select_related("status", "appointment__service", "appointment__place").prefetch_related(
        "appointment__given_by__member"
    )


def _visits(rows: Any) -> list[Visit]:
    return [Visit(row.pk, row.appointment, row.status, span_text(row.appointment), _about(row)) for row in rows]


def _about(row: Attendance) -> str:
    members = ", ".join(sorted(given.member.name for given in row.appointment.given_by.all()))
    return " · ".join(filter(None, (str(row.appointment.service or ""), members)))
