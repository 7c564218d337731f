"""What a record says in columns of its own, as one flat sheet: {column: plain value}.

„person.title“, „profile.occupation“, „client.status_id“, „consent.email“, „own.<section>.<field>“. A merge writes the
chosen columns to the winner and keeps [before, since] of each, so that undo knows which were changed again.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from kartei.people.models import Client, Consent, FieldSection, Person, Profile, SectionValues

Sheet = dict[str, Any]
_CONSENT = ("granted", "on", "origin")

# Columns that nobody chooses: identity, what is derived from the others, and what the verbs keep.
KEPT = {
    Person: {
        "id", "workspace", "is_client", "state", "state_at", "main_email", "main_phone", "sort_key", "name_key",
        "search", "version", "versions", "is_demo", "created_at", "created_by",
    },
    Profile: {"id", "workspace", "person", "photo"},
    Client: {"id", "workspace", "person", "number"},
}  # fmt: skip


def columns_of(model: Any) -> list[Any]:
    """The fields of Person, Profile or Client of which a merge chooses one side."""
    return [field for field in model._meta.concrete_fields if field.name not in KEPT[model]]


def read(person: Person) -> Sheet:
    """The whole sheet of a record, values as JSON has them."""
    sheet: Sheet = {}
    for name, row in _rows(person):
        sheet |= {f"{name}.{field.attname}": plain(field, row) for field in columns_of(type(row))}
    for consent in Consent.objects.filter(person=person):
        sheet[f"consent.{consent.purpose}"] = {name: _json(getattr(consent, name)) for name in _CONSENT}
    for row in SectionValues.objects.filter(person=person):
        sheet[f"own.{row.section_id.hex}"] = True
        sheet |= {f"own.{row.section_id.hex}.{name}": value for name, value in row.values.items()}
    return sheet


def consent_ids(person: Person) -> dict[str, str]:
    """{purpose: id of the consent}, so that one which a merge has taken away comes back as the same row."""
    return {purpose: str(pk) for purpose, pk in Consent.objects.filter(person=person).values_list("purpose", "pk")}


def write(person: Person, told: Mapping[str, Any], *, ids: Mapping[str, str] = {}) -> None:
    """Write some columns; the person is locked by the verb. `ids` are those of consents that may have to be made."""
    for name, row in _rows(person):
        fields = {f"{name}.{field.attname}": field for field in columns_of(type(row))}
        known = {fields[path]: value for path, value in told.items() if path in fields}
        wanted = {field: value for field, value in known.items() if is_there(field, value)}
        for field, value in wanted.items():
            setattr(row, field.attname, field.to_python(value))
        if wanted:
            row.save(update_fields=[field.name for field in wanted])
    for path, value in told.items():
        if path.startswith("consent."):
            purpose = path.removeprefix("consent.")
            _write_consent(person, purpose, value, ids.get(purpose))
    _write_own(person, {path: value for path, value in told.items() if path.startswith("own.")})
    person.__dict__.pop("_own_values", None)


def plain(field: Any, row: models.Model) -> Any:
    """A column's value as JSON can hold it without loss."""
    value = getattr(row, field.attname)
    if value is None or isinstance(field, models.JSONField):
        return value
    return _json(value)


def is_there(field: Any, value: Any) -> bool:
    """Whether what a column points at still exists: a status that was taken out since is written nowhere."""
    return not field.is_relation or value is None or field.related_model.objects.filter(pk=value).exists()


def _json(value: Any) -> Any:
    return value if isinstance(value, bool | int | str | None) else str(value)


def _rows(person: Person) -> Iterable[tuple[str, models.Model]]:
    yield "person", person
    yield "profile", person.profile
    if person.is_client:
        yield "client", person.client


def _write_consent(person: Person, purpose: str, value: Any, pk: str | None) -> None:
    consents = Consent.objects.filter(person=person, purpose=purpose)
    if value is None:
        consents.delete()
    elif not consents.update(**value):
        Consent.objects.create(person=person, purpose=purpose, **value, **({"id": UUID(pk)} if pk else {}))


def _write_own(person: Person, told: Mapping[str, Any]) -> None:
    """Columns „own.<section>.<field>“; „own.<section>“ is the row itself, which undo takes away when it is empty."""
    for section in {path.split(".")[1] for path in told}:
        if not FieldSection.objects.filter(pk=UUID(section)).exists():
            continue  # it was taken out since
        row = SectionValues.objects.filter(person=person, section_id=UUID(section)).first()
        row = row or SectionValues(person=person, section_id=UUID(section))
        for path, value in told.items():
            if not path.startswith(f"own.{section}."):
                continue
            if value is None:
                row.values.pop(path.split(".")[2], None)
            else:
                row.values[path.split(".")[2]] = value
        if not row.values and told.get(f"own.{section}", True) is None:
            SectionValues.objects.filter(pk=row.pk).delete()
        else:
            row.save()
