"""Excel workbooks, read in a process of their own.

A workbook of a few kilobytes can claim billions of cells, and the reader would end the whole process for lack of
memory. So a child with limits reads it and hands the cells on as text; whatever becomes of the child, the caller gets
rows or a TableError.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from kartei.lib.tables.faults import TableError

CELL_LENGTH = 32_767  # Excel's own limit
COLUMNS = 500
_MEMORY = 1_000_000_000
_SECONDS = 120
_TEXT = 2_000_000_000
_BATCH = 500_000


def read(data: bytes, sheet: str = "") -> tuple[list[str], str, Iterator[tuple[int, list[str]]]]:
    """Give the visible sheets, the one that is read (the first unless chosen) and its (number, cells) rows as text."""
    frames = _frames(data, sheet)
    head = next(frames)
    return head["sheets"], head["sheet"], _rows(frames)


def _rows(frames: Iterator[Any]) -> Iterator[tuple[int, list[str]]]:
    for frame in frames:
        yield from frame


def _frames(data: bytes, sheet: str) -> Iterator[Any]:
    """Yield what the child says, line by line; end it as soon as nobody listens any more."""
    child = subprocess.Popen(
        [sys.executable, "-I", "-m", __name__, sheet],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdin and child.stdout
    try:
        try:
            child.stdin.write(data)
            child.stdin.close()
        except BrokenPipeError:
            pass  # the child ended early; its last line says why
        for line in child.stdout:
            frame = json.loads(line)
            if isinstance(frame, dict) and "error" in frame:
                raise TableError(frame["error"], **frame["detail"])
            yield frame
            if frame == []:
                return
        raise TableError("too_large_inside")  # killed by its limits
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _serve() -> None:
    """Be the child: workbook on standard input, frames on standard output, an empty frame at the end."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for frame in _read_workbook(sys.stdin.buffer.read(), sys.argv[1]):
            _say(frame)
    except TableError as fault:
        _say({"error": fault.code, "detail": fault.detail})
    except MemoryError:
        _say({"error": "too_large_inside", "detail": {}})
    except BaseException:  # noqa: BLE001 (a panic of the reader is no Exception)
        _say({"error": "broken_workbook", "detail": {}})


def _say(frame: Any) -> None:
    sys.stdout.write(json.dumps(frame) + "\n")
    sys.stdout.flush()


def _read_workbook(data: bytes, sheet: str) -> Iterator[Any]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    visible = [
        about.name
        for about in book.sheets_metadata
        if about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet
    ]
    if not visible:
        raise TableError("no_sheet")
    if sheet and sheet not in visible:
        raise TableError("unknown_sheet", sheet=sheet)
    chosen = sheet or visible[0]
    yield {"sheets": visible, "sheet": chosen}
    yield from _batches(book.get_sheet_by_name(chosen))
    yield []


def _batches(sheet: Any) -> Iterator[list[tuple[int, list[str]]]]:
    if sheet.width > COLUMNS:
        raise TableError("too_many_columns", limit=COLUMNS)
    batch: list[tuple[int, list[str]]] = []
    size = total = 0
    for number, cells in enumerate(sheet.iter_rows(), start=(sheet.start or (0, 0))[0] + 1):
        texts = [cell if type(cell) is str else cell_text(cell) for cell in cells]
        batch.append((number, texts))
        size += 100 + sum(map(len, texts))
        if size > _BATCH:
            yield batch
            total, batch, size = total + size, [], 0
        if total > _TEXT or (texts and len(max(texts, key=len)) > CELL_LENGTH):
            raise TableError("too_large_inside")
    if batch:
        yield batch


def cell_text(cell: object) -> str:
    """Give the text of a cell: dates in ISO form, whole numbers without point, ids beyond 15 digits as 1.39E+17.

    A spreadsheet keeps 15 digits of a number: what is longer has been damaged before and must not look whole.
    """
    match cell:
        case bool():
            return str(cell).upper()
        case int() | float():
            return _number_text(float(cell))
        case datetime():
            return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
        case date() | time():
            return cell.isoformat()
    return str(cell)


def _number_text(number: float) -> str:
    if abs(number) >= 1e15:
        return f"{number:.14E}"
    return str(int(number)) if number.is_integer() else repr(number)


if __name__ == "__main__":
    _serve()
