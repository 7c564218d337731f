"""The practice's own fields as parts of the sections of a record: what they read, write and show."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from kartei.people.fields.kinds import control_of, opened, told
from kartei.people.models import Field, FieldSection, Person, SectionValues
from kartei.people.section_forms import SectionForm

Values = dict[str, Any]


@dataclass(frozen=True)
class Section:
    code: str
    title: Any
    form: Any  # what makes a SectionForm of (data, *, values, version)
    read: Callable[[Person], Values]
    write: Callable[[Person, Values], None]
    facts: Callable[[Values], list[tuple[str, str]]]  # (label, text)


def with_own_fields(fixed: Iterable[Section], person: Person) -> list[Section]:
    """The fixed sections with the own fields in them, then the own sections in their order."""
    rows = FieldSection.objects.prefetch_related(Prefetch("fields", queryset=Field.objects.all()))
    fields = {row: [field for field in row.fields.all() if person.is_client or field.on_contacts] for row in rows}
    built_in = {row.built_in: row for row in fields if row.built_in}
    found = [
        _extended(section, row, fields[row]) if (row := built_in.get(section.code)) else section for section in fixed
    ]
    own = [row for row in fields if not row.built_in and (person.is_client or _in_use(fields[row]))]
    return [*found, *(_extended(_empty(row), row, fields[row]) for row in own)]


def _empty(row: FieldSection) -> Section:
    return Section(row.code, row.name, SectionForm, lambda person: {}, lambda person, values: None, lambda values: [])


def _in_use(fields: Iterable[Field]) -> list[Field]:
    return [field for field in fields if field.archived_at is None]


def _extended(section: Section, row: FieldSection, fields: list[Field]) -> Section:
    by_name, shown = {field.name: field for field in fields}, _in_use(fields)

    def read(person: Person) -> Values:
        kept = _kept(person).get(row.pk, {})
        return {**section.read(person), **{field.name: kept.get(field.name) for field in shown}}

    def write(person: Person, values: Values) -> None:
        section.write(person, {name: value for name, value in values.items() if name not in by_name})
        _write(person, row, {by_name[name]: value for name, value in values.items() if name in by_name})

    def facts(values: Values) -> list[tuple[str, str]]:
        return [*section.facts(values), *((field.label, told(field, values.get(field.name))) for field in shown)]

    def form(data: Any = None, *, values: Values, version: int) -> SectionForm:
        asked = shown if data is None else [by_name[name] for name in _asked(data) if name in by_name]
        return _form_class(section, asked, values)(
            data, values={**values, **{field.name: opened(field, values.get(field.name)) for field in asked}},
            version=version,
        )  # fmt: skip

    return replace(section, read=read, write=write, facts=facts, form=form)


def _asked(data: Any) -> list[str]:
    """The own fields that stood in the form which was sent: one that was added since must not be emptied by it."""
    return list(dict.fromkeys(data.getlist("asked"))) if hasattr(data, "getlist") else list(data.get("asked", ()))


def _form_class(section: Section, fields: list[Field], values: Values) -> type[SectionForm]:
    base: Any = section.form
    controls = {field.name: control_of(field, values.get(field.name)) for field in fields}
    return type("OwnFieldsForm", (base,), {**controls, "asked": tuple(controls)})


def _kept(person: Person) -> dict[UUID, Values]:
    """{section: {name of a field: value}} of a person, read once for all sections of a page."""
    found: dict[UUID, Values] | None = person.__dict__.get("_own_values")
    if found is None:
        found = defaultdict(dict, SectionValues.objects.filter(person=person).values_list("section_id", "values"))
        person.__dict__["_own_values"] = found
    return found


def _write(person: Person, row: FieldSection, told_values: dict[Field, Any]) -> None:
    """Keep what is told, and what the section holds beside it. The person is locked by the verb that saves."""
    if not told_values:
        return
    kept = SectionValues.objects.filter(section=row, person=person).first() or SectionValues(section=row, person=person)
    for field, value in told_values.items():
        if value in (None, "", []):
            kept.values.pop(field.name, None)
        else:
            kept.values[field.name] = value
    kept.save()
    person.__dict__.pop("_own_values", None)
