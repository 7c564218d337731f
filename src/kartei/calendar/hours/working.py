"""When members work, day by day: their week, what holds on single days instead, and public holidays.

Of a day counts, in this order: the member's own exception, the practice's exception, a public holiday, the week.
„Other hours“ of the practice cut the week down to them; „the usual hours“ let the week count on a public holiday.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from kartei.calendar.hours.public_holidays import holidays_in, place_of_holidays
from kartei.calendar.models import ExceptionKind, HoursException
from kartei.lib import wall
from kartei.lib.spans import Span, common, joined
from kartei.tenancy.models import Member

DAY = dt.timedelta(days=1)


class Stretch(NamedTuple):
    """A member works from … to, in seconds since 1970; at a place, or wherever it may be."""

    begins: int
    ends: int
    place: UUID | None


Pieces = list[tuple[int, int, UUID | None]]  # begin and end in minutes of the day


@dataclass
class Working:
    """What is needed to say when members work between two days, both included."""

    first: dt.date
    last: dt.date
    zone: ZoneInfo
    holidays: dict[dt.date, str]
    weeks: dict[UUID, list[Pieces]] = field(default_factory=dict)  # of each member, Monday first; in their order
    exceptions: dict[UUID | None, list[HoursException]] = field(default_factory=dict)  # None: of the practice

    def has_hours(self, member: UUID) -> bool:
        """Whether anything is known of when the member works; of one who never said it every hour is as good."""
        return any(self.weeks[member]) or any(
            one.kind == ExceptionKind.OTHER for one in self.exceptions.get(member, ())
        )

    def on(self, member: UUID, day: dt.date) -> Pieces:
        """What the member works on a day by the clock on the wall, absences apart."""
        week = self.weeks[member][day.weekday()]
        if own := self._exception(member, day):
            return _told(own) if own.kind == ExceptionKind.OTHER else week if own.kind == ExceptionKind.USUAL else []
        if of_all := self._exception(None, day):
            if of_all.kind == ExceptionKind.OTHER:
                return list(_within(week, of_all))
            return week if of_all.kind == ExceptionKind.USUAL else []
        return [] if day in self.holidays else week

    def stretches(self, member: UUID) -> list[Stretch]:
        """All that the member works, in the order of time; what goes on at the same place is one."""
        spans: dict[UUID | None, list[Span]] = {}
        day = self.first
        while day <= self.last:
            for begins, ends, place in self.on(member, day):
                spans.setdefault(place, []).extend(wall.stretch(day, begins, ends, self.zone))
            day += DAY
        return sorted(
            (Stretch(begin, end, place) for place, each in spans.items() for begin, end in joined(each)),
            key=lambda one: one[:2],
        )

    def _exception(self, member: UUID | None, day: dt.date) -> HoursException | None:
        return next((one for one in self.exceptions.get(member, ()) if one.first <= day <= one.last), None)


def working(members: QuerySet[Member], first: dt.date, last: dt.date) -> Working:
    """When these members work from the first day to the last. Three statements."""
    country, region = place_of_holidays()
    found = Working(first, last, _zone(), holidays_in(country, region, first, last))
    for pk, place, stretches in members.values_list("pk", "work_weeks__place", "work_weeks__stretches"):
        week = found.weeks.setdefault(pk, [[] for _ in range(7)])
        for weekday, begins, ends in stretches or ():
            week[weekday].append((begins, ends, place))
    near: Any = HoursException.objects.filter(last__gte=first, first__lte=last).order_by("id")
    for one in near:
        found.exceptions.setdefault(one.member_id, []).append(one)
    return found


def _told(one: HoursException) -> Pieces:
    return [(begins, ends, one.place_id) for begins, ends in one.stretches]


def _within(week: Pieces, one: HoursException) -> Iterator[tuple[int, int, UUID | None]]:
    for begins, ends, place in week:
        for span in common([(begins, ends)], [(begin, end) for begin, end in one.stretches]):
            yield (*span, place)


def _zone() -> ZoneInfo:
    """Of the practice, which the scope of a request or a job has set."""
    zone = timezone.get_current_timezone()
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(str(zone))
