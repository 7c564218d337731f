"""„Aktivität“: what was done with a client's record, newest first, read from the log."""

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
from kartei.people.fields.remembered import Remembering
from kartei.people.models import ImportChange, Person
from kartei.tenancy.models import Member

PAGE = 50

KINDS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "profile": (_("Profile"), ("section.change", "photo.change", "photo.removal", "photo.restoration")),
    "status": (_("Status, tags, assigned"), ("status.change", "tags.change", "assignments.change")),
    "relationships": (
        _("Relationships"),
        ("relationship.creation", "relationship.change", "relationship.deletion", "relationship.restoration"),
    ),
    "tasks": (
        _("Tasks"),
        ("task.creation", "task.change", "task.completion", "task.reopening", "task.deletion", "task.restoration"),
    ),
    "record": (_("Record"), ("client.creation", "client.archival", "client.deletion", "client.restoration")),
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


def timeline_of(
    client: Person, *, seen_by: Member, kind: str = "", after: UUID | None = None, count: int = PAGE
) -> Timeline:
    """The first lines of a kind (all kinds for ""), older than the one named; values as `seen_by` may read them."""
    events: Any = Event.objects.filter(client_id=client.pk, act__in=_acts(kind))
    if after and (cursor := events.filter(pk=after).values_list("at", flat=True).first()):
        events = events.filter(at__lte=cursor).exclude(at=cursor, id__gte=after)
    found = list(events.order_by("-at", "-id")[: count + 1])
    told = [event.detail for event in found[:count] if event.act == "section.change"]
    remembering = Remembering(client, seen_by, told)
    return Timeline(
        [_line(event, remembering) for event in found[:count]], found[count - 1].pk if len(found) > count else None
    )


def was_imported(client: Person) -> bool:
    """Whether an import made the record; the log holds one event for the whole of it."""
    return bool(ImportChange.objects.filter(person_id=client.pk, before__isnull=True).exists())


def _acts(kind: str) -> Collection[str]:
    if kind in KINDS:
        return KINDS[kind][1]
    return [act for _label, acts in KINDS.values() for act in acts]


def _line(event: Event, remembering: Remembering) -> Line:
    told = event.detail.get("changes", {}) if event.act in TOLD else {}
    changes = [
        (gettext(name), str(old), str(new))
        for name, (old, new) in told.items()
        if event.act != "section.change" or remembering.is_open(name, event.detail)
    ]
    changes += remembering.reserved(event.detail) if event.act == "section.change" else []
    return Line(event.act, event.at, event.actor, str(LABELS[event.act]), changes)
