"""Own fields and sections as an owner adds them while a record is open (PE-02 to PE-06)."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.acts import Enter, create, edit, fill, section, toast
from tests.e2e.dress import PHONE
from tests.e2e.soundness import faults_of

FIELDS = "/w/lindenhof/settings/fields/"


def new_field(page: Page, where: str, type_: str) -> None:
    """From the section of the open record to the form of a type."""
    section(page, where).get_by_role("link", name=f"+ Neues Feld: {where}").click()
    page.get_by_role("dialog", name="Neues Feld").get_by_role("link", name=re.compile(f"^{type_}")).click()
    expect(page.get_by_role("dialog", name=f"Neues Feld: {type_}")).to_be_visible()


def made(page: Page, label: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Erstellen").click()
    toast(page, f"Das Feld „{label}“ steht jetzt in jeder Akte.")


def test_a_single_choice_is_added_set_and_there_on_every_client(enter: Enter) -> None:
    """PE-02 and PE-03"""
    page = enter("anna")
    other = create(page, first_name="Oda", last_name="Ohnefeld")
    record = create(page, first_name="Felix", last_name="Feldner")
    page.goto(f"{record}personal/")
    new_field(page, "Gesundheit", "Einfachauswahl")
    expect(page.locator("#id_label")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_label_error")).to_be_visible()
    fill(page, label="Händigkeit", more_answers="links\nrechts\nbeidhändig")
    made(page, "Händigkeit")
    expect(page).to_have_url(re.compile(f"{record}personal/$"))
    edit(page, "Gesundheit")
    page.get_by_label("Händigkeit").select_option(label="beidhändig")
    section(page, "Gesundheit").get_by_role("button", name="Speichern").click()
    toast(page, "Gesundheit: gespeichert.")
    page.reload()
    expect(section(page, "Gesundheit")).to_contain_text("beidhändig")
    page.goto(f"{other}personal/")
    expect(section(page, "Gesundheit")).to_contain_text("Händigkeit")
    expect(section(page, "Gesundheit")).not_to_contain_text("beidhändig")


def test_a_section_is_added_filled_and_put_in_order_by_keyboard(enter: Enter) -> None:
    """PE-04"""
    page = enter("anna")
    other = create(page, first_name="Otto", last_name="Ordner")
    record = create(page, first_name="Ariane", last_name="Abschnitt")
    page.goto(f"{record}personal/")
    page.get_by_role("link", name="+ Neuen Abschnitt hinzufügen").press("Enter")
    expect(page.locator("#id_name")).to_be_focused()
    page.keyboard.type("Anamnese")
    page.keyboard.press("Enter")
    toast(page, "Der Abschnitt „Anamnese“ steht jetzt in jeder Akte.")
    for label in ("Beschwerden", "Seit wann"):
        new_field(page, "Anamnese", "Kurzer Text")
        page.keyboard.type(label)
        page.keyboard.press("Enter")
        toast(page, f"Das Feld „{label}“ steht jetzt in jeder Akte.")
    page.goto(FIELDS)
    up = page.get_by_role("button", name="Nach oben: Seit wann")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#fields li").filter(has_text="Beschwerden")).to_be_visible()
    expect(page.get_by_role("region", name="Anamnese").get_by_role("listitem").first).to_contain_text("Seit wann")
    expect(up).to_be_focused()
    for path in (record, other):
        page.goto(f"{path}personal/")
        text = section(page, "Anamnese").inner_text()
        assert text.index("Seit wann") < text.index("Beschwerden")


def test_a_number_is_checked_beside_its_field(enter: Enter) -> None:
    """PE-05"""
    page = enter("anna")
    record = create(page, first_name="Nora", last_name="Nummer")
    page.goto(f"{record}personal/")
    new_field(page, "Gesundheit", "Zahl")
    fill(page, label="Körpergröße", unit="cm", decimals="1")
    made(page, "Körpergröße")
    edit(page, "Gesundheit")
    page.get_by_label("Körpergröße").fill("abc")
    section(page, "Gesundheit").get_by_role("button", name="Speichern").click()
    expect(section(page, "Gesundheit").locator(".field-error")).to_contain_text("Das ist keine Zahl.")
    expect(page.get_by_label("Körpergröße")).to_have_value("abc")
    expect(page.get_by_label("Körpergröße")).to_be_focused()
    page.get_by_label("Körpergröße").fill("172,5")
    page.keyboard.press("Enter")
    expect(section(page, "Gesundheit")).to_contain_text("172,5 cm")


def test_a_field_with_values_cannot_vanish(enter: Enter) -> None:
    """PE-06"""
    page = enter("anna")
    record = create(page, first_name="Vera", last_name="Verbleib")
    page.goto(f"{record}personal/")
    new_field(page, "Versicherung und Abrechnung", "Kurzer Text")
    fill(page, label="Aktenzeichen")
    made(page, "Aktenzeichen")
    edit(page, "Versicherung und Abrechnung")
    page.get_by_label("Aktenzeichen").fill("XY 12")
    page.keyboard.press("Enter")
    expect(section(page, "Versicherung und Abrechnung")).to_contain_text("XY 12")
    page.goto(FIELDS)
    page.get_by_role("link", name="Entfernen: Aktenzeichen").click()
    dialog = page.get_by_role("dialog", name="Feld entfernen")
    expect(dialog).to_contain_text("1 Akte enthält etwas in „Aktenzeichen“.")
    dialog.get_by_role("button", name="Entfernen").click()
    toast(page, "Das Feld „Aktenzeichen“ ist archiviert")
    page.goto(f"{record}personal/")
    expect(section(page, "Versicherung und Abrechnung")).not_to_contain_text("Aktenzeichen")
    page.goto(FIELDS)
    page.get_by_role("button", name="Wiederherstellen: Aktenzeichen").click()
    toast(page, "Das Feld „Aktenzeichen“ ist wieder da")
    page.goto(f"{record}personal/")
    expect(section(page, "Versicherung und Abrechnung")).to_contain_text("XY 12")


def test_fields_are_filled_in_on_a_phone(enter: Enter) -> None:
    page = enter("anna", PHONE)
    record = create(page, first_name="Hanna", last_name="Handy")
    page.goto(f"{record}personal/")
    new_field(page, "Adresse", "Skala")
    fill(page, label="Wegaufwand", from_label="sehr leicht erreichbar", to_label="kaum zu erreichen")
    assert faults_of(page, PHONE) == []
    made(page, "Wegaufwand")
    edit(page, "Adresse")
    page.get_by_label("Wegaufwand").select_option(label="10 – kaum zu erreichen")
    section(page, "Adresse").get_by_role("button", name="Speichern").click()
    expect(section(page, "Adresse")).to_contain_text("10 – kaum zu erreichen")
