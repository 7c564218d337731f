"""The filters of a list in words: what stands above it, each with the way to take it away."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kartei.people.birthdays import WINDOWS
from kartei.people.date_filters import HAS, NONE
from kartei.people.fields.choices import OTHER, other_label
from kartei.people.fields.kinds import told
from kartei.people.filters import Filters
from kartei.people.models import Field, FieldType, StatusKind
from kartei.people.own_filters import EMPTY, FILLED, NUMBERS, OwnFilter
from kartei.people.rows import Labels
from kartei.web import formats


@dataclass(frozen=True)
class Chip:
    """A filter that is set; `names` are those of its part of the address."""

    label: str
    text: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text


def chips(filters: Filters, labels: Labels) -> list[Chip]:
    return [*_of_clients(filters, labels), *_of_people(filters), *_of_dates(filters), *_own(filters, labels)]


def _of_clients(filters: Filters, labels: Labels) -> Iterator[Chip]:
    kinds = [_("Kind “%(kind)s”") % {"kind": StatusKind(kind).label} for kind in filters.kinds]
    if statuses := [*kinds, *(labels.statuses[pk].name for pk in filters.statuses)]:
        yield Chip(_("Status"), _joined(statuses), ("status", "kind"))
    if filters.tags and "tag" not in filters.closed:
        yield Chip(_("Tags"), _joined(labels.tags[pk].name for pk in filters.tags), ("tag",))
    nobody = [pgettext("assigned", "nobody")] if filters.unassigned else []
    if members := [*nobody, *(labels.members[pk].name for pk in filters.members)]:
        yield Chip(pgettext("column", "Assigned"), _joined(members), ("member",))


def _of_people(filters: Filters) -> Iterator[Chip]:
    if filters.without_email:
        yield Chip("", _("Without e-mail"), ("email",))
    if filters.without_phone:
        yield Chip("", _("Without phone"), ("phone",))
    if filters.created_from or filters.created_to:
        text = _range(formats.date(filters.created_from), formats.date(filters.created_to))
        yield Chip(_("Created"), text, ("created_from", "created_to"))
    if filters.birthdays:
        yield Chip(_("Birthday"), _joined(str(WINDOWS[window]) for window in filters.birthdays), ("birthday",))
    if filters.examples:
        text = _("Examples only") if filters.examples == "only" else _("Without examples")
        yield Chip("", text, ("examples",))
    if filters.archived:
        yield Chip("", _("Archived"), ("state",))


def _of_dates(filters: Filters) -> Iterator[Chip]:
    labels = {"next": _("Next appointment"), "last": _("Last appointment")}
    words = {"next": {HAS: _("booked"), NONE: _("none")}, "last": {HAS: _("has been"), NONE: _("never")}}
    for one in filter(None, (filters.next, filters.last)):
        if not set(one.pairs) & set(filters.closed):
            said = [words[one.name][answer] for answer in one.answers]
            if one.first or one.last:
                said.append(_range(formats.date(one.first), formats.date(one.last)))
            if one.weeks:
                weeks = ngettext("longer ago than %(num)s week", "longer ago than %(num)s weeks", one.weeks)
                said.append(weeks % {"num": one.weeks})
            yield Chip(labels[one.name], _joined(said), tuple(one.pairs))


def _own(filters: Filters, labels: Labels) -> Iterator[Chip]:
    asked = {one.name: one for one in filters.own}
    if filters.closed:
        yield Chip("", _("A field or tag that is not open to you"), filters.closed)
    for name, field in labels.fields.items():
        if name in asked:
            yield Chip(field.label, _joined(_answers(asked[name], labels)), tuple(asked[name].pairs))


def _answers(one: OwnFilter, labels: Labels) -> Iterator[str]:
    field = labels.fields[one.name]
    words = {FILLED: _("filled in"), EMPTY: pgettext("field", "empty")}
    for key in one.answers:
        yield words.get(key) or _answer(field, key, labels)
    if one.least or one.most:
        yield _range(_bound(field, one.least), _bound(field, one.most))


def _answer(field: Field, key: str, labels: Labels) -> str:
    if field.type == FieldType.TEAM_MEMBER:
        return next((member.name for pk, member in labels.members.items() if str(pk) == key), "–")
    if field.type == FieldType.YES_NO:
        return _("yes") if key == "yes" else _("no")
    if key == OTHER:
        return other_label()
    value = int(key) if field.type == FieldType.SCALE else key
    return told(field, value, labels.reading) if labels.reading else ""


def _bound(field: Field, text: str) -> str:
    if not text:
        return ""
    return formats.number(Decimal(text)) if field.type in NUMBERS else formats.date(dt.date.fromisoformat(text))


def _range(least: str, most: str) -> str:
    if least and most:
        return _("%(least)s to %(most)s") % {"least": least, "most": most}
    return _("from %(least)s") % {"least": least} if least else _("up to %(most)s") % {"most": most}


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)
