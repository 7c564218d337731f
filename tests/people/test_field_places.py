"""The order of fields and sections, and fields that go into another section with all that the records say in them."""

from typing import Any
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kartei.db.scope import workspace_scope
from kartei.people.fields import moving
from kartei.people.fields.moving import finish_move
from kartei.people.models import Field, FieldSection, SectionValues
from tests.cast import Cast
from tests.people.filling import FIELDS, Browse, asked, define, field, fill, kept, personal


def order(cast: Cast, code: str = "health") -> list[str]:
    with workspace_scope(cast.lindenhof.id):
        return [one.label for one in Field.objects.in_use().select_related("section") if one.section.code == code]


def drop(browser: Any, found: Field, section: str, before: Field | None = None) -> Any:
    told = {"section": section, "before": str(before.pk) if before else ""}
    return browser.post(f"{FIELDS}{found.pk}/place/", told)


def finish(cast: Cast, found: Field) -> None:
    assert ProcrastinateJob.objects.filter(task_name="people.move_field").exists()
    finish_move(cast.lindenhof.pk, found.pk)


def rows(cast: Cast, code: str) -> list[dict[str, Any]]:
    with workspace_scope(cast.lindenhof.id):
        found = SectionValues.objects.select_related("section")
        return [row.values for row in found if row.section.code == code and row.values]


def test_a_field_is_dropped_before_another_and_at_the_end(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    for label in "ABC":
        define(anna, "short_text", label=label)
    a, c = field(cast, "A"), field(cast, "C")
    assert drop(anna, c, "health", a).status_code == 303
    assert order(cast) == ["C", "A", "B"]
    assert drop(anna, c, "health").status_code == 303
    assert order(cast) == ["A", "B", "C"]
    assert drop(anna, c, "health", c).status_code == 303  # before itself: at the end
    assert anna.post(f"{FIELDS}{a.pk}/place/", {"step": "1"}).status_code == 303
    assert order(cast) == ["B", "A", "C"]


@pytest.mark.parametrize(
    "told",
    [{}, {"step": "2"}, {"section": "nowhere"}, {"section": "s" + "0" * 32}, {"section": "health", "before": "x"}],
)
def test_a_place_that_is_none_is_refused(cast: Cast, browse: Browse, told: dict[str, str]) -> None:
    anna = browse("anna")
    define(anna, "short_text", label="A")
    assert anna.post(f"{FIELDS}{field(cast, 'A').pk}/place/", told).status_code == 422


def test_sections_are_dropped_too(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    for name in ("Eins", "Zwei", "Drei"):
        anna.post(f"{FIELDS}sections/new/", {"name": name, "submission": str(uuid4())})
    with workspace_scope(cast.lindenhof.id):
        one, two, three = FieldSection.objects.filter(built_in="")
    told = {"section": "own", "before": str(one.pk)}
    assert anna.post(f"{FIELDS}sections/{three.pk}/place/", told).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert [row.name for row in FieldSection.objects.filter(built_in="")] == ["Drei", "Eins", "Zwei"]
    assert two.name == "Zwei"


def test_a_field_takes_its_values_into_another_section(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "BATCH", 1)
    anna = browse("anna")
    for label in ("Größe", "Bleibt"):
        define(anna, "short_text", label=label)
    found, stays = field(cast, "Größe"), field(cast, "Bleibt")
    for person, text in ((cast.carla, "180"), (cast.bruno, "170")):
        fill(anna, person, "health", **{found.name: text, stays.name: "hier"})
    assert drop(anna, found, "reach").status_code == 303
    assert "zieht gerade hierher um" in anna.get(FIELDS).content.decode()
    assert "180" in anna.get(personal(cast.carla)).content.decode()  # read from both sections meanwhile
    assert drop(anna, found, "address").status_code == 303  # not before it has arrived
    assert field(cast, "Größe").section.code == "reach"
    assert "zieht gerade um" in anna.get(FIELDS).content.decode()
    finish(cast, found)
    assert field(cast, "Größe").moved_from is None
    assert rows(cast, "health") == [{stays.name: "hier"}] * 2
    assert sorted(row[found.name] for row in rows(cast, "reach")) == ["170", "180"]
    assert "zieht gerade" not in anna.get(FIELDS).content.decode()
    finish_move(cast.lindenhof.pk, found.pk)  # a second try finds nothing to do
    with workspace_scope(cast.lindenhof.id):
        cast.carla.refresh_from_db()
    assert cast.carla.versions["health"] == 2 and cast.carla.versions["reach"] == 1


def test_the_form_of_a_field_moves_it_as_well(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", label="Wohin")
    define(anna, "short_text", "reach", label="Schon da")
    found = field(cast, "Wohin")
    told = {"version": "0", "label": "Wohin", "section": "reach"}
    assert anna.post(f"{FIELDS}{found.pk}/", told).status_code == 303
    assert order(cast, "reach") == ["Schon da", "Wohin"] and field(cast, "Wohin").moved_from is None
    taken = {"version": "2", "label": "Schon da", "section": "health"}
    define(anna, "short_text", label="Schon da")
    assert anna.post(f"{FIELDS}{found.pk}/", {**taken, "label": "Schon da"}).status_code == 422
    assert field(cast, "Wohin").section.code == "reach"  # nothing of it was kept


def test_a_value_that_is_written_while_it_moves_stays_the_last_one(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", "insurance", label="Größe")
    found = field(cast, "Größe")
    fill(anna, cast.carla, "insurance", **{found.name: "alt"})
    drop(anna, found, "health")
    assert fill(anna, cast.carla, "health", **{found.name: "neu"}).status_code == 303
    assert kept(cast, cast.carla) == {found.name: "neu"}
    finish(cast, found)
    assert kept(cast, cast.carla) == {found.name: "neu"} and rows(cast, "insurance") == []


@pytest.mark.parametrize("before", ["", "alt"])
def test_who_had_the_section_open_sees_both_texts(cast: Cast, browse: Browse, before: str) -> None:
    """Be it that the record said something in the field or not."""
    anna = browse("anna")
    define(anna, "short_text", "insurance", label="Größe")
    found = field(cast, "Größe")
    if before:
        fill(anna, cast.carla, "insurance", **{found.name: before})
    open_form = {"version": "1" if before else "0", "asked": asked(anna, cast.carla, "insurance")}
    drop(anna, found, "health")
    if before:
        finish(cast, found)
    version = "1" if before else "0"
    assert fill(browse("rita"), cast.carla, "health", int(version), **{found.name: "Rita"}).status_code == 303
    address = personal(cast.carla, "insurance")
    answer = anna.post(address, {**open_form, found.name: "Anna", "insurer": "Sonne"})
    page = answer.content.decode()
    assert answer.status_code == 409 and ">Anna<" in page and ">Rita<" in page and 'value="Sonne"' in page
    assert "in einen anderen verschoben" in page and kept(cast, cast.carla) == {found.name: "Rita"}
    moved = page.split('name="moved" value="')[1].split('"')[0]
    newest = page.split('name="moved"')[0].split('name="version" value="')[-1].split('"')[0]
    again = {**open_form, "version": newest, found.name: "Anna", "insurer": "Sonne", "moved": moved}
    assert anna.post(address, {**again, "moved": f"{found.name}:0"}).status_code == 409  # not told of Rita's
    assert anna.post(address, again).status_code == 303
    assert kept(cast, cast.carla) == {found.name: "Anna"} and "Sonne" in anna.get(personal(cast.carla)).content.decode()
    assert rows(cast, "insurance") == []


def test_who_had_it_open_and_left_the_moved_field_alone_just_saves(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", "insurance", label="Größe")
    found = field(cast, "Größe")
    open_form = {"version": "0", "asked": asked(anna, cast.carla, "insurance")}
    drop(anna, found, "health")
    told = {**open_form, found.name: "", "insurer": "Sonne"}
    assert anna.post(personal(cast.carla, "insurance"), told).status_code == 303


def test_only_settings_edit_moves(cast: Cast, browse: Browse) -> None:
    define(browse("anna"), "short_text", label="A")
    for name in ("tom", "rita", "leo"):
        assert drop(browse(name), field(cast, "A"), "reach").status_code == 403
    assert drop(browse("eve"), field(cast, "A"), "reach").status_code == 404
