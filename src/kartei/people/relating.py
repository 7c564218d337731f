"""Making, changing and ending a relation. Both records show it, so both are counted up and told in the log."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kartei.audit.models import Event
from kartei.audit.recording import record
from kartei.db.locks import RELATIONS, in_turn
from kartei.people.disclosing import bring_back, hand_over, kept_of
from kartei.people.models import CUSTODIAN, PAYER, Custody, Person, PersonState, Relationship, RelationType
from kartei.people.relation_rules import check, twin_of
from kartei.people.versions import StaleVersion, touch
from kartei.tenancy.models import Member

SECTION = "relationships"
RESTORABLE = ("relationship.change", "relationship.deletion")
COLUMNS = ("person_id", "other_id", "type_id", "note", "custody")
FLAGS = ("is_emergency_contact", "is_inverse_emergency_contact", "is_main_payer")


@dataclass(frozen=True, slots=True)
class Bond:
    """What is told of a relation from one side: what the other one is to this one (or, inverse, this one to that)."""

    type: RelationType
    is_inverse: bool = False
    note: str = ""
    is_emergency_contact: bool = False  # the other one is called when something happens to this one
    is_main_payer: bool = False
    custody: str = ""


def connect(person: Person, other: Person, bond: Bond, *, by: Member) -> Relationship:
    """Link two people. Raises RelationRefused when a rule forbids it (relation_rules)."""
    lock()
    relation = Relationship()
    _fill(relation, person, other, bond)
    check(relation, by=by)
    relation.save(force_insert=True)
    _touch_both(relation)
    _tell("relationship.creation", relation, by, {}, _facts(relation))
    return relation


def change_relation(relation: Relationship, seen_from: Person, bond: Bond, *, version: int, by: Member) -> Event:
    """Write what is told from the side of `seen_from`; the mark of the other side is kept.

    Raises StaleVersion, RelationRefused, DoesNotExist. The event holds what undo writes back.
    """
    relation = _locked(relation.pk, version)
    before, facts = _columns(relation), _facts(relation)
    other = relation.other if relation.person_id == seen_from.pk else relation.person
    _fill(relation, seen_from, other, bond)
    return _rewrite(relation, before, facts, by)


def disconnect(relation: Relationship, *, version: int, by: Member) -> Event:
    """End a relation; both people stay. Raises StaleVersion, DoesNotExist."""
    relation = _locked(relation.pk, version)
    return _end(relation, by)


def retype(relation: Relationship, kind: RelationType, *, is_inverse: bool, by: Member) -> None:
    """Give a relation another type, with changed sides if `is_inverse`; one that is there already takes it up.

    Called under `lock`.
    """
    before, facts = _columns(relation), _facts(relation)
    if is_inverse:
        relation.person, relation.other = relation.other, relation.person
        marks = (relation.is_inverse_emergency_contact, relation.is_emergency_contact)
        relation.is_emergency_contact, relation.is_inverse_emergency_contact = marks
    relation.type = kind
    if twin := twin_of(relation):
        _take_up(twin, relation)
        relation = Relationship.objects.select_related("person", "other", "type").get(pk=relation.pk)
        _end(relation, by)
    elif PersonState.MERGED in (relation.person.state, relation.other.state):  # aside until its merge is undone
        relation.version += 1
        relation.save()
    else:
        _rewrite(relation, before, facts, by)


def lock() -> None:
    """One after the other in a workspace: twins from both sides and loops over several people show only together."""
    in_turn(RELATIONS)


def take_back(event: Event, *, version: int, by: Member) -> None:
    """Bring back what an event changed or deleted. Raises StaleVersion, RelationRefused, DoesNotExist."""
    before = event.detail["columns"]
    pk = UUID(event.detail["relation"])
    if event.act == "relationship.change":
        relation = _locked(pk, version)
        old, facts = _columns(relation), _facts(relation)
        _write(relation, before)
        _rewrite(relation, old, facts, by)
        return
    lock()
    if Relationship.objects.filter(pk=pk).exists():
        raise StaleVersion
    relation = Relationship(pk=pk, version=before["version"] + 1)
    _write(relation, before)
    check(relation, by=by)
    relation.save(force_insert=True)
    bring_back(relation, event.detail.get("told", {}))
    _touch_both(relation)
    _tell("relationship.restoration", relation, by, {}, _facts(relation))


def reversible(change_id: UUID, person: Person, *, by: Member) -> Event:
    """The event of a change or deletion that `by` made at a relation of this person. Raises DoesNotExist."""
    event: Event = Event.objects.get(pk=change_id, act__in=RESTORABLE, member=by)
    if str(person.pk) not in (event.detail["columns"]["person_id"], event.detail["columns"]["other_id"]):
        raise Event.DoesNotExist
    return event


def _locked(pk: UUID, version: int) -> Relationship:
    lock()
    relation: Relationship = Relationship.objects.select_related("person", "other", "type").get(pk=pk)
    if relation.version != version:
        raise StaleVersion
    return relation


def _fill(relation: Relationship, person: Person, other: Person, bond: Bond) -> None:
    """Set the columns from what is told on the side of `person`."""
    was_inverse = relation.other_id == person.pk
    kept = relation.is_emergency_contact if was_inverse else relation.is_inverse_emergency_contact
    marks = (bond.is_emergency_contact, kept)
    if bond.is_inverse:
        person, other, marks = other, person, (kept, bond.is_emergency_contact)
    relation.person, relation.other, relation.type, relation.note = person, other, bond.type, bond.note
    relation.is_emergency_contact, relation.is_inverse_emergency_contact = marks
    relation.is_main_payer = bond.is_main_payer and bond.type.code == PAYER
    relation.custody = bond.custody if bond.type.code == CUSTODIAN else ""


def _write(relation: Relationship, columns: dict[str, Any]) -> None:
    """Set the columns from those of an event; people and type are read anew. Raises DoesNotExist."""
    relation.person = Person.objects.get(pk=columns["person_id"])
    relation.other = Person.objects.get(pk=columns["other_id"])
    relation.type = RelationType.objects.get(pk=columns["type_id"])
    relation.custody = columns.get("custody", "")  # events from before it was asked lack it
    for name in ("note", *FLAGS):
        setattr(relation, name, columns[name])


def _rewrite(relation: Relationship, before: dict[str, Any], facts: "Facts", by: Member) -> Event:
    check(relation, by=by)
    relation.version += 1
    relation.save()
    _touch_both(relation)
    return _tell("relationship.change", relation, by, facts, _facts(relation), columns=before)


def _end(relation: Relationship, by: Member) -> Event:
    """Delete it; the event keeps all that undo needs."""
    _touch_both(relation)
    kept = {"columns": _columns(relation), "told": kept_of(relation)}
    event = _tell("relationship.deletion", relation, by, _facts(relation), {}, **kept)
    relation.delete()
    return event


def _take_up(twin: Relationship, relation: Relationship) -> None:
    """Let one relation have the marks, the note and all that is told by another one between the same two."""
    is_turned = twin.person_id != relation.person_id
    marks = (relation.is_emergency_contact, relation.is_inverse_emergency_contact)
    forth, back = marks[::-1] if is_turned else marks
    twin.is_emergency_contact |= forth
    twin.is_inverse_emergency_contact |= back
    twin.note = twin.note or relation.note
    twin.version += 1
    twin.save()
    hand_over(relation, twin)


def _touch_both(relation: Relationship) -> None:
    for person in sorted((relation.person, relation.other), key=lambda person: person.pk):
        touch(person, SECTION)


def _columns(relation: Relationship) -> dict[str, Any]:
    """All that undo needs, as the event keeps it."""
    return {name: getattr(relation, name) for name in (*COLUMNS, *FLAGS, "version")}


Facts = dict[UUID, dict[str, str]]  # of each of the two: {label: text}; labels are the English ids of the catalogue


def _facts(relation: Relationship) -> Facts:
    """What a relation says on either record."""
    kind, person, other = relation.type, relation.person, relation.other
    main, custody = _("yes") if relation.is_main_payer else "", relation.custody
    sides = (
        (person, other, kind.label, relation.is_emergency_contact),
        (other, person, kind.inverse_label, relation.is_inverse_emergency_contact),
    )
    return {
        near.pk: {
            "Relationship": f"{label}: {far.name}",
            "Note": relation.note,
            "Emergency contact": _("yes") if is_called else "",
            "Main billing recipient": main,
            "Custody": str(Custody(custody).label) if custody else "",
        }
        for near, far, label, is_called in sides
    }


def _tell(act: str, relation: Relationship, by: Member, before: Facts, after: Facts, **detail: Any) -> Event:
    """An event on the record of each of the two; returns the first."""
    events = [
        record(
            act,
            by=by,
            subject=near,
            client=near,
            relation=relation.pk,
            people=[relation.person_id, relation.other_id],
            changes=_changes(before.get(near.pk, {}), after.get(near.pk, {})),
            **detail,
        )
        for near in (relation.person, relation.other)
    ]
    return events[0]


def _changes(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    pairs = {label: [before.get(label, ""), after.get(label, "")] for label in {**before, **after}}
    return {label: pair for label, pair in pairs.items() if pair[0] != pair[1]}
