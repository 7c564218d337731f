"""A week of free slots as the public page shows it."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kartei.calendar.online.offer import WEEK, Offer
from kartei.calendar.online.words import Choice, choices

DAYS = dt.timedelta(days=WEEK)


@dataclass(frozen=True)
class Week:
    """Seven days by the clock of the visitor, and the weeks beside it."""

    days: list[tuple[dt.date, list[Choice]]]
    previous: dt.date | None
    next: dt.date | None

    @property
    def is_empty(self) -> bool:
        return not any(slots for _day, slots in self.days)


def week_of(offer: Offer, asked: dt.date | None, zone: ZoneInfo) -> Week:
    """The week that begins on the asked day, within what can be booked; without one that of the first free slot."""
    search = offer.search()
    first = (search.now + search.notice).astimezone(zone).date()
    last = (search.now + search.horizon).astimezone(zone).date()
    earliest = offer.first_day(zone) or first
    begin = asked if asked is not None and earliest <= asked <= last else earliest
    days = [(each, choices(slots, zone)) for each, slots in offer.week(begin, zone).items()]
    return Week(
        days,
        previous=max(begin - DAYS, earliest) if begin > earliest else None,
        next=begin + DAYS if begin + DAYS <= last else None,
    )
