"""Two at the same moment: no twin from either side, no circle of several people, no second main billing recipient."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from kartei.db.scope import workspace_scope
from kartei.people.models import Person, Relationship
from kartei.people.relating import change_relation, connect, disconnect
from kartei.people.relation_rules import RelationRefused
from kartei.people.versions import StaleVersion
from tests.cast import Cast, assemble
from tests.people.relatives import add_client, bond

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd() -> tuple[Cast, dict[str, Person]]:
    cast = assemble()
    return cast, {name: add_client(cast, f"{name} Gedränge") for name in "ABCD"}


def together(cast: Cast, *acts: Callable[[], object]) -> list[str]:
    """Do all at once, each in a connection and a transaction of its own; what came of them, sorted."""
    start, outcomes = threading.Barrier(len(acts)), list[str]()

    def do(act: Callable[[], object]) -> None:
        start.wait()
        try:
            with workspace_scope(cast.lindenhof.id):
                act()
            outcomes.append("done")
        except (RelationRefused, StaleVersion, Relationship.DoesNotExist) as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_twins_from_both_sides_one_is_made(crowd: tuple[Cast, dict[str, Person]]) -> None:
    cast, people = crowd
    a, b = people["A"], people["B"]
    acts = [
        lambda near=near, far=far: connect(near, far, bond("sibling"), by=cast.anna)
        for near, far in ((a, b), (b, a)) * 4
    ]
    assert together(cast, *acts) == ["RelationRefused"] * 7 + ["done"]
    acts = [
        lambda near=near, far=far, code=code: connect(near, far, bond(code), by=cast.anna)
        for near, far, code in ((a, b, "parent"), (b, a, "parent/inverse")) * 2
    ]
    assert together(cast, *acts) == ["RelationRefused"] * 3 + ["done"]


def test_a_circle_of_four_is_not_closed_by_two_who_do_not_touch_each_other(
    crowd: tuple[Cast, dict[str, Person]],
) -> None:
    cast, people = crowd
    with workspace_scope(cast.lindenhof.id):
        connect(people["B"], people["C"], bond("parent"), by=cast.anna)
        connect(people["D"], people["A"], bond("parent"), by=cast.anna)
    acts = [
        lambda near=near, far=far: connect(people[near], people[far], bond("parent"), by=cast.anna)
        for near, far in ("AB", "CD")
    ]
    assert together(cast, *acts) == ["RelationRefused", "done"]


def test_one_of_two_main_billing_recipients_is_refused(crowd: tuple[Cast, dict[str, Person]]) -> None:
    cast, people = crowd
    acts = [
        lambda far=far: connect(people["A"], people[far], bond("payer", is_main_payer=True), by=cast.anna)
        for far in "BCD"
    ]
    assert together(cast, *acts) == ["RelationRefused", "RelationRefused", "done"]


def test_of_two_who_change_or_end_one_relation_one_is_too_late(crowd: tuple[Cast, dict[str, Person]]) -> None:
    cast, people = crowd
    with workspace_scope(cast.lindenhof.id):
        relation = connect(people["A"], people["B"], bond("friend"), by=cast.anna)
    acts = [
        lambda note=note: change_relation(relation, people["A"], bond("friend", note=note), version=1, by=cast.anna)
        for note in ("eins", "zwei")
    ]
    assert together(cast, *acts) == ["StaleVersion", "done"]
    ends = [lambda: disconnect(relation, version=2, by=cast.anna)] * 2
    assert together(cast, *ends) == ["DoesNotExist", "done"]
