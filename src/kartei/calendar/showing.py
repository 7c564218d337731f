"""What the address of the calendar says: the view, the day, the filters."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from kartei.calendar.feeding import Wanted
from kartei.web import formats
from kartei.web.query import day_in, id_in

VIEWS = {
    "day": pgettext_lazy("calendar", "Day"),
    "week": pgettext_lazy("calendar", "Week"),
    "month": pgettext_lazy("calendar", "Month"),
    "team": pgettext_lazy("calendar", "Team"),
    "agenda": gettext_lazy("Agenda"),
}
AGENDA = 14  # days
MOST = 50  # values of one filter
FILTERS = ("member", "place", "service", "status")


@dataclass(frozen=True)
class Shown:
    """The state of the calendar as its address carries it. Anything unknown or malformed is left out."""

    view: str
    day: dt.date
    members: tuple[UUID, ...] = ()
    places: tuple[UUID, ...] = ()
    services: tuple[UUID, ...] = ()
    statuses: tuple[UUID, ...] = ()

    @classmethod
    def read(cls, query: QueryDict) -> "Shown":
        view = query.get("view", "")
        filters = {f"{name}s" if name != "status" else "statuses": _ids(query, name) for name in FILTERS}
        return cls(view if view in VIEWS else "week", day_in(query.get("date")) or timezone.localdate(), **filters)

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """The first day that the view shows, and the first one that it does not."""
        monday = self.day - dt.timedelta(days=self.day.weekday())
        if self.view in {"day", "team"}:
            return self.day, self.day + dt.timedelta(days=1)
        if self.view == "agenda":
            return self.day, self.day + dt.timedelta(days=AGENDA)
        if self.view == "week":
            return monday, monday + dt.timedelta(days=7)
        first = self.day.replace(day=1)
        first -= dt.timedelta(days=first.weekday())
        return first, first + dt.timedelta(days=42)

    @property
    def title(self) -> str:
        """„23.–29. November 2026“, „November 2026“."""
        if self.view == "month":
            return formats.date(self.day, "yMMMM")
        start, end = self.span[0], self.span[1] - dt.timedelta(days=1)
        return formats.date(start, "full") if start == end else formats.day_range(start, end)

    @property
    def week(self) -> int:
        """Its number by ISO 8601."""
        return self.day.isocalendar().week

    def wanted(self) -> Wanted:
        start, end = (timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in self.span)
        return Wanted(start, end, self.members, self.places, self.services, self.statuses)

    def query(self, **changed: Any) -> str:
        """The query string of this state with something changed, such as `view="day"`."""
        return urlencode(replace(self, **changed).pairs)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(name, value) of the state, as the query string or hidden fields carry it."""
        pairs = [("view", self.view), ("date", self.day.isoformat())]
        for name, ids in zip(FILTERS, (self.members, self.places, self.services, self.statuses), strict=True):
            pairs += [(name, str(pk)) for pk in ids]
        return pairs

    def step(self, steps: int) -> dt.date:
        """The day that the arrows lead to: one view further (1) or back (-1)."""
        if self.view == "month":
            months = self.day.year * 12 + self.day.month - 1 + steps
            return dt.date(months // 12, months % 12 + 1, 1)
        days = {"day": 1, "team": 1, "week": 7, "agenda": AGENDA}[self.view]
        return self.day + dt.timedelta(days=days * steps)


def _ids(query: QueryDict, name: str) -> tuple[UUID, ...]:
    return tuple(found for value in query.getlist(name)[:MOST] if (found := id_in(value)))
