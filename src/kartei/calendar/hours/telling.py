"""Hours, exceptions and absences in words."""

import datetime as dt
from itertools import groupby

from babel.dates import get_day_names
from django.utils import timezone

from kartei.calendar.models import Absence, AbsenceReason, ExceptionKind, HoursException, WorkWeek
from kartei.calendar.occupying import Away
from kartei.lib.clock_text import write_hours
from kartei.web import formats


def week_lines(week: WorkWeek) -> list[tuple[str, str]]:
    """[(„Mo–Do“, „09:00–12:00, 14:00–18:00“), …]: days that follow each other and are alike stand together."""
    days: dict[int, list[tuple[int, int]]] = {}
    for weekday, begins, ends in week.stretches:
        days.setdefault(weekday, []).append((begins, ends))
    found = []
    texts = [write_hours(days.get(weekday, [])) for weekday in range(7)]
    for text, group in groupby(range(7), key=lambda weekday: texts[weekday]):
        several = list(group)
        if text:
            found.append((_days(several[0], several[-1]), text))
    return found


def week_text(week: WorkWeek) -> str:
    """„Mo–Do 09:00–12:00; Fr 09:00–11:00“."""
    return "; ".join(f"{days} {text}" for days, text in week_lines(week))


def days_text(exception: HoursException) -> str:
    """What holds on these days: „Geschlossen“, „09:00–12:00“."""
    if exception.kind == ExceptionKind.OTHER:
        return write_hours([(begins, ends) for begins, ends in exception.stretches])
    return str(ExceptionKind(exception.kind).label)


def dates_text(first: dt.date, last: dt.date) -> str:
    """„24.12.2026“, „24.–31. Dez. 2026“."""
    return formats.date(first) if first == last else formats.day_range(first, last)


def span_text(absence: Absence | Away) -> str:
    """„24.–31. Dez. 2026“ of whole days, „02.03.2027, 10:00–12:00“ of hours."""
    begins, ends = timezone.localtime(absence.starts_at), timezone.localtime(absence.ends_at)
    if absence.is_all_day:
        return dates_text(begins.date(), (ends - dt.timedelta(seconds=1)).date())
    if begins.date() == ends.date():
        return f"{formats.datetime(begins)}–{ends:%H:%M}"
    return f"{formats.datetime(begins)} – {formats.datetime(ends)}"


def reason_text(absence: Absence | Away) -> str:
    return str(AbsenceReason(absence.reason).label)


def _days(first: int, last: int) -> str:
    """„Mo“, „Mo, Di“, „Mo–Do“."""
    names = [
        str(name).rstrip(".") for _number, name in sorted(get_day_names("abbreviated", locale=formats.locale()).items())
    ]
    if first == last:
        return names[first]
    return f"{names[first]}{', ' if last == first + 1 else '–'}{names[last]}"
