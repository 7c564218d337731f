"""„Einstellungen“: statuses and tags as an owner changes them, by mouse and by keyboard."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.acts import Enter, create, fill, toast

STATUSES, TAGS = "/w/lindenhof/settings/statuses/", "/w/lindenhof/settings/tags/"


def line(page: Page, name: str) -> Locator:
    return page.locator("main li").filter(has_text=name)


def choose(page: Page, field: str, label: str) -> None:
    page.locator(f"#id_{field}").select_option(label=label)


def test_a_status_is_added_given_and_replaced(enter: Enter) -> None:
    """CL-12"""
    page = enter("anna")
    page.goto(STATUSES)
    page.get_by_role("link", name="+ Neuer Status").click()
    expect(page.locator("#id_name")).to_be_focused()
    page.get_by_role("button", name="Erstellen").click()
    expect(page.locator(".field-error")).to_be_visible()
    fill(page, name="Probezeit")
    choose(page, "colour", "Türkis")
    page.get_by_role("button", name="Erstellen").click()
    toast(page, "Der Status „Probezeit“ ist angelegt.")

    record = create(page, first_name="Petra", last_name="Probstatus")
    page.locator("#status-menu_button").click()
    page.get_by_role("menu").get_by_text("Probezeit").click()
    expect(page.locator("#status-menu_button")).to_contain_text("Probezeit")

    page.goto(STATUSES)
    expect(line(page, "Probezeit")).to_contain_text("1 Klient")
    page.get_by_role("link", name="Entfernen: Probezeit").click()
    dialog = page.get_by_role("dialog", name="Status entfernen")
    expect(dialog).to_contain_text("1 Klient hat den Status „Probezeit“")
    choose(page, "replacement", "Pausiert")
    dialog.get_by_role("button", name="Entfernen").click()
    toast(page, "„Probezeit“ wird durch „Pausiert“ ersetzt.")
    expect(line(page, "Probezeit")).to_have_count(0, timeout=30_000)  # the worker does it, the page looks again
    page.goto(record)
    expect(page.locator("#status-menu_button")).to_contain_text("Pausiert")


def test_the_order_is_changed_by_keyboard_and_the_focus_stays(enter: Enter) -> None:
    page = enter("anna")
    page.goto(STATUSES)
    names = page.locator("main li .status")
    before = names.all_inner_texts()
    page.get_by_role("button", name=f"Nach unten: {before[1]}").focus()
    page.keyboard.press("Enter")
    expect(names.nth(2)).to_have_text(before[1])
    expect(page.get_by_role("button", name=f"Nach unten: {before[1]}")).to_be_focused()
    page.get_by_role("button", name=f"Nach oben: {before[1]}").focus()
    page.keyboard.press("Enter")
    expect(names.nth(1)).to_have_text(before[1])
    page.reload()
    expect(names).to_have_text(before)


def test_a_tag_gets_another_name_and_goes(enter: Enter) -> None:
    page = enter("anna")
    page.goto(TAGS)
    page.get_by_role("link", name="+ Neuer Tag").click()
    fill(page, name="Zwischentag")
    page.get_by_role("button", name="Erstellen").click()
    page.get_by_role("link", name="Bearbeiten: Zwischentag").click()
    fill(page, name="Zweittag")
    page.get_by_role("button", name="Speichern").click()
    toast(page, "Gespeichert.")
    page.get_by_role("link", name="Entfernen: Zweittag").click()
    page.get_by_role("dialog").get_by_role("button", name="Entfernen").click()
    toast(page, "Der Tag „Zweittag“ wurde bei 0 Klienten entfernt.")
    expect(line(page, "Zweittag")).to_have_count(0)
