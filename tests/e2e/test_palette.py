"""„Strg K“ and the keys of the pages, by keyboard alone; what they must not do is tried as well."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.acts import LIST, RECORD, Enter, create
from tests.e2e.dress import Dress
from tests.e2e.instance import Instance
from tests.patience import until, until_js

START = "/w/lindenhof/"
# Where one is: the page, the element that has the focus, the dialogs that are open, what is being edited.
STATE = """[location.href, document.activeElement.outerHTML, document.querySelectorAll("dialog[open], main form, [data-choose]:checked").length].join()"""
AGENDA = "/w/lindenhof/calendar/?view=agenda"
OF_ROWS = {"choose": "j", "range": "j", "act": "jx", "move": "j"}  # what has to be pressed before
ACTIVE = "#palette [aria-selected=true]"


def field(page: Page) -> Locator:
    return page.locator("#palette [role=combobox]")


def options(page: Page) -> Locator:
    return page.locator("#palette [role=option]")


def opened(page: Page, keys: str = "Control+k") -> Page:
    """With the palette open and its first answer there."""
    page.keyboard.press(keys)
    expect(field(page)).to_be_focused()
    expect(options(page).first).to_be_visible()
    return page


def type_into(page: Page, words: str) -> None:
    """Type, and wait until nothing is left to be found."""
    page.keyboard.type(words)
    expect(page.locator(f'#palette-found [data-query="{words}"]')).to_be_attached()
    expect(page.locator("#palette-found [data-more]")).to_have_count(0)


def test_a_few_letters_lead_to_a_record(enter: Enter, dress: Dress) -> None:
    page = enter("anna", dress)
    page.goto(START)
    opened(page)
    page.keyboard.type("carla kö")
    expect(page.locator(ACTIVE)).to_contain_text("Carla Köhler")
    page.keyboard.press("Enter")
    expect(page).to_have_url(RECORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Carla Köhler")


def test_the_arrows_walk_round_and_home_and_end_jump(enter: Enter) -> None:
    page = enter("anna")
    page.goto(START)
    opened(page)
    first, last = options(page).first, options(page).last
    expect(first).to_have_attribute("aria-selected", "true")
    for key, chosen in (("ArrowUp", last), ("ArrowDown", first), ("End", last), ("Home", first)):
        page.keyboard.press(key)
        expect(chosen).to_have_attribute("aria-selected", "true")
        expect(chosen).to_be_in_viewport()
        assert field(page).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        expect(field(page)).to_be_focused()
    expect(page.locator("#palette [aria-selected=true]")).to_have_count(1)


def test_enter_typed_before_the_answer_waits_for_it(enter: Enter) -> None:
    page = enter("anna")
    page.goto(START)
    opened(page)
    page.keyboard.type("carla köhler")
    page.keyboard.press("Enter")
    expect(page).to_have_url(RECORD)


def test_control_and_enter_open_a_tab_and_the_palette_stays(enter: Enter) -> None:
    page = enter("anna")
    page.goto(START)
    opened(page)
    type_into(page, "kundschaft")
    with page.context.expect_page() as tab:
        page.keyboard.press("Control+Enter")
    expect(tab.value).to_have_url(re.compile("/clients/$"))
    expect(page.locator("#palette")).to_be_visible()
    assert page.url.endswith(START)


def test_escape_gives_the_focus_back(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    page.get_by_role("link", name="+ Neuer Kunde").focus()
    opened(page)
    page.keyboard.type("mü")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(page.get_by_role("link", name="+ Neuer Kunde")).to_be_focused()
    opened(page)
    expect(field(page)).to_have_value("")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_hidden()


def test_the_palette_opens_from_a_field_that_is_typed_into_and_returns_to_it(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("xk")
    opened(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value("xk")


def test_the_mouse_opens_and_chooses(enter: Enter) -> None:
    page = enter("anna")
    page.goto(START)
    page.get_by_role("button", name="Personen, Seiten und Aktionen suchen").click()
    expect(field(page)).to_be_focused()
    options(page).filter(has_text="Meine Aufgaben").hover()
    expect(page.locator(ACTIVE)).to_contain_text("Meine Aufgaben")
    options(page).filter(has_text="Meine Aufgaben").click()
    expect(page).to_have_url(re.compile("/tasks/$"))


def test_hits_are_counted_for_who_does_not_see_them(enter: Enter) -> None:
    page = enter("anna")
    page.goto(START)
    opened(page)
    type_into(page, "team")
    expect(page.locator("#palette [role=status]")).to_have_text(re.compile(r"^\d+ Treffer$"))
    page.keyboard.type("xyzzy")
    expect(page.locator("#palette [role=status]")).to_have_text("Nichts gefunden")
    expect(field(page)).to_have_attribute("aria-expanded", "false")


def test_who_is_not_found_is_created_with_the_name_that_was_typed(enter: Enter) -> None:
    page = enter("anna")
    page.goto(START)
    opened(page)
    page.keyboard.type("Xaver Unbekannt")
    page.locator("#palette").get_by_role("button", name="+ Neuer Kunde").click()
    expect(page.get_by_label("Nachname")).to_have_value("Unbekannt")


def test_an_old_answer_never_replaces_a_newer_one(enter: Enter) -> None:
    page, held = enter("anna"), list[Route]()
    page.goto(START)
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()

    def hold(route: Route) -> None:
        is_old = "q=kundschaf&" in (route.request.post_data or "")
        held.append(route) if is_old else route.continue_()

    page.route("**/palette/", hold)
    page.keyboard.type("kundschaf")
    until(page, lambda: held)
    page.keyboard.type("ft")
    expect(page.locator('#palette-found [data-query="kundschafft"]')).to_be_attached()
    for route in held:
        route.fulfill(status=200, content_type="text/html", body='<div data-query="kundschaf">ALT</div>')
    page.wait_for_timeout(250)
    expect(page.locator("#palette-found")).not_to_contain_text("ALT")


def test_acts_on_the_open_record_are_done_from_the_palette(enter: Enter) -> None:
    page = enter("anna")
    path = create(page, first_name="Palina", last_name="Aktmann")
    opened(page)
    type_into(page, "wartel")
    expect(page.locator(ACTIVE)).to_have_text("Status: Warteliste")
    page.keyboard.press("Enter")
    expect(page.locator("#status-menu_button")).to_contain_text("Warteliste")
    opened(page)
    type_into(page, "tags")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Tags")).to_be_visible()
    page.keyboard.press("Escape")
    opened(page)
    type_into(page, "gesundh")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/personal/health/$"))
    opened(page)
    type_into(page, "übersicht")
    page.keyboard.press("Home")
    expect(options(page).filter(has_text="Übersicht").first).to_be_visible()
    options(page).filter(has_text="Übersicht").first.click()
    expect(page).to_have_url(re.compile(f"{path}$"))


def test_markup_in_a_name_is_text_in_the_palette(enter: Enter) -> None:
    page = enter("anna")
    create(page, first_name="<img src=x onerror=hit()>", last_name="Markupp")
    opened(page)
    page.keyboard.type("markupp")
    expect(page.locator(ACTIVE)).to_contain_text("<img src=x onerror=hit()>")
    assert page.locator("#palette img").count() == 0


# Keys


def test_the_sheet_lists_the_keys_of_the_page_and_closes_by_the_same_key(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Tastenkürzel")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_text("Nächste Zeile")).to_be_visible()
    expect(sheet.get_by_text("Bearbeiten", exact=True)).to_be_hidden()
    page.keyboard.press("j")  # none while it is open
    expect(sheet).to_be_visible()
    page.keyboard.press("?")
    expect(sheet).to_be_hidden()
    page.goto("/profile/")
    page.keyboard.press("?")
    expect(sheet.get_by_text("Nächste Zeile")).to_be_hidden()


def test_every_key_of_the_sheet_does_something(enter: Enter) -> None:
    """The table cannot promise what the script has not."""
    page = enter("anna")
    create(page, first_name="Kea", last_name="Tastmann")
    record = f"{page.url}personal/"
    page.goto(record)
    for line in page.locator("#keys [data-act]").all():
        act, key = line.get_attribute("data-act"), line.get_attribute("data-keys") or ""
        rows = AGENDA if act == "move" else LIST
        page.goto(rows if act in {"next", "previous", "search", *OF_ROWS} else record)
        for first in OF_ROWS.get(act, ()):
            page.keyboard.press(first)
        before = page.evaluate(STATE)
        page.keyboard.press(key.replace("mod", "Control").replace("shift", "Shift"))
        until(page, lambda: page.evaluate(STATE) != before)  # noqa: B023  # asked within the turn


def test_rows_are_walked_and_opened(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    links = page.locator("[data-row]")
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        expect(links.nth(place)).to_be_focused()
        expect(links.nth(place)).to_be_in_viewport()
    page.keyboard.press("Shift+J")  # another key
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(RECORD)


def test_e_edits_the_section_that_has_the_focus_else_the_first(enter: Enter) -> None:
    page = enter("anna")
    create(page, first_name="Edi", last_name="Tormann")
    page.goto(f"{page.url}personal/")
    page.get_by_role("link", name="Bearbeiten: Gesundheit").focus()
    page.keyboard.press("e")
    expect(page.locator("#health form")).to_be_visible()
    page.reload()
    page.keyboard.press("e")
    expect(page.locator("#master form")).to_be_visible()
    until_js(page, "document.activeElement.closest('#master') !== null")


def test_c_makes_what_the_page_is_about_else_it_asks(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/w/lindenhof/contacts/")
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile("/contacts/new/$"))
    page.goto("/w/lindenhof/log/")
    opened(page, "c")
    expect(options(page)).to_have_text(["+ Neuer Kunde", "+ Neuer Kontakt", "+ Neue Aufgabe", "+ Neuer Termin"])
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Neuer Termin")).to_be_visible()


def test_no_key_acts_while_typing_with_a_modifier_or_in_a_dialog(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    page.get_by_role("searchbox").focus()
    with page.expect_response(lambda answer: "/search/" in answer.url):
        for key in ("c", "e", "j", "k", "?", "/"):
            page.keyboard.press(key)
    page.wait_for_load_state("networkidle")  # the answer gives the focus back to where it was
    expect(page.get_by_role("searchbox")).to_have_value("cejk?/")
    page.get_by_role("searchbox").blur()
    for key in ("Alt+c", "Control+j", "Meta+j", "Shift+C"):
        page.keyboard.press(key)
    assert page.url.endswith(LIST) and page.evaluate("document.activeElement === document.body")
    page.evaluate(
        "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', isComposing: true, bubbles: true }))"
    )
    page.keyboard.press("?")
    page.keyboard.press("c")
    page.keyboard.press("Control+k")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#palette")).to_be_hidden()
    assert page.url.endswith(LIST)


def test_the_slash_opens_the_palette_where_there_is_no_search(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/w/lindenhof/log/")
    opened(page, "/")
    expect(field(page)).to_have_value("")


@pytest.fixture
def switched_back(demo: Instance) -> Iterator[None]:
    yield
    demo.ask("UPDATE accounts_user SET has_shortcuts = true")


@pytest.mark.usefixtures("switched_back")
def test_all_keys_are_switched_off_in_the_sheet_and_on_again_in_the_profile(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    page.keyboard.press("?")
    page.locator("#keys").get_by_role("button", name="Aus").click()
    expect(page.locator("body")).to_have_attribute("data-shortcuts", "off")
    for key in ("c", "j", "?", "/", "Control+k"):
        page.keyboard.press(key)
    assert page.url.endswith(LIST) and page.evaluate("document.activeElement === document.body")
    expect(page.locator("dialog:modal")).to_have_count(0)
    page.get_by_role("button", name="Personen, Seiten und Aktionen suchen").click()
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#user_button").click()
    page.get_by_role("menuitem", name="Tastenkürzel").click()
    expect(page.locator("#keys")).to_contain_text("Die Tastenkürzel sind ausgeschaltet.")
    page.goto("/profile/")
    page.locator("#person").get_by_role("button", name="Ein", exact=True).click()
    expect(page.locator("body")).not_to_have_attribute("data-shortcuts", "off")
    opened(page)


def test_there_is_no_palette_before_the_login(enter: Enter) -> None:
    page = enter(None)
    page.goto("/login/")
    page.get_by_label("E-Mail").blur()
    page.keyboard.press("Control+k")
    page.keyboard.press("?")
    expect(page.locator("dialog:modal")).to_have_count(0)
