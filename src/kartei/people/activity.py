"""„Aktivität“: what was done with a record, newest first, read from the log."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kartei.audit.acts import LABELS
from kartei.audit.models import Event
from kartei.people.models import ImportChange, Person

PAGE = 50


def _acts_of(*nouns: str, acts: str = "creation change deletion") -> tuple[str, ...]:
    return tuple(f"{noun}.{act}" for noun in nouns for act in acts.split())


KINDS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "profile": (_("Profile"), ("section.change",)),
    "status": (_("Status, tags, assigned"), ("status.change", "tags.change", "assignments.change")),
    "relationships": (
        _("Relationships"),
        ("relationship.restoration", *_acts_of("relationship", "sharing", "release")),
    ),
    "tasks": (_("Tasks"), _acts_of("task", acts="creation change completion reopening deletion restoration")),
    "record": (
        _("Record"),
        (
            "client.reconversion",
            *_acts_of("client", "contact", acts="creation archival deletion restoration conversion"),
        ),
    ),
}
"""{code in the address: (label, acts of the log)}. Views are not among them: who looked is for readers of the log."""

# Whose values may be told to everybody who reaches the record: those of others could name people out of reach.
TOLD = {"section.change", "status.change", "tags.change", "assignments.change"}


@dataclass
class Line:
    """Something that was done: when, by whom, in words, and each change as (field, old, new)."""

    code: str  # of the act, as the log has it
    at: datetime
    actor: str
    act: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def brief(self) -> str:
        """In one line: of a status what it was and is, of anything else the fields."""
        if self.code == "status.change":
            return f"{self.act}: {' → '.join(self.changes[0][1:])}"
        return f"{self.act}: {', '.join(change[0] for change in self.changes)}" if self.changes else self.act


@dataclass
class Timeline:
    lines: list[Line]
    next: UUID | None = None  # the last line, when there are older ones


def timeline_of(person: Person, *, kind: str = "", after: UUID | None = None, count: int = PAGE) -> Timeline:
    """The first lines of a kind (all kinds for ""), older than the one named."""
    events: Any = Event.objects.filter(client_id=person.pk, act__in=_acts(kind))
    if after and (cursor := events.filter(pk=after).values_list("at", flat=True).first()):
        events = events.filter(at__lte=cursor).exclude(at=cursor, id__gte=after)
    found = list(events.order_by("-at", "-id")[: count + 1])
    return Timeline([_line(event) for event in found[:count]], found[count - 1].pk if len(found) > count else None)


def was_imported(person: Person) -> bool:
    """Whether an import made the record; the log holds one event for the whole of it."""
    return bool(ImportChange.objects.filter(person_id=person.pk, before__isnull=True).exists())


def _acts(kind: str) -> Collection[str]:
    if kind in KINDS:
        return KINDS[kind][1]
    return [act for _label, acts in KINDS.values() for act in acts]


def _line(event: Event) -> Line:
    told = event.detail.get("changes", {}) if event.act in TOLD else {}
    changes = [(gettext(name), str(old), str(new)) for name, (old, new) in told.items()]
    return Line(event.act, event.at, event.actor, str(LABELS[event.act]), changes)
