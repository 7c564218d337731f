"""What hangs on fields and relations when two records become one: files, photos, consents, and what not all may see."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.files.models import Blob
from kartei.files.storage import path_of, store
from kartei.people.fields.uploads import remove_files
from kartei.people.merging.choices import differing
from kartei.people.merging.parting import part
from kartei.people.merging.uniting import gather, merge
from kartei.people.models import (
    Assignment,
    Client,
    ClientTag,
    Field,
    FieldFile,
    FieldSection,
    Photo,
    Profile,
    Relationship,
    RelationType,
    Release,
    SectionValues,
    Sharing,
    Status,
    Tag,
)
from kartei.people.relating import Bond, connect
from kartei.people.relation_types import finish_type_replacement, remove_type
from tests.cast import Cast
from tests.people.twins import again, client, dump

DAY = dt.date(2026, 2, 1)


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id):
        yield cast


def blob(name: str, by: Any) -> Blob:
    return store(name, [name.encode()], by=by)


def own_field(type_: str, **told: Any) -> Field:
    section = FieldSection.objects.get_or_create(key="eigenes", defaults={"name": "Eigenes"})[0]
    made: Field = Field.objects.create(section=section, type=type_, label=f"Feld {type_}", **told)
    return made


def say(person: Any, field: Field, value: str) -> None:
    SectionValues.objects.create(person=person, section=field.section, values={field.name: value})


def said(person: Any) -> dict[str, Any]:
    return dict(SectionValues.objects.get(person=person).values)


def test_consents_and_releases_go_with_their_relation_or_to_its_twin(inside: Cast) -> None:
    anna, carla, twin = inside.anna, inside.carla, client(by=inside.anna)
    kinds = {kind.code: kind for kind in RelationType.objects.all()}
    own = Relationship.objects.get(person=carla, other=inside.doktor)
    same = connect(twin, inside.doktor, Bond(kinds["family_doctor"]), by=anna)
    moving = connect(twin, inside.bruno, Bond(kinds["sibling"]), by=anna)
    release = Release.objects.create(relationship=same, client=twin.client, topic="Befunde", starts_on=DAY)
    Sharing.objects.create(relationship=own, client=carla.client, consented_on=DAY, consented_by="Carla")
    aside = Sharing.objects.create(relationship=same, client=twin.client, consented_on=DAY, consented_by="Tina")
    goes = Sharing.objects.create(relationship=moving, client=twin.client, consented_on=DAY, consented_by="Tina")
    before = dump(carla.pk, twin.pk, inside.bruno.pk)
    made = merge(again(carla), again(twin), {}, by=anna)
    release.refresh_from_db()
    assert (release.relationship_id, release.client_id) == (own.pk, carla.pk)
    assert Sharing.objects.get(pk=aside.pk).relationship_id == same.pk  # the winner has said that itself
    assert Sharing.objects.get(pk=goes.pk).client_id == carla.pk
    late = Release.objects.create(relationship=moving, client=carla.client, topic="Später", starts_on=DAY)
    part(made, {}, by=anna)
    assert Release.objects.get(pk=late.pk).client_id == twin.pk  # it tells of whom the relation is
    late.delete()
    assert dump(carla.pk, twin.pk, inside.bruno.pk) == before


def test_a_deleted_relation_comes_back_with_its_consents_and_a_deleted_consent_does_not(inside: Cast) -> None:
    anna, carla, twin = inside.anna, inside.carla, client(by=inside.anna)
    kinds = {kind.code: kind for kind in RelationType.objects.all()}
    gone = connect(twin, inside.bruno, Bond(kinds["sibling"]), by=anna)
    stays = connect(twin, inside.kasse, Bond(kinds["insurer"]), by=anna)
    for relation in (gone, stays):
        Sharing.objects.create(relationship=relation, client=twin.client, consented_on=DAY, consented_by="Tina")
        Release.objects.create(relationship=relation, client=twin.client, topic="Befunde", starts_on=DAY)
    consents = list(Sharing.objects.filter(relationship=gone).values())
    releases = list(Release.objects.order_by("pk").values())
    made = merge(again(carla), again(twin), {}, by=anna)
    Relationship.objects.get(pk=gone.pk).delete()
    Sharing.objects.get(relationship=stays).delete()
    part(made, {}, by=anna)
    assert list(Sharing.objects.values()) == consents
    assert list(Release.objects.order_by("pk").values()) == releases


def test_a_file_is_named_by_both_and_stays_while_one_names_it(inside: Cast) -> None:
    anna, carla, twin, field = inside.anna, inside.carla, client(by=inside.anna), own_field("file")
    kept = {"field": field, "media_type": "application/pdf", "since": timezone.now()}
    theirs = FieldFile.objects.create(person=twin, blob=blob("befund.pdf", anna), **kept)
    say(twin, field, str(theirs.pk))
    before = dump(carla.pk, twin.pk)
    made = merge(again(carla), again(twin), {}, by=anna)
    ours = FieldFile.objects.get(person=carla)
    assert said(carla) == {field.name: str(ours.pk)} and ours.pk != theirs.pk and ours.blob_id == theirs.blob_id
    part(made, {}, by=anna)
    assert dump(carla.pk, twin.pk) == before
    merge(again(carla), again(twin), {}, by=anna)
    remove_files(FieldFile.objects.filter(person=carla))  # as the night does with what was replaced
    assert not FieldFile.objects.filter(person=carla).exists()
    assert path_of(FieldFile.objects.select_related("blob").get(pk=theirs.pk).blob).exists()


@pytest.mark.parametrize("has_one", [False, True])
def test_a_photo_comes_along_where_there_is_none(inside: Cast, has_one: bool) -> None:
    anna, carla, twin = inside.anna, inside.carla, client(by=inside.anna)
    for person in (twin, carla) if has_one else (twin,):
        photo = Photo.objects.create(person=person, large=blob("gross", anna), small=blob("klein", anna), by=anna)
        Profile.objects.filter(person=person).update(photo=photo)
    before = dump(carla.pk, twin.pk)
    made = merge(again(carla), again(twin), {}, by=anna)
    shown = Profile.objects.get(person=carla).photo
    assert shown is not None and shown.person_id == carla.pk
    assert (shown.large_id == Profile.objects.get(person=twin).photo.large_id) is not has_one
    part(made, {}, by=anna)
    assert dump(carla.pk, twin.pk) == before


def test_nobody_is_shown_or_asked_for_what_is_closed_to_them_and_it_is_kept(inside: Cast) -> None:
    rita, carla, twin = inside.members["rita"], inside.carla, client(by=inside.anna)
    closed, plain = own_field("short_text", group="treating"), own_field("long_text")
    for person, text in ((carla, "F32.1"), (twin, "F33.0")):
        SectionValues.objects.create(person=person, section=closed.section, values={closed.name: text})
    SectionValues.objects.filter(person=twin).update(values={closed.name: "F33.0", plain.name: "offen"})
    asked = [choice.label for choice in differing(again(carla), again(twin), seen_by=rita)]
    assert plain.label in asked and closed.label not in asked
    assert closed.label in [choice.label for choice in differing(again(carla), again(twin), seen_by=inside.anna)]
    merge(again(carla), again(twin), {f"own-{closed.section.pk.hex}-{closed.name}": "loser"}, by=rita)
    assert said(carla) == {closed.name: "F32.1", plain.name: "offen"}
    told = str([event.detail for event in Event.objects.filter(act__in=["client.merge", "client.absorption"])])
    assert "offen" in told and "F3" not in told


def test_what_was_taken_away_after_a_merge_is_not_given_back_by_the_late_job(cast: Cast) -> None:
    """Rows that both had lie aside; whoever lost theirs since does not get the other one's."""
    with workspace_scope(cast.lindenhof.id):
        twin = client(by=cast.anna)
        for table, told in ((Assignment, {"member": cast.tom}), (ClientTag, {"tag": Tag.objects.get(key="privat")})):
            table.objects.get_or_create(client=cast.carla.client, **told)
            table.objects.create(client=twin.client, **told)
        made = merge(again(cast.carla), again(twin), {}, by=cast.anna)
        Assignment.objects.filter(client=cast.carla.client, member=cast.tom).delete()
        ClientTag.objects.filter(client=cast.carla.client).delete()
        Relationship.objects.filter(person=cast.carla).delete()
    gather(cast.lindenhof.id, made.pk)
    with workspace_scope(cast.lindenhof.id):
        assert not Assignment.objects.filter(client=cast.carla.client, member=cast.tom).exists()
        assert not ClientTag.objects.filter(client=cast.carla.client).exists()


def test_undo_goes_on_when_a_status_or_a_section_has_been_taken_out(inside: Cast) -> None:
    anna, carla, twin = inside.anna, inside.carla, client(by=inside.anna)
    former = Status.objects.create(name="Früher", kind="active", position=50)
    Client.objects.filter(pk=carla.pk).update(status=former)
    field = own_field("short_text")
    say(twin, field, "blau")
    made = merge(again(carla), again(twin), {"client-status_id": "loser"}, by=anna)
    former.delete()
    SectionValues.objects.all().delete()
    field.delete()
    FieldSection.objects.all().delete()
    part(made, {}, by=anna)
    assert again(carla).client.status_id == again(twin).client.status_id and again(twin).state == "live"


def test_a_type_is_replaced_beside_a_relation_that_a_merge_has_left_aside(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        twin = client(by=cast.anna)
        old = RelationType.objects.create(name="Patin", inverse_name="Patenkind", position=90)
        new = RelationType.objects.create(name="Pate", inverse_name="Patenkind", position=91)
        connect(again(cast.carla), twin, Bond(old), by=cast.anna)
        merge(again(cast.carla), again(twin), {}, by=cast.anna)
        remove_type(old, new, by=cast.anna, start=lambda **job: None)
    finish_type_replacement(cast.lindenhof.id, old.pk, cast.anna.pk)
    with workspace_scope(cast.lindenhof.id):
        assert not RelationType.objects.filter(pk=old.pk).exists()
        assert Relationship.objects.get(person=cast.carla, other=twin).type_id == new.pk
