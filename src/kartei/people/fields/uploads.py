"""The field that holds a file: checked by its content, kept at once, saved with its section."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.db.locks import held
from kartei.db.scope import workspace_scope
from kartei.files import storage
from kartei.files.sniffing import LARGEST, SUFFIXES, NotTaken, media_type_of, proper_name
from kartei.people.fields.reading import Reading
from kartei.people.models import Field, FieldFile
from kartei.tenancy.models import workspace_ids
from kartei.web.parts import PartsField

WAITS, RESTS = timedelta(days=1), timedelta(days=30)
"""How long a file stays whose section was never saved, and one that no record names any more."""
ENDINGS = tuple(ending for endings in SUFFIXES.values() for ending in endings)


class UploadField(PartsField):
    """What is sent is kept at once, so that it is not lost when another field of the section is refused."""

    def __init__(self, field: Field, kept: str | None, reading: Reading) -> None:
        self.field, self.kept, self.reading = field, kept, reading
        self.stored: str | None = None
        chooser = forms.FileInput(attrs={"accept": ",".join(ENDINGS)})
        parts: dict[str, tuple[Any, forms.Field]] = {
            "kept": ("", forms.CharField(required=False, widget=forms.HiddenInput)),
            "file": (self._invitation(kept), forms.FileField(required=False, widget=chooser, max_length=255)),
        }
        if kept:
            parts["removed"] = (_("Take it out"), forms.BooleanField(required=False))
        super().__init__(parts)

    def _invitation(self, kept: str | None) -> str:
        there = self.reading.files.get(kept or "")
        if there:
            return _("“%(name)s” is there; choose another file to replace it") % {"name": there.blob.name}
        return _("Choose a file (PDF, picture, Word, Excel, text; at most 50 MB)")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A file that has been kept stands in the form by its id; a browser sends it only once."""
        return [self.stored, None, False] if self.stored else data

    def together(self, told: dict[str, Any]) -> str | None:
        if told["file"]:
            self.stored = self._keep(told["file"])
            return self.stored
        if told.get("removed") or not told["kept"]:
            return None
        there = self.reading.files.get(told["kept"])
        if there is None or there.field_id != self.field.pk:
            raise ValidationError(_("This file is not there any more. Please choose it again."), "gone")
        return str(there.pk)

    def _keep(self, file: Any) -> str:
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than 50 MB."), "large")
        try:
            media_type = media_type_of(file)
        except NotTaken:
            raise ValidationError(
                _("This kind of file is not taken. Please choose a PDF, a picture, or a Word, Excel or text file."),
                "kind",
            ) from None
        if not held(Field.objects.filter(pk=self.field.pk).values_list("pk")):
            raise ValidationError(_("This field has just been taken out."), "gone")
        try:
            blob = storage.store(proper_name(file.name, media_type), file.chunks(), by=self.reading.member)
        except storage.StorageFull:
            raise ValidationError(_("The server has no room for another file."), "full") from None
        new = FieldFile.objects.create(field=self.field, person=self.reading.person, blob=blob, media_type=media_type)
        self.reading.files[str(new.pk)] = new
        return str(new.pk)


def upload(field: Field, value: Any, reading: Reading) -> forms.Field:
    return UploadField(field, value, reading)


def told_file(field: Field, value: Any, reading: Reading) -> str:
    found = reading.files.get(value)
    return found.blob.name if found else _("a file that is not there any more")


def opened_file(value: Any) -> Any:
    return {"kept": value}


def take_note(before: str | None, after: str | None) -> None:
    """A section was saved: the one file is named by the record now, the other rests."""
    if before == after:
        return
    if before:
        FieldFile.objects.filter(pk=before).update(until=timezone.now())
    if after:
        FieldFile.objects.filter(pk=after).update(since=timezone.now(), until=None)


def forget_unused_files(now: datetime) -> None:
    """Delete what was never saved for a day and what no record has named for thirty; visits every workspace."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            unsaved, replaced = Q(since=None, at__lt=now - WAITS), Q(until__lt=now - RESTS)
            remove_files(FieldFile.objects.filter(unsaved | replaced))


def remove_files(files: QuerySet[FieldFile]) -> None:
    """Rows and bytes, for good."""
    found = list(files.select_related("blob"))
    FieldFile.objects.filter(pk__in=[file.pk for file in found]).delete()
    for blob in {file.blob for file in found}:
        storage.remove(blob)
