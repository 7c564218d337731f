"""A person or an organisation; with a Client row a client, without one a contact."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kartei.db.keys import TenantForeignKey
from kartei.lib import names
from kartei.tenancy.models import Member, TenantManager, TenantModel
from kartei.tenancy.rights import Level, Right


class PersonKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class PersonState(models.TextChoices):
    LIVE = "live", _("Live")
    ARCHIVED = "archived", _("Archived")
    TRASH = "trash", _("In the trash")
    MERGED = "merged", _("Merged")


class PersonQuerySet(models.QuerySet["Person"]):
    def clients(self) -> Self:
        return self.filter(is_client=True)

    def contacts(self) -> Self:
        return self.filter(is_client=False)

    def live(self) -> Self:
        return self.filter(state=PersonState.LIVE)

    def archived(self) -> Self:
        return self.filter(state=PersonState.ARCHIVED)

    def discarded(self) -> Self:
        return self.filter(state=PersonState.TRASH)

    def visible_to(self, member: Member, right: Right = Right.PROFILES_VIEW) -> Self:
        """Those whom the member reaches with `right`: all, or assigned clients and the contacts around them.

        A contact is in reach through a relation to an assigned client or, while it has none, for who made it.
        """
        level = member.level(right)
        if level == Level.ALL:
            return self
        if level == Level.NONE:
            return self.none()
        return self.filter(Q(id__in=_assigned_to(member)) | Q(is_client=False) & _around(member))


def _assigned_to(member: Member) -> Any:
    from kartei.people.models.client import (
        Assignment,  # Assignment points at Client, which points at Person
    )

    return Assignment.objects.filter(member=member).values("client_id")


def _around(member: Member) -> Any:
    from kartei.people.models.relationship import Relationship

    assigned = _assigned_to(member)
    relations = Relationship.objects
    near = Exists(relations.filter(person_id=OuterRef("id"), other_id__in=assigned)) | Exists(
        relations.filter(other_id=OuterRef("id"), person_id__in=assigned)
    )
    alone = ~Exists(relations.filter(Q(person_id=OuterRef("id")) | Q(other_id=OuterRef("id"))))
    return Q(near) | Q(created_by=member) & Q(alone)


class Person(TenantModel):
    kind = models.CharField(max_length=12, choices=PersonKind, default=PersonKind.PERSON)
    salutation = models.CharField(_("Salutation"), max_length=40, blank=True)
    title = models.CharField(_("Title"), max_length=60, blank=True)
    first_name = models.CharField(_("First name"), max_length=200, blank=True)
    name_prefix = models.CharField(_("Name prefix"), max_length=40, blank=True)  # von, de, al-
    last_name = models.CharField(_("Last name"), max_length=200, blank=True)
    sorts_with_prefix = models.BooleanField(default=False)
    organisation = models.CharField(_("Organisation"), max_length=200, blank=True)
    role = models.CharField(_("Role"), max_length=200, blank=True)
    birth_date = models.DateField(_("Date of birth"), null=True, blank=True)

    # Kept by the verbs, so that a list is one index scan.
    is_client = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=PersonState, default=PersonState.LIVE)
    state_at = models.DateTimeField(null=True)  # since when archived or in the trash
    main_email = models.CharField(max_length=254, blank=True)
    main_phone = models.CharField(max_length=60, blank=True)
    sort_key = models.CharField(max_length=250, db_collation="C", default="", editable=False)
    name_key = models.CharField(max_length=250, db_collation="C", default="", editable=False)
    search = models.TextField(db_collation="C", default="", editable=False)

    version = models.PositiveIntegerField(default=1)
    versions = models.JSONField(default=dict)  # section → number of its last save
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = TenantManager.from_queryset(PersonQuerySet)()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(
                fields=["workspace", "is_client", "state", "sort_key", "id"], include=["search"], name="person_list"
            ),
            models.Index(fields=["workspace", "is_client", "state", "id"], name="person_newest"),
            models.Index(fields=["workspace", "is_client", "state", "created_at"], name="person_created"),
            models.Index(fields=["workspace", "name_key"], name="person_name_key"),
            models.Index(fields=["workspace", "id"], condition=Q(is_demo=True), name="person_demo"),
            models.Index(fields=["workspace", "state_at", "id"], condition=Q(state="trash"), name="person_trash"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return name_of(self)


def name_of(row: Any) -> str:
    """The name as it is shown; `row` is a person or has its columns. An organisation has one of its own."""
    if row.kind == PersonKind.ORGANISATION:
        return str(row.organisation)
    return names.shown_name(row.first_name, row.last_name, prefix=row.name_prefix, title=row.title)
