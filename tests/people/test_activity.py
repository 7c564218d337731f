"""„Aktivität“ of a client's record."""

from collections.abc import Callable

from django.test import Client as Browser

from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.people.activity import KINDS, PAGE, timeline_of
from kartei.people.importing import steps
from kartei.people.models import ImportChange, Status
from kartei.people.statuses import change_status
from tests.cast import Cast

Browse = Callable[[str], Browser]


def page_of(cast: Cast, query: str = "") -> str:
    return f"/w/lindenhof/clients/{cast.carla.pk}/activity/{query}"


def test_a_change_stands_there_with_old_and_new_value_and_who_did_it(cast: Cast, browse: Browse) -> None:
    rita = browse("rita")
    told = {"version": "0", "alerts": "Latexallergie"}
    assert rita.post(f"/w/lindenhof/clients/{cast.carla.pk}/personal/health/", told).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        change_status(cast.carla.client, Status.objects.get(code="paused"), by=cast.anna)
    page = browse("anna").get(page_of(cast)).content.decode()
    assert "Warnhinweise:" in page and "Latexallergie" in page and "Rita" in page
    assert "Aktiv" in page and "Pausiert" in page and "Anna" in page
    assert "Klient angelegt" in page


def test_a_kind_is_shown_alone_and_an_unknown_one_is_all(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        change_status(cast.carla.client, Status.objects.get(code="paused"), by=cast.anna)
    anna = browse("anna")
    assert "Pausiert" in anna.get(page_of(cast, "?kind=status")).content.decode()
    tasks = anna.get(page_of(cast, "?kind=tasks")).content.decode()
    assert "Noch nichts dieser Art" in tasks
    record_tabs = tasks.split('aria-label="Kundenakte"')[1].split("</nav>")[0]
    assert "aria-current" not in record_tabs  # the page belongs to none of them
    assert "Klient angelegt" in anna.get(page_of(cast, "?kind=nonsense&after=x")).content.decode()


def test_it_has_pages_and_loses_nothing_between_them(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        for number in range(2 * PAGE + 5):
            record(
                "section.change",
                by=cast.anna,
                subject=cast.carla,
                client=cast.carla,
                changes={"Title": ["", str(number)]},
            )
        seen, after = [], None
        for _page in range(3):
            found = timeline_of(cast.carla, seen_by=cast.anna, kind="profile", after=after)
            seen += [line.changes[0][2] for line in found.lines]
            after = found.next
    assert seen == [str(number) for number in reversed(range(2 * PAGE + 5))] and after is None


def test_what_others_say_of_the_record_names_nobody_out_of_reach(cast: Cast, browse: Browse) -> None:
    """Relations and tasks are told without their values, the other one in reach by name, and views only to readers of
    the log."""
    both = [cast.carla.pk, cast.bruno.pk]
    with workspace_scope(cast.lindenhof.id):
        record("relationship.creation", by=cast.anna, subject=cast.carla, client=cast.carla, people=both)
        for act in ("relationship.change", "task.change", "client.view"):
            record(act, by=cast.anna, subject=cast.carla, client=cast.carla, changes={"Note": ["", "Bruno Groß"]})
    page = browse("tom").get(page_of(cast)).content.decode()
    assert "Beziehung geändert" in page and "Aufgabe geändert" in page
    assert "Beziehung angelegt" in page and "Bruno" not in page and "Akte geöffnet" not in page
    assert "Beziehung angelegt: Bruno Groß" in browse("anna").get(page_of(cast)).content.decode()
    assert all("view" not in act for _label, acts in KINDS.values() for act in acts)


def test_an_imported_record_says_where_it_came_from(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        batch = steps.upload("list.csv", [b"Nachname;Vorname\nMuster;Max\n"], by=cast.anna)
        ImportChange.objects.create(batch=batch, person_id=cast.carla.pk, before=None, version_after=1)
    anna = browse("anna")
    assert "Kam mit einem Import" in anna.get(page_of(cast)).content.decode()
    assert "Kam mit einem Import" not in anna.get(page_of(cast, "?kind=status")).content.decode()
