"""The sample files of other systems arrive whole: rows, names, phones, dates, addresses, tags, client or contact."""

import json
from datetime import date
from pathlib import Path

import pytest

from kartei.lib.addresses import Address
from kartei.lib.tables import Interpreter, PersonRow, Table, TableError, propose, read_table, source_of, survey

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
TABLES = [
    name for name in EXPECTED
    if (SAMPLES / name).exists() and EXPECTED[name].get("format") in ("csv", "xlsx") and name != "empty.csv"
]  # fmt: skip
TODAY = date(2026, 11, 25)


def opened(name: str) -> Table:
    return read_table((SAMPLES / name).read_bytes())


def people(name: str) -> dict[str, PersonRow]:
    """The people of a file by the name they are shown with."""
    table = opened(name)
    targets = propose(table.header, [row.cells for row in table.rows()])
    reader = Interpreter(
        table.header,
        targets,
        region="DE",
        today=TODAY,
        survey=survey(table.rows(), targets),
        system=source_of(table.header),
    )
    read = [reader.read(row) for row in table.rows()]
    return {
        f"{person.first_name} {person.name_prefix} {person.last_name}".replace("  ", " "): person for person in read
    }


def codes(person: PersonRow) -> set[str]:
    return {remark.code for remark in person.warnings}


@pytest.mark.parametrize("name", TABLES)
def test_rows_header_encoding_and_delimiter_are_those_expected(name):
    expected, table = EXPECTED[name], opened(name)
    rows = list(table.rows())
    assert len(rows) == expected["data_rows"] and table.header == expected["header"]
    assert table.blank == expected.get("blank_rows", table.blank)
    assert table.encoding == expected.get("encoding", "") and table.delimiter == expected.get("delimiter", "")


@pytest.mark.parametrize("name", [name for name in TABLES if EXPECTED[name]["data_rows"] == 20])
def test_nobody_is_refused_and_no_cell_is_lost(name):
    found = list(people(name).values())
    assert len(found) == 20 and not any(person.refusal for person in found)
    for person, row in zip(found, opened(name).rows(), strict=True):
        told = "".join(filter(str.isalnum, str(person) + str([phone.value for _, phone in person.phones]))).casefold()
        for cell in row.cells:
            if cell.startswith("+49") or not cell.isprintable() or cell.casefold() in KNOWN_WORDS or "example" in cell:
                continue
            first_word = "".join(filter(str.isalnum, cell.split()[0] if cell else ""))
            assert first_word.casefold() in told or first_word.isdecimal(), (cell, person)


KNOWN_WORDS = frozenset((
    "active", "inactive", "waitlist", "lead", "archived", "prospect", "woman", "man", "female", "male", "non-binary", "w",
    "m", "d", "true", "false", "client", "contact", "* home", "home", "fr.", "deutschland", "polen", "irland", "spanien",
    "dänemark", "tschechien", "usa", "keine angabe", "normal", "aus", "smtp", "0.0.00", "24. okt. 1970", "00.00.0000",
))  # fmt: skip


def test_the_workbook_is_read_from_its_third_row_without_totals_and_hidden_sheets():
    table = opened("excel_patientenliste.xlsx")
    rows = list(table.rows())
    assert table.sheets == ["Patientenliste", "Notizen"] and table.sheet == "Patientenliste"
    assert (table.header_row, table.header_found, table.blank, table.totals) == (3, True, 1, 1)
    assert [row.number for row in rows][:2] == [4, 5] and rows[0].cells[0] == "1001" and rows[0].cells[6] == "10435"


def test_another_visible_sheet_can_be_chosen_and_a_hidden_one_cannot():
    data = (SAMPLES / "excel_patientenliste.xlsx").read_bytes()
    assert read_table(data, sheet="Notizen").header == ["nicht importieren"]
    with pytest.raises(TableError, match="unknown_sheet"):
        read_table(data, sheet="versteckt")


def test_carepatron_arrives_whole():
    found = people("carepatron_clients.csv")
    anna, karl, kim = found["Anna-Lena Müller"], found["Karl-Heinz von der Heide"], found["Kim Meyer-Lüdenscheidt"]
    assert anna.birth_date == date(1985, 3, 12) and anna.gender == "female" and anna.pronouns == "sie/ihr"
    assert anna.addresses == [("", Address("Schönhauser Allee 17a", "c/o Weiß", "10435", "Berlin", "", "DE"))]
    assert anna.tags == ["Selbstzahler", "Rücken"] and anna.assigned == ["lea.sommer@example.de"]
    assert anna.external_ids == [("carepatron", "1001")] and anna.status == "active" and not anna.warnings
    assert (karl.name_prefix, karl.last_name, karl.preferred_name) == ("von der", "Heide", "Kalle")
    assert kim.gender == "other" and [person.kind for person in found.values()].count("contact") == 1
    assert found["Britta Schäfer"].kind == "contact" and codes(found["Søren Jørgensen"]) == {"date_impossible"}
    assert found["Søren Jørgensen"].further == ["Date of Birth: 1995-02-29"]


def test_german_excel_arrives_whole():
    found = people("excel_de_semikolon.csv")
    anna, karl = found["Anna-Lena Müller"], found["Karl-Heinz von der Heide"]
    assert [phone.shown for _, phone in anna.phones] == ["0176 04069001", "030 23125101"]
    assert anna.addresses[0][1] == Address("Schönhauser Allee 17a", "c/o Weiß", "10435", "Berlin")
    assert karl.birth_date == date(1949, 2, 28) and karl.tags == ["Beihilfe"]
    assert found["Mechthild Freifrau von Stetten"].birth_date == date(1939, 9, 9)
    assert found["Ji?í Dvo?ák"].birth_date == date(1980, 12, 5)
    assert codes(found["Ay?e Öztürk"]) == {"lost_characters"} and found["Ay?e Öztürk"].tags == ["GKV", "Migräne"]
    assert codes(found["John Smith"]) == {"date_ambiguous"} and found["John Smith"].further == ["geb.: 7/4/1965"]
    assert found["Juergen Gross"].birth_date is None and not found["Juergen Gross"].warnings


def test_the_excel_workbook_arrives_whole():
    found = people("excel_patientenliste.xlsx")
    anna, gross = found["Anna-Lena Müller"], found["Jürgen Groß"]
    assert anna.phones[0][1].number == "+4917604069001" and gross.birth_date == date(1958, 11, 2)
    assert found["Mechthild Freifrau von Stetten"].last_name == "Stetten"
    assert found["Jiří Dvořák"].addresses[0][1].postcode == "110 00"
    assert codes(found["Søren Jørgensen"]) == {"date_impossible", "postcode_short"}


def test_google_contacts_arrive_whole():
    found = people("google_contacts.csv")
    anna, siobhan = found["Anna-Lena Müller"], found["Siobhán O'Connor"]
    assert [(label, phone.number) for label, phone in anna.phones] == [
        ("mobile", "+4917604069001"), ("mobile", "+4917604069099"), ("home", "+493023125101"),
    ]  # fmt: skip
    assert anna.tags == ["Selbstzahler", "Rücken"] and anna.salutation == "Frau" and anna.emails[0][0] == "home"
    assert found["Jürgen Groß"].title == "Dr. med." and not found["Jürgen Groß"].salutation
    assert siobhan.further == ["Birthday: --08-08"] and "date_year_unknown" in codes(siobhan)
    assert found["Karl-Heinz von der Heide"].employer == "Reederei v. d. Heide"
    assert found["Fatima Al- Hassan"].note == "Mehrzeilige Notiz:\n- Arabisch\n- vormittags"
    assert len(found["Jürgen Groß"].addresses) == 1


def test_jane_arrives_whole():
    found = people("jane_patients.csv")
    finn, anna = found["Finn Schäfer"], found["Anna-Lena Müller"]
    assert finn.relations == {"family_doctor": {"name": "Dr. Kinderlieb"}, "guardian": {"name": "Britta Schäfer"}}
    assert "Guardian Name: Britta Schäfer" in finn.further and finn.consents == {"marketing": True}
    assert [label for label, _ in anna.phones] == ["home", "mobile"] and anna.registered_on == date(2024, 1, 15)
    assert found["Karl-Heinz von der Heide"].alerts == "Herzschrittmacher"
    assert found["Mechthild Freifrau von Stetten"].status == "completed" and anna.status == "active"
    assert found["Kim Meyer-Lüdenscheidt"].gender == "other"


def test_cliniko_keeps_ids_of_eighteen_digits_and_consents_of_three_states():
    found = people("cliniko_patients.csv")
    assert found["Anna-Lena Müller"].external_ids == [("cliniko", "139071299692101001")]
    assert found["Anna-Lena Müller"].consents == {"privacy": True} and found["Jürgen Groß"].consents == {
        "privacy": False
    }
    assert found["Ayşe Öztürk"].consents == {} and found["Jiří Dvořák"].archived_on == date(2025, 1, 1)
    assert found["Anna-Lena Müller"].phones[0][1].number == "+4917604069001"
    assert found["Siobhán O'Connor"].phones[0][1].number == "+447700900008"


def test_simplepractice_dates_are_american_and_a_couple_is_one_record():
    found = people("simplepractice_client_details.csv")
    couple = found["Finn & Britta Schäfer"]
    assert codes(couple) == {"couple", "date_impossible"} and couple.further[0] == "Client: Finn & Britta Schäfer"
    assert found["Anna-Lena Müller"].birth_date == date(1985, 3, 12)
    assert found["John Smith"].birth_date == date(1965, 7, 4)
    assert found["Anna-Lena Müller"].phones[0][0] == "mobile" and found["Anna-Lena Müller"].assigned == ["Lea Sommer"]
    assert found["Anna-Lena Müller"].addresses[0][1] == Address("Schönhauser Allee 17a", "", "10435", "Berlin")


def test_german_outlook_arrives_whole():
    found = people("outlook_kontakte_de.csv")
    soren, karl = found["Søren Jørgensen"], found["Karl-Heinz von der Heide"]
    assert soren.phones[0][1].number == "+4917604069013" and soren.addresses[0][1].country == "DK"
    assert karl.employer == "Reederei v. d. Heide" and [label for label, _ in karl.phones] == ["home", "mobile"]
    assert found["Zoë Weiß"].birth_date is None and not found["Zoë Weiß"].warnings and not found["Zoë Weiß"].further
    assert found["Anna-Lena Müller"].addresses[0][1].extra == "c/o Weiß"


def test_german_practice_software_arrives_whole():
    found = people("theorg_patienten.csv")
    assert found["Jürgen Groß"].title == "Dr. med." and found["Jürgen Groß"].salutation == "Herr"
    assert found["José Luis García Márquez"].birth_date == date(1970, 10, 24)
    assert found["Eleni Papadopoulou"].birth_date == date(1955, 1, 1)
    assert found["Kim Meyer-Lüdenscheidt"].gender == "other" and found["Ay?e Öztürk"].insurer == "GKV"
    assert codes(found["John Smith"]) == {"date_ambiguous"}
    assert sum("lost_characters" in codes(person) for person in found.values()) == 4


def test_ragged_rows_are_kept_with_a_warning():
    found = people("ragged_quotes.csv")
    assert codes(found["Eva Zuviel"]) == {"too_many_cells"} and found["Eva Zuviel"].note == "a\nb\nc"
    assert codes(found["Kurz Wenig"]) == {"too_few_cells"} and not found["Max Muster"].warnings
    assert found['Otto "Otti" Anführung'].note == "offenes Ende; weiter\nzweite Zeile"


def test_formulas_and_markup_are_plain_text():
    first, second = people("formula_injection.csv").values()
    assert first.first_name == '=HYPERLINK("http://evil.example","x")' and first.note == "@SUM(1+1)*cmd|' /C calc'!A0"
    assert (second.first_name, second.last_name, second.note) == ("+Max", "-Muster", "<script>alert(1)</script>")


def test_an_empty_file_is_no_table_and_a_header_alone_has_no_rows():
    with pytest.raises(TableError, match="empty"):
        opened("empty.csv")
    assert list(opened("header_only.csv").rows()) == []
