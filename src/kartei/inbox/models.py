"""Mail of the instance itself: confirmations and password links, which belong to no workspace."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kartei.db.keys import uuid7


class MailState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    UNCERTAIN = "uncertain", _("Uncertain")  # handed over, but the answer never came: never sent blindly again


class InstanceMail(models.Model):
    """One mail to one address. It is written in the transaction of its cause and sent by a job after the commit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message_id = models.CharField(max_length=200, unique=True)  # made beforehand, so that a second try is the same mail
    sender = models.CharField(max_length=320)
    recipient = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)  # emptied at the end: it holds a link that opens an account
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="instance_mail_state")]

    def __str__(self) -> str:
        return self.message_id
