"""Hours of a day as people write them: „9–12, 13:30–17 Uhr“."""

import re
from itertools import pairwise

DAY = 24 * 60  # minutes
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr|h)?"
_STRETCH = re.compile(rf"\s*(?:von\s+|from\s+)?{_TIME}\s*(?:[-–—]|bis|to|until)\s*{_TIME}\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;\n/+&]|\bund\b|\band\b", re.IGNORECASE)

Stretch = tuple[int, int]  # minutes of the day


class Unreadable(ValueError):
    """What was written is no hours; the argument is the part of it."""


class Backwards(ValueError):
    """A stretch ends before it begins, or when it begins; the argument is the part."""


class Overlapping(ValueError):
    """Two stretches overlap; the argument is the second one."""


def read_hours(text: str) -> list[Stretch]:
    """The stretches of a day in order, in minutes since midnight; „24“ is its end. Nothing for a text without any.

    Raises Unreadable, Backwards and Overlapping.
    """
    found = sorted(_read(part) for part in _BETWEEN.split(text) if part.strip())
    for earlier, later in pairwise(found):
        if later[0] < earlier[1]:
            raise Overlapping(write_hours([later]))
    return found


def write_hours(stretches: list[Stretch]) -> str:
    """„09:00–12:00, 13:30–17:00“."""
    return ", ".join(f"{write_time(begins)}–{write_time(ends)}" for begins, ends in stretches)


def write_time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _read(part: str) -> Stretch:
    found = _STRETCH.fullmatch(part)
    if not found:
        raise Unreadable(part.strip())
    begins, ends = _minutes(found[1], found[2], part), _minutes(found[3], found[4], part)
    if begins >= ends:
        raise Backwards(part.strip())
    return begins, ends


def _minutes(hour: str, minute: str | None, part: str) -> int:
    total = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) >= 60 or total > DAY:
        raise Unreadable(part.strip())
    return total
