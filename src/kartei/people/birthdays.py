"""Birthdays near a day: which days of the year „heute“, „diese Woche“ and the like mean."""

import calendar
import datetime as dt
from collections.abc import Iterable

from django.utils.translation import pgettext_lazy

WINDOWS = {
    "today": pgettext_lazy("birthday", "today"),
    "week": pgettext_lazy("birthday", "this week"),
    "month": pgettext_lazy("birthday", "this month"),
    "next_month": pgettext_lazy("birthday", "next month"),
}


def days_of(windows: Iterable[str], today: dt.date) -> list[int]:
    """The days as month × 100 + day. Who was born on 29 February has the birthday on the 28th in other years."""
    days = {day for window in windows for day in _days(window, today)}
    found = {day.month * 100 + day.day for day in days}
    leaps = {229 for day in days if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year)}
    return sorted(found | leaps)


def _days(window: str, today: dt.date) -> list[dt.date]:
    if window == "today":
        return [today]
    if window == "week":
        monday = today - dt.timedelta(days=today.weekday())
        return [monday + dt.timedelta(days=day) for day in range(7)]
    first = today.replace(day=1)
    if window == "next_month":
        first = (first + dt.timedelta(days=31)).replace(day=1)
    return [first + dt.timedelta(days=day) for day in range(calendar.monthrange(first.year, first.month)[1])]
