"""On which days something comes again: rules of RFC 5545 on the wall clock, without zones and without tables."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule, weekday

MOST = 260  # dates of a series (product.md, section 5)
WIDEST = 52  # days, weeks or months from one date to the next
LATEST = 2200  # year
LAST = -1  # the last weekday of a month
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Pattern(StrEnum):
    """How a rule counts on."""

    DAILY = "daily"
    WEEKLY = "weekly"
    DATE = "date"  # monthly on the 15th
    WEEKDAY = "weekday"  # monthly on the 2nd Tuesday
    LAST = "last"  # monthly on the last Tuesday


class NoSeries(ValueError):
    """The rule gives no series; `code` says why: short, long, late, begin, weekday, fifth, last, day."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Rule:
    """Every `interval` days, weeks or months, from a first day on that belongs to it.

    Ends after `count` dates or on the day `until`, whichever is given. A month without the 31st is left out (RFC 5545,
    3.3.10: „invalid dates are ignored“).
    """

    pattern: Pattern
    interval: int = 1
    weekdays: frozenset[int] = frozenset()  # of a weekly one, 0 is Monday; empty: that of the first day
    count: int | None = None
    until: dt.date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.interval <= WIDEST or (self.count is None) == (self.until is None):
            raise ValueError("an interval of 1 to 52, and one end")

    def dates(self, first: dt.date, *, least: int = 2) -> list[dt.date]:
        """Every date in order, the first one included. Raises NoSeries: fewer than `least` dates, more than 260, or one
        that nobody lives to see; a first day that the rule does not hit.
        """
        if self.count is not None and self.count > MOST:
            raise NoSeries("long")
        found = [moment.date() for moment in islice(self._rule(first), MOST + 1)]
        if found and found[0] != first:
            raise NoSeries(_MISSED.get(self.pattern, "begin"))
        if len(found) > MOST:
            raise NoSeries("long")
        if len(found) < least and self.count in {None, *range(least)}:
            raise NoSeries("short")
        if (found and found[-1].year > LATEST) or (self.count is not None and len(found) < self.count):
            raise NoSeries("late")
        return found

    def text(self, first: dt.date, wall: dt.time, zone: ZoneInfo) -> str:
        """The RRULE of RFC 5545 beside a DTSTART of that day, time and zone; UNTIL is the end of its day, in UTC."""
        parts = [f"FREQ={_FREQUENCIES[self.pattern]}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        if self.pattern is Pattern.WEEKLY:
            parts += ["BYDAY=" + ",".join(DAYS[day] for day in sorted(self.weekdays or {first.weekday()}))]
        elif self.pattern is Pattern.DATE:
            parts += [f"BYMONTHDAY={first.day}"]
        elif self.pattern is not Pattern.DAILY:
            parts += [f"BYDAY={self._nth(first)}{DAYS[first.weekday()]}"]
        if self.until is not None:
            end = moment(self.until, dt.time(23, 59, 59), zone)
            return ";".join([*parts, f"UNTIL={end:%Y%m%dT%H%M%SZ}"])
        return ";".join([*parts, f"COUNT={self.count}"])

    @classmethod
    def read(cls, text: str, zone: ZoneInfo) -> "Rule":
        """What `text` has written. Raises ValueError for anything else."""
        told = dict(part.split("=", 1) for part in text.split(";"))
        pattern = {"DAILY": Pattern.DAILY, "WEEKLY": Pattern.WEEKLY}.get(told["FREQ"], Pattern.DATE)
        if told["FREQ"] == "MONTHLY" and "BYDAY" in told:
            pattern = Pattern.LAST if told["BYDAY"].startswith("-") else Pattern.WEEKDAY
        weekdays = told["BYDAY"].split(",") if pattern is Pattern.WEEKLY else []
        end = dt.datetime.strptime(told["UNTIL"], "%Y%m%dT%H%M%S%z") if "UNTIL" in told else None
        return cls(
            pattern, int(told.get("INTERVAL", "1")), frozenset(DAYS.index(day) for day in weekdays),
            count=int(told["COUNT"]) if "COUNT" in told else None,
            until=end.astimezone(zone).date() if end else None,
        )  # fmt: skip

    def shifted(self, dates: Sequence[dt.date], old: dt.date, new: dt.date) -> list[dt.date]:
        """Where these dates of the rule go when the one on `old` goes to `new`: days further on, in a monthly rule to
        the day of `new` in the month.

        Raises NoSeries: "day" where there is no such day, or the rule would not fit; "late" where it is too far ahead.
        """
        if old == new:
            return list(dates)
        if max(dates, default=new).year + new.year - old.year >= LATEST:
            raise NoSeries("late")
        if self.pattern in {Pattern.DAILY, Pattern.WEEKLY}:
            self._hold_weeks(old, new)
            return [day + (new - old) for day in dates]
        months = (new.year - old.year) * 12 + new.month - old.month
        leaves_out = self.pattern is Pattern.DATE and old.day > 28  # months, in which the new day would be one
        if leaves_out or self._nth(new) > 4 or self._in_month(old, months, new) != new:
            raise NoSeries("day")
        return [self._in_month(day, months, new) for day in dates]

    def moved(self, old: dt.date, new: dt.date, last: dt.date) -> "Rule":
        """The rule of the dates that were shifted so, the last one to `last`."""
        weekdays = frozenset((day + (new - old).days) % 7 for day in self.weekdays)
        return replace(self, weekdays=weekdays, until=last if self.until else None)

    def _rule(self, first: dt.date) -> rrule:
        until = dt.datetime.combine(self.until, dt.time()) if self.until else None
        return rrule(
            _RRULE[self.pattern], dt.datetime.combine(first, dt.time()), self.interval, wkst=MO, count=self.count,
            until=until, **self._further(first),
        )  # fmt: skip

    def _further(self, first: dt.date) -> dict[str, Any]:
        if self.pattern is Pattern.DAILY:
            return {}
        if self.pattern is Pattern.WEEKLY:
            return {"byweekday": sorted(self.weekdays or {first.weekday()})}
        if self.pattern is Pattern.DATE:
            return {"bymonthday": first.day}
        return {"byweekday": weekday(first.weekday(), min(self._nth(first), 4))}

    def _nth(self, day: dt.date) -> int:
        """Of which week of its month a monthly rule by weekday is; 0 for the other rules."""
        return {Pattern.LAST: LAST, Pattern.WEEKDAY: (day.day - 1) // 7 + 1}.get(self.pattern, 0)

    def _hold_weeks(self, old: dt.date, new: dt.date) -> None:
        """Several weekdays of every second week stay in their week, or the rule would not say what they do."""
        further = (new - old).days
        leaves = any(not 0 <= day + further <= 6 for day in self.weekdays)
        if self.pattern is Pattern.WEEKLY and self.interval > 1 and len(self.weekdays) > 1 and leaves:
            raise NoSeries("day")

    def _in_month(self, day: dt.date, months: int, like: dt.date) -> dt.date:
        month = day.year * 12 + day.month - 1 + months
        start = dt.date(month // 12, month % 12 + 1, 1)
        if self.pattern is Pattern.DATE:
            try:
                return start.replace(day=like.day)
            except ValueError:
                raise NoSeries("day") from None
        by = weekday(like.weekday(), self._nth(like))
        return rrule(MONTHLY, dtstart=dt.datetime.combine(start, dt.time()), byweekday=by, count=1)[0].date()


def moment(day: dt.date, wall: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The moment in UTC of a time by the wall clock.

    A time that the clocks leave out counts from the hour before (02:30 is then 03:30), of one that comes twice the
    first is meant: RFC 5545, 3.3.5.
    """
    return dt.datetime.combine(day, wall.replace(fold=0), tzinfo=zone).astimezone(dt.UTC)


def by_the_wall(instant: dt.datetime, zone: ZoneInfo) -> tuple[dt.date, dt.time]:
    """Day and time that the clock on the wall shows."""
    here = instant.astimezone(zone)
    return here.date(), here.time().replace(fold=0)


_MISSED = {Pattern.WEEKLY: "weekday", Pattern.WEEKDAY: "fifth", Pattern.LAST: "last"}
_RRULE: dict[Pattern, Any] = {
    Pattern.DAILY: DAILY, Pattern.WEEKLY: WEEKLY, Pattern.DATE: MONTHLY, Pattern.WEEKDAY: MONTHLY,
    Pattern.LAST: MONTHLY,
}  # fmt: skip
_FREQUENCIES = {
    Pattern.DAILY: "DAILY", Pattern.WEEKLY: "WEEKLY", Pattern.DATE: "MONTHLY", Pattern.WEEKDAY: "MONTHLY",
    Pattern.LAST: "MONTHLY",
}  # fmt: skip
