"""What is shown of a series before it is booked: each date with whom it overlaps, and public holidays."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone

from kartei.calendar.hours.public_holidays import holidays_between
from kartei.calendar.series.booking import Date
from kartei.calendar.telling import Line, told_overlaps
from kartei.tenancy.models import Member
from kartei.web import formats
from kartei.web.query import day_in

CARRIED = 400  # values of the form that is carried on; with all dates of a series it has fewer


@dataclass(frozen=True)
class Planned:
    """One date in words."""

    day: dt.date
    text: str  # „Di., 2. März 2027“
    time: str  # „10:00–10:50“
    holiday: str
    overlaps: list[Line]
    is_chosen: bool
    is_first: bool  # it is booked already
    is_put_off: bool  # the clocks leave this time out

    @property
    def value(self) -> str:
        return self.day.isoformat()


def planned(
    found: Sequence[Date],
    left_out: Collection[dt.date] | None,
    *,
    wall: dt.time,
    first: dt.date | None,
    seen_by: Member,
) -> list[Planned]:
    """The dates in words; `first` is there already, `wall` is what was asked for.

    Before anybody has left out some (None) the public holidays are.
    """
    named = iter(told_overlaps([one for date in found for one in date.overlaps], seen_by=seen_by))
    holidays = holidays_between(found[0].day, found[-1].day)
    left_out = holidays if left_out is None else left_out
    lines = []
    for date in found:
        begins, ends = timezone.localtime(date.starts_at), timezone.localtime(date.ends_at)
        lines.append(
            Planned(
                date.day, formats.date(begins, "yMMMEd"), f"{begins:%H:%M}–{ends:%H:%M}", holidays.get(date.day, ""),
                [next(named) for _one in date.overlaps], date.day not in left_out or date.day == first,
                date.day == first,
                begins.time() != wall,
            )
        )  # fmt: skip
    return lines


def chosen_days(posted: QueryDict) -> set[dt.date] | None:
    """The dates that were ticked; None before they have been shown."""
    if "shown" not in posted:
        return None
    return {day for value in posted.getlist("dates") if (day := day_in(value))}


def carried(posted: QueryDict) -> list[tuple[str, str]]:
    """What the form has told, for the next page to send again."""
    told = [(name, value) for name in posted for value in posted.getlist(name) if name not in _NOT_CARRIED]
    return told[:CARRIED]


_NOT_CARRIED = {"csrfmiddlewaretoken", "dates", "shown", "despite", "again", "clients_q"}
