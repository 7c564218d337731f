"""What the pages of hours show: of a member, of the practice, of the team; each in a fixed number of statements."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from kartei.calendar.hours.public_holidays import NAMES, holidays_in
from kartei.calendar.hours.telling import dates_text, days_text, reason_text, span_text, week_lines, week_text
from kartei.calendar.models import Absence, CalendarSettings, HoursException, WorkWeek
from kartei.calendar.offer_forms import treating_members
from kartei.tenancy.models import Member, Workspace

AHEAD = dt.timedelta(days=365)
SHOWN = 100


@dataclass(frozen=True)
class Week:
    row: WorkWeek
    lines: list[tuple[str, str]]  # days and hours


@dataclass(frozen=True)
class Line:
    """An exception or an absence: when, what, and a note."""

    row: HoursException | Absence
    when: str
    what: str
    note: str


@dataclass(frozen=True)
class Schedule:
    """Of one member: what is or will be."""

    weeks: list[Week]
    exceptions: list[Line]
    absences: list[Line]


@dataclass(frozen=True)
class Holiday:
    """A public holiday, and whether an exception of the practice says something about the day."""

    day: dt.date
    name: str
    is_excepted: bool


def schedule_of(member: Member) -> Schedule:
    weeks = WorkWeek.objects.filter(member=member).select_related("place").order_by("place__position", "id")
    away = Absence.objects.filter(member=member, ends_at__gt=timezone.now()).order_by("starts_at", "id")[:SHOWN]
    return Schedule(
        [Week(week, week_lines(week)) for week in sorted(weeks, key=lambda one: one.place_id is not None)],
        exceptions_of(member),
        [Line(one, span_text(one), reason_text(one), "") for one in away],
    )


def exceptions_of(member: Member | None) -> list[Line]:
    """Of a member, or of the practice (None), that are not over."""
    found = HoursException.objects.filter(member=member, last__gte=timezone.localdate()).select_related("place")
    return [
        Line(one, dates_text(one.first, one.last), _with_place(days_text(one), one), one.note)
        for one in found.order_by("first", "id")[:SHOWN]
    ]


def team_hours() -> list[tuple[Member, str]]:
    """Everybody who treats, with their weekly hours in a line."""
    members = treating_members().prefetch_related("work_weeks__place")
    return [(member, "; ".join(filter(None, map(_week_at, member.work_weeks.all())))) for member in members]


def coming_holidays(workspace: Workspace, region: str, exceptions: list[Line]) -> list[Holiday]:
    """Of the next twelve months."""
    today = timezone.localdate()
    rows = [line.row for line in exceptions if isinstance(line.row, HoursException)]
    return [
        Holiday(day, name, any(row.first <= day <= row.last for row in rows))
        for day, name in holidays_in(workspace.country, region, today, today + AHEAD).items()
    ]


def settings_now() -> CalendarSettings:
    """As they are, or as they begin: version 0 says that nothing was set yet."""
    found: CalendarSettings | None = CalendarSettings.objects.first()
    return found or CalendarSettings(version=0)


def has_regions(workspace: Workspace) -> bool:
    return workspace.country in NAMES


def _with_place(text: str, one: HoursException) -> str:
    return f"{text} · {one.place}" if one.place else text


def _week_at(week: WorkWeek) -> str:
    text = week_text(week)
    return f"{week.place}: {text}" if week.place and text else text
