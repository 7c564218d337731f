"""Files and photos that the winner takes over: rows of its own, which name the same bytes as the loser's."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone

from kartei.people.merging import sheet
from kartei.people.merging.rules import Added, Covered
from kartei.people.models import Field, FieldFile, FieldType, Merge, Person, Photo, Profile
from kartei.tenancy.models import Member

PHOTO = "photo"
LABEL = FieldFile._meta.label


class Files:
    """The loser keeps its rows, so that undo finds its record whole at any time; bytes stay while one names them."""

    covers: tuple[Covered, ...] = ((LABEL, "person"), (Photo._meta.label, "person"))

    def take_over(self, merge: Merge) -> None:
        self._take_files(merge)
        self._take_photo(merge)

    def gather(self, merge: Merge) -> None:
        """Nothing: a section of a merged record is not saved any more."""

    def give_back(self, merge: Merge) -> None:
        """What the winner got goes, unless somebody has chosen to leave it there."""
        named = set(_files_of(merge.winner).values())
        copies = set(merge.known.get(LABEL, ())) - named
        FieldFile.objects.filter(person=merge.winner, pk__in=copies).delete()
        if photo := merge.known.get(PHOTO):
            Profile.objects.filter(person=merge.winner, photo=photo).update(photo=None)
            Photo.objects.filter(person=merge.winner, pk=photo).delete()

    def added(self, merge: Merge, *, seen_by: Member) -> Iterable[Added]:
        """None: a file belongs to its field, which undo asks for when it was changed since."""
        return ()

    def told(self, loser_id: UUID, winner_id: UUID) -> str:
        return ""

    def _take_files(self, merge: Merge) -> None:
        taken = _files_of(merge.winner)
        theirs = {str(file.pk): file for file in FieldFile.objects.filter(person=merge.loser, pk__in=taken.values())}
        changed = {column: self._copy(theirs[pk]) for column, pk in taken.items() if pk in theirs}
        for new in changed.values():
            new.person = merge.winner
            new.save(force_insert=True)
        sheet.write(merge.winner, {column: str(new.pk) for column, new in changed.items()})
        merge.known[LABEL] = [str(new.pk) for new in changed.values()]
        for column, new in changed.items():
            merge.changes[column][1] = str(new.pk)

    def _copy(self, file: FieldFile) -> FieldFile:
        return FieldFile(field_id=file.field_id, blob_id=file.blob_id, media_type=file.media_type, since=timezone.now())

    def _take_photo(self, merge: Merge) -> None:
        mine, theirs = Profile.objects.get(person=merge.winner), Profile.objects.get(person=merge.loser)
        if mine.photo_id or not theirs.photo_id:
            return
        photo = Photo.objects.get(pk=theirs.photo_id)
        mine.photo = Photo.objects.create(person=merge.winner, large=photo.large, small=photo.small, by=photo.by)
        mine.save(update_fields=["photo"])
        merge.known[PHOTO] = str(mine.photo.pk)


def _files_of(person: Person) -> dict[str, Any]:
    """{column: id of the file} of the fields in which a record names one."""
    names = {field.name for field in Field.objects.filter(type=FieldType.FILE)}
    if not names:
        return {}
    told = sheet.read(person)
    return {column: value for column, value in told.items() if column.rpartition(".")[2] in names and value}
