"""Where the people of a circle stand in its picture: generations below each other, who is no relative at the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

from kartei.people.family import Circle, Node, Tie

WIDTH, HEIGHT = 164, 58  # of a box
GAP, LEVEL = 12, 40  # between boxes beside and below each other
EDGE = 2  # room for the line around a box
LETTERS = 23  # of a line in a box: the name, and the label in two
LINE = 15
LAST = 1000  # the generation of those who are no relatives


@dataclass(frozen=True, slots=True)
class Box:
    node: Node
    x: float
    y: float

    @property
    def middle(self) -> float:
        return self.x + WIDTH / 2

    @property
    def bottom(self) -> float:
        return self.y + HEIGHT

    @property
    def lines(self) -> list[tuple[str, float]]:
        """The name and below it the label, each line with its height; in the middle of the box."""
        texts = [_cut(self.node.person.name), *_two_lines(self.node.label)]
        first = self.y + (HEIGHT - LINE * (len(texts) - 1)) / 2 + 4
        return [(text, first + LINE * at) for at, text in enumerate(texts)]


@dataclass(frozen=True, slots=True)
class Line:
    path: str  # of SVG
    is_kin: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    boxes: list[Box]
    lines: list[Line]
    box_width: int = WIDTH
    box_height: int = HEIGHT


def draw(circle: Circle, *, across: int) -> Drawing:
    """With at most so many boxes beside each other."""
    rows = [row for generation in _generations(circle) for row in _rows(generation, across)]
    width = max(len(row) for row in rows) * (WIDTH + GAP) - GAP + 2 * EDGE
    boxes = [
        Box(node, (width - len(row) * (WIDTH + GAP) + GAP) / 2 + at * (WIDTH + GAP), EDGE + place * (HEIGHT + LEVEL))
        for place, row in enumerate(rows)
        for at, node in enumerate(row)
    ]
    stands = {box.node.id: box for box in boxes}
    lines = [Line(_path(stands[tie.one], stands[tie.other]), tie.is_kin) for tie in _ordered(circle)]
    return Drawing(width, len(rows) * (HEIGHT + LEVEL) - LEVEL + 2 * EDGE, boxes, lines)


def _generations(circle: Circle) -> Iterator[list[Node]]:
    def place(node: Node) -> tuple[int, int]:
        return (LAST if node.generation is None else node.generation), node.step

    for _generation, nodes in groupby(sorted(circle.nodes.values(), key=place), key=lambda node: place(node)[0]):
        yield list(nodes)


def _rows(nodes: list[Node], across: int) -> Iterator[list[Node]]:
    for start in range(0, len(nodes), across):
        yield nodes[start : start + across]


def _ordered(circle: Circle) -> list[Tie]:
    """Lines to those who are no relatives first, so that the others lie above them."""
    return sorted(circle.ties.values(), key=lambda tie: tie.is_kin)


def _path(one: Box, other: Box) -> str:
    """Down from the upper box to the lower one; beside each other straight, or in a bow below those between."""
    upper, lower = sorted((one, other), key=lambda box: (box.y, box.x))
    if upper.y < lower.y:
        half = (upper.bottom + lower.y) / 2
        bend = f"C{upper.middle:g} {half:g} {lower.middle:g} {half:g} {lower.middle:g} {lower.y:g}"
        return f"M{upper.middle:g} {upper.bottom:g}{bend}"
    if lower.x - upper.x <= WIDTH + GAP:
        return f"M{upper.x + WIDTH:g} {upper.y + HEIGHT / 2:g}H{lower.x:g}"
    depth = upper.bottom + LEVEL * 0.8
    return (
        f"M{upper.middle:g} {upper.bottom:g}C{upper.middle:g} {depth:g} {lower.middle:g} {depth:g} "
        f"{lower.middle:g} {lower.bottom:g}"
    )


def _two_lines(text: str) -> list[str]:
    first, *rest = wrap(text, LETTERS) or [""]
    return [line for line in (first, _cut(" ".join(rest))) if line]


def _cut(text: str) -> str:
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1].rstrip(' ,')}…"
