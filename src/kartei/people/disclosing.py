"""What may be told of a client to whom: consent to share, and release of secrecy; changed, taken back, asked by date.

The portal asks `is_shared_on`, whoever writes to a third person `may_tell_on`. A day is named each time, so nothing has
to be switched off at midnight.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kartei.audit.models import Event
from kartei.audit.recording import record
from kartei.people.models import Client, Person, PersonState, Relationship, Release, Scope, Sharing, Standing
from kartei.people.sections import plain
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Right
from kartei.web.formats import date as shown_date

SOON, FEW = timedelta(days=14), 5  # of which „Start“ tells
Disclosure = Sharing | Release
NOUNS: dict[type[Disclosure], str] = {Sharing: "sharing", Release: "release"}
ACTS = tuple(f"{noun}.{act}" for noun in NOUNS.values() for act in ("creation", "change", "deletion"))
COLUMNS: dict[type[Disclosure], tuple[str, ...]] = {
    Sharing: ("has_portal_access", "scopes", "consented_on", "consented_by", "ends_on"),
    Release: ("topic", "starts_on", "ends_on", "withdrawn_on"),
}


def is_shared_on(day: date, scope: Scope, *, client: Person, other: Person) -> bool:
    """Whether `other` sees this of the client on that day."""
    found = Sharing.objects.filter(_between(client, other), client_id=client.pk)
    return any(sharing.is_shared_on(day, scope) for sharing in found)


def may_tell_on(day: date, *, client: Person, other: Person) -> list[Release]:
    """The releases by which the practice may tell `other` of the client on that day; none is a no."""
    found = Release.objects.filter(_between(client, other), client_id=client.pk)
    return [release for release in found if release.may_tell_on(day)]


def ending_releases(member: Member, today: date) -> list[Release]:
    """The first releases that end within two weeks, of live clients whom the member may edit and reach."""
    found = Release.objects.filter(withdrawn_on=None, ends_on__range=(today, today + SOON))
    clients = Client.objects.visible_to(member, Right.PROFILES_EDIT).filter(person__state=PersonState.LIVE)
    found = found.filter(client_id__in=clients.values("id"), client__person__is_demo=False)
    return list(found.select_related("client__person").defer("client__person__search").order_by("ends_on", "id")[:FEW])


def client_of(relation: Relationship, near: Person) -> Person:
    """Of whom is told: the one whose record is open, on a contact's page the client on the far side."""
    far: Person = relation.other if relation.person_id == near.pk else relation.person
    return near if near.is_client else far


def listener_of(relation: Relationship, client: Person) -> Person:
    """To whom is told: the other one."""
    other: Person = relation.other if relation.person_id == client.pk else relation.person
    return other


@dataclass(slots=True)
class Told:
    """What is told by one relation: for a line of „Beziehungen“."""

    sharing: Sharing | None = None
    releases: list[Release] = field(default_factory=list)

    def shown_on(self, day: date) -> list[Release]:
        """Those that hold or will hold; when there is none, the last one that did."""
        holding = [each for each in self.releases if each.standing_on(day) in (Standing.VALID, Standing.COMING)]
        return holding or self.releases[:1]


def told_by(relations: Iterable[UUID], near: Person) -> dict[UUID, Told]:
    """For each of these relations of `near` what is shared and released by it, in two statements."""
    told = {pk: Told() for pk in relations}
    mine = Q(client_id=near.pk) if near.is_client else Q()
    for sharing in Sharing.objects.filter(mine, relationship_id__in=told) if told else ():
        told[sharing.relationship_id].sharing = sharing
    for release in Release.objects.filter(mine, relationship_id__in=told) if told else ():
        told[release.relationship_id].releases.append(release)
    return told


@transaction.atomic
def put(row: Disclosure, told: dict[str, Any] | None, *, version: int, by: Member) -> Event:
    """Write what is told into a row, be it new; None takes it away. Raises StaleVersion.

    The event holds what undo writes back.
    """
    if not Relationship.objects.select_for_update().filter(pk=row.relationship_id).exists():
        raise StaleVersion
    same = {"relationship_id": row.relationship_id, "client_id": row.client_id}
    if isinstance(row, Sharing) and Sharing.objects.filter(**same).exclude(pk=row.pk).exists():
        raise StaleVersion
    stored = type(row)._default_manager.filter(pk=row.pk).first()
    if version != (stored.version if stored else 0):
        raise StaleVersion
    before = columns_of(stored) if stored else None
    facts = _facts(stored) if stored else {}
    if told is None:
        event = _record("deletion", row, facts, {}, before, by)
        row.delete()
        return event
    for name, value in told.items():
        setattr(row, name, value)
    row.version = version + 1
    row.save(force_insert=stored is None)
    return _record("change" if stored else "creation", row, facts, _facts(row), before, by)


def take_back(event: Event, *, version: int, by: Member) -> None:
    """Write back what an event of `put` replaced. Raises StaleVersion, DoesNotExist."""
    noun = event.act.partition(".")[0]
    model = next(each for each, name in NOUNS.items() if name == noun)
    detail = event.detail
    row: Disclosure = model._default_manager.filter(pk=detail["row"]).first() or model(
        pk=UUID(detail["row"]),
        relationship=Relationship.objects.select_related("person", "other").get(pk=detail["relation"]),
        client_id=UUID(str(event.client_id)),
    )
    told = _read(model, detail["before"]) if detail["before"] else None
    put(row, told, version=version, by=by)


def reversible(change_id: UUID, relation: Relationship, client: Person, *, by: Member) -> Event:
    """The event of a change that `by` made to what this relation tells of the client. Raises DoesNotExist."""
    told = Event.objects.filter(act__in=ACTS, member=by, client_id=client.pk, detail__relation=str(relation.pk))
    event: Event = told.get(pk=change_id)
    return event


def columns_of(row: Disclosure) -> dict[str, Any]:
    """All that is told in a row, as JSON."""
    return plain({name: getattr(row, name) for name in COLUMNS[type(row)]})


def kept_of(relation: Relationship) -> dict[str, list[dict[str, Any]]]:
    """What goes along with a relation that is deleted, as its event keeps it."""
    return {
        noun: [
            {"id": str(row.pk), "client_id": str(row.client_id), "version": row.version, **columns_of(row)}
            for row in model._default_manager.filter(relationship=relation)
        ]
        for model, noun in NOUNS.items()
    }


def bring_back(relation: Relationship, kept: dict[str, list[dict[str, Any]]]) -> None:
    """Make the rows again that went along with a relation."""
    for model, noun in NOUNS.items():
        for values in kept.get(noun, []):
            ids = {"pk": UUID(values["id"]), "client_id": UUID(values["client_id"])}
            row = model(**ids, relationship=relation, version=values["version"] + 1, **_read(model, values))
            row.save(force_insert=True)


def hand_over(old: Relationship, new: Relationship) -> None:
    """Tell by another relation between the same two what is told by one; of two consents that one's stays."""
    Release.objects.filter(relationship=old).update(relationship=new)
    has_one = Sharing.objects.filter(relationship=new).values("client_id")
    Sharing.objects.filter(relationship=old).exclude(client_id__in=has_one).update(relationship=new)


def _between(client: Person, other: Person) -> Q:
    there = Q(relationship__person_id=client.pk, relationship__other_id=other.pk)
    return there | Q(relationship__person_id=other.pk, relationship__other_id=client.pk)


def _read(model: type[Disclosure], values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(values[name]) if name.endswith("_on") and values[name] else values[name]
        for name in COLUMNS[model]
    }


def _facts(row: Disclosure) -> dict[str, str]:
    return {label: shown_date(value) if isinstance(value, date) else str(value or "") for label, value in row.facts}


def _record(
    act: str, row: Disclosure, old: dict[str, str], new: dict[str, str], before: dict[str, Any] | None, by: Member
) -> Event:
    """An event on the client's record, which it is all about."""
    relation = row.relationship
    client = relation.person if relation.person_id == row.client_id else relation.other
    changes = {label: [old.get(label, ""), new.get(label, "")] for label in {**old, **new}}
    return record(
        f"{NOUNS[type(row)]}.{act}",
        by=by,
        subject=client,
        client=client,
        relation=relation.pk,
        row=row.pk,
        version=row.version,
        to=listener_of(relation, client).name,
        before=before,
        changes={label: pair for label, pair in changes.items() if pair[0] != pair[1]},
    )
