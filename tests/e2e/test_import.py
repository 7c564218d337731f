"""From a file of the former system to records in the list."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.acts import LIST, RECORD, SAMPLES, Enter, rows, search, section, toast
from tests.e2e.instance import Instance


def upload(page: Page, sample: str) -> None:
    page.goto(LIST)
    page.get_by_role("link", name="Importieren").click()
    page.get_by_role("main").get_by_role("link", name="Datei wählen").first.click()
    page.get_by_label("Datei").set_input_files(SAMPLES / sample)
    page.get_by_role("button", name="Hochladen").click()


def rehearse(page: Page, sample: str) -> None:
    upload(page, sample)
    page.get_by_role("button", name="Weiter zu den Spalten").click()
    page.get_by_role("button", name="Probelauf starten").click()
    expect(page.get_by_role("heading", name="Wenn Sie jetzt importieren")).to_be_visible(timeout=30_000)


def counts(page: Page) -> dict[str, int]:
    terms, numbers = page.locator("#counts dt").all_inner_texts(), page.locator("#counts dd").all_inner_texts()
    return dict(zip(terms, map(int, numbers), strict=True))


def run(page: Page) -> None:
    page.get_by_role("button", name="Jetzt importieren").click()
    expect(page.get_by_role("heading", name="Importiert am")).to_be_visible(timeout=30_000)


def people(demo: Instance) -> int:
    return int(demo.ask("SELECT count(*) FROM people_person")[0][0])


def test_clients_and_contacts_land_in_their_lists_and_a_second_time_nobody_is_doubled(
    enter: Enter, demo: Instance
) -> None:
    """IM-03. First of this file: the other samples hold the same people."""
    page = enter("anna")
    rehearse(page, "carepatron_clients.csv")
    run(page)
    assert counts(page)["Neue Kontakte"] == 1
    page.get_by_role("link", name="Zu den Klienten").click()
    expect(rows(page).filter(has_text="Jiří Dvořák")).to_have_count(1)
    expect(search(page, "lukasiewicz")).to_contain_text(["Paweł Łukasiewicz"])
    expect(search(page, "Britta Schäfer")).not_to_contain_text(["Britta Schäfer"])
    page.goto("/w/lindenhof/contacts/")
    search(page, "schaefer").filter(has_text="Britta Schäfer").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Britta Schäfer")
    before = people(demo)
    rehearse(page, "carepatron_clients.csv")
    told = counts(page)
    assert told["Neue Klienten"] == told["Neue Kontakte"] == 0
    run(page)
    assert people(demo) == before


@pytest.mark.parametrize(
    "sample",
    ["excel_de_semikolon.csv", "excel_patientenliste.xlsx", "google_contacts.csv", "jane_patients.csv"],
)
def test_a_file_arrives_whole(enter: Enter, demo: Instance, sample: str) -> None:
    """IM-01, IM-02"""
    page, before = enter("anna"), people(demo)
    rehearse(page, sample)
    told = counts(page)
    assert told.pop("Abgelehnt") == 0
    told.pop("Mit Hinweisen"), told.pop("Leer- und Summenzeilen, weggelassen")
    assert sum(told.values()) == 20
    assert people(demo) == before, "a rehearsal stores nobody"
    run(page)
    assert people(demo) == before + told["Neue Klienten"] + told["Neue Kontakte"]


def test_what_a_column_becomes_can_be_changed(enter: Enter) -> None:
    """IM-02"""
    page = enter("anna")
    upload(page, "excel_de_semikolon.csv")
    expect(page.get_by_label("Kodierung")).to_have_value("cp1252")
    expect(page.get_by_label("Trennzeichen")).to_have_value(";")
    preview = page.get_by_role("region", name="Die ersten Zeilen")
    expect(preview.get_by_text("Groß, Jürgen")).to_be_visible()
    page.get_by_label("Kodierung").select_option("mac_roman")
    expect(preview.get_by_text("Groß, Jürgen")).to_have_count(0)
    page.get_by_label("Kodierung").select_option("cp1252")
    expect(preview.get_by_text("Groß, Jürgen")).to_be_visible()
    page.get_by_role("button", name="Weiter zu den Spalten").click()
    mail = page.get_by_label("Mail", exact=True)
    expect(mail.locator("option:checked")).to_have_text("E-Mail")
    mail.select_option(label="Weglassen")
    page.get_by_label("Name", exact=True).select_option(label="Weglassen")
    page.get_by_role("button", name="Probelauf starten").click()
    expect(page.get_by_role("alert")).to_contain_text("in welcher Spalte der Name steht")
    expect(mail.locator("option:checked")).to_have_text("Weglassen")
    page.get_by_role("navigation", name="Pfad").get_by_role("link", name="Importieren").click()
    page.get_by_role("link", name="excel_de_semikolon.csv").first.click()
    page.get_by_role("button", name="Verwerfen").click()
    page.get_by_role("dialog").get_by_role("button", name="Verwerfen").click()
    toast(page, "Die Datei wurde gelöscht. Niemand wurde importiert.")


@pytest.mark.parametrize("sample", ["empty.csv", "header_only.csv"])
def test_a_file_without_people_gets_a_sentence(enter: Enter, demo: Instance, sample: str) -> None:
    page, before = enter("anna"), people(demo)
    upload(page, sample)
    expect(page.get_by_text("Die Datei ist leer.").or_(page.get_by_text("0 Zeilen")).first).to_be_visible()
    assert people(demo) == before


def test_ragged_rows_arrive_with_a_word_about_each(enter: Enter) -> None:
    page = enter("anna")
    rehearse(page, "ragged_quotes.csv")
    words = page.get_by_role("region", name="Zeilen zum Ansehen")
    expect(words.get_by_role("row").filter(has_text="Zuviel")).to_contain_text("Mehr Zellen als Spalten")
    expect(words.get_by_role("row").filter(has_text="Wenig")).to_contain_text("Weniger Zellen als Spalten")
    assert counts(page)["Abgelehnt"] == 0


def test_formulas_and_scripts_arrive_as_plain_text(enter: Enter) -> None:
    page = enter("anna")
    rehearse(page, "formula_injection.csv")
    run(page)
    page.get_by_role("link", name="Zu den Klienten").click()
    search(page, "max@example.de").first.get_by_role("link").click()
    expect(page).to_have_url(RECORD)
    page.get_by_role("link", name="Personal").click()
    expect(section(page, "Weitere Angaben aus dem Import")).to_contain_text("<script>alert(1)</script>")
