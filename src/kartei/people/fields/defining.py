"""What the practice adds to „Personal“: fields and sections, made, changed, put in order, and taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kartei.audit.recording import record
from kartei.people.fields.kinds import answers_of
from kartei.people.models import BUILT_IN_SECTIONS, Field, FieldSection, FieldType, SectionValues
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member

MOST_FIELDS, MOST_SECTIONS = 300, 50  # of a workspace
WIDENINGS = {FieldType.SHORT_TEXT: FieldType.LONG_TEXT, FieldType.SINGLE_CHOICE: FieldType.MULTI_CHOICE}
"""The changes of a type that every value survives (product.md, 3.2)."""


class Refused(Exception):
    """Nothing was changed; `reason` says why: "too_many", "taken", "has_fields"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Definition:
    """What is told of a field. `answers` are those of a choice: (key, "" for a new one; label, "" to take it out)."""

    label: str
    help_text: str = ""
    is_required: bool = False
    on_contacts: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    answers: Sequence[tuple[str, str]] = ()


@transaction.atomic
def add_field(type_: FieldType, told: Definition, section: str, *, by: Member) -> Field:
    """A new field at the end of a section, named by its code; it is there, empty, on every record. Raises Refused."""
    row = _section(section)
    there = list(Field.objects.select_for_update().filter(section=row))
    if Field.objects.count() >= MOST_FIELDS:
        raise Refused("too_many")
    _refuse_taken(told.label, there)
    new = Field(
        section=row,
        type=type_,
        label=told.label,
        help_text=told.help_text,
        is_required=told.is_required,
        on_contacts=told.on_contacts,
        options=told.options,
        position=max((one.position for one in there), default=-1) + 1,
    )
    _give_answers(new, told)
    new.save(force_insert=True)
    record("field.addition", by=by, subject=new, name=new.label)
    return new


@transaction.atomic
def edit_field(found: Field, told: Definition, *, type_: FieldType | None = None, version: int, by: Member) -> Field:
    """Change what a field asks; its values stay. Raises StaleVersion and Refused."""
    found = Field.objects.select_for_update(of=("self",)).select_related("section").get(pk=found.pk)
    if found.version != version:
        raise StaleVersion
    _refuse_taken(told.label, Field.objects.filter(section=found.section).exclude(pk=found.pk))
    before = found.label
    if type_ and WIDENINGS.get(FieldType(found.type)) == type_:
        found.type = type_
    found.label, found.help_text = told.label, told.help_text
    found.is_required, found.on_contacts = told.is_required, told.on_contacts
    found.options = {**told.options, "answers": answers_of(found)}
    _give_answers(found, told)
    found.version += 1
    found.save()
    record(
        "field.change", by=by, subject=found, changes={"Label": [before, found.label]} if before != found.label else {}
    )
    return found


@transaction.atomic
def move_field(found: Field, step: int, *, by: Member) -> None:
    """One place up (-1) or down (1) in its section; at the end of it nothing happens."""
    order = list(Field.objects.select_for_update().filter(section_id=found.section_id, archived_at=None))
    if _moved(order, found, step):
        Field.objects.bulk_update(order, ["position"])
        record("field.change", by=by, subject=found)


@transaction.atomic
def remove_field(found: Field, *, by: Member) -> int:
    """Take a field out of every record; returns how many say something in it.

    With values it is archived, and they stay; without, it is deleted.
    """
    found = Field.objects.select_for_update().get(pk=found.pk)
    count = used(found)
    if count:
        found.archived_at = timezone.now()
        found.version += 1
        found.save(update_fields=["archived_at", "version"])
    record("field.archival" if count else "field.removal", by=by, subject=found, name=found.label)
    if not count:
        found.delete()
    return count


@transaction.atomic
def restore_field(found: Field, *, by: Member) -> None:
    """Bring an archived field back, with what the records said in it."""
    found = Field.objects.select_for_update().get(pk=found.pk)
    found.archived_at = None
    found.version += 1
    found.save(update_fields=["archived_at", "version"])
    record("field.restoration", by=by, subject=found, name=found.label)


def used(found: Field) -> int:
    """How many records say something in a field."""
    return int(SectionValues.objects.filter(section_id=found.section_id, values__has_key=found.name).count())


@transaction.atomic
def add_section(name: str, *, by: Member) -> FieldSection:
    """A new section at the foot of „Personal“. Raises Refused."""
    there = _own_sections()
    if len(there) >= MOST_SECTIONS:
        raise Refused("too_many")
    _refuse_taken_section(name, there)
    new = FieldSection(name=name, key=name.casefold(), position=max((row.position for row in there), default=-1) + 1)
    new.save(force_insert=True)
    record("fieldsection.addition", by=by, subject=new, name=name)
    return new


@transaction.atomic
def rename_section(row: FieldSection, name: str, *, version: int, by: Member) -> None:
    """Raises StaleVersion and Refused."""
    row = FieldSection.objects.select_for_update().get(pk=row.pk)
    if row.version != version:
        raise StaleVersion
    _refuse_taken_section(name, [other for other in _own_sections() if other.pk != row.pk])
    before, row.name, row.key = row.name, name, name.casefold()
    row.version += 1
    row.save(update_fields=["name", "key", "version"])
    record("fieldsection.change", by=by, subject=row, changes={"Name": [before, name]})


@transaction.atomic
def move_section(row: FieldSection, step: int, *, by: Member) -> None:
    """One place up (-1) or down (1) among the own sections."""
    order = _own_sections()
    if _moved(order, row, step):
        FieldSection.objects.bulk_update(order, ["position"])
        record("fieldsection.change", by=by, subject=row)


@transaction.atomic
def remove_section(row: FieldSection, *, by: Member) -> None:
    """Only an empty one: fields with values could vanish with it. Raises Refused."""
    row = FieldSection.objects.select_for_update().get(pk=row.pk)
    if row.fields.exists():
        raise Refused("has_fields")
    record("fieldsection.removal", by=by, subject=row, name=row.name)
    row.delete()


def _section(code: str) -> FieldSection:
    """The row of a section by its code, locked; that of a built-in one is made when it is needed first."""
    if code in BUILT_IN_SECTIONS:
        FieldSection.objects.bulk_create([FieldSection(built_in=code, key=f":{code}")], ignore_conflicts=True)
        rows = FieldSection.objects.filter(built_in=code)
    else:
        rows = FieldSection.objects.filter(pk=code.removeprefix("s"), built_in="")
    row: FieldSection = rows.select_for_update().get()
    return row


def _own_sections() -> list[FieldSection]:
    """All of them, so that two who change them at once come one after the other."""
    return list(FieldSection.objects.select_for_update().filter(built_in="").order_by("position", "id"))


def _moved(order: list[Any], one: Any, step: int) -> bool:
    """Change places in `order` and number it anew; False at the end of it."""
    at = next((place for place, other in enumerate(order) if other.pk == one.pk), None)
    if at is None or not 0 <= at + step < len(order):
        return False
    order[at], order[at + step] = order[at + step], order[at]
    for place, other in enumerate(order):
        other.position = place
    return True


def _give_answers(found: Field, told: Definition) -> None:
    """Rename the answers that are known, add the new ones; one that is in use is retired instead of deleted."""
    if not told.answers:
        return
    known = {one["key"]: one for one in answers_of(found)}
    answers: list[dict[str, Any]] = []
    for key, label in told.answers:
        if label:
            answers.append({"key": key or uuid4().hex[:8], "label": label})
        elif key in known and _is_used(found, key):
            answers.append({**known[key], "retired": True})
    named = {key for key, _label in told.answers}
    answers += [one for key, one in known.items() if key not in named and one.get("retired")]
    found.options = {**found.options, "answers": answers}


def _is_used(found: Field, key: str) -> bool:
    kept: QuerySet[SectionValues] = SectionValues.objects.filter(section_id=found.section_id)
    name = f"values__{found.name}"
    return kept.filter(**{name: key}).exists() or kept.filter(**{f"{name}__contains": [key]}).exists()


def _refuse_taken(label: str, others: Any) -> None:
    if any(label.casefold() == other.label.casefold() for other in others):
        raise Refused("taken")


def _refuse_taken_section(name: str, others: Sequence[FieldSection]) -> None:
    named = [*(str(label) for label in BUILT_IN_SECTIONS.values()), *(other.name for other in others)]
    if any(name.casefold() == other.casefold() for other in named):
        raise Refused("taken")
