"""Numbers as people type them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib.numbers import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("72,5", "72.5"),
        ("1.234", "1234"),
        ("1.2345", "1.2345"),
        ("0.123", "0.123"),
        ("1 234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("-3", "-3"),
        ("−3,25", "-3.25"),
        (",5", "0.5"),
        ("007", "7"),
    ],
)
def test_what_germans_type_is_understood(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


def test_a_comma_before_three_digits_parts_thousands_in_english() -> None:
    assert read_number("1,234", comma=False) == 1234
    assert read_number("1,234") == Decimal("1.234")
    assert read_number("1.234", comma=False) == Decimal("1.234")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1,2,3",
        "1.23.456",
        "12.34,5,6",
        "1..2",
        "--1",
        "1e5",
        "Ⅷ",
        "٣",
        "5.",
        ",",
        "1,234.567,8",
        "0x10",
        "NaN",
        "∞",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_number(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_a_written_number_is_read_again_in_either_way(number: Decimal) -> None:
    assert read_number(f"{number:,.4f}") == number
    german = f"{number:,.4f}".translate(str.maketrans(",.", ".,"))
    assert read_number(german) == number


@given(st.text())
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert read_number(text).is_finite()
