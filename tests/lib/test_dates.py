from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib.dates import (
    AMBIGUOUS,
    IMPOSSIBLE,
    IN_FUTURE,
    NOTHING,
    TOO_EARLY,
    UNREADABLE,
    YEAR_UNKNOWN,
    ReadDate,
    read,
    read_birth,
    slash_order,
)

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    "text",
    ["1970-10-24", "24.10.1970", "24.10.70", "24. 10. 1970", "24-10-1970", "24. Okt. 1970", "24. Oktober 1970", "24 Oct 1970",
     "24-Oct-70", "Oct 24, 1970", "October 24th, 1970", "241070", "24101970", "19701024", "1970/10/24", "24/10/1970",
     "10/24/1970", " 24.10.1970 00:00", "1970-10-24T19:38:28Z", "1970-10-24 00:00:00", "'24.10.1970"],
)  # fmt: skip
def test_every_spelling_of_a_day_is_that_day(text):
    assert read(text, TODAY) == ReadDate(date(1970, 10, 24)) == read_birth(text, TODAY)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("29.02.1995", IMPOSSIBLE), ("31.02.2026", IMPOSSIBLE), ("1995-02-29", IMPOSSIBLE), ("7/4/1965", AMBIGUOUS),
     ("--08-08", YEAR_UNKNOWN), ("--0808", YEAR_UNKNOWN), ("1604-05-05", YEAR_UNKNOWN), ("abc", UNREADABLE),
     ("1985", UNREADABLE), ("24. Brumaire 1970", UNREADABLE)],
)  # fmt: skip
def test_what_is_no_date_keeps_its_text_and_says_why(text, reason):
    assert read(text, TODAY) == ReadDate(raw=text, reason=reason)


@pytest.mark.parametrize("text", ["", "  ", "0.0.00", "0/0/00", "00.00.0000", "0000-00-00", "00.00.0000 00:00"])
def test_empty_dates_of_other_systems_are_nothing(text):
    assert read(text, TODAY) is NOTHING or read(text, TODAY) == NOTHING


def test_birth_dates_lie_between_1900_and_today():
    assert read_birth("26.11.2026", TODAY).reason == IN_FUTURE and read_birth("31.12.1899", TODAY).reason == TOO_EARLY
    assert read_birth("25.11.2026", TODAY).value == TODAY and read_birth("1.1.1900", TODAY).value == date(1900, 1, 1)


def test_two_digit_years_of_birth_never_lie_in_the_future():
    assert read_birth("25.11.26", TODAY).value == TODAY and read_birth("26.11.26", TODAY).value == date(1926, 11, 26)
    assert read_birth("28.2.49", TODAY).value == date(1949, 2, 28) and read_birth("010101", TODAY).value == date(
        2001, 1, 1
    )


def test_two_digit_years_of_other_dates_may_lie_ahead():
    assert read("311226", TODAY).value == date(2026, 12, 31) and read("31.12.46", TODAY).value == date(2046, 12, 31)
    assert read("31.12.47", TODAY).value == date(1947, 12, 31)


@pytest.mark.parametrize(("order", "day"), [("dmy", date(1965, 4, 7)), ("mdy", date(1965, 7, 4))])
def test_the_column_decides_what_slashes_mean(order, day):
    assert read("7/4/1965", TODAY, order=order).value == day


def test_one_number_above_twelve_settles_the_order_of_a_column():
    assert slash_order(["7/4/1965", "13/1/2000"]) == "dmy" and slash_order(["7/4/1965", "1/13/2000"]) == "mdy"
    assert slash_order(["7/4/1965", "12.03.1985"]) == "" == slash_order([])


def test_serials_are_days_only_where_they_are_expected():
    assert read("31118", TODAY, serials=True).value == date(1985, 3, 12) == read("31118.0", TODAY, serials=True).value
    assert read("31118", TODAY).reason == UNREADABLE and read("1985", TODAY, serials=True).reason == UNREADABLE


@given(st.dates(date(1900, 1, 1), TODAY), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d%m%Y", "%Y%m%d"]))
def test_a_written_date_is_read_again(day, spelling):
    assert read_birth(day.strftime(spelling), TODAY) == ReadDate(day)


@given(st.dates(date(1926, 11, 26), TODAY), st.sampled_from(["%d.%m.%y", "%d%m%y", "%d-%m-%y"]))
def test_a_birth_date_with_two_digits_is_read_again_for_a_century(day, spelling):
    assert read_birth(day.strftime(spelling), TODAY) == ReadDate(day)


@given(st.text(max_size=30) | st.text(alphabet="0123456789./- :", max_size=12))
def test_any_text_is_a_date_nothing_or_a_reason(text):
    found = read_birth(text, TODAY, serials=True)
    assert (found.value is None) == (bool(found.reason) or found == NOTHING) and (not found.reason or found.raw)
