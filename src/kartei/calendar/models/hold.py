"""Slots that are kept for somebody for a while."""

from django.db import models
from django.db.models import F, Q

from kartei.calendar.models.appointment import Appointment
from kartei.calendar.models.offers import Place, Service
from kartei.db.keys import TenantForeignKey
from kartei.tenancy.models import Member, TenantModel


class SlotHold(TenantModel):
    """From … to … nobody else gets this member and this room, until the moment `until`; later it counts no more.

    What it keeps busy are rows of Occupancy, buffers included. The secret is told once, to whom it is held for.
    """

    service = TenantForeignKey(Service, models.CASCADE, related_name="+", db_index=False)
    # a place in this group, which is there already; then it keeps nobody busy
    appointment = TenantForeignKey(Appointment, models.CASCADE, null=True, related_name="holds", db_index=False)
    member = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    place = TenantForeignKey(Place, models.CASCADE, null=True, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    until = models.DateTimeField()
    digest = models.CharField(max_length=64)  # SHA-256 of the secret, which has 256 bits of chance
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slothold_ends_later"),
            models.UniqueConstraint(fields=["workspace", "digest"], name="slothold_digest"),
        ]
        indexes = [
            models.Index(fields=["workspace", "until"], name="slothold_until"),
            models.Index(fields=["workspace", "appointment"], name="slothold_appointment"),
        ]
