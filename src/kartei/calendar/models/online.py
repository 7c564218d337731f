"""What people book by themselves: the practice's rules for it, and what they have said while booking."""

from django.db import models

from kartei.calendar.models.appointment import Appointment
from kartei.calendar.models.hold import SlotHold
from kartei.calendar.models.offers import Service
from kartei.db.keys import TenantForeignKey, TenantOneToOneField
from kartei.people.models import Client
from kartei.tenancy.models import TenantModel


class BookingRules(TenantModel):
    """One row of a workspace, which has its id, and none as long as nobody has set anything."""

    is_open = models.BooleanField(default=False)
    notice_hours = models.PositiveSmallIntegerField(default=24)  # so long before it begins an appointment is booked
    horizon_days = models.PositiveSmallIntegerField(default=60)  # so far ahead
    step_minutes = models.PositiveSmallIntegerField(default=15)  # between two beginnings
    most_open = models.PositiveSmallIntegerField(default=2)  # future bookings of one mail address
    change_hours = models.PositiveSmallIntegerField(default=24)  # until then it is cancelled or moved online
    phone = models.CharField(max_length=60, blank=True)  # whom to call afterwards
    intro = models.TextField(blank=True)  # above the services
    privacy = models.TextField(blank=True)  # what becomes of what is entered; empty: our words
    version = models.PositiveIntegerField(default=1)


class OnlineBooking(TenantModel):
    """Somebody has entered who they are, and confirms it by the link that was mailed; then there is an appointment.

    The secret of the link opens the page of the appointment too, and is kept as SHA-256 alone. What nobody confirms is
    deleted.
    """

    hold = TenantOneToOneField(SlotHold, models.SET_NULL, null=True, related_name="booking")
    service = TenantForeignKey(Service, models.CASCADE, related_name="+", db_index=False)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254)
    phone = models.CharField(max_length=60, blank=True)
    question = models.TextField(blank=True)
    privacy = models.TextField()  # to what they have agreed, word by word
    language = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=64)  # in which they read times
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()  # until then it can be confirmed
    confirmed_at = models.DateTimeField(null=True)
    client = TenantForeignKey(Client, models.CASCADE, null=True, related_name="+", db_index=False)
    appointment = TenantForeignKey(
        Appointment, models.CASCADE, null=True, related_name="online_bookings", db_index=False
    )

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "digest"], name="onlinebooking_digest"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, client=None, appointment=None)
                | models.Q(confirmed_at__isnull=False, client__isnull=False, appointment__isnull=False, hold=None),
                name="onlinebooking_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "email_key"], name="onlinebooking_email"),
            models.Index(fields=["workspace", "confirmed_at"], name="onlinebooking_confirmed_at"),
            models.Index(fields=["workspace", "appointment"], name="onlinebooking_appointment"),
            models.Index(fields=["workspace", "client"], name="onlinebooking_client"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"
