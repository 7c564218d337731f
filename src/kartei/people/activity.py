"""„Aktivität“: what was done with a client's record, newest first, read from the log."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kartei.audit.acts import LABELS
from kartei.audit.models import Event
from kartei.people.merging.trail import taken_in
from kartei.people.models import ImportChange, Person

PAGE = 50

RECORD = (
    "client.creation", "client.archival", "client.deletion", "client.restoration", "client.merge", "client.absorption",
    "client.separation",
)  # fmt: skip
MERGES = {"client.merge", "client.absorption", "client.separation"}
ITS_OWN = ("client.absorption", "client.separation")  # of a record that was taken in, only its own page tells these

KINDS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "profile": (_("Profile"), ("section.change",)),
    "status": (_("Status, tags, assigned"), ("status.change", "tags.change", "assignments.change")),
    "relationships": (
        _("Relationships"),
        ("relationship.creation", "relationship.change", "relationship.deletion", "relationship.restoration"),
    ),
    "tasks": (
        _("Tasks"),
        ("task.creation", "task.change", "task.completion", "task.reopening", "task.deletion", "task.restoration"),
    ),
    "record": (_("Record"), RECORD),
}
"""{code in the address: (label, acts of the log)}. Views are not among them: who looked is for readers of the log."""

# Whose values may be told to everybody who reaches the record: those of others could name people out of reach.
TOLD = {"client.merge", "section.change", "status.change", "tags.change", "assignments.change"}


@dataclass
class Line:
    """Something that was done: when, by whom, in words, and each change as (field, old, new)."""

    code: str  # of the act, as the log has it
    at: datetime
    actor: str
    act: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    other: str = ""  # of a merge: the name of the other record
    merge: UUID | None = None

    @property
    def brief(self) -> str:
        """In one line: of a status what it was and is, of a merge with whom, of anything else the fields."""
        if self.other:
            return f"{self.act}: {self.other}"
        if self.code == "status.change":
            return f"{self.act}: {' → '.join(self.changes[0][1:])}"
        return f"{self.act}: {', '.join(change[0] for change in self.changes)}" if self.changes else self.act


@dataclass
class Timeline:
    lines: list[Line]
    next: UUID | None = None  # the last line, when there are older ones


def timeline_of(client: Person, *, kind: str = "", after: UUID | None = None, count: int = PAGE) -> Timeline:
    """The first lines of a kind (all kinds for ""), older than the one named; with those of records that were merged
    into this one, as one record holds both histories."""
    whose = Q(client_id=client.pk)
    if taken := taken_in([client.pk]):
        whose |= Q(client_id__in=taken) & ~Q(act__in=ITS_OWN)
    events: Any = Event.objects.filter(whose, act__in=_acts(kind))
    if after and (cursor := events.filter(pk=after).values_list("at", flat=True).first()):
        events = events.filter(at__lte=cursor).exclude(at=cursor, id__gte=after)
    found = list(events.order_by("-at", "-id")[: count + 1])
    return Timeline([_line(event) for event in found[:count]], found[count - 1].pk if len(found) > count else None)


def was_imported(client: Person) -> bool:
    """Whether an import made the record; the log holds one event for the whole of it."""
    return bool(ImportChange.objects.filter(person_id=client.pk, before__isnull=True).exists())


def _acts(kind: str) -> Collection[str]:
    if kind in KINDS:
        return KINDS[kind][1]
    return [act for _label, acts in KINDS.values() for act in acts]


def _line(event: Event) -> Line:
    told = event.detail.get("changes", {}) if event.act in TOLD else {}
    changes = [(gettext(name), str(old), str(new)) for name, (old, new) in told.items()]
    line = Line(event.act, event.at, event.actor, str(LABELS[event.act]), changes)
    if event.act in MERGES:
        line.other, line.merge = event.detail.get("with_name", ""), UUID(event.detail["merge"])
    return line
