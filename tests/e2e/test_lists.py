"""The two lists: filters, order and pages live in the address."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.acts import LIST, Enter, create, fill, rows, section, toast


def choose(page: Page, menu: str, choice: str) -> None:
    """Tick a choice in a filter menu and apply it."""
    filter_ = page.locator("details.filter").filter(has=page.locator("summary", has_text=menu))
    filter_.locator("summary").click()
    filter_.get_by_label(choice, exact=True).check()
    with page.expect_navigation():
        filter_.get_by_role("button", name="Anwenden").click()


def test_filters_combine_and_live_in_the_address(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    choose(page, "Status", "Aktiv")
    some = page.get_by_role("status").inner_text()
    choose(page, "Tags", "Privat")
    both = page.get_by_role("status").inner_text()
    assert 0 < int(both.split()[0]) < int(some.split()[0])
    assert set(parse_qs(urlsplit(page.url).query)) == {"status", "tag"}
    for row in rows(page).all():
        expect(row).to_contain_text("Aktiv")
        expect(row).to_contain_text(re.compile("Privat|\\+[0-9]"))  # behind the number stand further tags
    page.reload()
    expect(page.get_by_role("status")).to_have_text(both)
    page.go_back()
    expect(page.get_by_role("status")).to_have_text(some)

    colleague = enter("rita")
    page.go_forward()
    expect(page.get_by_role("status")).to_have_text(both)
    colleague.goto(page.url)
    expect(colleague.get_by_role("status")).to_have_text(both)
    page.get_by_role("link", name="Filter zurücksetzen").click()
    expect(page).to_have_url(LIST)


def test_a_search_stays_within_the_filters(enter: Enter) -> None:
    page = enter("anna")
    create(page, last_name="Filterfund")
    page.goto(LIST)
    choose(page, "Status", "Potenzieller Kunde")
    page.get_by_role("searchbox").fill("Filterfund")
    expect(page.get_by_text("Niemand gefunden für „Filterfund“")).to_be_visible()


def test_pages_and_order_live_in_the_address_too(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    first = rows(page).first.inner_text()
    page.get_by_role("link", name="Weiter").click()
    expect(rows(page).first).not_to_have_text(first, use_inner_text=True)
    second = rows(page).first.inner_text()
    page.reload()
    expect(rows(page).first).to_have_text(second, use_inner_text=True)
    page.get_by_role("link", name="Zurück").click()
    expect(rows(page).first).to_have_text(first, use_inner_text=True)
    page.get_by_role("link", name="Name").click()
    expect(page).to_have_url(f"{LIST}?sort=-name")
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "descending")
    expect(rows(page).first).not_to_have_text(first, use_inner_text=True)
    page.go_back()
    expect(rows(page).first).to_have_text(first, use_inner_text=True)


def test_a_contact_is_simpler_than_a_client(enter: Enter) -> None:
    """CO-01, CL-10, CL-11: neither status nor tags, no tabs of treatment."""
    page = enter("anna")
    page.goto(LIST)
    page.get_by_role("navigation", name="Listen").get_by_role("link", name="Kontakte").click()
    expect(page.get_by_role("columnheader", name="Status")).to_have_count(0)
    expect(page.locator("details.filter > summary")).to_have_text(
        ["Exportieren", "Ansichten", "Weitere Filter", "Spalten"], use_inner_text=True
    )
    page.get_by_role("link", name="+ Neuer Kontakt").click()
    page.get_by_label("Organisation", exact=True).first.check()
    page.get_by_role("button", name="Erstellen").click()
    expect(page.locator("#id_organisation")).to_be_focused()
    fill(page, organisation="Sanitätshaus Probst", role="Hilfsmittel", phone="0341 5550199")
    page.get_by_role("button", name="Erstellen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sanitätshaus Probst")
    toast(page, "Sanitätshaus Probst wurde angelegt.")
    expect(section(page, "Kontaktdaten")).to_contain_text("0341 5550199")
    expect(page.locator("#status-menu, [aria-label='Tags ändern']")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Kundenakte")).to_have_count(0)


def test_every_column_is_seen_at_1360_px(enter: Enter) -> None:
    page = enter("anna")
    for path in (LIST, "/w/lindenhof/contacts/", "/w/lindenhof/log/"):
        page.goto(path)
        hidden = page.locator(".table-container").evaluate("(box) => box.scrollWidth - box.clientWidth")
        assert hidden <= 0, path
