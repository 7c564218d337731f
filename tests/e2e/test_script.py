"""Stored script: markup as a name is shown as text on every page, in a real browser (security.md, section 6)."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.acts import LIST, NEW, Enter, create, edit, fill, search, section, toast

PAYLOAD = "\"><img src=x onerror=hit()><script>hit()</script>'{{7*7}}"
TAMPERED = """() => ({
  elements: [...document.querySelectorAll("img, script:not([src]), [onerror], iframe")].map((each) => each.outerHTML),
  text: document.body.innerText.includes("<script>hit()</script>"),
})"""


def is_text(page: Page) -> None:
    """The payload is read on the page and has become no part of it."""
    expect(page.locator("body")).to_contain_text("<script>hit()</script>", use_inner_text=True)
    assert page.evaluate(TAMPERED)["elements"] == [], page.url


@pytest.fixture
def record(enter: Enter) -> tuple[Page, str]:
    page = enter("anna")
    return page, create(
        page, first_name=PAYLOAD, last_name=PAYLOAD, birth_date="01.02.1970", phone=f"123{PAYLOAD}"[:60]
    )


def test_markup_in_a_name_is_text_on_every_page(record: tuple[Page, str]) -> None:
    page, path = record
    expect(page.locator("#toaster .toast").first).to_contain_text("<script>hit()</script>")  # first: it goes by itself
    is_text(page)
    for place in (
        path,
        f"{path}personal/",
        f"{path}personal/master/",
        f"{path}personal/reach/",
        "/w/lindenhof/",
        "/w/lindenhof/log/",
    ):
        page.goto(place)
        is_text(page)
    page.goto(LIST)
    search(page, "script")
    is_text(page)
    search(page, PAYLOAD + "nobody")
    expect(page.locator("#rows")).to_contain_text("<script>hit()</script>")
    is_text(page)
    page.goto(NEW)
    fill(page, first_name=PAYLOAD, last_name=PAYLOAD, birth_date="01.02.1970")
    page.get_by_label("Geburtsdatum").blur()
    expect(page.locator("#twins .card")).to_be_visible()
    is_text(page)


def test_markup_in_sections_tags_and_two_versions_is_text(enter: Enter, record: tuple[Page, str]) -> None:
    page, path = record
    other = enter("rita")
    for tab in (page, other):
        tab.goto(f"{path}personal/")
        edit(tab, "Gesundheit")
        tab.get_by_label("Warnhinweise").fill(f"{PAYLOAD} {'one' if tab is page else 'other'}")
    for tab in (page, other):
        section(tab, "Gesundheit").get_by_role("button", name="Speichern").click()
    toast(page, "Gesundheit: gespeichert.")
    expect(other.get_by_text("hat diesen Abschnitt inzwischen gespeichert")).to_be_visible()
    for tab in (page, other):
        is_text(tab)
    page.goto(path)
    page.get_by_role("button", name="Tags ändern").click()
    page.get_by_label("Neue Tags").fill("<script>hit()</script>")
    page.get_by_role("dialog").get_by_role("button", name="Speichern").click()
    toast(page, "Die Tags wurden geändert.")
    is_text(page)
    page.get_by_role("button", name="Tags ändern").click()
    expect(page.get_by_role("dialog").get_by_label("<script>hit()</script>")).to_be_checked()
    is_text(page)
    page.goto(LIST)
    page.locator("details.filter > summary", has_text="Tags").click()
    is_text(page)


def test_markup_in_a_file_and_its_name_is_text(enter: Enter) -> None:
    page = enter("anna")
    page.goto(f"{LIST}imports/new/")
    text = f'Nachname;Vorname;<script>hit()</script>\n"{PAYLOAD.replace(chr(34), chr(34) * 2)}";Ida;<script>hit()</script>\n'
    page.set_input_files(
        "#id_file", {"name": "<script>hit()<script>.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Hochladen").click()
    page.wait_for_url("**/layout/")
    is_text(page)
    page.get_by_role("button", name="Weiter zu den Spalten").click()
    page.wait_for_url("**/columns/")
    is_text(page)
    page.get_by_role("button", name="Probelauf starten").click()
    expect(page.locator("#counts")).to_be_visible(timeout=30_000)
    assert page.evaluate(TAMPERED)["elements"] == []
    page.goto(f"{LIST}imports/")
    assert page.evaluate(TAMPERED)["elements"] == []
