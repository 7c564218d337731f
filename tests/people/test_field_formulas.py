"""Calculated fields: defined in words, checked, worked out when they are read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kartei.db.scope import workspace_scope
from kartei.people.fields import formulas
from kartei.people.models import Person
from tests.cast import Cast
from tests.people.filling import FIELDS, Browse, define, field, fill, kept, personal

Say = Callable[..., Any]


@pytest.fixture
def anna(browse: Browse) -> Any:
    """Anna, with the fields „Gewicht“, „Größe“ (in m) and „Beginn“ in „Gesundheit“."""
    browser = browse("anna")
    assert define(browser, "number", label="Gewicht", decimals="1").status_code == 303
    assert define(browser, "number", label="Größe", decimals="2").status_code == 303
    assert define(browser, "date", label="Beginn").status_code == 303
    return browser


def calculate(browser: Any, formula: str, label: str = "Ergebnis", section: str = "health", **told: str) -> Any:
    return define(browser, "calculated", section, label=label, formula=formula, **{"decimals": "1", **told})


def test_a_result_stands_there_and_follows_its_parts(cast: Cast, anna: Any) -> None:
    assert calculate(anna, "[Gewicht] ÷ ([Größe] × [Größe])", label="BMI", unit="kg/m²").status_code == 303
    weight, height = field(cast, "Gewicht").name, field(cast, "Größe").name
    assert fill(anna, cast.carla, "health", **{weight: "72,5", height: "1,80"}).status_code == 303
    assert "22,4 kg/m²" in anna.get(personal(cast.carla)).content.decode()
    assert "BMI" not in anna.get(personal(cast.carla, "health")).content.decode().split("<form")[-1]  # never asked
    assert fill(anna, cast.carla, "health", 1, **{weight: "80", height: "1,80"}).status_code == 303
    assert "24,7 kg/m²" in anna.get(personal(cast.carla)).content.decode()
    assert fill(anna, cast.carla, "health", 2, **{weight: "80", height: "0"}).status_code == 303
    assert "kg/m²" not in anna.get(personal(cast.carla)).content.decode()  # a division by zero is nothing
    assert set(kept(cast, cast.carla)) == {weight, height}


def test_the_age_comes_from_the_date_of_birth_and_a_formula_from_another_section(cast: Cast, anna: Any) -> None:
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.carla.pk).update(birth_date="1980-01-01")
    assert calculate(anna, "alter([Geburtsdatum])", label="Jahre", section="reach", decimals="0").status_code == 303
    assert (
        calculate(anna, "wenn([Jahre] ≥ 18; 1; 0)", label="Volljährig", section="insurance", decimals="0").status_code
        == 303
    )
    with workspace_scope(cast.lindenhof.id):
        assert "[f" in field(cast, "Volljährig").options["formula"]  # kept by a name that no renaming changes
    page = anna.get(personal(cast.carla)).content.decode()
    assert "Volljährig</dt><dd>1<" in page
    assert "Volljährig</dt><dd>—<" in anna.get(personal(cast.bruno)).content.decode()


def test_a_renamed_field_is_renamed_in_its_formulas(cast: Cast, anna: Any) -> None:
    assert calculate(anna, "Gewicht + 1").status_code == 303
    weight = field(cast, "Gewicht")
    told = {"version": "0", "label": "Gewicht [kg]", "decimals": "1", "section": "health"}
    assert anna.post(f"{FIELDS}{weight.pk}/", told).status_code == 303
    assert "[Gewicht kg] + 1" in anna.get(f"{FIELDS}{field(cast, 'Ergebnis').pk}/").content.decode()


def test_two_fields_of_one_name_are_told_apart_by_their_sections(cast: Cast, anna: Any) -> None:
    assert define(anna, "number", "reach", label="Gewicht", decimals="1").status_code == 303
    assert "mehrere Felder" in calculate(anna, "[Gewicht] + 1").content.decode()
    assert calculate(anna, "[Gesundheit: Gewicht] + 1").status_code == 303


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("", "field-error"),
        ("[Gewicht] +", "Am Ende fehlt etwas."),
        ("([Gewicht]", "Am Ende fehlt „)“."),
        ("[Gewicht] % 2", "„%“ gehört nicht dorthin (Zeichen 11)."),
        ("[Nirgends] + 1", "namens „Nirgends“ gibt es nicht"),
        ("[Beginn] + 1", "„+“ rechnet mit Zahlen"),
        ("alter([Gewicht])", "braucht ein Datum"),
        ("sqrt([Gewicht])", "Eine Funktion „sqrt“ gibt es nicht."),
        ("tage([Beginn])", "braucht zwei Daten"),
        ("wenn([Gewicht]; 1; 2)", "beginnt mit einem Vergleich"),
        ("[Gewicht] > 3", "Ein Vergleich allein ist kein Ergebnis."),
        ("__import__('os').system('id')", "gehört nicht dorthin"),
        ("1" * 501, "field-error"),
    ],
)
def test_a_faulty_formula_is_refused_with_a_sentence(cast: Cast, anna: Any, formula: str, said: str) -> None:
    answer = calculate(anna, formula)
    assert answer.status_code == 422 and said in answer.content.decode()


def change(browser: Any, cast: Cast, label: str, formula: str) -> Any:
    found = field(cast, label)
    told = {"version": str(found.version), "label": label, "formula": formula, "decimals": "1", "section": "health"}
    return browser.post(f"{FIELDS}{found.pk}/", told)


def test_nothing_is_calculated_from_itself(cast: Cast, anna: Any) -> None:
    calculate(anna, "[Gewicht] + 1", label="Eins")
    calculate(anna, "[Eins] + 1", label="Zwei")
    for formula in ("[Eins] + 1", "[Zwei] + 1"):
        answer = change(anna, cast, "Eins", formula)
        assert answer.status_code == 422 and "aus sich selbst berechnet" in answer.content.decode()
    assert change(anna, cast, "Eins", "[Größe] + 1").status_code == 303


def test_a_chain_of_results_has_an_end(cast: Cast, anna: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas, "LONGEST_CHAIN", 3)
    for number, before in enumerate(["Gewicht", "Kette 1", "Kette 2"], start=1):
        assert calculate(anna, f"[{before}] + 1", label=f"Kette {number}").status_code == 303
    answer = calculate(anna, "[Kette 3] + 1", label="Kette 4")
    assert answer.status_code == 422 and "hintereinander" in answer.content.decode()
    assert calculate(anna, "[Gewicht] + 1", label="Anfang").status_code == 303
    answer = change(anna, cast, "Kette 1", "[Anfang] + 1")
    assert answer.status_code == 422 and "hintereinander" in answer.content.decode()
    monkeypatch.setattr(formulas, "LONGEST_CHAIN", 1)  # one that was longer already gives nothing, and no error
    assert fill(anna, cast.carla, "health", **{field(cast, "Gewicht").name: "70"}).status_code == 303
    page = anna.get(personal(cast.carla)).content.decode()
    assert "Anfang</dt><dd>71" in page and "Kette 3</dt><dd>—<" in page


def test_a_formula_that_others_reckon_with_stays_of_its_kind_and_its_parts_stay(cast: Cast, anna: Any) -> None:
    calculate(anna, "[Gewicht] + 1", label="Eins")
    calculate(anna, "[Eins] + 1", label="Zwei")
    answer = change(anna, cast, "Eins", "[Beginn]")
    assert answer.status_code == 422 and "„Zwei“ rechnet damit" in answer.content.decode()
    answer = anna.post(f"{FIELDS}{field(cast, 'Gewicht').pk}/removal/")
    assert answer.status_code == 422 and "„Eins“ wird daraus berechnet" in answer.content.decode()
    assert anna.post(f"{FIELDS}{field(cast, 'Zwei').pk}/removal/").status_code == 303


def test_results_cost_no_question_of_their_own(cast: Cast, anna: Any) -> None:
    anna.get(personal(cast.carla))
    with CaptureQueriesContext(connection) as few:
        anna.get(personal(cast.carla))
    for number in range(5):
        calculate(anna, f"[Gewicht] + {number}", label=f"Plus {number}")
    with CaptureQueriesContext(connection) as many:
        anna.get(personal(cast.carla))
    assert len(many) == len(few)


def test_a_result_cannot_be_sent(cast: Cast, anna: Any) -> None:
    calculate(anna, "[Gewicht] + 1")
    name = field(cast, "Ergebnis").name
    assert anna.post(personal(cast.carla, "health"), {"version": "0", "asked": [name], name: "7"}).status_code == 303
    assert kept(cast, cast.carla) == {}
