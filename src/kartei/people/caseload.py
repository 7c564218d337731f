"""The clients whom a member looks after: the other side of „Zuständige“ in the record (CL-13)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kartei.people import listing
from kartei.people.models import Assignment, Person, PersonState
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Right

PAGE = 50


@dataclass(frozen=True, slots=True)
class Charge:
    """A client in the member's care, and what who is reading may do about it."""

    person: Person
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Caseload:
    rows: list[Charge]
    count: str
    next: UUID | None = None  # the last row, when there are rows after it


def caseload_of(member: Member, *, seen_by: Member, after: UUID | None = None) -> Caseload:
    """Fifty clients whom `seen_by` sees too, archived ones as well, in the order of names behind the one named."""
    people = _assigned(member).filter(pk__in=Person.objects.visible_to(seen_by).values("pk"))
    count = listing.count_text(listing.capped(people))
    if after and (cursor := people.filter(pk=after).values_list("sort_key", "id").first()):
        people = people.filter(listing.beyond("sort_key", cursor, descending=False))
    found = people.select_related("client__status").defer("search").order_by("sort_key", "id")[: PAGE + 1]
    rows = list(found)
    editable = _editable(seen_by, rows[:PAGE])
    charges = [Charge(person, person.pk in editable) for person in rows[:PAGE]]
    return Caseload(charges, count, rows[PAGE - 1].pk if len(rows) > PAGE else None)


def _assigned(member: Member) -> Any:
    ids = Assignment.objects.filter(member=member).values("client_id")
    return Person.objects.filter(pk__in=ids, is_client=True, state__in=[PersonState.LIVE, PersonState.ARCHIVED])


def _editable(member: Member, people: list[Person]) -> set[UUID]:
    found = Person.objects.visible_to(member, Right.PROFILES_EDIT).filter(pk__in=[person.pk for person in people])
    return set(found.values_list("pk", flat=True))
