"""Arithmetic on stretches of time, against counting second by second."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kartei.lib.spans import Span, common, joined, starts, widened, without

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 15)).map(lambda pair: (pair[0], sum(pair))), max_size=8)


def seconds(spans: list[Span]) -> set[int]:
    return {second for begin, end in spans for second in range(begin, end)}


def is_neat(spans: list[Span]) -> bool:
    return all(begin < end for begin, end in spans) and all(one[1] <= other[0] for one, other in pairwise(spans))


@given(SPANS, SPANS)
def test_they_say_what_counting_says(one: list[Span], other: list[Span]) -> None:
    first, second = joined(one), joined(other)
    assert is_neat(first) and seconds(first) == seconds(one)
    left, both = without(first, second), common(first, second)
    assert is_neat(left) and seconds(left) == seconds(one) - seconds(other)
    assert is_neat(both) and seconds(both) == seconds(one) & seconds(other)


@given(SPANS, st.integers(0, 5), st.integers(0, 5))
def test_widened_by_both_sides(spans: list[Span], before: int, after: int) -> None:
    found = widened(spans, before, after)
    expected = {second + shift for second in seconds(spans) for shift in range(-before, after + 1)}
    assert is_neat(found) and seconds(found) == expected


@given(SPANS, st.integers(1, 10), st.integers(1, 7))
def test_what_begins_fits_and_stands_on_the_grid(taken: list[Span], length: int, step: int) -> None:
    whole = (3, 70)
    free = without([whole], joined(taken))
    open_ = seconds(free)
    expected = [at for at in range(3, 70, step) if set(range(at, at + length)) <= open_]
    assert list(starts(whole, free, length, step)) == expected
