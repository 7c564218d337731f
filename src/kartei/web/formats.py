"""Dates and numbers in the user's language (filters of the pages)."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel import Locale, dates, numbers
from django.utils import timezone
from django.utils.translation import get_language

LOCALES = {"de": Locale("de"), "en": Locale("en", "GB")}


def locale() -> Locale:
    """Babel's locale of the current language; English dates are British, as Europe writes them."""
    return LOCALES[(get_language() or "de")[:2]]


def date(value: dt.date | None, style: str = "medium") -> str:
    """14.03.1979. `style`: short, medium, long, full, or a CLDR skeleton such as "MMMd". Nothing for None."""
    if value is None:
        return ""
    day = _here(value).date() if isinstance(value, dt.datetime) else value
    return _written(day, style, locale().language)


def day_range(first: dt.date, last: dt.date) -> str:
    """23.–29. Nov. 2026."""
    return dates.format_interval(first, last, "yMMMd", locale=locale())


@lru_cache(4_096)  # a list of people shows the same few days again and again
def _written(day: dt.date, style: str, language: str) -> str:
    if style in {"short", "medium", "long", "full"}:
        return dates.format_date(day, style, locale=LOCALES[language])
    return dates.format_skeleton(style, dt.datetime.combine(day, dt.time()), locale=LOCALES[language])


def datetime(value: dt.datetime | None, style: str = "medium") -> str:
    """14.03.2026, 09:30 in the workspace's zone. `style`: medium, long, or a CLDR skeleton such as "EdMMMHm"."""
    if value is None:
        return ""
    here = _here(value)
    if style in {"medium", "long"}:
        return f"{date(here, style)}, {dates.format_time(here, 'HH:mm', locale=locale())}"
    return dates.format_skeleton(style, here, tzinfo=here.tzinfo, locale=locale())


def number(value: float | Decimal | None, pattern: str | None = None) -> str:
    """1.284,5 in German, 1,284.5 in English. `pattern` as in CLDR, such as "#,##0.00"."""
    return "" if value is None else numbers.format_decimal(value, format=pattern, locale=locale())


def initials(name: str) -> str:
    """Two letters of a name for its avatar: first and last part, titles and small particles left out."""
    parts = [part for part in name.split() if part[0].isalpha() and not part.endswith(".")] or name.split() or ["?"]
    named = [part for part in parts if not part[0].islower()] or parts
    return (named[0][0] + (named[-1][0] if len(named) > 1 else "")).upper()


def tint(key: object) -> int:
    """One of five soft colours (1 to 5), always the same for the same key."""
    return sum(str(key).encode()) % 5 + 1


def _here(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


FILTERS = {"date": date, "datetime": datetime, "number": number, "initials": initials, "tint": tint}
