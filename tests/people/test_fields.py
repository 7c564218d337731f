"""Own fields and sections of the practice (PE-02 to PE-06)."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.fields import defining
from kartei.people.fields.defining import Definition, add_field, add_section
from kartei.people.models import Field, FieldSection, FieldType
from tests.cast import Cast
from tests.people.filling import FIELDS, Browse, define, field, fill, kept, personal


def test_a_single_choice_is_defined_filled_in_and_there_on_every_client(cast: Cast, browse: Browse) -> None:
    """PE-02 and PE-03, row by row."""
    anna = browse("anna")
    types = anna.get(f"{FIELDS}new/?section=health").content.decode()
    assert "Einfachauswahl" in types and "single_choice/?section=health" in types
    assert define(anna, "single_choice", label="Blutgruppe", more_answers="A\nB\nNull").status_code == 303
    blood = field(cast, "Blutgruppe")
    keys = {one["label"]: one["key"] for one in blood.options["answers"]}
    assert list(keys) == ["A", "B", "Null"]
    for person in (cast.carla, cast.bruno):
        page = anna.get(personal(person)).content.decode()
        assert "Blutgruppe" in page and "Null" not in page
    assert fill(anna, cast.carla, "health", alerts="", **{blood.name: keys["Null"]}).status_code == 303
    assert "Null" in anna.get(personal(cast.carla)).content.decode()
    assert "Null" not in anna.get(personal(cast.bruno)).content.decode()
    assert kept(cast, cast.carla) == {blood.name: keys["Null"]}
    assert kept(cast, cast.bruno) == {}
    with workspace_scope(cast.lindenhof.id):
        change = Event.objects.get(act="section.change", subject_id=cast.carla.pk)
    assert change.detail["changes"] == {"Blutgruppe": ["", "Null"]}


def test_a_section_is_added_filled_and_put_in_order(cast: Cast, browse: Browse) -> None:
    """PE-04"""
    anna = browse("anna")
    assert anna.post(f"{FIELDS}sections/new/", {"name": "Anamnese", "submission": str(uuid4())}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        section = FieldSection.objects.get(name="Anamnese")
    assert "Anamnese" in anna.get(personal(cast.bruno)).content.decode()
    for label in ("Beschwerden", "Seit wann"):
        assert define(anna, "short_text", section.code, label=label).status_code == 303
    late = field(cast, "Seit wann")
    assert anna.post(f"{FIELDS}{late.pk}/place/", {"step": "-1"}).status_code == 303
    for person in (cast.carla, cast.bruno):
        page = anna.get(personal(person)).content.decode()
        assert page.index("Seit wann") < page.index("Beschwerden")
    assert fill(anna, cast.carla, section.code, **{late.name: "März"}).status_code == 303
    assert "März" in anna.get(personal(cast.carla)).content.decode()
    assert anna.post(f"{FIELDS}sections/new/", {"name": "anamnese", "submission": str(uuid4())}).status_code == 422
    assert anna.post(f"{FIELDS}sections/new/", {"name": "Gesundheit", "submission": str(uuid4())}).status_code == 422


WELL = [
    ("short_text", {}, "Eins", "Eins", "Eins"),
    ("short_text", {"pattern": "postcode"}, "10115", "10115", "10115"),
    ("long_text", {}, "Eins\nzwei", "Eins\nzwei", "Eins\nzwei"),
    ("number", {"unit": "kg", "decimals": "1"}, "1.234,5", "1234.5", "1.234,5 kg"),
    ("number", {"decimals": "1"}, "1234.5", "1234.5", "1.234,5"),
    ("money", {}, "1.234,50", "1234.50", "1.234,50 €"),
    ("date", {}, "311226", "2026-12-31", "31.12.2026"),
    ("datetime", {}, "31.12.2026 14:30", "2026-12-31T13:30:00Z", "31.12.2026, 14:30"),
    ("yes_no", {}, "no", False, "nein"),
    ("scale", {"from": "0", "to": "10", "to_label": "unerträglich"}, "10", 10, "10 – unerträglich"),
    ("email", {}, "a@example.org", "a@example.org", "a@example.org"),
    ("phone", {}, "030 1234", "030 1234", "030 1234"),
    ("url", {}, "example.org/x", "https://example.org/x", "https://example.org/x"),
]


@pytest.mark.parametrize(("type_", "options", "typed", "stored", "shown"), WELL)
def test_each_type_keeps_and_shows_what_is_typed(
    cast: Cast, browse: Browse, type_: str, options: dict[str, str], typed: str, stored: Any, shown: str
) -> None:
    anna = browse("anna")
    assert define(anna, type_, label="Neues", **options).status_code == 303
    name = field(cast, "Neues").name
    assert fill(anna, cast.carla, "health", **{name: typed}).status_code == 303
    assert kept(cast, cast.carla) == {name: stored}
    assert shown.split("\n", maxsplit=1)[0] in anna.get(personal(cast.carla)).content.decode()
    again = anna.get(personal(cast.carla, "health")).content.decode()
    assert "Neues" in again  # opens again with what is kept
    assert fill(anna, cast.carla, "health", 1, **{name: ""}).status_code == 303
    assert kept(cast, cast.carla) == {}


BADLY = [
    ("short_text", {"max_length": "3"}, "vier"),
    ("short_text", {"pattern": "digits"}, "12a"),
    ("short_text", {"pattern": "time"}, "25:00"),
    ("number", {}, "abc"),
    ("number", {"least": "1", "most": "5"}, "6"),
    ("number", {"decimals": "0"}, "1,5"),
    ("number", {}, "9" * 40),
    ("money", {}, "1,234567"),
    ("date", {}, "31.02.2026"),
    ("datetime", {}, "31.12.2026 25:00"),
    ("datetime", {}, "31.02.2026 10:00"),
    ("yes_no", {}, "vielleicht"),
    ("scale", {"from": "0", "to": "10"}, "11"),
    ("email", {}, "keine Adresse"),
    ("url", {}, "javascript:alert(1)"),
    ("url", {}, "ftp://example.org"),
    ("team_member", {}, "00000000-0000-7000-8000-000000000000"),
    ("long_text", {}, "bro\0ken"),
]


@pytest.mark.parametrize(("type_", "options", "typed"), BADLY)
def test_each_type_checks_what_is_typed_and_loses_nothing(
    cast: Cast, browse: Browse, type_: str, options: dict[str, str], typed: str
) -> None:
    """PE-05"""
    anna = browse("anna")
    assert define(anna, type_, label="Neues", **options).status_code == 303
    name = field(cast, "Neues").name
    answer = fill(anna, cast.carla, "health", alerts="bleibt stehen", **{name: typed})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'class="field-error"' in page and "bleibt stehen" in page
    assert kept(cast, cast.carla) == {}


def test_several_answers_are_kept_and_counted(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert define(anna, "multi_choice", label="Hilft", more_answers="Wärme\nKälte\nRuhe", most="2").status_code == 303
    helps = field(cast, "Hilft")
    warm, cold, rest = (one["key"] for one in helps.options["answers"])
    assert fill(anna, cast.carla, "health", **{helps.name: [warm, cold, rest]}).status_code == 422
    assert fill(anna, cast.carla, "health", **{helps.name: [warm, rest]}).status_code == 303
    assert "Wärme, Ruhe" in anna.get(personal(cast.carla)).content.decode()


def test_a_team_member_is_chosen_and_stays_when_they_have_left(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert define(anna, "team_member", label="Vertretung").status_code == 303
    found = field(cast, "Vertretung")
    assert fill(anna, cast.carla, "health", **{found.name: str(cast.tom.pk)}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        cast.tom.state = "suspended"
        cast.tom.save(update_fields=["state"])
    assert "Tom" in anna.get(personal(cast.carla)).content.decode()
    assert fill(anna, cast.carla, "health", 1, **{found.name: str(cast.tom.pk)}).status_code == 303


def test_what_must_be_filled_in_is_asked_for(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", label="Pflicht", is_required="on")
    assert fill(anna, cast.carla, "health").status_code == 422
    assert fill(anna, cast.carla, "health", **{field(cast, "Pflicht").name: "da"}).status_code == 303


def test_a_field_with_values_is_archived_with_the_count_and_comes_back(cast: Cast, browse: Browse) -> None:
    """PE-06"""
    anna = browse("anna")
    define(anna, "short_text", label="Schuhgröße")
    found = field(cast, "Schuhgröße")
    fill(anna, cast.carla, "health", **{found.name: "43"})
    assert "1 Akte enthält etwas in" in anna.get(f"{FIELDS}{found.pk}/removal/").content.decode()
    assert anna.post(f"{FIELDS}{found.pk}/removal/").status_code == 303
    assert "was 1 Akte darin enthält, bleibt" in anna.get(FIELDS).content.decode()
    assert "Schuhgröße" not in anna.get(personal(cast.bruno)).content.decode()
    assert "Archivierte Felder" in anna.get(FIELDS).content.decode()
    assert kept(cast, cast.carla) == {found.name: "43"}
    assert fill(anna, cast.carla, "health", 1, alerts="neu").status_code == 303  # a save leaves it alone
    assert kept(cast, cast.carla) == {found.name: "43"}
    assert anna.post(f"{FIELDS}{found.pk}/restoration/").status_code == 303
    assert "43" in anna.get(personal(cast.carla)).content.decode()


def test_a_field_without_values_is_deleted(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", label="Vertan")
    found = field(cast, "Vertan")
    assert "Das Feld wird gelöscht" in anna.get(f"{FIELDS}{found.pk}/removal/").content.decode()
    assert anna.post(f"{FIELDS}{found.pk}/removal/").status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not Field.objects.exists()


def test_a_field_that_was_added_or_archived_meanwhile_loses_nothing(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", label="Alt")
    old = field(cast, "Alt")
    define(anna, "short_text", label="Pflicht", is_required="on")
    new = field(cast, "Pflicht")
    fill(anna, cast.carla, "health", **{old.name: "a", new.name: "b"})
    sent = {"version": "1", "asked": [old.name], old.name: "c"}  # a page from before „Pflicht“
    assert anna.post(personal(cast.carla, "health"), sent).status_code == 303
    assert kept(cast, cast.carla) == {old.name: "c", new.name: "b"}
    anna.post(f"{FIELDS}{old.pk}/removal/")
    sent = {"version": "2", "asked": [old.name], old.name: "d"}  # a page from before the removal
    assert anna.post(personal(cast.carla, "health"), sent).status_code == 303
    assert kept(cast, cast.carla) == {old.name: "d", new.name: "b"}


def test_answers_are_renamed_retired_and_deleted(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "single_choice", label="Händigkeit", more_answers="links\nrechts\nbeide")
    hand = field(cast, "Händigkeit")
    left, right, both = (one["key"] for one in hand.options["answers"])
    fill(anna, cast.carla, "health", **{hand.name: left})
    told = {
        "version": "0",
        "label": "Händigkeit",
        f"answer_{left}": "",
        f"answer_{right}": "Rechts",
        f"answer_{both}": "",
    }
    answer = anna.post(f"{FIELDS}{hand.pk}/", {**told, "more_answers": "wechselnd"})
    assert answer.status_code == 303
    answers = {one["key"]: one for one in field(cast, "Händigkeit").options["answers"]}
    assert answers[left]["retired"] and answers[right]["label"] == "Rechts" and both not in answers
    assert "links" in anna.get(personal(cast.carla, "health")).content.decode()  # where it stands it stays
    assert "links" not in anna.get(personal(cast.bruno, "health")).content.decode()
    told = {"version": "1", "label": "Händigkeit", f"answer_{right}": "Rechts", "more_answers": ""}
    assert anna.post(f"{FIELDS}{hand.pk}/", told).status_code == 422  # one answer is no choice
    assert "Nicht mehr angeboten: links" in anna.get(f"{FIELDS}{hand.pk}/").content.decode()
    assert anna.post(f"{FIELDS}{hand.pk}/", {**told, "more_answers": "Links"}).status_code == 303  # offered again
    answers = {one["key"]: one for one in field(cast, "Händigkeit").options["answers"]}
    assert answers[left] == {"key": left, "label": "Links"} and len(answers) == 2


def test_a_phone_number_that_cannot_be_read_is_kept_with_a_word_about_it(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "phone", label="Durchwahl")
    name = field(cast, "Durchwahl").name
    fill(anna, cast.carla, "health", **{name: "abc"})
    assert "„abc“ sieht ungewöhnlich aus" in anna.get(personal(cast.carla)).content.decode()
    assert kept(cast, cast.carla) == {name: "abc"}


def test_a_type_is_widened_and_every_value_survives(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "single_choice", label="Wahl", more_answers="eins\nzwei")
    choice = field(cast, "Wahl")
    one, two = (one["key"] for one in choice.options["answers"])
    fill(anna, cast.carla, "health", **{choice.name: one})
    told = {"version": "0", "label": "Wahl", f"answer_{one}": "eins", f"answer_{two}": "zwei", "type": "multi_choice"}
    assert anna.post(f"{FIELDS}{choice.pk}/", told).status_code == 303
    assert "eins" in anna.get(personal(cast.carla)).content.decode()
    assert fill(anna, cast.carla, "health", 1, **{choice.name: [one, two]}).status_code == 303
    assert kept(cast, cast.carla) == {choice.name: [one, two]}
    assert anna.post(f"{FIELDS}{choice.pk}/", {**told, "version": "1", "type": "number"}).status_code == 303
    assert field(cast, "Wahl").type == "multi_choice"


def test_two_who_edit_a_definition_at_once_lose_nothing(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", label="Erst")
    found = field(cast, "Erst")
    assert anna.post(f"{FIELDS}{found.pk}/", {"version": "0", "label": "Zweit"}).status_code == 303
    answer = anna.post(f"{FIELDS}{found.pk}/", {"version": "0", "label": "Dritt"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Dritt" in page and "„Zweit“" in page and 'value="1"' in page
    assert "Ihre Eingabe" in page and page.count("Zweit") >= 2  # both texts, beside each other


def test_two_who_fill_in_at_once_see_both(cast: Cast, browse: Browse) -> None:
    """PE-07 with an own field."""
    anna = browse("anna")
    define(anna, "short_text", label="Größe")
    name = field(cast, "Größe").name
    fill(anna, cast.carla, "health", **{name: "180"})
    answer = fill(anna, cast.carla, "health", 0, **{name: "181"})
    assert answer.status_code == 409 and "180" in answer.content.decode() and "181" in answer.content.decode()


def test_contacts_have_the_fields_that_say_so(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", "reach", label="Messenger", on_contacts="on")
    define(anna, "short_text", "reach", label="Nur Klienten")
    page = anna.get(personal(cast.doktor)).content.decode()
    assert "Messenger" in page and "Nur Klienten" not in page
    name = field(cast, "Messenger").name
    rows = {f"{kind}-{count}": "0" for kind in ("emails", "phones") for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert fill(anna, cast.doktor, "reach", **rows, **{name: "praxis_probe"}).status_code == 303
    assert "praxis_probe" in anna.get(personal(cast.doktor)).content.decode()


def test_undo_brings_back_what_an_own_field_said(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "multi_choice", label="Hilft", more_answers="Wärme\nKälte")
    helps = field(cast, "Hilft")
    warm, cold = (one["key"] for one in helps.options["answers"])
    fill(anna, cast.carla, "health", **{helps.name: [warm]})
    fill(anna, cast.carla, "health", 1, **{helps.name: [cold]})
    with workspace_scope(cast.lindenhof.id):
        change = Event.objects.filter(act="section.change", subject_id=cast.carla.pk).latest("id")
    told = {"change": str(change.pk), "version": "2"}
    assert anna.post(f"{personal(cast.carla, 'health')}reversal/", told).status_code == 303
    assert kept(cast, cast.carla) == {helps.name: [warm]}


@pytest.mark.parametrize("name", ["tom", "rita", "leo", "berta", "sven"])
def test_only_settings_edit_defines(cast: Cast, browse: Browse, name: str) -> None:
    browser = browse(name)
    assert define(browser, "short_text", label="Nein").status_code == 403
    assert browser.get(FIELDS).status_code == 403
    if name != "leo":
        assert "+ Neues Feld" not in browser.get(personal(cast.carla)).content.decode()


@pytest.mark.parametrize(
    ("type_", "told"),
    [
        ("short_text", {"label": ""}),
        ("short_text", {"label": "x" * 101}),
        ("short_text", {"label": "Neu", "section": "nowhere"}),
        ("short_text", {"label": "Neu", "section": "s" + "0" * 32}),
        ("short_text", {"label": "Neu", "max_length": "0"}),
        ("number", {"label": "Neu", "least": "5", "most": "1"}),
        ("number", {"label": "Neu", "decimals": "9" * 5000}),
        ("scale", {"label": "Neu", "from": "3", "to": "3"}),
        ("scale", {"label": "Neu", "from": "0", "to": "500"}),
        ("single_choice", {"label": "Neu", "more_answers": "nur eine"}),
        ("single_choice", {"label": "Neu", "more_answers": "gleich\nGLEICH"}),
        ("single_choice", {"label": "Neu", "more_answers": "\n".join(map(str, range(101)))}),
        ("single_choice", {"label": "Neu", "more_answers": "a\n" + "b" * 101}),
        ("multi_choice", {"label": "Neu", "more_answers": "a\nb", "least": "3", "most": "2"}),
    ],
)
def test_a_wrong_definition_is_refused_beside_the_field(
    cast: Cast, browse: Browse, type_: str, told: dict[str, str]
) -> None:
    answer = define(browse("anna"), type_, **{"section": "health", "decimals": "2", **told})
    assert answer.status_code == 422 and "field-error" in answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert not Field.objects.exists()


def test_a_type_that_does_not_exist_is_404(browse: Browse) -> None:
    assert browse("anna").get(f"{FIELDS}new/nonsense/").status_code == 404


def test_the_same_label_twice_in_a_section_is_refused(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert define(anna, "short_text", label="Einmal").status_code == 303
    answer = define(anna, "number", label="EINMAL", decimals="2")
    assert answer.status_code == 422 and "Diesen Namen gibt es schon." in answer.content.decode()
    assert define(anna, "short_text", "reach", label="Einmal").status_code == 303


def test_a_section_with_fields_stays_and_an_empty_one_goes(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        full, empty = add_section("Voll", by=cast.anna), add_section("Leer", by=cast.anna)
        add_field(FieldType.SHORT_TEXT, Definition("Darin"), full.code, by=cast.anna)
    assert anna.post(f"{FIELDS}sections/{full.pk}/removal/").status_code == 422
    assert anna.post(f"{FIELDS}sections/{empty.pk}/removal/").status_code == 303
    told = {"name": "Sehr voll", "version": "0"}
    assert anna.post(f"{FIELDS}sections/{full.pk}/", told).status_code == 303
    assert anna.post(f"{FIELDS}sections/{full.pk}/", told).status_code == 409


def test_the_page_asks_the_same_number_of_questions_whatever_is_defined(cast: Cast, browse: Browse) -> None:
    """Own fields cost three statements, be they one or two hundred."""
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        add_field(FieldType.SHORT_TEXT, Definition("Erstes"), "health", by=cast.anna)
    anna.get(personal(cast.carla))
    with CaptureQueriesContext(
        connection,
    ) as few:
        anna.get(personal(cast.carla))
    with workspace_scope(cast.lindenhof.id):
        for number in range(20):
            section = add_section(f"Abschnitt {number}", by=cast.anna)
            for place in range(10):
                add_field(FieldType.NUMBER, Definition(f"Feld {place}"), section.code, by=cast.anna)
    with CaptureQueriesContext(connection) as many:
        page = anna.get(personal(cast.carla)).content.decode()
    assert page.count("Feld 9") == 20 and len(many) == len(few)


def test_no_more_fields_than_a_page_can_bear(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defining, "MOST_FIELDS", 1)
    anna = browse("anna")
    assert define(anna, "short_text", label="Eins").status_code == 303
    assert define(anna, "short_text", label="Zwei").status_code == 422
