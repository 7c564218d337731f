"""Rules on the wall clock (security.md, R10): whatever the rule, zone and season, the time on the wall stays."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from kartei.calendar.series.recurrence import MOST, NoSeries, Pattern, Rule, by_the_wall, moment

ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "Europe/Lisbon", "America/New_York")]
# Around the changes of clocks of 2027, leap days and ends of months.
CORNERS = [
    dt.date(2027, 3, 28),
    dt.date(2027, 10, 31),
    dt.date(2026, 10, 25),
    dt.date(2028, 2, 29),
    dt.date(2027, 1, 31),
]

days = st.one_of(
    st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)),
    st.builds(lambda day, off: day + dt.timedelta(days=off), st.sampled_from(CORNERS), st.integers(-8, 8)),
)
walls = st.one_of(
    st.times().map(lambda t: t.replace(second=0, microsecond=0)), st.sampled_from([dt.time(2, 30), dt.time(1)])
)
patterns = st.sampled_from(Pattern)
zones = st.sampled_from(ZONES)


def rule_for(pattern: Pattern, first: dt.date, interval: int, count: int, extra: set[int]) -> Rule:
    weekdays = frozenset({first.weekday(), *extra}) if pattern is Pattern.WEEKLY else frozenset[int]()
    return Rule(pattern, interval, weekdays, count=count)


@given(patterns, days, st.integers(1, 6), st.integers(2, MOST), st.sets(st.integers(0, 6)))
def test_a_rule_gives_as_many_dates_as_it_says_each_of_them_by_the_rule(
    pattern: Pattern, first: dt.date, interval: int, count: int, extra: set[int]
) -> None:
    rule = rule_for(pattern, first, interval, count, extra)
    try:
        dates = rule.dates(first)
    except NoSeries as fault:
        refused = {("fifth", Pattern.WEEKDAY), ("last", Pattern.LAST), ("late", pattern)}
        assert (fault.code, pattern) in refused  # noqa: PT017
        return
    assert len(dates) == count and dates[0] == first and dates == sorted(set(dates))
    for day in dates:
        if pattern is Pattern.DAILY:
            assert (day - first).days % interval == 0
        elif pattern is Pattern.WEEKLY:
            monday, start = (one - dt.timedelta(days=one.weekday()) for one in (day, first))
            assert day.weekday() in rule.weekdays and (monday - start).days % (7 * interval) == 0
        else:
            assert (day.year * 12 + day.month - first.year * 12 - first.month) % interval == 0
            same = {
                Pattern.DATE: day.day == first.day,
                Pattern.WEEKDAY: (day.weekday(), (day.day - 1) // 7) == (first.weekday(), (first.day - 1) // 7),
                Pattern.LAST: day.weekday() == first.weekday() and (day + dt.timedelta(days=7)).month != day.month,
            }
            assert same[pattern]


@given(patterns, days, walls, zones, st.integers(1, 4), st.integers(2, 30), st.sets(st.integers(0, 6)), st.booleans())
def test_what_is_kept_as_rrule_says_the_same_to_others_and_to_us(
    pattern: Pattern,
    first: dt.date,
    wall: dt.time,
    zone: ZoneInfo,
    interval: int,
    count: int,
    extra: set[int],
    ends: bool,
) -> None:
    rule = rule_for(pattern, first, interval, count, extra)
    try:
        dates = rule.dates(first)
    except NoSeries:
        assume(False)
    if ends:
        rule = Rule(rule.pattern, interval, rule.weekdays, until=dates[-1])
    text = rule.text(first, wall, zone)
    assert Rule.read(text, zone).dates(first) == dates
    assert len(text) <= 120
    start = dt.datetime.combine(first, wall, tzinfo=zone)
    theirs = rrulestr(f"RRULE:{text}", dtstart=start)
    assert [one.date() for one in theirs] == dates


@given(patterns, days, walls, zones, st.integers(1, 4), st.integers(2, 60))
def test_the_time_on_the_wall_stays_unless_there_is_none(
    pattern: Pattern, first: dt.date, wall: dt.time, zone: ZoneInfo, interval: int, count: int
) -> None:
    try:
        dates = rule_for(pattern, first, interval, count, set()).dates(first)
    except NoSeries:
        assume(False)
    for day in dates:
        found = moment(day, wall, zone)
        assert found.utcoffset() == dt.timedelta()
        shown, clock = by_the_wall(found, zone)
        exists = dt.datetime.combine(day, wall, tzinfo=zone).astimezone(dt.UTC).astimezone(zone).time() == wall
        if exists:
            assert (shown, clock) == (day, wall)
        else:  # one hour later, as RFC 5545 has it
            assert dt.datetime.combine(shown, clock) == dt.datetime.combine(day, wall) + dt.timedelta(hours=1)
        twice = (
            dt.datetime.combine(day, wall, tzinfo=zone).utcoffset()
            != dt.datetime.combine(day, wall.replace(fold=1), tzinfo=zone).utcoffset()
        )
        if exists and twice:
            assert found < dt.datetime.combine(day, wall.replace(fold=1), tzinfo=zone).astimezone(dt.UTC)


@given(
    patterns, days, st.integers(1, 4), st.integers(2, 40), st.sets(st.integers(0, 6)), st.integers(-40, 40), st.data()
)
def test_shifted_dates_are_those_of_the_moved_rule(
    pattern: Pattern, first: dt.date, interval: int, count: int, extra: set[int], further: int, data: st.DataObject
) -> None:
    rule = rule_for(pattern, first, interval, count, extra)
    try:
        dates = rule.dates(first)
    except NoSeries:
        assume(False)
    old = data.draw(st.sampled_from(dates))
    new = old + dt.timedelta(days=further)
    try:
        shifted = rule.shifted(dates, old, new)
    except NoSeries as fault:
        assert fault.code == "day" and further  # noqa: PT017
        return
    assert shifted[dates.index(old)] == new and len(shifted) == len(dates)
    assert rule.moved(old, new, shifted[-1]).dates(shifted[0]) == shifted
    if pattern is not Pattern.DATE or new.day <= 28:
        assert rule.moved(old, new, shifted[-1]).shifted(shifted, new, old) == dates  # and back


@given(
    patterns, days, st.integers(1, 4), st.integers(2, 40), st.sets(st.integers(0, 6)), st.integers(-40, 40), st.data()
)
def test_dates_that_follow_go_on_in_a_rule_of_their_own_also_when_some_were_left_out(
    pattern: Pattern, first: dt.date, interval: int, count: int, extra: set[int], further: int, data: st.DataObject
) -> None:
    rule = rule_for(pattern, first, interval, count, extra)
    try:
        dates = rule.dates(first)
    except NoSeries:
        assume(False)
    kept = sorted(data.draw(st.sets(st.sampled_from(dates), min_size=1)))
    old = data.draw(st.sampled_from(kept))
    try:
        shifted = rule.shifted(kept, old, old + dt.timedelta(days=further))
    except NoSeries:
        assume(False)
    later = [day for day in dates if day >= kept[0]]
    moved = replace(rule.moved(old, old + dt.timedelta(days=further), shifted[-1]), count=len(later))
    found = moved.dates(shifted[0], least=1)
    assert set(shifted) <= set(found) and found[0] == shifted[0] and len(found) == len(later)


def test_a_month_without_the_day_is_left_out() -> None:
    dates = Rule(Pattern.DATE, count=4).dates(dt.date(2027, 1, 31))
    assert [(day.month, day.day) for day in dates] == [(1, 31), (3, 31), (5, 31), (7, 31)]
    leap = Rule(Pattern.DATE, 12, count=3).dates(dt.date(2028, 2, 29))
    assert [day.year for day in leap] == [2028, 2032, 2036]


@pytest.mark.parametrize(("day", "clock"), [(dt.date(2027, 3, 28), "03:30"), (dt.date(2027, 10, 31), "02:30")])
def test_half_past_two_in_the_nights_of_the_change(day: dt.date, clock: str) -> None:
    found = moment(day, dt.time(2, 30), ZONES[0]).astimezone(ZONES[0])
    assert (f"{found:%H:%M}", found.fold) == (clock, 0)
