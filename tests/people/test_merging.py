"""Merging and its undo (CL-17, CL-18, NX-01)."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.archiving import archive, discard
from kartei.people.editing import save_section
from kartei.people.merging import sheet
from kartei.people.merging.choices import differing
from kartei.people.merging.coverage import covered, rules
from kartei.people.merging.parting import part, questions
from kartei.people.merging.trail import successor_of, taken_in
from kartei.people.merging.uniting import MergeRefused, merge
from kartei.people.models import (
    Client,
    ClientTag,
    ExternalId,
    Field,
    FieldSection,
    Merge,
    Person,
    Profile,
    Relationship,
    RelationType,
    SectionValues,
    Tag,
    Task,
)
from kartei.people.relating import Bond, connect
from kartei.people.sections import sections_of
from kartei.people.tasking import Errand, create_task
from kartei.people.versions import StaleVersion, version_of
from tests.cast import Cast
from tests.people.twins import again, again_merge, client, contact, dump


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id):
        yield cast


def section(person: Person, code: str, by: Any) -> Any:
    return next(found for found in sections_of(person, seen_by=by) if found.code == code)


def write(person: Person, code: str, by: Any, **values: Any) -> None:
    person = again(person)
    found = section(person, code, by)
    save_section(person, found, {**found.read(person), **values}, version=version_of(person, code), by=by)


def test_every_foreign_key_to_a_person_or_client_has_a_rule() -> None:
    """Whoever adds one says in merging/coverage.py, or in people.hooks.moving, what becomes of its rows."""
    there = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.is_relation and field.related_model in (Person, Client)
    }
    assert there - covered() == set(), "a foreign key that no rule covers"
    assert covered() - there == set(), "a rule without its foreign key"
    assert len([key for rule in rules() for key in rule.covers]) == len(covered()), "a foreign key with two rules"


def test_every_column_of_a_record_is_chosen_or_kept() -> None:
    for model, kept in sheet.KEPT.items():
        assert kept <= {field.name for field in model._meta.concrete_fields}
    assert {field.name for field in sheet.columns_of(Profile)} >= {"alerts", "birth_name", "insurer", "note"}


def test_one_record_holds_both_histories(inside: Cast) -> None:
    """CL-17 but for files and invoices, which do not exist yet"""
    anna, carla = inside.anna, again(inside.carla)
    twin = client("Karla", "Köhler", by=anna, birth_date=dt.date(1980, 5, 4), email="c@x.example", phone="030 1234567")
    create_task(Errand("Befund anfordern", None, [anna]), client=twin, by=anna)
    connect(again(twin), inside.bruno, Bond(RelationType.objects.get(code="sibling")), by=anna)
    ClientTag.objects.create(client=twin.client, tag=Tag.objects.create(name="Neu", key="neu"))
    ClientTag.objects.create(client=twin.client, tag=Tag.objects.get(key="privat"))
    ExternalId.objects.create(person=twin, system="jane", value="7")
    write(twin, "health", anna, alerts="Penicillin")
    write(carla, "health", anna, alerts="Pollen")
    made = merge(again(carla), again(twin), {"person-first_name": "loser"}, by=anna)
    carla = again(carla)
    assert (carla.first_name, carla.birth_date, carla.profile.alerts) == (
        "Karla", dt.date(1980, 5, 4), "Pollen\n\nPenicillin",
    )  # fmt: skip
    assert sorted(carla.emails.values_list("value", flat=True)) == ["c@x.example", "carla@klientin.example"]
    assert carla.main_email == "carla@klientin.example" and "c@x.example" in carla.search
    assert sorted(row.tag.key for row in carla.client.client_tags.all()) == ["neu", "privat"]
    assert carla.client.tasks.get().text == "Befund anfordern"
    assert Relationship.objects.filter(person=carla, other=inside.bruno).exists()
    assert carla.external_ids.get().value == "7"
    assert again(twin).state == "merged" and successor_of(twin.pk) == carla.pk and taken_in([carla.pk]) == {twin.pk}
    told = Event.objects.filter(act__in=["client.merge", "client.absorption"]).order_by("id")
    assert {event.client_id for event in told} == {carla.pk, twin.pk}
    assert told[0].detail["changes"]["Vorname"] == ["Carla", "Karla"] and made.moves.count() == 4


def test_undo_gives_both_back_as_they_were(inside: Cast) -> None:
    """CL-18"""
    anna, carla = inside.anna, inside.carla
    twin = client("Karla", "Köhler", by=anna, email="c@x.example", phone="030 1234567")
    create_task(Errand("Befund anfordern", None, [anna]), client=twin, by=anna)
    before = dump(carla.pk, twin.pk)
    made = merge(again(carla), again(twin), {"person-first_name": "loser"}, by=anna)
    assert dump(carla.pk, twin.pk) != before
    assert not questions(made, seen_by=anna)
    part(made, {}, by=anna)
    assert dump(carla.pk, twin.pk) == before
    with pytest.raises(MergeRefused):
        part(made, {}, by=anna)


def test_what_came_after_the_merge_is_asked_for_one_by_one(inside: Cast) -> None:
    """CL-18, NX-01"""
    anna, carla = inside.anna, inside.carla
    twin = client("Karla", "Köhler", by=anna, email="c@x.example")
    made = merge(again(carla), again(twin), {}, by=anna)
    mine = create_task(Errand("Bleibt hier", None, [anna]), client=carla, by=anna)
    theirs = create_task(Errand("Geht zurück", None, [anna]), client=carla, by=anna)
    relation = connect(again(carla), inside.bruno, Bond(RelationType.objects.get(code="friend")), by=anna)
    rows = section(again(carla), "reach", anna).read(again(carla))
    new = {"value": "neu@x.example", "label": "", "is_main": False}
    write(carla, "reach", anna, emails=[*rows["emails"], new])
    Merge.objects.filter(pk=made.pk).update(at=timezone.now() - dt.timedelta(days=60))
    asked = {item.text: item for item in questions(again_merge(made), seen_by=anna).added}
    assert set(asked) == {"Bleibt hier", "Geht zurück", str(relation), "neu@x.example"}
    answers = {asked[text].name: "loser" for text in ("Geht zurück", str(relation), "neu@x.example")}
    part(made, answers, by=anna)
    assert Task.objects.get(pk=mine.pk).client_id == carla.pk
    assert Task.objects.get(pk=theirs.pk).client_id == twin.pk
    assert Relationship.objects.get(pk=relation.pk).person_id == twin.pk
    assert [row.value for row in again(carla).emails.all()] == ["carla@klientin.example"]
    assert sorted(row.value for row in again(twin).emails.all()) == ["c@x.example", "neu@x.example"]


def test_a_field_that_was_changed_again_is_asked_for(inside: Cast) -> None:
    anna, carla = inside.anna, inside.carla
    twin = client("Karla", "Köhler", by=anna, pronouns="sie")
    made = merge(again(carla), again(twin), {"person-first_name": "loser"}, by=anna)
    write(carla, "master", anna, first_name="Carlotta")
    (asked,) = questions(again_merge(made), seen_by=anna).changed
    assert (asked.label, asked.now, asked.former) == ("Vorname", "Carlotta", "Carla")
    part(made, {}, by=anna)
    assert again(carla).first_name == "Carlotta" and again(carla).profile.pronouns == ""
    assert again(twin).first_name == "Karla"


def test_the_former_text_may_be_taken_instead(inside: Cast) -> None:
    anna, carla = inside.anna, inside.carla
    twin = client("Karla", "Zu-Köhler", by=anna)
    made = merge(again(carla), again(twin), {"person-name_prefix": "loser"}, by=anna)
    assert again(carla).last_name == "Zu-Köhler"
    write(carla, "master", anna, last_name="von Neu")
    (asked,) = questions(again_merge(made), seen_by=anna).changed
    part(made, {asked.name: "former"}, by=anna)
    assert again(carla).name == "Carla Köhler"


def test_what_was_deleted_meanwhile_comes_back_to_the_record_it_came_from(inside: Cast) -> None:
    """An undo that lost the tags or relations of the other record would not be one."""
    anna, carla = inside.anna, inside.carla
    twin = client("Karla", "Köhler", by=anna)
    ClientTag.objects.create(client=twin.client, tag=Tag.objects.create(name="Neu", key="neu"))
    connect(twin, inside.bruno, Bond(RelationType.objects.get(code="friend")), by=anna)
    before = dump(twin.pk)
    made = merge(again(carla), again(twin), {}, by=anna)
    ClientTag.objects.filter(client=carla.pk, tag__key="neu").delete()
    Relationship.objects.filter(person=carla, other=inside.bruno).delete()
    part(made, {}, by=anna)
    assert dump(twin.pk) == before


def test_relations_that_cannot_go_over_stay_aside(inside: Cast) -> None:
    """To oneself, twice, in a circle, and a second main billing recipient."""
    anna, carla, bruno = inside.anna, inside.carla, inside.bruno
    twin = client("Karla", "Köhler", by=anna)
    kinds = {kind.code: kind for kind in RelationType.objects.all()}
    connect(again(carla), twin, Bond(kinds["sibling"]), by=anna)
    connect(again(carla), bruno, Bond(kinds["friend"]), by=anna)
    connect(bruno, twin, Bond(kinds["friend"]), by=anna)
    connect(again(carla), bruno, Bond(kinds["parent"]), by=anna)
    connect(bruno, twin, Bond(kinds["parent"]), by=anna)
    connect(again(carla), bruno, Bond(kinds["payer"], is_main_payer=True), by=anna)
    connect(again(twin), inside.doktor, Bond(kinds["payer"], is_main_payer=True), by=anna)
    before = dump(carla.pk, twin.pk, bruno.pk)
    made = merge(again(carla), again(twin), {}, by=anna)
    assert made.moves.filter(table="people.Relationship").count() == 1
    assert Relationship.objects.filter(person=carla, is_main_payer=True).get().other_id == bruno.pk
    part(made, {}, by=anna)
    assert dump(carla.pk, twin.pk, bruno.pk) == before


def test_merges_are_undone_in_their_order(inside: Cast) -> None:
    anna, carla, bruno = inside.anna, inside.carla, inside.bruno
    twin, third = client("Karla", "Köhler", by=anna), client("Karl", "Köhler", by=anna)
    before = dump(carla.pk, twin.pk, third.pk, bruno.pk)
    first = merge(again(carla), again(twin), {}, by=anna)
    second = merge(again(carla), again(third), {"person-first_name": "loser"}, by=anna)
    last = merge(again(bruno), again(carla), {}, by=anna)
    assert successor_of(twin.pk) == bruno.pk and taken_in([bruno.pk]) == {carla.pk, twin.pk, third.pk}
    for made in (first, second):
        with pytest.raises(MergeRefused, match="zuerst"):
            part(made, {}, by=anna)
    part(last, {}, by=anna)
    with pytest.raises(MergeRefused, match="Karl Köhler"):
        part(first, {}, by=anna)
    part(second, {}, by=anna)
    part(first, {}, by=anna)
    assert dump(carla.pk, twin.pk, third.pk, bruno.pk) == before


def test_what_no_merge_may_join(inside: Cast) -> None:
    anna, carla = inside.anna, inside.carla
    twin = client("Karla", "Köhler", by=anna)
    made = merge(again(carla), again(twin), {}, by=anna)
    thrown, example = client("Weg", "Geworfen", by=anna), client("Bei", "Spiel", by=anna)
    discard(thrown, by=anna)
    Person.objects.filter(pk=example.pk).update(is_demo=True)
    for winner, loser in (
        (carla, carla), (inside.bruno, twin), (twin, inside.bruno), (carla, inside.doktor), (carla, thrown),
        (carla, example),
    ):  # fmt: skip
        with pytest.raises(MergeRefused):
            merge(again(winner), again(loser), {}, by=anna)
    discard(again(carla), by=anna)
    with pytest.raises(MergeRefused, match="Papierkorb"):
        part(made, {}, by=anna)


def test_a_form_that_was_open_learns_of_the_merge(inside: Cast) -> None:
    anna, carla = inside.anna, inside.carla
    twin = client("Karla", "Köhler", by=anna)
    made = merge(again(carla), again(twin), {}, versions=(again(carla).version, again(twin).version), by=anna)
    for person in (carla, twin):
        found = section(person, "health", anna)
        with pytest.raises(StaleVersion):
            save_section(again(person), found, {"alerts": "zu spät"}, version=0, by=anna)
    with pytest.raises(StaleVersion):
        archive(again(twin), version=0, by=anna)
    part(made, {}, by=anna)
    with pytest.raises(StaleVersion):
        merge(again(carla), again(twin), {}, versions=(1, 1), by=anna)


def test_an_archived_record_comes_back_archived(inside: Cast) -> None:
    anna, twin = inside.anna, client("Karla", "Köhler", by=inside.anna)
    archive(twin, by=anna)
    before = dump(twin.pk)
    made = merge(again(inside.carla), again(twin), {}, by=anna)
    part(made, {}, by=anna)
    assert dump(twin.pk) == before


def test_contacts_are_merged_with_their_own_fields(inside: Cast) -> None:
    anna = inside.anna
    one, two = contact(by=anna), contact(by=anna, note="Zweite Notiz", organisation="Kasse")
    own = Field.objects.create(
        section=FieldSection.objects.create(name="Eigenes", key="eigenes"),
        type="short_text",
        label="Farbe",
        on_contacts=True,
    )
    SectionValues.objects.create(person=two, section=own.section, values={own.name: "grün", "f00": "vom alten Feld"})
    before = dump(one.pk, two.pk)
    shown = {choice.label: (choice.winner, choice.loser) for choice in differing(one, two, seen_by=inside.anna)}
    assert shown == {"Organisation": ("", "Kasse"), "Notiz": ("", "Zweite Notiz"), "Farbe": ("", "grün")}
    made = merge(one, two, {}, by=anna)
    assert SectionValues.objects.get(person=one).values == {own.name: "grün", "f00": "vom alten Feld"}
    assert (
        Event.objects.filter(
            act__startswith="contact.", detail__merge=str(made.pk), client_id__in=[one.pk, two.pk]
        ).count()
        == 2
    )
    part(made, {}, by=anna)
    assert dump(one.pk, two.pk) == before
