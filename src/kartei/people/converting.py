"""A contact becomes a client, a client a contact; the person, their relations and their address stay (product.md, 4).

What a contact cannot have is kept for 30 days, in which the client comes back as they were. Whatever hangs on a client
and on nobody else holds them there: a domain with such rows adds to `people.hooks.holding` in its `apps.py`, what
gives the reasons in words.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from kartei.audit.models import Event
from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.people import searching
from kartei.people.creating import default_status, kind_for
from kartei.people.fields.guarding import open_tags
from kartei.people.hooks import holding
from kartei.people.models import (
    Assignment,
    Client,
    ClientTag,
    Conversion,
    Person,
    PersonKind,
    Relationship,
    RelationType,
    Release,
    Sharing,
    Status,
    Tag,
    Task,
)
from kartei.people.relating import disconnect, lock, take_back
from kartei.people.relation_rules import RelationRefused
from kartei.people.statuses import tags_there
from kartei.people.versions import StaleVersion, touch
from kartei.tenancy.models import Member, next_number, workspace_ids
from kartei.tenancy.rights import Level, Right

KEPT = timedelta(days=30)  # in which a client comes back as they were
SECTION = "conversion"  # of Person.versions


class Refused(Exception):
    """Nothing was changed; `reasons` say why, in words."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


def _open_tasks(person: Person) -> Iterable[str]:
    if count := Task.objects.filter(client_id=person.pk, done_at=None, deleted_at=None).count():
        yield ngettext("%(num)s open task", "%(num)s open tasks", count) % {"num": count}


def _disclosures(person: Person) -> Iterable[str]:
    count = sum(model._default_manager.filter(client_id=person.pk).count() for model in (Sharing, Release))
    if count:
        text = ngettext(
            "%(num)s consent to share or release of secrecy", "%(num)s consents to share or releases of secrecy", count
        )
        yield text % {"num": count}


OWN: tuple[Callable[[Person], Iterable[str]], ...] = (_open_tasks, _disclosures)


@dataclass(slots=True)
class Preview:
    """What making a client a contact would mean."""

    reasons: list[str]  # against it; with any it cannot be done
    tags: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)  # relations with them end: two contacts are not linked
    done_tasks: int = 0  # stay, about nobody


def preview(person: Person, *, seen_by: Member) -> Preview:
    client, linked = person.client, _with_contacts(person)
    return Preview(
        reasons=reasons_against(person),
        tags=[tag.name for tag in open_tags(seen_by).filter(client_tags__client=client)],
        members=[row.member.name for row in client.assignments.select_related("member").order_by("member__name")],
        contacts=list(dict.fromkeys(_far(row, person).name for row in linked)),
        done_tasks=client.tasks.count(),
    )


def reasons_against(person: Person) -> list[str]:
    """Why this client cannot become a contact; none if they can."""
    return [reason for tell in (*OWN, *holding) for reason in tell(person)]


@transaction.atomic
def make_client(person: Person, status: Status, *, version: int, by: Member) -> int:
    """Give a contact a client record with the next number; returns the version that undo names.

    Raises StaleVersion. Who sees assigned clients only is assigned, to keep the record in reach.
    """
    locked = _locked(person, version, is_client=False)
    client = _record_of(locked, number=next_number("client"), status=status, kind=kind_for(locked.birth_date))
    if by.level(Right.PROFILES_VIEW) == Level.ASSIGNED:
        Assignment.objects.create(client=client, member=by, by=by)
    Conversion.objects.filter(person=locked).delete()
    changes = {"Status": ["", status.label]}
    record("contact.conversion", by=by, subject=locked, client=locked, number=client.shown_number, changes=changes)
    return int(locked.versions[SECTION])


@transaction.atomic
def make_contact(person: Person, *, version: int, by: Member) -> int:
    """Take the client record away and keep what it said; returns the version that undo names.

    Raises StaleVersion, and Refused while something hangs on the client.
    """
    lock()
    locked = _locked(person, version, is_client=True)
    if reasons := reasons_against(locked):
        raise Refused(reasons)
    client = locked.client
    kept = _kept_of(client)
    kept["relations"] = [str(disconnect(row, version=row.version, by=by).pk) for row in _with_contacts(locked)]
    Conversion.objects.update_or_create(person=locked, defaults={"at": timezone.now(), "by": by, "kept": kept})
    changes = {"Status": [client.status.label, ""]}
    record("client.conversion", by=by, subject=locked, client=locked, number=client.shown_number, changes=changes)
    client.tasks.update(client=None)
    client.delete()
    _save(Person.objects.get(pk=locked.pk), is_client=False)
    return int(locked.versions[SECTION])


@transaction.atomic
def bring_back(person: Person, *, version: int, by: Member) -> None:
    """Make the client again that a contact was. Raises StaleVersion, DoesNotExist after 30 days."""
    lock()
    locked = _locked(person, version, is_client=False)
    conversion = Conversion.objects.get(person=locked, at__gt=timezone.now() - KEPT)
    kept = conversion.kept
    client = _record_of(locked, number=_number(kept["number"]), status=_status(kept["status"]), kind=kept["kind"])
    tags = tags_there(Tag.objects.filter(pk__in=kept["tags"]))
    ClientTag.objects.bulk_create([ClientTag(client=client, tag=tag) for tag in tags])
    members = Member.objects.filter(pk__in=kept["members"])
    Assignment.objects.bulk_create([Assignment(client=client, member=member, by=by) for member in members])
    Task.objects.filter(pk__in=kept["tasks"], client=None).update(client=client)
    for event in Event.objects.filter(pk__in=kept["relations"]).order_by("id"):
        _link_again(event, by)
    conversion.delete()
    record("client.reconversion", by=by, subject=locked, client=locked, number=client.shown_number)


def former_client(person: Person) -> Conversion | None:
    """What a contact was until not more than 30 days ago."""
    found = Conversion.objects.select_related("by").filter(person=person, at__gt=timezone.now() - KEPT)
    conversion: Conversion | None = found.first()
    return conversion


def forget_conversions(now: datetime) -> None:
    """What could be brought back for 30 days is forgotten; visits every workspace, once a day."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            Conversion.objects.filter(at__lte=now - KEPT).delete()


def _locked(person: Person, version: int, *, is_client: bool) -> Person:
    locked = touch(person, SECTION, version)
    if locked.is_client != is_client or (not is_client and locked.kind == PersonKind.ORGANISATION):
        raise StaleVersion
    return locked


def _record_of(person: Person, **columns: Any) -> Client:
    client = Client(id=person.pk, person=person, **columns)
    client.save(force_insert=True)
    _save(person, is_client=True)
    return client


def _save(person: Person, *, is_client: bool) -> None:
    person.is_client = is_client
    person.save(update_fields=["is_client"])
    searching.refresh(person)


def _kept_of(client: Client) -> dict[str, Any]:
    return {
        "number": client.number,
        "status": str(client.status_id),
        "kind": client.kind,
        "tags": [str(row.tag_id) for row in client.client_tags.all()],
        "members": [str(row.member_id) for row in client.assignments.all()],
        "tasks": [str(task.pk) for task in client.tasks.all()],
    }


def _with_contacts(person: Person) -> list[Relationship]:
    """Relations of a client with contacts, those in the trash included."""
    theirs = Q(person=person, other__is_client=False) | Q(other=person, person__is_client=False)
    return list(Relationship.objects.select_related("person", "other", "type").filter(theirs).order_by("id"))


def _far(row: Relationship, person: Person) -> Person:
    far: Person = row.other if row.person_id == person.pk else row.person
    return far


def _link_again(event: Event, by: Member) -> None:
    """Bring back a relation that ended with the client record, unless there is no room for it any more."""
    gone = (StaleVersion, RelationRefused, Person.DoesNotExist, RelationType.DoesNotExist)
    try:
        with transaction.atomic():
            take_back(event, version=0, by=by)
    except gone:
        return


def _number(number: int | None) -> int | None:
    """The old one; another one in case that an import has given it to somebody."""
    is_taken = number is not None and Client.objects.filter(number=number).exists()
    return next_number("client") if is_taken else number


def _status(pk: str) -> Status:
    return Status.objects.offered().filter(pk=UUID(pk)).first() or default_status()
