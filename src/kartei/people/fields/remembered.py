"""What the log says of own fields, as one member may read it.

An event has what everybody reads in `changes`; in `reserved` the values of fields that only some see, and the ids of
people, whose names only those read who reach them. `own` says which field a label belonged to, so that a field that got
a group since is closed in old events too.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kartei.people.fields.guarding import closed_groups, closed_in_lists
from kartei.people.fields.reading import Reading, Values
from kartei.people.models import Field, FieldType, Person, Tag
from kartei.tenancy.models import Member

Change = tuple[str, str, str]  # label, old, new


class Remembering:
    """The own fields in some events of one record's log, for one reader."""

    def __init__(self, person: Person, seen_by: Member, details: Sequence[Values]) -> None:
        self.reading = Reading(person, seen_by)
        self.fields = self.reading.all_fields if details else {}
        self.hidden = self.reading.hidden if details else frozenset()
        self.hidden_labels = {self.fields[name].label for name in self.hidden}
        self.is_closed_to = bool(details and closed_groups(seen_by, person))
        self.reading.meet(pk for detail in details for pk in self._people_in(detail))

    def is_open(self, label: str, detail: Values) -> bool:
        """Whether the reader may see what the event says of a field in `changes`."""
        name = detail.get("own", {}).get(label)
        if name is None:
            return label not in self.hidden_labels
        return name not in self.hidden and (name in self.fields or not self.is_closed_to)

    def reserved(self, detail: Values) -> list[Change]:
        """Of what not everybody may read, what this reader may."""
        found = []
        for label, (old, new) in detail.get("reserved", {}).items():
            field = self._field(label, detail)
            if field is None or field.name in self.hidden:
                continue
            is_person = field.type == FieldType.PERSON
            found.append((label, self._name(old), self._name(new)) if is_person else (label, old, new))
        return found

    def tags(self, detail: Values) -> list[Change]:
        """The tags of an event without those that the reader is not told of, also such as got a group since."""
        told = {group: pair for group, pair in detail.get("reserved", {}).items() if group not in self.closed_groups}
        pairs = [*detail.get("changes", {}).values(), *told.values()]
        old, new = (", ".join(filter(None, (self._open_tags(pair[side]) for pair in pairs))) for side in (0, 1))
        return [(_("Tags"), old, new)] if old or new else []

    def _open_tags(self, names: str) -> str:
        return ", ".join(name for name in names.split(", ") if name not in self.closed_tags)

    @cached_property
    def closed_groups(self) -> frozenset[str]:
        return closed_in_lists(self.reading.member)

    @cached_property
    def closed_tags(self) -> frozenset[str]:
        return frozenset(Tag.objects.filter(group__in=self.closed_groups).values_list("name", flat=True))

    def _field(self, label: str, detail: Values) -> Field | None:
        return self.fields.get(detail.get("own", {}).get(label, ""))

    def _name(self, pk: str) -> str:
        return self.reading.other_name(pk) if pk else ""

    def _people_in(self, detail: Values) -> list[str]:
        ids: list[Any] = []
        for label, pair in detail.get("reserved", {}).items():
            field = self._field(label, detail)
            ids += pair if field and field.type == FieldType.PERSON else []
        return [pk for pk in ids if pk]
