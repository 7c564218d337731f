"""Finding somebody by a few letters, anywhere in the workspace: clients first, then contacts.

Two steps. The first asks for beginnings of last names alone, which is a range of the lists' index whatever the size of
the workspace. The second reads the search column of everybody, and asks for sounds when nobody is left.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from kartei.lib import textkey
from kartei.people import searching
from kartei.people.models import Person
from kartei.people.rows import Labels, Row, rows_of
from kartei.tenancy.models import Member

HITS = 8
WORDS = 3  # of a query, each of which may be the beginning of the last name
_LAST = "\U0010ffff"  # sorts behind every letter

Narrow = Callable[[Any], Any]


def find_by_beginning(member: Member, query: str) -> list[Row]:
    """Those in reach whose last name begins with one of the words and who have all the others; at most `HITS`."""
    patterns = textkey.patterns(query)
    keys = list(dict.fromkeys(filter(None, map(_beginning, query.split()[:WORDS]))))
    if not patterns or not keys:
        return []
    return _rows(_first(member, [_within(key, patterns) for key in keys]), query, sounds=False)


def find(member: Member, query: str) -> tuple[list[Row], bool]:
    """Those in reach whom the query finds, beginnings of last names first; whether they only sound alike."""
    if not textkey.patterns(query):
        return [], False
    rows = find_by_beginning(member, query)
    if len(rows) < HITS:
        known = {row.id for row in rows}
        more = [pk for pk in _first(member, [lambda people: searching.matching(people, query)]) if pk not in known]
        rows += _rows(more[: HITS - len(rows)], query, sounds=False)
    if rows:
        return rows, False
    return _rows(_first(member, [lambda people: searching.sounding_like(people, query)]), query, sounds=True), True


def _beginning(word: str) -> str:
    return textkey.sort_key(word).rstrip(",")


def _within(key: str, patterns: list[str]) -> Narrow:
    """People whose sort key begins so and whose search column holds all of the patterns."""

    def narrow(people: Any) -> Any:
        people = people.filter(sort_key__gte=key, sort_key__lt=key + _LAST)
        for pattern in patterns:
            people = people.filter(search__contains=pattern)
        return people

    return narrow


def _first(member: Member, narrowings: list[Narrow]) -> list[UUID]:
    """The first ids of each narrowing, clients before contacts, in one statement; ids first, as the index has them."""
    reach = Person.objects.visible_to(member).live()
    asked = [
        narrow(people).order_by("sort_key", "id").values_list("id", flat=True)[:HITS]
        for people in (reach.clients(), reach.contacts())
        for narrow in narrowings
    ]
    ids = asked[0].union(*asked[1:], all=True)
    return list(dict.fromkeys(ids))[:HITS]


def _rows(ids: list[UUID], query: str, *, sounds: bool) -> list[Row]:
    rows = rows_of(ids, Labels.read()) if ids else []
    searching.give_reasons(rows, query, sounds=sounds)
    return rows
