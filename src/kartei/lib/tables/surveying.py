"""One look over all rows, for what only a whole column can decide."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kartei.lib import dates, names, vocabulary
from kartei.lib.tables.reading import Row

DATES = frozenset(("birth_date", "died_on", "registered_on", "archived_on"))
CHOICES = frozenset(("gender", "sex", "status", "kind", "has_aid", "language", "form_of_address", "consent"))
_NAMES = frozenset(("first_name", "last_name", "full_name"))
_KEPT = 5_000


@dataclass
class Survey:
    """What was found; the caller may change an order or a divider before rows are read with it."""

    rows: int = 0
    date_orders: dict[int, str] = field(
        default_factory=dict
    )  # column → dmy, mdy, "" (slashes that nothing decides: ask)
    dividers: dict[int, str] = field(default_factory=dict)  # column of tags → what divides them
    distinct: dict[int, Counter[str]] = field(default_factory=dict)  # column of a choice → its texts
    is_shouted: bool = False  # most names are in capitals only: propose title case


def survey(rows: Iterable[Row], targets: Sequence[str]) -> Survey:
    """Look over the rows of a table whose columns hold `targets`."""
    found = Survey()
    slashes: dict[int, set[str]] = {at: set() for at, target in enumerate(targets) if target in DATES}
    tags: dict[int, set[str]] = {at: set() for at, target in enumerate(targets) if target == "tags"}
    found.distinct = {at: Counter() for at, target in enumerate(targets) if target.split(".")[0] in CHOICES}
    name_columns = [at for at, target in enumerate(targets) if target in _NAMES]
    shouted = 0
    for row in rows:
        found.rows += 1
        _gather(row.cells, slashes, "/")
        _gather(row.cells, tags, "")
        for at, counter in found.distinct.items():
            if (cell := row.cells[at]) and (cell in counter or len(counter) < _KEPT):
                counter[cell] += 1
        shouted += any(names.is_shouted(row.cells[at]) for at in name_columns)
    found.date_orders = {at: dates.slash_order(list(cells)) for at, cells in slashes.items() if cells}
    found.dividers = {at: vocabulary.tag_divider(cells) for at, cells in tags.items()}
    found.is_shouted = shouted * 2 > found.rows
    return found


def _gather(cells: list[str], columns: dict[int, set[str]], sign: str) -> None:
    for at, seen in columns.items():
        if cells[at] and sign in cells[at] and len(seen) < _KEPT:
            seen.add(cells[at])
