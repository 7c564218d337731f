import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib.phones import IMPLAUSIBLE, UNREADABLE, Phone, digits, looks_like_phone, parse, split


@pytest.mark.parametrize(
    "typed",
    ["0176/04069001", "0176 040 690 01", "(0176) 040 690 01", "+4917604069001", "+49 (0)176 04069001",
     "0049 176 04069001", "'0176 04069001", "17604069001", "4917604069001", "(0)176 04069001"],
)  # fmt: skip
def test_every_spelling_of_a_number_is_one_number(typed):
    phone = parse(typed, "DE")
    assert (phone.number, phone.shown, phone.warning) == ("+4917604069001", "0176 04069001", "")
    assert phone.value == typed.lstrip("'")


def test_a_number_is_shown_nationally_at_home_and_internationally_abroad():
    assert parse("030 / 23125-101", "DE").shown == "030 23125101"
    assert parse("+49 30 23125101", "AT").shown == "+49 30 23125101"
    assert parse("0012025550116", "DE").shown == "+1 202-555-0116" == parse("12025550116", "DE").shown


@pytest.mark.parametrize(
    ("typed", "warning", "number"),
    [("00447700900008", IMPLAUSIBLE, "+447700900008"), ("447700900008", IMPLAUSIBLE, "+447700900008"),
     ("Mutter fragen", UNREADABLE, ""), ("siehe 030 23125101", UNREADABLE, ""), ("1", UNREADABLE, ""), ("", UNREADABLE, ""),
     ("0176 " + "1" * 40, IMPLAUSIBLE, "")],
)  # fmt: skip
def test_nothing_is_refused_but_a_warning_is_given(typed, warning, number):
    phone = parse(typed, "DE")
    assert (phone.warning, phone.number) == (warning, number) or phone.warning == UNREADABLE
    assert phone.value == typed


def test_without_a_country_only_international_numbers_can_be_read():
    assert parse("0176 04069001", "").warning == UNREADABLE and parse("+4917604069001", "").number == "+4917604069001"


@given(st.text(max_size=80), st.sampled_from(["DE", "AT", "US", "", "XX"]))
def test_any_text_becomes_a_phone_that_shows_something(text, region):
    phone = parse(text, region)
    assert isinstance(phone, Phone) and (phone.shown or not phone.value)
    split(text, region)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("+49 (0)176 / 123", "0176123"), ("0049176123", "0176123"), ("0176 123", "0176123"), ("+1 202", "001202"),
     ("+49 (0", "0"), ("(0)176", "0176"), ("6900-1", "69001"), ("+", ""), ("", "")],
)  # fmt: skip
def test_search_digits_begin_with_zero_at_home_and_two_abroad(typed, found):
    assert digits(typed) == found


def test_signs_between_digits_look_like_a_phone_and_words_do_not():
    assert all(looks_like_phone(text) for text in ("0176", " +49 (0)30/1-2.3 ", "(030)"))
    assert not any(looks_like_phone(text) for text in ("", " ", "K-42", "a1", "1 Tag"))


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("0176/04069001 030 / 23125-101", [("", "0176/04069001"), ("", "030 / 23125-101")]),
        ("0171 - 3920004 040 66969104", [("", "0171 - 3920004"), ("", "040 66969104")]),
        ("(0176) 040 690 02", [("", "(0176) 040 690 02")]),
        ("+4917604069001 ::: +4917604069099", [("", "+4917604069001"), ("", "+4917604069099")]),
        ("+4917604069001 (Mobile)", [("Mobile", "+4917604069001")]),
        ("089 99998102 privat", [("privat", "089 99998102")]),
        ("Tel.: 030 23125101, Handy 0176 04069001", [("Tel", "030 23125101"), ("Handy", "0176 04069001")]),
        ("030 23125101 / 0176 04069001", [("", "030 23125101"), ("", "0176 04069001")]),
        ("030 23125101\n0176 04069001; 040 66969104", [("", "030 23125101"), ("", "0176 04069001"), ("", "040 66969104")]),
        ("Mutter fragen", [("", "Mutter fragen")]),
    ],
)  # fmt: skip
def test_a_cell_with_several_numbers_is_divided(cell, found):
    assert split(cell, "DE") == found
