"""Archive, trash, restore (CL-15, CL-16)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.archiving import KEPT, archive, discard, forget_discarded, restore
from kartei.people.models import Person, PersonState, Relationship, Task
from kartei.people.tasking import Errand, create_task
from kartei.people.versions import StaleVersion
from tests.cast import Cast

Browse = Callable[[str], Browser]
LIST, TRASH = "/w/lindenhof/clients/", "/w/lindenhof/clients/trash/"


def record_of(person: Person) -> str:
    return f"/w/lindenhof/{'clients' if person.is_client else 'contacts'}/{person.pk}/"


def state(cast: Cast, person: Person) -> str:
    with workspace_scope(cast.lindenhof.id):
        return str(Person.objects.get(pk=person.pk).state)


def acts(cast: Cast, person: Person) -> list[str]:
    with workspace_scope(cast.lindenhof.id):
        return list(Event.objects.filter(subject_id=person.pk).order_by("id").values_list("act", flat=True))


def throw(browser: Browser, person: Person, **told: str) -> Any:
    return browser.post(f"{record_of(person)}deletion/", {"word": person.name, "version": "0", **told})


@pytest.mark.parametrize("name", ["carla", "doktor"])
def test_an_archived_record_leaves_lists_search_and_pickers_and_comes_back(
    cast: Cast, browse: Browse, name: str
) -> None:
    """CL-15, row by row."""
    anna, person = browse("anna"), cast.people[name]
    lists = LIST if person.is_client else "/w/lindenhof/contacts/"
    assert anna.post(f"{record_of(person)}archival/", {"version": "0"}).status_code == 303
    page = anna.get(record_of(person)).content.decode()
    assert "ist jetzt im Archiv" in page and "Im Archiv seit" in page and "Wiederherstellen" in page
    assert person.name not in anna.get(lists).content.decode()
    assert str(person.pk) not in anna.post(f"{lists}search/", {"q": person.last_name}).content.decode()
    found = anna.post("/w/lindenhof/palette/", {"q": person.last_name}, headers={"HX-Request": "true"})
    assert record_of(person) not in found.content.decode()
    picked = anna.post(f"{record_of(cast.bruno)}relationships/search/", {"q": person.last_name})
    assert str(person.pk) not in picked.content.decode()
    assert person.name in anna.get(f"{lists}?state=archived").content.decode()
    assert anna.post(f"{record_of(person)}restoration/", {"version": "1"}).status_code == 303
    assert person.name in anna.get(lists).content.decode()
    kind = "client" if person.is_client else "contact"
    assert [act for act in acts(cast, person) if "view" not in act][-2:] == [f"{kind}.archival", f"{kind}.restoration"]


def test_the_filter_of_the_archive_combines_with_the_others(cast: Cast, browse: Browse) -> None:
    """CL-07 and CL-15"""
    with workspace_scope(cast.lindenhof.id):
        for person in (cast.carla, cast.bruno):
            archive(person, by=cast.anna)
        tag = cast.carla.client.client_tags.get().tag_id
    page = browse("anna").get(f"{LIST}?state=archived&tag={tag}").content.decode()
    assert "Carla Köhler" in page and "Bruno Groß" not in page
    assert "state=archived&amp;sort=-name" in page or "sort=-name" in page


def test_deletion_asks_for_the_typed_name(cast: Cast, browse: Browse) -> None:
    """CL-16"""
    anna = browse("anna")
    page = anna.get(f"{record_of(cast.carla)}deletion/").content.decode()
    assert "Carla Köhler" in page and "1 Beziehung" in page
    for wrong in ("", "Carla", "Bruno Groß"):
        answer = throw(anna, cast.carla, word=wrong)
        assert answer.status_code == 422 and "field-error" in answer.content.decode()
    assert state(cast, cast.carla) == "live"
    assert throw(anna, cast.carla, word="  carla   KÖHLER ").status_code == 303
    assert state(cast, cast.carla) == "trash"


def test_what_is_in_the_trash_is_nowhere_and_comes_back_with_its_links(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        create_task(Errand("Befund anfordern", None, [cast.anna]), client=cast.carla, by=cast.anna)
    answer = throw(anna, cast.carla)
    assert "liegt 30 Tage lang im Papierkorb" in anna.get(answer.headers["Location"]).content.decode()
    assert anna.get(record_of(cast.carla)).status_code == 404
    assert "Carla Köhler" not in anna.get(LIST).content.decode()
    assert "Carla Köhler" not in anna.get(f"{LIST}?state=archived").content.decode()
    assert "Befund anfordern" not in anna.get("/w/lindenhof/tasks/").content.decode()
    assert "Carla Köhler" not in anna.get(f"{record_of(cast.doktor)}relationships/").content.decode()
    assert "Carla Köhler" in anna.get(TRASH).content.decode()
    back = anna.post(f"{record_of(cast.carla)}restoration/", {"version": "1"})
    assert "Carla Köhler ist wieder da." in anna.get(back.headers["Location"]).content.decode()
    assert "Carla Köhler" not in anna.get(TRASH).content.decode()
    assert "Befund anfordern" in anna.get("/w/lindenhof/tasks/").content.decode()
    assert "Carla Köhler" in anna.get(f"{record_of(cast.doktor)}relationships/").content.decode()


def test_undo_brings_a_record_back_to_where_it_was(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    anna.post(f"{record_of(cast.carla)}archival/", {"version": "0"})
    answer = throw(anna, cast.carla, version="1")
    assert answer.status_code == 303
    page = anna.get(answer.headers["Location"]).content.decode()
    assert "Rückgängig" in page and 'name="to" value="archived"' in page
    assert anna.post(f"{record_of(cast.carla)}restoration/", {"version": "2", "to": "archived"}).status_code == 303
    assert state(cast, cast.carla) == "archived"


def test_whoever_is_slower_is_told(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert anna.post(f"{record_of(cast.carla)}archival/", {"version": "0"}).status_code == 303
    assert anna.post(f"{record_of(cast.carla)}archival/", {"version": "0"}).status_code == 409
    assert anna.post(f"{record_of(cast.carla)}archival/", {"version": "1"}).status_code == 409
    assert throw(anna, cast.carla).status_code == 409
    with workspace_scope(cast.lindenhof.id), pytest.raises(StaleVersion):
        restore(cast.bruno, by=cast.anna)


@pytest.mark.parametrize(
    "told", [{}, {"version": "x"}, {"version": "1", "to": "merged"}, {"version": "1", "to": "trash"}]
)
def test_a_wrong_restoration_is_refused(cast: Cast, browse: Browse, told: dict[str, str]) -> None:
    anna = browse("anna")
    throw(anna, cast.carla)
    assert anna.post(f"{record_of(cast.carla)}restoration/", told).status_code == 422
    assert state(cast, cast.carla) == "trash"


def test_the_trash_shows_what_the_member_may_bring_back(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        for name in ("carla", "bruno", "doktor", "kasse"):
            discard(cast.people[name], by=cast.anna)
    page = browse("tom").get(TRASH).content.decode()
    assert "Carla Köhler" in page and "Dr. Petra Probe" in page
    assert "Bruno Groß" not in page and "Sommer-Kasse" not in page
    assert browse("tom").post(f"{record_of(cast.bruno)}restoration/", {"version": "1"}).status_code == 404
    assert browse("leo").get(TRASH).status_code == 403
    assert "Papierkorb" not in browse("leo").get(LIST).content.decode()


def test_the_trash_has_pages(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        Person.objects.bulk_create(
            Person(first_name="Alt", last_name=f"Bestand {number:03}", state=PersonState.TRASH, state_at=timezone.now())
            for number in range(120)
        )
    anna, seen, address = browse("anna"), [], TRASH
    for _page in range(3):
        content = anna.get(address).content.decode()
        seen += [number for number in range(120) if f"Bestand {number:03}<" in content]
        if "after=" not in content:
            break
        address = TRASH + "?after=" + content.split("?after=")[1].split('"')[0]
    assert sorted(seen) == list(range(120))


def test_after_thirty_days_it_is_gone_for_good(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        create_task(Errand("Befund anfordern", None, []), client=cast.carla, by=cast.anna)
        discard(cast.carla, by=cast.anna)
        discard(cast.bruno, by=cast.anna)
        archive(cast.doktor, by=cast.anna)
        Person.objects.exclude(pk=cast.bruno.pk).exclude(state_at=None).update(
            state_at=timezone.now() - KEPT - timedelta(hours=1)
        )
    forget_discarded(timezone.now())
    with workspace_scope(cast.lindenhof.id):
        left = set(Person.objects.values_list("pk", flat=True))
        assert left == {cast.bruno.pk, cast.doktor.pk, cast.kasse.pk}
        assert not Task.objects.filter(text="Befund anfordern").exists()
        assert not Relationship.objects.filter(other=cast.doktor).exists()
        gone = Event.objects.get(act="client.erasure")
        assert (gone.client_id, gone.actor, gone.detail) == (cast.carla.pk, "", {})


def test_a_relation_says_that_the_other_record_is_archived(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        archive(cast.carla, by=cast.anna)
    page = browse("anna").get(f"{record_of(cast.doktor)}relationships/").content.decode()
    assert "Carla Köhler" in page and "Archiviert" in page
