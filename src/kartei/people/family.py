"""Who belongs to whom around a person, two steps out: for the picture beside the list of relations.

The first step is everybody of the list. The second goes on from relatives in reach alone, and by family and
representation alone: a doctor or an insurance knows the whole practice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kartei.people.models import ANCESTRY, CUSTODIAN, Person, PersonKind, Relationship, RelationType
from kartei.people.relations import GONE, WITH, Relation
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right

MOST = 40  # people in a picture
LOOKED_AT = 120  # relations of the second step
ELDERS = {"parent": 1, CUSTODIAN: 1, "grandparent": 2}  # how many generations they are above
KIN = (
    *ANCESTRY,
    CUSTODIAN,
    "sibling",
    "partner",
    "relative",
    "guardian",
    "proxy",
    "",
)  # "" are the practice's own types


@dataclass(slots=True)
class Node:
    """Somebody in the picture."""

    person: Person
    label: str  # what they are, and to whom when not to the one in the middle
    generation: int | None  # below the one in the middle, negative above; None for who is no relative
    is_shown: bool  # whether the member reaches the record
    step: int

    @property
    def id(self) -> UUID:
        return self.person.pk


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between two."""

    one: UUID
    other: UUID
    is_kin: bool


@dataclass(slots=True)
class Circle:
    middle: Node
    nodes: dict[UUID, Node] = field(default_factory=dict)
    ties: dict[frozenset[UUID], Tie] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)  # the same in sentences
    left_out: set[UUID] = field(default_factory=set)  # who had no room

    def add(self, node: Node) -> bool:
        """Whether there is room, or they are there already."""
        if node.id not in self.nodes:
            if len(self.nodes) >= MOST:
                self.left_out.add(node.id)
                return False
            self.nodes[node.id] = node
        return True

    def tie(self, one: UUID, other: UUID, *, is_kin: bool) -> None:
        """One line for two, however many relations they have."""
        key = frozenset((one, other))
        was_kin = key in self.ties and self.ties[key].is_kin
        self.ties[key] = Tie(one, other, is_kin or was_kin)


def circle_of(person: Person, relations: Iterable[Relation], *, seen_by: Member) -> Circle:
    """The relations of a person's list, and whom relatives among them are linked with; two statements."""
    middle = Node(person, "", 0, True, 0)
    circle = Circle(middle, {person.pk: middle})
    for relation in relations:
        _add_first(circle, relation)
    _add_second(circle, seen_by)
    return circle


def _add_first(circle: Circle, relation: Relation) -> None:
    far, is_kin = relation.person, relation.code in KIN
    generation = _below(relation.type, is_inverse=relation.is_inverse) if is_kin else None
    known = circle.nodes.get(far.pk)
    if known:
        known.label = f"{known.label}, {relation.label}"
        known.generation = generation if known.generation is None else known.generation or generation or 0
    elif not circle.add(Node(far, relation.label, generation, relation.is_shown, 1)):
        return
    circle.tie(circle.middle.id, far.pk, is_kin=is_kin)
    circle.facts.append(relation.sentence)


def _add_second(circle: Circle, seen_by: Member) -> None:
    """Whom the relatives in reach are linked with, of a contact those in reach alone, as its own page has it."""
    near = {pk for pk, node in circle.nodes.items() if node.step == 1 and _leads_on(node)}
    rows = _relations_of(near, circle.middle.id) if near else []
    far = {pk for row in rows for pk in (row.person_id, row.other_id)}
    reached = set(Person.objects.visible_to(seen_by).filter(pk__in=far).values_list("pk", flat=True)) if far else set()
    sees_all = seen_by.level(Right.PROFILES_VIEW) == Level.ALL
    for row in rows:
        for start, end in _steps(row, near):
            known_by_name = sees_all or start.is_client or end.pk in reached
            node = _second(circle, row, start, end, is_shown=end.pk in reached)
            if known_by_name and circle.add(node):
                circle.tie(start.pk, end.pk, is_kin=True)
                circle.facts.append(str(row))
                break


def _leads_on(node: Node) -> bool:
    return node.is_shown and node.generation is not None and node.person.kind == PersonKind.PERSON


def _relations_of(near: set[UUID], middle: UUID) -> list[Relationship]:
    kin: Any = Relationship.objects.filter(Q(person_id__in=near) | Q(other_id__in=near), type__code__in=KIN)
    kin = kin.exclude(person_id=middle).exclude(other_id=middle)
    kin = kin.exclude(person__state__in=GONE).exclude(other__state__in=GONE)
    return list(kin.select_related(*WITH).defer("person__search", "other__search").order_by("id")[:LOOKED_AT])


def _steps(row: Relationship, near: set[UUID]) -> Iterator[tuple[Person, Person]]:
    """The relation as a step from one of the relatives, from either side of it."""
    if row.person_id in near:
        yield row.person, row.other
    if row.other_id in near:
        yield row.other, row.person


def _second(circle: Circle, row: Relationship, start: Person, end: Person, *, is_shown: bool) -> Node:
    is_inverse = row.other_id == start.pk
    label = row.type.inverse_label if is_inverse else row.type.label
    generation = (circle.nodes[start.pk].generation or 0) + _below(row.type, is_inverse=is_inverse)
    text = _("%(label)s of %(name)s") % {"label": label, "name": start.name}
    return Node(end, text, generation, is_shown, 2)


def _below(kind: RelationType, *, is_inverse: bool) -> int:
    """How many generations the far one stands below the near one."""
    above = ELDERS.get(kind.code, 0)
    return above if is_inverse else -above
