"""„Start“ for somebody new, for somebody busy, and for somebody who may see little."""

import html
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.db.scope import workspace_scope
from kartei.demo.founding import add_examples
from kartei.people.models import Person, PersonState
from kartei.people.tasking import Errand, create_task
from tests.cast import Cast

Browse = Callable[[str], Browser]


def start(browser: Browser, slug: str = "lindenhof") -> str:
    return html.unescape(browser.get(f"/w/{slug}/").content.decode())


@pytest.fixture
def new(cast: Cast) -> Cast:
    """Nord as it was founded: examples, and nobody real."""
    with workspace_scope(cast.nord.id):
        Person.objects.update(state=PersonState.TRASH)
        add_examples(cast.nord, cast.eve)
    return cast


def test_a_new_practice_is_told_how_to_begin(new: Cast, browse: Browse) -> None:
    page = start(browse("eve"), "nord")
    for text in ("Erste Schritte", "Klienten importieren", "Ersten Klienten anlegen", "Sabine Beispiel ist erfunden"):
        assert text in page
    assert 'id="counts"' not in page


def test_the_first_steps_go_with_the_first_client(cast: Cast, browse: Browse) -> None:
    assert "Erste Schritte" not in start(browse("anna")) and 'id="counts"' in start(browse("anna"))


def test_who_may_make_nothing_is_not_told_to(new: Cast, browse: Browse) -> None:
    with workspace_scope(new.nord.id):
        new.eve.take_preset("read_only")
        new.eve.save(update_fields=["preset", "levels"])
    page = start(browse("eve"), "nord")
    assert "Erste Schritte" not in page and "Neue Aufgabe" not in page and "Demodaten" not in page


def test_my_next_tasks_are_there_to_tick(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        for place in range(9):
            create_task(Errand(f"Aufgabe {place}", None, [cast.anna]), client=cast.carla, by=cast.anna)
        create_task(Errand("Nicht meine", None, [cast.tom]), client=cast.carla, by=cast.anna)
    page = start(browse("anna"))
    assert page.count('type="checkbox"') == 7 and "Carla Köhler" in page and "Nicht meine" not in page


def test_without_a_task_the_card_says_so(cast: Cast, browse: Browse) -> None:
    assert "Es ist nichts zu tun." in start(browse("anna"))


@pytest.mark.parametrize("count", [1, 40])
def test_start_takes_the_same_number_of_queries_at_any_size(cast: Cast, browse: Browse, count: int) -> None:
    with workspace_scope(cast.lindenhof.id):
        for place in range(count):
            create_task(Errand(f"Aufgabe {place}", None, [cast.anna]), client=cast.carla, by=cast.anna)
    browser = browse("anna")
    for person in ("carla", "bruno"):
        browser.get(f"/w/lindenhof/clients/{cast.people[person].pk}/")
    with CaptureQueriesContext(connection) as queries:
        start(browser)
    own = [query["sql"] for query in queries if "people_" in query["sql"] or "is_demo" in query["sql"]]
    assert len(own) <= 18, own
