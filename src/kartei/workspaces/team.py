"""The members of a workspace as „Team“ lists them, and the way to one of them."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import Http404

from kartei.tenancy.models import Member

PAGE = 50


def page_of_members(after: UUID | None) -> tuple[list[Member], UUID | None]:
    """Fifty members in the order of their names behind the one named, and the id to go on from."""
    members: QuerySet[Any] = Member.objects.annotate(key=Lower("name"))
    last = members.filter(pk=after).values_list("key", "pk").first() if after else None
    if last:
        members = members.filter(Q(key__gt=last[0]) | Q(key=last[0], pk__gt=last[1]))
    found = list(members.order_by("key", "pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def member_for(member_id: UUID) -> Member:
    """A member of the open workspace with their login; raises Http404. Rights are asked by the view."""
    member: Member | None = Member.objects.select_related("user").filter(pk=member_id).first()
    if member is None:
        raise Http404
    return member
