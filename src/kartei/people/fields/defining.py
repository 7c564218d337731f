"""What the practice adds to „Personal“: fields and sections, made, changed, put in order, and taken out again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kartei.audit.recording import record
from kartei.db.locks import VOCABULARY, in_turn
from kartei.people.fields import formulas
from kartei.people.fields.choices import answers_of
from kartei.people.fields.guarding import RIGHTS
from kartei.people.fields.uploads import remove_files
from kartei.people.models import BUILT_IN_SECTIONS, Field, FieldFile, FieldGroup, FieldSection, FieldType, SectionValues
from kartei.people.versions import StaleVersion
from kartei.people.vocabulary import row_of
from kartei.tenancy.models import Member

MOST_FIELDS, MOST_SECTIONS = 300, 50  # of a workspace
WIDENINGS = {FieldType.SHORT_TEXT: FieldType.LONG_TEXT, FieldType.SINGLE_CHOICE: FieldType.MULTI_CHOICE}
"""The changes of a type that every value survives (product.md, 3.2)."""
FORMULA_PARTS = {FieldType.CALCULATED}
"""The types whose change can make a formula senseless."""


class Refused(Exception):
    """Nothing was changed; `reason` says why, `about` names what stands in the way.

    "too_many", "taken", "has_fields", "moving", "in_formula", "cycle", "chain", "breaks", "closed".
    """

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason)
        self.reason, self.about = reason, about


class Starting(Protocol):
    """What starts a job about a field; the job is part of the transaction."""

    def __call__(self, *, workspace_id: str, field_id: str) -> Any: ...


@dataclass
class Definition:
    """What is told of a field. `answers` are those of a choice: (key, "" for a new one; label, "" to take it out)."""

    label: str
    help_text: str = ""
    is_required: bool = False
    on_contacts: bool = False
    is_searchable: bool = False
    group: str = ""
    in_portal: bool = False
    edited_in_portal: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    answers: Sequence[tuple[str, str]] = ()


@transaction.atomic
def add_field(type_: FieldType, told: Definition, section: str, *, by: Member) -> Field:
    """A new field at the end of a section, named by its code; it is there, empty, on every record.

    Raises Refused, and DoesNotExist for a section that is gone.
    """
    in_turn(VOCABULARY)
    row = section_row(section)
    there = list(Field.objects.filter(section=row))
    if Field.objects.count() >= MOST_FIELDS:
        raise Refused("too_many")
    _refuse_taken(told.label, there)
    new = Field(section=row, type=type_, position=max((one.position for one in there), default=-1) + 1)
    _take(new, told)
    _give_answers(new, told)
    if type_ == FieldType.CALCULATED:
        _refuse_long_chains([new], {one.name: one for one in [*_formulas(), new]})
    new.save(force_insert=True)
    record("field.addition", by=by, subject=new, name=new.label)
    return new


@transaction.atomic
def edit_field(
    found: Field, told: Definition, *, type_: FieldType | None = None, version: int, by: Member, index: Starting
) -> Field:
    """Change what a field asks; its values stay. Raises StaleVersion, Refused and DoesNotExist.

    `index` starts the job that reads the records anew for the search, when the field is found there now, or no more.
    """
    in_turn(VOCABULARY)
    calculated = _formulas() if found.type in FORMULA_PARTS else []
    found = Field.objects.select_for_update(of=("self",)).select_related("section").get(pk=found.pk)
    if found.version != version:
        raise StaleVersion
    _refuse_taken(told.label, Field.objects.filter(section=found.section).exclude(pk=found.pk))
    _refuse_opening(found, told.group, by)
    before, was_searched = found.label, found.is_searchable
    if type_ and WIDENINGS.get(FieldType(found.type)) == type_:
        found.type = type_
    answers = answers_of(found)
    _take(found, told)
    found.options = {**told.options, **({"answers": answers} if answers else {})}
    _give_answers(found, told)
    _refuse_broken_formulas(found, calculated)
    found.version += 1
    found.save()
    record(
        "field.change", by=by, subject=found, changes={"Label": [before, found.label]} if before != found.label else {}
    )
    if found.is_searchable != was_searched:
        index(workspace_id=str(found.workspace_id), field_id=str(found.pk))
    return found


@transaction.atomic
def remove_field(found: Field, *, by: Member, index: Starting) -> int:
    """Take a field out of every record; returns how many say something in it. Raises Refused and DoesNotExist.

    With values it is archived, and they stay; without, it is deleted. Whoever is just saving a value is waited for.
    """
    in_turn(VOCABULARY)
    _refuse_used_in_formula(found)
    found = Field.objects.select_for_update(of=("self",)).get(pk=found.pk)
    count = used(found)
    if count and found.archived_at:  # somebody was faster
        return count
    if count:
        found.archived_at = timezone.now()
        found.version += 1
        found.save(update_fields=["archived_at", "version"])
        _index_if_searched(found, index)
    record("field.archival" if count else "field.removal", by=by, subject=found, name=found.label)
    if not count:
        remove_files(FieldFile.objects.filter(field=found))
        found.delete()
    return count


@transaction.atomic
def restore_field(found: Field, *, by: Member, index: Starting) -> None:
    """Bring an archived field back, with what the records said in it. Raises DoesNotExist."""
    in_turn(VOCABULARY)
    found = Field.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if found.archived_at is None:  # somebody was faster
        return
    found.archived_at = None
    found.version += 1
    found.save(update_fields=["archived_at", "version"])
    record("field.restoration", by=by, subject=found, name=found.label)
    _index_if_searched(found, index)


def used(found: Field) -> int:
    """How many records say something in a field."""
    return int(SectionValues.objects.filter(section_id__in=found.homes, values__has_key=found.name).count())


@transaction.atomic
def add_section(name: str, *, by: Member) -> FieldSection:
    """A new section at the foot of „Personal“. Raises Refused."""
    there = own_sections()
    if len(there) >= MOST_SECTIONS:
        raise Refused("too_many")
    _refuse_taken_section(name, there)
    new = FieldSection(name=name, key=name.casefold(), position=max((row.position for row in there), default=-1) + 1)
    new.save(force_insert=True)
    record("fieldsection.addition", by=by, subject=new, name=name)
    return new


@transaction.atomic
def rename_section(row: FieldSection, name: str, *, version: int, by: Member) -> None:
    """Raises StaleVersion, Refused and DoesNotExist."""
    there = own_sections()
    row = row_of(row, there)
    if row.version != version:
        raise StaleVersion
    _refuse_taken_section(name, [other for other in there if other.pk != row.pk])
    before, row.name, row.key = row.name, name, name.casefold()
    row.version += 1
    row.save(update_fields=["name", "key", "version"])
    record("fieldsection.change", by=by, subject=row, changes={"Name": [before, name]})


@transaction.atomic
def remove_section(row: FieldSection, *, by: Member) -> None:
    """Only an empty one: fields with values could vanish with it. Raises Refused and DoesNotExist."""
    in_turn(VOCABULARY)
    row = FieldSection.objects.select_for_update().get(pk=row.pk)
    if row.fields.exists() or Field.objects.filter(moved_from=row).exists():
        raise Refused("has_fields")
    SectionValues.objects.filter(section=row).delete()  # of fields that were moved away: nothing is left in them
    record("fieldsection.removal", by=by, subject=row, name=row.name)
    row.delete()


def section_row(code: str) -> FieldSection:
    """The row of a section by its code; that of a built-in one is made when it is needed first. Raises DoesNotExist.

    Called under the lock of the vocabulary.
    """
    if code in BUILT_IN_SECTIONS:
        FieldSection.objects.bulk_create([FieldSection(built_in=code, key=f":{code}")], ignore_conflicts=True)
        rows = FieldSection.objects.filter(built_in=code)
    else:
        rows = FieldSection.objects.filter(pk=code.removeprefix("s"), built_in="")
    row: FieldSection = rows.get()
    return row


def own_sections() -> list[FieldSection]:
    """All of them, so that two who change them at once, or add some, come one after the other."""
    in_turn(VOCABULARY)
    return list(FieldSection.objects.filter(built_in="").order_by("position", "id"))


def _take(found: Field, told: Definition) -> None:
    found.label, found.help_text, found.options = told.label, told.help_text, told.options
    found.is_required, found.on_contacts = told.is_required, told.on_contacts
    found.is_searchable, found.group = told.is_searchable, told.group
    found.in_portal, found.edited_in_portal = told.in_portal, told.edited_in_portal


def _index_if_searched(found: Field, index: Starting) -> None:
    if found.is_searchable:
        index(workspace_id=str(found.workspace_id), field_id=str(found.pk))


def _formulas() -> list[Field]:
    """Every calculated field. Called under the lock of the vocabulary, as whatever changes formulas is."""
    return list(Field.objects.in_use().filter(type=FieldType.CALCULATED).order_by("id"))


def _refuse_broken_formulas(found: Field, calculated: Sequence[Field]) -> None:
    """A changed formula must not lead back to itself, nor leave another one that reckons with it without sense."""
    if not calculated:
        return
    fields = {one.name: one for one in Field.objects.all()} | {found.name: found}
    if found.name in formulas.depending_on([found.name], fields):
        raise Refused("cycle")
    _refuse_long_chains([found, *calculated], fields)
    sorts = formulas.sorts_of(fields.values())
    broken = next((one for one in calculated if one.pk != found.pk and one.name not in sorts), None)
    if broken:
        raise Refused("breaks", broken.label)


def _refuse_long_chains(several: Iterable[Field], fields: Mapping[str, Field]) -> None:
    """A page works out each result from those before it, over so many steps and no more."""
    if any(formulas.chain_to(one.name, fields) > formulas.LONGEST_CHAIN for one in several):
        raise Refused("chain")


def _refuse_used_in_formula(found: Field) -> None:
    user = next((one for one in _formulas() if found.name in formulas.references(one)), None)
    if user and user.pk != found.pk:
        raise Refused("in_formula", user.label)


def _give_answers(found: Field, told: Definition) -> None:
    """Rename the answers that are known, add the new ones; one that is in use is retired instead of deleted.

    A new one that is called like a retired one is that one, offered again with all that was said.
    """
    if not told.answers:
        return
    known = {one["key"]: one for one in answers_of(found)}
    answers: list[dict[str, Any]] = []
    retired = {one["label"].casefold(): key for key, one in known.items() if one.get("retired")}
    for key, label in told.answers:
        if label:
            answers.append({"key": key or retired.get(label.casefold()) or uuid4().hex[:8], "label": label})
        elif key in known and _is_used(found, key):
            answers.append({**known[key], "retired": True})
    named = {key for key, _label in told.answers} | {one["key"] for one in answers}
    answers += [one for key, one in known.items() if key not in named and one.get("retired")]
    found.options = {**found.options, "answers": answers}


def _is_used(found: Field, key: str) -> bool:
    kept: QuerySet[SectionValues] = SectionValues.objects.filter(section_id__in=found.homes)
    name = f"values__{found.name}"
    return kept.filter(**{name: key}).exists() or kept.filter(**{f"{name}__contains": [key]}).exists()


def _refuse_opening(found: Field, group: str, by: Member) -> None:
    """Nobody opens to themselves what is closed to them."""
    if found.group and group != found.group and not by.may(RIGHTS[FieldGroup(found.group)]):
        raise Refused("closed")


def _refuse_taken(label: str, others: Any) -> None:
    if any(label.casefold() == other.label.casefold() for other in others):
        raise Refused("taken")


def _refuse_taken_section(name: str, others: Sequence[FieldSection]) -> None:
    named = [*(str(label) for label in BUILT_IN_SECTIONS.values()), *(other.name for other in others)]
    if any(name.casefold() == other.casefold() for other in named):
        raise Refused("taken")
