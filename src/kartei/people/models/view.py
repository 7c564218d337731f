"""A state of a list that somebody keeps under a name."""

from typing import Self

from django.db import models
from django.db.models import Q

from kartei.db.keys import TenantForeignKey
from kartei.tenancy.models import Member, TenantManager, TenantModel


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, member: Member) -> Self:
        """The member's own and the shared ones; not those that wait for „Rückgängig“."""
        return self.filter(Q(owner=member) | Q(is_shared=True), deleted_at=None)


class SavedView(TenantModel):
    """Filters, order and columns of one of the two lists: its owner's alone, or shared with the team."""

    owner = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    is_client = models.BooleanField()  # of „Klienten“, else of „Kontakte“
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=4_000, blank=True)  # as `Filters.query` writes it
    is_shared = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True)  # comes back by „Rückgängig“; gone for good after 30 days
    version = models.PositiveIntegerField(default=0)

    objects = TenantManager.from_queryset(SavedViewQuerySet)()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "is_client", "owner"], name="savedview_owner"),
            models.Index(fields=["workspace", "is_client"], condition=Q(is_shared=True), name="savedview_shared"),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(TenantModel):
    """With which view a list opens for a member."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    is_client = models.BooleanField()
    view = TenantForeignKey(SavedView, models.CASCADE, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member", "is_client"], name="one_default_view_a_list")
        ]
        indexes = [models.Index(fields=["workspace", "view"], name="defaultview_view")]
