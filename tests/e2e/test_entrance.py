"""The ways into a workspace, in the browser: set-up, registration by mail, a forgotten password."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.e2e.instance import Instance
from tests.patience import until

Enter = Callable[..., Page]
PASSWORD = "blaue Brücke im Regen"


def answer(page: Page, button: str, **answers: str) -> None:
    """Fill in the founder's form and send it."""
    for name, text in {"name": "Nele Neumann", "password1": PASSWORD, **answers}.items():
        page.locator(f"#id_{name}").fill(text)
    page.get_by_label("Beruf").select_option(label="Osteopathie")
    page.get_by_role("button", name=button).click()


def follow_mail(page: Page, recipient: str, place: str) -> None:
    """Open the mails of this server, and the newest link below `place` that was sent to the recipient."""
    page.get_by_role("link", name="Zu den E-Mails").click()
    link = page.locator("article").filter(has_text=recipient).locator(f"a[href*='{place}']").first

    def is_there() -> bool:
        page.reload()
        return link.count() > 0

    until(page, is_there)  # the worker may still be writing it
    link.click()


def look_at_the_examples(page: Page) -> None:
    """WS-03: a client and a contact to look at, with the badge „Demo“."""
    for kind, name in (("Klienten", "Sabine Beispiel"), ("Kontakte", "Dr. Petra Probe")):
        page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Kundschaft").click()
        page.get_by_role("navigation", name="Listen").get_by_role("link", name=kind).click()
        row = page.locator("#rows tbody tr").filter(has_text=name)
        expect(row.get_by_text("Demo", exact=True)).to_be_visible()
        row.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_new_instance_begins_with_the_set_up_page(chromium: Browser) -> None:
    with Instance() as instance:
        page = chromium.new_context(base_url=instance.url, locale="de-DE", reduced_motion="reduce").new_page()
        page.goto("/")
        expect(page).to_have_url("/setup/")
        expect(page.get_by_label("Ihr Name")).to_be_focused()
        page.get_by_label("Land").select_option(label="Schweiz")
        expect(page.get_by_text("Kartei rechnet nur in Euro")).to_be_visible()
        page.get_by_label("Land").select_option(label="Österreich")
        expect(page.get_by_text("Kartei rechnet nur in Euro")).to_have_count(0)
        answer(page, "Einrichten", email="nele@praxis.example", practice="Praxis Neumann")
        expect(page).to_have_url("/w/praxis-neumann/")
        look_at_the_examples(page)
        page.goto("/logout/")
        page.get_by_role("button", name="Abmelden").click()
        expect(page).to_have_url("/login/")
        page.get_by_label("E-Mail").fill("nele@praxis.example")
        page.get_by_label("Passwort").fill(PASSWORD)
        page.get_by_role("button", name="Anmelden", exact=True).click()
        expect(page).to_have_url("/w/praxis-neumann/")
        page.context.close()


def test_registration_needs_the_mailed_link(enter: Enter) -> None:
    """WS-07"""
    page = enter(None)
    page.goto("/login/")
    page.get_by_role("link", name="Konto erstellen").click()
    page.get_by_role("link", name="Ich behandle oder berate").click()
    answer(page, "Konto erstellen", email="nele@praxis.example", practice="Praxis Neumann")
    expect(page.get_by_role("heading", level=1)).to_have_text("Prüfen Sie Ihre E-Mails")
    page.goto("/")
    expect(page).to_have_url("/login/")
    page.goto("/email/confirmation/")
    follow_mail(page, "nele@praxis.example", "/email/confirmation/")
    link = page.url
    page.get_by_role("button", name="Ja, bestätigen").click()
    expect(page).to_have_url("/w/praxis-neumann/")
    look_at_the_examples(page)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dieser Link ist verbraucht")


def test_a_forgotten_password_is_replaced_by_mail_but_not_by_a_common_one(enter: Enter) -> None:
    page = enter(None)
    page.goto("/login/")
    page.get_by_role("link", name="Passwort vergessen?").click()
    page.get_by_label("E-Mail").fill("leo@lindenhof.example")
    page.get_by_role("button", name="Link senden").click()
    follow_mail(page, "leo@lindenhof.example", "/password/reset/")
    page.get_by_label("Neues Passwort").fill("passwort1234")
    page.get_by_role("button", name="Passwort speichern").click()
    expect(page.get_by_text("Dieses Passwort steht auf den Listen")).to_be_visible()


def test_the_switch_changes_the_language_and_stays(enter: Enter) -> None:
    page = enter(None)
    page.goto("/signup/practice/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Create account")
    expect(page).to_have_url("/signup/practice/")
    page.goto("/login/")
    expect(page.get_by_role("button", name="Log in", exact=True)).to_be_visible()
