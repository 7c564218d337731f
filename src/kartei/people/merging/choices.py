"""Where two records differ, in words: what the merge page lets one choose, field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from kartei.lib import names
from kartei.people.choices import languages
from kartei.people.fields.kinds import told
from kartei.people.fields.reading import Reading
from kartei.people.merging import sheet
from kartei.people.merging.sheet import Sheet, columns_of
from kartei.people.models import Client, Field, FieldType, Person, Profile, Purpose
from kartei.tenancy.models import Member
from kartei.web.formats import date as shown_date

WINNER, LOSER, BOTH = "winner", "loser", "both"
LONG = 19_000  # characters; the field takes 20,000
LAST_NAME = ("person.name_prefix", "person.last_name", "person.sorts_with_prefix")
_TABLES = {"person": Person, "profile": Profile, "client": Client}


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which the two differ: its columns, and what either record says as people read it."""

    name: str
    label: str
    columns: tuple[str, ...]
    winner: str
    loser: str
    may_be_both: bool = False  # a long text, of which neither half should be lost

    @property
    def preset(self) -> str:
        """What the page begins with: whatever is said at all, both long texts, else the record that stays."""
        if not self.winner:
            return LOSER
        return BOTH if self.may_be_both else WINNER


def differing(winner: Person, loser: Person, *, seen_by: Member) -> list[Choice]:
    """The fields in which they differ, in the order of the record; none that the member is not told of."""
    mine, theirs, labels = sheet.read(winner), sheet.read(loser), Labels(winner, loser, seen_by)
    found = []
    for columns in grouped({**mine, **theirs}):
        choice = labels.choice(columns, mine, theirs)
        if choice and choice.winner != choice.loser:
            found.append(choice)
    return found


def merged(winner: Person, loser: Person, chosen: Mapping[str, str], *, by: Member) -> Sheet:
    """The columns that the winner gets; `chosen` is {Choice.name: winner, loser or both}, else the preset holds.

    What nobody was asked about (a value of an archived field, or of one that the member does not see) comes along where
    the winner has none.
    """
    mine, theirs = sheet.read(winner), sheet.read(loser)
    asked: Sheet = {}
    for choice in differing(winner, loser, seen_by=by):
        take = chosen.get(choice.name, choice.preset)
        for column in choice.columns:
            asked[column] = _taken(take, mine.get(column), theirs.get(column))
    unasked = {
        column: value
        for column, value in theirs.items()
        if column.startswith("own.") and column not in asked and mine.get(column) is None
    }
    return {column: value for column, value in {**unasked, **asked}.items() if value != mine.get(column)}


def grouped(paths: Iterable[str]) -> list[tuple[str, ...]]:
    """The columns in their order, those together that are chosen together: the last name goes with its prefix."""
    groups: dict[tuple[str, ...], None] = {}
    for path in paths:
        if path in LAST_NAME:
            groups[LAST_NAME] = None
        elif path.count(".") == (2 if path.startswith("own.") else 1):  # the others are rows, not what they say
            groups[(path,)] = None
    return list(groups)


def _taken(take: str, mine: Any, theirs: Any) -> Any:
    if take == BOTH:
        return f"{mine}\n\n{theirs}"
    return theirs if take == LOSER else mine


class Labels:
    """Names and texts of columns of two records, as one member may read them, or `for_all` of their colleagues.

    Own fields are read once, when there is one.
    """

    def __init__(self, winner: Person, loser: Person, seen_by: Member, *, for_all: bool = False) -> None:
        self._for_all = for_all
        self._reading, self._theirs = Reading(winner, seen_by), Reading(loser, seen_by)

    @cached_property
    def _own(self) -> dict[str, Field]:
        fields = {name: field for name, field in self._reading.fields.items() if name not in self._theirs.hidden}
        if any(field.type == FieldType.FILE for field in fields.values()):
            self._reading.files.update(self._theirs.files)
        if self._for_all:
            return {name: one for name, one in fields.items() if not one.group and one.type != FieldType.PERSON}
        return fields

    def choice(self, columns: tuple[str, ...], mine: Sheet, theirs: Sheet) -> Choice | None:
        """None when neither can be shown, as of an own field that is no more."""
        label = self.label(columns[0])
        if not label:
            return None
        ours, other = self.shown(columns, mine), self.shown(columns, theirs)
        is_long = bool(ours and other) and _is_long(columns[0]) and len(ours) + len(other) < LONG
        return Choice(columns[0].replace(".", "-"), label, columns, ours, other, may_be_both=is_long)

    def label(self, column: str) -> str:
        table, _dot, name = column.partition(".")
        if table == "own":
            field = self._own.get(name.partition(".")[2])
            return field.label if field and field.archived_at is None else ""
        if table == "consent":
            return str(Purpose(name).label)
        if column in LAST_NAME:
            return _("Last name")
        return _NAMED[column]() if column in _NAMED else str(_field(column).verbose_name)

    def _text(self, column: str, value: Any) -> str:
        table, _dot, name = column.partition(".")
        if table == "own":
            field = self._own.get(name.partition(".")[2])
            return told(field, value, self._reading) if field else ""
        if table == "consent":
            return _consent(value)
        return _text(_field(column), value)

    def shown(self, columns: tuple[str, ...], side: Sheet) -> str:
        if columns == LAST_NAME:
            return names.joined(side["person.name_prefix"], side["person.last_name"])
        return self._text(columns[0], side.get(columns[0]))


_NAMED = {
    "person.kind": lambda: _("Kind"),
    "client.kind": lambda: _("Type"),
    "client.status_id": lambda: _("Status"),
}


def _field(column: str) -> Any:
    table, name = column.split(".")
    return next(field for field in columns_of(_TABLES[table]) if field.attname == name)


def _is_long(column: str) -> bool:
    return column.startswith("profile.") and isinstance(_field(column), models.TextField)


def _text(field: Any, value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.is_relation:
        return str(field.related_model.objects.filter(pk=UUID(value)).first() or "")
    if labels := languages() if field.name == "language" else field.flatchoices:
        return str(dict(labels).get(value, value))
    if isinstance(field, models.DateField):
        return shown_date(field.to_python(value))
    return str(value)


def _consent(value: Any) -> str:
    if value is None:
        return ""
    day = shown_date(models.DateField().to_python(value["on"])) if value["on"] else ""
    return ", ".join(part for part in (_("yes") if value["granted"] else _("no"), day, value["origin"]) if part)
