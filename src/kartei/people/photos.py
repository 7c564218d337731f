"""Photos of clients and contacts: shown, replaced, taken out, brought back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.files import storage
from kartei.files.pictures import Picture
from kartei.people.models import Person, Photo, Profile
from kartei.people.versions import touch
from kartei.tenancy.models import Member, workspace_ids

LARGE, SMALL = 512, 128  # pixels of an edge
RESTS = timedelta(days=30)  # how long one stays that is not shown


@transaction.atomic
def give_photo(person: Person, pictures: Sequence[Picture], *, version: int, by: Member) -> int:
    """Show a new photo, large and small; returns the version that undo names. Raises StaleVersion, StorageFull."""
    large, small = (picture.keep("photo", by=by) for picture in pictures)
    new = Photo.objects.create(person=person, large=large, small=small, by=by, until=timezone.now())
    return _show(person, new, "photo.change", version=version, by=by)


@transaction.atomic
def remove_photo(person: Person, *, version: int, by: Member) -> int:
    """Show initials again; the photo rests for thirty days. Raises StaleVersion."""
    return _show(person, None, "photo.removal", version=version, by=by)


@transaction.atomic
def restore_photo(person: Person, photo_id: UUID, *, version: int, by: Member) -> int:
    """Show a former photo of the person again. Raises DoesNotExist, StaleVersion."""
    return _show(person, Photo.objects.get(person=person, pk=photo_id), "photo.restoration", version=version, by=by)


def _show(person: Person, photo: Photo | None, act: str, *, version: int, by: Member) -> int:
    locked = touch(person, "photo", version)
    profile = Profile.objects.get(person=locked)
    Photo.objects.filter(pk=profile.photo_id).update(until=timezone.now())
    profile.photo = photo
    profile.save(update_fields=["photo"])
    if photo:
        Photo.objects.filter(pk=photo.pk).update(until=None)
    record(act, by=by, subject=locked, client=locked)
    return int(locked.versions["photo"])


def forget_old_photos(now: datetime) -> None:
    """Delete what has not been shown for thirty days; visits every workspace, once a day."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            erase_photos(Photo.objects.filter(until__lt=now - RESTS))


def erase_photos(photos: QuerySet[Photo]) -> None:
    """Rows and bytes, for good."""
    found = list(photos.select_related("large", "small"))
    Photo.objects.filter(pk__in=[photo.pk for photo in found]).delete()
    for blob in {blob for photo in found for blob in (photo.large, photo.small)}:
        storage.remove(blob)
