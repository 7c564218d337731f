"""What the clock on the wall says and when that is, also when it is changed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib import wall

BERLIN, LISBON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Lisbon")
SANTIAGO = ZoneInfo("America/Santiago")  # changes at midnight
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # by half an hour
SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2027, 10, 31)


def slowly(day: dt.date, begins: int, ends: int, zone: ZoneInfo) -> set[int]:
    """Every minute of three days whose clock reads that."""
    start = int(dt.datetime.combine(day - dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC).timestamp())
    found = set()
    for minute in range(start, start + 3 * 86_400, 60):
        read = dt.datetime.fromtimestamp(minute, zone)
        if read.date() == day and begins <= read.hour * 60 + read.minute < ends:
            found.add(minute)
    return found


@given(
    st.sampled_from(
        [SPRING, AUTUMN, dt.date(2027, 6, 1), dt.date(2027, 4, 4), dt.date(2027, 9, 5), dt.date(2027, 10, 3)]
    ),
    st.sampled_from([BERLIN, LISBON, SANTIAGO, LORD_HOWE]),
    st.integers(0, 1439),
    st.integers(1, 1440),
)
def test_it_is_what_reading_the_clock_every_minute_says(day: dt.date, zone: ZoneInfo, begins: int, length: int) -> None:
    ends = min(begins + length, 1440)
    found = wall.stretch(day, begins, ends, zone)
    assert {minute for begin, end in found for minute in range(begin, end, 60)} == slowly(day, begins, ends, zone)
    assert found == sorted(found)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (dt.date(2027, 6, 1), 24)])
def test_a_day_has_23_24_or_25_hours(day: dt.date, hours: int) -> None:
    ((begin, end),) = wall.stretch(day, 0, 1440, BERLIN)
    assert end - begin == hours * 3600 and begin == wall.midnight(day, BERLIN)


def test_an_hour_that_is_left_out_is_nowhere_and_one_that_is_repeated_is_there_twice() -> None:
    assert wall.stretch(SPRING, 120, 180, BERLIN) == []
    ((begin, end),) = wall.stretch(SPRING, 60, 240, BERLIN)
    assert end - begin == 2 * 3600
    ((begin, end),) = wall.stretch(AUTUMN, 120, 180, BERLIN)
    assert end - begin == 2 * 3600
    first, second = wall.stretch(AUTUMN, 120, 150, BERLIN)
    assert second[0] - first[0] == 3600


def test_a_moment_there_and_back() -> None:
    moment = dt.datetime(2027, 3, 2, 10, 0, tzinfo=BERLIN)
    assert wall.moment(wall.seconds(moment)) == moment
    late = moment + dt.timedelta(microseconds=1)
    assert (wall.seconds(late), wall.seconds_up(late)) == (wall.seconds(moment), wall.seconds(moment) + 1)
