"""WS-05: „Demodaten entfernen“ takes the examples and nothing else, once, whoever presses how often."""

import html
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.demo import removing
from kartei.demo.founding import add_examples
from kartei.demo.removing import remove_examples
from kartei.people.creating import Particulars, create_client
from kartei.people.duplicates import likely_twins
from kartei.people.models import Client, Person, Relationship, RelationType, Status, Task, TaskAssignment
from kartei.people.tasking import Errand, create_task
from kartei.tenancy.models import Member
from tests.cast import Cast, assemble
from tests.people.wizard import bring

Browse = Callable[[str], Browser]
REMOVAL = "/w/nord/demo/removal/"


def furnish(cast: Cast) -> None:
    with workspace_scope(cast.nord.id):
        add_examples(cast.nord, cast.eve)


@pytest.fixture
def furnished(cast: Cast) -> Cast:
    furnish(cast)
    return cast


def example(name: str = "Beispiel") -> Person:
    person: Person = Person.objects.select_related("client").get(last_name=name)
    return person


def read(browser: Browser, address: str) -> str:
    return html.unescape(browser.get(address).content.decode())


def test_start_offers_it_and_the_dialog_says_what_goes(furnished: Cast, browse: Browse) -> None:
    assert "Demodaten entfernen" in read(browse("eve"), "/w/nord/")
    dialog = html.unescape(browse("eve").get(REMOVAL, headers={"HX-Request": "true"}).content.decode())
    for name in ("Sabine Beispiel", "Jonas Muster", "Dr. Petra Probe", "Mia Demo"):
        assert name in dialog
    assert "<dialog" in dialog and "<html" not in dialog


def test_the_team_offers_it_beside_the_demo_member(furnished: Cast, browse: Browse) -> None:
    assert REMOVAL in read(browse("eve"), "/w/nord/team/")
    browse("eve").post(REMOVAL)
    assert REMOVAL not in read(browse("eve"), "/w/nord/team/") and "Mia" not in read(browse("eve"), "/w/nord/team/")


def test_only_the_examples_go(furnished: Cast, browse: Browse) -> None:
    with workspace_scope(furnished.nord.id):
        create_client(Particulars(last_name="Echt"), status=Status.objects.get(code="active"), by=furnished.eve)
    answer = browse("eve").post(REMOVAL, follow=True)
    page = html.unescape(answer.content.decode())
    assert "Die Demodaten wurden entfernt." in page and ">Hinweise<" not in page
    with workspace_scope(furnished.nord.id):
        assert {person.last_name for person in Person.objects.all()} == {"Nordmann", "Echt"}
        assert [member.name for member in Member.objects.all()] == ["Eve"]
        assert not Task.objects.exists() and not Relationship.objects.exists()
        event = Event.objects.get(act="demo.removal")
    assert event.detail["counts"] == {"clients": 2, "contacts": 1, "members": 1, "tasks": 1}
    assert "Demodaten entfernt" in read(browse("eve"), "/w/nord/log/")
    for address in ("clients/", "contacts/"):
        assert "Demo<" not in read(browse("eve"), f"/w/nord/{address}")


def test_what_is_real_stays_however_it_was_linked(furnished: Cast, browse: Browse) -> None:
    with workspace_scope(furnished.nord.id):
        mia, norbert = Member.objects.get(is_demo=True), Client.objects.get(id=furnished.norbert.pk)
        kind = RelationType.objects.get(code="friend")
        Relationship.objects.create(person=norbert.person, other=example(), type=kind)
        Relationship.objects.create(person=example("Probe"), other=norbert.person, type=kind)
        real = create_task(Errand("Echte Aufgabe", None, [mia, furnished.eve]), client=norbert.person, by=furnished.eve)
        create_task(Errand("Zu Sabine", None, [furnished.eve]), client=example(), by=furnished.eve)
        norbert.assignments.create(member=mia, by=furnished.eve)
    browse("eve").post(REMOVAL)
    with workspace_scope(furnished.nord.id):
        assert Client.objects.filter(id=furnished.norbert.pk).exists() and not Relationship.objects.exists()
        assert [task.text for task in Task.objects.all()] == ["Echte Aufgabe"]
        assert list(TaskAssignment.objects.filter(task=real).values_list("member__name", flat=True)) == ["Eve"]
        assert not norbert.assignments.exists()


def test_an_example_that_was_edited_goes_too(furnished: Cast, browse: Browse) -> None:
    with workspace_scope(furnished.nord.id):
        sabine = example()
    browser, address = browse("eve"), f"/w/nord/clients/{sabine.pk}/personal/master/"
    browser.post(address, {"first_name": "Sabine", "last_name": "Umbenannt", "kind": "adult", "version": 0})
    browser.post(REMOVAL)
    with workspace_scope(furnished.nord.id):
        assert not Person.objects.filter(pk=sabine.pk).exists()


def test_in_another_tab_the_example_is_not_there_any_more(furnished: Cast, browse: Browse) -> None:
    browser = browse("eve")
    with workspace_scope(furnished.nord.id):
        sabine = example()
        version = sabine.version
    browser.post(REMOVAL)
    for address in ("", "personal/", "personal/reach/"):
        answer = browser.get(f"/w/nord/clients/{sabine.pk}/{address}")
        assert answer.status_code == 404 and "gelöscht" in html.unescape(answer.content.decode())
    assert browser.post(f"/w/nord/clients/{sabine.pk}/status/", {"version": version}).status_code == 404


def test_a_second_press_finds_nothing_and_says_so(furnished: Cast, browse: Browse) -> None:
    browser = browse("eve")
    browser.post(REMOVAL)
    assert "bereits entfernt" in html.unescape(browser.post(REMOVAL, follow=True).content.decode())
    assert "Es gibt keine Demodaten mehr." in read(browser, REMOVAL)
    with workspace_scope(furnished.nord.id):
        assert Event.objects.filter(act="demo.removal").count() == 1


def test_the_examples_of_another_workspace_stay(furnished: Cast, browse: Browse) -> None:
    with workspace_scope(furnished.lindenhof.id):
        add_examples(furnished.lindenhof, furnished.anna)
    browse("anna").post("/w/lindenhof/demo/removal/")
    with workspace_scope(furnished.nord.id):
        assert Person.objects.filter(is_demo=True).count() == 3
    with workspace_scope(furnished.lindenhof.id):
        assert not Person.objects.filter(is_demo=True).exists() and Client.objects.count() == 2


def test_only_who_may_change_the_settings_is_offered_it(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        add_examples(cast.lindenhof, cast.anna)
    offered = [name for name in cast.members if name != "eve" and "Demodaten" in read(browse(name), "/w/lindenhof/")]
    assert offered == ["anna", "ada"]
    assert browse("rita").post("/w/lindenhof/demo/removal/").status_code == 403


def test_a_fault_on_the_way_leaves_everything(furnished: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(removing, "record", fail)
    browser = browse("eve")
    browser.raise_request_exception = False
    assert browser.post(REMOVAL).status_code == 500
    with workspace_scope(furnished.nord.id):
        assert Person.objects.filter(is_demo=True).count() == 3 and Member.objects.filter(is_demo=True).exists()


# what examples are left out of


def test_examples_are_no_twins_and_take_no_number(furnished: Cast) -> None:
    told = {"first_name": "Sabine", "last_name": "Beispiel", "email": "sabine.beispiel@klientin.example"}
    with workspace_scope(furnished.nord.id):
        born = example().birth_date
        assert isinstance(born, date)
        assert likely_twins(**told, birth_date=born, phone="", seen_by=furnished.eve) == []
        real = create_client(Particulars(**told), status=Status.objects.get(code="active"), by=furnished.eve)
        assert real.number == 2 and example_numbers() == [None, None]
        assert [twin.pk for twin in likely_twins(**told, birth_date=None, phone="", seen_by=furnished.eve)] == [real.pk]


def example_numbers() -> list[int | None]:
    return list(Client.objects.filter(person__is_demo=True).values_list("number", flat=True))


def test_an_import_takes_nobody_for_an_example(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        add_examples(cast.lindenhof, cast.anna)
        born = example().birth_date
    row = f"Nachname;Vorname;Geburtsdatum;E-Mail\nBeispiel;Sabine;{born:%d.%m.%Y};sabine.beispiel@klientin.example\n"
    batch = bring(browse("anna"), cast.lindenhof, "a.csv", row.encode(), duplicates="skip")
    assert (batch.counts["new"], batch.counts.get("skipped", 0)) == (1, 0)


def test_start_counts_real_clients_and_the_list_shows_all(furnished: Cast, browse: Browse) -> None:
    start = read(browse("eve"), "/w/nord/")
    counts = start[start.index('id="counts"') :]
    assert [part.split("<")[0] for part in counts.split('tabular-nums">')[1:4]] == ["0", "1", "0"]
    assert "Sabine Beispiel" in read(browse("eve"), "/w/nord/clients/")


def test_examples_get_no_mail(furnished: Cast) -> None:
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_of_two_members_at_once_one_removes() -> None:
    cast = assemble()
    furnish(cast)
    found: list[bool] = []

    def press() -> None:
        try:
            with workspace_scope(cast.nord.id):
                found.append(bool(remove_examples(by=cast.eve)))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [False, True]
    with workspace_scope(cast.nord.id):
        assert Event.objects.filter(act="demo.removal").count() == 1
