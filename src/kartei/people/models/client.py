"""What only clients have: a number, a status, tags, and the members who look after them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kartei.db.keys import TenantForeignKey, TenantOneToOneField
from kartei.people.models.field import FieldGroup
from kartei.people.models.person import Person, _assigned_to
from kartei.tenancy.models import Member, TenantManager, TenantModel
from kartei.tenancy.rights import Level, Right


class Colour(models.TextChoices):
    """The ten colour tokens; a word always stands beside the colour."""

    GRAY = "gray", _("Gray")
    RED = "red", _("Red")
    ORANGE = "orange", _("Orange")
    AMBER = "amber", _("Amber")
    GREEN = "green", _("Green")
    TEAL = "teal", _("Teal")
    BLUE = "blue", _("Blue")
    INDIGO = "indigo", _("Indigo")
    PURPLE = "purple", _("Purple")
    PINK = "pink", _("Pink")


class StatusKind(models.TextChoices):
    LEAD = "lead", pgettext_lazy("status kind", "Lead")
    ACTIVE = "active", pgettext_lazy("status kind", "Active")
    CLOSED = "closed", pgettext_lazy("status kind", "Closed")


BUILT_IN_STATUSES = {
    "lead": (_("Lead"), StatusKind.LEAD, Colour.AMBER),
    "waiting": (_("Waiting list"), StatusKind.LEAD, Colour.BLUE),
    "active": (_("Active"), StatusKind.ACTIVE, Colour.GREEN),
    "paused": (_("Paused"), StatusKind.ACTIVE, Colour.INDIGO),
    "completed": (_("Completed"), StatusKind.CLOSED, Colour.GRAY),
    "not_started": (_("Did not start"), StatusKind.CLOSED, Colour.PINK),
}


class StatusQuerySet(models.QuerySet["Status"]):
    def offered(self) -> Self:
        """Those that a client can be given: not one that is just being replaced."""
        return self.filter(replacement=None)


class Status(TenantModel):
    """Built-in ones have a code and no name, until somebody renames them."""

    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=8, choices=StatusKind)
    colour = models.CharField(max_length=8, choices=Colour, default=Colour.GRAY)
    position = models.PositiveSmallIntegerField(default=0)
    # Set while a job gives its clients another one; then it is deleted.
    replacement = TenantForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=0)

    objects = TenantManager.from_queryset(StatusQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name or str(BUILT_IN_STATUSES[self.code][0])


class TagQuerySet(models.QuerySet["Tag"]):
    def open(self) -> Self:
        """Those that everybody sees who sees the client."""
        return self.filter(group="")


class Tag(TenantModel):
    """A word for clients. One with a group is seen by that group alone, in filters and exports too."""

    name = models.CharField(max_length=60)
    key = models.CharField(max_length=60, editable=False)  # casefolded: unique without regard to case
    colour = models.CharField(max_length=8, choices=Colour, default=Colour.GRAY)
    group = models.CharField(max_length=20, choices=FieldGroup, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = TenantManager.from_queryset(TagQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="one_tag_a_name")]

    def __str__(self) -> str:
        return self.name


class ClientKind(models.TextChoices):
    ADULT = "adult", _("Adult")
    MINOR = "minor", _("Minor")
    COUPLE = "couple", _("Couple/family")


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, member: Member, right: Right = Right.PROFILES_VIEW) -> Self:
        """All clients, or those assigned to the member."""
        level = member.level(right)
        if level == Level.ALL:
            return self
        return self.filter(id__in=_assigned_to(member)) if level else self.none()


class Client(TenantModel):
    """The id is the person's, so that doors, addresses and foreign keys agree."""

    person = TenantOneToOneField(Person, models.CASCADE, related_name="client")
    number = models.PositiveIntegerField(null=True)  # null for demo clients
    status = TenantForeignKey(Status, models.PROTECT, related_name="clients", db_index=False)
    kind = models.CharField(max_length=6, choices=ClientKind, default=ClientKind.ADULT)
    # Kept by the calendar (calendar/client_dates.py), so that lists can sort and filter by them.
    next_appointment_at = models.DateTimeField(null=True, editable=False)
    last_appointment_at = models.DateTimeField(null=True, editable=False)

    objects = TenantManager.from_queryset(ClientQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="one_client_number"),
            models.CheckConstraint(condition=Q(id=F("person_id")), name="client_is_person"),
        ]
        indexes = [
            models.Index(fields=["workspace", "status", "id"], name="client_status"),
            models.Index(fields=["workspace", "next_appointment_at", "id"], name="client_next_appointment"),
            models.Index(fields=["workspace", "last_appointment_at", "id"], name="client_last_appointment"),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def shown_number(self) -> str:
        return f"K-{self.number:05}" if self.number else ""


class ClientTag(TenantModel):
    client = TenantForeignKey(Client, models.CASCADE, related_name="client_tags", db_index=False)
    tag = TenantForeignKey(Tag, models.CASCADE, related_name="client_tags", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "client", "tag"], name="tag_once_a_client")]
        indexes = [models.Index(fields=["workspace", "tag", "client"], name="clienttag_tag")]


class Assignment(TenantModel):
    """This member looks after this client; whoever sees „Zugewiesene“ sees it through this row."""

    client = TenantForeignKey(Client, models.CASCADE, related_name="assignments", db_index=False)
    member = TenantForeignKey(Member, models.CASCADE, related_name="assignments", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "client", "member"], name="assigned_once")]
        indexes = [models.Index(fields=["workspace", "member", "client"], name="assignment_member")]
