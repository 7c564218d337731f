"""Whom one may link with a person: clients and contacts in reach, found by the words of a search."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kartei.lib import textkey
from kartei.people import searching
from kartei.people.models import Person
from kartei.people.rows import Labels, Row, rows_of
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Right

SHOWN = 10


@dataclass(frozen=True)
class Candidates:
    """What a search found, in the order of names."""

    rows: list[Row]
    is_sound: bool = False  # nothing matched, these sound alike
    has_more: bool = False
    is_self: bool = False  # nobody else, and the words name the open record itself


def candidates_for(person: Person, query: str, *, seen_by: Member, for_field: bool = False) -> Candidates:
    """Live people whom `seen_by` reaches; for a contact clients only, since contacts are linked with nobody else.

    An own field (`for_field`) may name anybody.
    """
    people = Person.objects.visible_to(seen_by).live().exclude(pk=person.pk)
    has_both = person.is_client or for_field
    return _candidates([people.clients(), people.contacts()] if has_both else [people.clients()], query, person)


def clients_for(query: str, *, seen_by: Member) -> Candidates:
    """Live clients whom the member sees: those who can be booked."""
    return _candidates([Person.objects.visible_to(seen_by).live().clients()], query)


def likes_of(person: Person, query: str, *, seen_by: Member) -> Candidates:
    """Live records of the same kind that `seen_by` may change: those that a merge could join with this one."""
    people = Person.objects.visible_to(seen_by, Right.PROFILES_EDIT).live().exclude(pk=person.pk)
    return _candidates([people.filter(is_client=person.is_client, is_demo=person.is_demo)], query, person)


def _candidates(lists: list[Any], query: str, person: Person | None = None) -> Candidates:
    if not textkey.patterns(query):
        return Candidates([])
    ids = _first(searching.matching, lists, query)
    is_sound = not ids
    if is_sound and person and searching.matching(Person.objects.filter(pk=person.pk), query).exists():
        return Candidates([], is_self=True)
    if is_sound:
        ids = _first(searching.sounding_like, lists, query)
    rows = rows_of(ids[:SHOWN], Labels.read())
    searching.give_reasons(rows, query, sounds=is_sound)
    return Candidates(rows, is_sound, len(ids) > SHOWN)


def _first(search: Any, lists: list[Any], query: str) -> list[UUID]:
    """Of each list the first ones, by the covering index alone; then the first of all."""
    found: list[tuple[str, UUID]] = []
    for people in lists:
        found += search(people, query).order_by("sort_key", "id").values_list("sort_key", "id")[: SHOWN + 1]
    return [pk for _, pk in sorted(found)[: SHOWN + 1]]
