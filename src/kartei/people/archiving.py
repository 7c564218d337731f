"""Archive and trash: where records go that nobody works with, and the way back (product.md, section 2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import TupleLessThan
from django.utils import timezone

from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.people.fields.uploads import remove_files
from kartei.people.hooks import erasing
from kartei.people.merging.trail import taken_in
from kartei.people.models import FieldFile, Person, PersonState, Photo, Relationship, Task
from kartei.people.photos import erase_photos
from kartei.people.versions import StaleVersion, touch
from kartei.tenancy.models import Member, workspace_ids
from kartei.tenancy.rights import Right

KEPT = timedelta(days=30)  # in the trash; then for good
PAGE, BATCH = 50, 100
LIVE, ARCHIVED, TRASH = PersonState.LIVE, PersonState.ARCHIVED, PersonState.TRASH


def archive(person: Person, *, version: int | None = None, by: Member) -> int:
    """Take a record out of lists, pickers and search; returns the version that undo names. Raises StaleVersion."""
    return _move(person, ARCHIVED, {LIVE}, "archival", version=version, by=by)


def discard(person: Person, *, version: int | None = None, by: Member) -> int:
    """Put a record into the trash, with all that hangs on it. Raises StaleVersion."""
    return _move(person, TRASH, {LIVE, ARCHIVED}, "deletion", version=version, by=by)


def restore(person: Person, to: PersonState = LIVE, *, version: int | None = None, by: Member) -> int:
    """Bring a record back as it was: to the lists, or to the archive from which it was deleted. Raises StaleVersion."""
    return _move(person, to, {ARCHIVED, TRASH} - {to}, "restoration", version=version, by=by)


@transaction.atomic
def _move(
    person: Person, to: PersonState, from_: Collection[PersonState], act: str, *, version: int | None, by: Member
) -> int:
    locked = touch(person, "state", version)
    if locked.state not in from_:
        raise StaleVersion
    locked.state, locked.state_at = to, None if to == LIVE else timezone.now()
    locked.save(update_fields=["state", "state_at"])
    person.state, person.state_at = locked.state, locked.state_at
    record(f"{'client' if locked.is_client else 'contact'}.{act}", by=by, subject=locked, client=locked)
    return int(locked.versions["state"])


@dataclass(frozen=True, slots=True)
class Hanging:
    """What goes into the trash along with a record, and comes back with it."""

    relationships: int
    tasks: int


def hanging_on(person: Person) -> Hanging:
    return Hanging(
        relationships=Relationship.objects.filter(Q(person=person) | Q(other=person)).count(),
        tasks=Task.objects.filter(client_id=person.pk, deleted_at=None).count(),
    )


@dataclass(frozen=True, slots=True)
class Discarded:
    """A line of „Papierkorb“."""

    person: Person

    @property
    def gone_at(self) -> datetime:
        """When it goes for good, unless somebody brings it back."""
        return (self.person.state_at or timezone.now()) + KEPT


@dataclass(frozen=True, slots=True)
class TrashPage:
    rows: list[Discarded]
    next: UUID | None = None  # the last row, when there are rows after it


def trash_of(member: Member, *, after: UUID | None = None) -> TrashPage:
    """Fifty records in the trash that the member may bring back, the last one first, behind the one named."""
    people: Any = Person.objects.visible_to(member, Right.PROFILES_EDIT).discarded()
    if after and (cursor := people.filter(pk=after).values_list("state_at", "id").first()):
        people = people.filter(TupleLessThan((F("state_at"), F("id")), cursor))
    rows = [Discarded(person) for person in people.defer("search").order_by("-state_at", "-id")[: PAGE + 1]]
    return TrashPage(rows[:PAGE], rows[PAGE - 1].person.pk if len(rows) > PAGE else None)


def forget_discarded(now: datetime) -> None:
    """Thirty days after they were deleted they are gone for good; visits every workspace, once a day."""
    for workspace_id in workspace_ids():
        while _forget_batch(workspace_id, now - KEPT):
            pass


def _forget_batch(workspace_id: UUID, until: datetime) -> bool:
    """Whether there may be more. The log keeps that a record was there, and when it went."""
    with workspace_scope(workspace_id):
        due = Person.objects.discarded().filter(state_at__lt=until).order_by("state_at", "id")
        people = list(due.select_for_update(of=("self",), skip_locked=True).defer("search")[:BATCH])
        for person in people:
            record(f"{'client' if person.is_client else 'contact'}.erasure", by=None, subject=person, client=person)
        ids = [person.pk for person in people]
        erase([*ids, *taken_in(ids)])  # what was merged into a record goes with it
        return bool(people)


def erase(ids: Collection[UUID]) -> None:
    """Records with all that hangs on them, bytes too, for good."""
    for forget in erasing:
        forget(ids)
    # Tasks first: their client may be null, and Django deletes in the order of keys that may not.
    Task.objects.filter(client_id__in=ids).delete()
    remove_files(FieldFile.objects.filter(person_id__in=ids))
    erase_photos(Photo.objects.filter(person_id__in=ids))
    Person.objects.filter(pk__in=ids).delete()
