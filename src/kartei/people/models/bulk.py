"""One act on many clients: who did what with how many, and what each of them was before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kartei.db.keys import TenantForeignKey
from kartei.tenancy.models import Member, TenantModel


class BulkState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class BulkAct(TenantModel):
    """Kept for 30 days, as long as it can be undone."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    act = models.CharField(max_length=20)  # a code of people.bulk.acts.ACTS
    words = models.JSONField(default=list)  # ids of the status, the tags, the members that it names
    query = models.TextField(blank=True)  # the address's filters, from which it was begun
    is_whole = models.BooleanField(default=False)  # everybody whom the filters find, not single rows
    state = models.CharField(max_length=8, choices=BulkState, default=BulkState.WAITING)
    total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "created_at"], name="bulkact_created")]


class BulkOutcome(models.TextChoices):
    WAITING = "", _("Waiting")
    DONE = "done", _("Done")
    ALREADY = "already", _("So already")
    FORBIDDEN = "forbidden", _("Not allowed")
    GONE = "gone", _("No client any more")
    UNDONE = "undone", _("Undone")
    KEPT = "kept", _("Changed since")


class BulkChange(TenantModel):
    """A chosen client. `before` is what it had (a status, tags, members, a state), as ids or codes."""

    bulk = TenantForeignKey(BulkAct, models.CASCADE, related_name="changes", db_index=False)
    client_id = models.UUIDField()  # a plain id: who is gone for good stays gone
    outcome = models.CharField(max_length=9, choices=BulkOutcome, default=BulkOutcome.WAITING, blank=True)
    before = models.JSONField(null=True)
    version_after = models.PositiveIntegerField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "bulk", "client_id"], name="once_a_bulk_act")]
        indexes = [models.Index(fields=["workspace", "bulk", "outcome", "client_id"], name="bulkchange_outcome")]
