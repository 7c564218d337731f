"""Saving one section of a record, and taking it back."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation

from kartei.audit.models import Event
from kartei.audit.recording import record
from kartei.people import searching
from kartei.people.fields.reading import Values
from kartei.people.fields.sections import Section
from kartei.people.models import FieldType, Person
from kartei.people.sections import plain
from kartei.people.versions import touch
from kartei.tenancy.models import Member


@transaction.atomic
def save_section(
    person: Person,
    section: Section,
    values: Values,
    *,
    version: int,
    also: Mapping[str, int] = MappingProxyType({}),
    by: Member,
) -> Event:
    """Write the section's values. Raises StaleVersion when somebody has saved it since `version` was read.

    `also` are further sections that are written to, since fields were moved there, each with the version that was read.
    The event holds each changed field as [old, new] text and the values from before, which undo writes back.
    """
    locked = touch(person, section.code, version)  # the locked row: what was read before may be old by now
    for code in set(section.homes({"asked": list(values)}).values()):
        locked = touch(person, code, also.get(code))
    before = {**section.read(locked), **section.strangers(locked, values)}
    after = {**before, **plain(values)}  # an own field that was added meanwhile keeps what it says
    section.write(locked, after)
    searching.refresh(locked)
    return record(
        "section.change",
        by=by,
        subject=locked,
        client=locked,
        section=section.code,
        before=before,
        **_changes(section, before, after),
    )


def take_back(person: Person, section: Section, change_id: UUID, *, version: int, by: Member) -> Event:
    """Write back what an event of this section replaced. Raises DoesNotExist, StaleVersion if somebody saved since."""
    change = Event.objects.get(pk=change_id, act="section.change", subject_id=person.pk, detail__section=section.code)
    return save_section(person, section, change.detail["before"], version=version, by=by)


def last_change(person: Person, section: Section) -> Event | None:
    """The event of the section's last save: who it was, and when."""
    saved = Event.objects.filter(act="section.change", subject_id=person.pk, detail__section=section.code)
    event: Event | None = saved.order_by("-id").first()
    return event


def _changes(section: Section, before: Values, after: Values) -> dict[str, Any]:
    """What differs, as the event has it: `changes` for every reader of the record, `reserved` for some of them.

    Labels of fixed fields are the English ids of the catalogue: each reader sees their own.
    """
    changes = _fixed_changes(section, before, after)
    reserved: dict[str, Any] = {}
    own: dict[str, str] = {}
    old = dict(section.own_facts(before))
    for field, text in section.own_facts(after):
        if old.get(field) == text:
            continue
        own[field.label] = field.name
        if field.type == FieldType.PERSON:
            reserved[field.label] = [before.get(field.name) or "", after.get(field.name) or ""]
        elif field.group:
            reserved[field.label] = [old.get(field, ""), text]
        else:
            changes[field.label] = [old.get(field, ""), text]
    return {"changes": changes, **({"own": own} if own else {}), **({"reserved": reserved} if reserved else {})}


def _fixed_changes(section: Section, before: Values, after: Values) -> dict[str, list[str]]:
    english: dict[str, str] = {}
    for values in (before, after):
        with translation.override("en"):
            ids = [label for label, _ in section.fixed_facts(values)]
        english |= zip([label for label, _ in section.fixed_facts(values)], ids, strict=True)
    old, new = dict(section.fixed_facts(before)), dict(section.fixed_facts(after))
    return {
        english[label]: [old.get(label, ""), new.get(label, "")]
        for label in english
        if old.get(label) != new.get(label)
    }
