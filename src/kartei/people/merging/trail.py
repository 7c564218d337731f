"""Which records went into which: where an old address leads, and whose history a record tells too."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from kartei.people.models import Merge, Person, PersonState
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right

PAGE = 50


def standing() -> Any:
    """Merges that nobody has undone."""
    return Merge.objects.filter(undone_at=None)


def taken_in(ids: Iterable[UUID]) -> set[UUID]:
    """The records that went into these, and into those."""
    found: set[UUID] = set()
    last = set(ids)
    while last:
        last = set(standing().filter(winner__in=last).values_list("loser_id", flat=True)) - found
        found |= last
    return found


def successor_of(person_id: UUID) -> UUID | None:
    """The record that stands for a merged one now; None when it was not merged. No record goes into two others."""
    found: UUID | None = None
    while following := standing().filter(loser=found or person_id).values_list("winner_id", flat=True).first():
        found = following
    return found


@dataclass(frozen=True, slots=True)
class MergePage:
    rows: list[Merge]
    next: UUID | None = None  # the last merge of this page, when there are older ones


def page_of_merges(member: Member, *, after: UUID | None = None) -> MergePage:
    """Fifty merges, undone ones too, the last one first, of records that the member may change."""
    found: Any = Merge.objects.select_related("winner__client", "winner__profile", "loser__client", "by", "undone_by")
    if member.level(Right.PROFILES_EDIT) != Level.ALL:
        reach = Person.objects.visible_to(member, Right.PROFILES_EDIT).values("id")
        found = found.filter(Q(undone_at=None) | Q(loser__in=reach), winner__in=reach)
    found = found.exclude(winner__state=PersonState.TRASH)
    found = found.filter(pk__lt=after) if after else found
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return MergePage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)
