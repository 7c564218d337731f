"""Archive and trash as a front desk uses them, by mouse and by keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.acts import LIST, Enter, create, rows, search, toast
from tests.e2e.dress import PHONE
from tests.e2e.soundness import faults_of

TRASH = "/w/lindenhof/clients/trash/"


def choose(page: Page, act: str) -> None:
    page.locator("#record-menu_button").click()
    page.get_by_role("menu", name="Weitere Aktionen").get_by_role("menuitem", name=act).click()


def test_a_client_goes_into_the_archive_and_comes_back(enter: Enter) -> None:
    """CL-15"""
    page = enter("anna")
    record = create(page, first_name="Armin", last_name="Archivar")
    choose(page, "Archivieren")
    toast(page, "Armin Archivar ist jetzt im Archiv.")
    expect(page.get_by_text("Im Archiv seit")).to_be_visible()
    page.goto(LIST)
    expect(search(page, "Archivar")).to_have_count(0)
    page.goto(LIST)
    page.get_by_role("link", name="Archiviert").click()
    expect(rows(page).filter(has_text="Armin Archivar")).to_be_visible()
    page.goto(record)
    page.get_by_role("main").get_by_role("button", name="Wiederherstellen").first.click()
    toast(page, "Armin Archivar ist wieder da.")
    page.goto(LIST)
    expect(search(page, "Archivar")).to_have_count(1)


def test_the_archive_is_undone_from_the_toast(enter: Enter) -> None:
    page = enter("anna")
    create(page, first_name="Ursel", last_name="Rückweg")
    choose(page, "Archivieren")
    toast(page, "ist jetzt im Archiv.").get_by_role("button", name="Rückgängig").click()
    toast(page, "Ursel Rückweg ist wieder da.")
    expect(page.get_by_text("Im Archiv seit")).to_have_count(0)


def test_a_client_is_deleted_by_name_and_brought_back_by_keyboard(enter: Enter) -> None:
    """CL-16, in the dialog and then from the trash."""
    page = enter("anna")
    create(page, first_name="Lösch", last_name="Kandidatin")
    choose(page, "Löschen")
    dialog = page.get_by_role("dialog", name="Klient löschen")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Lösch Kandidat")
    page.keyboard.press("Enter")
    expect(dialog.locator(".field-error")).to_contain_text("nicht der Name der Akte")
    expect(dialog.get_by_role("textbox")).to_have_value("Lösch Kandidat")
    dialog.get_by_role("textbox").fill("Lösch Kandidatin")
    page.keyboard.press("Enter")
    toast(page, "liegt 30 Tage lang im Papierkorb.")
    expect(page).to_have_url(re.compile(f"{LIST}$"))
    page.get_by_role("link", name="Papierkorb").click()
    line = page.locator("main tbody tr").filter(has_text="Lösch Kandidatin")
    line.get_by_role("button", name="Wiederherstellen: Lösch Kandidatin").press("Enter")
    toast(page, "Lösch Kandidatin ist wieder da.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lösch Kandidatin")


def test_the_trash_is_sound_on_a_phone(enter: Enter) -> None:
    page = enter("anna", PHONE)
    path = create(page, first_name="Phila", last_name="Papierkorb-Langname von und zu Wegwerfhausen")
    page.goto(f"{path}deletion/")
    page.locator("#id_word").fill("Phila Papierkorb-Langname von und zu Wegwerfhausen")
    page.get_by_role("main").get_by_role("button", name="Löschen").click()
    toast(page, "liegt 30 Tage lang im Papierkorb.")
    page.goto(TRASH)
    expect(page.locator("main tbody tr").filter(has_text="Phila")).to_be_visible()
    assert faults_of(page, PHONE) == []
