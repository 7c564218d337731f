"""The board: clients of the list's filters in one column a status, each in the order of names, page by page."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection

from kartei.people import listing
from kartei.people.listing import COUNTED, Filters
from kartei.people.models import Person, Status
from kartei.people.rows import Label, Labels, Row, rows_of

PAGE = 50

COUNTS = "SELECT found.status, count(*) FROM ({found}) AS found (status) GROUP BY found.status"


@dataclass
class Card:
    row: Row
    version: int  # of the status: whoever moves the card names it


@dataclass
class Column:
    status: Label
    count: str = "0"
    cards: list[Card] = field(default_factory=list)
    next: UUID | None = None  # the last card, when there are more behind it


def columns_of(people: Any, filters: Filters, labels: Labels) -> list[Column]:
    """Every status of the filters with its first fifty clients; `people` are those in reach."""
    wanted = _wanted(filters)
    statuses = [status for pk, status in labels.statuses.items() if wanted is None or pk in wanted]
    if not statuses:
        return []
    found = [_in(people, filters, status.id) for status in statuses]
    counts = _counts(found)
    ids: dict[UUID, list[UUID]] = {status.id: [] for status in statuses}
    for pk, status in _united(_ordered(one).values_list("id", "client__status_id")[: PAGE + 1] for one in found):
        ids[status].append(pk)
    cards = _cards([pk for some in ids.values() for pk in some[:PAGE]], labels)
    return [_column(status, ids[status.id], cards, listing.count_text(counts.get(status.id, 0))) for status in statuses]


def further(people: Any, filters: Filters, labels: Labels, status: Label, after: UUID) -> Column:
    """The cards of a column behind the one named; none when that is not in reach."""
    cursor = people.filter(pk=after).values_list("sort_key", "id").first()
    if cursor is None:
        return Column(status)
    found = _in(people, filters, status.id).filter(listing.beyond("sort_key", cursor, descending=False))
    ids = list(_ordered(found).values_list("id", flat=True)[: PAGE + 1])
    return _column(status, ids, _cards(ids[:PAGE], labels))


def _in(people: Any, filters: Filters, status: UUID) -> Any:
    return replace(filters, statuses=(status,), kinds=()).apply(people)


def _wanted(filters: Filters) -> set[UUID] | None:
    """The statuses that the filters ask for, by themselves or by their kind; None stands for all."""
    if not filters.kinds:
        return set(filters.statuses) or None
    return {*filters.statuses, *Status.objects.filter(kind__in=filters.kinds).values_list("pk", flat=True)}


def _ordered(people: Any) -> Any:
    return people.order_by("sort_key", "id")


def _united(questions: Any) -> Any:
    """All of them in one statement. (A union of one is the question itself.)"""
    first, *others = questions
    return first.union(*others, all=True) if others else first


def _counts(found: list[Any]) -> dict[UUID, int]:
    """How many clients have each status, counted no further than one above `COUNTED`."""
    question = _united(one.order_by().values_list("client__status_id")[: COUNTED + 1] for one in found)
    statement, values = question.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(found=statement), values)
        return dict(cursor.fetchall())


def _column(status: Label, ids: list[UUID], cards: dict[UUID, Card], count: str = "") -> Column:
    following = ids[PAGE - 1] if len(ids) > PAGE else None
    return Column(status, count, [cards[pk] for pk in ids[:PAGE] if pk in cards], following)


def _cards(ids: list[UUID], labels: Labels) -> dict[UUID, Card]:
    versions = dict(Person.objects.filter(pk__in=ids).values_list("pk", "versions"))
    return {row.id: Card(row, int(versions[row.id].get("status", 0))) for row in rows_of(ids, labels)}
