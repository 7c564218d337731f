"""Arithmetic on stretches of time: sorted lists of (begin, end) in whole seconds, the end not included."""

from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int]


def joined(spans: Iterable[Span]) -> list[Span]:
    """In order, with what overlaps or touches made one."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of the first when the second is taken out; both in order, neither overlapping itself."""
    found: list[Span] = []
    place, count = 0, len(taken)
    for begin, end in spans:
        while place < count and taken[place][1] <= begin:
            place += 1
        at, left = place, begin
        while at < count and taken[at][0] < end:
            if taken[at][0] > left:
                found.append((left, taken[at][0]))
            left = max(left, taken[at][1])
            at += 1
        if left < end:
            found.append((left, end))
    return found


def common(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """What lies in both; both in order, neither overlapping itself."""
    found: list[Span] = []
    at = there = 0
    while at < len(one) and there < len(other):
        begin, end = max(one[at][0], other[there][0]), min(one[at][1], other[there][1])
        if begin < end:
            found.append((begin, end))
        if one[at][1] < other[there][1]:
            at += 1
        else:
            there += 1
    return found


def widened(spans: Iterable[Span], before: int, after: int) -> list[Span]:
    """Each a bit longer on both sides, in order."""
    return joined((begin - before, end + after) for begin, end in spans)


def starts(span: Span, free: Iterable[Span], length: int, step: int) -> Iterator[int]:
    """Where something of this length can begin within what is free of `span`: every `step` from its begin on."""
    anchor = span[0]
    for begin, end in free:
        first = anchor + -(-(begin - anchor) // step) * step
        yield from range(first, end - length + 1, step)
