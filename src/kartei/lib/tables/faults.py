"""What can be wrong with a whole file."""

from typing import Any


class TableError(Exception):
    """A file that is no table we can read; `code` names the sentence, `detail` its numbers and words.

    Codes: empty, too_large (megabytes), too_many_rows (limit), too_many_columns (limit), line_too_long (line),
    unclosed_quote (line), binary, other_format (format), old_excel, broken_workbook, too_large_inside, unknown_sheet
    (sheet), no_sheet, unknown_encoding (encoding).
    """

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value!r}" for name, value in self.detail.items())])
