"""Dates as people write them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

# Reasons why a text is no date; the caller puts them into a sentence.
UNREADABLE = "unreadable"
IMPOSSIBLE = "impossible"  # 29.02.1995
AMBIGUOUS = "ambiguous"  # 7/4/1965 where nothing tells day from month
YEAR_UNKNOWN = "year_unknown"  # --08-08
TOO_EARLY = "too_early"
IN_FUTURE = "in_future"

EARLIEST = date(1900, 1, 1)  # product rule: a birth date lies between 1900 and today

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(1, 73_051)  # up to 31 December 2099
_YEARS = range(1_900, 2_100)  # a bare year is no serial
_YEARS_AHEAD = 20
_OMITTED_YEAR = 1604  # Apple writes it for „year unknown“

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("januar jänner jan january", "februar feber feb february", "märz maerz mrz mär march mar", "april apr",
         "mai may", "juni jun june", "juli jul july", "august aug", "september sep sept", "oktober okt october oct",
         "november nov", "dezember dez december dec"), start=1,
    )
    for name in names.split()
}  # fmt: skip

_TIME = r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]m|uhr|z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME, re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*([.\-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})" + _TIME, re.IGNORECASE)
_SLASHES = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*(\d{4}|\d{2})" + _TIME, re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})" + _TIME, re.IGNORECASE)
_DAY_NAME = re.compile(r"(\d{1,2})[.\s-]*([^\W\d_]{3,9})[.,\s-]*(\d{4}|\d{2})" + _TIME, re.IGNORECASE)
_NAME_DAY = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME, re.IGNORECASE)
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_COMPACT_ISO = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(\d{2})")
_SERIAL = re.compile(r"(\d{1,5})(?:\.\d+)?")
_NO_YEAR = re.compile(r"--(\d{2})-?(\d{2})")
_NOTHING = re.compile(r"0{1,4}([./-])0{1,2}\1(?:0000|00|0)" + _TIME)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What became of a text: a date, or nothing at all, or the raw text with the reason why it is none."""

    value: date | None = None
    raw: str = ""
    reason: str = ""


NOTHING = ReadDate()


@lru_cache(20_000)
def read(text: str, today: date, *, order: str = "", serials: bool = False, past: bool = False) -> ReadDate:
    """Read a date that somebody typed or exported.

    Knows ISO, 31.12.2026, 31.12.26, 31-12-2026, 311226, 31122026, „24. Okt. 1970“, „Oct 24, 1970“, a time behind it,
    and with `serials` the day numbers of Excel. Empty, 0.0.00, 0/0/00 and 00.00.0000 are no date and no fault.
    `order` is what slashes mean: "dmy", "mdy", or "" when only a number above 12 can tell. Dates with two-digit years
    lie at most 20 years ahead, with `past` not after `today`.
    """
    text = " ".join(text.split()).lstrip("'’")
    if not text or _NOTHING.fullmatch(text):
        return NOTHING
    century = _Century(today, past)
    return _read_iso(text) or _read_days(text, century, order) or _read_digits(text, century, serials) or _unread(text)


def read_birth(text: str, today: date, *, order: str = "", serials: bool = False) -> ReadDate:
    """Read a birth date: between 1900 and `today`, else the raw text with TOO_EARLY or IN_FUTURE."""
    found = read(text, today, order=order, serials=serials, past=True)
    if found.value is None:
        return found
    if found.value > today:
        return ReadDate(raw=text, reason=IN_FUTURE)
    return found if found.value >= EARLIEST else ReadDate(raw=text, reason=TOO_EARLY)


def _unread(text: str) -> ReadDate:
    return ReadDate(raw=text, reason=UNREADABLE)


def _read_iso(text: str) -> ReadDate | None:
    if found := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _COMPACT_ISO.fullmatch(text):
        return _made(text, found[1], found[2], found[3])
    if found := _NO_YEAR.fullmatch(text):
        return ReadDate(raw=text, reason=YEAR_UNKNOWN)
    return None


def _read_days(text: str, century: "_Century", order: str) -> ReadDate | None:
    if found := _DAY_FIRST.fullmatch(text):
        return _made(text, found[4], found[3], found[1], century)
    if found := _SLASHES.fullmatch(text):
        return _read_slashes(text, found, century, order)
    if (found := _DAY_NAME.fullmatch(text)) and (month := _MONTHS.get(found[2].lower())):
        return _made(text, found[3], month, found[1], century)
    if (found := _NAME_DAY.fullmatch(text)) and (month := _MONTHS.get(found[1].lower())):
        return _made(text, found[3], month, found[2], century)
    return None


def _read_slashes(text: str, found: re.Match[str], century: "_Century", order: str) -> ReadDate:
    first, second = int(found[1]), int(found[2])
    order = order or ("dmy" if first > 12 or first == second else "mdy" if second > 12 else "")
    if not order:
        return ReadDate(raw=text, reason=AMBIGUOUS)
    day, month = (first, second) if order == "dmy" else (second, first)
    return _made(text, found[3], month, day, century)


def _read_digits(text: str, century: "_Century", serials: bool) -> ReadDate | None:
    if serials and (found := _SERIAL.fullmatch(text)) and int(found[1]) in _SERIALS and int(found[1]) not in _YEARS:
        return ReadDate(_EXCEL_DAY_ZERO + timedelta(days=int(found[1])))
    if found := _COMPACT.fullmatch(text):
        return _made(text, found[3], found[2], found[1], century)
    return None


@dataclass(frozen=True, slots=True)
class _Century:
    """What two digits of a year mean."""

    today: date
    past: bool

    def day(self, year: int, month: int, day: int) -> date:
        """Give the latest such day before the limit; ValueError when this year has no such day."""
        limit = self.today if self.past else date(self.today.year + _YEARS_AHEAD, 12, 31)
        year += limit.year // 100 * 100
        found = None if year > limit.year else date(year, month, day)
        return found if found and found <= limit else date(year - 100, month, day)


def _made(text: str, year: str, month: int | str, day: int | str, century: _Century | None = None) -> ReadDate:
    if int(year) == _OMITTED_YEAR:
        return ReadDate(raw=text, reason=YEAR_UNKNOWN)
    try:
        if century and len(year) == 2:
            return ReadDate(century.day(int(year), int(month), int(day)))
        return ReadDate(date(int(year), int(month), int(day)))
    except ValueError:
        return ReadDate(raw=text, reason=IMPOSSIBLE)


def slash_order(texts: list[str]) -> str:
    """Decide for a whole column what its slash dates mean: "dmy" or "mdy"; "" when there is nothing to decide by.

    One value above 12 settles it. In a column of dotted dates a lone slash date stays undecided: warn and ask.
    """
    found = [match for text in texts if (match := _SLASHES.fullmatch(text.strip()))]
    if any(int(match[1]) > 12 for match in found):
        return "dmy"
    return "mdy" if any(int(match[2]) > 12 for match in found) else ""


def is_nothing(text: str) -> bool:
    """Tell whether a text is an empty date of another system: 0.0.00, 00.00.0000."""
    return bool(_NOTHING.fullmatch(text))
