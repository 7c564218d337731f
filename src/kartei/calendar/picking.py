"""Choosing who comes: those who are chosen, and whom the words of a search find."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import QueryDict

from kartei.calendar.feeding import names_of
from kartei.calendar.forms import MOST, addressed_of
from kartei.people.candidates import Candidates, clients_for
from kartei.tenancy.models import Member
from kartei.web.forms import Form
from kartei.web.query import id_in


@dataclass
class Picker:
    chosen: list[tuple[UUID, str]]  # id and name
    query: str = ""
    found: Candidates = field(default_factory=lambda: Candidates([]))

    @classmethod
    def of(cls, form: Form, *, seen_by: Member) -> "Picker":
        """Those whom a form names."""
        value: Any = form["clients"].value() or []
        return cls(_named([getattr(one, "pk", None) or id_in(str(one)) for one in value], seen_by))

    @classmethod
    def read(cls, posted: QueryDict, *, seen_by: Member) -> "Picker":
        """Those whom the dialog has chosen, and whom its words find beside them."""
        query = posted.get("clients_q", "").strip()[:200]
        return cls(
            _named([id_in(value) for value in posted.getlist("clients")[:MOST]], seen_by),
            query,
            clients_for(query, seen_by=seen_by),
        )

    @cached_property
    def addressed(self) -> set[UUID]:
        """Those among all who are shown that somebody can go to."""
        shown = [pk for pk, _name in self.chosen] + [row.id for row in self.found.rows]
        return addressed_of(shown)

    @property
    def hits(self) -> list[Any]:
        there = {pk for pk, _name in self.chosen}
        return [row for row in self.found.rows if row.id not in there]


def _named(ids: list[UUID | None], seen_by: Member) -> list[tuple[UUID, str]]:
    wanted = [pk for pk in ids if pk is not None]
    names = names_of(wanted, seen_by=seen_by)
    return [(pk, names[pk]) for pk in wanted if pk in names]
