"""What is measured, what it should be (house.md, section 9), and the table that says whether it is."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.browsing import Timing


@dataclass
class Figure:
    """One line of the result. `value` is held against `target`; nothing is, when that is None."""

    name: str
    value: float
    unit: str
    target: float | None = None
    median: float | None = None
    p95: float | None = None
    cpu: float | None = None  # milliseconds a request, web processes alone
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "ok" if self.value <= self.target else "miss"


def figure(name: str, timing: Timing, target: float | None = None, note: str = "") -> Figure:
    """A timed request; its p95 is what counts."""
    return Figure(name, timing.p95, "ms", target, timing.median, timing.p95, timing.cpu, note)


def table(figures: Iterable[Figure]) -> str:
    head = f"{'':46}{'median':>9}{'p95':>9}{'CPU':>8}{'value':>12}{'target':>10}"
    return "\n".join([head, *map(line, figures)])


def line(found: Figure) -> str:
    cells = [_number(found.median, 9), _number(found.p95, 9), _number(found.cpu, 8)]
    value, target = f"{found.value:.1f} {found.unit}", "" if found.target is None else f"{found.target:g}"
    return f"{found.name:46}{''.join(cells)}{value:>12}{target:>10}  {found.verdict:4} {found.note}".rstrip()


def as_json(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    return [{**asdict(found), "verdict": found.verdict} for found in figures]


def _number(value: float | None, width: int) -> str:
    return f"{'' if value is None else f'{value:.1f}':>{width}}"
