"""People by the thousand, from a seed: names as in the demo, with everything that a list shows of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from benchmarks import own_fields
from kartei.db.keys import uuid7
from kartei.demo.telling import DOMAINS
from kartei.demo.words import ORIGINS, STREETS, TOWNS
from kartei.lib import names, textkey
from kartei.people import searching
from kartei.people.models import Field, Person

WEIGHTS = [origin.weight for origin in ORIGINS]
Row = dict[str, Any]


@dataclass
class Telling:
    """One client as rows of tables; values that are not here take the models' defaults."""

    person: Row
    client: Row
    email: Row | None
    phone: Row
    address: Row
    profile: Row
    tags: list[Row]
    assignment: Row
    values: Row


def clients(
    count: int,
    seed: int,
    workspace: UUID,
    statuses: list[UUID],
    tags: list[UUID],
    members: list[UUID],
    fields: list[Field],
) -> Iterator[Telling]:
    """Clients 1 to `count` of a workspace whose statuses, tags, members and own fields (of one section) exist."""
    dice, more = Random(seed), Random(seed + 1)  # own fields have dice of their own: the people stay the same
    for number in range(1, count + 1):
        person = _person(dice, number)
        told = _told(dice, person, number, workspace, dice.choice(statuses), tags, dice.choice(members))
        told.values = {
            "workspace_id": workspace, "person_id": person.id, "section_id": fields[0].section_id,
            "values": own_fields.values(more, fields),
        }  # fmt: skip
        yield told


def name(dice: Random) -> tuple[str, str]:
    origin = dice.choices(ORIGINS, WEIGHTS)[0]
    last = dice.choice(origin.last)
    if dice.random() < 0.1:
        last = f"{last}-{dice.choice(origin.last)}"
    return dice.choice(dice.choice((origin.female, origin.male))), last


def _person(dice: Random, number: int) -> Person:
    first, last = name(dice)
    prefix, last = names.split_prefix(last)
    ascii_name = textkey.name_key(last, first).replace(",", ".")
    digits = f"17{dice.randrange(10)}{dice.randrange(10**7):07}"
    person = Person(
        id=uuid7(),
        first_name=first,
        name_prefix=prefix,
        last_name=last,
        birth_date=date(2026, 1, 1) - timedelta(days=dice.randrange(365 * 5, 365 * 90)),
        is_client=True,
        main_email=f"{ascii_name}{number}@{dice.choice(DOMAINS)}" if dice.random() < 0.85 else "",
        main_phone=f"0{digits[:3]} {digits[3:]}",
    )
    emails = [person.main_email] if person.main_email else []
    searching.fill_keys(person, further=[], number=number, emails=emails, phones=["+49" + digits])
    return person


def _told(
    dice: Random, person: Person, number: int, workspace: UUID, status: UUID, tags: list[UUID], member: UUID
) -> Telling:
    key = {"workspace_id": workspace, "person_id": person.id}
    postcode, city = dice.choice(TOWNS)
    columns = {field.attname: getattr(person, field.attname) for field in Person._meta.concrete_fields}
    columns.pop("created_at")
    client = {"workspace_id": workspace, "client_id": person.id}
    return Telling(
        person={**columns, "workspace_id": workspace},
        client={**key, "id": person.id, "number": number, "status_id": status},
        email={**key, "value": person.main_email, "key": person.main_email, "is_main": True} if person.main_email else None,
        phone={**key, "value": person.main_phone, "number": "+49" + person.main_phone[1:].replace(" ", ""),
               "shown": person.main_phone, "is_main": True},
        address={**key, "street": f"{dice.choice(STREETS)} {dice.randrange(1, 200)}", "postcode": postcode, "city": city,
                 "country": "DE", "is_main": True},
        profile={**key, "language": "de"},
        tags=[{**client, "tag_id": tag} for tag in dice.sample(tags, dice.choice((0, 1, 1, 2, 3)))],
        assignment={**client, "member_id": member},
        values={},
    )  # fmt: skip
