"""The log of what was seen and done, and the chain that shows whether it was touched.

The serving role may add and read, nothing else (migration 0001). An event is what happened; its seal, written as the
last act of the same transaction, binds it to the one before. Old and new values lie in `detail`, of which the chain
covers only a salted hash: the owner role may empty a detail whose retention has ended, and the chain still holds.
"""

from django.db import models

from kartei.accounts.models import User
from kartei.db.keys import TenantForeignKey, TenantOneToOneField, uuid7
from kartei.tenancy.models import Member, TenantModel


class Happening(models.Model):
    """What both logs say: when, what, by whom and from where, about what."""

    at = models.DateTimeField()
    act = models.CharField(max_length=60)  # noun of the action, as in its URL: "client.view", "section.change"
    actor = models.CharField(max_length=254, blank=True)  # the name as it was then
    address = models.CharField(max_length=45, blank=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=250, blank=True)
    detail = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    detail_hash = models.CharField(max_length=64)

    class Meta:
        abstract = True


class Event(Happening, TenantModel):
    """Something a member or a job of the workspace saw or did."""

    member = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)
    client_id = models.UUIDField(null=True)  # the record it belongs to, a contact's too; a plain id: people stand above

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "at"], name="event_at"),
            models.Index(fields=["workspace", "client_id", "at"], name="event_client"),
            models.Index(fields=["workspace", "member", "-id"], name="event_member"),
        ]


class Seal(TenantModel):
    """One link of a workspace's chain."""

    seq = models.BigIntegerField()
    event = TenantOneToOneField(Event, models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "seq"], name="one_seal_a_place")]


class InstanceEvent(Happening):
    """Something that belongs to no workspace: set-up, registration, failed logins, attempts at foreign workspaces."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)


class InstanceSeal(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seq = models.BigIntegerField(unique=True)
    event = models.OneToOneField(InstanceEvent, models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
