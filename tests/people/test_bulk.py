"""Acts on many clients at once: number, result, undo (CL-14)."""

import json
import re
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
from kartei.audit.verification import verify_workspace
from kartei.db.scope import workspace_scope
from kartei.people.archiving import archive, discard
from kartei.people.bulk import running
from kartei.people.bulk.choosing import Chosen
from kartei.people.creating import Particulars, create_client
from kartei.people.models import Assignment, BulkAct, BulkChange, Client, ClientTag, Person, Status, Tag
from kartei.people.statuses import change_status, change_tags
from kartei.people.tasks import run_bulk_act
from kartei.tenancy.models import Member
from tests.cast import Cast

Browse = Callable[[str], Browser]
LIST, BULK = "/w/lindenhof/clients/", "/w/lindenhof/clients/bulk/"


@pytest.fixture
def many(cast: Cast) -> list[Person]:
    """Ten more clients of Lindenhof, active, without tags."""
    with workspace_scope(cast.lindenhof.id):
        active = Status.objects.get(code="active")
        return [
            create_client(Particulars(first_name="Viel", last_name=f"Zahl {one}"), status=active, by=cast.anna).person
            for one in range(10)
        ]


def word(cast: Cast, model: Any, **of: str) -> str:
    with workspace_scope(cast.lindenhof.id):
        return str(model.objects.get(**of).pk)


def do(browser: Browser, act: str, whom: list[Person] | str, total: int | None = None, **told: Any) -> Any:
    """Confirm an act on these people, or on all whom a query string finds."""
    chosen = {"all": "on", "query": whom} if isinstance(whom, str) else {"client": [str(one.pk) for one in whom]}
    count = len(whom) if total is None else total
    return browser.post(f"{BULK}{act}/", {**chosen, "total": str(count), "submission": str(uuid4()), **told})


def said(browser: Browser, answer: Any) -> str:
    """What the newest toast says after it, behind the name of the act."""
    assert answer.status_code == 303, answer.content.decode()[:2000]
    page = browser.get(answer.headers["Location"]).content.decode()
    toasts = page.split('id="toaster"')[1].split('id="failure"')[0]
    return str(re.findall(r"<p>(.*?)</p>", toasts, re.DOTALL)[-1]).partition(" – ")[2]


def undo(cast: Cast, browser: Browser) -> Any:
    with workspace_scope(cast.lindenhof.id):
        newest = BulkAct.objects.latest("id").pk
    return browser.post(f"{BULK}acts/{newest}/reversal/")


def tags_of(cast: Cast, person: Person) -> set[str]:
    with workspace_scope(cast.lindenhof.id):
        return set(ClientTag.objects.filter(client_id=person.pk).values_list("tag__name", flat=True))


def members_of(cast: Cast, person: Person) -> set[str]:
    with workspace_scope(cast.lindenhof.id):
        return set(Assignment.objects.filter(client_id=person.pk).values_list("member__name", flat=True))


def status_of(cast: Cast, person: Person) -> str:
    with workspace_scope(cast.lindenhof.id):
        return str(Client.objects.select_related("status").get(pk=person.pk).status.code)


def events(cast: Cast, act: str, person: Person) -> list[Event]:
    with workspace_scope(cast.lindenhof.id):
        return list(Event.objects.filter(act=act, client_id=person.pk).order_by("id"))


def jobs() -> list[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'people.run_bulk_act'")
        return [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()]


def test_three_clients_get_a_tag_a_member_and_go_into_the_archive(
    cast: Cast, browse: Browse, many: list[Person]
) -> None:
    """CL-14, row by row."""
    anna, three, tag = browse("anna"), many[:3], word(cast, Tag, key="privat")
    assert said(anna, do(anna, "tagging", three, tags=[tag])) == "3 erledigt."
    assert all(tags_of(cast, one) == {"Privat"} for one in three) and tags_of(cast, many[3]) == set()
    assert said(anna, do(anna, "assignment", three, members=[str(cast.rita.pk)])) == "3 erledigt."
    assert all(members_of(cast, one) == {"Rita"} for one in three)
    assert said(anna, do(anna, "archival", three)) == "3 erledigt."
    assert "Zahl 0" not in anna.get(LIST).content.decode()
    assert said(anna, undo(cast, anna)) == "3 zurückgesetzt."
    assert "Zahl 0" in anna.get(LIST).content.decode()
    assert anna.post(f"{BULK}acts/{uuid4()}/reversal/").status_code == 404


def test_who_was_so_already_is_counted_and_left_alone_by_undo(cast: Cast, browse: Browse) -> None:
    anna, tag = browse("anna"), word(cast, Tag, key="privat")
    assert said(anna, do(anna, "tagging", [cast.carla, cast.bruno], tags=[tag])) == "1 erledigt. 1 war schon so."
    [event] = events(cast, "tags.change", cast.bruno)
    assert (event.actor, event.detail) == ("Anna", {"changes": {"Tags": ["", "Privat"]}})
    assert events(cast, "tags.change", cast.carla) == []
    assert said(anna, undo(cast, anna)) == "1 zurückgesetzt."
    assert tags_of(cast, cast.carla) == {"Privat"} and tags_of(cast, cast.bruno) == set()
    assert undo(cast, anna).status_code == 409


def test_the_record_tells_of_the_change_and_the_chain_holds(cast: Cast, browse: Browse) -> None:
    anna, paused = browse("anna"), word(cast, Status, code="paused")
    asked = anna.post(f"{BULK}status/", {"client": [str(cast.carla.pk)]}).content.decode()
    assert '<option value="" selected>Bitte wählen</option>' in asked
    done = do(anna, "status", [cast.carla, cast.bruno], status=paused)
    assert "Status ändern: Pausiert – 2 erledigt." in anna.get(done.headers["Location"]).content.decode()
    with workspace_scope(cast.lindenhof.id):
        newest = BulkAct.objects.latest("id").pk
    assert "<h1>Status ändern: Pausiert</h1>" in anna.get(f"{BULK}acts/{newest}/").content.decode()
    page = anna.get(f"{LIST}{cast.carla.pk}/activity/").content.decode()
    assert "Status geändert" in page and "Pausiert" in page
    undo(cast, anna)
    assert (status_of(cast, cast.carla), status_of(cast, cast.bruno)) == ("active", "lead")
    with workspace_scope(cast.lindenhof.id):
        assert list(verify_workspace()) == []


def test_new_tags_are_made_and_several_are_removed(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert said(anna, do(anna, "tagging", [cast.bruno], new="Gruppe Dienstag, Gruppe Freitag")) == "1 erledigt."
    assert tags_of(cast, cast.bruno) == {"Gruppe Dienstag", "Gruppe Freitag"}
    leaving = [word(cast, Tag, name=name) for name in ("Gruppe Dienstag", "Gruppe Freitag", "Privat")]
    assert said(anna, do(anna, "untagging", [cast.bruno, cast.carla], tags=leaving)) == "2 erledigt."
    assert tags_of(cast, cast.bruno) == tags_of(cast, cast.carla) == set()
    assert said(anna, undo(cast, anna)) == "2 zurückgesetzt."
    assert tags_of(cast, cast.bruno) == {"Gruppe Dienstag", "Gruppe Freitag"} and tags_of(cast, cast.carla) == {
        "Privat"
    }


def test_undo_leaves_alone_whom_somebody_has_changed_since(cast: Cast, browse: Browse, many: list[Person]) -> None:
    anna, waiting = browse("anna"), word(cast, Status, code="waiting")
    do(anna, "status", many[:3], status=waiting)
    with workspace_scope(cast.lindenhof.id):
        paused = Status.objects.get(code="paused")
        change_status(Client.objects.select_related("person").get(pk=many[0].pk), paused, by=cast.rita)
        change_tags(Client.objects.select_related("person").get(pk=many[1].pk), Tag.objects.all(), by=cast.rita)
        discard(many[2], by=cast.rita)
    assert said(anna, undo(cast, anna)) == "1 zurückgesetzt. 2 wurden seitdem geändert und bleiben."
    assert (status_of(cast, many[0]), status_of(cast, many[1])) == ("paused", "active")  # a tag is another matter
    assert tags_of(cast, many[1]) == {"Privat"}


def test_a_former_status_that_is_gone_is_not_given_back(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    do(anna, "status", [cast.bruno], status=word(cast, Status, code="active"))
    with workspace_scope(cast.lindenhof.id):
        Status.objects.get(code="lead").delete()
    assert said(anna, undo(cast, anna)) == "0 zurückgesetzt. 1 wurde seitdem geändert und bleibt."


def test_whom_one_may_not_edit_is_counted_and_stays(cast: Cast, browse: Browse) -> None:
    """Berta sees everybody and edits whom she is assigned to."""
    berta, paused = browse("berta"), word(cast, Status, code="paused")
    answer = do(berta, "status", [cast.carla, cast.bruno], status=paused)
    assert said(berta, answer) == "1 erledigt. 1 dürfen Sie nicht bearbeiten."
    assert (status_of(cast, cast.carla), status_of(cast, cast.bruno)) == ("paused", "lead")


def test_nobody_reaches_beyond_their_reach(cast: Cast, browse: Browse) -> None:
    tom, paused = browse("tom"), word(cast, Status, code="paused")
    question = tom.post(f"{BULK}status/", {"client": [str(cast.bruno.pk), str(cast.norbert.pk), str(cast.carla.pk)]})
    assert "1 Klient ist ausgewählt." in question.content.decode()
    assert said(tom, do(tom, "status", "", total=1, status=paused)) == "1 erledigt."
    assert status_of(cast, cast.bruno) == "lead"
    with workspace_scope(cast.lindenhof.id):
        begun = BulkAct.objects.get().pk
    assert browse("anna").post(f"{BULK}acts/{begun}/reversal/").status_code == 404
    assert browse("leo").post(f"{BULK}status/", {"client": [str(cast.carla.pk)]}).status_code == 403
    eve = browse("eve")
    foreign = "/w/nord/clients/bulk/status/"
    told = {"client": [str(cast.carla.pk)], "total": "1", "status": paused, "submission": str(uuid4())}
    assert eve.post(foreign, told).status_code == 422  # Lindenhof's status is none of Nord's
    assert "0 Klienten sind ausgewählt" in eve.post(foreign, {"client": [str(cast.carla.pk)]}).content.decode()


def test_who_unassigns_themselves_can_take_it_back(cast: Cast, browse: Browse) -> None:
    tom = browse("tom")
    assert said(tom, do(tom, "unassignment", [cast.carla], members=[str(cast.tom.pk)])) == "1 erledigt."
    assert "Köhler" not in tom.get(LIST).content.decode()
    assert said(tom, undo(cast, tom)) == "1 zurückgesetzt."
    assert "Köhler" in tom.get(LIST).content.decode()


def test_a_right_taken_away_holds_for_undo_too(cast: Cast, browse: Browse) -> None:
    berta = browse("berta")
    do(berta, "status", [cast.carla], status=word(cast, Status, code="paused"))
    with workspace_scope(cast.lindenhof.id):
        Assignment.objects.filter(member=cast.berta).delete()
    assert said(berta, undo(cast, berta)) == "0 zurückgesetzt. 1 wurde seitdem geändert und bleibt."
    assert status_of(cast, cast.carla) == "paused"


def test_all_that_match_are_those_of_the_filters(cast: Cast, browse: Browse, many: list[Person]) -> None:
    anna, active = browse("anna"), word(cast, Status, code="active")
    query = f"status={active}"
    question = anna.post(f"{BULK}tagging/", {"all": "on", "query": query})
    assert "11 Klienten sind ausgewählt." in question.content.decode()
    assert said(anna, do(anna, "tagging", query, total=11, new="Rundbrief")) == "11 erledigt."
    assert tags_of(cast, cast.bruno) == set() and "Rundbrief" in tags_of(cast, cast.carla)


def test_a_filter_of_any_length_is_kept_whole(cast: Cast, browse: Browse) -> None:
    """Cut anywhere, it would mean others than those whom the list shows."""
    tag = word(cast, Tag, key="privat")
    with workspace_scope(cast.lindenhof.id):
        statuses = [Status.objects.create(name=f"Status {number}", kind="active").pk for number in range(49)]
        tags = [Tag.objects.create(name=f"Wort {number}", key=f"wort {number}").pk for number in range(49)]
    query = "&".join(f"status={pk}" for pk in (*statuses, word(cast, Status, code="active")))
    query += "&" + "&".join(f"tag={pk}" for pk in (*tags, tag)) + f"&member={cast.tom.pk}"
    anna = browse("anna")
    assert said(anna, do(anna, "archival", query, total=1)) == "1 erledigt."
    with workspace_scope(cast.lindenhof.id):
        assert BulkAct.objects.get().query.endswith(str(cast.tom.pk)) and len(BulkAct.objects.get().query) > 4000


def test_a_filter_that_asks_for_what_is_gone_means_nobody(cast: Cast) -> None:
    """Without it, the act would mean more than the page showed."""
    query = f"member={cast.tom.pk}"
    with workspace_scope(cast.lindenhof.id):
        assert Chosen((), query, is_whole=True).people(cast.anna).exists()
        Member.objects.filter(pk=cast.tom.pk).update(state="left")
        assert not Chosen((), query, is_whole=True).people(cast.anna).exists()
        assert Chosen((), "", is_whole=True).people(cast.anna).exists()


def test_a_number_that_has_changed_is_asked_once_more(cast: Cast, browse: Browse, many: list[Person]) -> None:
    answer = do(browse("anna"), "tagging", "", total=11, new="Rundbrief")
    page = answer.content.decode()
    assert answer.status_code == 409 and "12 Klienten sind ausgewählt." in page and "Inzwischen" in page
    assert 'value="Rundbrief"' in page and 'name="total" value="12"' in page
    with workspace_scope(cast.lindenhof.id):
        assert not Tag.objects.filter(name="Rundbrief").exists() and not BulkAct.objects.exists()


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("status", {"status": ""}),
        ("status", {"status": str(uuid4())}),
        ("tagging", {}),
        ("tagging", {"new": " , "}),
        ("untagging", {"tags": ["x"]}),
        ("assignment", {}),
        ("unassignment", {"members": [str(uuid4())]}),
        ("archival", {"total": "many"}),
    ],
)
def test_a_wrong_form_is_refused_and_nothing_is_stored(
    cast: Cast, browse: Browse, act: str, told: dict[str, Any]
) -> None:
    answer = do(browse("anna"), act, [cast.carla], **told)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode() or 'role="alert"' in answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert not BulkAct.objects.exists()


def test_nobody_chosen_is_a_sentence_and_an_unknown_act_is_none(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert "mindestens einen Klienten" in anna.post(f"{BULK}status/", {}).content.decode()
    assert anna.post(f"{BULK}status/", {"client": ["x", "1", ""]}).status_code == 422
    assert anna.post(f"{BULK}erasure/", {"client": [str(cast.carla.pk)]}).status_code == 404


def test_a_second_click_does_it_once(cast: Cast, browse: Browse) -> None:
    anna, key = browse("anna"), str(uuid4())
    for _click in range(2):
        assert do(anna, "tagging", [cast.bruno], new="Einmal", submission=key).status_code == 303
    assert len(events(cast, "tags.change", cast.bruno)) == 1


def test_the_archive_offers_the_way_back(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert "bulk/archival/" in anna.get(LIST).content.decode()
    with workspace_scope(cast.lindenhof.id):
        archive(cast.carla, by=cast.anna)
    page = anna.get(f"{LIST}?state=archived").content.decode()
    assert "bulk/restoration/" in page and "bulk/archival/" not in page
    assert said(anna, do(anna, "restoration", "state=archived", total=1)) == "1 erledigt."
    assert [event.act for event in events(cast, "client.restoration", cast.carla)] == ["client.restoration"]
    assert "bulk/" not in browse("leo").get(LIST).content.decode()
    assert "bulk/" not in anna.get("/w/lindenhof/contacts/").content.decode()


def test_a_large_act_is_a_job_that_shows_how_far_it_is(
    cast: Cast, browse: Browse, many: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SMALL", 5)
    anna = browse("anna")
    answer = do(anna, "tagging", "", total=12, new="Rundbrief")
    here = answer.headers["Location"]
    page = anna.get(here).content.decode()
    assert "0 von 12" in page and "every 1s" in page and "Rückgängig" not in page
    assert tags_of(cast, many[0]) == set()
    [args] = jobs()
    run_bulk_act(**args)
    page = anna.get(here, headers={"HX-Request": "true"}).content.decode()
    assert "12 erledigt." in page and "Rückgängig" in page and "every 1s" not in page
    assert browse("rita").get(here).status_code == 404
    assert undo(cast, anna).headers["Location"] == here
    assert "Wird zurückgesetzt" in anna.get(here).content.decode()
    run_bulk_act(**args)
    assert "12 zurückgesetzt." in anna.get(here).content.decode() and tags_of(cast, many[0]) == set()


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_job_that_was_killed_goes_on_behind_its_last_batch(
    cast: Cast, browse: Browse, many: list[Person], monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    """Each batch is a transaction: what a kill leaves is whole batches, and the next try changes nobody twice."""
    monkeypatch.setattr(running, "SMALL", 5)
    monkeypatch.setattr(running, "BATCH", 4)
    anna = browse("anna")
    do(anna, "status", "", total=12, status=word(cast, Status, code="waiting"))
    [args] = jobs()
    with workspace_scope(cast.lindenhof.id):
        bulk = BulkAct.objects.get()
    for _step in range(steps):
        with workspace_scope(cast.lindenhof.id):
            assert running._batch(bulk.pk)
    with workspace_scope(cast.lindenhof.id):
        assert BulkChange.objects.filter(outcome="done").count() == 4 * (steps - 1)
        assert Client.objects.filter(status__code="waiting").count() == 4 * (steps - 1)
    for _again in range(2):
        run_bulk_act(**args)
    with workspace_scope(cast.lindenhof.id):
        assert Client.objects.filter(status__code="waiting").count() == 12
        assert Event.objects.filter(act="status.change").count() == 12
        assert {person.versions["status"] for person in Person.objects.clients()} == {1}
        assert list(verify_workspace()) == []


def test_a_batch_asks_the_same_for_few_and_for_many(cast: Cast, many: list[Person]) -> None:
    def asked(people: list[Person]) -> int:
        with workspace_scope(cast.lindenhof.id), CaptureQueriesContext(connection) as queries:
            chosen = running.Chosen(tuple(one.pk for one in people), "", is_whole=False)
            words = [str(Tag.objects.create(name=str(len(people)), key=str(len(people))).pk)]
            running.begin("tagging", chosen, words, len(people), by=cast.anna, start=run_bulk_act.defer)
        return len(queries)

    assert asked(many[:2]) == asked(many)


def test_after_thirty_days_an_act_is_forgotten(cast: Cast, browse: Browse) -> None:
    do(browse("anna"), "tagging", [cast.bruno], new="Früher")
    running.forget_old_bulk_acts(timezone.now())
    with workspace_scope(cast.lindenhof.id):
        assert BulkAct.objects.count() == 1
        BulkAct.objects.update(created_at=timezone.now() - timedelta(days=31))
    running.forget_old_bulk_acts(timezone.now())
    with workspace_scope(cast.lindenhof.id):
        assert not BulkAct.objects.exists() and not BulkChange.objects.exists()
    assert tags_of(cast, cast.bruno) == {"Früher"}
