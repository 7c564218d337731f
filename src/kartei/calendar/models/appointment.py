"""Appointments, who comes to them and with which status, and what they keep busy."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kartei.calendar.models.offers import Place, Resource, Service
from kartei.calendar.models.series import Series
from kartei.db.keys import TenantForeignKey
from kartei.people.models import Client, Colour
from kartei.tenancy.models import Member, TenantManager, TenantModel
from kartei.tenancy.rights import Level, Right


class AppointmentStatusKind(models.TextChoices):
    PENDING = "pending", pgettext_lazy("appointment status", "Pending")
    OPEN = "open", pgettext_lazy("appointment status", "Open")
    DONE = "done", pgettext_lazy("appointment status", "Done")
    MISSED = "missed", pgettext_lazy("appointment status", "Missed")
    CANCELLED = "cancelled", pgettext_lazy("appointment status", "Cancelled")


_Kind = AppointmentStatusKind
BUILT_IN_APPOINTMENT_STATUSES = {
    "requested": (_("Requested"), _Kind.PENDING, Colour.AMBER, False),
    "planned": (pgettext_lazy("appointment status", "Planned"), _Kind.OPEN, Colour.TEAL, False),
    "confirmed": (pgettext_lazy("appointment status", "Confirmed"), _Kind.OPEN, Colour.GREEN, False),
    "arrived": (pgettext_lazy("appointment status", "Arrived"), _Kind.OPEN, Colour.BLUE, False),
    "done": (pgettext_lazy("appointment status", "Completed"), _Kind.DONE, Colour.GRAY, False),
    "no_show": (_("Did not come"), _Kind.MISSED, Colour.RED, False),
    "late_cancellation": (_("Cancelled at short notice"), _Kind.MISSED, Colour.ORANGE, True),
    "cancelled": (pgettext_lazy("appointment status", "Cancelled"), _Kind.CANCELLED, Colour.GRAY, True),
}
"""{code: (label, kind, colour, whether its slot is free again)}: product.md, section 5."""


class AppointmentStatusQuerySet(models.QuerySet["AppointmentStatus"]):
    def offered(self) -> Self:
        """Those that an attendance can be given: not one that is just being replaced."""
        return self.filter(replacement=None)


class AppointmentStatus(TenantModel):
    """Built-in ones have a code and no name, until somebody renames them; their kind and slot stay as they are."""

    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=9, choices=AppointmentStatusKind)
    colour = models.CharField(max_length=8, choices=Colour, default=Colour.GRAY)
    frees_slot = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    # Set while a job gives its appointments another one; then it is deleted.
    replacement = TenantForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=0)

    objects = TenantManager.from_queryset(AppointmentStatusQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name or str(BUILT_IN_APPOINTMENT_STATUSES[self.code][0])


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, member: Member, right: Right = Right.CALENDAR_VIEW) -> Self:
        """All of the practice, or those that the member gives."""
        level = member.level(right)
        if level == Level.ALL:
            return self
        given = AppointmentMember.objects.filter(appointment_id=OuterRef("id"), member=member)
        return self.filter(Exists(given)) if level else self.none()

    def between(self, start: object, end: object) -> Self:
        """Those of which some part lies in [start, end); moments with a zone."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class AppointmentManager(TenantManager):
    """Those that are there; what was deleted a moment ago, and may come back, is found by `with_deleted` alone."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(deleted_at=None)


class Appointment(TenantModel):
    """A stretch of time that members give to clients. Moments are in UTC; the workspace's zone says how they read."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    service = TenantForeignKey(Service, models.PROTECT, null=True, related_name="appointments", db_index=False)
    place = TenantForeignKey(Place, models.PROTECT, null=True, related_name="appointments", db_index=False)
    note = models.TextField(blank=True)  # for the team alone
    client_text = models.TextField(blank=True)  # what the clients read
    series = TenantForeignKey(Series, models.PROTECT, null=True, related_name="appointments", db_index=False)
    series_day = models.DateField(null=True)  # which date of the series it is, wherever it was moved to
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)  # with each version
    # None: booked online, by nobody of the team
    created_by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)
    deleted_at = models.DateTimeField(null=True)  # a wrong entry; it can come back for some days
    version = models.PositiveIntegerField(default=1)

    objects = AppointmentManager.from_queryset(AppointmentQuerySet)()
    with_deleted = TenantManager.from_queryset(AppointmentQuerySet)()

    class Meta(TenantModel.Meta):
        base_manager_name = "with_deleted"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_later"),
            models.CheckConstraint(
                condition=Q(series=None, series_day=None) | Q(series__isnull=False, series_day__isnull=False),
                name="appointment_series_day",
            ),
            models.UniqueConstraint(fields=["workspace", "series", "series_day"], name="appointment_series_once"),
        ]
        indexes = [
            models.Index(fields=["workspace", "starts_at", "id"], name="appointment_start"),
            models.Index(fields=["workspace", "service"], name="appointment_service"),
            models.Index(fields=["workspace", "place"], name="appointment_place"),
            models.Index(
                fields=["workspace", "deleted_at", "id"],
                name="appointment_deleted",
                condition=Q(deleted_at__isnull=False),
            ),
        ]


class AppointmentMember(TenantModel):
    """This member gives the appointment."""

    appointment = TenantForeignKey(Appointment, models.CASCADE, related_name="given_by", db_index=False)
    member = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "appointment", "member"], name="appointment_member_once")
        ]
        indexes = [models.Index(fields=["workspace", "member", "appointment"], name="appointmentmember_member")]


class AppointmentResource(TenantModel):
    """The appointment needs this thing."""

    appointment = TenantForeignKey(Appointment, models.CASCADE, related_name="needs", db_index=False)
    resource = TenantForeignKey(Resource, models.PROTECT, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "appointment", "resource"], name="appointment_resource_once")
        ]
        indexes = [models.Index(fields=["workspace", "resource"], name="appointmentresource_resource")]


class Attendance(TenantModel):
    """A client of an appointment, with a status, a price and a note of their own."""

    appointment = TenantForeignKey(Appointment, models.CASCADE, related_name="attendances", db_index=False)
    client = TenantForeignKey(Client, models.CASCADE, related_name="attendances", db_index=False)
    status = TenantForeignKey(AppointmentStatus, models.PROTECT, related_name="attendances", db_index=False)
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # euro; null says nothing
    note = models.TextField(blank=True)
    starts_at = models.DateTimeField()  # of the appointment: a client's list is one index scan

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "appointment", "client"], name="attendance_once"),
        ]
        indexes = [
            models.Index(fields=["workspace", "client", "starts_at", "id"], name="attendance_client"),
            models.Index(fields=["workspace", "status"], name="attendance_status"),
        ]
