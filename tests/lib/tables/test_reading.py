import io
import json
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib.tables import Limits, TableError, read_table
from kartei.lib.tables.encodings import detect
from kartei.lib.tables.workbook import cell_text


def rows(data: bytes, **choices: object) -> list[list[str]]:
    return [row.cells for row in read_table(data, **choices).rows()]  # type: ignore[arg-type]


def workbook(*cells: list[object], **sheets: list[list[object]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "dd.mm.yyyy"}) as book:
        for name, lines in ({"Liste": list(cells)} | sheets).items():
            sheet = book.add_worksheet(name)
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp437"])
def test_umlauts_survive_every_encoding(encoding):
    data = "Name;Vorname;Ort\nMüller;Jürgen;Köln\nGroß;Änne;Überlingen\n".encode(encoding)
    assert detect(data) == encoding
    assert rows(data) == [["Müller", "Jürgen", "Köln"], ["Groß", "Änne", "Überlingen"]]


def test_any_bytes_have_an_encoding_and_the_choice_of_the_user_holds():
    assert detect(b"Name\n\x81\x8d") in ("latin-1", "mac_roman", "cp437")
    assert rows("Name;Vorname\nGroß;A\n".encode(), encoding="cp1252")[0][0] == "GroÃŸ"
    with pytest.raises(TableError, match="unknown_encoding"):
        read_table(b"Name", encoding="rot13")


CELLS = st.text(alphabet="aß1 -.\"'", max_size=8).map(str.strip).filter(lambda text: text[:1] != "'")


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=3, max_size=20), st.sampled_from(";,\t|"))
def test_the_delimiter_is_found_whatever_the_cells_hold(lines, delimiter):
    quoted = ["Name", "Vorname", "Ort"], *lines
    text = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in quoted)
    table = read_table(text.encode())
    assert table.delimiter == delimiter
    assert [row.cells for row in table.rows()] == [list(line) for line in lines if any(line)]


def test_a_hint_line_names_the_delimiter_and_is_no_row():
    table = read_table(b"sep=|\r\nName|Vorname\r\nA;B|C\r\n")
    assert table.delimiter == "|" and [row.number for row in table.rows()] == [2]


def test_titles_above_the_header_are_no_data_and_totals_below_are_counted():
    table = read_table(b"Liste 2026;;\n;;\nName;Vorname;Ort\nA;B;C\n;;\nSumme;1;\n")
    assert table.header_row == 3 and [row.cells for row in table.rows()] == [["A", "B", "C"]]
    assert (table.blank, table.totals) == (1, 1)


def test_a_person_called_summe_is_no_total():
    assert len(rows(b"Name;Vorname;Ort\nSumme;Anna;Berlin\nTotal;Bea;\n")) == 2


def test_without_known_headings_the_first_row_is_taken_and_may_be_declared_data():
    assert not read_table(b"x;y\n1;2\n").header_found
    table = read_table(b"x;y\n1;2\n", header_row=0)
    assert table.header == ["1", "2"] and [row.cells for row in table.rows()] == [["x", "y"], ["1", "2"]]


def test_one_apostrophe_of_a_spreadsheet_is_stripped_and_that_of_a_name_is_kept():
    assert rows(b"Name;Vorname\n'=1+1;'t Hooft\n'0176;''+\n") == [["=1+1", "'t Hooft"], ["0176", "''+"]]


def test_old_line_ends_quotes_and_control_characters_are_legal():
    assert rows(b"Name;Vorname\rA;B\rC;D\r") == [["A", "B"], ["C", "D"]]
    assert rows(b'Name;Vorname\n"A\r\nB";C\x07\n') == [["A\nB", "C"]]


def test_letters_are_composed():
    assert rows("Name;Vorname\nMu\u0308ller;Zoe\u0308\n".encode()) == [["Müller", "Zoë"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b"\xef\xbb\xbf \r\n", "empty"), (b";;;\n;;\n", "empty"), (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        (b"Name;Vorname\nA\0;B\n", "binary"), (b"%PDF-1.7", "other_format"), (b"BEGIN:VCARD\n", "other_format"),
        (b' {"a": 1}', "other_format"), (b"<!doctype html>", "other_format"), (b"\xd0\xcf\x11\xe0" + b"\0" * 9, "old_excel"),
        (b"PK\x03\x04", "broken_workbook"), (b";".join([b"a"] * 600), "too_many_columns"), (b"a;" * 600_000, "line_too_long"),
        (b'Name;Vorname\n"' + b"x;y\n" * 50_000, "unclosed_quote"), (workbook(["x"])[:-300], "broken_workbook"),
        (b"x" * 20_000_001, "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",  # a workbook says in which second it was made
)  # fmt: skip
def test_what_is_no_table_is_told_by_a_code(data, code):
    with pytest.raises(TableError) as fault:
        rows(data)
    assert fault.value.code == code and code in str(fault.value)


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: b"Name;Vorname\n" + data))
def test_any_bytes_are_a_table_or_a_table_error(data):
    with suppress(TableError):
        table = read_table(data)
        assert all(len(row.cells) == len(table.header) for row in table.rows())


def test_more_rows_than_allowed_are_refused_while_reading():
    data = b"Name;Vorname\n" + b"A;B\n" * 11
    with pytest.raises(TableError, match="too_many_rows limit=10"):
        rows(data, limits=Limits(rows=10))
    assert len(rows(data, limits=Limits(rows=11))) == 11


def test_a_workbook_gives_dates_numbers_and_ids_as_text():
    data = workbook(
        ["Name", "Vorname", "GebDat", "PLZ"], ["Ä", "B", date(1985, 3, 12), 10435], ["C", "D", 31118.5, 1.39e17]
    )
    assert rows(data) == [["Ä", "B", "1985-03-12", "10435"], ["C", "D", "31118.5", "1.39000000000000E+17"]]


DAY = datetime.fromisoformat("2026-01-02")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (True, "TRUE"), (3, "3"), (3.0, "3"), (3.5, "3.5"), (DAY.date(), "2026-01-02"), (DAY, "2026-01-02"),
        (DAY.replace(hour=3, minute=4), "2026-01-02 03:04:00"), (time(3, 4), "03:04:00"), (timedelta(1), "1 day, 0:00:00"),
        (139071299692101001.0, "1.39071299692101E+17"), ("x", "x"),
    ],
)  # fmt: skip
def test_cells_of_every_kind_have_a_text(cell, text):
    assert cell_text(cell) == text


def test_a_workbook_that_claims_billions_of_cells_ends_in_a_sentence():
    def cell(place: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>'

    data = _with_sheet(workbook(["x"]), f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>')
    with pytest.raises(TableError) as fault:
        read_table(data)
    assert fault.value.code in ("too_large_inside", "too_many_columns", "broken_workbook")


def test_a_workbook_that_unfolds_to_gigabytes_ends_in_a_sentence():
    data = _with_sheet(
        workbook(["x"]), f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 50_000_000}</t></is></c></row>'
    )
    with pytest.raises(TableError, match="too_large_inside"):
        rows(data)


def _with_sheet(data: bytes, lines: str) -> bytes:
    """The workbook with another content of its first sheet."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            sheet = f"<worksheet {main}><sheetData>{lines}</sheetData></worksheet>"
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return target.getvalue()


def test_a_fault_says_its_code_and_details():
    assert str(TableError("too_large", megabytes=20)) == "too_large megabytes=20"
    assert json.dumps(TableError("too_large", megabytes=20).detail) == '{"megabytes": 20}'
