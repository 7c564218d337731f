"""Online booking in the browser: two languages, without JavaScript, two who want one slot, another zone (CA-03, CA-13)."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.acts import Enter
from tests.e2e.dress import Dress
from tests.e2e.instance import Instance
from tests.e2e.soundness import faults_of

PUBLIC = "/termin/lindenhof/"
LINK = re.compile(r"/termin/lindenhof/bookings/[-\w]{43}/")
SEND = "main form [type=submit]:not([form])"


@pytest.fixture
def visitors(chromium: Browser, demo: Instance) -> Iterator[list[BrowserContext]]:
    """Two browsers of strangers, without any script."""
    found = [chromium.new_context(base_url=demo.url, java_script_enabled=False, locale="de-DE") for _number in range(2)]
    yield found
    for context in found:
        context.close()


def choose(page: Page, service: str = "Erstgespräch", *, slot: int = -1) -> None:
    page.goto(PUBLIC)
    page.locator(".offers a").filter(has_text=service).click()
    page.locator(".slot-days button").nth(slot).click()


def tell(page: Page, email: str) -> None:
    page.locator("#id_first_name").fill("Nora")
    page.locator("#id_last_name").fill("Onlinewald")
    page.locator("#id_email").fill(email)
    page.locator("#id_consent").check()
    page.locator(SEND).last.click()
    expect(page).to_have_url(re.compile(r"/sent/$"))


def follow(page: Page, email: str) -> None:
    """The link of the newest mail to this address, which a job sends in a moment."""
    mail = page.locator("main :is(article, li, section)").filter(has_text=email).first
    page.goto("/mail/")
    for _try in range(40):
        if mail.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    link = LINK.search(mail.inner_text()) or LINK.search(page.content())
    assert link is not None
    page.goto(link[0])


def address() -> str:
    return f"nora-{uuid4().hex[:8]}@post.example"


def sound(page: Page, dress: Dress) -> None:
    faults = faults_of(page, dress)
    assert not faults, "\n".join(faults)


def test_somebody_books_moves_and_cancels(enter: Enter, dress: Dress) -> None:
    """CA-13."""
    page, email = enter(None, dress), address()
    choose(page)
    sound(page, dress)
    page.locator(SEND).last.click()
    expect(page.locator(".field-error")).to_have_count(4)
    sound(page, dress)
    tell(page, email)
    sound(page, dress)
    follow(page, email)
    expect(page.locator("h1")).to_have_text(
        {"de": "Bitte bestätigen Sie Ihren Termin", "en": "Please confirm your appointment"}[dress.language]
    )
    sound(page, dress)
    page.locator(SEND).last.click()
    expect(page.locator("h1")).to_have_text({"de": "Ihr Termin", "en": "Your appointment"}[dress.language])
    sound(page, dress)
    before = page.locator("dd").first.inner_text()
    page.locator("main a.btn").click()
    sound(page, dress)
    page.locator(".slot-days button").last.click()
    expect(page.locator("dd").first).not_to_have_text(before)
    page.locator("summary").click()
    sound(page, dress)
    page.locator(SEND).last.click()
    expect(page.locator("h1")).to_have_text(
        {"de": "Der Termin ist abgesagt", "en": "The appointment is cancelled"}[dress.language]
    )
    sound(page, dress)


def test_it_works_without_javascript_and_makes_a_lead(enter: Enter, visitors: list[BrowserContext]) -> None:
    page, email = visitors[0].new_page(), address()
    choose(page, slot=3)
    tell(page, email)
    follow(page, email)
    page.get_by_role("button", name="Termin verbindlich buchen").click()
    expect(page.locator("h1")).to_have_text("Ihr Termin")
    anna = enter("anna")
    anna.goto("/w/lindenhof/")
    anna.get_by_text(re.compile("seit gestern online gebucht")).click()
    line = anna.locator("main li").filter(has_text="Nora Onlinewald").first
    expect(line).to_contain_text("Erstgespräch")
    line.get_by_role("link", name="Nora Onlinewald").click()
    expect(anna.locator("main")).to_contain_text("Potenzieller Kunde")


def test_of_two_browsers_that_want_one_slot_one_wins(visitors: list[BrowserContext]) -> None:
    """CA-03."""
    first, second = (context.new_page() for context in visitors)
    for page in (first, second):
        page.goto(PUBLIC)
        page.locator(".offers a").filter(has_text="Erstgespräch").click()
        page.locator("#member").select_option(label="Anna Lindner")
        page.get_by_role("button", name="Zeiten anzeigen").click()
    slot = first.locator(".slot-days button").nth(6)
    wanted = slot.get_attribute("value")
    slot.click()
    expect(first.locator("h1")).to_have_text("Wer sind Sie?")
    second.locator(f".slot-days button[value='{wanted}']").click()
    expect(second.locator("main")).to_contain_text("Diese Zeit hat gerade jemand anderes genommen.")
    near = second.get_by_role("group", name="Nächste freie Zeiten").get_by_role("button")
    expect(near).to_have_count(3)
    near.first.click()
    expect(second.locator("h1")).to_have_text("Wer sind Sie?")


def test_a_request_is_answered_by_the_practice(enter: Enter, dress: Dress) -> None:
    visitor, email = enter(None, dress), address()
    choose(visitor, "Einzeltherapie", slot=-2 if dress.is_phone else -4)
    tell(visitor, email)
    follow(visitor, email)
    visitor.locator(SEND).last.click()
    expect(visitor.locator("h1")).to_have_text(
        {"de": "Ihre Anfrage ist eingegangen", "en": "Your request has arrived"}[dress.language]
    )
    link = visitor.url
    anna = enter("anna", dress)
    anna.goto("/w/lindenhof/calendar/online/")
    sound(anna, dress)
    line = anna.locator("main li").filter(has_text="Nora Onlinewald").filter(has=anna.locator("[value=yes]")).last
    line.locator("[href*='/appointments/']").click()
    expect(anna.locator("main form [value=yes]")).to_be_visible()
    sound(anna, dress)
    anna.locator("main form [value=yes]").click()
    expect(anna.locator("#toaster .toast")).to_be_visible()
    visitor.goto(link)
    expect(visitor.locator("h1")).to_have_text({"de": "Ihr Termin", "en": "Your appointment"}[dress.language])


def test_the_zone_of_the_device_is_offered(chromium: Browser, demo: Instance) -> None:
    context = chromium.new_context(base_url=demo.url, locale="de-DE", timezone_id="America/New_York")
    page = context.new_page()
    page.goto(PUBLIC)
    page.locator(".offers a").filter(has_text="Erstgespräch").click()
    value = page.locator(".slot-days button").first.get_attribute("value")
    here = page.locator(".slot-days button").first.inner_text()
    page.get_by_role("button", name="Zeiten Ihres Geräts anzeigen: America / New York").click()
    expect(page.locator("#zone")).to_have_value("America/New_York")
    there = page.locator(f".slot-days button[value='{value}']")
    expect(there).not_to_have_text(here)
    there.click()
    expect(page.locator("main")).to_contain_text(re.compile("Nordamerikanische Ost", re.IGNORECASE))
    context.close()
