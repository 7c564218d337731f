"""Cells on their way out: a spreadsheet must not calculate what begins like a formula (product.md, section 0.3)."""

import re
from collections.abc import Iterable

STARTS = "=+-@\t\r＝＋－＠"  # the wide ones are formulas in Japanese and Chinese spreadsheets
_HARMLESS = re.compile(r"[+-]?[\d\s().,/-]*")  # phone numbers and amounts


def guarded(cells: Iterable[str]) -> list[str]:
    """Text with an apostrophe before what could be a formula; reading a table takes exactly that one away again."""
    return [f"'{cell}" if cell[:1] in STARTS and cell and not _HARMLESS.fullmatch(cell) else cell for cell in cells]
