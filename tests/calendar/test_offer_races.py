"""Two at the same moment in „Leistungen“ and „Orte“: a name is given once."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from kartei.calendar import offers
from kartei.calendar.models import Place, Resource, Service
from kartei.db.scope import workspace_scope
from tests.cast import Cast, assemble
from tests.people.overtaking import overtaken

pytestmark = pytest.mark.django_db(transaction=True)
MODELS: dict[str, Any] = {"services": Service, "places": Place, "resources": Resource}
WHOLE = {"minutes": "50", "colour": "teal", "capacity": "1", "buffer_before": "0", "buffer_after": "0", "kind": "room"}
TAKEN = "Diesen Namen gibt es schon."


@pytest.fixture
def practice() -> tuple[Cast, Browser]:
    cast, browser = assemble(), Browser()
    browser.force_login(cast.users["anna"])
    return cast, browser


@pytest.mark.parametrize("kind", MODELS)
def test_of_two_new_ones_of_one_name_the_second_reads_that_there_is_one(
    practice: tuple[Cast, Browser], kind: str
) -> None:
    cast, anna = practice
    told = {"submission": str(uuid4()), **WHOLE, "name": "ESCHE"}
    answer = overtaken(
        cast,
        lambda: offers.add_offer(MODELS[kind](), {"name": "Esche"}, by=cast.anna),
        lambda: anna.post(f"/w/lindenhof/settings/{kind}/new/", told),
    )
    assert answer.status_code == 422 and TAKEN in answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert list(MODELS[kind].objects.values_list("name", flat=True)) == ["Esche"]


@pytest.mark.parametrize("kind", MODELS)
def test_of_two_who_are_renamed_alike_the_second_keeps_its_name(practice: tuple[Cast, Browser], kind: str) -> None:
    cast, anna = practice
    with workspace_scope(cast.lindenhof.id):
        one, two = (offers.add_offer(MODELS[kind](), {"name": name}, by=cast.anna) for name in ("Eins", "Zwei"))
    answer = overtaken(
        cast,
        lambda: offers.change_offer(one, {"name": "Drei"}, version=0, by=cast.anna),
        lambda: anna.post(f"/w/lindenhof/settings/{kind}/{two.pk}/", {**WHOLE, "name": "drei", "version": "0"}),
    )
    assert answer.status_code == 422 and TAKEN in answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert set(MODELS[kind].objects.values_list("name", flat=True)) == {"Drei", "Zwei"}
