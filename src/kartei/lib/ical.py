"""Lines of iCalendar (RFC 5545): text escaped, lines folded, and a time zone as the clock on the wall goes."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

WIDTH = 75  # octets of a line (3.1)
DAY = dt.timedelta(days=1)


def escaped(text: str) -> str:
    """A TEXT value (3.3.11). Control characters but for line ends are left out: no reader allows them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(sign for sign in plain if sign >= " " or sign in "\n\t")
    for sign, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, instead)
    return plain


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never inside a character (3.1)."""
    if len(line.encode()) <= WIDTH:
        return line
    pieces, piece, width = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if width + octets > WIDTH:
            pieces.append(piece)
            piece, width = " ", 1
        piece, width = piece + sign, width + octets
    return "\r\n".join([*pieces, piece])


def in_utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def on_the_wall(moment: dt.datetime, zone: ZoneInfo) -> str:
    """Beside a TZID."""
    return moment.astimezone(zone).strftime("%Y%m%dT%H%M%S")


@lru_cache(64)
def time_zone(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[str, ...]:
    """The lines of a VTIMEZONE (3.6.5) that holds from the first year to the end of the last one: each change of clocks
    is an observance of its own, whose DTSTART is told by the clock as it went before.
    """
    start = dt.datetime(first_year, 1, 1, tzinfo=dt.UTC)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone.key}", *_observance(start, start, zone)]
    for before, since in _changes(zone, start, dt.datetime(last_year + 1, 1, 1, tzinfo=dt.UTC)):
        lines += _observance(before, since, zone)
    return (*lines, "END:VTIMEZONE")


def _observance(before: dt.datetime, since: dt.datetime, zone: ZoneInfo) -> list[str]:
    """From `since` on; `before` is the last second of the former one. Moments in UTC."""
    here, former = since.astimezone(zone), _offset(before, zone)
    name = "DAYLIGHT" if here.dst() else "STANDARD"
    onset = since.replace(tzinfo=None) + former
    return [
        f"BEGIN:{name}", f"DTSTART:{onset:%Y%m%dT%H%M%S}", f"TZOFFSETFROM:{_signed(former)}",
        f"TZOFFSETTO:{_signed(_offset(since, zone))}", f"TZNAME:{here.tzname()}", f"END:{name}",
    ]  # fmt: skip


def _changes(zone: ZoneInfo, start: dt.datetime, end: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """(last second before, first second after) each change of clocks; none comes twice within a day."""
    while start < end:
        if _offset(start, zone) != _offset(start + DAY, zone):
            low, high = start, start + DAY
            while high - low > dt.timedelta(seconds=1):
                middle = low + dt.timedelta(seconds=(high - low).total_seconds() // 2)
                low, high = (middle, high) if _offset(middle, zone) == _offset(start, zone) else (low, middle)
            yield low, high
        start += DAY


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()


def _signed(offset: dt.timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
