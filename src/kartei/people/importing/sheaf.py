"""The rows of some thousand people, gathered by table and stored together."""

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kartei.db.keys import uuid7
from kartei.people import searching
from kartei.people.importing import copying
from kartei.people.importing.records import Record
from kartei.people.importing.terms import Terms
from kartei.people.models import (
    Address,
    Assignment,
    Client,
    ClientTag,
    Consent,
    Email,
    ExternalId,
    ImportChange,
    ImportRow,
    Person,
    Phone,
    Profile,
    Tag,
)
from kartei.people.versions import version_of

FURTHER_NAMES = ("preferred_name", "birth_name", "middle_name")

# What others point at comes first: foreign keys are checked at once.
_ORDER = (
    Tag, Person, Client, Profile, Email, Phone, Address, Consent, ExternalId, ClientTag, Assignment, ImportChange,
    ImportRow,
)  # fmt: skip
# What a row of the file may change in a record that is here already.
_CHANGED: dict[type[models.Model], tuple[str, ...]] = {
    Person: (
        "salutation", "title", "first_name", "name_prefix", "last_name", "organisation", "role", "birth_date",
        "main_email", "main_phone", "sort_key", "name_key", "search", "version", "versions",
    ),
    Client: ("kind", "status_id"),
    Profile: (
        "middle_name", "birth_name", "preferred_name", "pronouns", "gender", "language", "form_of_address", "time_zone",
        "occupation", "employer", "family_state", "died_on", "insurer", "insurance_number", "has_aid", "alerts", "note",
        "imported",
    ),
    Consent: ("granted", "on", "origin"),
    Email: ("is_main",),
    Phone: ("is_main",),
    Address: ("is_main",),
}  # fmt: skip


# Of a new record; the rest are the same defaults for all.
_OF_A_NEW_ONE = (
    "id", "kind", "salutation", "title", "first_name", "name_prefix", "last_name", "organisation", "birth_date",
    "is_client", "main_email", "main_phone", "sort_key", "name_key", "search", "created_at", "created_by_id",
)  # fmt: skip
_TABLES: dict[str, type[models.Model]] = {
    "profile": Profile, "client": Client, "consents": Consent, "emails": Email, "phones": Phone, "addresses": Address,
}  # fmt: skip


class Sheaf:
    """New and changed rows by model. Nothing is stored until `store` is called, so a rehearsal drops it."""

    def __init__(self) -> None:
        self.new: dict[type[models.Model], list[copying.Row]] = defaultdict(list)
        self.changed: dict[type[models.Model], list[copying.Row]] = defaultdict(list)

    def add(self, model: type[models.Model], values: copying.Row) -> None:
        self.new[model].append(values)

    def bind(self, record: Record, terms: Terms) -> None:
        """Add a finished record: what is new of it, what has changed, and what undo has to bring back."""
        _fill_keys(record)
        person = vars(record.person)
        if record.is_new:
            self.add(Person, {name: person[name] for name in _OF_A_NEW_ONE})
            self.add(Profile, record.profile)
            if record.client is not None:
                self.add(Client, record.client)
        else:
            _count_up(record)
            self.changed[Person].append(person)
            self._add_changes(record)
        for model, values in record.added:
            self.add(model, values)
        change = {
            "id": uuid7(),
            "batch_id": terms.batch_id,
            "person_id": record.person.pk,
            "version_after": record.person.version,
        }
        self.add(ImportChange, change | {"before": None if record.is_new else _before(record)})

    def _add_changes(self, record: Record) -> None:
        for table, model in _TABLES.items():
            if changed := record.before.get(table):
                self.changed[model] += [row for row in record.rows(table) if str(row["id"]) in changed]

    def changes(self, people: Collection[UUID]) -> bool:
        """Whether it holds something new of one of these."""
        return any(person["id"] in people for person in self.changed[Person])

    def store(self) -> None:
        for model, names in _CHANGED.items():
            copying.update(model, self.changed[model], names)
        for model in _ORDER:
            copying.insert(model, self.new[model])


def _fill_keys(record: Record) -> None:
    """What the lists read of a person, as `searching.refresh` has it for one that is stored."""
    emails = sorted(record.emails, key=lambda email: not email["is_main"])
    phones = sorted(record.phones, key=lambda phone: not phone["is_main"])
    record.person.main_email = emails[0]["value"] if emails else ""
    record.person.main_phone = phones[0]["shown"] if phones else ""
    profile = record.profile
    searching.fill_keys(
        record.person,
        further=[name for key in FURTHER_NAMES if (name := profile.get(key))],
        number=record.client["number"] if record.client else None,
        emails=[email["value"] for email in emails],
        phones=[phone["number"] or phone["value"] for phone in phones],
        own=record.own_texts,
    )


def _count_up(record: Record) -> None:
    """An edit form that is open on one of these sections must not overwrite what the file has brought."""
    person = record.person
    person.version += 1
    person.versions = person.versions | {code: version_of(person, code) + 1 for code in record.sections if code}


def _before(record: Record) -> Any:
    added: dict[str, list[Any]] = defaultdict(list)
    for model, values in record.added:
        added[model._meta.model_name or ""].append(values["id"])
    return json.loads(json.dumps({"changed": record.before, "added": added}, cls=DjangoJSONEncoder))
