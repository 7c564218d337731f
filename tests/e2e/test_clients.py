"""From the list to a new record, and finding it again."""

import pytest
from playwright.sync_api import expect

from tests.e2e.acts import LIST, NEW, RECORD, Enter, create, fill, rows, search, toast
from tests.e2e.instance import Instance


def count(demo: Instance) -> int:
    return int(demo.ask("SELECT count(*) FROM people_person")[0][0])


def test_the_menu_entry_kundschaft_opens_the_list_at_a_stable_address(enter: Enter) -> None:
    """WS-01"""
    page = enter("anna")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hallo, Anna Lindner")
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Kundschaft").click()
    expect(page).to_have_url(LIST)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kundschaft")
    expect(rows(page)).to_have_count(50)


def test_the_button_at_the_top_right_opens_a_form_to_create(enter: Enter) -> None:
    """CL-01"""
    page = enter("anna")
    page.goto(LIST)
    button = page.get_by_role("link", name="+ Neuer Kunde")
    box = button.bounding_box()
    assert box and box["x"] + box["width"] > 1300 and box["y"] < 150
    button.click()
    expect(page).to_have_url(NEW)
    expect(page.get_by_label("Vorname")).to_be_focused()
    expect(page.get_by_role("button", name="Erstellen")).to_be_visible()


def test_without_a_name_nothing_is_stored_and_nothing_typed_is_lost(enter: Enter, demo: Instance) -> None:
    """CL-02"""
    page, before = enter("anna"), count(demo)
    page.goto(NEW)
    fill(page, email="vera@briefkasten.example", birth_date="24.12.1988")
    page.get_by_role("button", name="Erstellen").click()
    name = page.get_by_label("Nachname")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description("Bitte geben Sie einen Nachnamen oder einen Vornamen ein.")
    expect(page.get_by_label("E-Mail")).to_have_value("vera@briefkasten.example")
    expect(page.get_by_label("Geburtsdatum")).to_have_value("24.12.1988")
    assert count(demo) == before


@pytest.mark.parametrize("typed", ["31.02.1988", "gestern", "01.01.1899", "24.12.2199"])
def test_a_birth_date_that_cannot_be_is_refused_with_what_is_accepted(enter: Enter, typed: str) -> None:
    """PE-05"""
    page = enter("anna")
    page.goto(NEW)
    fill(page, last_name="Winter", birth_date=typed)
    page.get_by_role("button", name="Erstellen").click()
    expect(page.get_by_label("Geburtsdatum")).to_be_focused()
    expect(page.get_by_label("Geburtsdatum")).to_have_value(typed)
    expect(page.locator("#id_birth_date_error")).to_contain_text(
        "1900" if typed[-4:].isdigit() and typed[:2] != "31" else "31.12."
    )


def test_saving_opens_the_new_record_and_the_search_finds_it(enter: Enter) -> None:
    """CL-03"""
    page = enter("anna")
    create(page, first_name="Wiebke", last_name="Yürgensen", phone="0461 5550123", birth_date="240288")
    toast(page, "Wiebke Yürgensen wurde angelegt.")
    tabs = page.get_by_role("navigation", name="Kundenakte")
    expect(tabs.locator("[aria-current=page]")).to_have_text("Übersicht")
    expect(page.get_by_text("* 24.02.1988")).to_be_visible()
    page.goto(LIST)
    expect(search(page, "yuergensen")).to_contain_text(["Wiebke Yürgensen"])
    assert page.url.endswith(LIST), "the words of a search stand in no address"


def test_pressing_twice_creates_one_record(enter: Enter, demo: Instance) -> None:
    page, before = enter("anna"), count(demo)
    page.goto(NEW)
    fill(page, last_name="Doppelklick")
    page.get_by_role("button", name="Erstellen").dblclick()
    page.keyboard.press("Enter")
    expect(page).to_have_url(RECORD)
    assert count(demo) == before + 1


def test_a_client_without_e_mail_is_allowed_and_told_what_will_be_off(enter: Enter) -> None:
    """CL-04"""
    page = enter("anna")
    page.goto(NEW)
    expect(page.get_by_text("Ohne sie gibt es kein Klientenportal")).to_be_visible()
    create(page, last_name="Ohnepost")
    expect(page.get_by_text("Es gibt keine E-Mail-Adresse")).to_be_visible()


def test_a_likely_twin_is_shown_while_typing(enter: Enter) -> None:
    """CL-05"""
    page = enter("anna")
    first = create(page, first_name="Zwilla", last_name="Zweig", birth_date="03.03.1973")
    page.goto(NEW)
    fill(page, first_name="zwilla", last_name="ZWEIG", birth_date="3.3.73")
    page.get_by_label("Geburtsdatum").blur()
    hint = page.locator("#twins")
    expect(hint.get_by_text("Gibt es diese Person schon?")).to_be_visible()
    expect(hint.get_by_role("link", name="Öffnen")).to_have_attribute("href", first)
    hint.get_by_role("button", name="Trotzdem anlegen").click()
    expect(page).to_have_url(RECORD)
    assert not page.url.endswith(first)


def test_the_search_covers_names_phones_and_umlauts(enter: Enter) -> None:
    """CL-06"""
    page = enter("anna")
    create(page, first_name="Anna", last_name="Stevens")
    create(page, first_name="Steven", last_name="Schmidt", phone="+49 (0)30 / 2312-5199")
    page.goto(LIST)
    expect(search(page, "steven")).to_have_count(2)
    expect(rows(page).get_by_role("link")).to_have_text([r"SSSteven Schmidt", r"ASAnna Stevens"])
    for words in ("koehler", "kohler", "KÖHLER", "Köhler, Carla"):
        expect(search(page, words).filter(has_text="Carla Köhler")).to_have_count(1)
    expect(search(page, "231251 99")).to_contain_text(["Steven Schmidt"])
    expect(rows(page)).to_contain_text(["Telefon: 030 23125199"])
    expect(search(page, "carla@klientin")).to_contain_text(["E-Mail: carla@klientin.example"])


def test_an_empty_result_repeats_the_words_and_takes_them_into_a_new_record(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    search(page, "Xaver Unbekannt")
    expect(page.get_by_text("Niemand gefunden für „Xaver Unbekannt“")).to_be_visible()
    page.locator("#rows").get_by_role("button", name="+ Neuer Kunde").click()
    expect(page.get_by_label("Vorname")).to_have_value("Xaver")
    expect(page.get_by_label("Nachname")).to_have_value("Unbekannt")
    page.goto(LIST)
    search(page, "Xaver Unbekannt")
    page.get_by_role("link", name="Zurücksetzen").click()
    expect(rows(page)).to_have_count(50)


def test_a_name_that_sounds_alike_is_found_when_none_is_spelt_so(enter: Enter) -> None:
    page = enter("anna")
    create(page, first_name="Sönke", last_name="Meyerholt")
    page.goto(LIST)
    expect(search(page, "Maierhold")).to_contain_text(["Sönke Meyerholt"])
    expect(page.get_by_text("Kein genauer Treffer. Diese Namen klingen ähnlich:")).to_be_visible()
