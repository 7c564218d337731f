"""„Einstellungen“: statuses and tags of the workspace (CL-12)."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people import vocabulary
from kartei.people.models import Client, ClientTag, Status, Tag
from kartei.people.vocabulary import finish_replacement
from tests.cast import Cast, assemble

Browse = Callable[[str], Browser]
STATUSES, TAGS = "/w/lindenhof/settings/statuses/", "/w/lindenhof/settings/tags/"


def status(cast: Cast, name: str) -> Status:
    with workspace_scope(cast.lindenhof.id):
        return next(one for one in Status.objects.all() if name in {one.code, one.name})


def order(cast: Cast) -> list[str]:
    with workspace_scope(cast.lindenhof.id):
        return [one.name or one.code for one in Status.objects.all()]


def add(browser: Browser, base: str = STATUSES, **told: str) -> Any:
    return browser.post(f"{base}new/", {"kind": "active", "colour": "teal", "submission": str(uuid4()), **told})


def remove(browser: Browser, leaving: Status, replacement: Status) -> Any:
    return browser.post(f"{STATUSES}{leaving.pk}/removal/", {"replacement": str(replacement.pk)})


def finish(cast: Cast, leaving: Status) -> None:
    finish_replacement(cast.lindenhof.id, leaving.pk, cast.anna.pk)


def give(cast: Cast, name: str, found: Status) -> None:
    with workspace_scope(cast.lindenhof.id):
        Client.objects.filter(pk=cast.people[name].pk).update(status=found)


def test_a_status_is_added_given_and_removed_with_a_replacement(cast: Cast, browse: Browse) -> None:
    """CL-12, row by row."""
    anna = browse("anna")
    assert add(anna, name="Probezeit").status_code == 303
    trial, active = status(cast, "Probezeit"), status(cast, "active")
    assert (trial.kind, trial.colour, order(cast)[-1]) == ("active", "teal", "Probezeit")
    carla = f"/w/lindenhof/clients/{cast.carla.pk}/"
    assert anna.post(f"{carla}status/", {"status": str(trial.pk), "version": "0"}).status_code == 303
    page = anna.get(f"{STATUSES}{trial.pk}/removal/").content.decode()
    assert "1 Klient hat den Status" in page and "Ersatz" in page
    assert anna.post(f"{STATUSES}{trial.pk}/removal/", {"replacement": ""}).status_code == 422
    assert remove(anna, trial, active).status_code == 303
    assert ">Probezeit</option>" not in anna.get("/w/lindenhof/clients/new/").content.decode()
    finish(cast, trial)
    assert "Probezeit" not in order(cast)
    with workspace_scope(cast.lindenhof.id):
        assert Client.objects.get(pk=cast.carla.pk).status == active
        event = Event.objects.filter(act="status.change", client_id=cast.carla.pk).latest("id")
    assert event.detail["changes"] == {"Status": ["Probezeit", active.label]} and event.member_id == cast.anna.pk


def test_the_job_goes_on_where_it_was_ended(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "BATCH", 1)
    paused, active = status(cast, "paused"), status(cast, "active")
    for name in ("carla", "bruno"):
        give(cast, name, paused)
    remove(browse("anna"), paused, active)
    assert vocabulary._replace_batch(cast.lindenhof.id, paused.pk, cast.anna.pk)
    finish(cast, paused)
    finish(cast, paused)  # a job that runs once more finds nothing to do
    with workspace_scope(cast.lindenhof.id):
        assert Client.objects.filter(status=active, pk__in=[cast.carla.pk, cast.bruno.pk]).count() == 2
        assert Event.objects.filter(act="status.change", member=cast.anna).count() == 2


def test_one_of_each_kind_remains(cast: Cast, browse: Browse) -> None:
    anna, paused, active = browse("anna"), status(cast, "paused"), status(cast, "active")
    assert remove(anna, paused, status(cast, "completed")).status_code == 303  # still at work: it counts no more
    answer = remove(anna, active, status(cast, "completed"))
    assert answer.status_code == 422 and "mindestens ein Status" in answer.content.decode()
    told = {"name": "Aktiv", "kind": "closed", "colour": "green", "version": "0"}
    answer = anna.post(f"{STATUSES}{active.pk}/", told)
    assert answer.status_code == 422 and "mindestens ein Status" in answer.content.decode()


def test_a_status_that_takes_the_clients_of_another_one_stays_meanwhile(cast: Cast, browse: Browse) -> None:
    anna, waiting, lead = browse("anna"), status(cast, "waiting"), status(cast, "lead")
    add(anna, name="Anfrage am Telefon", kind="lead")
    assert remove(anna, waiting, lead).status_code == 303
    assert "Moment" in remove(anna, lead, status(cast, "active")).content.decode()
    assert remove(anna, waiting, lead).status_code == 404  # it is on its way out already


@pytest.mark.parametrize("name", ["", "  ", "Aktiv", "aKTIV", "x" * 61, "nu\0ll"])
def test_a_bad_name_is_refused_and_nothing_is_stored(cast: Cast, browse: Browse, name: str) -> None:
    before = order(cast)
    assert add(browse("anna"), name=name).status_code == 422
    assert order(cast) == before


def test_renaming_keeps_the_clients_and_an_older_version_is_told(cast: Cast, browse: Browse) -> None:
    anna, active = browse("anna"), status(cast, "active")
    give(cast, "carla", active)
    told = {"name": "In Behandlung", "kind": "active", "colour": "blue", "version": "0"}
    assert anna.post(f"{STATUSES}{active.pk}/", told).status_code == 303
    assert "In Behandlung" in anna.get(f"/w/lindenhof/clients/{cast.carla.pk}/").content.decode()
    late = anna.post(f"{STATUSES}{active.pk}/", {**told, "name": "Laufend"})
    page = late.content.decode()
    assert late.status_code == 409 and "In Behandlung" in page and 'value="Laufend"' in page
    assert anna.post(f"{STATUSES}{active.pk}/", {**told, "name": "Laufend", "version": "1"}).status_code == 303
    assert "Laufend" in order(cast)


def test_the_order_is_changed_and_ends_at_its_ends(cast: Cast, browse: Browse) -> None:
    anna, before = browse("anna"), order(cast)
    second = status(cast, before[1])
    assert anna.post(f"{STATUSES}{second.pk}/place/", {"step": "-1"}).status_code == 303
    assert order(cast)[:2] == [before[1], before[0]]
    assert anna.post(f"{STATUSES}{second.pk}/place/", {"step": "-1"}).status_code == 303
    assert order(cast)[:2] == [before[1], before[0]]
    for step in ("", "0", "2", "x"):
        assert anna.post(f"{STATUSES}{second.pk}/place/", {"step": step}).status_code == 422


def test_tags_are_added_renamed_and_removed(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert add(anna, TAGS, name="Gruppe").status_code == 303
    assert add(anna, TAGS, name="gruppe").status_code == 422
    assert add(anna, TAGS, name="a, b").status_code == 422
    with workspace_scope(cast.lindenhof.id):
        tag = Tag.objects.get(key="gruppe")
        ClientTag.objects.create(client=cast.carla.client, tag=tag)
    assert anna.post(f"{TAGS}{tag.pk}/", {"name": "Dienstag", "colour": "red", "version": "0"}).status_code == 303
    assert "Dienstag" in anna.get(f"/w/lindenhof/clients/?tag={tag.pk}").content.decode()
    assert "1 Klient verliert" in anna.get(f"{TAGS}{tag.pk}/removal/").content.decode()
    assert anna.post(f"{TAGS}{tag.pk}/removal/", {"sure": "yes"}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not Tag.objects.filter(pk=tag.pk).exists()
        assert not ClientTag.objects.filter(client=cast.carla.client, tag_id=tag.pk).exists()
        assert Event.objects.filter(act="vocabulary.removal", subject="Dienstag").exists()


def test_who_may_not_change_settings_changes_no_word(cast: Cast, browse: Browse) -> None:
    active = status(cast, "active")
    for name in ("tom", "rita", "berta", "sven", "leo"):
        for address in (
            STATUSES,
            TAGS,
            f"{STATUSES}new/",
            f"{STATUSES}{active.pk}/",
            f"{STATUSES}{active.pk}/removal/",
        ):
            assert browse(name).get(address).status_code == 403, (name, address)
        assert add(browse(name), name="Heimlich").status_code == 403
    for address in (f"{STATUSES}{active.pk}/", f"{STATUSES}{active.pk}/removal/"):
        assert browse("eve").get(address.replace("lindenhof", "nord")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_last_two_of_a_kind_out_leave_one() -> None:
    """Each waits for the other, and the second one is refused."""
    cast = assemble()
    waiting, lead, active = (status(cast, name) for name in ("waiting", "lead", "active"))
    said: list[int] = []

    def take_out(leaving: Status) -> None:
        browser = Browser()
        browser.force_login(cast.users["anna"])
        said.append(remove(browser, leaving, active).status_code)
        connection.close()

    threads = [threading.Thread(target=take_out, args=[one]) for one in (waiting, lead)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [303, 422]
