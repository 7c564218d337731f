"""Workspaces and their members, and the ground that every table of a workspace stands on."""

from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from kartei.accounts.models import IDLE_MINUTES, User
from kartei.db.keys import TenantForeignKey, uuid7
from kartei.db.scope import current_workspace_id, default_workspace_id
from kartei.tenancy.professions import Profession
from kartei.tenancy.rights import Level, Right, levels_of


class Workspace(models.Model):
    """A practice: everything in it is seen by its members alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)  # in every address; never changed
    name = models.CharField(max_length=200)
    profession = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, default="DE")
    language = models.CharField(max_length=2, default="de")
    time_zone = models.CharField(max_length=64, default="Europe/Berlin")
    idle_minutes = models.PositiveSmallIntegerField(default=IDLE_MINUTES)  # without a sign of life, then a login ends
    factor_presets = models.JSONField(default=list)  # who needs a second factor, besides owner and administration
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def profession_label(self) -> str:
        """The profession in the reader's language; empty for „another profession“, which says nothing."""
        return str(Profession(self.profession).label) if self.profession not in {"", Profession.OTHER} else ""


class TenantManager(models.Manager[Any]):
    """Rows of the open workspace scope; raises NoWorkspace outside of one."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(workspace_id=current_workspace_id())


class TenantModel(models.Model):
    """A row of a workspace. `unscoped` is for the owner role and the shell; row-level security holds for it too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", default=default_workspace_id, db_index=False, editable=False
    )

    objects: Any = TenantManager()
    unscoped: Any = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class Preset(models.TextChoices):
    OWNER = "owner", _("Practice owner")
    ADMIN = "admin", _("Administration")
    PRACTITIONER = "practitioner", _("Treatment")
    FRONT_DESK = "front_desk", _("Front desk")
    BILLING = "billing", _("Billing")
    SUPERVISOR = "supervisor", _("Supervision")
    READ_ONLY = "read_only", _("Read only")


class MemberState(models.TextChoices):
    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left")


class Member(TenantModel):
    """A person of the team. The name is copied at joining and stays in notes and log; members are never deleted."""

    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="memberships")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    job_title = models.CharField(max_length=100, blank=True)
    preset = models.CharField(max_length=20, choices=Preset)
    levels = models.JSONField(default=dict)  # right → level, copied from the preset; this alone decides
    state = models.CharField(max_length=10, choices=MemberState, default=MemberState.ACTIVE)
    treats = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership")]

    def __str__(self) -> str:
        return self.name

    def level(self, right: Right | str) -> Level:
        """How far the right reaches; an edit never reaches further than the view of its area."""
        right = Right(right)
        own = Level[self.levels.get(right.value, "none").upper()]
        return min(own, self.level(right.view)) if right.is_edit else own

    def may(self, right: Right | str) -> bool:
        """Whether the member has the right at all, be it for assigned records only."""
        return self.state == MemberState.ACTIVE and self.level(Right(right)) > Level.NONE

    def take_preset(self, preset: str) -> None:
        """Copy the preset's levels; the caller saves."""
        self.preset, self.levels = preset, levels_of(preset)


class Counter(TenantModel):
    """The last number given in a series, such as client numbers; locked while the next one is taken."""

    name = models.CharField(max_length=40)
    value = models.BigIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="one_counter")]


class Submission(TenantModel):
    """A form that was sent once: the second click gets the first one's answer. Kept for 7 days."""

    key = models.UUIDField()
    member = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    route = models.CharField(max_length=200)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="one_submission")]


def next_number(name: str, count: int = 1) -> int:
    """Take `count` numbers of a series and return the first; the row stays locked until the end. Gaps are allowed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tenancy_counter AS there (workspace_id, id, name, value) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (workspace_id, name) DO UPDATE SET value = there.value + excluded.value RETURNING value",
            [current_workspace_id(), uuid7(), name, count],
        )
        return int(cursor.fetchone()[0]) - count + 1


def workspace_ids() -> list[UUID]:
    """Every workspace of the instance, for jobs that visit each in a scope of its own."""
    return list(Workspace.objects.order_by("id").values_list("id", flat=True))
