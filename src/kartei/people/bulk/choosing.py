"""Whom an act on many clients is about: rows that were chosen, or everybody whom the filters of the list find."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import QueryDict

from kartei.db.scope import current_workspace_id
from kartei.people.listing import Filters
from kartei.people.models import BulkAct, Person, PersonState
from kartei.people.rows import Labels
from kartei.tenancy.models import Member
from kartei.web.query import id_in

MOST = 1_000  # rows that are chosen one by one

COLLECT = """
INSERT INTO people_bulkchange (id, workspace_id, bulk_id, client_id, outcome)
SELECT gen_random_uuid(), %s, %s, found.id, '' FROM ({found}) AS found
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Ids of clients, or with `is_whole` all that the address's filters find. Nothing is believed yet but its form."""

    ids: tuple[UUID, ...]
    query: str
    is_whole: bool

    @classmethod
    def read(cls, told: QueryDict) -> "Chosen":
        ids = tuple(dict.fromkeys(found for value in told.getlist("client")[:MOST] if (found := id_in(value))))
        query = Filters.read(QueryDict(told.get("query", ""))).query()  # as the page had it, without what was gone then
        is_whole = told.get("all") == "on"
        return cls(() if is_whole else ids, query, is_whole)

    def __bool__(self) -> bool:
        return self.is_whole or bool(self.ids)

    def people(self, member: Member) -> Any:
        """Those of them whom the member sees; nobody when a filter asks for what is gone: fewer filters mean more."""
        people = Person.objects.visible_to(member).clients()
        if self.is_whole:
            filters = Filters.read(QueryDict(self.query))
            labels = Labels.read(fields_for=member)  # without the fields that the member's lists do not tell
            return filters.apply(people) if filters.within(labels) == filters else people.none()
        return people.filter(pk__in=self.ids, state__in=[PersonState.LIVE, PersonState.ARCHIVED])

    @property
    def is_archived(self) -> bool:
        return Filters.read(QueryDict(self.query)).archived


def collect(bulk: BulkAct, people: Any) -> int:
    """Write down who is meant; returns how many they are."""
    found, values = people.order_by().values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COLLECT.format(found=found), [current_workspace_id(), bulk.pk, *values])
        return int(cursor.rowcount)
