"""UX-03: without a mouse, and always with a sign of where one is."""

from playwright.sync_api import Page, expect

from tests.e2e.acts import LIST, RECORD, Enter, rows
from tests.e2e.soundness import AT_REST
from tests.patience import until_js

FOCUS = """async () => {
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  const element = document.activeElement;
  const boxes = [element, element.parentElement, element.closest("label")].filter(Boolean);
  const { top, bottom, width } = element.getBoundingClientRect();
  return {
    name: element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText ?? element.innerText ?? "",
    isSeen: element !== document.body && element.matches(":focus-visible") && width > 0 && bottom > 0 && top < innerHeight,
    place: [top, bottom, width, innerHeight, element.matches(":focus-visible")],
    isMarked: boxes.some((box) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(box);
      return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
    }),
  };
}"""


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until the control of that name has the focus; every stop on the way must be seen."""
    for _stop in range(80):
        page.keyboard.press(key)
        page.evaluate(AT_REST)
        stop = page.evaluate(FOCUS)
        assert stop["isSeen"] and stop["isMarked"], stop
        if stop["name"].strip().startswith(name):
            return
    raise AssertionError(f"{name} is not reached by {key}")


def test_a_client_is_created_found_and_changed_without_a_mouse(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/w/lindenhof/")
    tab_to(page, "Zum Inhalt springen")
    tab_to(page, "Kundschaft")
    page.keyboard.press("Enter")
    expect(page).to_have_url(LIST)
    tab_to(page, "+ Neuer Kunde")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Vorname")).to_be_focused()
    page.keyboard.type("Tasta")
    tab_to(page, "Nachname")
    page.keyboard.type("Türmer")
    tab_to(page, "Geburtsdatum")
    page.keyboard.type("31.02.1980")
    tab_to(page, "Status")
    page.keyboard.type("Warte")
    tab_to(page, "Weitere Angaben")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Rufname")).to_be_visible()
    tab_to(page, "Rufname")
    tab_to(page, "Erstellen")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Geburtsdatum")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("29.02.1980")
    page.keyboard.press("Enter")
    expect(page).to_have_url(RECORD)
    expect(page.locator("#status-menu_button")).to_contain_text("Warteliste")

    tab_to(page, "Warteliste")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menu", name="Status")).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator("#status-menu_button")).to_contain_text("Potenzieller Kunde")
    expect(page.get_by_text("Status: Potenzieller Kunde")).to_be_visible()
    page.keyboard.press("F8")
    expect(page.get_by_role("button", name="Rückgängig")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#status-menu_button")).to_contain_text("Warteliste")

    tab_to(page, "Tags ändern")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Tags")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Tags ändern")).to_be_focused()


def test_single_keys_lead_to_the_search_and_to_a_new_client_but_not_while_typing(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("carla c")
    expect(page.get_by_role("searchbox")).to_have_value("carla c")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(rows(page).filter(has_text="Carla Köhler")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("c")
    expect(page.get_by_label("Vorname")).to_be_focused()


def test_a_section_is_edited_without_a_mouse_and_the_focus_is_never_lost(enter: Enter) -> None:
    page = enter("anna")
    page.goto(f"{LIST}new/")
    page.get_by_label("Nachname").fill("Tastenlauf")
    page.keyboard.press("Enter")
    expect(page).to_have_url(RECORD)
    tab_to(page, "Personal")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Stammdaten", exact=True)).to_be_visible()
    tab_to(page, "Bearbeiten: Gesundheit")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Warnhinweise")).to_be_focused()
    page.keyboard.type("Hört schwer")
    tab_to(page, "Speichern")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Gesundheit", exact=True)).to_contain_text("Hört schwer")
    until_js(page, "document.activeElement !== document.body")
