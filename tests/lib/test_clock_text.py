"""Hours of a day as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib.clock_text import Backwards, Overlapping, Unreadable, read_hours, write_hours
from kartei.lib.spans import joined


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  ", []),
        ("9-12", [(540, 720)]),
        ("9–12, 13:30–17 Uhr", [(540, 720), (810, 1020)]),
        ("14.00 bis 18.15; 8 - 12", [(480, 720), (840, 1095)]),
        ("von 8 Uhr bis 12 Uhr und 13 Uhr bis 14 Uhr", [(480, 720), (780, 840)]),
        ("from 9:00 to 12:00 and 13:00 until 14:00", [(540, 720), (780, 840)]),
        ("0–24", [(0, 1440)]),
        ("9–12,12–14", [(540, 720), (720, 840)]),
        ("9h-12h / 13h-14h", [(540, 720), (780, 840)]),
    ],
)
def test_it_reads_what_people_write(text: str, expected: list[tuple[int, int]]) -> None:
    assert read_hours(text) == expected


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("vormittags", Unreadable),
        ("9", Unreadable),
        ("9-25", Unreadable),
        ("24:01-24:02", Unreadable),
        ("9:60-10", Unreadable),
        ("9-12-15", Unreadable),
        ("12-9", Backwards),
        ("9-9", Backwards),
        ("22-6", Backwards),
        ("9-12, 11:59-14", Overlapping),
        ("9-17, 10-11", Overlapping),
    ],
)
def test_it_says_what_is_wrong(text: str, fault: type[ValueError]) -> None:
    with pytest.raises(fault):
        read_hours(text)


@given(st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 1440)).filter(lambda pair: pair[0] < pair[1])))
def test_what_it_writes_it_reads(stretches: list[tuple[int, int]]) -> None:
    neat = joined(stretches)
    assert read_hours(write_hours(neat)) == neat


@given(st.text(max_size=30))
def test_any_text_is_hours_or_one_of_the_faults(text: str) -> None:
    try:
        found = read_hours(text)
    except (Unreadable, Backwards, Overlapping):
        return
    assert all(0 <= begins < ends <= 1440 for begins, ends in found)
