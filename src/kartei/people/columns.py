"""The columns of a list: which there are, which one shows, and what stands in them."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kartei.people.fields.formulas import Reckoning, needed
from kartei.people.fields.kinds import told
from kartei.people.fields.reading import Overlooking
from kartei.people.filters import DATES
from kartei.people.models import Field, FieldType
from kartei.people.rows import Labels, Row, fetched
from kartei.web import formats

Cell = str | dt.date | dt.datetime | Decimal
"""What a file holds of one column of one row: a spreadsheet can calculate with numbers and days."""

CITIES = """
SELECT DISTINCT ON (a.person_id) a.person_id, a.city FROM people_address a
WHERE a.workspace_id = %(workspace)s AND a.person_id = ANY(%(ids)s)
ORDER BY a.person_id, a.is_main DESC, a.id
"""
VALUES = """
SELECT v.person_id, (
    SELECT jsonb_object_agg(name, v.values -> name) FROM unnest(%(names)s::text[]) AS name
    WHERE jsonb_exists(v.values, name)
)
FROM people_sectionvalues v
WHERE v.workspace_id = %(workspace)s AND v.section_id = ANY(%(sections)s) AND v.person_id = ANY(%(ids)s)
"""


@dataclass(frozen=True)
class Column:
    key: str
    label: str | Promise
    cell: Callable[[Row], Cell]  # for a file
    field: Field | None = None  # of an own field
    reading: Overlooking | None = None  # of what it says

    @property
    def head(self) -> str:
        """Above the column of a file, whose numbers stand without their unit."""
        unit = _unit(self.field) if self.field is not None else ""
        return f"{self.label} ({unit})" if unit else str(self.label)

    @property
    def is_figure(self) -> bool:
        """Whether it holds numbers and days, which are read as one."""
        return self.field.type in _TYPED if self.field is not None else self.key in FIGURES

    def text(self, row: Row) -> str:
        """The cell as people read it."""
        if self.field is not None and self.reading is not None:
            return told(self.field, row.own.get(self.key), self.reading)
        cell = self.cell(row)
        if self.key == "birth" and row.birth_date:
            return f"{formats.date(row.birth_date)} ({row.age})"
        if isinstance(cell, dt.datetime):
            return formats.datetime(cell)
        return formats.date(cell) if isinstance(cell, dt.date) else str(cell)


def _names(several: Iterable[Any]) -> str:
    return ", ".join(one.name for one in several)


def _organisation(row: Row) -> str:
    return ", ".join(part for part in (row.role, row.organisation if row.organisation != row.name else "") if part)


def _moment(value: dt.datetime | None) -> Cell:
    """By the clock of the practice."""
    return "" if value is None else timezone.localtime(value).replace(tzinfo=None)


def _links(row: Row) -> str:
    return _names(row.links) + (" …" if row.has_more_links else "")


_ALL = {
    "name": Column("name", gettext_lazy("Name"), lambda row: row.name),
    "status": Column("status", gettext_lazy("Status"), lambda row: row.status.name if row.status else ""),
    "tags": Column("tags", gettext_lazy("Tags"), lambda row: _names(row.tags)),
    "role": Column("role", gettext_lazy("Role, organisation"), _organisation),
    "birth": Column("birth", gettext_lazy("Date of birth"), lambda row: row.birth_date or ""),
    "phone": Column("phone", gettext_lazy("Phone"), lambda row: row.phone),
    "email": Column("email", gettext_lazy("E-mail"), lambda row: row.email),
    "city": Column("city", gettext_lazy("Town"), lambda row: row.city),
    "links": Column("links", gettext_lazy("Linked with"), _links),
    "assigned": Column("assigned", pgettext_lazy("column", "Assigned"), lambda row: _names(row.members)),
    "next": Column("next", gettext_lazy("Next appointment"), lambda row: _moment(row.next_at)),
    "last": Column("last", gettext_lazy("Last appointment"), lambda row: _moment(row.last_at)),
    "number": Column("number", gettext_lazy("Number"), lambda row: row.number),
    "created": Column("created", gettext_lazy("Created"), lambda row: timezone.localtime(row.created_on).date()),
}
OF_CLIENTS = (
    "name",
    "status",
    "tags",
    "birth",
    "phone",
    "email",
    "city",
    "assigned",
    "next",
    "last",
    "number",
    "created",
)
OF_CONTACTS = ("name", "role", "birth", "phone", "email", "city", "links", "created")
FIGURES = {"birth", "phone", "number", "created", "next", "last"}
MORE = {"birth", "city", "next", "last"}  # there are to choose, and not shown otherwise


def offered(labels: Labels, *, is_client: bool) -> list[Column]:
    """Every column of a list in its order; the own fields come last, after them those that are archived."""
    fixed = [_ALL[key] for key in (OF_CLIENTS if is_client else OF_CONTACTS) if key not in DATES or labels.tells_dates]
    own = [one for one in (*labels.fields.values(), *labels.archived.values()) if is_client or one.on_contacts]
    if (reading := labels.reading) is None:
        return fixed
    return [*fixed, *(Column(one.name, _label(one), _cell_of(one, reading), one, reading) for one in own)]


def usual(*, is_client: bool) -> tuple[str, ...]:
    """What a list shows as long as nobody chooses."""
    return tuple(key for key in (OF_CLIENTS if is_client else OF_CONTACTS) if key not in MORE)


def chosen(columns: Iterable[Column], wanted: Sequence[str], *, is_client: bool) -> list[Column]:
    """Those that were asked for, in the order of the list; the name always leads."""
    keys = {"name", *(wanted or usual(is_client=is_client))}
    return [column for column in columns if column.key in keys]


def add_details(rows: Sequence[Row], columns: Iterable[Column], labels: Labels) -> None:
    """Tell the rows what further columns show: towns in one statement, all own fields in one more."""
    known, shown_columns = {row.id: row for row in rows}, list(columns)
    if not known:
        return
    if any(column.key == "city" for column in shown_columns):
        for pk, city in fetched(CITIES, ids=list(known)):
            known[pk].city = city
    own = [column.field for column in shown_columns if column.field is not None]
    if own and labels.reading is not None:
        calculated, fields = [one for one in own if one.type == FieldType.CALCULATED], labels.fields | labels.archived
        _add_values(known, [*own, *needed(calculated, fields)], labels.reading)
        for row in rows if calculated else ():
            reckoning = Reckoning(fields, row.own, row.birth_date)
            row.own |= {one.name: reckoning.result(one) for one in calculated}


def _add_values(known: dict[UUID, Row], fields: list[Field], reading: Overlooking) -> None:
    sections, names = {home for one in fields for home in one.homes}, [one.name for one in fields]
    for pk, values in fetched(VALUES, ids=list(known), sections=list(sections), names=names):
        known[pk].own |= json.loads(values or "{}")
    reading.look_up(fields, [row.own for row in known.values()])


def _unit(one: Field) -> str:
    return "€" if one.type == FieldType.MONEY else str(one.options.get("unit") or "")


def _label(one: Field) -> str:
    return one.label if one.archived_at is None else _("%(label)s (archived)") % {"label": one.label}


def _cell_of(one: Field, reading: Overlooking) -> Callable[[Row], Cell]:
    read = _TYPED.get(FieldType(one.type), lambda value: told(one, value, reading))

    def cell(row: Row) -> Cell:
        value = row.own.get(one.name)
        return "" if value in (None, "", []) else read(value)

    return cell


_TYPED: dict[FieldType, Callable[[Any], Cell]] = {
    FieldType.NUMBER: Decimal,
    FieldType.MONEY: Decimal,
    FieldType.SCALE: Decimal,
    FieldType.DATE: dt.date.fromisoformat,
    FieldType.DATETIME: lambda value: timezone.localtime(dt.datetime.fromisoformat(value)),
    FieldType.CALCULATED: lambda value: value,
}
