"""The match ladder and the page „Dubletten“ (CL-17, CL-19)."""

import datetime as dt
from typing import Any

import pytest

from kartei.db.scope import workspace_scope
from kartei.people.archiving import archive
from kartei.people.ladder import scan
from kartei.people.models import Address, DuplicatePair, Person
from tests.cast import Cast
from tests.people.twins import client, contact

BORN = dt.date(1980, 5, 4)


def pairs(cast: Cast, ids: Any = None) -> dict[frozenset[Any], int]:
    """{both ids: rung} after a scan."""
    scan(cast.lindenhof.id, ids)
    with workspace_scope(cast.lindenhof.id):
        return {frozenset((pair.first_id, pair.second_id)): pair.rung for pair in DuplicatePair.objects.all()}


def both(*people: Person) -> frozenset[Any]:
    return frozenset(person.pk for person in people)


def made(cast: Cast, *told: dict[str, Any], make: Any = client) -> list[Person]:
    """Records, each with what is told; `postcode` gives an address."""
    found = []
    with workspace_scope(cast.lindenhof.id):
        for values in told:
            postcode = values.pop("postcode", "")
            person = make(values.pop("first"), values.pop("last"), by=cast.anna, **values)
            if postcode:
                Address.objects.create(person=person, postcode=postcode)
            found.append(person)
    return found


@pytest.mark.parametrize("alone", [False, True], ids=["the whole workspace", "one record"])
@pytest.mark.parametrize(
    ("one", "two", "rung"),
    [
        ({"first": "Zoë", "last": "Müller", "email": "z@x.example"}, {"first": "ZOE", "last": "Mueller", "email": "Z@X.example"}, 1),
        ({"first": "Eva", "last": "von Berg", "phone": "0171 3920055"}, {"first": "Eva", "last": "Berg", "phone": "+49 171 3920055"}, 1),
        ({"first": "Eva", "last": "Berg", "birth_date": BORN}, {"first": "Eva", "last": "Berg", "birth_date": BORN}, 2),
        ({"first": "Anna", "last": "Meier", "birth_date": BORN}, {"first": "Anna", "last": "Mayr", "birth_date": BORN}, 3),
        ({"first": "Anna", "last": "Meier", "postcode": "10115"}, {"first": "Anna", "last": "Mayr", "postcode": "10115"}, 3),
        ({"first": "Anna", "last": "Meier", "postcode": "10115", "birth_date": BORN},
         {"first": "Anna", "last": "Mayr", "postcode": "10115", "birth_date": dt.date(1950, 1, 1)}, None),
        ({"first": "Anna", "last": "Meier"}, {"first": "Anna", "last": "Meier"}, None),
        ({"first": "Anna", "last": "Meier", "birth_date": BORN}, {"first": "Otto", "last": "Meier", "birth_date": BORN}, None),
        ({"first": "Иван", "last": "Петров", "birth_date": BORN}, {"first": "Олег", "last": "Сидоров", "birth_date": BORN}, None),
    ],
)  # fmt: skip
def test_the_ladder(cast: Cast, one: Any, two: Any, rung: int | None, alone: bool) -> None:
    first, second = made(cast, dict(one), dict(two))
    found = pairs(cast, [second.pk] if alone else None)
    assert found == ({both(first, second): rung} if rung else {})


def test_a_shared_email_is_no_duplicate(cast: Cast) -> None:
    """CL-19"""
    shared = {"last": "Familie", "email": "familie@x.example", "phone": "030 1234567", "postcode": "10115"}
    made(cast, {"first": "Maria", **shared}, {"first": "Jonas", **shared})
    assert pairs(cast) == {}


def test_examples_archived_and_contacts_beside_clients_are_no_pairs(cast: Cast) -> None:
    told = {"first": "Eva", "last": "Berg", "email": "eva@x.example"}
    example, resting, _alone = made(cast, dict(told), dict(told), dict(told))
    made(cast, dict(told), make=contact)
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=example.pk).update(is_demo=True)
        archive(resting, by=cast.anna)
    assert pairs(cast) == {}
    (other,) = made(cast, dict(told), make=contact)
    assert [other.pk in pair for pair in pairs(cast)] == [True]


def test_a_pair_that_is_alike_no_more_goes_and_a_dismissed_one_stays(cast: Cast) -> None:
    told = {"first": "Eva", "last": "Berg", "birth_date": BORN}
    one, two, three = made(cast, dict(told), dict(told), dict(told))
    assert len(pairs(cast)) == 3
    with workspace_scope(cast.lindenhof.id):
        first, second = sorted((one.pk, two.pk))
        DuplicatePair.objects.filter(first=first, second=second).update(dismissed_at="2026-01-01T00:00Z")
        Person.objects.filter(pk=three.pk).update(name_key="other,", birth_date=None, last_name="Anders")
    assert list(pairs(cast, [three.pk])) == [both(one, two)]
    assert list(pairs(cast)) == [both(one, two)]
    with workspace_scope(cast.lindenhof.id):
        assert DuplicatePair.objects.filter(dismissed_at=None).count() == 0
