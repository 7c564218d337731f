"""Which records went into which: where an old address leads, and whose history a record tells too."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from kartei.people.models import Merge


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
