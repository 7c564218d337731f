"""Formulas of calculated fields: read, checked, reckoned; never run as code."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kartei.lib.formula import DEEPEST, LONGEST, FormulaError, Sort, parse, renamed

TODAY = date(2026, 11, 27)
SORTS = {"Gewicht": Sort.NUMBER, "Größe in m": Sort.NUMBER, "Beginn": Sort.DATE, "Ende": Sort.DATE, "leer": Sort.NUMBER}
VALUES: dict[str, Any] = {
    "Gewicht": Decimal("72.5"), "Größe in m": Decimal("1.80"), "Beginn": date(2026, 1, 31), "Ende": date(2026, 3, 1),
    "leer": None,
}  # fmt: skip


def reckon(text: str) -> Any:
    return parse(text).value(VALUES, TODAY)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 × 3", 7),
        ("(1 + 2) × 3", 9),
        ("7 − 2 – 1", 4),
        ("8 ÷ 4 : 2", 1),
        ("-3 + 5", 2),
        ("2 * -3", -6),
        ("1,5 + 1.5", 3),
        ("Gewicht + 1", Decimal("73.5")),
        ("[Gewicht] × [Größe in m]", Decimal("130.50")),
        ("ALTER([Beginn])", 0),
        ("age([Beginn])", 0),
        ("tage([Beginn]; [Ende])", 29),
        ("days([Ende]; [Beginn])", -29),
        ("tage([Ende]; heute())", 271),
        ("wenn([Gewicht] > 70; 1; 0)", 1),
        ("if([Gewicht] ≤ 70; 1; 0)", 0),
        ("wenn([Beginn] < [Ende]; [Ende]; [Beginn])", date(2026, 3, 1)),
        ("wenn([Gewicht] <> 72,5; 1; wenn([Gewicht] = 72,50; 2; 3))", 2),
        ("wenn([Gewicht] > 70; 1; [leer])", 1),
    ],
)
def test_it_reckons(text: str, result: Any) -> None:
    assert reckon(text) == result


@pytest.mark.parametrize(
    "text",
    ["1 ÷ 0", "[Gewicht] ÷ ([Gewicht] − [Gewicht])", "[leer] + 1", "wenn([leer] > 1; 1; 0)", "[nie gehört]",
     "999999999999999 × 999999999999999", " × ".join(["999999999999"] * 30), "0 ÷ 0"],
)  # fmt: skip
def test_what_has_no_answer_is_empty(text: str) -> None:
    assert reckon(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("1 +", "incomplete"),
        ("(1 + 2", "missing"),
        ("1 2", "unexpected"),
        ("1 + + 2", "unexpected"),
        ("1 % 2", "unexpected"),
        ("[Gewicht", "unexpected"),
        ("__import__('os')", "unexpected"),
        ("eval(1)", "no_function"),
        ("alter()", "age_arguments"),
        ("tage([Beginn])", "days_arguments"),
        ("wenn(1 > 0; 1)", "if_arguments"),
        ("1234567890123456", "too_large"),
        ("1" + "+1" * LONGEST, "too_long"),
        ("(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1), "too_deep"),
        ("[nirgends]", "no_field"),
        ("[Beginn] + 1", "needs_number"),
        ("alter([Gewicht])", "needs_date"),
        ("alter(3)", "needs_date"),
        ("wenn([Gewicht]; 1; 2)", "needs_condition"),
        ("wenn(1 > 0; 1; [Beginn])", "different_ends"),
        ("wenn([Beginn] > 3; 1; 2)", "not_comparable"),
        ("[Gewicht] > 3", "is_condition"),
        ("(1 > 0) = (2 > 1)", "not_comparable"),
    ],
)
def test_each_fault_has_its_code(text: str, code: str) -> None:
    with pytest.raises(FormulaError) as fault:
        parse(text).sort_of(SORTS)
    assert fault.value.code == code


def test_names_are_told_and_changed() -> None:
    text = "[Gewicht] ÷ ([ Größe in m ] × [Größe in m])"
    assert parse(text).references == ("Gewicht", "Größe in m")
    assert renamed(text, {"Gewicht": "f1", "Größe in m": "f2"}.__getitem__) == "[f1] ÷ ([f2] × [f2])"
    assert renamed("alter( Beginn ) +1", str.upper) == "alter( [BEGINN] ) +1"


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="0123456789+-*/();<>=[]×÷ alterwenntagbs,.", max_size=60))
def test_whatever_is_typed_is_a_formula_or_a_fault(text: str) -> None:
    try:
        formula = parse(text)
        formula.sort_of(dict.fromkeys(formula.references, Sort.NUMBER))
    except FormulaError:
        return
    assert isinstance(formula.value({}, TODAY), Decimal | date | None)
