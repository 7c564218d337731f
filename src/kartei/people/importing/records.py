"""A record while a run works on it: one that is here already, or one that is about to be."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from kartei.db.keys import uuid7
from kartei.people.fields.searched import texts_of, words_of
from kartei.people.importing.terms import Terms
from kartei.people.models import Address, Assignment, Client, ClientTag, Consent, Email, Person, Phone, Profile

Values = dict[str, Any]


@dataclass(slots=True)
class Record:
    """A person with everything around it, as plain values; `before` and `added` say what the run has done to it."""

    person: Person
    profile: Values
    client: Values | None = None
    emails: list[Values] = field(default_factory=list)
    phones: list[Values] = field(default_factory=list)
    addresses: list[Values] = field(default_factory=list)
    consents: dict[str, Values] = field(default_factory=dict)  # by purpose
    tags: set[UUID] = field(default_factory=set)
    members: set[UUID] = field(default_factory=set)
    own_texts: list[str] = field(default_factory=list)  # of searchable own fields, which no file changes
    is_new: bool = False
    before: dict[str, Values] = field(default_factory=dict)  # table → id → column → old value
    added: list[tuple[type[models.Model], Values]] = field(default_factory=list)
    sections: set[str] = field(default_factory=set)  # of the page „Personal“, that were touched
    changes: int = 0

    def add(self, model: type[models.Model], section: str, values: Values) -> None:
        """A further row beside the person; the same dictionary may still change until it is stored."""
        values["id"] = uuid7()
        values["person_id"] = values["client_id"] = self.person.pk  # the table takes the one it has
        self.added.append((model, values))
        self.sections.add(section)
        self.changes += 1

    def set(self, table: str, row: Values, name: str, value: Any, section: str) -> None:
        """Change a value; of a record that was here before, the first old one is remembered."""
        if not self.is_new:
            self.before.setdefault(table, {}).setdefault(str(row["id"]), {}).setdefault(name, row[name])
            self.sections.add(section)
        row[name] = value
        self.changes += 1

    def rows(self, table: str) -> list[Values]:
        """The rows of one of the tables that `before` names."""
        found = getattr(self, table)
        return list(found.values()) if table == "consents" else found if isinstance(found, list) else [found]


def empty(terms: Terms, *, number: int | None) -> Record:
    """A record to be filled: a client when it has a number, else a contact."""
    person = Person(is_client=number is not None, created_at=terms.at, created_by_id=terms.member_id)
    client = {"id": person.pk, "person_id": person.pk, "number": number} if number is not None else None
    return Record(person, {"id": uuid7(), "person_id": person.pk, "imported": ""}, client, is_new=True)


def load(ids: Collection[UUID], *, lock: bool) -> dict[UUID, Record]:
    """The records of some people in ten queries at most, locked to the end of the transaction if they are to change."""
    if not ids:
        return {}
    found = Person.objects.filter(id__in=ids).order_by("id")
    people = {person.pk: person for person in (found.select_for_update() if lock else found)}
    profiles = {row["person_id"]: row for row in Profile.objects.filter(person_id__in=people).values()}
    records = {pk: Record(person, profiles[pk]) for pk, person in people.items()}
    for client in Client.objects.filter(id__in=people).values():
        records[client["id"]].client = dict(client)
    for model, name in ((Email, "emails"), (Phone, "phones"), (Address, "addresses")):
        for row in model.objects.filter(person_id__in=people).order_by("-is_main", "position", "id").values():
            getattr(records[row["person_id"]], name).append(row)
    for consent in Consent.objects.filter(person_id__in=people).values():
        records[consent["person_id"]].consents[consent["purpose"]] = consent
    for client_id, tag_id in ClientTag.objects.filter(client_id__in=people).values_list("client_id", "tag_id"):
        records[client_id].tags.add(tag_id)
    for client_id, member_id in Assignment.objects.filter(client_id__in=people).values_list("client_id", "member_id"):
        records[client_id].members.add(member_id)
    for pk, texts in texts_of(list(people)).items():
        records[pk].own_texts = words_of(texts)
    return records
