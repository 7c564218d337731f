"""The board and acts on many clients as a front desk uses them: by mouse, by keyboard, on a phone, without a script."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.acts import LIST, Enter, create, rows, toast
from tests.e2e.dress import PHONE
from tests.e2e.soundness import faults_of
from tests.patience import until_js

BOARD = f"{LIST}board/"


def column(page: Page, label: str) -> Locator:
    return page.get_by_role("region", name=re.compile(f"^{label}"))


def card(page: Page, name: str) -> Locator:
    return page.locator("[data-card]").filter(has_text=name)


def put(page: Page, first_name: str, last_name: str, tag: str) -> str:
    """A new client with a tag of its own, by which a journey finds its people again."""
    record = create(page, first_name=first_name, last_name=last_name)
    page.get_by_role("button", name="Tags ändern").click()
    dialog = page.get_by_role("dialog", name="Tags")
    dialog.get_by_label("Neue Tags").fill(tag)
    dialog.get_by_role("button", name="Speichern").click()
    toast(page, "Tags wurden geändert.")
    return record


def tagged(page: Page, tag: str, where: str = LIST) -> None:
    """Open the list or the board with the filter of a tag."""
    page.goto(where)
    page.locator("details.filter summary").filter(has_text="Tags").click()
    page.locator("details.filter[open]").get_by_label(tag, exact=True).check()
    page.locator("details.filter[open]").get_by_role("button", name="Anwenden").click()
    expect(page).to_have_url(re.compile("tag="))


def do(page: Page, act: str) -> Locator:
    page.get_by_role("form", name="Ausgewählte Klienten").get_by_role("button", name=act, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def test_a_card_is_dragged_and_moved_back_and_moved_by_keyboard(enter: Enter) -> None:
    """CL-09"""
    page = enter("anna")
    record = put(page, "Ziehtje", "Brettner", "Brettprobe")
    tagged(page, "Brettprobe", BOARD)
    expect(column(page, "Aktiv").locator("[data-card]")).to_have_count(1)
    card(page, "Brettner").drag_to(column(page, "Pausiert").locator("[data-drop]"))
    toast(page, "Status: Pausiert")
    expect(column(page, "Pausiert").locator("[data-card]")).to_have_count(1)
    expect(column(page, "Aktiv").locator("[data-card]")).to_have_count(0)
    expect(page).to_have_url(re.compile("board/.*tag="))
    toast(page, "Status: Pausiert").get_by_role("button", name="Rückgängig").click()
    expect(column(page, "Aktiv").locator("[data-card]")).to_have_count(1)

    page.locator("#board").focus()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Ziehtje Brettner", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    menu = page.get_by_role("menu").filter(visible=True)
    expect(menu).to_contain_text("Verschieben nach …")
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    toast(page, "Status: Warteliste")
    expect(column(page, "Warteliste").locator("[data-card]")).to_have_count(1)
    expect(page.get_by_role("link", name="Ziehtje Brettner", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#status-menu_button")).to_contain_text("Warteliste")
    page.goto(f"{record}activity/")
    expect(page.locator(".timeline")).to_contain_text("Warteliste")
    tagged(page, "Brettprobe")
    expect(rows(page)).to_contain_text("Warteliste")
    page.get_by_role("link", name="Board", exact=True).click()
    expect(column(page, "Warteliste").locator("[data-card]")).to_have_count(1)


def test_three_are_chosen_tagged_assigned_archived_and_brought_back(enter: Enter) -> None:
    """CL-14"""
    page = enter("anna")
    for number in range(3):
        put(page, "Menge", f"Dreifach {number}", "Mengenprobe")
    tagged(page, "Mengenprobe")
    bar = page.get_by_role("form", name="Ausgewählte Klienten")
    expect(bar).to_be_hidden()
    page.get_by_label("Alle Zeilen dieser Seite auswählen").check()
    expect(bar).to_contain_text("3 ausgewählt")
    dialog = do(page, "Tags hinzufügen")
    expect(dialog).to_contain_text("3 Klienten sind ausgewählt.")
    dialog.get_by_role("button", name="Tags hinzufügen").click()
    expect(dialog.locator(".field-error")).to_contain_text("mindestens einen Tag")
    dialog.get_by_label("Neue Tags").fill("Gruppe Mai")
    dialog.get_by_role("button", name="Tags hinzufügen").click()
    toast(page, "3 erledigt.")
    expect(page).to_have_url(re.compile("tag="))
    expect(rows(page).filter(has_text="Gruppe Mai")).to_have_count(3)
    toast(page, "3 erledigt.").get_by_role("button", name="Rückgängig").click()
    toast(page, "3 zurückgesetzt.")
    expect(rows(page).filter(has_text="Gruppe Mai")).to_have_count(0)

    boxes = page.locator("tbody [data-choose]")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(bar).to_contain_text("3 ausgewählt")
    dialog = do(page, "Zuweisen")
    dialog.get_by_label("Rita").first.check()
    dialog.get_by_role("button", name="Teammitglieder zuweisen").click()
    toast(page, "3 erledigt.")

    page.get_by_label("Alle Zeilen dieser Seite auswählen").check()
    do(page, "Archivieren").get_by_role("button", name="Archivieren").click()
    toast(page, "3 erledigt.")
    expect(rows(page)).to_have_count(0)
    toast(page, "3 erledigt.").get_by_role("button", name="Rückgängig").click()
    toast(page, "3 zurückgesetzt.")
    expect(rows(page)).to_have_count(3)


def test_rows_are_walked_chosen_and_changed_by_keys_alone(enter: Enter) -> None:
    page = enter("anna")
    for number in range(3):
        put(page, "Taste", f"Tippfein {number}", "Tastenprobe")
    tagged(page, "Tastenprobe")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("tbody [data-choose]:checked")).to_have_count(3)
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("tbody [data-choose]:checked")).to_have_count(2)
    page.keyboard.press("a")
    until_js(page, "document.activeElement.closest('#bulk') !== null")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Status ändern")
    expect(dialog).to_contain_text("2 Klienten sind ausgewählt.")
    dialog.get_by_label("Status").select_option(label="Pausiert")
    dialog.get_by_role("button", name="Status ändern").press("Enter")
    toast(page, "2 erledigt.")
    expect(rows(page).filter(has_text="Pausiert")).to_have_count(2)
    page.locator("tbody [data-row]").nth(1).focus()
    page.keyboard.press("/")
    page.keyboard.type("xxj")
    expect(page.get_by_role("searchbox")).to_have_value("xxj")


def test_the_menu_of_a_row_is_opened_and_used_by_keyboard(enter: Enter) -> None:
    page = enter("anna")
    put(page, "Menü", "Zeilner", "Menüprobe")
    tagged(page, "Menüprobe")
    page.get_by_role("button", name="Weitere Aktionen: Menü Zeilner").press("Space")
    expect(page.get_by_role("button", name="Weitere Aktionen: Menü Zeilner")).to_be_focused()
    menu = page.get_by_role("menu").filter(visible=True)
    expect(menu.get_by_role("menuitem")).to_have_text(
        ["Öffnen", "„Personal“ bearbeiten", "+ Neue Beziehung", "Archivieren"]
    )
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    toast(page, "Status: Abgeschlossen")
    expect(rows(page)).to_contain_text("Abgeschlossen")
    page.locator("[data-menu]").first.click()
    page.get_by_role("menuitem", name="Archivieren").click()
    toast(page, "ist jetzt im Archiv.").get_by_role("button", name="Rückgängig").click()
    toast(page, "ist wieder da.")
    expect(rows(page)).to_have_count(1)


def test_all_that_match_are_changed_by_a_job_that_tells_when_it_is_done(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    page.locator("tbody [data-choose]").first.check()
    page.get_by_label("Treffer auswählen").check()
    expect(page.get_by_role("form", name="Ausgewählte Klienten")).to_contain_text("Alle ausgewählt")
    dialog = do(page, "Tags hinzufügen")
    dialog.get_by_label("Neue Tags").fill("Rundbrief")
    dialog.get_by_role("button", name="Tags hinzufügen").click()
    expect(page).to_have_url(re.compile("bulk/acts/"))
    expect(page.locator("#report")).to_contain_text(re.compile(r"2\d\d erledigt\."), timeout=30_000)
    page.get_by_role("main").get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#report")).to_contain_text(re.compile(r"2\d\d zurückgesetzt\."), timeout=30_000)
    page.goto(LIST)
    expect(rows(page).filter(has_text="Rundbrief")).to_have_count(0)


def test_choosing_and_moving_work_on_a_phone(enter: Enter) -> None:
    page = enter("anna", PHONE)
    put(page, "Phila", "Klein", "Telefonprobe")
    tagged(page, "Telefonprobe")
    page.locator("tbody [data-choose]").first.check()
    do(page, "Zuweisung aufheben").get_by_role("button", name="Abbrechen").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert faults_of(page, PHONE) == []
    tagged(page, "Telefonprobe", BOARD)
    card(page, "Klein").get_by_role("button", name="Verschieben: Phila Klein").click()
    page.get_by_role("menuitemradio", name="Pausiert").click()
    toast(page, "Status: Pausiert")
    expect(column(page, "Pausiert").locator("[data-card]")).to_have_count(1)
