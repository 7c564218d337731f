"""What the log tells: „Zuletzt geöffnet“ of a member, the last changes of a client."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from kartei.audit.models import Event
from kartei.people.models import Person
from kartei.people.rows import Labels, Row, rows_of
from kartei.tenancy.models import Member

SHOWN, LOOKED_AT = 8, 200


def recently_opened(member: Member) -> list[Row]:
    """The records that the member opened last and still reaches, newest first."""
    views = Event.objects.filter(member=member, act__in=["client.view", "contact.view"]).order_by("-id")
    ids: list[UUID] = list(dict.fromkeys(views.values_list("subject_id", flat=True)[:LOOKED_AT]))[:SHOWN]
    people = Person.objects.visible_to(member).live().filter(pk__in=ids)
    reached = set(people.values_list("pk", flat=True)) if ids else set()
    return rows_of([pk for pk in ids if pk in reached], Labels.read()) if reached else []


@dataclass
class Change:
    at: datetime
    actor: str
    text: str


def changes_of(person: Person) -> list[Change]:
    """The last changes of a client's profile, newest first; what changed, not its values."""
    acts = {
        "client.creation": _("Created"),
        "status.change": _("Status changed"),
        "tags.change": _("Tags changed"),
        "assignments.change": _("Assigned members changed"),
        "section.change": _("Profile changed"),
        "task.creation": _("Task created"),
        "task.completion": _("Task completed"),
        "task.reopening": _("Task reopened"),
        "relationship.creation": _("Relationship created"),
        "relationship.change": _("Relationship changed"),
        "relationship.deletion": _("Relationship deleted"),
        "relationship.restoration": _("Relationship brought back"),
    }
    events = Event.objects.filter(client_id=person.pk, act__in=acts).order_by("-at")[:SHOWN]
    return [Change(event.at, event.actor, acts[event.act] + _values(event)) for event in events]


def _values(event: Event) -> str:
    """Of a status the old and the new one; of a section its changed fields."""
    changes = event.detail.get("changes", {})
    if event.act == "status.change":
        return ": " + " → ".join(changes["Status"])
    return ": " + ", ".join(map(gettext, changes)) if event.act == "section.change" and changes else ""
