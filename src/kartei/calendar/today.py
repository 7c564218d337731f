"""Today's appointments for „Start“: whoever gives some today sees their own, everybody else those that they may see."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from kartei.calendar.feeding import Entry, Wanted, entries, names_of
from kartei.calendar.models import AppointmentMember, Attendance
from kartei.calendar.telling import Guest
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right

SHOWN = 30  # lines; the calendar has the rest


@dataclass
class Line:
    """An appointment of today, as one member reads of it."""

    entry: Entry
    guests: list[Guest]  # those whom the member sees
    may_edit: bool
    mark: str = ""  # "now", "next"


@dataclass
class Today:
    lines: list[Line] = field(default_factory=list)
    count: int = 0  # of those that are not called off
    is_own: bool = False  # the member's alone

    @property
    def has_more(self) -> bool:
        return len(self.lines) > SHOWN

    @property
    def shown(self) -> list[Line]:
        return self.lines[:SHOWN]


def today_of(member: Member, *, now: dt.datetime | None = None) -> Today:
    """In the order of time, in a fixed number of statements; the day is the one of the practice."""
    now = now or timezone.now()
    day = timezone.localtime(now).date()
    start, end = (timezone.make_aware(dt.datetime.combine(one, dt.time())) for one in (day, day + dt.timedelta(days=1)))
    is_own = AppointmentMember.objects.filter(
        member=member, appointment__starts_at__lt=end, appointment__ends_at__gt=start,
        appointment__starts_at__gt=start - dt.timedelta(days=1), appointment__deleted_at=None,
    ).exists()  # fmt: skip
    found = entries(Wanted(start, end, members=(member.pk,) if is_own else ()), seen_by=member)
    guests = _guests([entry.id for entry in found], member)
    level = member.level(Right.CALENDAR_EDIT)
    lines = [
        Line(entry, guests.get(entry.id, []), level == Level.ALL or (level > 0 and member.pk in entry.members))
        for entry in found
    ]
    _mark(lines, now)
    return Today(lines, sum(not line.entry.is_off for line in lines), is_own)


def _guests(appointments: Iterable[UUID], member: Member) -> dict[UUID, list[Guest]]:
    rows = Attendance.objects.filter(appointment__in=list(appointments)).select_related("status").order_by("id")
    there = list(rows)
    names = names_of({row.client_id for row in there}, seen_by=member)
    found: dict[UUID, list[Guest]] = {}
    for row in there:
        if row.client_id in names:
            guest = Guest(row.pk, row.client_id, names[row.client_id], row.status, None)
            found.setdefault(row.appointment_id, []).append(guest)
    return found


def _mark(lines: list[Line], now: dt.datetime) -> None:
    """What is on now, and the first that comes after it: neither what is called off nor what is told as busy alone."""
    coming = [line for line in lines if line.guests and not line.entry.is_off]
    for line in coming:
        if line.entry.starts_at <= now < line.entry.ends_at:
            line.mark = "now"
    if following := next((line for line in coming if line.entry.starts_at > now), None):
        following.mark = "next"
