"""Two at the same moment at own fields and sections: no value is left without its field, and no name is given twice."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.converting import make_contact
from kartei.people.editing import save_section
from kartei.people.fields.defining import (
    Definition,
    add_field,
    add_section,
    edit_field,
    remove_field,
    remove_section,
    rename_section,
    restore_field,
)
from kartei.people.fields.moving import place_field
from kartei.people.models import Field, FieldFile, FieldSection, FieldType, Person
from kartei.people.sections import sections_of
from tests.cast import Cast
from tests.people.filling import FIELDS, kept, personal
from tests.people.overtaking import nothing, overtaken

pytestmark = pytest.mark.django_db(transaction=True)
TAKEN = "schon"


def new_field(
    cast: Cast, label: str = "Größe", type_: FieldType = FieldType.SHORT_TEXT, section: str = "health", **told: Any
) -> Field:
    with workspace_scope(cast.lindenhof.id):
        return add_field(type_, Definition(label, **told), section, by=cast.anna)


def new_section(cast: Cast, name: str) -> FieldSection:
    with workspace_scope(cast.lindenhof.id):
        return add_section(name, by=cast.anna)


def say(cast: Cast, field: Field, value: str) -> None:
    """Save a section of Carla's as its view would; inside a scope."""
    person = Person.objects.select_related("profile", "client").get(pk=cast.carla.pk)
    found = next(one for one in sections_of(person, seen_by=cast.anna) if one.code == field.section.code)
    save_section(person, found, {field.name: value}, version=0, by=cast.anna)


def fill(browser: Browser, cast: Cast, field: Field, value: Any, code: str = "health") -> Callable[[], Any]:
    told = {"version": "0", "asked": [field.name], "alerts": "", field.name: value}
    return lambda: browser.post(personal(cast.carla, code), told)


def remove(cast: Cast, field: Field) -> Callable[[], object]:
    return lambda: remove_field(field, by=cast.anna, index=nothing)


def post(browser: Browser, path: str, **told: str) -> Callable[[], Any]:
    return lambda: browser.post(f"{FIELDS}{path}", {"submission": str(uuid4()), **told})


def test_a_field_whose_first_value_is_just_being_saved_is_archived(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    field = new_field(cast)
    answer = overtaken(cast, lambda: say(cast, field, "1,70"), post(anna, f"{field.pk}/removal/"))
    assert answer.status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Field.objects.get(pk=field.pk).archived_at
    assert kept(cast, cast.carla) == {field.name: "1,70"}


def test_a_value_for_a_field_that_is_just_being_removed_is_not_lost_without_a_word(
    practice: tuple[Cast, Browser],
) -> None:
    cast, anna = practice
    field = new_field(cast)
    answer = overtaken(cast, remove(cast, field), fill(anna, cast, field, "1,70"))
    assert answer.status_code == 409 and "1,70" in answer.content.decode()
    assert kept(cast, cast.carla) == {}
    with workspace_scope(cast.lindenhof.id):
        assert not Event.objects.filter(act="section.change").exists()
        assert Person.objects.get(pk=cast.carla.pk).versions.get("health") is None


def test_a_section_is_saved_beside_a_removal_when_it_says_nothing_new_there(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    field = new_field(cast)
    assert overtaken(cast, remove(cast, field), fill(anna, cast, field, "")).status_code == 303


def test_a_field_that_goes_into_another_section_takes_along_what_is_just_being_saved(
    practice: tuple[Cast, Browser],
) -> None:
    cast, anna = practice
    field, section = new_field(cast), new_section(cast, "Anamnese")
    answer = overtaken(cast, lambda: say(cast, field, "1,70"), post(anna, f"{field.pk}/place/", section=section.code))
    assert answer.status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Field.objects.get(pk=field.pk).moved_from_id == field.section_id
        assert remove_field(field, by=cast.anna, index=nothing) == 1
    late = new_field(cast, "Spät")
    told = {"version": "1", "asked": [late.name], "alerts": "", late.name: "zu spät"}
    answer = overtaken(
        cast,
        lambda: place_field(late, section.code, None, by=cast.anna, start=nothing),
        lambda: anna.post(personal(cast.carla, "health"), told),
    )
    assert answer.status_code == 409 and late.name not in kept(cast, cast.carla)


def test_an_answer_that_is_just_being_given_is_retired_and_stays(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    field = new_field(cast, "Blutgruppe", FieldType.SINGLE_CHOICE, answers=[("", "A"), ("", "B"), ("", "Null")])
    a, b, null = (one["key"] for one in field.options["answers"])
    told = {"label": "Blutgruppe", "section": "health", "type": "single_choice", "version": "0"}
    answers = {f"answer_{a}": "", f"answer_{b}": "B", f"answer_{null}": "Null"}
    answer = overtaken(cast, lambda: say(cast, field, a), post(anna, f"{field.pk}/", **told, **answers))
    assert answer.status_code == 303, answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert a in {one["key"] for one in Field.objects.get(pk=field.pk).options["answers"]}


def test_a_file_for_a_field_that_is_just_being_removed_is_refused(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    field = new_field(cast, "Befund", FieldType.FILE)
    told: dict[str, Any] = {"version": "0", "asked": [field.name], "alerts": "", f"{field.name}_kept": ""}
    told[f"{field.name}_file"] = SimpleUploadedFile("befund.txt", b"Alles gut.", "text/plain")
    answer = overtaken(cast, remove(cast, field), lambda: anna.post(personal(cast.carla, "health"), told))
    assert answer.status_code == 422 and "Dieses Feld wurde gerade entfernt." in answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert not FieldFile.objects.exists()


@pytest.mark.parametrize("act", ["", "place/", "removal/", "restoration/"])
def test_a_field_that_somebody_is_just_removing_is_not_there(practice: tuple[Cast, Browser], act: str) -> None:
    cast, anna = practice
    field = new_field(cast)
    told = {"label": "Neu", "section": "health", "version": "0"}
    assert overtaken(cast, remove(cast, field), post(anna, f"{field.pk}/{act}", **told)).status_code == 404
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(act="field.removal").count() == 1


def test_a_field_is_archived_and_brought_back_once(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    field = new_field(cast)
    with workspace_scope(cast.lindenhof.id):
        say(cast, field, "1,70")
    assert overtaken(cast, remove(cast, field), post(anna, f"{field.pk}/removal/")).status_code == 303
    answer = overtaken(
        cast, lambda: restore_field(field, by=cast.anna, index=nothing), post(anna, f"{field.pk}/restoration/")
    )
    assert answer.status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert sorted(Event.objects.filter(act__startswith="field.").values_list("act", flat=True)) == [
            "field.addition", "field.archival", "field.restoration",
        ]  # fmt: skip
        assert Field.objects.get(pk=field.pk).version == 2


def test_of_two_new_sections_of_one_name_the_second_is_refused(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    new = post(anna, "sections/new/", name="anamnese")
    answer = overtaken(cast, lambda: add_section("Anamnese", by=cast.anna), new)
    assert answer.status_code == 422 and TAKEN in answer.content.decode()
    one, two = new_section(cast, "Eins"), new_section(cast, "Zwei")
    rename = post(anna, f"sections/{two.pk}/", name="Drei", version="0")
    answer = overtaken(cast, lambda: rename_section(one, "Drei", version=0, by=cast.anna), rename)
    assert answer.status_code == 422 and TAKEN in answer.content.decode()


@pytest.mark.parametrize("act", ["", "place/", "removal/"])
def test_a_section_that_somebody_is_just_removing_is_not_there(practice: tuple[Cast, Browser], act: str) -> None:
    cast, anna = practice
    section = new_section(cast, "Anamnese")
    told = {"name": "Neu", "version": "0", "section": "own"}
    answer = overtaken(
        cast, lambda: remove_section(section, by=cast.anna), post(anna, f"sections/{section.pk}/{act}", **told)
    )
    assert answer.status_code == 404


def test_a_new_field_finds_no_section_that_is_just_being_removed(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    section = new_section(cast, "Anamnese")
    new = post(anna, "new/short_text/", label="Darin", section=section.code)
    assert overtaken(cast, lambda: remove_section(section, by=cast.anna), new).status_code == 404


def test_of_two_fields_that_are_called_alike_the_second_is_refused(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    one, two = new_field(cast, "Eins"), new_field(cast, "Zwei")
    rename = post(anna, f"{two.pk}/", label="Drei", section="health", version="0")
    answer = overtaken(
        cast, lambda: edit_field(one, Definition("Drei"), version=0, by=cast.anna, index=nothing), rename
    )
    assert answer.status_code == 422 and TAKEN in answer.content.decode()
    answer = overtaken(
        cast,
        lambda: add_field(FieldType.DATE, Definition("Vier"), "health", by=cast.anna),
        post(anna, "new/short_text/", label="vier", section="health"),
    )
    assert answer.status_code == 422 and TAKEN in answer.content.decode()


def test_a_section_of_who_has_just_become_a_contact_is_not_saved(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    told = {"version": "0", "asked": [], "alerts": "zu spät"}
    answer = overtaken(
        cast,
        lambda: make_contact(Person.objects.get(pk=cast.bruno.pk), version=0, by=cast.anna),
        lambda: anna.post(personal(cast.bruno, "health"), told),
    )
    assert answer.status_code == 404
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.get(pk=cast.bruno.pk).profile.alerts == ""
