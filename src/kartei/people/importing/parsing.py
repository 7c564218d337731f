"""The process that reads foreign files: `python -I -m kartei.people.importing.parsing`, without Django or database.

It takes one question as JSON on standard input and answers with lines of JSON. Memory and computing time are limited,
it cannot write files, and nobody but the file's reader suffers when it dies (security.md, rule 15).
"""

import json
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from kartei.lib.tables import Interpreter, Limits, Survey, Table, TableError, propose, read_table, source_of, survey
from kartei.lib.textkey import words
from kartei.people.importing import wire

PREVIEW = 20  # rows
EXAMPLES = 5  # values beside each column
LOOKED_AT = 200  # rows that decide what a heading alone leaves open
FIRST, PACKED = 250, 1_500  # rows a line, which are stored at once: few at first, see copying.forget_plans

Question = dict[str, Any]


def limit(memory: int, seconds: int) -> None:
    """Bytes of memory and seconds of computing; no file may be written."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))  # a workbook's reader sets limits of its own


def answer(question: Question) -> Iterator[str]:
    """The lines of the answer; a fault of the file is the last one."""
    try:
        table = _open(question)
        yield from (_look(table, question) if question["ask"] == "look" else _people(table, question))
    except TableError as fault:
        yield json.dumps({"fault": fault.code, "detail": fault.detail}, default=str)
    except MemoryError:
        yield json.dumps({"fault": "too_large_inside", "detail": {}})


def _open(question: Question) -> Table:
    layout = question["layout"]
    return read_table(
        Path(question["path"]).read_bytes(),
        encoding=layout.get("encoding") or None,
        delimiter=layout.get("delimiter") or None,
        sheet=layout.get("sheet") or None,
        header_row=layout.get("header_row"),
        limits=Limits(megabytes=question["megabytes"], rows=question["rows"]),
    )


def _look(table: Table, question: Question) -> Iterator[str]:
    """What was detected, the first rows, a target for each column and some of its values."""
    rows = [row.cells for row in islice(table.rows(), LOOKED_AT)]
    targets = propose(table.header, rows)
    found = survey(table.rows(), targets)
    yield json.dumps(
        {
            "encoding": table.encoding,
            "delimiter": table.delimiter,
            "sheets": table.sheets,
            "sheet": table.sheet,
            "header": table.header,
            "header_row": table.header_row,
            "header_found": table.header_found,
            "source": source_of(table.header),
            "rows": found.rows,
            "blank": table.blank,
            "totals": table.totals,
            "preview": rows[:PREVIEW],
            "examples": [_examples(rows, at) for at in range(len(table.header))],
            "targets": targets,
            "asks_order": "" in found.date_orders.values(),
            "is_shouted": found.is_shouted,
        }
    )


def _examples(rows: list[list[str]], at: int) -> list[str]:
    return list(dict.fromkeys(row[at] for row in rows if row[at]))[:EXAMPLES]


def _people(table: Table, question: Question) -> Iterator[str]:
    """The number of rows, then the rows as people, then what was left out."""
    targets = question["targets"]
    found = survey(table.rows(), targets)
    found.date_orders = {at: order or question["slashes"] for at, order in found.date_orders.items()}
    yield json.dumps({"rows": found.rows})
    interpreter = Interpreter(
        table.header,
        targets,
        region=question["region"],
        today=date.fromisoformat(question["today"]),
        survey=found,
        system=source_of(table.header) or "import",
        kind=question["kind"],
        meanings={"status": _own_statuses(found, question["statuses"])},
        unshouts=question["unshouts"],
    )
    rows = ((interpreter.read(row), row) for row in table.rows())
    pairs = ((person, row.cells + row.surplus if person.refusal else []) for person, row in rows)
    size = FIRST
    while batch := list(islice(pairs, size)):
        yield wire.pack(batch)
        size = min(2 * size, PACKED)
    yield json.dumps({"blank": table.blank, "totals": table.totals})


def _own_statuses(found: Survey, names: list[str]) -> dict[str, str]:
    """Which texts of the file are statuses that the practice has named itself."""
    own = {_key(name): name for name in names}
    texts = sum((counter for counter in found.distinct.values()), Counter[str]())
    return {text: own[_key(text)] for text in texts if _key(text) in own}


def _key(text: str) -> str:
    return "".join(words(text))


def main() -> None:
    question = json.load(sys.stdin)
    limit(question["memory"], question["seconds"])
    for line in answer(question):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
