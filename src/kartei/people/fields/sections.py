"""The practice's own fields as parts of the sections of a record: what they read, write and show."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kartei.db.locks import held
from kartei.people.fields.kinds import shown, told
from kartei.people.fields.reading import Reading, Told, Values
from kartei.people.fields.section_form import form_class, opened_values
from kartei.people.fields.uploads import take_note
from kartei.people.models import Field, FieldSection, FieldType, Person, SectionValues
from kartei.people.section_forms import SectionForm
from kartei.people.versions import StaleVersion

Fact = tuple[str, str]  # label, text
LENGTH = 33  # characters of Field.name
NAME = re.compile(r"f[0-9a-f]{32}")
NOTHING: tuple[Any, ...] = (None, "", [])  # is no entry


@dataclass(frozen=True)
class Section:
    code: str
    title: Any
    form: Any  # what makes a SectionForm of (data, files, *, values, version)
    read: Callable[[Person], Values]
    write: Callable[[Person, Values], None]
    fixed_facts: Callable[[Values], list[Fact]]
    own_facts: Callable[[Values], list[tuple[Field, str]]] = lambda values: []
    own_shown: Callable[[], list[Told]] = list
    strangers: Callable[[Person, Iterable[str]], Values] = lambda person, names: {}
    homes: Callable[[Any], dict[str, str]] = lambda data: {}

    def phones(self, values: Values) -> list[str]:
        """The phone numbers in own fields."""
        return [text for found, text in self.own_facts(values) if found.type == FieldType.PHONE and text]

    def facts(self, values: Values) -> list[Fact]:
        """(label, text) of all that the section keeps."""
        own = [(found.label, text) for found, text in self.own_facts(values)]
        return [*self.fixed_facts(values), *own]

    def shown(self, person: Person) -> list[Told]:
        """All that the section shows, results of calculated fields too."""
        fixed = [Told(label, text) for label, text in self.fixed_facts(self.read(person))]
        return [*fixed, *self.own_shown()]


def with_own_fields(fixed: Iterable[Section], reading: Reading) -> list[Section]:
    """The fixed sections with the own fields in them, then the own sections in their order."""
    rows = {row: [one for one in row.fields.all() if one.name in reading.fields] for row in reading.sections}
    built_in = {row.built_in: row for row in rows if row.built_in}
    found = [
        _extended(section, row, rows[row], reading) if (row := built_in.get(section.code)) else section
        for section in fixed
    ]
    own = [row for row in rows if not row.built_in and (reading.person.is_client or _in_use(rows[row]))]
    return [*found, *(_extended(_empty(row), row, rows[row], reading) for row in own)]


def _empty(row: FieldSection) -> Section:
    return Section(row.code, row.name, SectionForm, lambda person: {}, lambda person, values: None, lambda values: [])


def _in_use(fields: Iterable[Field]) -> list[Field]:
    return [field for field in fields if field.archived_at is None]


def _extended(section: Section, row: FieldSection, fields: list[Field], reading: Reading) -> Section:
    """A field that was moved away while its form was open is taken with the rest, and written where it now lives."""
    here, shown_here = reading.fields, _in_use(fields)
    keeping = {name for name, one in here.items() if one.type != FieldType.CALCULATED}
    asked_here = [one for one in shown_here if one.name in keeping]

    def read(person: Person) -> Values:
        kept = reading.kept(person)
        return {**section.read(person), **{one.name: kept.get(one.name) for one in asked_here}}

    def write(person: Person, values: Values) -> None:
        section.write(person, {name: value for name, value in values.items() if name not in reading.all_fields})
        _write(person, {here[name]: value for name, value in values.items() if name in keeping})

    def strangers(person: Person, names: Iterable[str]) -> Values:
        kept = reading.kept(person)
        return {name: kept.get(name) for name in names if name in keeping and here[name] not in asked_here}

    def own_facts(values: Values) -> list[tuple[Field, str]]:
        further = [here[name] for name in values if name in keeping and here[name] not in asked_here]
        return [(one, told(one, values.get(one.name), reading)) for one in (*asked_here, *further)]

    def form(data: Any = None, files: Any = None, *, values: Values, version: int) -> SectionForm:
        asked = asked_here if data is None else [here[name] for name in _asked(data) if name in keeping]
        lost = () if data is None else _typed_in(data, files, [name for name in _asked(data) if name not in here])
        values = {**{one.name: reading.kept(reading.person).get(one.name) for one in asked}, **values}
        made: SectionForm = form_class(section.form, asked, values, reading, lost=lost)(
            data, files, values=opened_values(asked, values), version=version
        )
        return made

    def homes(data: Any) -> dict[str, str]:
        moved = (here[name] for name in _asked(data) if name in keeping and here[name].section_id != row.pk)
        return {one.name: one.section.code for one in moved}

    return replace(
        section, read=read, write=write, own_facts=own_facts, form=form, homes=homes, strangers=strangers,
        own_shown=lambda: [shown(one, reading) for one in shown_here],
    )  # fmt: skip


def _asked(data: Any) -> list[str]:
    """The own fields that stood in the form which was sent: one that was added since must not be emptied by it."""
    return list(dict.fromkeys(data.getlist("asked"))) if hasattr(data, "getlist") else list(data.get("asked", ()))


def _typed_in(data: Any, files: Any, names: Iterable[str]) -> tuple[str, ...]:
    """What stood in fields that are there no more, or are closed by now, when the form was sent."""
    known = {name for name in names if NAME.fullmatch(name)}
    sent = [(key, data.get(key)) for key in data] + [(key, str(file)) for key, file in (files or {}).items()]
    return tuple(value for key, value in sent if value and key[:LENGTH] in known)


def _write(person: Person, told_values: dict[Field, Any]) -> None:
    """Keep what is told, and what the sections hold beside it. The person is locked by the verb that saves.

    Raises StaleVersion when a field that is filled in was taken out or defined anew since it was read.
    """
    homes = {pk for one in told_values for pk in one.homes}
    rows = {row.section_id: row for row in SectionValues.objects.filter(person=person, section_id__in=homes)}
    said = {pk: dict(row.values) for pk, row in rows.items()}
    _hold(one for one, value in told_values.items() if value not in NOTHING and value not in _said_of(one, said))
    for one, value in told_values.items():
        before = [rows[pk].values.pop(one.name, None) for pk in one.homes if pk in rows]
        if value not in NOTHING:
            row = rows.setdefault(one.section_id, SectionValues(section_id=one.section_id, person=person))
            row.values[one.name] = value
        if one.type == FieldType.FILE:
            take_note(next(filter(None, before), None), value or None)
    for pk, row in rows.items():
        if row.values != said.get(pk):  # the section of one that says nothing new may be gone by now
            row.save()
    person.__dict__.pop("_own_values", None)


def _said_of(field: Field, said: Mapping[Any, Values]) -> list[Any]:
    return [said[pk].get(field.name) for pk in field.homes if pk in said]


def _hold(fields: Iterable[Field]) -> None:
    """Let these fields stay until the values are saved, so that removing them counts these values, too."""
    known = {(one.pk, one.version) for one in fields}
    rows = Field.objects.filter(pk__in=[pk for pk, _version in known]).values_list("pk", "version")
    if held(rows) != known:
        raise StaleVersion
