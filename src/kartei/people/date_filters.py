"""Filters on a client's next and last appointment, which the calendar keeps as columns of Client.

Only who sees the whole calendar is told them: what a colleague gives is nobody else's business (TM-06).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from kartei.web.query import day_in

HAS, NONE = "has", "none"
MOST_WEEKS = 520


@dataclass(frozen=True)
class DateFilter:
    """What is asked of one of them; all that is asked counts as „or“."""

    name: str  # "next" or "last", in the address and before "_appointment_at"
    answers: tuple[str, ...] = ()  # HAS, NONE
    first: dt.date | None = None
    last: dt.date | None = None
    weeks: int = 0  # the last one is longer ago than so many; 0 asks nothing

    @classmethod
    def read(cls, query: QueryDict, name: str) -> "DateFilter":
        told = query.getlist(name)[:10]
        weeks = query.get(f"{name}_weeks", "") if name == "last" else ""
        return cls(
            name,
            tuple(answer for answer in (HAS, NONE) if answer in told),
            day_in(query.get(f"{name}_from")),
            day_in(query.get(f"{name}_to")),
            min(int(weeks), MOST_WEEKS) if weeks.isascii() and weeks.isdigit() and len(weeks) < 5 else 0,
        )

    @property
    def pairs(self) -> dict[str, Any]:
        """As the address carries it."""
        return {
            self.name: self.answers,
            f"{self.name}_from": self.first.isoformat() if self.first else "",
            f"{self.name}_to": self.last.isoformat() if self.last else "",
            f"{self.name}_weeks": str(self.weeks) if self.weeks else "",
        }

    def __bool__(self) -> bool:
        return any(self.pairs.values())

    @property
    def condition(self) -> Q:
        """Of people, by the clock of the practice."""
        column = f"client__{self.name}_appointment_at"
        found = Q(pk__in=[])
        for part in self._parts(column):
            found |= part
        return found

    def _parts(self, column: str) -> Iterator[Q]:
        if HAS in self.answers:
            yield Q(**{f"{column}__isnull": False})
        if NONE in self.answers:
            yield Q(**{f"{column}__isnull": True})
        if self.first or self.last:
            bounds = {f"{column}__isnull": False}
            told: dict[str, Any] = {f"{column}__gte": self.first and _midnight(self.first)}
            told[f"{column}__lt"] = self.last and _midnight(self.last + dt.timedelta(days=1))
            yield Q(**bounds, **{name: bound for name, bound in told.items() if bound})
        if self.weeks:
            yield Q(**{f"{column}__lt": _midnight(timezone.localdate() - dt.timedelta(weeks=self.weeks))})


NEXT, LAST = DateFilter("next"), DateFilter("last")  # nothing is asked


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
