"""CL-07 and CL-08 as a user does them: filter, choose columns, keep it as a view, share it, take it away as a file."""

import csv
import io
import re

from playwright.sync_api import Page, expect

from tests.e2e.acts import LIST, Enter, rows, toast


def open_menu(page: Page, name: str) -> None:
    page.locator("details.filter > summary", has_text=re.compile(f"^{name}")).click()


def choose(page: Page, menu: str, *labels: str) -> None:
    """Tick in a menu of the list and apply it."""
    open_menu(page, menu)
    box = page.locator("details.filter[open]")
    for label in labels:
        box.get_by_label(label, exact=True).check()
    with page.expect_navigation():
        box.get_by_role("button", name="Anwenden").click()


def heads(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("main thead th").all_inner_texts()]


def test_a_view_is_made_shared_opened_and_deleted(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    choose(page, "Status", "Art „Interessiert“")
    choose(page, "Weitere Filter", "nächster Monat", "diese Woche")
    expect(page.get_by_role("status")).to_contain_text("Treffer")
    page.get_by_role("link", name="Filter „Geburtstag: ").click()
    expect(page.get_by_role("link", name="Filter „Geburtstag: ")).to_have_count(0)
    choose(page, "Spalten", "Geburtsdatum", "Ort")
    assert {"Geburtsdatum", "Ort"} < set(heads(page))
    state = page.url

    open_menu(page, "Ansichten")
    page.get_by_role("link", name="Ansicht speichern …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("Interessierte")
    dialog.get_by_label("Die Liste künftig damit öffnen").check()
    dialog.get_by_role("button", name="Speichern").click()
    toast(page, "Die Ansicht „Interessierte“ wurde gespeichert.")
    page.goto("/w/lindenhof/")
    page.locator(f"a[href='{LIST}']").first.click()
    expect(page).to_have_url(re.compile(re.escape(state) + r"&view=[0-9a-f-]{36}$"))
    assert {"Geburtsdatum", "Ort"} < set(heads(page))

    colleague = enter("rita")
    colleague.goto(LIST)
    open_menu(colleague, "Ansichten")
    expect(colleague.get_by_role("link", name="Interessierte")).to_have_count(0)
    page.goto(page.url)
    open_menu(page, "Interessierte")
    page.get_by_role("link", name="Umbenennen oder teilen …").click()
    page.get_by_role("dialog").get_by_label("Mit dem Team teilen").check()
    page.get_by_role("dialog").get_by_role("button", name="Speichern").click()
    toast(page, "Gespeichert.")
    colleague.goto(LIST)
    open_menu(colleague, "Ansichten")
    colleague.get_by_role("link", name="Interessierte").click()
    expect(colleague.locator("details.filter summary", has_text="Interessierte")).to_be_visible()
    expect(rows(colleague)).to_have_count(rows(page).count())

    page.get_by_role("link", name="Name").click()
    open_menu(page, "Interessierte")
    page.get_by_role("button", name="Änderungen in „Interessierte“ speichern").click()
    toast(page, "Die Ansicht „Interessierte“ wurde geändert.")
    open_menu(page, "Interessierte")
    page.get_by_role("button", name="Ansicht löschen").click()
    expect(page).to_have_url(LIST)
    toast(page, "Die Ansicht „Interessierte“ wurde gelöscht.").get_by_role("button", name="Rückgängig").click()
    toast(page, "Die Ansicht „Interessierte“ ist wieder da.")
    open_menu(page, "Interessierte")
    page.get_by_role("button", name="Ansicht löschen").click()
    expect(page).to_have_url(LIST)


def test_a_file_and_the_print_view_hold_what_the_list_shows(enter: Enter) -> None:
    page = enter("anna")
    page.goto(f"{LIST}?kind=lead&sort=-name&columns=name,phone,city")
    first = rows(page).first.locator("td.card-title").inner_text().splitlines()[-1]
    count = int(page.get_by_role("status").inner_text().split()[0])
    open_menu(page, "Exportieren")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Als CSV-Datei").click()
    text = fetched.value.path().read_text("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert lines[0] == ["Name", "Telefon", "Ort"] and lines[1][0] == first and len(lines) == count + 1
    page.keyboard.press("Escape")
    open_menu(page, "Exportieren")
    page.get_by_role("link", name="Druckansicht").click()
    expect(page.locator("tbody tr")).to_have_count(count)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Drucken")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Zurück zur Liste").click()
    expect(page).to_have_url(f"{LIST}?kind=lead&sort=-name&columns=name,phone,city")


def test_the_menus_of_the_list_work_with_the_keyboard(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    summary = page.locator("details.filter > summary", has_text="Spalten")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Status", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Status", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # sends the form
    expect(page).to_have_url(re.compile("columns="))
    assert "Status" not in heads(page)
