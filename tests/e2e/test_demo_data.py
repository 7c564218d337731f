"""WS-05 in a workspace that has just been founded: look at the examples, remove them, and what is real stays."""

from playwright.sync_api import Browser, Page, expect

from tests.e2e.acts import fill, toast
from tests.e2e.dress import PLAIN, Dress
from tests.e2e.instance import Instance
from tests.e2e.soundness import faults_of

PASSWORD = "blaue Brücke im Regen"
START = "/w/praxis-neumann/"


def set_up(page: Page) -> None:
    page.goto("/setup/")
    fill(page, name="Nele Neumann", email="nele@praxis.example", password1=PASSWORD, practice="Praxis Neumann")
    page.get_by_label("Beruf").select_option(label="Osteopathie")
    page.get_by_role("button", name="Einrichten").click()
    expect(page).to_have_url(START)


def test_a_founder_looks_removes_and_keeps_what_is_real(chromium: Browser) -> None:
    with Instance() as instance:
        page = chromium.new_context(base_url=instance.url, locale="de-DE", reduced_motion="reduce").new_page()
        set_up(page)
        expect(page.get_by_role("heading", name="Erste Schritte")).to_be_visible()
        assert not faults_of(page, PLAIN)
        page.get_by_role("link", name="Ein Beispiel ansehen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sabine Beispiel")
        example = page.url
        page.goto(START)
        expect(page.get_by_role("link", name="Sabine Beispiel").first).to_be_visible()  # opened last
        page.get_by_role("checkbox").check()
        expect(page.locator(".task")).to_contain_text("erledigt am")
        page.get_by_role("link", name="Ersten Klienten anlegen").click()
        fill(page, first_name="Erste", last_name="Klientin")
        page.get_by_role("button", name="Erstellen").click()
        expect(page.get_by_text("K-00001")).to_be_visible()
        remove(page)
        expect(page.get_by_role("link", name="Demodaten entfernen")).to_have_count(0)
        expect(page.get_by_role("link", name="Erste Klientin").first).to_be_visible()
        page.goto(f"{START}clients/")
        expect(page.locator("#rows tbody tr")).to_have_count(1)
        page.goto(f"{START}contacts/")
        expect(page.locator("#rows tbody tr")).to_have_count(0)
        page.goto(example)
        expect(page.get_by_text("Sie wurde vielleicht verschoben oder gelöscht")).to_be_visible()
        page.context.close()


def remove(page: Page) -> None:
    """By keyboard: the line on „Start“, the dialog, the button; looked at on a phone meanwhile."""
    page.goto(START)
    page.get_by_role("link", name="Demodaten entfernen").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    for name in ("Sabine Beispiel", "Jonas Muster", "Dr. Petra Probe", "Mia Demo"):
        expect(dialog).to_contain_text(name)
    page.set_viewport_size({"width": 375, "height": 812})
    assert not faults_of(page, Dress(width=375))
    page.set_viewport_size({"width": 1360, "height": 860})
    dialog.get_by_role("button", name="Demodaten entfernen").focus()
    page.keyboard.press("Enter")
    expect(toast(page, "Die Demodaten wurden entfernt.")).to_be_visible()
