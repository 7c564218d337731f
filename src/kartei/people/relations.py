"""Reading who is linked with whom; each relation seen from one side."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from kartei.people.models import Custody, Person, PersonState, Relationship, RelationType
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right

PAGE, ON_CARD = 50, 8
ORDER = ("type__position", "far_name", "id")
GONE = (PersonState.TRASH, PersonState.MERGED)
WITH = ("person", "other", "type")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as one of the two sees it."""

    id: UUID
    person: Person  # the one on the far side
    type: RelationType
    is_inverse: bool
    note: str
    is_emergency_contact: bool  # whether that person is called when something happens to this one
    is_main_payer: bool
    custody: str  # of Custody
    is_shown: bool  # whether the member reaches that record; otherwise the name alone is told
    version: int
    sentence: str

    @property
    def label(self) -> str:
        """What that person is to this one."""
        return self.type.inverse_label if self.is_inverse else self.type.label

    @property
    def custody_label(self) -> str:
        """„Gemeinsames Sorgerecht“; empty when nobody has said."""
        return str(Custody(self.custody).label) if self.custody else ""

    @property
    def code(self) -> str:
        return self.type.code


@dataclass(frozen=True, slots=True)
class RelationPage:
    rows: list[Relation]
    next: UUID | None = None  # the last row of this page, when there are more
    is_later: bool = False  # whether there are rows before it


def related(person: Person, *, seen_by: Member) -> QuerySet[Relationship]:
    """The relations of a person in both directions; those with the trash are left out, and with merged
    records: the record that they went into has them.

    Who sees assigned clients only learns from a contact's page nothing of the practice's other clients. On the record
    of an assigned client everybody stands by name: they are part of that record.
    """
    found: Any = (
        Relationship.objects.filter(Q(person=person) | Q(other=person))
        .exclude(person__state__in=GONE)
        .exclude(other__state__in=GONE)
        .annotate(far_name=_far(person, "sort_key"), far_id=_far(person, "id"))
    )
    if not person.is_client and seen_by.level(Right.PROFILES_VIEW) != Level.ALL:
        found = found.filter(far_id__in=Person.objects.visible_to(seen_by).values("id"))
    return cast("QuerySet[Relationship]", found)


def relations_of(
    person: Person, *, seen_by: Member, codes: Collection[str] = (), count: int = ON_CARD
) -> list[Relation]:
    """The first relations of a person, emergency contacts before the others; with `codes` those types and emergency
    contacts alone."""
    called = Q(person=person, is_emergency_contact=True) | Q(other=person, is_inverse_emergency_contact=True)
    found = related(person, seen_by=seen_by)
    if codes:
        found = found.filter(called | Q(type__code__in=codes))
    first = Case(When(called, then=Value(0)), default=Value(1))
    return _seen(person, _first(found, (first, *ORDER), count), seen_by)


def page_of_relations(person: Person, *, seen_by: Member, after: UUID | None = None) -> RelationPage:
    """Fifty relations in the order of their types and names, behind the one named."""
    found = related(person, seen_by=seen_by)
    cursor = found.filter(pk=after).values_list(*ORDER).first() if after else None
    if cursor:
        found = found.filter(TupleGreaterThan(tuple(map(F, ORDER)), cursor))
    rows = _first(found, ORDER, PAGE + 1)
    following = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return RelationPage(_seen(person, rows[:PAGE], seen_by), following, bool(cursor))


def has_relation(person: Person, code: str) -> bool:
    """Whether somebody is that to the person, such as a custodian."""
    found = Relationship.objects.filter(person=person, type__code=code).exclude(other__state__in=GONE)
    return bool(found.exists())


def seen_from(person: Person, row: Relationship, *, seen_by: Member) -> Relation:
    """One relation, seen from one of its two sides."""
    return _seen(person, [row], seen_by)[0]


def _first(found: QuerySet[Relationship], order: Sequence[Any], count: int) -> list[Relationship]:
    """Ids first: an insurance may have thousands of relations, and their rows are wide to sort."""
    ids = list(found.order_by(*order).values_list("pk", flat=True)[:count])
    rows = Relationship.objects.select_related(*WITH).defer("person__search", "other__search").in_bulk(ids)
    return [rows[pk] for pk in ids]


def _seen(person: Person, rows: list[Relationship], seen_by: Member) -> list[Relation]:
    far = [row.person_id if row.other_id == person.pk else row.other_id for row in rows]
    reach = Person.objects.visible_to(seen_by).filter(pk__in=far)
    shown = set(reach.values_list("pk", flat=True)) if far else set()
    return [_relation(person.pk, row, shown) for row in rows]


def _relation(person_id: UUID, row: Relationship, shown: set[UUID]) -> Relation:
    is_inverse = row.other_id == person_id
    far = row.person if is_inverse else row.other
    return Relation(
        id=row.pk,
        person=far,
        type=row.type,
        is_inverse=is_inverse,
        note=row.note,
        is_emergency_contact=row.is_inverse_emergency_contact if is_inverse else row.is_emergency_contact,
        is_main_payer=row.is_main_payer,
        custody=row.custody,
        is_shown=far.pk in shown,
        version=row.version,
        sentence=str(row),
    )


def _far(person: Person, column: str) -> Any:
    """The column of whoever stands on the far side."""
    return Case(When(other=person, then=F(f"person__{column}")), default=F(f"other__{column}"))
