"""What stands behind the appointments of a calendar: hours, exceptions, absences, holidays; in four statements."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from kartei.calendar.hours.telling import days_text, reason_text, span_text
from kartei.calendar.hours.working import Working, working
from kartei.calendar.models import Absence
from kartei.lib import wall
from kartei.lib.spans import Span, joined, without
from kartei.tenancy.models import Member

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Closed:
    """Nobody of these works from … to …, on one day; moments in UTC."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    members: tuple[UUID, ...]


@dataclass(frozen=True)
class Away:
    """An absence as the calendar shows it."""

    row: Absence
    name: str  # of the member
    reason: str
    when: str

    @property
    def title(self) -> str:
        return f"{self.name}: {self.reason}"

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of it, by the clock of the practice."""
        begins, ends = timezone.localtime(self.row.starts_at), timezone.localtime(self.row.ends_at)
        return begins.date(), (ends - dt.timedelta(seconds=1)).date()


@dataclass(frozen=True)
class Closure:
    """An exception of the whole practice, as far as the calendar shows its days."""

    first: dt.date
    last: dt.date
    title: str  # „Geschlossen: Betriebsferien“


@dataclass
class Backdrop:
    holidays: dict[dt.date, str] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)

    def on(self, day: dt.date) -> list[str]:
        """What a list says beside a day: the holiday, who is away."""
        found = [self.holidays[day]] if day in self.holidays else []
        found += [one.title for one in self.closures if one.first <= day <= one.last]
        for one in self.away:
            first, last = one.days
            if first <= day <= last:
                found.append(one.title if one.row.is_all_day else f"{one.title} ({one.when})")
        return found


def backdrop(members: Collection[Member], first: dt.date, last: dt.date, *, alone: bool) -> Backdrop:
    """Of these members, from the first day to the last. `alone`: each for themselves, else when all of them are off.

    Whoever has no hours is never off; where nobody has any, nothing is.
    """
    names = {member.pk: member.name for member in members}
    found = working(Member.objects.filter(pk__in=names), first, last)
    start, end = wall.midnight(first, found.zone), wall.midnight(last + DAY, found.zone)
    rows = Absence.objects.filter(
        member__in=names, starts_at__lt=wall.moment(end), ends_at__gt=wall.moment(start)
    ).order_by("starts_at", "id")
    away = [Away(row, names[row.member_id], reason_text(row), span_text(row)) for row in rows]
    hours = {pk: _at_work(found, pk, away) for pk in names if found.has_hours(pk)}
    groups: list[tuple[tuple[UUID, ...], list[Span]]] = [((pk,), spans) for pk, spans in hours.items()]
    if not alone and hours:
        groups = [(tuple(hours), joined(span for spans in hours.values() for span in spans))]
    closed = [
        Closed(wall.moment(begin), wall.moment(stop), group)
        for group, spans in groups
        for day in _days(first, last)
        for begin, stop in without(wall.stretch(day, 0, 24 * 60, found.zone), spans)
    ]
    return Backdrop(found.holidays, list(_closures(found)), away, closed)


def _closures(found: Working) -> Iterator[Closure]:
    for one in found.exceptions.get(None, ()):
        title = ": ".join(filter(None, (days_text(one), one.note)))
        yield Closure(max(one.first, found.first), min(one.last, found.last), title)


def _at_work(found: Working, member: UUID, away: list[Away]) -> list[Span]:
    spans = joined((stretch.begins, stretch.ends) for stretch in found.stretches(member))
    gone = joined(
        (wall.seconds(one.row.starts_at), wall.seconds_up(one.row.ends_at))
        for one in away
        if one.row.member_id == member
    )
    return without(spans, gone)


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + number * DAY for number in range((last - first).days + 1)]
