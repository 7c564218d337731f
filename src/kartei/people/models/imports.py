"""A file that became records: what was read, what each row turned into, and what undo has to bring back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kartei.db.keys import TenantForeignKey
from kartei.files.models import Blob
from kartei.people.models.person import Person
from kartei.tenancy.models import Member, TenantModel


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    UNDONE = "undone", _("Undone")


class Import(TenantModel):
    member = TenantForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    blob = TenantForeignKey(Blob, models.SET_NULL, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.UPLOADED)
    options = models.JSONField(
        default=dict
    )  # layout (encoding, separator, sheet, head row), kind of the rows, duplicates
    mapping = models.JSONField(default=dict)  # header and targets, a target a column
    counts = models.JSONField(
        default=dict
    )  # rows, new, clients, contacts, updated, skipped, refused, warnings, blank, totals
    first_number = models.PositiveIntegerField(null=True)  # reserved once, so that a second try uses the same numbers
    reserved = models.PositiveIntegerField(default=0)  # how many numbers
    fault = models.JSONField(default=dict)  # code and details of what is wrong with the file
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "-id"], name="import_newest")]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    NEW = "new", _("New")
    UPDATED = "updated", _("Updated")
    SKIPPED = "skipped", _("Skipped")
    REFUSED = "refused", _("Refused")


class ImportRow(TenantModel):
    """A row that needs a word: refused, skipped, or taken with warnings. `raw` ends after 30 days."""

    batch = TenantForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    name = models.CharField(max_length=200, blank=True)  # as the row says it
    person = TenantForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    reasons = models.JSONField(default=list)  # [column, raw text, code]
    raw = models.JSONField(default=list)  # the cells, when the row was refused

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "batch", "line"], name="importrow_line")]


class ImportChange(TenantModel):
    """What undo restores: `before` is null for a record that the import made. Added and read, never changed."""

    batch = TenantForeignKey(Import, models.PROTECT, related_name="changes", db_index=False)
    person_id = models.UUIDField()
    before = models.JSONField(null=True)
    version_after = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "batch"], name="importchange_batch"),
            models.Index(fields=["workspace", "person_id"], name="importchange_person"),
        ]
