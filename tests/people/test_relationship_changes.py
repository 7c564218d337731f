"""RL-07: a relation is changed and ended on both sides, each version compared, and both can be taken back."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.models import Person, Relationship
from kartei.people.relating import connect
from tests.cast import Cast
from tests.people.relatives import base_of, bond, kind, rows_in

Browse = Callable[[str], Browser]


@pytest.fixture
def siblings(cast: Cast) -> Relationship:
    """Bruno is a parent of Carla, and is called when something happens to her."""
    with workspace_scope(cast.lindenhof.id):
        told = bond("parent", note="Vater", is_emergency_contact=True)
        return connect(cast.carla, cast.bruno, told, by=cast.anna)


def one(person: Person, relation: Relationship, end: str = "") -> str:
    return f"{base_of(person)}{relation.pk}/{end}"


def fresh(cast: Cast, pk: UUID) -> Relationship:
    with workspace_scope(cast.lindenhof.id):
        found: Relationship = Relationship.objects.select_related("person", "other", "type").get(pk=pk)
        return found


def undo_of(browser: Browser, page: str) -> Any:
    """Press „Rückgängig“ in the toast that the page shows."""
    html = browser.get(page).content.decode()
    toast = html.partition('<section id="toaster"')[2]
    [action] = re.findall(r'<form method="post" action="([^"]+)"', toast)[:1]
    values = dict(re.findall(r'<input type="hidden" name="(change|version)" value="([^"]*)"', toast))
    return browser.post(action, values)


def test_another_type_changes_both_sides(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    browser = browse("anna")
    answer = browser.post(one(cast.carla, siblings), {"type": kind(cast, "grandparent"), "note": "Opa", "version": 1})
    assert (answer.status_code, answer.headers["Location"]) == (303, base_of(cast.carla))
    here, there = (rows_in(browser.get(base_of(person)).content.decode()) for person in (cast.carla, cast.bruno))
    assert ["Bruno Groß", "Großelternteil", "Klient", "", "Opa"] in here
    assert ["Carla Köhler", "Enkelkind", "Klient", "", "Opa"] in there


def test_the_other_direction_turns_the_relation_round(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    values = {"type": kind(cast, "parent/inverse"), "version": 1, "is_emergency_contact": "on"}
    browse("anna").post(one(cast.carla, siblings), values)
    row = fresh(cast, siblings.pk)
    assert (row.person_id, row.other_id) == (cast.bruno.pk, cast.carla.pk)
    assert (row.is_emergency_contact, row.is_inverse_emergency_contact) == (False, True)


def test_a_side_changes_its_own_mark_and_keeps_the_other(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    """Bruno is called for Carla; that Carla is called for Bruno is told on his record."""
    browser = browse("anna")
    form = browser.get(one(cast.bruno, siblings)).content.decode()
    assert "Notfallkontakt von Bruno Groß" in form and "checked" not in form.partition("is_emergency_contact")[2][:80]
    values = {"type": kind(cast, "parent/inverse"), "version": 1, "is_emergency_contact": "on"}
    browser.post(one(cast.bruno, siblings), values)
    row = fresh(cast, siblings.pk)
    assert row.is_emergency_contact and row.is_inverse_emergency_contact
    browser.post(one(cast.carla, siblings), {"type": kind(cast, "parent"), "version": 2})
    row = fresh(cast, siblings.pk)
    assert (row.is_emergency_contact, row.is_inverse_emergency_contact) == (False, True)


def test_the_form_shows_what_is_stored(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    text = unescape(browse("anna").get(one(cast.carla, siblings)).content.decode())
    assert 'value="Vater"' in text and "Bruno Groß ist Elternteil von Carla Köhler." in text
    assert re.search(r'name="is_emergency_contact"[^>]*checked', text)


def test_who_saves_over_a_newer_version_sees_both_texts_and_loses_neither(
    cast: Cast, browse: Browse, siblings: Relationship
) -> None:
    browse("rita").post(one(cast.carla, siblings), {"type": kind(cast, "parent"), "note": "von Rita", "version": 1})
    values = {"type": kind(cast, "grandparent"), "note": "von Anna", "version": 1}
    answer = browse("anna").post(one(cast.carla, siblings), values)
    text = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert all(said in text for said in ("Rita hat diese Beziehung inzwischen gespeichert", "von Rita", "von Anna"))
    assert "Bruno Groß ist Großelternteil von Carla Köhler." in text and 'name="version" value="2"' in text
    assert fresh(cast, siblings.pk).note == "von Rita"
    assert browse("anna").post(one(cast.carla, siblings), {**values, "version": 2}).status_code == 303
    assert fresh(cast, siblings.pk).note == "von Anna"


def test_a_change_that_a_rule_forbids_is_refused_and_stores_nothing(
    cast: Cast, browse: Browse, siblings: Relationship
) -> None:
    with workspace_scope(cast.lindenhof.id):
        connect(cast.carla, cast.bruno, bond("friend"), by=cast.anna)
    answer = browse("anna").post(one(cast.carla, siblings), {"type": kind(cast, "friend"), "version": 1})
    assert answer.status_code == 422 and "schon eingetragen" in answer.content.decode()
    assert fresh(cast, siblings.pk).type.code == "parent"


def test_a_relation_may_keep_its_own_type(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    values = {"type": kind(cast, "parent"), "note": "nur die Notiz", "version": 1}
    assert browse("anna").post(one(cast.carla, siblings), values).status_code == 303


@pytest.mark.parametrize("junk", [{"version": "x"}, {"version": "-1"}, {"version": "1" + "0" * 25}, {"note": "\0"}, {"note": "x" * 201}, {}])  # fmt: skip
def test_junk_changes_nothing(cast: Cast, browse: Browse, siblings: Relationship, junk: dict[str, str]) -> None:
    values = {"type": kind(cast, "friend"), "version": "1", **junk} if junk else {}
    assert browse("anna").post(one(cast.carla, siblings), values).status_code in {409, 422}
    assert fresh(cast, siblings.pk).type.code == "parent"


def test_a_change_is_taken_back(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    browser = browse("anna")
    browser.post(one(cast.carla, siblings), {"type": kind(cast, "friend"), "version": 1})
    assert undo_of(browser, base_of(cast.carla)).status_code == 303
    row = fresh(cast, siblings.pk)
    assert (row.type.code, row.note, row.is_emergency_contact, row.version) == ("parent", "Vater", True, 3)


def test_a_change_is_not_taken_back_over_a_newer_one(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    browser = browse("anna")
    browser.post(one(cast.carla, siblings), {"type": kind(cast, "friend"), "version": 1})
    browse("rita").post(one(cast.carla, siblings), {"type": kind(cast, "friend"), "note": "neuer", "version": 2})
    assert undo_of(browser, base_of(cast.carla)).status_code == 409
    assert fresh(cast, siblings.pk).note == "neuer"


def test_deleting_asks_and_keeps_both_people(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    browser, address = browse("anna"), one(cast.carla, siblings, "deletion/")
    text = unescape(browser.get(address).content.decode())
    assert "Bruno Groß ist Elternteil von Carla Köhler." in text and "Beide Personen bleiben" in text
    fresh(cast, siblings.pk)
    assert browser.post(address, {"version": 1}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not Relationship.objects.filter(pk=siblings.pk).exists()
        assert Person.objects.filter(pk__in=[cast.carla.pk, cast.bruno.pk]).count() == 2
    assert ["Bruno Groß"] not in [row[:1] for row in rows_in(browser.get(base_of(cast.carla)).content.decode())]


def test_what_was_deleted_comes_back_as_it_was(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    browser = browse("anna")
    browser.post(one(cast.bruno, siblings, "deletion/"), {"version": 1})
    assert undo_of(browser, base_of(cast.bruno)).status_code == 303
    row = fresh(cast, siblings.pk)
    assert (row.person_id, row.other_id, row.type.code) == (cast.carla.pk, cast.bruno.pk, "parent")
    assert (row.note, row.is_emergency_contact, row.version) == ("Vater", True, 2)


def test_what_was_deleted_comes_back_once(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    browser = browse("anna")
    browser.post(one(cast.carla, siblings, "deletion/"), {"version": 1})
    change = deletion_of(cast, siblings)
    statuses = [
        browser.post(f"{base_of(cast.carla)}reversal/", {"change": change, "version": 0}).status_code for _ in "12"
    ]
    assert statuses == [303, 409]


def test_what_was_deleted_does_not_come_back_over_its_like(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    browser = browse("anna")
    browser.post(one(cast.carla, siblings, "deletion/"), {"version": 1})
    browser.post(f"{base_of(cast.bruno)}new/", {"other": cast.carla.pk, "type": kind(cast, "parent/inverse")})
    values = {"change": deletion_of(cast, siblings), "version": 0}
    answer = browser.post(f"{base_of(cast.carla)}reversal/", values)
    assert answer.status_code == 409 and "schon eingetragen" in unescape(answer.content.decode())


def test_an_old_page_does_not_delete_what_has_changed_since(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    browse("rita").post(one(cast.carla, siblings), {"type": kind(cast, "friend"), "version": 1})
    answer = browse("anna").post(one(cast.carla, siblings, "deletion/"), {"version": 1})
    text = unescape(answer.content.decode())
    assert answer.status_code == 409 and "inzwischen geändert" in text and "sind befreundet" in text
    assert 'name="version" value="2"' in text and fresh(cast, siblings.pk)


def test_the_undo_of_a_new_relation_ends_it(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    browser.post(f"{base_of(cast.carla)}new/", {"other": cast.bruno.pk, "type": kind(cast, "friend")})
    assert undo_of(browser, base_of(cast.carla)).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not Relationship.objects.filter(type__code="friend").exists()


def test_nobody_takes_back_what_somebody_else_did_or_what_is_not_theirs(
    cast: Cast, browse: Browse, siblings: Relationship
) -> None:
    browse("rita").post(one(cast.carla, siblings, "deletion/"), {"version": 1})
    change = deletion_of(cast, siblings)
    for name, person in (("anna", cast.carla), ("rita", cast.kasse), ("tom", cast.carla)):
        answer = browse(name).post(f"{base_of(person)}reversal/", {"change": change, "version": 0})
        assert answer.status_code == 404, name
    view = Event.unscoped  # an event of another kind is none to be taken back either
    with workspace_scope(cast.lindenhof.id):
        other = view.filter(act="client.creation").first()
    for pk in (other.pk, uuid4()):
        assert browse("rita").post(f"{base_of(cast.carla)}reversal/", {"change": pk, "version": 0}).status_code == 404


def test_every_act_is_told_on_both_records(cast: Cast, browse: Browse, siblings: Relationship) -> None:
    browser = browse("anna")
    browser.post(one(cast.carla, siblings), {"type": kind(cast, "grandparent"), "version": 1})
    browser.post(one(cast.carla, siblings, "deletion/"), {"version": 2})
    undo_of(browser, base_of(cast.carla))
    acts = ("Beziehung angelegt", "Beziehung geändert", "Beziehung gelöscht", "Beziehung zurückgeholt")
    for person in (cast.carla, cast.bruno):
        text = browser.get(f"/w/lindenhof/clients/{person.pk}/").content.decode()
        assert all(act in text for act in acts)
    with workspace_scope(cast.lindenhof.id):
        [change] = Event.objects.filter(act="relationship.change", client_id=cast.bruno.pk)
    assert change.detail["changes"]["Relationship"] == ["Kind: Carla Köhler", "Enkelkind: Carla Köhler"]
    assert "Emergency contact" not in change.detail["changes"]  # Bruno is called for Carla, not she for him


def deletion_of(cast: Cast, relation: Relationship) -> str:
    with workspace_scope(cast.lindenhof.id):
        event = Event.objects.filter(act="relationship.deletion", detail__relation=str(relation.pk)).order_by("id")[0]
        return str(event.pk)
