"""Secret addresses under which a member reads their own calendar in another program."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kartei.db.keys import TenantForeignKey
from kartei.tenancy.models import Member, TenantModel


class FeedLevel(models.TextChoices):
    """How much the other program is told of an appointment."""

    BUSY = "busy", _("Only busy")
    INITIALS = "initials", _("Initials")
    FULL = "full", _("Full")


class CalendarFeed(TenantModel):
    """One for each member at a time. The secret itself is kept nowhere; gone is revoked."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    level = models.CharField(max_length=8, choices=FeedLevel, default=FeedLevel.BUSY)
    digest = models.CharField(max_length=64)  # SHA-256 of the secret, which has 256 bits of chance
    created_at = models.DateTimeField(auto_now_add=True)
    fetched_at = models.DateTimeField(null=True)  # to the hour

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member"], name="calendarfeed_member"),
            models.UniqueConstraint(fields=["workspace", "digest"], name="calendarfeed_digest"),
        ]
