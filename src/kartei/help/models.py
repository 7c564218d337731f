"""Messages to whoever runs the instance: a ticket with a number and a state, and what both sides have written.

The rows belong to the workspace of their author. The operator, who is a member of none because of it, sees them by a
second policy for SELECT alone (migration 0001); what the operator writes goes through a scope that a verb opens.
"""

from contextlib import AbstractContextManager

from django.db import models
from django.utils.translation import pgettext_lazy

from kartei.db.keys import TenantForeignKey
from kartei.db.scope import workspace_scope
from kartei.files.models import Blob
from kartei.tenancy.models import Member, TenantModel

SUMMARY = 120  # characters


class TicketState(models.TextChoices):
    OPEN = "open", pgettext_lazy("ticket", "open")
    WORKING = "working", pgettext_lazy("ticket", "in progress")
    DONE = "done", pgettext_lazy("ticket", "done")


class Ticket(TenantModel):
    """One concern. Author and workspace are copied, so that the operator need not look into the workspace."""

    number = models.BigIntegerField()  # counted by the instance
    member = TenantForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    author = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    practice = models.CharField(max_length=200)
    page = models.CharField(max_length=100, blank=True)  # URL name of where it was written from
    summary = models.CharField(max_length=SUMMARY)  # the beginning of the first message, for the lists
    state = models.CharField(max_length=10, choices=TicketState, default=TicketState.OPEN)
    version = models.PositiveIntegerField(default=0)  # of the state
    is_new_to_author = models.BooleanField(default=False)
    is_new_to_operator = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    written_at = models.DateTimeField(auto_now_add=True)  # when the last message came

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "member", "-id"], name="ticket_own"),
            models.Index(fields=["state", "-id"], name="ticket_desk"),
        ]

    def __str__(self) -> str:
        return f"H-{self.number:05}"

    def scope(self) -> AbstractContextManager[None]:
        """The scope of the workspace it came from: for the verbs, and for reading its own picture."""
        assert self.workspace_id
        return workspace_scope(self.workspace_id)


class Message(TenantModel):
    """What one side has written; never changed. Without a member it is the operator's."""

    ticket = TenantForeignKey(Ticket, models.CASCADE, related_name="messages")
    member = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)
    author = models.CharField(max_length=200)
    text = models.TextField()
    picture = TenantForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    @property
    def is_answer(self) -> bool:
        return self.member_id is None
