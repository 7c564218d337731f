"""Who and what is busy when: of an appointment, or of a slot that is held."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kartei.calendar.models.appointment import Appointment
from kartei.calendar.models.hold import SlotHold
from kartei.db.keys import TenantForeignKey
from kartei.tenancy.models import TenantManager, TenantModel


class Taken(models.TextChoices):
    """What an appointment can keep busy."""

    MEMBER = "member", _("Team member")
    CLIENT = "client", _("Client")
    PLACE = "place", _("Room")
    RESOURCE = "resource", _("Resource")


class OccupancyQuerySet(models.QuerySet["Occupancy"]):
    def blocking(self, now: datetime) -> Self:
        """Without what was held for somebody who did not come back in time."""
        return self.filter(Q(until=None) | Q(until__gt=now))


class Occupancy(TenantModel):
    """Somebody or something is busy from … to …, buffers included. Gone when the slot is free again.

    Of an appointment, or of a slot that is held for a while: then `until` says for how long it counts.
    """

    appointment = TenantForeignKey(Appointment, models.CASCADE, null=True, related_name="occupancies", db_index=False)
    hold = TenantForeignKey(SlotHold, models.CASCADE, null=True, related_name="occupancies", db_index=False)
    until = models.DateTimeField(null=True)
    kind = models.CharField(max_length=8, choices=Taken)
    taken_id = models.UUIDField()  # of the member, the client, the room or the resource
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = TenantManager.from_queryset(OccupancyQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "appointment", "taken_id"], name="occupancy_once"),
            models.UniqueConstraint(fields=["workspace", "hold", "taken_id"], name="occupancy_held_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="occupancy_ends_later"),
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, hold=None, until=None)
                | Q(appointment=None, hold__isnull=False, until__isnull=False),
                name="occupancy_of_one",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "taken_id", "starts_at"], name="occupancy_taken")]
