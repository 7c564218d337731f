"""The pages of merging: the banner, the hint, both records side by side, undo, and where old addresses lead."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from kartei.db.scope import workspace_scope
from kartei.people.ladder import scan
from kartei.people.models import Assignment, DuplicatePair, Merge, Person, Task
from kartei.people.tasking import Errand, create_task
from tests.cast import Cast
from tests.people.twins import again, client, contact

Browse = Callable[[str], Browser]
BASE = "/w/lindenhof/clients/"
DUPLICATES, MERGES = f"{BASE}duplicates/", f"{BASE}merges/"


@pytest.fixture
def twin(cast: Cast) -> Person:
    """A second record of Carla, with the same e-mail, and the scan has found it."""
    with workspace_scope(cast.lindenhof.id):
        found = client("Carla", "Koehler", by=cast.anna, email="carla@klientin.example", phone="030 7654321")
    scan(cast.lindenhof.id)
    return found


def html(answer: Any) -> str:
    return str(answer.content.decode())


def told(cast: Cast, winner: Person, loser: Person, **choices: str) -> dict[str, str]:
    with workspace_scope(cast.lindenhof.id):
        versions = {"winner_version": str(again(winner).version), "loser_version": str(again(loser).version)}
    return {**versions, **choices}


def merge_page(winner: Person, loser: Person) -> str:
    return f"{BASE}{winner.pk}/merge/{loser.pk}/"


def merged(cast: Cast, browser: Browser, winner: Person, loser: Person, **choices: str) -> Merge:
    answer = browser.post(merge_page(winner, loser), told(cast, winner, loser, **choices))
    assert answer.status_code == 303, html(answer)
    with workspace_scope(cast.lindenhof.id):
        found: Merge = Merge.objects.order_by("-pk")[0]
    return found


def test_the_way_from_the_banner_to_one_record(cast: Cast, browse: Browse, twin: Person) -> None:
    """CL-17"""
    anna = browse("anna")
    assert "Mögliche Dubletten" in html(anna.get(BASE))
    assert "Mögliche Dubletten" not in html(anna.get("/w/lindenhof/contacts/"))
    assert "Mögliche Dublette" in html(anna.get(f"{BASE}{twin.pk}/"))
    assert "gehört vielleicht zu derselben Person" in html(anna.get("/w/lindenhof/"))
    page = html(anna.get(DUPLICATES))
    assert "gleiche E-Mail-Adresse" in page and merge_page(cast.carla, twin) in page
    page = html(anna.get(merge_page(cast.carla, twin)))
    assert "Köhler" in page and "Koehler" in page and "1 Telefonnummer" in page
    merged(cast, anna, cast.carla, twin, **{"person-name_prefix": "loser"})
    record = html(anna.get(f"{BASE}{cast.carla.pk}/"))
    assert "Carla Koehler" in record and "Rückgängig" in record and "Mögliche Dublette" not in record
    assert "Mögliche Dubletten" not in html(anna.get(BASE))


def test_two_of_one_name_are_told_apart_by_their_numbers(cast: Cast, browse: Browse, twin: Person) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=twin.pk).update(last_name="Köhler")
        first, second = (Person.objects.get(pk=one.pk).client.shown_number for one in (cast.carla, twin))
    assert f"Carla Köhler ({second}) ist vielleicht" in html(anna.get(f"{BASE}{cast.carla.pk}/"))
    merged(cast, anna, cast.carla, twin)
    said = f"Carla Köhler ({second}) wurde mit Carla Köhler ({first}) zusammengeführt."
    assert said in html(anna.get(f"{BASE}{cast.carla.pk}/"))


def test_an_old_address_leads_to_the_record_that_stays(cast: Cast, browse: Browse, twin: Person) -> None:
    anna = browse("anna")
    merged(cast, anna, cast.carla, twin)
    for tail in ("", "personal/", "relationships/", "activity/"):
        answer = anna.get(f"{BASE}{twin.pk}/{tail}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{BASE}{cast.carla.pk}/{tail}")
    assert "wurde mit Carla Köhler zusammengeführt" in html(anna.get(f"{BASE}{cast.carla.pk}/"))
    answer = anna.post(f"{BASE}{twin.pk}/personal/health/", {"alerts": "x", "version": "0"})
    assert answer.status_code == 409 and "wurde mit Carla Köhler zusammengeführt" in html(answer)


def test_an_old_address_leads_nobody_to_what_they_may_not_see(cast: Cast, browse: Browse, twin: Person) -> None:
    with workspace_scope(cast.lindenhof.id):
        bruno_twin = client("Bruno", "Gross", by=cast.anna)
    merged(cast, browse("anna"), cast.bruno, bruno_twin)
    assert browse("tom").get(f"{BASE}{bruno_twin.pk}/").status_code == 404
    assert browse("eve").get(f"/w/nord/clients/{bruno_twin.pk}/").status_code == 404


def test_undo_from_the_toast_and_from_the_page(cast: Cast, browse: Browse, twin: Person) -> None:
    """CL-18"""
    anna = browse("anna")
    made = merged(cast, anna, cast.carla, twin)
    undo = f"{MERGES}{made.pk}/separation/"
    assert undo in html(anna.get(f"{BASE}{cast.carla.pk}/")) and undo in html(anna.get(MERGES))
    assert "Zusammenführung aufheben" in html(anna.get(f"{BASE}{cast.carla.pk}/activity/"))
    assert f'href="{MERGES}"' in html(anna.get(undo)).partition('class="form-actions"')[2]
    answer = anna.post(undo, {"at_once": "on"})
    assert answer.status_code == 303
    assert "sind wieder zwei Akten" in html(anna.get(answer.headers["Location"]))
    assert anna.get(f"{BASE}{twin.pk}/").status_code == 200
    answer = anna.post(undo, {})
    assert (
        answer.status_code == 409 and "schon aufgehoben" in html(answer) and "aufgehoben am" in html(anna.get(MERGES))
    )


def test_once_they_are_two_again_neither_tells_of_the_other(cast: Cast, browse: Browse, twin: Person) -> None:
    anna, activity = browse("anna"), f"{BASE}{cast.carla.pk}/activity/"
    made = merged(cast, anna, cast.carla, twin, **{"person-name_prefix": "loser"})
    assert "Koehler" in html(browse("tom").get(activity))
    anna.post(f"{MERGES}{made.pk}/separation/", {})
    anna.get(BASE)  # where the toast says so
    assert "Koehler" in html(anna.get(activity)) and "Nachname" not in html(anna.get(activity))
    assert "Zusammenführung" in html(browse("tom").get(activity)) and "Koehler" not in html(browse("tom").get(activity))


def test_what_came_since_is_asked_for_even_from_the_toast(cast: Cast, browse: Browse, twin: Person) -> None:
    """NX-01"""
    anna = browse("anna")
    made = merged(cast, anna, cast.carla, twin)
    with workspace_scope(cast.lindenhof.id):
        task = create_task(Errand("Kam später", None, [cast.anna]), client=cast.carla, by=cast.anna)
    undo = f"{MERGES}{made.pk}/separation/"
    assert anna.post(undo, {"at_once": "on"}).headers["Location"] == undo
    page = html(anna.get(undo))
    assert "Aufgabe: Kam später" in page
    asked = {"asked": mark(page)}
    assert anna.post(undo, {**asked, f"row-{task.pk.hex}": "somebody"}).status_code == 422
    assert anna.post(undo, {**asked, f"row-{task.pk.hex}": "loser"}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        task.refresh_from_db()
        assert task.client_id == twin.pk


def mark(page: str) -> str:
    found = re.search(r'name="asked" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_what_came_while_somebody_read_is_asked_for_before_anything_happens(
    cast: Cast, browse: Browse, twin: Person
) -> None:
    anna = browse("anna")
    made = merged(cast, anna, cast.carla, twin)
    undo = f"{MERGES}{made.pk}/separation/"
    with workspace_scope(cast.lindenhof.id):
        first = create_task(Errand("Zuerst", None, [cast.anna]), client=cast.carla, by=cast.anna)
    sent = {"asked": mark(html(anna.get(undo))), f"row-{first.pk.hex}": "loser"}
    with workspace_scope(cast.lindenhof.id):
        second = create_task(Errand("Dazwischen", None, [cast.anna]), client=cast.carla, by=cast.anna)
    answer = anna.post(undo, sent)
    page = html(answer)
    assert answer.status_code == 422 and "Dazwischen" in page and "Inzwischen wurde etwas geändert" in page
    assert re.search(rf'name="row-{first.pk.hex}" value="loser"[^>]* checked', page)  # nothing chosen is lost
    sent |= {"asked": mark(page), f"row-{second.pk.hex}": "winner"}
    assert anna.post(undo, sent).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert [Task.objects.get(pk=task.pk).client_id for task in (first, second)] == [twin.pk, cast.carla.pk]


def test_whoever_is_slower_reads_a_sentence(cast: Cast, browse: Browse, twin: Person) -> None:
    anna, rita = browse("anna"), browse("rita")
    sent = told(cast, cast.carla, twin)
    merged(cast, anna, cast.carla, twin)
    answer = rita.post(merge_page(cast.carla, twin), sent)
    assert answer.status_code == 409 and "wurde mit Carla Köhler zusammengeführt" in html(answer)
    answer = rita.post(merge_page(twin, cast.bruno), told(cast, twin, cast.bruno))
    assert answer.status_code == 409 and "wurde mit Carla Köhler zusammengeführt" in html(answer)


def test_a_record_that_changed_under_the_page_is_not_merged(cast: Cast, browse: Browse, twin: Person) -> None:
    anna, sent = browse("anna"), told(cast, cast.carla, twin)
    anna.post(f"{BASE}{twin.pk}/personal/health/", {"alerts": "Penicillin", "version": "0"})
    answer = anna.post(merge_page(cast.carla, twin), sent)
    assert answer.status_code == 409 and "inzwischen geändert" in html(answer)
    answer = anna.post(merge_page(cast.carla, twin), told(cast, cast.carla, twin) | {"profile-alerts": "neither"})
    assert answer.status_code == 422
    with workspace_scope(cast.lindenhof.id):
        assert again(twin).state == "live"


def test_not_a_duplicate_hides_a_pair_for_good_and_can_be_taken_back(cast: Cast, browse: Browse, twin: Person) -> None:
    anna, start = browse("anna"), "/w/lindenhof/"
    with workspace_scope(cast.lindenhof.id):
        pair = DuplicatePair.objects.get()
    told = html(anna.get(start))
    assert "1 Paar von Akten" in told and f'href="{DUPLICATES}"' in told
    for _twice in range(2):
        assert anna.post(f"{DUPLICATES}{pair.pk}/dismissal/").status_code == 303
    page = html(anna.get(DUPLICATES))
    assert "Rückgängig" in page and "Keine Dubletten" in page
    assert "Paar von Akten" not in html(anna.get(start))
    scan(cast.lindenhof.id)
    assert "Mögliche Dubletten" not in html(anna.get(BASE))
    assert anna.post(f"{DUPLICATES}{pair.pk}/reopening/").status_code == 303
    assert "Mögliche Dubletten" in html(anna.get(BASE))


def test_pairs_are_for_whoever_may_change_both(cast: Cast, browse: Browse, twin: Person) -> None:
    """TM-04"""
    tom = browse("tom")
    assert "Mögliche Dubletten" not in html(tom.get(BASE))
    assert "Koehler" not in html(tom.get(DUPLICATES))
    with workspace_scope(cast.lindenhof.id):
        pair = DuplicatePair.objects.get()
    assert tom.get(merge_page(cast.carla, twin)).status_code == 404
    assert tom.post(f"{DUPLICATES}{pair.pk}/dismissal/").status_code == 404
    with workspace_scope(cast.lindenhof.id):
        Assignment.objects.create(client=twin.client, member=cast.tom)
    assert "Koehler" in html(tom.get(DUPLICATES))
    assert tom.get(merge_page(cast.carla, twin)).status_code == 200
    assert browse("leo").get(DUPLICATES).status_code == 403
    assert "Mögliche Dublette" not in html(browse("leo").get(f"{BASE}{twin.pk}/"))


def test_whom_to_merge_with_is_searched_for(cast: Cast, browse: Browse, twin: Person) -> None:
    anna = browse("anna")
    assert "derselben Person" in html(anna.get(f"{BASE}{twin.pk}/merge/"))
    found = html(anna.post(f"{BASE}{twin.pk}/merge/search/", {"q": "köhler"}))
    assert merge_page(cast.carla, twin) in found  # the older one stays
    assert str(cast.doktor.pk) not in html(anna.post(f"{BASE}{twin.pk}/merge/search/", {"q": "probe"}))
    fragment = anna.post(f"{BASE}{twin.pk}/merge/search/", {"q": "köhler"}, headers={"HX-Request": "true"})
    assert "<html" not in html(fragment) and merge_page(cast.carla, twin) in html(fragment)


def test_contacts_are_merged_too(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        other = contact("Petra", "Probe", by=cast.anna, note="zweite Notiz")
    page = f"/w/lindenhof/contacts/{cast.doktor.pk}/merge/{other.pk}/"
    assert "zweite Notiz" in html(anna.get(page))
    assert anna.post(page, told(cast, cast.doktor, other)).status_code == 303
    assert anna.get(f"/w/lindenhof/contacts/{other.pk}/").status_code == 302
    assert anna.get(f"/w/lindenhof/contacts/{other.pk}/merge/").status_code == 302


def test_two_that_no_merge_may_join_get_a_sentence(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").get(merge_page(cast.carla, cast.carla))
    assert answer.status_code == 409 and "nicht mit sich selbst" in html(answer)
