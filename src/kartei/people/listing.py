"""The lists „Klienten“ and „Kontakte“: filters from the address, order, keyset pages, counts."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.http import QueryDict
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kartei.people.models import Assignment, ClientTag, Person, PersonState
from kartei.people.rows import Labels, Row, rows_of
from kartei.tenancy.models import Member
from kartei.web.query import id_in

PAGE = 50
COUNTED = 1000  # above this a list says „mehr als 1.000“

# what may stand in ?sort=, with a minus for the other direction; the id breaks ties
ORDERS = {"name": "sort_key", "created": "id", "number": "client__number"}


@dataclass(frozen=True)
class Filters:
    """The state of a list as its address carries it. Anything unknown or malformed is left out."""

    statuses: tuple[UUID, ...] = ()
    tags: tuple[UUID, ...] = ()
    members: tuple[UUID, ...] = ()
    without_email: bool = False
    archived: bool = False
    sort: str = "name"

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        sort = query.get("sort", "name")
        return cls(
            statuses=_ids(query, "status"),
            tags=_ids(query, "tag"),
            members=_ids(query, "member"),
            without_email=query.get("email") == "missing",
            archived=query.get("state") == "archived",
            sort=sort if sort.removeprefix("-") in ORDERS else "name",
        )

    @classmethod
    def read_order(cls, query: QueryDict) -> "Filters":
        """For contacts, who have neither status nor tags: the order, and whether they are archived."""
        sort = query.get("sort", "name")
        return cls(
            archived=query.get("state") == "archived",
            sort=sort if sort.removeprefix("-") in {"name", "created"} else "name",
        )

    @property
    def are_set(self) -> bool:
        return bool(self.statuses or self.tags or self.members or self.without_email or self.archived)

    def query(self, **changed: Any) -> str:
        """The query string of this state with something changed, such as `sort="-created"`."""
        state = {
            "status": self.statuses,
            "tag": self.tags,
            "member": self.members,
            "email": "missing" if self.without_email else "",
            "state": "archived" if self.archived else "",
            "sort": "" if self.sort == "name" else self.sort,
            **changed,
        }
        return urlencode({key: value for key, value in state.items() if value}, doseq=True)

    def apply(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """Within one filter OR, between filters AND; who is archived is shown by that filter alone."""
        people = people.filter(state=PersonState.ARCHIVED if self.archived else PersonState.LIVE)
        if self.statuses:
            people = people.filter(client__status_id__in=self.statuses)
        if self.tags:
            people = people.filter(Exists(ClientTag.objects.filter(client_id=OuterRef("id"), tag_id__in=self.tags)))
        if self.members:
            assigned = Assignment.objects.filter(client_id=OuterRef("id"), member_id__in=self.members)
            people = people.filter(Exists(assigned))
        return people.filter(main_email="") if self.without_email else people


@dataclass
class Page:
    rows: list[Row]
    previous: UUID | None = None  # first row of this page, when there are rows before it
    next: UUID | None = None  # last row of this page, when there are rows after it


def page_of(people: QuerySet[Person], filters: Filters, labels: Labels, query: QueryDict) -> Page:
    """Fifty rows after or before the row whose id stands in the address, in the order of the filters."""
    after, before = id_in(query.get("after")), id_in(query.get("before"))
    column = ORDERS[filters.sort.removeprefix("-")]
    row = after or before
    cursor = people.filter(id=row).values_list(column).first() if row else None  # only of a row in reach
    people = filters.apply(people)
    if column == "client__number":
        people = people.filter(client__number__isnull=False)
    descending = filters.sort.startswith("-") != bool(before)
    if row and cursor:
        people = people.filter(beyond(column, (cursor[0], row), descending))
    order = [column] if column == "id" else [column, "id"]
    people = people.order_by(*(f"-{name}" if descending else name for name in order))
    ids = list(people.values_list("id", flat=True)[: PAGE + 1])
    more, found = len(ids) > PAGE, rows_of(ids[:PAGE], labels)
    if before and cursor:
        found.reverse()
        return Page(found, found[0].id if more else None, found[-1].id if found else None)
    return Page(found, found[0].id if cursor and found else None, found[-1].id if more else None)


def count_text(count: int) -> str:
    """An exact count up to `COUNTED`, above it „mehr als 1.000“."""
    return (
        _("more than %(count)s") % {"count": formats.number_format(COUNTED, force_grouping=True)}
        if count > COUNTED
        else str(count)
    )


def summary(clients: int, contacts: int) -> str:
    """„220 Klienten · 1 Kontakt“."""
    return " · ".join(
        [
            ngettext("%(count)s client", "%(count)s clients", clients) % {"count": count_text(clients)},
            ngettext("%(count)s contact", "%(count)s contacts", contacts) % {"count": count_text(contacts)},
        ]
    )


def counts(member: Member) -> tuple[int, int]:
    """Live clients and contacts in reach, each counted up to one more than `COUNTED`."""
    people = Person.objects.visible_to(member).live()
    return capped(people.clients()), capped(people.contacts())


def capped(people: QuerySet[Person]) -> int:
    """How many there are, at most `COUNTED` + 1: a count of 100,000 rows would cost more than the page."""
    return people.order_by()[: COUNTED + 1].count()


def beyond(column: str, cursor: tuple[Any, UUID], descending: bool) -> Any:
    """The condition that a row stands behind the cursor (value of the column, id), compared as a pair."""
    if column == "id":
        return Q(id__lt=cursor[1]) if descending else Q(id__gt=cursor[1])
    compare = TupleLessThan if descending else TupleGreaterThan
    return compare((F(column), F("id")), cursor)


def _ids(query: QueryDict, name: str) -> tuple[UUID, ...]:
    return tuple(found for value in query.getlist(name)[:50] if (found := id_in(value)))
