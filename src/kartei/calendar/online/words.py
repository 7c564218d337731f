"""Times as visitors read them: by the clock of their own zone, which is named."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from babel import dates
from django.utils import timezone
from django.utils.translation import get_language

from kartei.calendar.hours.free_slots import Slot
from kartei.web import formats

KNOWN = frozenset(available_timezones())
OFFERED = sorted(name for name in KNOWN if "/" in name and not name.startswith(("Etc/", "SystemV/")))


def zone_of(name: str | None) -> ZoneInfo:
    """The zone of that name, else the practice's, which the scope has set."""
    return ZoneInfo(name if name in KNOWN else timezone.get_current_timezone_name())


def zone_label(name: str) -> str:
    """„America / New York“: region and city as the tables of zones write them, in a line that may break."""
    return name.replace("_", " ").replace("/", " / ")


def zones_with(name: str) -> list[tuple[str, str]]:
    """All zones that are offered, and this one: name and label."""
    return [(each, zone_label(each)) for each in sorted({*OFFERED, name})]


def time_text(moment: dt.datetime, zone: ZoneInfo) -> str:
    """„Dienstag, 2. März 2027, 10:00 Uhr (Mitteleuropäische Zeit)“."""
    here = moment.astimezone(zone)
    day = dates.format_date(here, "full", locale=formats.locale())
    clock = f"{here:%H:%M}" + (" Uhr" if (get_language() or "de").startswith("de") else "")
    return f"{day}, {clock} ({zone_name(moment, zone)})"


def zone_name(moment: dt.datetime, zone: ZoneInfo) -> str:
    """„Mitteleuropäische Sommerzeit“: the name tells the hour that comes twice in autumn from its twin."""
    here = moment.astimezone(zone)
    # Not by dst(): Ireland's tables call the winter the exception
    usual = min(here.replace(month=month, day=1).utcoffset() or dt.timedelta() for month in (1, 7))
    return _zone_name(zone.key, (here.utcoffset() or usual) > usual, formats.locale().language)


@lru_cache(1_000)  # a page names the same one a hundred times
def _zone_name(key: str, is_summer: bool, language: str) -> str:
    variant: Literal["daylight", "standard"] = "daylight" if is_summer else "standard"
    found: str = dates.get_timezone_name(ZoneInfo(key), zone_variant=variant, locale=formats.LOCALES[language])
    return found


@dataclass(frozen=True)
class Choice:
    """A slot as a button: what it sends and how it reads."""

    value: str
    label: str
    spoken: str


def choice(slot: Slot, zone: ZoneInfo, *, with_day: bool = False) -> Choice:
    here = slot.starts_at.astimezone(zone)
    label = f"{here:%H:%M}"
    if here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset():  # this hour comes twice
        label += f" ({here:%Z})"
    spoken = time_text(slot.starts_at, zone)
    return Choice(slot.starts_at.astimezone(dt.UTC).isoformat(), spoken if with_day else label, spoken)


def choices(slots: Iterable[Slot], zone: ZoneInfo, *, with_day: bool = False) -> list[Choice]:
    return [choice(slot, zone, with_day=with_day) for slot in slots]
