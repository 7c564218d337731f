"""Mail of the instance itself, which belongs to no workspace, and what a practice writes to people of its own."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kartei.db.keys import TenantForeignKey, uuid7
from kartei.people.models import Person
from kartei.tenancy.models import TenantModel


class MailState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    UNCERTAIN = "uncertain", _("Uncertain")  # handed over, but the answer never came: never sent blindly again
    WITHDRAWN = "withdrawn", pgettext_lazy("mail", "Withdrawn")  # before it was sent


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


class MailSecurity(models.TextChoices):
    TLS = "tls", _("TLS from the first byte (port 465)")
    STARTTLS = "starttls", _("STARTTLS (port 587)")
    NONE = "none", _("None: only for a server in the practice's own network")


class MailAccount(TenantModel):
    """The mail server by which a practice sends: one row of a workspace, which has its id, or none."""

    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=8, choices=MailSecurity, default=MailSecurity.STARTTLS)
    user = models.CharField(max_length=254, blank=True)
    password = models.TextField(blank=True)  # sealed for the workspace (conf/sealed.py)
    password_at = models.DateTimeField(null=True)
    sender_name = models.CharField(max_length=100, blank=True)  # what people read as From:; neutral
    sender_address = models.CharField(max_length=254)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.sender_address


class PracticeMail(TenantModel):
    """One mail to one person. It is written in the transaction of its cause, and can be withdrawn until it is due."""

    person = TenantForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    message_id = models.CharField(max_length=200)  # made beforehand, so that a second try is the same mail
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True)  # text/calendar that goes along
    method = models.CharField(max_length=10, blank=True)  # of iTIP (RFC 5546)
    due_at = models.DateTimeField()  # not sent before
    try_at = models.DateTimeField()  # the next try; while it is being sent: until when that may take
    not_after = models.DateTimeField(null=True)  # what it says is over by then
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # of one that failed: somebody has looked after it

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "message_id"], name="practicemail_message")]
        indexes = [
            models.Index(
                fields=["workspace", "try_at", "id"],
                condition=Q(state__in=["waiting", "sending"]),
                name="practicemail_due",
            ),
            models.Index(fields=["workspace", "person", "id"], name="practicemail_person"),
            models.Index(
                fields=["workspace", "id"],
                condition=Q(state__in=["failed", "uncertain"], settled_at__isnull=True),
                name="practicemail_failed",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id
