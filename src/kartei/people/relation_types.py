"""The practice's own words for what people are to each other: made, renamed, put in order, and taken out again."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from kartei.audit.recording import record
from kartei.db.locks import VOCABULARY, in_turn
from kartei.db.scope import workspace_scope
from kartei.people.models import ANCESTRY, BUILT_IN_RELATION_TYPES, CUSTODIAN, PAYER, Relationship, RelationType
from kartei.people.relating import lock, retype
from kartei.people.versions import StaleVersion
from kartei.people.vocabulary import Refused, row_of
from kartei.tenancy.models import Member

BATCH = 100  # relations that get another type in one transaction
MOST = 100  # types of a workspace
ASKED_FOR = (CUSTODIAN, PAYER, "family_doctor")
"""Types by which Kartei itself looks for somebody: they can be renamed, and stay."""


class Replacing(Protocol):
    """What starts the job behind `replace_type`; the job is part of the transaction."""

    def __call__(self, *, workspace_id: str, type_id: str, member_id: str) -> Any: ...


def counted_types() -> list[tuple[RelationType, int]]:
    """Every type in its order, and how many relations are of it."""
    counts = dict(Relationship.objects.values_list("type_id").annotate(Count("id")).order_by())
    return [(kind, counts.get(kind.pk, 0)) for kind in RelationType.objects.select_related("replacement")]


def is_used(kind: RelationType) -> bool:
    return bool(Relationship.objects.filter(type=kind).exists())


def may_leave(kind: RelationType) -> bool:
    """Whether the type can be taken out."""
    return kind.code not in ASKED_FOR


def replacements_for(kind: RelationType) -> list[RelationType]:
    """What relations of a type may become. Not parents or grandparents: that could close a circle of elders."""
    return [other for other in RelationType.objects.offered().exclude(pk=kind.pk) if other.code not in ANCESTRY]


def add_type(told: dict[str, str], *, by: Member) -> RelationType:
    """A new type, the last one in the order. `told`: name, inverse_name. Raises Refused."""
    there = _locked_types()
    if len(there) >= MOST:
        raise Refused("too_many")
    _refuse_taken(told, there)
    kind = RelationType(**told, position=max((one.position for one in there), default=-1) + 1)
    kind.save(force_insert=True)
    record("relationtype.addition", by=by, subject=kind)
    return kind


def edit_type(kind: RelationType, told: dict[str, str], *, version: int, by: Member) -> RelationType:
    """Change both names. Raises StaleVersion, DoesNotExist, and Refused when another type has one of them or when that
    would turn round what is recorded already.

    A built-in type that is called as before keeps its translations.
    """
    lock()
    there = _locked_types()
    kind = row_of(kind, there)
    if kind.version != version:
        raise StaleVersion
    _refuse_taken(told, [one for one in there if one.pk != kind.pk])
    before, was_symmetric = (kind.label, kind.inverse_label), kind.is_symmetric
    kind.name, kind.inverse_name = _named(kind.code, told["name"], told["inverse_name"])
    if kind.is_symmetric != was_symmetric and (kind.code or is_used(kind)):
        raise Refused("turned")
    kind.version += 1
    kind.save(update_fields=["name", "inverse_name", "version"])
    pairs = zip(("Name", "Name of the other side"), before, (kind.label, kind.inverse_label), strict=True)
    record("relationtype.change", by=by, subject=kind, changes={label: [a, b] for label, a, b in pairs if a != b})
    return kind


def move_type(kind: RelationType, step: int, *, by: Member) -> None:
    """One place up (-1) or down (1) in the order; at the end of it nothing happens. Raises DoesNotExist."""
    order = _locked_types()
    at = order.index(row_of(kind, order))
    other = at + step
    if not 0 <= other < len(order):
        return
    order[at], order[other] = order[other], order[at]
    for place, one in enumerate(order):
        one.position = place
    RelationType.objects.bulk_update(order, ["position"])
    record("relationtype.change", by=by, subject=kind)


@transaction.atomic
def remove_type(
    kind: RelationType, replacement: RelationType | None, *, is_inverse: bool = False, by: Member, start: Replacing
) -> None:
    """Take a type out: at once it is offered to nobody, a job gives its relations the other one, then it is gone.

    One that nobody uses goes at once. Raises Refused: "asked_for", "needs_replacement", "is_replacement"; DoesNotExist.
    """
    lock()
    there = _locked_types()
    kind = row_of(kind, there)
    if not may_leave(kind):
        raise Refused("asked_for")
    if any(one.replacement_id == kind.pk for one in there):
        raise Refused("is_replacement")
    if replacement is not None and not any(one.pk == replacement.pk and not one.replacement_id for one in there):
        raise Refused("needs_replacement")
    if kind.replacement_id:
        return
    changes = {"Replacement": [kind.label, _label(replacement, is_inverse)]} if replacement else {}
    record("relationtype.removal", by=by, subject=kind, changes=changes)
    if not is_used(kind):
        kind.delete()
        return
    if replacement is None:
        raise Refused("needs_replacement")
    kind.replacement, kind.is_replaced_inversely = replacement, is_inverse
    kind.version += 1
    kind.save(update_fields=["replacement", "is_replaced_inversely", "version"])
    start(workspace_id=str(kind.workspace_id), type_id=str(kind.pk), member_id=str(by.pk))


def finish_type_replacement(workspace_id: UUID, type_id: UUID, member_id: UUID) -> None:
    """The job: each batch is a transaction of its own, so whatever ends it, the next try goes on from there."""
    while _replace_batch(workspace_id, type_id, member_id):
        pass


def _replace_batch(workspace_id: UUID, type_id: UUID, member_id: UUID) -> bool:
    """Whether there may be more to do; after the last relation the type itself goes."""
    with workspace_scope(workspace_id):
        lock()
        kind = RelationType.objects.select_related("replacement").filter(pk=type_id).first()
        if kind is None or kind.replacement is None:
            return False
        by = Member.objects.get(pk=member_id)
        rows = Relationship.objects.select_related("person", "other", "type").filter(type=kind).order_by("id")
        relations = list(rows[:BATCH])
        for relation in relations:
            retype(relation, kind.replacement, is_inverse=kind.is_replaced_inversely, by=by)
        if not relations:
            kind.delete()
        return bool(relations)


def _refuse_taken(told: dict[str, str], others: Sequence[RelationType]) -> None:
    """No other type has either name on either side: they all stand in one list."""
    taken = {label.casefold() for other in others for label in (other.label, other.inverse_label)}
    if told["name"].casefold() in taken:
        raise Refused("taken")
    if told["inverse_name"].casefold() in taken:
        raise Refused("inverse_taken")


def _named(code: str, name: str, inverse_name: str) -> tuple[str, str]:
    """What is stored: nothing for a built-in type that is called as the catalogue calls it."""
    labels = tuple(map(str, BUILT_IN_RELATION_TYPES.get(code, ())))
    return ("", "") if (name, inverse_name) == labels else (name, inverse_name)


def _label(kind: RelationType, is_inverse: bool) -> str:
    return kind.inverse_label if is_inverse else kind.label


def _locked_types() -> list[RelationType]:
    """All of them, so that two who change them at once, or add some, come one after the other."""
    in_turn(VOCABULARY)
    return list(RelationType.objects.select_for_update(no_key=True).order_by("position", "id"))
