"""„Aktivität“: what was done with a record, newest first, read from the log."""

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
from kartei.people.fields.remembered import Remembering
from kartei.people.merging.trail import standing, taken_in
from kartei.people.models import ImportChange, Person
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right

PAGE = 50


def _acts_of(*nouns: str, acts: str = "creation change deletion") -> tuple[str, ...]:
    return tuple(f"{noun}.{act}" for noun in nouns for act in acts.split())


MERGES = _acts_of("client", "contact", acts="merge absorption separation")
# Of a record that was taken in, only its own page tells these.
ITS_OWN = _acts_of("client", "contact", acts="absorption separation")

KINDS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "profile": (_("Profile"), ("section.change", "photo.change", "photo.removal", "photo.restoration")),
    "status": (_("Status, tags, assigned"), ("status.change", "tags.change", "assignments.change")),
    "relationships": (
        _("Relationships"),
        ("relationship.restoration", *_acts_of("relationship", "sharing", "release")),
    ),
    "tasks": (_("Tasks"), _acts_of("task", acts="creation change completion reopening deletion restoration")),
    "appointments": (
        _("Appointments"),
        (
            "appointment.terms",
            *_acts_of("appointment", "series", acts="booking change move status deletion restoration"),
            *_acts_of("onlinebooking", acts="request confirmation cancellation move"),
            *_acts_of("waiting", acts="addition change removal restoration offer acceptance refusal withdrawal"),
        ),
    ),
    "mails": (_("E-mails"), ("mail.dispatch",)),
    "record": (
        _("Record"),
        (
            "client.reconversion",
            *MERGES,
            *_acts_of("client", "contact", acts="creation archival deletion restoration conversion"),
        ),
    ),
}
"""{code in the address: (label, acts of the log)}. Views are not among them: who looked is for readers of the log."""

# Whose values may be told to everybody who reaches the record: those of others could name people out of reach.
OF_FIELDS = {"client.merge", "contact.merge", "section.change"}
LISTS = {"tags.change", "assignments.change"}
TOLD = {*OF_FIELDS, *LISTS, "status.change"}


@dataclass
class Line:
    """Something that was done: when, by whom, in words, and each change as (field, old, new)."""

    code: str  # of the act, as the log has it
    at: datetime
    actor: str
    act: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    other: str = ""  # of a merge or a relation: the name of the other record
    merge: UUID | None = None

    @property
    def brief(self) -> str:
        """In one line: of a status what it was and is, of tags and members which, of a merge or a relation with whom,
        of anything else the fields."""
        if self.other:
            return f"{self.act}: {self.other}"
        if self.code == "status.change":
            return f"{self.act}: {' → '.join(self.changes[0][1:])}"
        if self.code in LISTS and self.changes:
            return f"{self.act}: {self.changes[0][2] or '—'}"
        return f"{self.act}: {', '.join(change[0] for change in self.changes)}" if self.changes else self.act


@dataclass
class Timeline:
    lines: list[Line]
    next: UUID | None = None  # the last line, when there are older ones


def timeline_of(
    person: Person, *, seen_by: Member, kind: str = "", after: UUID | None = None, count: int = PAGE
) -> Timeline:
    """The first lines of a kind (all kinds for ""), older than the one named, values as `seen_by` may read them; with
    those of records that were merged into this one, as one record holds both histories.
    """
    whose = Q(client_id=person.pk)
    if taken := taken_in([person.pk]):
        whose |= Q(client_id__in=taken) & ~Q(act__in=ITS_OWN)
    events: Any = Event.objects.filter(whose, act__in=_acts(kind, seen_by))
    if after and (cursor := events.filter(pk=after).values_list("at", flat=True).first()):
        events = events.filter(at__lte=cursor).exclude(at=cursor, id__gte=after)
    found = list(events.order_by("-at", "-id")[: count + 1])
    shown, following = found[:count], found[count - 1].pk if len(found) > count else None
    remembering = Remembering(person, seen_by, [event.detail for event in shown if event.act in OF_FIELDS])
    lines = [_line(event, remembering) for event in shown]
    _tell_of_merges(lines, shown, seen_by)
    _tell_of_relations(lines, shown, seen_by)
    return Timeline(lines, following)


def was_imported(person: Person) -> bool:
    """Whether an import made the record; the log holds one event for the whole of it."""
    return bool(ImportChange.objects.filter(person_id=person.pk, before__isnull=True).exists())


def kinds_for(member: Member) -> dict[str, tuple[str | Promise, tuple[str, ...]]]:
    """The kinds that the member reads of: of appointments those who see the calendar of everybody."""
    sees_calendar = member.level(Right.CALENDAR_VIEW) == Level.ALL
    return {code: kind for code, kind in KINDS.items() if sees_calendar or code != "appointments"}


def _acts(kind: str, seen_by: Member) -> Collection[str]:
    kinds = kinds_for(seen_by)
    shown = [kinds[kind]] if kind in kinds else kinds.values()
    return [act for _label, acts in shown for act in acts]


def _line(event: Event, remembering: Remembering) -> Line:
    told = event.detail.get("changes", {}) if event.act in TOLD else {}
    changes = [
        (gettext(name), str(old), str(new))
        for name, (old, new) in told.items()
        if event.act not in OF_FIELDS or remembering.is_open(name, event.detail)
    ]
    changes += remembering.reserved(event.detail) if event.act == "section.change" else []
    changes = remembering.tags(event.detail) if event.act == "tags.change" else changes
    return Line(event.act, event.at, event.actor, str(LABELS[event.act]), changes)


def _tell_of_merges(lines: list[Line], events: list[Event], seen_by: Member) -> None:
    """With whom, and what was taken from them: nothing of the other record once they are two people again."""
    merges = [(line, event.detail) for line, event in zip(lines, events, strict=True) if event.act in MERGES]
    if not merges:
        return
    ids = [told["merge"] for _line, told in merges]
    still = {str(pk) for pk in standing().filter(pk__in=ids).values_list("pk", flat=True)}
    seen = Person.objects.visible_to(seen_by).filter(pk__in=[told["with_id"] for _line, told in merges])
    reached = {str(pk) for pk in seen.values_list("pk", flat=True)}
    for line, told in merges:
        line.merge = UUID(told["merge"])
        if told["merge"] in still or told["with_id"] in reached:
            line.other = told["with_name"]
        if told["merge"] not in still:
            line.changes = []


def _tell_of_relations(lines: list[Line], events: list[Event], seen_by: Member) -> None:
    """With whom, where the reader reaches that record."""
    far = {
        line_at: UUID(pk)
        for line_at, event in enumerate(events)
        if event.act.startswith("relationship.")
        for pk in event.detail.get("people", ())
        if pk != str(event.client_id)
    }
    reached = Person.objects.visible_to(seen_by).in_bulk(set(far.values())) if far else {}
    for line_at, pk in far.items():
        if pk in reached:
            lines[line_at].other = reached[pk].name
