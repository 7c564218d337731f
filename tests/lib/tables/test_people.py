from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib.addresses import Address
from kartei.lib.tables import TARGETS, Interpreter, PersonRow, Row, is_target, propose, read_table, source_of, survey
from kartei.lib.tables.people import NO_NAME, WARNINGS

TODAY = date(2026, 11, 25)


def read(text: str, **choices: object) -> list[PersonRow]:
    table = read_table(text.encode())
    targets = propose(table.header, [row.cells for row in table.rows()])
    found = survey(table.rows(), targets)
    reader = Interpreter(table.header, targets, region="DE", today=TODAY, survey=found, **choices)  # type: ignore[arg-type]
    return [reader.read(row) for row in table.rows()]


def read_one(**cells: str) -> PersonRow:
    """A row by targets; dots are written as two underscores."""
    targets = [name.replace("__", ".") for name in cells]
    row = Row(2, list(cells.values()))
    reader = Interpreter(targets, targets, region="DE", today=TODAY, survey=survey([row], targets))
    return reader.read(row)


def test_only_a_row_without_any_name_is_refused():
    nobody, somebody, company = read("Name;Vorname;E-Mail;Firma\n;;a@example.de;\n;Anna;;\n;;;Praxis Nord\n")
    assert nobody.refusal == NO_NAME and nobody.emails and not somebody.refusal
    assert not company.refusal and company.organisation == "Praxis Nord"


@pytest.mark.parametrize(
    ("cells", "code", "kept"),
    [
        ({"birth_date": "31.02.1990"}, "date_impossible", True), ({"birth_date": "gestern"}, "date_unreadable", True),
        ({"birth_date": "1.1.1899"}, "date_too_early", True), ({"birth_date": "1.1.2030"}, "date_in_future", True),
        ({"email": "anna(at)example.de"}, "email_form", True), ({"phone": "Mutter fragen"}, "phone_unreadable", False),
        ({"gender": "Fisch"}, "unknown_gender", True), ({"status": "VIP"}, "unknown_status", True),
        ({"kind": "Gast"}, "unknown_kind", True), ({"has_aid": "teils"}, "unknown_answer", True),
        ({"consent__marketing": "vielleicht"}, "unknown_answer", True), ({"language": "Klingonisch!"}, "unknown_language", True),
        ({"form_of_address": "Ihr"}, "unknown_form_of_address", True), ({"time_zone": "Mond"}, "unknown_time_zone", True),
        ({"country": "Atlantis", "city": "A"}, "unknown_country", True), ({"external_id": "1.39E+17"}, "id_scientific", True),
        ({"pronouns": "x" * 61}, "too_long", True), ({"title": "x" * 61}, "too_long", True),
        ({"tags": "x" * 61}, "too_long", True), ({"city": "x" * 101}, "too_long", True), ({"postcode": "1067"}, "postcode_short", False),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_kept_as_text_with_a_warning(cells, code, kept):
    person = read_one(last_name="Groß", **cells)
    assert [remark.code for remark in person.warnings] == [code] and code in WARNINGS
    assert not person.refusal and bool(person.further) == kept
    assert not kept or next(iter(cells.values())) in person.further_text


def test_a_column_without_a_target_is_kept_and_only_a_skipped_one_is_not():
    person = read("Name;Vorname;Lieblingsfarbe;Priorität;Jahrestag\nA;B;Blau;Normal;0.0.00\n")[0]
    assert person.further == ["Lieblingsfarbe: Blau"]


def test_every_target_is_read_somewhere():
    for target in set(TARGETS) - {"skip"}:
        person = read_one(**{target.replace(".", "__"): "Anna 12345 Berlin"})
        empty = PersonRow(2, kind="client", refusal=person.refusal)
        assert person != empty, target


def test_a_target_of_a_numbered_group_is_legal_and_nonsense_is_not():
    assert all(map(is_target, (*TARGETS, "", "email.4", "phone_label.2", "street.3")))
    assert not any(map(is_target, ("nonsense", "email.", "last_name.2", "status.1", "email.x y", "phone.123")))


def test_phones_are_read_by_the_country_of_the_address_and_else_by_that_of_the_practice():
    danish = read_one(last_name="A", phone="33 15 02 35", country="Dänemark", city="København")
    german = read_one(last_name="A", phone="0176 04069013", country="Dänemark", city="København")
    assert danish.phones[0][1].number == "+4533150235" and german.phones[0][1].number == "+4917604069013"


def test_the_same_number_or_mail_twice_is_one():
    person = read_one(last_name="A", phone="0176 04069001", phone__mobile="+49 176 04069001", email="a@b.de, A@B.de")
    assert len(person.phones) == 1 and len(person.emails) == 1


def test_parts_of_an_address_make_one_and_groups_make_several():
    person = read_one(
        last_name="A", street="Weg", house_number="5a", postcode_city="10435 Berlin", city__work="Köln", country="D"
    )
    assert person.addresses == [
        ("", Address("Weg 5a", "", "10435", "Berlin", "", "DE")),
        ("work", Address(city="Köln")),
    ]


def test_a_german_postcode_gets_its_zero_back_when_the_country_is_known():
    assert read_one(last_name="A", postcode="1067", city="Dresden", country="DE").addresses[0][1].postcode == "01067"


def test_gender_goes_before_sex_and_a_difference_is_kept():
    assert read_one(last_name="A", sex="Female", gender="").gender == "female"
    person = read_one(last_name="A", sex="Male", gender="Woman")
    assert person.gender == "female" and person.further == ["sex: Male"]


def test_salutation_and_title_share_cells():
    person = read_one(last_name="Dr. Groß", title="Frau Prof.", salutation="")
    assert (person.salutation, person.title, person.last_name) == ("Frau", "Prof. Dr.", "Groß")
    assert read_one(last_name="A", salutation="Herr Dr. med.").title == "Dr. med."


def test_our_own_number_comes_back_and_another_is_an_external_id():
    assert read_one(last_name="A", number="K-00042").number == 42
    assert read_one(last_name="A", number="X9").external_ids == [("import", "X9")]


def test_capitals_are_rewritten_only_when_asked():
    text = "Name;Vorname\nVON DER HEIDE;KARL\nGROSS;ÄNNE\n"
    assert read(text)[0].last_name == "HEIDE"
    karl, anne = read(text, unshouts=True)
    assert (karl.name_prefix, karl.last_name, karl.first_name) == (
        "von der",
        "Heide",
        "Karl",
    ) and anne.first_name == "Änne"
    table = read_table(text.encode())
    assert survey(table.rows(), propose(table.header)).is_shouted


def test_meanings_given_by_the_user_go_first():
    assert read("Name;Vorname;Status\nA;B;VIP\n", meanings={"status": {"VIP": "some id"}})[0].status == "some id"


def test_rows_without_a_type_become_what_the_page_asked():
    one, two = read("Name;Vorname;Typ\nA;B;Kontakt\nC;D;\n", kind="client")
    assert (one.kind, two.kind) == ("contact", "client")


def test_the_order_of_slash_dates_can_be_set_after_the_survey():
    row = Row(2, ["A", "7/4/1965"])
    found = survey([row], ["last_name", "birth_date"])
    assert found.date_orders == {1: ""}
    found.date_orders[1] = "mdy"
    reader = Interpreter(["a", "b"], ["last_name", "birth_date"], region="DE", today=TODAY, survey=found)
    assert reader.read(row).birth_date == date(1965, 7, 4)


def test_the_survey_counts_the_texts_of_choices():
    rows = [Row(n, ["A", status]) for n, status in enumerate(["Aktiv", "Aktiv", "VIP", ""])]
    assert survey(rows, ["last_name", "status"]).distinct == {1: {"Aktiv": 2, "VIP": 1}}


def test_headings_are_known_without_regard_to_case_and_signs():
    header = ["NACHNAME", "vor-name", "E Mail", "Straße + Hausnummer", "postleitzahl", "Geb.-Datum", "Handy", "Foo"]
    assert propose(header) == [
        "last_name", "first_name", "email", "street", "postcode", "birth_date", "phone.mobile", "",
    ]  # fmt: skip


def test_a_field_that_holds_one_value_gets_one_column():
    assert propose(["Nachname", "Vorname", "Name", "Familienname"]) == ["last_name", "first_name", "", ""]
    assert propose(["Name", "Telefon", "Telefonnummer", "Notiz", "Bemerkung"])[1:] == ["phone", "phone", "note", "note"]


def test_samples_decide_what_a_heading_leaves_open():
    assert propose(["Name", "Typ"], [["A", "Privatpatient"]]) == ["full_name", ""]
    assert propose(["Name", "Kontaktweg"], [["A", "a@example.de"], ["B", ""]]) == ["full_name", "email"]


def test_an_unknown_export_has_no_source():
    assert source_of(["Name", "Vorname"]) == ""


@given(
    st.lists(st.text(max_size=20), min_size=8, max_size=8), st.lists(st.sampled_from(TARGETS), min_size=8, max_size=8)
)
def test_no_cell_under_any_target_breaks_a_row(cells, targets):
    row = Row(2, [cell.strip() for cell in cells], surplus=["x"])
    reader = Interpreter([""] * 8, targets, region="DE", today=TODAY, survey=survey([row], targets))
    person = reader.read(row)
    assert all(remark.code in WARNINGS for remark in person.warnings)
