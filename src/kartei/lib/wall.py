"""What the clock on the wall says and when that really is, also on days of 23 and 25 hours."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from kartei.lib.spans import Span, joined

MINUTE = 60  # seconds


def seconds(moment: dt.datetime) -> int:
    """Seconds since 1970 in UTC, rounded down; of a moment with a zone."""
    return int(moment.timestamp() // 1)


def seconds_up(moment: dt.datetime) -> int:
    """The same, rounded up."""
    return int(-(-moment.timestamp() // 1))


def moment(number: int) -> dt.datetime:
    """The moment in UTC, of seconds since 1970."""
    return dt.datetime.fromtimestamp(number, dt.UTC)


def midnight(day: dt.date, zone: ZoneInfo) -> int:
    """When the day begins, in seconds since 1970."""
    return seconds(dt.datetime.combine(day, dt.time(), tzinfo=zone))


def stretch(day: dt.date, begins: int, ends: int, zone: ZoneInfo) -> list[Span]:
    """While the clock of the zone reads from `begins` to `ends`, in minutes of that day, in seconds since 1970.

    An hour that the clocks leave out is nowhere in it, one that they repeat is in it twice.
    """
    found = []
    for start, end, offset in _pieces(day, zone):
        begin, stop = max(start, begins * MINUTE + offset), min(end, ends * MINUTE + offset)
        if begin < stop:
            found.append((begin, stop))
    return joined(found) if len(found) > 1 else found


@lru_cache(maxsize=5000)
def _pieces(day: dt.date, zone: ZoneInfo) -> list[tuple[int, int, int]]:
    """The parts of a day between changes of the clock: begin, end, and where its midnight would be by that clock."""
    start, end = midnight(day, zone), midnight(day + dt.timedelta(days=1), zone)
    utc = int(dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC).timestamp())
    before, after = _offset(start, zone), _offset(end - 1, zone)
    if before == after:
        return [(start, end, utc - before)]
    low, high = start, end - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return [(start, high, utc - before), (high, end, utc - after)]


def _offset(number: int, zone: ZoneInfo) -> int:
    """Seconds by which the zone is ahead of UTC at that time."""
    ahead = dt.datetime.fromtimestamp(number, zone).utcoffset()
    return int(ahead.total_seconds()) if ahead else 0
