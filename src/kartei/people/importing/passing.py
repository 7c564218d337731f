"""One pass over a file: rehearsed, or stored chunk by chunk in the open transaction."""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from kartei.db.keys import uuid7
from kartei.files.storage import StorageFull, refuse_when_full
from kartei.lib.tables import TableError
from kartei.people.importing import copying
from kartei.people.importing.alongside import Defer
from kartei.people.importing.progress import Progress, Tell
from kartei.people.importing.reading import People
from kartei.people.importing.rows import Line, Result
from kartei.people.importing.sheaf import Sheaf
from kartei.people.importing.taking import find, take
from kartei.people.importing.terms import Terms
from kartei.people.models import Import, ImportRow, Outcome

SMALL_TABLE = 10_000  # rows that show the planner which index is the right one

Counts = dict[str, int]


def pass_over(people: People, batch: Import, terms: Terms, tell: Tell, defer: Defer) -> Counts:
    """Take every row, keep a word on those that need one, and count. Raises TableError.

    While some rows are decided, the database stores those before them.
    """
    ImportRow.objects.filter(batch=batch).delete()
    counts: Counter[str] = Counter()
    with _fewer_collections():
        ready = Sheaf()
        for rows in people:
            _refuse_when_full()
            lines = [Line(row, raw) for row, raw in rows]
            found = defer(find, lines, terms).result()
            storing = defer(_store, ready, counts["rows"])
            if ready.changes(found.records):
                found = defer(find, lines, terms).result()
            sheaf = Sheaf()
            results = take(lines, found, terms, sheaf)
            storing.result()
            ready = Sheaf() if terms.is_rehearsal else sheaf
            ready.new[ImportRow] += [_noted(result, batch, terms) for result in results if _needs_a_word(result)]
            _count(results, counts)
            tell(Progress(counts["rows"], people.total))
        defer(_store, ready, counts["rows"]).result()
    return {"blank": people.blank, "totals": people.totals, **counts}


def _store(sheaf: Sheaf, rows: int) -> None:
    sheaf.store()
    if 0 < rows < SMALL_TABLE:
        copying.forget_plans()


def _refuse_when_full() -> None:
    """Raises TableError: an import fills a disk faster than anything else, and the database needs the rest of it."""
    try:
        refuse_when_full()
    except StorageFull:
        raise TableError("disk_full") from None


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Hundreds of thousands of small values live for a second each; looking through them costs a quarter of the run."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _needs_a_word(result: Result) -> bool:
    return result.outcome != Outcome.NEW or bool(result.reasons)


def _noted(result: Result, batch: Import, terms: Terms) -> copying.Row:
    exists = result.outcome != Outcome.NEW or not terms.is_rehearsal
    return {
        "id": uuid7(),
        "batch_id": batch.pk,
        "line": result.line.row.line,
        "outcome": result.outcome,
        "name": result.line.name[:200],
        "person_id": result.person_id if exists else None,
        "reasons": result.reasons,
        "raw": result.line.raw,
    }


def _count(results: list[Result], counts: Counter[str]) -> None:
    counts["rows"] += len(results)
    for result in results:
        counts[result.outcome] += 1
        if result.outcome == Outcome.NEW:
            counts["clients" if result.is_client else "contacts"] += 1
        if result.is_doubtful:
            counts["warnings"] += 1
