"""Something to be done, about a client or not, by members, until a day or whenever."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kartei.db.keys import TenantForeignKey
from kartei.people.models.client import Client
from kartei.people.models.person import PersonState, _assigned_to
from kartei.tenancy.models import Member, TenantManager, TenantModel
from kartei.tenancy.rights import Level, Right

OPEN = Q(done_at__isnull=True, deleted_at__isnull=True)


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, member: Member) -> Self:
        """Tasks about clients in reach of profiles; of those about nobody what the member made or is to do.

        Who may change the team sees all tasks about nobody: they hand over the work of those who leave.
        """
        return self.filter(Q(client__isnull=False) & _about_clients_of(member) | Q(client__isnull=True) & _own(member))

    def present(self) -> Self:
        """Neither deleted nor about a client who is in the trash or merged into another."""
        states = [PersonState.LIVE, PersonState.ARCHIVED]
        return self.filter(Q(client__isnull=True) | Q(client__person__state__in=states), deleted_at__isnull=True)

    def open(self) -> Self:
        return self.filter(OPEN)

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)

    def of(self, member: Member) -> Self:
        """What the member is to do."""
        return self.filter(Exists(TaskAssignment.objects.filter(task_id=OuterRef("id"), member=member)))


def _about_clients_of(member: Member) -> Q:
    level = member.level(Right.PROFILES_VIEW)
    if level == Level.ASSIGNED:
        return Q(client_id__in=_assigned_to(member))
    return Q() if level else Q(pk__in=[])


def _own(member: Member) -> Q:
    if member.level(Right.TEAM_EDIT):
        return Q()
    return Q(created_by=member) | Q(Exists(TaskAssignment.objects.filter(task_id=OuterRef("id"), member=member)))


class Task(TenantModel):
    text = models.CharField(max_length=500)
    client = TenantForeignKey(Client, models.CASCADE, null=True, related_name="tasks", db_index=False)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)
    deleted_at = models.DateTimeField(null=True)  # comes back by „Rückgängig“; gone for good after 30 days
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    objects = TenantManager.from_queryset(TaskQuerySet)()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "due_on", "id"], condition=OPEN, name="task_open"),
            models.Index(fields=["workspace", "client", "id"], name="task_client"),
            models.Index(fields=["workspace", "done_at", "id"], condition=Q(done_at__isnull=False), name="task_done"),
            models.Index(fields=["workspace", "id"], condition=Q(deleted_at__isnull=False), name="task_deleted"),
        ]

    def __str__(self) -> str:
        return self.text


class TaskAssignment(TenantModel):
    """This member is to do it. Stays when the member leaves, so that the name is still told."""

    task = TenantForeignKey(Task, models.CASCADE, related_name="assignments", db_index=False)
    member = TenantForeignKey(Member, models.CASCADE, related_name="task_assignments", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "task", "member"], name="task_assigned_once")]
        indexes = [models.Index(fields=["workspace", "member", "task"], name="taskassignment_member")]


class TaskMail(TenantModel):
    """The member has had the mail of this morning, or there was nothing to say; so nobody gets it twice."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "member", "on"], name="one_task_mail_a_morning")]
