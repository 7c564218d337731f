"""People of the demo as they are told, and turning many of them into rows with a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from kartei.lib import names, phones
from kartei.people import searching
from kartei.people.creating import kind_for
from kartei.people.models import (
    PAYER,
    Address,
    Assignment,
    Client,
    ClientTag,
    Consent,
    Email,
    Person,
    PersonKind,
    Phone,
    Profile,
    Relationship,
    RelationType,
    Status,
)
from kartei.people.statuses import tags_named
from kartei.tenancy.models import Member, next_number


@dataclass(eq=False)
class Draft:
    """A person to be made. A client has a status, a contact has none."""

    id: UUID
    begun: datetime  # when the record was made
    first_name: str = ""
    last_name: str = ""  # with particles
    organisation: str = ""  # without a name beside it the draft is an organisation
    title: str = ""
    salutation: str = ""
    role: str = ""
    birth_date: date | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    address: dict[str, str] = field(default_factory=dict)
    consents: dict[str, bool] = field(default_factory=dict)
    status: str = ""
    kind: str = ""  # of a client; else told by the birth date
    tags: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)  # the logins of those who look after the client
    relations: list[tuple[str, Draft]] = field(default_factory=list)  # what the other one is to this one
    emergency: Draft | None = None  # which of the related ones is called first


def id_at(moment: datetime, dice: Random) -> UUID:
    """The UUID version 7 of a moment, so that records of the past sort where they belong."""
    tail = dice.getrandbits(80)
    number = int(moment.timestamp() * 1000) << 80 | tail
    return UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)


def save_drafts(
    drafts: list[Draft],
    *,
    by: Member,
    members: Mapping[str, Member],
    are_demo: bool = False,
) -> dict[UUID, Person]:
    """Make the rows of all drafts, oldest first; clients take the next numbers, the badge „Demo“ goes without one."""
    drafts = sorted(drafts, key=lambda draft: draft.id)
    clients = [draft for draft in drafts if draft.status]
    first = next_number("client", len(clients)) if clients and not are_demo else None
    numbers = {draft.id: first + place for place, draft in enumerate(clients)} if first else {}
    saved = _save_people(drafts, numbers, by, are_demo)
    _save_clients(clients, numbers, saved)
    _save_relations(drafts, saved)
    _save_choices(clients, by, members)
    return saved


def _save_people(drafts: list[Draft], numbers: dict[UUID, int], by: Member, are_demo: bool) -> dict[UUID, Person]:
    people = {draft.id: _person(draft, by, are_demo) for draft in drafts}
    profiles = [Profile(person=people[draft.id], **draft.profile) for draft in drafts]
    emails = [_email(people[draft.id], place, value) for draft in drafts for place, value in enumerate(draft.emails)]
    country = by.workspace.country
    calls = [
        _phone(people[draft.id], place, value, country) for draft in drafts for place, value in enumerate(draft.phones)
    ]
    for draft in drafts:
        _fill_columns(people[draft.id], draft, numbers.get(draft.id), country)
    Person.objects.bulk_create(people.values())
    for draft in drafts:  # bulk_create has written the present moment
        people[draft.id].created_at = draft.begun
    Person.objects.bulk_update(people.values(), ["created_at"])
    Profile.objects.bulk_create(profiles)
    Email.objects.bulk_create(emails)
    Phone.objects.bulk_create(calls)
    addressed = [draft for draft in drafts if draft.address]
    Address.objects.bulk_create(
        [Address(person=people[draft.id], is_main=True, **draft.address) for draft in addressed]
    )
    Consent.objects.bulk_create(
        [Consent(person=people[draft.id], purpose=purpose, granted=granted, on=draft.begun.date())
         for draft in drafts for purpose, granted in draft.consents.items()]
    )  # fmt: skip
    return people


def _person(draft: Draft, by: Member, is_demo: bool) -> Person:
    prefix, last_name = names.split_prefix(draft.last_name)
    is_named = draft.first_name or draft.last_name
    return Person(
        id=draft.id,
        kind=PersonKind.PERSON if is_named else PersonKind.ORGANISATION,
        salutation=draft.salutation,
        title=draft.title,
        first_name=draft.first_name,
        name_prefix=prefix,
        last_name=last_name,
        organisation=draft.organisation,
        role=draft.role,
        birth_date=draft.birth_date,
        is_client=bool(draft.status),
        is_demo=is_demo,
        created_by=by,
    )


def _email(person: Person, place: int, value: str) -> Email:
    return Email(
        person=person,
        value=value,
        key=Email.key_of(value),
        is_main=not place,
        position=place,
    )


def _phone(person: Person, place: int, value: str, country: str) -> Phone:
    parsed = phones.parse(value, country)
    return Phone(
        person=person,
        value=value,
        number=parsed.number,
        shown=parsed.shown,
        is_main=not place,
        position=place,
    )


def _fill_columns(person: Person, draft: Draft, number: int | None, country: str) -> None:
    parsed = [phones.parse(value, country) for value in draft.phones]
    person.main_email = next(iter(draft.emails), "")
    person.main_phone = next((found.shown for found in parsed), "")
    further = [draft.profile.get(name, "") for name in ("preferred_name", "birth_name", "middle_name")]
    searching.fill_keys(
        person,
        further=further,
        number=number,
        emails=draft.emails,
        phones=[found.number for found in parsed],
    )


def _save_clients(clients: list[Draft], numbers: dict[UUID, int], people: dict[UUID, Person]) -> None:
    statuses = {status.code: status for status in Status.objects.all()}
    Client.objects.bulk_create(
        [
            Client(
                id=draft.id,
                person=people[draft.id],
                number=numbers.get(draft.id),
                status=statuses[draft.status],
                kind=draft.kind or kind_for(draft.birth_date),
            )
            for draft in clients
        ]
    )


def _save_relations(drafts: Iterable[Draft], people: dict[UUID, Person]) -> None:
    types = {kind.code: kind for kind in RelationType.objects.all()}
    Relationship.objects.bulk_create(
        _relation(draft, code, other, people, types) for draft in drafts for code, other in draft.relations
    )


def _relation(
    draft: Draft, code: str, other: Draft, people: dict[UUID, Person], types: dict[str, RelationType]
) -> Relationship:
    """Of several relations with the same person the first one carries the mark of an emergency contact."""
    is_first = next(each for each, whom in draft.relations if whom is other) == code
    return Relationship(
        person=people[draft.id],
        other=people[other.id],
        type=types[code],
        is_emergency_contact=is_first and draft.emergency is other,
        is_inverse_emergency_contact=is_first and other.emergency is draft,
        is_main_payer=code == PAYER,
    )


def _save_choices(clients: list[Draft], by: Member, members: Mapping[str, Member]) -> None:
    tags = {tag.name: tag for tag in tags_named({name for draft in clients for name in draft.tags})}
    ClientTag.objects.bulk_create(
        [ClientTag(client_id=draft.id, tag=tags[name]) for draft in clients for name in draft.tags]
    )
    Assignment.objects.bulk_create(
        [Assignment(client_id=draft.id, member=members[login], by=by) for draft in clients for login in draft.members]
    )
