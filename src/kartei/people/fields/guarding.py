"""Who sees which own field and tag: each may belong to a group, and a group takes a right beside that to the record."""

from typing import Any

from kartei.people.models import FieldGroup, Person, Tag
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right

RIGHTS = {FieldGroup.TREATING: Right.DOCUMENTATION_VIEW, FieldGroup.BILLING: Right.BILLING_VIEW}


def closed_groups(member: Member, person: Person) -> frozenset[str]:
    """The groups of which the member sees no field on this record, that they see."""
    return frozenset(group for group, right in RIGHTS.items() if not _reaches(member, person, right))


def closed_in_lists(member: Member) -> frozenset[str]:
    """The groups of which no list tells this member, since they do not see them on each of its records."""
    seen = member.level(Right.PROFILES_VIEW)
    return frozenset(group for group, right in RIGHTS.items() if member.level(right) < seen)


def open_tags(member: Member) -> Any:
    """The tags that the member is told of, in lists, records and exports alike."""
    return Tag.objects.exclude(group__in=closed_in_lists(member))


def _reaches(member: Member, person: Person, right: Right) -> bool:
    level = member.level(right)
    if level != Level.ASSIGNED or member.level(Right.PROFILES_VIEW) == Level.ASSIGNED:
        return level != Level.NONE  # who sees assigned records alone has this one, since they see it
    return bool(Person.objects.filter(pk=person.pk).visible_to(member, right).exists())
