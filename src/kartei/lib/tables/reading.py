"""One way into every table: which encoding, delimiter, sheet and head row, and then rows of clean text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from kartei.lib.tables import delimited, encodings, workbook
from kartei.lib.tables.columns import is_known
from kartei.lib.tables.faults import TableError

_HEAD_ROWS = 30
_GUARD = re.compile(r"'(?=[=+\-@\t\r\d(])")
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
_TOTAL = re.compile(
    r"(?i)(?:zwischen|gesamt)?(?:summe|gesamt\w*|total|insgesamt|anzahl|count|sum)\b[\s:=\d]*(?:\w+:?)?"
)
_OTHER_FORMATS = {
    b"%PDF": "PDF", b"{\\RTF": "RTF", b"BEGIN:VCARD": "vCard", b"BEGIN:VCALENDAR": "iCalendar", b"{": "JSON",
    b"[{": "JSON", b"<?XML": "XML", b"<!DOCTYPE": "HTML", b"<HTML": "HTML",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read; None is no limit."""

    megabytes: int | None = None
    rows: int | None = None
    columns: int = workbook.COLUMNS


PAGE_LIMITS = Limits(megabytes=20, rows=50_000)


@dataclass(slots=True)
class Row:
    number: int  # as a spreadsheet counts, from 1; `sep=` lines do not count
    cells: list[str]  # exactly as many as the header has
    surplus: list[str] = field(default_factory=list)  # filled cells beyond the header
    missing: int = 0  # cells that the file left out


@dataclass
class Table:
    """An opened file. `rows()` may be asked again and again; `blank` and `totals` count what the last pass skipped."""

    data: bytes
    is_workbook: bool
    encoding: str  # "" for a workbook
    delimiter: str
    sheets: list[str]  # visible ones; [] for text
    sheet: str
    limits: Limits
    header: list[str] = field(default_factory=list)
    header_row: int = 0  # 0: the file has none, all rows are data
    header_found: bool = False  # two headings were recognised; else it is only the first row
    blank: int = 0
    totals: int = 0

    def rows(self) -> Iterator[Row]:
        """Give the rows below the header, blank ones and totals left out. TableError beyond the limits."""
        self.blank = self.totals = 0
        count = 0
        for number, cells in self.all_rows():
            if number <= self.header_row:
                continue
            if not any(cells):
                self.blank += bool(cells)
            elif _is_total(cells):
                self.totals += 1
            else:
                count += 1
                if self.limits.rows and count > self.limits.rows:
                    raise TableError("too_many_rows", limit=self.limits.rows)
                yield _shaped(number, cells, len(self.header))

    def all_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give every row as (number, clean cells), titles and header too."""
        if self.is_workbook:
            return _cleaned(workbook.read(self.data, self.sheet)[2])
        return _cleaned(enumerate(delimited.read(self.data, self.encoding, self.delimiter), start=1))


def read_table(
    data: bytes,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    limits: Limits = PAGE_LIMITS,
) -> Table:
    """Open a CSV, TSV or XLSX file; what is not given is detected. The name of a file proves nothing and is not asked.

    `header_row` counts from 1, 0 means that the first row is data already (columns are then named „1“, „2“ …).
    Raises TableError for what is no table; a header without rows is a table.
    """
    _refuse_others(data, limits)
    if data.startswith(b"PK\x03\x04"):
        sheets, shown, rows = workbook.read(data, sheet or "")
        table = Table(data, True, "", "", sheets, shown, limits)
        _find_header(table, _cleaned(rows), header_row)
        return table
    written = encodings.chosen(encoding) if encoding else _detected(data)
    divided = delimiter if delimiter in delimited.DELIMITERS else delimited.pick_delimiter(data, written)
    table = Table(data, False, written, divided, [], "", limits)
    _find_header(table, table.all_rows(), header_row)
    return table


def _refuse_others(data: bytes, limits: Limits) -> None:
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise TableError("empty")
    if limits.megabytes and len(data) > limits.megabytes * 1_000_000:
        raise TableError("too_large", megabytes=limits.megabytes)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError("old_excel")  # or one with a password
    start = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, name in _OTHER_FORMATS.items():
        if start.upper().startswith(mark):
            raise TableError("other_format", format=name)


def _detected(data: bytes) -> str:
    found = encodings.detect(data)
    if found != "utf-16" and b"\0" in data:
        raise TableError("binary")
    return found


def _find_header(table: Table, every: Iterator[tuple[int, list[str]]], header_row: int | None) -> None:
    rows = list(islice(every, max(_HEAD_ROWS, header_row or 0)))
    if max((len(cells) for _, cells in rows), default=0) > table.limits.columns:
        raise TableError("too_many_columns", limit=table.limits.columns)
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise TableError("empty")
    if header_row == 0:
        table.header = [str(n) for n in range(1, max(len(cells) for _, cells in filled) + 1)]
        return
    chosen = [row for row in filled if row[0] == header_row]
    found = chosen or [row for row in filled if sum(map(is_known, row[1])) >= 2]
    table.header_row, cells = (found or filled)[0]
    table.header = _trimmed(cells)
    table.header_found = bool(found)


def _cleaned(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return ((number, [_clean(cell) if cell else "" for cell in cells]) for number, cells in rows)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _shaped(number: int, cells: list[str], width: int) -> Row:
    if len(cells) == width:
        return Row(number, cells)
    if len(cells) < width:
        return Row(number, cells + [""] * (width - len(cells)), missing=width - len(cells))
    return Row(number, cells[:width], surplus=[cell for cell in cells[width:] if cell])


def _clean(cell: str) -> str:
    """Strip blanks and a spreadsheet's apostrophe, compose letters, drop control characters; formulas stay as text."""
    if not cell.isascii():
        cell = unicodedata.normalize("NFC", cell)
    if not cell.isprintable():
        cell = cell.translate(_CONTROLS).replace("\r\n", "\n").replace("\r", "\n")
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and _GUARD.match(cell) else cell


def _is_total(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if len(filled) > 3 or not _TOTAL.fullmatch(filled[0]):
        return False
    return all(not any(letter.isalpha() for letter in cell) for cell in filled[1:])
