"""The lists „Klienten“ and „Kontakte“: order, keyset pages, counts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.http import QueryDict
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kartei.people.filters import ORDERS, Filters
from kartei.people.models import Person
from kartei.people.rows import Labels, Row, rows_of
from kartei.tenancy.models import Member
from kartei.web.query import id_in

PAGE = 50
COUNTED = 1000  # above this a list says „mehr als 1.000“

NULLABLE = {ORDERS["next"], ORDERS["last"]}  # who has none stands behind all others, in either direction

Key = tuple[Any, UUID]  # the value of the column by which a list is sorted, and the id

__all__ = [
    "COUNTED",
    "PAGE",
    "Filters",
    "Key",
    "Page",
    "batches",
    "beyond",
    "capped",
    "count_text",
    "counts",
    "page_of",
    "summary",
]


@dataclass
class Page:
    rows: list[Row]
    previous: UUID | None = None  # first row of this page, when there are rows before it
    next: UUID | None = None  # last row of this page, when there are rows after it
    count: int = 0  # of all that match, at most `COUNTED` + 1; 0 when nothing is filtered

    @property
    def matches(self) -> str:
        return count_text(self.count)


@dataclass(frozen=True)
class Order:
    """By which column, in which direction; the id breaks ties. Backwards those without a value lead."""

    column: str
    descending: bool
    backwards: bool = False

    @classmethod
    def of(cls, filters: Filters, *, backwards: bool = False) -> "Order":
        return cls(ORDERS[filters.sort.removeprefix("-")], filters.sort.startswith("-") != backwards, backwards)

    def first(self, people: QuerySet[Person], cursor: Key | None, size: int) -> list[Key]:
        """The keys of so many rows behind the cursor, read in one statement, or two where some have no value."""
        found: list[Key] = []
        for column, part in self._parts(people, cursor):
            if len(found) < size:
                keys = self._sorted(part, column).values_list(self.column, "id")
                found += keys[: size - len(found)]
        return found

    def arranged(self, keys: list[Key]) -> list[Key]:
        """The same of keys in any order, as PostgreSQL does: these columns are ids, numbers and in collation C."""
        valued = sorted((key for key in keys if key[0] is not None), reverse=self.descending)
        bare = sorted((key for key in keys if key[0] is None), key=lambda key: key[1], reverse=self.descending)
        return [*bare, *valued] if self.backwards else [*valued, *bare]

    def is_beyond(self, key: Key, cursor: Key) -> bool:
        if (key[0] is None) != (cursor[0] is None):
            return (key[0] is None) != self.backwards
        here, there = (key, cursor) if key[0] is not None else (key[1:], cursor[1:])
        return here < there if self.descending else here > there

    def _parts(self, people: QuerySet[Person], cursor: Key | None) -> list[tuple[str, QuerySet[Person]]]:
        """(column to sort by, rows) of each stretch that is left."""
        if self.column not in NULLABLE:
            return [(self.column, people.filter(self._beyond(cursor)) if cursor else people)]
        valued: Any = people.filter(**{f"{self.column}__isnull": False})
        bare: Any = people.filter(**{f"{self.column}__isnull": True})
        if cursor and cursor[0] is None:
            bare = bare.filter(beyond("client__id", cursor, self.descending))
            valued = valued if self.backwards else None
        elif cursor:
            valued = valued.filter(self._beyond(cursor))
            bare = None if self.backwards else bare
        parts = [(self.column, valued), ("client__id", bare)]
        return [(column, part) for column, part in (parts[::-1] if self.backwards else parts) if part is not None]

    def _beyond(self, cursor: Key) -> Any:
        return beyond(self.column, cursor, self.descending)

    def _sorted(self, people: QuerySet[Person], column: str) -> QuerySet[Person]:
        names = [column] if column in _IDS else [column, _id_beside(column)]
        return people.order_by(*(f"-{name}" if self.descending else name for name in names))


def matching(people: QuerySet[Person], filters: Filters) -> QuerySet[Person]:
    """Those who stand in the list: who has no number stands in no order by number."""
    people = filters.apply(people)
    is_numbered = filters.sort.removeprefix("-") == "number"
    return people.filter(client__number__isnull=False) if is_numbered else people


def page_of(people: QuerySet[Person], filters: Filters, labels: Labels, query: QueryDict) -> Page:
    """Fifty rows after or before the row whose id stands in the address, in the order of the filters."""
    after, before = id_in(query.get("after")), id_in(query.get("before"))
    order, row = Order.of(filters, backwards=bool(before)), after or before
    cursor = people.filter(id=row).values_list(order.column, "id").first() if row else None  # only of a row in reach
    if cursor and cursor[0] is None and order.column not in NULLABLE:
        cursor = None
    keys, count = _keys(matching(people, filters), order, cursor, is_filtered=filters.are_set)
    more, found = len(keys) > PAGE, rows_of([pk for _key, pk in keys[:PAGE]], labels)
    if before and cursor:
        found.reverse()
        return Page(found, found[0].id if more else None, found[-1].id if found else None, count)
    return Page(found, found[0].id if cursor and found else None, found[-1].id if more else None, count)


def _keys(people: QuerySet[Person], order: Order, cursor: Key | None, *, is_filtered: bool) -> tuple[list[Key], int]:
    """The keys of one row more than a page behind the cursor, and how many match in all.

    Few are fetched in any order and sorted here: to walk through 100,000 in order until fifty are found takes four
    times as long as to find them all.
    """
    known = list(people.order_by().values_list(order.column, "id")[: COUNTED + 1]) if is_filtered else []
    if is_filtered and len(known) <= COUNTED:
        found = [key for key in order.arranged(known) if cursor is None or order.is_beyond(key, cursor)]
        return found[: PAGE + 1], len(known)
    return order.first(people, cursor, PAGE + 1), len(known)


def batches(people: QuerySet[Person], filters: Filters, after: Key | None, size: int) -> list[Key]:
    """The keys of the next `size` rows of the whole list, behind the key of the last one."""
    return Order.of(filters).first(matching(people, filters), after, size)


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


def beyond(column: str, cursor: Key, descending: bool) -> Any:
    """The condition that a row stands behind the cursor (value of the column, id), compared as a pair."""
    if column in _IDS:
        return Q(**{f"{column}__{'lt' if descending else 'gt'}": cursor[1]})
    compare = TupleLessThan if descending else TupleGreaterThan
    return compare((F(column), F(_id_beside(column))), cursor)


_IDS = ("id", "client__id")  # which are the same


def _id_beside(column: str) -> str:
    """The id in the table of the column, so that one index answers."""
    return "client__id" if column.startswith("client__") else "id"
