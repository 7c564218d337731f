"""Appointments after they are booked: today on „Start“, a status of the practice's own, deleted and brought back."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.e2e.acts import Enter, create, toast
from tests.e2e.dress import Dress
from tests.e2e.soundness import faults_of
from tests.e2e.test_calendar import CALENDAR

SETTINGS = "/w/lindenhof/settings/appointment-statuses/"
MONDAY = date(2028, 6, 12)  # the demo and the other journeys have booked nothing in this week


def book(page: Page, client: str, day: date, begins: str) -> None:
    """For the client of this record, given by Anna; over whatever is there."""
    page.goto(f"{CALENDAR}appointments/new/?client={client}&day={day}&begins={begins}")
    page.get_by_role("button", name="Buchen").click()
    despite = page.get_by_label("Trotzdem buchen")
    expect(despite.or_(page.locator("#toaster .toast")).first).to_be_visible()
    if despite.is_visible():
        despite.check()
        page.get_by_role("button", name="Buchen").click()
    toast(page, "ist gebucht.")


def test_an_own_status_is_made_set_on_start_and_taken_out(enter: Enter) -> None:
    """CA-08, by mouse."""
    page = enter("anna")
    client = create(page, first_name="Stefan", last_name="Statusreich").rstrip("/").rsplit("/", 1)[1]
    page.goto(SETTINGS)
    page.get_by_role("link", name="+ Neuer Status").click()
    dialog = page.get_by_role("dialog", name="Neuer Status")
    dialog.get_by_label("Name").fill("Wartet im Garten")
    dialog.get_by_role("button", name="Erstellen").click()
    toast(page, "„Wartet im Garten“")
    book(page, client, date.today(), "23:50")  # noqa: DTZ011  # the machine's day is the practice's
    page.goto("/w/lindenhof/")
    line = page.locator("#today li").filter(has_text="Stefan Statusreich")
    line.get_by_role("combobox", name="Status von Stefan Statusreich").select_option("Wartet im Garten")
    line.get_by_role("button", name="Status von Stefan Statusreich setzen").click()
    toast(page, "Stefan Statusreich: Wartet im Garten")
    assert not faults_of(page, Dress())
    line.get_by_role("link", name="Stefan Statusreich").click()
    expect(page.locator("#upcoming")).to_contain_text("Wartet im Garten")
    page.goto(SETTINGS)
    page.get_by_role("link", name="Entfernen: Wartet im Garten").click()
    dialog = page.get_by_role("dialog", name="Status entfernen")
    expect(dialog).to_contain_text("1 Termin hat den Status")
    dialog.get_by_label("Ersatz").select_option("Eingetroffen")
    dialog.get_by_role("button", name="Entfernen").click()
    expect(page.get_by_text("Wartet im Garten").filter(visible=True)).to_have_count(0, timeout=15_000)
    page.goto(f"/w/lindenhof/clients/{client}/")
    expect(page.locator("#upcoming")).to_contain_text("Eingetroffen")


def test_a_wrong_entry_is_deleted_and_brought_back_by_keyboard(enter: Enter) -> None:
    page = enter("anna")
    client = create(page, first_name="Thea", last_name="Tippfehler").rstrip("/").rsplit("/", 1)[1]
    book(page, client, MONDAY, "10:00")
    page.goto(f"{CALENDAR}?view=week&date={MONDAY}")
    entry = page.locator(".ec-event:not(.ec-preview, .ec-ghost) .entry").filter(has_text="Thea Tippfehler")
    expect(entry).to_be_visible()
    for _step in range(20):  # from one appointment to the next
        if entry.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("j")
    expect(entry).to_be_focused()
    page.keyboard.press("v")
    begins = page.get_by_role("dialog", name="Termin verschieben").get_by_label("Beginn")
    begins.fill("11:00")
    begins.press("Enter")
    toast(page, "11:00")
    expect(entry).to_contain_text("11:00")
    entry.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Thea Tippfehler").get_by_role("link", name="Löschen").press("Enter")
    dialog = page.get_by_role("dialog", name="Termin löschen")
    expect(dialog).to_contain_text("Thea Tippfehler")
    dialog.get_by_role("button", name="Löschen").press("Enter")
    note = toast(page, re.compile("wurde gelöscht"))
    expect(entry).to_have_count(0)
    note.get_by_role("button", name="Rückgängig").press("Enter")
    toast(page, "Der Termin ist wieder da.")
    expect(entry).to_be_visible()


def test_price_and_note_of_one_client(enter: Enter) -> None:
    """CA-10, by mouse."""
    page = enter("anna")
    client = create(page, first_name="Nora", last_name="Notizreich").rstrip("/").rsplit("/", 1)[1]
    book(page, client, MONDAY, "14:00")
    page.goto(f"{CALENDAR}?view=agenda&date={MONDAY}")
    page.locator("main [data-row]").filter(has_text="Nora Notizreich").click()
    page.get_by_role("link", name="Preis und Notiz: Nora Notizreich").click()
    dialog = page.get_by_role("dialog", name="Preis und Notiz: Nora Notizreich")
    dialog.get_by_label("Preis in Euro").fill("viel")
    dialog.get_by_label("Notiz für das Team").fill("kommt mit Hund")
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog.get_by_label("Preis in Euro")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Notiz für das Team")).to_have_value("kommt mit Hund")
    dialog.get_by_label("Preis in Euro").fill("55,50")
    dialog.get_by_role("button", name="Speichern").click()
    toast(page, "Gespeichert.")
    page.locator("main [data-row]").filter(has_text="Nora Notizreich").click()
    shown = page.get_by_role("dialog", name="Nora Notizreich")
    expect(shown).to_contain_text("55,50 €")
    expect(shown).to_contain_text("kommt mit Hund")
