"""Which rows of a file are people who are here already (product.md, section 2, steps 1 and 2 of the match ladder)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kartei.people.models import Email, ExternalId, Person, PersonState, Phone

Number = tuple[str, str]  # a system and the person's number there


@dataclass(frozen=True, slots=True)
class Marks:
    """By what somebody is recognised: folded name, birth date, casefolded e-mails, E.164 phones, numbers elsewhere."""

    name_key: str
    spelling: tuple[str, str] = ("", "")  # last and first name: tells apart twins that came with an earlier file
    birth_date: date | None = None
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    person_id: UUID
    by: str  # "number", "reach" or "birth_date"
    differs: bool = False  # both birth dates are known and are not the same


@dataclass(slots=True)
class _Known:
    id: UUID
    name_key: str
    birth_date: date | None
    spelling: tuple[str, str]
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Known:
    """Those in the workspace who might be meant by some rows of a file."""

    by_number: dict[Number, _Known]
    by_name: dict[str, list[_Known]]
    owners: dict[Number, UUID]  # whose the numbers are, the trash included

    def match(self, marks: Marks) -> Match | None:
        """The person meant by a row: by number elsewhere, by name and e-mail or phone, or by name and birth date."""
        for number in marks.numbers:
            if (person := self.by_number.get(number)) and _agree(marks, person):
                return _match(marks, person, "number")
        alike = [person for person in self.by_name.get(marks.name_key, []) if _ladder(marks, person)]
        if not alike:
            return None
        person = min(alike, key=lambda person: (person.spelling != marks.spelling, -_ladder(marks, person)))
        return _match(marks, person, "reach" if _ladder(marks, person) > 1 else "birth_date")


def known(rows: Sequence[Marks], *, before: datetime) -> Known:
    """Ask for some thousand rows in five queries; whoever came at the time `before` came with this very file."""
    numbers = {number for row in rows for number in row.numbers}
    by_number, owners = _numbers(numbers, before)
    emails = _owned(Email, "key", {email for row in rows for email in row.emails})
    phones = _owned(Phone, "number", {phone for row in rows for phone in row.phones})
    born = {row.birth_date for row in rows if row.birth_date}
    people = _living().filter(name_key__in={row.name_key for row in rows if row.name_key.strip(",")})
    # In a large practice a name has many people; of them only those who share something more come into question.
    people = people.filter(Q(birth_date__in=born) | Q(id__in={*emails, *phones}))
    by_name: dict[str, list[_Known]] = defaultdict(list)
    for person in _load(people.exclude(created_at=before)).values():
        person.emails, person.phones = emails[person.id], phones[person.id]
        by_name[person.name_key].append(person)
    return Known(by_number, by_name, owners)


def _owned(model: type[Email] | type[Phone], column: str, values: set[str]) -> dict[UUID, set[str]]:
    """Whose these e-mails or phones are: person → values."""
    owned: dict[UUID, set[str]] = defaultdict(set)
    for pk, value in model.objects.filter(**{f"{column}__in": values}).values_list("person_id", column):
        owned[pk].add(value)
    return owned


def _numbers(numbers: Iterable[Number], before: datetime) -> tuple[dict[Number, _Known], dict[Number, UUID]]:
    by_system: dict[str, set[str]] = defaultdict(set)
    for system, value in numbers:
        by_system[system].add(value)
    owners: dict[Number, UUID] = {}
    for system, values in by_system.items():
        rows = ExternalId.objects.filter(system=system, value__in=values)
        owners |= {(system, value): pk for value, pk in rows.values_list("value", "person_id")}
    people = _load(_living().filter(id__in=set(owners.values())).exclude(created_at=before))
    return {number: people[pk] for number, pk in owners.items() if pk in people}, owners


def _living() -> QuerySet[Person]:
    return Person.objects.filter(state__in=[PersonState.LIVE, PersonState.ARCHIVED], is_demo=False).order_by("id")


def _load(people: QuerySet[Person]) -> dict[UUID, _Known]:
    rows = people.values_list("id", "name_key", "birth_date", "last_name", "first_name")
    return {pk: _Known(pk, key, born, (last, first)) for pk, key, born, last, first in rows}


def _ladder(marks: Marks, person: _Known) -> int:
    """How sure it is that somebody of the same name is meant: 2 by e-mail or phone, 1 by birth date, 3 by both."""
    same_reach = bool(marks.emails & person.emails or marks.phones & person.phones)
    same_birth = bool(marks.birth_date and marks.birth_date == person.birth_date)
    return 2 * same_reach + same_birth


def _agree(marks: Marks, person: _Known) -> bool:
    """A number alone could be another system's: one part of the name or the birth date must be the same."""
    mine, theirs = marks.name_key.split(","), person.name_key.split(",")
    same_part = any(part and part == other for part, other in zip(mine, theirs, strict=False))
    return (
        not marks.name_key.strip(",") or same_part or bool(marks.birth_date and marks.birth_date == person.birth_date)
    )


def _match(marks: Marks, person: _Known, by: str) -> Match:
    return Match(person.id, by, bool(marks.birth_date and person.birth_date and marks.birth_date != person.birth_date))
