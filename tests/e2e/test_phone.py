"""UX-02: CL-01 to CL-03 at 375 px, and never sideways."""

from playwright.sync_api import Page, expect

from tests.e2e.acts import LIST, NEW, RECORD, Enter, rows
from tests.e2e.dress import PHONE


def fits(page: Page) -> None:
    wide = """[...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > innerWidth)
      .map((e) => e.outerHTML.slice(0, 100))"""
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        raise AssertionError(page.evaluate(wide))
    page.evaluate("scrollTo(500, 0)")
    assert page.evaluate("scrollX") == 0


def test_a_client_is_created_and_found_on_the_phone(enter: Enter) -> None:
    page = enter("anna", PHONE)
    page.goto("/w/lindenhof/")
    fits(page)
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Kundschaft").click()
    expect(page).to_have_url(LIST)
    fits(page)
    page.get_by_role("link", name="+ Neuer Kunde").click()
    fits(page)
    page.get_by_role("button", name="Erstellen").click()
    expect(page.get_by_label("Nachname")).to_be_focused()
    fits(page)
    page.get_by_label("Nachname").fill("Mobilsen-Langname-Fürstenberg zu Hohenstein-Waldenburg")
    page.get_by_label("E-Mail").fill("eine.sehr.lange.adresse.ohne.umbruch@briefkasten.lindenhof.example")
    page.get_by_role("button", name="Erstellen").click()
    expect(page).to_have_url(RECORD)
    fits(page)
    page.get_by_role("link", name="Personal").click()
    fits(page)
    page.get_by_role("link", name="Bearbeiten: Adresse").click()
    expect(page.get_by_role("button", name="Speichern")).to_be_visible()
    fits(page)
    page.goto(LIST)
    page.get_by_role("searchbox").fill("mobilsen")
    expect(rows(page)).to_have_count(1)
    fits(page)


def test_text_enlarged_four_times_still_fits(enter: Enter) -> None:
    """400 % of 1280 px are 320 px (WCAG 1.4.10)."""
    page = enter("anna", PHONE._replace(width=320))
    for path in ("/w/lindenhof/", LIST, NEW, f"{LIST}?email=missing"):
        page.goto(path)
        fits(page)
    page.locator("#rows tbody a").first.click()
    expect(page).to_have_url(RECORD)
    fits(page)
    page.get_by_role("link", name="Personal").click()
    fits(page)
