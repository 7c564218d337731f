"""Tasks: who sees them, who may change them, what is kept and what is said (product.md, 3.1)."""

import html
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.models import Assignment, PersonState, Task, TaskAssignment
from kartei.people.tasking import Errand, complete_task, create_task
from kartei.tenancy.models import MemberState
from tests.cast import Cast, assemble

Browse = Callable[[str], Browser]
TASKS = "/w/lindenhof/tasks/"
PART = {"HX-Request": "true"}


def give(cast: Cast, text: str, *names: str, client: str = "", by: str = "anna", days: int | None = None) -> Task:
    """A task for these members, due so many days from today."""
    due_on = None if days is None else timezone.localdate() + timedelta(days=days)
    with workspace_scope(cast.lindenhof.id):
        errand = Errand(text, due_on, [cast.members[name] for name in names])
        return create_task(errand, client=cast.people.get(client), by=cast.members[by])


def read(browser: Browser, address: str = TASKS) -> str:
    return html.unescape(browser.get(address).content.decode())


def tick(browser: Browser, task: Task, act: str = "completion", version: int = 1) -> Any:
    return browser.post(f"{TASKS}{task.pk}/{act}/", {"version": version}, headers=PART)


def stored(cast: Cast, task: Task) -> Task:
    with workspace_scope(cast.lindenhof.id):
        return Task.objects.select_related("done_by").get(pk=task.pk)


def acts(cast: Cast) -> list[str]:
    with workspace_scope(cast.lindenhof.id):
        return list(Event.objects.filter(act__startswith="task.").order_by("id").values_list("act", flat=True))


def ask(browser: Browser, address: str = f"{TASKS}new/", **told: Any) -> Any:
    return browser.post(address, {"text": "Etwas tun", "submission": str(uuid4()), **told}, headers=PART)


# making


def test_a_new_task_stands_on_the_record_on_start_and_in_my_tasks(cast: Cast, browse: Browse) -> None:
    browser, record = browse("tom"), f"/w/lindenhof/clients/{cast.carla.pk}/"
    assert ask(browser, f"{record}tasks/new/", text="Bericht schreiben", members=[cast.tom.pk]).status_code == 200
    for address in (record, "/w/lindenhof/", TASKS):
        assert "Bericht schreiben" in read(browser, address)
    assert acts(cast) == ["task.creation"]


def test_the_form_proposes_me(cast: Cast, browse: Browse) -> None:
    page = read(browse("tom"), f"{TASKS}new/")
    assert re.findall(r'value="([0-9a-f-]{36})"[^>]* checked', page) == [str(cast.tom.pk)]


def test_two_clicks_make_one_task(cast: Cast, browse: Browse) -> None:
    browser, key = browse("anna"), str(uuid4())
    first, second = (ask(browser, submission=key) for _ in range(2))
    assert first.headers["HX-Redirect"] == second.headers["HX-Redirect"]
    with workspace_scope(cast.lindenhof.id):
        assert Task.objects.count() == 1


@pytest.mark.parametrize(
    "told",
    [{"text": ""}, {"text": "x" * 501}, {"text": "a\0b"}, {"due_on": "31.02.2027"}, {"due_on": "bald"},
     {"members": ["00000000-0000-7000-8000-000000000000"]}, {"members": ["x"]}],
)  # fmt: skip
def test_bad_input_is_refused_with_a_sentence_and_nothing_is_stored(
    cast: Cast, browse: Browse, told: dict[str, Any]
) -> None:
    answer = ask(browse("anna"), **{"text": "Dieser Text bleibt", **told})
    assert answer.status_code == 422 and "field-error" in answer.content.decode()
    assert "text" in told or "Dieser Text bleibt" in answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert not Task.objects.exists()


def test_the_page_of_a_new_task_leads_back_to_where_it_belongs(cast: Cast, browse: Browse) -> None:
    record = f"/w/lindenhof/clients/{cast.bruno.pk}/"
    for address, back in ((f"{record}tasks/new/", record), (f"{TASKS}new/", TASKS)):
        form = browse("anna").get(address).content.decode().partition('id="task-form"')[2]
        assert f'href="{back}"' in form


def test_who_cannot_open_the_record_cannot_be_given_the_task(cast: Cast, browse: Browse) -> None:
    address = f"/w/lindenhof/clients/{cast.bruno.pk}/tasks/new/"
    answer = ask(browse("anna"), address, members=[cast.tom.pk, cast.anna.pk])
    assert answer.status_code == 422 and "Tom kann diese Akte nicht öffnen" in answer.content.decode()
    assert ask(browse("anna"), address, members=[cast.leo.pk]).status_code == 200  # reads all profiles


# seeing


def test_a_task_about_a_client_is_seen_by_who_sees_the_client(cast: Cast, browse: Browse) -> None:
    give(cast, "Zu Bruno", "anna", client="bruno")
    seeing = [name for name in cast.members if name != "eve" and "Zu Bruno" in read(browse(name), f"{TASKS}?whose=all")]
    assert seeing == ["anna", "ada", "rita", "berta", "leo"]


def test_a_task_about_nobody_is_seen_by_its_members_its_maker_and_who_changes_the_team(
    cast: Cast, browse: Browse
) -> None:
    give(cast, "Papier bestellen", "rita", by="tom")
    names = [name for name in cast.members if name != "eve"]
    seeing = [name for name in names if "Papier bestellen" in read(browse(name), f"{TASKS}?whose=all")]
    assert seeing == ["anna", "ada", "tom", "rita"]


def test_mine_are_those_that_i_am_to_do(cast: Cast, browse: Browse) -> None:
    give(cast, "Für Tom", "tom", client="carla")
    give(cast, "Für Anna", "anna", client="carla")
    assert "Für Tom" in read(browse("tom")) and "Für Anna" not in read(browse("tom"))
    assert "Für Anna" in read(browse("tom"), f"{TASKS}?whose=all")


@pytest.mark.parametrize("act", ["", "completion/", "reopening/", "deletion/", "restoration/"])
def test_a_task_out_of_reach_does_not_exist(cast: Cast, browse: Browse, act: str) -> None:
    task = give(cast, "Zu Bruno", "anna", client="bruno")
    for name in ("tom", "eve"):
        browser = browse(name)
        place = "lindenhof" if name == "tom" else "nord"
        assert browser.post(f"/w/{place}/tasks/{task.pk}/{act}", {"version": 1}).status_code == 404
    assert stored(cast, task).version == 1


def test_who_only_reads_may_not_change_a_task(cast: Cast, browse: Browse) -> None:
    task = give(cast, "Zu Carla", "anna", client="carla")
    for act in ("", "completion/", "reopening/", "deletion/"):
        assert browse("leo").post(f"{TASKS}{task.pk}/{act}", {"version": 1}).status_code == 403
    assert browse("leo").get(f"{TASKS}new/").status_code == 403
    page = read(browse("leo"), f"{TASKS}?whose=all")
    assert re.search(rf'id="tick-{task.pk}"[^>]* disabled', page) and "Neue Aufgabe" not in page


def test_who_is_to_do_a_task_may_tick_it_and_no_more(cast: Cast, browse: Browse) -> None:
    task = give(cast, "Bitte lesen", "leo", client="bruno")
    assert tick(browse("leo"), task).status_code == 200
    assert browse("leo").post(f"{TASKS}{task.pk}/", {"version": 2, "text": "Nein"}).status_code == 403
    assert stored(cast, task).done_by == cast.leo


def test_with_edit_for_assigned_ones_the_tasks_of_others_stay_as_they_are(cast: Cast, browse: Browse) -> None:
    """Berta sees all profiles and changes those that are assigned to her."""
    about_bruno, about_carla = give(cast, "B", client="bruno"), give(cast, "C", client="carla")
    assert tick(browse("berta"), about_bruno).status_code == 403
    assert tick(browse("berta"), about_carla).status_code == 200


def test_who_loses_the_client_loses_the_task(cast: Cast, browse: Browse) -> None:
    task = give(cast, "Zu Carla", "tom", client="carla")
    with workspace_scope(cast.lindenhof.id):
        Assignment.objects.filter(member=cast.tom).delete()
    assert "Zu Carla" not in read(browse("tom")) and tick(browse("tom"), task).status_code == 404


@pytest.mark.parametrize("state", [PersonState.TRASH, PersonState.MERGED])
def test_tasks_of_a_client_in_the_trash_are_not_listed(cast: Cast, browse: Browse, state: str) -> None:
    task = give(cast, "Zu Carla", "anna", client="carla", days=0)
    with workspace_scope(cast.lindenhof.id):
        cast.carla.state = state
        cast.carla.save(update_fields=["state"])
    page = read(browse("anna"))
    assert "Zu Carla" not in page and "fällige Aufgabe" not in page
    assert browse("anna").get(f"{TASKS}{task.pk}/").status_code == 404


def test_a_task_of_somebody_who_left_stays_with_the_name(cast: Cast, browse: Browse) -> None:
    task = give(cast, "Zu Carla", "tom", client="carla")
    with workspace_scope(cast.lindenhof.id):
        cast.tom.state = MemberState.LEFT
        cast.tom.save(update_fields=["state"])
    browser = browse("anna")
    assert "Tom" in read(browser, f"/w/lindenhof/clients/{cast.carla.pk}/")
    browser.post(f"{TASKS}{task.pk}/", {"version": 1, "text": "Anders", "members": [cast.anna.pk]})
    with workspace_scope(cast.lindenhof.id):
        names = set(TaskAssignment.objects.filter(task=task).values_list("member__name", flat=True))
    assert names == {"Anna", "Tom"}


# doing


def test_a_tick_says_who_did_it_and_when_and_undo_takes_it_back(cast: Cast, browse: Browse) -> None:
    browser, task = browse("tom"), give(cast, "Bericht", "tom", client="carla")
    answer = tick(browser, task).content.decode()
    assert f'id="task-{task.pk}"' in answer and "hx-swap-oob" in answer and "erledigt am" in answer
    done = stored(cast, task)
    assert done.done_by == cast.tom and done.done_at and (timezone.now() - done.done_at).total_seconds() < 60
    assert f"{TASKS}{task.pk}/reopening/" in answer and 'name="version" value="2"' in answer
    assert "Bericht" in read(browser, f"{TASKS}done/") and "Bericht" not in read(browser)
    tick(browser, task, "reopening", version=2)
    assert stored(cast, task).done_at is None and "Bericht" in read(browser)
    assert acts(cast) == ["task.creation", "task.completion", "task.reopening"]


def test_of_two_who_tick_the_first_one_did_it(cast: Cast, browse: Browse) -> None:
    task = give(cast, "Bericht", "tom", client="carla")
    assert [tick(browse(name), task).status_code for name in ("tom", "anna")] == [200, 200]
    assert stored(cast, task).done_by == cast.tom and acts(cast) == ["task.creation", "task.completion"]


@pytest.mark.parametrize("act", ["", "completion/", "deletion/"])
def test_over_a_newer_version_nothing_happens(cast: Cast, browse: Browse, act: str) -> None:
    browser, task = browse("anna"), give(cast, "Alt", "anna", client="carla")
    browser.post(f"{TASKS}{task.pk}/", {"version": 1, "text": "Neu"})
    assert browser.post(f"{TASKS}{task.pk}/{act}", {"version": 1, "text": "Drüber"}).status_code == 409
    now = stored(cast, task)
    assert (now.text, now.done_at, now.deleted_at) == ("Neu", None, None)


def test_both_texts_stand_side_by_side_and_the_second_try_saves(cast: Cast, browse: Browse) -> None:
    browser, task = browse("anna"), give(cast, "Alt", "anna", client="carla")
    browser.post(f"{TASKS}{task.pk}/", {"version": 1, "text": "Von der anderen", "due_on": "01.02.2031"})
    answer = browser.post(f"{TASKS}{task.pk}/", {"version": 1, "text": "Von mir"}, headers=PART)
    page = answer.content.decode()
    assert answer.status_code == 409
    for text in ("Von der anderen", "Von mir", "01.02.2031", 'name="version" value="2"'):
        assert text in page
    assert browser.post(f"{TASKS}{task.pk}/", {"version": 2, "text": "Von mir"}).status_code == 303
    assert stored(cast, task).text == "Von mir"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_broken_version_is_refused(cast: Cast, browse: Browse, version: str) -> None:
    task = give(cast, "Bericht", "anna")
    for act in ("completion", "deletion"):
        assert browse("anna").post(f"{TASKS}{task.pk}/{act}/", {"version": version}).status_code in {409, 422}
    assert stored(cast, task).version == 1


def test_a_change_is_logged_field_by_field(cast: Cast, browse: Browse) -> None:
    task = give(cast, "Alt", "anna", client="carla")
    browse("anna").post(f"{TASKS}{task.pk}/", {"version": 1, "text": "Neu", "members": [cast.tom.pk]})
    with workspace_scope(cast.lindenhof.id):
        event = Event.objects.get(act="task.change")
    assert event.detail["changes"] == {"Task": ["Alt", "Neu"], "Assigned members": ["Anna", "Tom"]}
    assert (event.client_id, event.subject) == (cast.carla.pk, "Carla Köhler")
    assert "Aufgabe geändert" in read(browse("anna"), "/w/lindenhof/log/")


def test_a_deleted_task_is_gone_and_undo_brings_it_back(cast: Cast, browse: Browse) -> None:
    browser, task = browse("anna"), give(cast, "Weg damit", "anna")
    browser.post(f"{TASKS}{task.pk}/deletion/", {"version": 1})
    page = read(browser)
    assert "Weg damit" not in page and f"{TASKS}{task.pk}/restoration/" in page
    browser.post(f"{TASKS}{task.pk}/restoration/", {"version": 2})
    assert "Weg damit" in read(browser)
    assert acts(cast) == ["task.creation", "task.deletion", "task.restoration"]


def test_the_history_of_the_record_tells_of_tasks(cast: Cast, browse: Browse) -> None:
    browser, task = browse("anna"), give(cast, "Bericht", "anna", client="carla")
    tick(browser, task)
    page = read(browser, f"/w/lindenhof/clients/{cast.carla.pk}/")
    assert "Aufgabe angelegt" in page and "Aufgabe erledigt" in page


def test_markup_in_a_task_is_text(cast: Cast, browse: Browse) -> None:
    give(cast, "<img src=x onerror=alert(1)>", "anna", client="carla", days=0)
    for address in (TASKS, "/w/lindenhof/", f"/w/lindenhof/clients/{cast.carla.pk}/"):
        assert "<img src=x" not in browse("anna").get(address).content.decode()


# order, pages, numbers


def test_tasks_stand_below_the_heading_of_their_day(cast: Cast, browse: Browse) -> None:
    for text, days in (("Ohne", None), ("Nächsten Monat", 30), ("Gestern", -1), ("Jetzt", 0)):
        give(cast, f"{text} fällig", "anna", days=days)
    page = read(browse("anna"))
    wanted = ["Überfällig", "Gestern fällig", "Heute", "Jetzt fällig", "Später", "Nächsten Monat fällig", "Ohne Datum"]
    places = [page.index(f">{text}<") for text in [*wanted, "Ohne fällig"]]
    assert places == sorted(places) and "überfällig seit" in page


def test_pages_go_on_where_the_last_one_ended(cast: Cast, browse: Browse) -> None:
    for place in range(60):
        give(cast, f"Aufgabe {place:02}", "anna", days=place % 7 if place % 3 else None)
    browser, seen, address = browse("anna"), [], TASKS
    while address:
        page = read(browser, address)
        seen += re.findall(r"Aufgabe \d\d", page)
        found = re.search(r'href="([^"]*after=[^"]*)"', page)
        address = found[1] if found else ""
    assert len(seen) == len(set(seen)) == 60


def test_done_ones_go_on_too(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    for place in range(55):
        tick(browser, give(cast, f"Aufgabe {place:02}", "anna"))
    first = read(browser, f"{TASKS}done/")
    address = re.search(r'href="([^"]*after=[^"]*)"', first)
    assert address is not None
    seen = re.findall(r"Aufgabe \d\d", first + read(browser, address[1]))
    assert seen == [f"Aufgabe {place:02}" for place in reversed(range(55))]


@pytest.mark.parametrize("after", ["x", "00000000-0000-7000-8000-000000000000", "\0"])
def test_a_broken_place_in_the_list_is_its_beginning(cast: Cast, browse: Browse, after: str) -> None:
    give(cast, "Bericht", "anna")
    for address in (TASKS, f"{TASKS}done/"):
        assert browse("anna").get(address, {"after": after}).status_code == 200
    assert "Bericht" in html.unescape(browse("anna").get(TASKS, {"after": after}).content.decode())


def test_the_menu_counts_what_is_due(cast: Cast, browse: Browse) -> None:
    for days in (-3, 0, 1, None):
        give(cast, "Zu Carla", "tom", client="carla", days=days)
    assert "2 fällige Aufgaben" in read(browse("tom"), "/w/lindenhof/clients/")
    with workspace_scope(cast.lindenhof.id):
        Assignment.objects.filter(member=cast.tom).delete()
    assert "fällige" not in read(browse("tom"), "/w/lindenhof/clients/")


def test_the_menu_counts_to_ninety_nine(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        made = [Task(text="x", created_by=cast.anna, due_on=timezone.localdate()) for _ in range(120)]
        Task.objects.bulk_create(made)
        TaskAssignment.objects.bulk_create([TaskAssignment(task=task, member=cast.anna) for task in made])
    page = read(browse("anna"), "/w/lindenhof/clients/")
    assert ">99+<" in page and "mehr als 99 fällige Aufgaben" in page


def test_a_tick_changes_the_number_in_the_menu(cast: Cast, browse: Browse) -> None:
    first, second = (give(cast, "Zu Carla", "tom", client="carla", days=0) for _ in range(2))
    assert "1 fällige Aufgabe" in tick(browse("tom"), first).content.decode()
    assert "fällige" not in tick(browse("tom"), second).content.decode()


@pytest.mark.parametrize("count", [2, 45])
@pytest.mark.parametrize("name", ["anna", "berta", "tom"])
def test_the_list_takes_the_same_number_of_queries_at_any_size(
    cast: Cast, browse: Browse, name: str, count: int
) -> None:
    for place in range(count):
        give(cast, f"Aufgabe {place}", *{name, "anna"}, client="carla" if place % 2 else "", days=place % 9)
    browser = browse(name)
    browser.get(TASKS)
    with CaptureQueriesContext(connection) as queries:
        browser.get(TASKS)
    own = [query["sql"] for query in queries if "people_" in query["sql"]]
    assert len(own) == (3 if name == "anna" else 4), own  # tasks, who is to do them, what may be changed; the menu's


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_did_it() -> None:
    cast = assemble()
    task, ready = give(cast, "Bericht", "tom", "anna", client="carla"), threading.Barrier(2)

    def press(name: str) -> None:
        try:
            with workspace_scope(cast.lindenhof.id):
                ready.wait()
                complete_task(task, version=1, by=cast.members[name])
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[name]) for name in ("anna", "tom")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = stored(cast, task)
    assert done.version == 2 and done.done_by in {cast.anna, cast.tom}
    assert acts(cast) == ["task.creation", "task.completion"]


@pytest.mark.parametrize("address", ["http://[bad]/", "http://[::1", "x", ""])
def test_a_broken_address_of_the_page_behind_is_no_fault(cast: Cast, browse: Browse, address: str) -> None:
    told = {"text": "Etwas tun", "submission": str(uuid4())}
    answer = browse("anna").post(f"{TASKS}new/", told, headers={**PART, "HX-Current-URL": address})
    assert answer.headers["HX-Redirect"] == TASKS
