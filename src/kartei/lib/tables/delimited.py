"""Rows of text with a delimiter: CSV and TSV."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice

from kartei.lib.tables.faults import TableError

DELIMITERS = (";", ",", "\t", "|")
LINE_LENGTH = 1_000_000
_SAMPLE_ROWS = 50
_HINT = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def read(data: bytes, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Give the rows one by one; a line that only hints at the delimiter (`sep=;`) is no row.

    Raises TableError on a line of more than a million characters and on a quote that nobody closed.
    """
    lines = _lines(data, encoding)
    first = next(lines, "")
    reader = csv.reader(lines if _HINT.fullmatch(first) else _chain(first, lines), delimiter=delimiter)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as fault:  # a field beyond csv's limit: text up to the end, swallowed by one quote
            raise TableError("unclosed_quote", line=reader.line_num) from fault
        if row is None:
            return
        yield row


def pick_delimiter(data: bytes, encoding: str) -> str:
    """Take the hint of a `sep=` line, else what gives the same number of columns on most of the first 50 rows."""
    hint = _HINT.fullmatch(next(_lines(data, encoding), ""))
    if hint:
        return hint[1]
    return max(DELIMITERS, key=lambda delimiter: _agreement(data, encoding, delimiter))


def _agreement(data: bytes, encoding: str, delimiter: str) -> tuple[int, int]:
    """Give (rows with the commonest number of columns, that number); a single column agrees about nothing."""
    widths: Counter[int] = Counter()
    try:
        for row in islice(read(data, encoding, delimiter), _SAMPLE_ROWS):
            widths[len(row)] += bool(row)
    except TableError:
        return (0, 0)
    width, rows = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(0, 0))
    return (rows, width) if width > 1 else (0, 0)


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="")
    for number, line in enumerate(iter(partial(stream.readline, LINE_LENGTH + 1), ""), start=1):
        if len(line) > LINE_LENGTH:
            raise TableError("line_too_long", line=number)
        yield line


def _chain(first: str, lines: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from lines
