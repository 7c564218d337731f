"""What can be booked: services, where they take place, and what they need."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kartei.db.keys import TenantForeignKey
from kartei.people.models import Colour
from kartei.tenancy.models import Member, TenantManager, TenantModel

LONGEST = 24 * 60  # minutes of an appointment (product.md, 5)


class OfferQuerySet(models.QuerySet["Place"]):
    def in_use(self) -> Self:
        return self.filter(archived_at=None)


class PlaceKind(models.TextChoices):
    ROOM = "room", _("Room")
    ONLINE = "online", _("Online")
    HOME = "home", _("At the client's address")
    PHONE = "phone", _("By phone")


class Place(TenantModel):
    """Where appointments take place. Only a room can be taken: any number of calls go on at once."""

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=6, choices=PlaceKind, default=PlaceKind.ROOM)
    address = models.CharField(max_length=300, blank=True)  # of a room in another house
    meeting_url = models.URLField(max_length=500, blank=True)  # of „Online“
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = TenantManager.from_queryset(OfferQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Resource(TenantModel):
    """A thing that one appointment at a time can use."""

    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = TenantManager.from_queryset(OfferQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Bookable(models.TextChoices):
    """Who books a service online."""

    NOBODY = "nobody", _("Nobody")
    KNOWN = "known", _("Known clients, through the portal")
    ALL = "all", _("Everybody")


class Service(TenantModel):
    """What is done in an appointment: choosing it sets length, buffers, price and colour. Lengths are in minutes."""

    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=50)
    buffer_before = models.PositiveSmallIntegerField(default=0)
    buffer_after = models.PositiveSmallIntegerField(default=0)
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # euro for each client; null says nothing
    colour = models.CharField(max_length=8, choices=Colour, default=Colour.TEAL)
    capacity = models.PositiveSmallIntegerField(default=1)  # clients at once
    bookable = models.CharField(max_length=6, choices=Bookable, default=Bookable.NOBODY)  # online
    needs_approval = models.BooleanField(default=False)  # what is booked online is a request
    notice_hours = models.PositiveSmallIntegerField(null=True)  # before it begins; null: as the practice's
    horizon_days = models.PositiveSmallIntegerField(null=True)  # likewise
    cancellation_rule = models.CharField(max_length=500, blank=True)  # what clients read who cancel late
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = TenantManager.from_queryset(OfferQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0, minutes__lte=LONGEST), name="service_length"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="service_capacity"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceMember(TenantModel):
    """This member offers the service; with no row everybody who treats does."""

    service = TenantForeignKey(Service, models.CASCADE, related_name="service_members", db_index=False)
    member = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "service", "member"], name="service_member_once")]
        indexes = [models.Index(fields=["workspace", "member"], name="servicemember_member")]


class ServicePlace(TenantModel):
    """The service can take place here; with no row it can anywhere."""

    service = TenantForeignKey(Service, models.CASCADE, related_name="service_places", db_index=False)
    place = TenantForeignKey(Place, models.CASCADE, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "service", "place"], name="service_place_once")]
        indexes = [models.Index(fields=["workspace", "place"], name="serviceplace_place")]
