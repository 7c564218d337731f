"""When the demo practice works: weekly hours, a day with other hours, Christmas Eve, and a week of training."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from kartei.calendar.hours.public_holidays import holidays_between
from kartei.calendar.models import (
    Absence,
    AbsenceReason,
    CalendarSettings,
    ExceptionKind,
    HoursException,
    Place,
    WorkWeek,
)
from kartei.db.scope import current_workspace_id
from kartei.tenancy.models import Member

REGION = "NI"
HOURS = ((8 * 60, 13 * 60), (13 * 60 + 30, 20 * 60))
SHORT = (8 * 60, 12 * 60 + 15)
DAY = timedelta(days=1)


def add_availability(
    members: Mapping[str, Member], places: Sequence[Place], now: datetime
) -> Callable[[str, date], bool]:
    """Hours of Anna, who works anywhere, and of Tom, who works in his room. Says on which days each is off."""
    today = now.date()
    monday = today + (21 - today.weekday()) * DAY
    CalendarSettings.objects.update_or_create(pk=current_workspace_id(), defaults={"region": REGION})
    week = [[weekday, *hours] for weekday in range(5) for hours in HOURS]
    for login, member in members.items():
        WorkWeek.objects.create(member=member, place=places[1] if login == "tom" else None, stretches=week)
    closed = date(today.year, 12, 24) if today <= date(today.year, 12, 24) else date(today.year + 1, 12, 24)
    HoursException.objects.create(first=closed, last=closed, kind=ExceptionKind.CLOSED, note="Heiligabend")
    off = {closed, *holidays_between(today - 366 * DAY, today + 366 * DAY)}
    alone = {login: set(_alone(login, member, monday, off)) for login, member in members.items()}
    return lambda login, day: day in off or day in alone[login]


def _alone(login: str, member: Member, monday: date, off: Collection[date]) -> Iterator[date]:
    """The days on which one of them does not work as in other weeks."""
    if login == "tom":
        yield from (monday + number * DAY for number in range(5))
        Absence.objects.create(
            member=member, starts_at=_midnight(monday), ends_at=_midnight(monday + 5 * DAY),
            reason=AbsenceReason.TRAINING,
        )  # fmt: skip
    if login == "anna":
        day = next(day for day in (monday + number * DAY for number in (10, 9, 8, 7, 14)) if day not in off)
        yield day
        HoursException.objects.create(
            member=member, first=day, last=day, kind=ExceptionKind.OTHER, stretches=[SHORT], note="Schulfest"
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
