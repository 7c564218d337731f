"""Own types of relations: both labels, on both records, renamed, ordered, and taken out with a replacement."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people import relation_types
from kartei.people.models import Person, Relationship, RelationType, Release
from kartei.people.relating import Bond, connect
from kartei.people.relation_rules import RelationRefused
from kartei.people.relation_types import finish_type_replacement
from tests.cast import Cast
from tests.people.relatives import add_client, base_of, bond, kind, rows_in

Browse = Callable[[str], Browser]
TYPES = "/w/lindenhof/settings/relation-types/"


def own(cast: Cast, name: str) -> RelationType:
    with workspace_scope(cast.lindenhof.id):
        found: RelationType = RelationType.objects.get(name=name)
        return found


def add(browser: Browser, name: str = "Patin", inverse_name: str = "Patenkind") -> Any:
    return browser.post(f"{TYPES}new/", {"name": name, "inverse_name": inverse_name, "submission": str(uuid4())})


def remove(browser: Browser, leaving: RelationType, replacement: str = "") -> Any:
    return browser.post(f"{TYPES}{leaving.pk}/removal/", {"replacement": replacement})


def link(cast: Cast, person: Person, other: Person, leaving: RelationType, **more: Any) -> Relationship:
    with workspace_scope(cast.lindenhof.id):
        return connect(person, other, Bond(leaving, **more), by=cast.anna)


def finish(cast: Cast, leaving: RelationType) -> None:
    finish_type_replacement(cast.lindenhof.id, leaving.pk, cast.anna.pk)


def stored(cast: Cast) -> list[tuple[str, str, str]]:
    """Person, code and other of each relation, those of the cast left out."""
    with workspace_scope(cast.lindenhof.id):
        rows = Relationship.objects.select_related("person", "other", "type")
        rows = rows.exclude(other__in=[cast.doktor, cast.kasse])
        return [(row.person.first_name, row.type.code, row.other.first_name) for row in rows]


def test_an_own_type_is_in_the_dialog_and_stands_on_both_records(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert add(anna).status_code == 303
    godparent = own(cast, "Patin")
    dialog = anna.get(f"{base_of(cast.carla)}new/", {"with": str(cast.bruno.pk)}).content.decode()
    group = dialog.split('<optgroup label="Eigene">')[1].split("</optgroup>")[0]
    assert ">Patin</option>" in group and ">Patenkind</option>" in group
    values = {"other": str(cast.bruno.pk), "type": f"{godparent.pk}/inverse", "submission": str(uuid4())}
    assert anna.post(f"{base_of(cast.carla)}new/", values).status_code == 303
    here, there = (rows_in(anna.get(base_of(person)).content.decode()) for person in (cast.carla, cast.bruno))
    assert ["Bruno Groß", "Patenkind"] in [row[:2] for row in here]
    assert ["Carla Köhler", "Patin"] in [row[:2] for row in there]
    assert (
        "Carla Köhler ist Patin von Bruno Groß." in anna.post(f"{base_of(cast.carla)}hints/", values).content.decode()
    )


def test_a_type_with_the_same_name_on_both_sides_has_no_direction(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    add(anna, "Nachbarin", "Nachbarin")
    neighbour = own(cast, "Nachbarin")
    assert neighbour.is_symmetric
    link(cast, cast.carla, cast.bruno, neighbour)
    with workspace_scope(cast.lindenhof.id), pytest.raises(RelationRefused):
        connect(cast.bruno, cast.carla, Bond(neighbour), by=cast.anna)


@pytest.mark.parametrize(
    ("name", "inverse_name", "said"),
    [
        ("", "Patenkind", "Bitte ausfüllen"),
        ("elternTEIL", "Patenkind", "Ein anderer Typ heißt schon so"),
        ("Patin", "Kind", "Ein anderer Typ heißt schon so"),
        ("x" * 61, "Patenkind", "höchstens 60 Zeichen"),
        ("a\0b", "Patenkind", "Zeichen, das nicht gespeichert werden kann"),
    ],
)
def test_bad_names_are_refused_in_words(cast: Cast, browse: Browse, name: str, inverse_name: str, said: str) -> None:
    answer = add(browse("anna"), name, inverse_name)
    assert answer.status_code == 422 and said in answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert RelationType.objects.count() == 18


def test_a_built_in_type_is_renamed_and_called_as_before_again(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        parent = RelationType.objects.get(code="parent")
    told = {"name": "Mutter/Vater", "inverse_name": "Tochter/Sohn", "version": "0"}
    assert anna.post(f"{TYPES}{parent.pk}/", told).status_code == 303
    assert "Tochter/Sohn" in anna.get(TYPES).content.decode()
    assert anna.post(f"{TYPES}{parent.pk}/", told).status_code == 409  # of a version that is old by now
    back = {"name": "Elternteil", "inverse_name": "Kind", "version": "1"}
    assert anna.post(f"{TYPES}{parent.pk}/", back).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        parent.refresh_from_db()
        events = Event.objects.filter(act="relationtype.change")
        assert (parent.name, parent.inverse_name) == ("", "") and len(events) == 2


def test_renaming_never_turns_round_what_is_recorded(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    add(anna)
    godparent = own(cast, "Patin")
    told = {"name": "Pate", "inverse_name": "Pate", "version": "0"}
    assert anna.post(f"{TYPES}{godparent.pk}/", told).status_code == 303  # nobody uses it
    link(cast, cast.carla, cast.bruno, own(cast, "Pate"))
    answer = anna.post(f"{TYPES}{godparent.pk}/", {"name": "Pate", "inverse_name": "Patenkind", "version": "1"})
    assert answer.status_code == 422 and "verlöre seine Richtung" in answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        sibling = RelationType.objects.get(code="sibling")
    told = {"name": "Bruder", "inverse_name": "Schwester", "version": "0"}
    assert anna.post(f"{TYPES}{sibling.pk}/", told).status_code == 422


def test_the_order_is_that_of_the_dialog(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    add(anna)
    godparent = own(cast, "Patin")
    for step in ("-1", "1", "1"):
        assert anna.post(f"{TYPES}{godparent.pk}/place/", {"step": step}).status_code == 303
    assert anna.post(f"{TYPES}{godparent.pk}/place/", {"step": "5"}).status_code == 422
    with workspace_scope(cast.lindenhof.id):
        assert [kind.name for kind in RelationType.objects.all()][-1] == "Patin"


def test_a_type_that_nobody_uses_goes_at_once(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    add(anna)
    page = anna.get(f"{TYPES}{own(cast, 'Patin').pk}/removal/").content.decode()
    assert "Niemand ist durch" in page and "<select" not in page.split("<main")[1]
    assert remove(anna, own(cast, "Patin")).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not RelationType.objects.filter(name="Patin").exists()


def test_a_type_in_use_goes_with_a_replacement_whose_direction_is_chosen(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    add(anna)
    godparent = own(cast, "Patin")
    link(cast, cast.carla, cast.bruno, godparent, note="Taufe", is_emergency_contact=True)
    assert "1 Beziehung ist vom Typ" in anna.get(f"{TYPES}{godparent.pk}/removal/").content.decode()
    answer = remove(anna, godparent)
    assert answer.status_code == 422 and "Bitte wählen Sie, was daraus wird." in answer.content.decode()
    assert remove(anna, godparent, kind(cast, "parent")).status_code == 422  # could close a circle of elders
    assert remove(anna, godparent, kind(cast, "guardian/inverse")).status_code == 303
    assert ">Patin</option>" not in anna.get(f"{base_of(cast.carla)}new/?with={cast.bruno.pk}").content.decode()
    finish(cast, godparent)
    finish(cast, godparent)  # a job that runs once more finds nothing to do
    assert stored(cast) == [("Bruno", "guardian", "Carla")]
    with workspace_scope(cast.lindenhof.id):
        row = Relationship.objects.get(type__code="guardian")
        assert (row.note, row.is_emergency_contact, row.is_inverse_emergency_contact) == ("Taufe", False, True)
        assert not RelationType.objects.filter(name="Patin").exists()
        told = Event.objects.filter(act="relationship.change", client_id=cast.carla.pk).latest("id")
    assert told.member_id == cast.anna.pk


@pytest.mark.parametrize("code", ["friend", "guardian"])
def test_twins_become_one_and_nothing_of_them_is_lost(cast: Cast, browse: Browse, code: str) -> None:
    anna = browse("anna")
    add(anna)
    godparent = own(cast, "Patin")
    with workspace_scope(cast.lindenhof.id):
        near, far = (cast.bruno, cast.carla) if code == "friend" else (cast.carla, cast.bruno)
        connect(near, far, bond(code), by=cast.anna)
    old = link(cast, cast.carla, cast.bruno, godparent, note="Taufe", is_emergency_contact=True)
    with workspace_scope(cast.lindenhof.id):
        Release.objects.create(relationship=old, client_id=cast.carla.pk, topic="Befunde", starts_on=date(2026, 1, 2))
    remove(anna, godparent, kind(cast, code))
    finish(cast, godparent)
    with workspace_scope(cast.lindenhof.id):
        [row] = Relationship.objects.filter(type__code=code)
        called = row.is_emergency_contact if row.person_id == cast.carla.pk else row.is_inverse_emergency_contact
        assert row.note == "Taufe" and called and row.releases.get().topic == "Befunde"
        assert not RelationType.objects.filter(name="Patin").exists()


def test_the_job_goes_on_where_it_was_ended(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relation_types, "BATCH", 1)
    anna = browse("anna")
    add(anna)
    godparent = own(cast, "Patin")
    for name in ("Vera Erste", "Vera Zweite"):
        link(cast, add_client(cast, name), cast.carla, godparent)
    remove(anna, godparent, kind(cast, "friend"))
    assert relation_types._replace_batch(cast.lindenhof.id, godparent.pk, cast.anna.pk)
    page = anna.get(TYPES).content.decode()
    assert "Wird durch „Befreundete Person“ ersetzt" in page and "noch 1 Beziehung" in page
    with workspace_scope(cast.lindenhof.id), pytest.raises(RelationRefused):
        connect(cast.carla, cast.bruno, Bond(godparent), by=cast.anna)  # chosen before it was taken out
    finish(cast, godparent)
    assert "Wird durch" not in anna.get(TYPES).content.decode()


def test_what_kartei_itself_asks_for_stays(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        custodian = RelationType.objects.get(code="custodian")
    answer = remove(anna, custodian)
    assert answer.status_code == 422 and "Kartei selbst fragt nach diesem Typ" in answer.content.decode()


def test_undo_of_a_change_from_a_type_that_is_gone_says_so(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    add(anna)
    godparent = own(cast, "Patin")
    row = link(cast, cast.carla, cast.bruno, godparent)
    told = {"type": kind(cast, "friend"), "version": "1"}
    assert anna.post(f"{base_of(cast.carla)}{row.pk}/", told).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        change = Event.objects.filter(act="relationship.change").latest("id")
    assert remove(anna, godparent).status_code == 303
    answer = anna.post(f"{base_of(cast.carla)}reversal/", {"change": str(change.pk), "version": "2"})
    assert answer.status_code == 409 and "inzwischen entfernt" in answer.content.decode()


def test_only_who_may_set_settings_changes_types(cast: Cast, browse: Browse) -> None:
    rita, leo = browse("rita"), browse("leo")
    for browser in (rita, leo):
        assert add(browser).status_code == 403
    assert len(browse("anna").get(TYPES).content) > 0
    assert browse("eve").get(TYPES).status_code == 404


def test_the_list_costs_the_same_for_a_hundred_types(
    cast: Cast, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    anna = browse("anna")
    with django_assert_max_num_queries(30) as few:
        anna.get(TYPES)
    with workspace_scope(cast.lindenhof.id):
        RelationType.objects.bulk_create(RelationType(name=f"A{n}", inverse_name=f"B{n}") for n in range(60))
    with django_assert_max_num_queries(len(few)):
        anna.get(TYPES)
