"""All sections and own fields at a glance, as „Einstellungen“ shows them."""

from dataclasses import dataclass, field
from uuid import UUID

from kartei.people.models import BUILT_IN_SECTIONS, Field, FieldSection


@dataclass
class Line:
    """A section, with its own fields in their order."""

    code: str
    title: str
    own_id: UUID | None  # of an own section, which can be renamed, moved and removed
    fields: list[Field] = field(default_factory=list)


def sections() -> list[Line]:
    """The built-in sections, then the own ones in their order, each with the fields that are in use."""
    rows = list(FieldSection.objects.all())
    lines = {code: Line(code, str(label), None) for code, label in BUILT_IN_SECTIONS.items()}
    lines |= {row.code: Line(row.code, row.name, row.pk) for row in rows if not row.built_in}
    codes = {row.pk: row.code for row in rows}
    for found in Field.objects.in_use():
        lines[codes[found.section_id]].fields.append(found)
    return list(lines.values())


def moving() -> list[Field]:
    """Fields whose values are just being carried into another section."""
    return list(Field.objects.exclude(moved_from=None))


def archived() -> list[Field]:
    """Fields that were taken out and whose values stay."""
    return list(Field.objects.exclude(archived_at=None).select_related("section").order_by("-archived_at"))
