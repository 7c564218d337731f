"""CA-14 as a practice and its clients live it: somebody cancels, the first in line declines, the next one accepts."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.acts import RECORD, Enter, fill, toast
from tests.e2e.dress import SHOWN, Dress
from tests.e2e.instance import Instance
from tests.e2e.soundness import faults_of
from tests.e2e.test_calendar import choose

BASE = "/w/nord/"  # where nobody else waits: a free time is for whatever service fits into it
CALENDAR = f"{BASE}calendar/"
DAY = "2028-05-09"  # a Tuesday; the demo has booked nothing
WAITING = f"{CALENDAR}waiting/"
PATIENCE = 30  # seconds until the worker has written a mail


def mailed_link(demo: Instance, recipient: str) -> str:
    """The way to the offer in the mail to this address."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for path in (demo.data / "mail").glob("*.eml"):
            mail = message_from_bytes(path.read_bytes(), policy=default)
            if mail["To"] == recipient and (found := re.search(r"/termin/\S+/offer/\S+", mail.get_content())):
                return found.group()
        time.sleep(0.2)
    raise AssertionError(f"no mail to {recipient}")


@contextmanager
def visitor(chromium: Browser, demo: Instance, dress: Dress, *, has_script: bool) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=demo.url, locale={"de": "de-DE", "en": "en-GB"}[dress.language], java_script_enabled=has_script,
        viewport={"width": dress.width, "height": dress.height}, color_scheme=dress.theme,  # type: ignore[arg-type]
    )  # fmt: skip
    yield context.new_page()
    context.close()


def create(page: Page, **texts: str) -> str:
    """A new client; returns the address of the record."""
    page.goto(f"{BASE}clients/new/")
    fill(page, **texts)
    page.get_by_role("button", name="Erstellen").click()
    expect(page).to_have_url(RECORD)
    return page.url


def wait_for(page: Page, name: str, service: str) -> None:
    """Make a client and put them on the list from their record."""
    record = create(page, first_name=name, last_name="Wartemann", email=f"{name.lower()}@wartemann.example")
    page.goto(record)
    page.get_by_role("link", name="Auf die Warteliste").click()
    dialog = page.get_by_role("dialog", name="Auf die Warteliste")
    expect(dialog).to_contain_text(f"{name} Wartemann")
    dialog.get_by_label("Leistung").select_option(service)
    dialog.get_by_label("Dienstag").check()
    dialog.get_by_label("Nicht vor").fill("09:00")
    dialog.get_by_role("button", name="Speichern").click()
    toast(page, f"{name} Wartemann steht auf der Warteliste.")
    expect(page.locator("#upcoming")).to_contain_text("Di, ab 09:00")


def book(page: Page, service: str) -> None:
    create(page, first_name="Abby", last_name="Absager")
    page.goto(f"{CALENDAR}?view=agenda&date={DAY}")
    page.get_by_role("link", name="+ Termin").click()
    dialog = page.get_by_role("dialog", name="Neuer Termin")
    choose(page, "Absager")
    dialog.get_by_label("Leistung").select_option(service)
    dialog.get_by_label("Beginn").fill("10:00")
    dialog.get_by_label("Eve Nordhoff").check()
    dialog.get_by_role("button", name="Buchen").click()
    toast(page, "ist gebucht")


@pytest.fixture
def service(enter: Enter) -> str:
    """A service of the practice, which has none yet."""
    page, name = enter("eve"), f"Warteprobe {time.monotonic_ns()}"
    page.goto(f"{BASE}settings/services/new/")
    page.get_by_label("Name").fill(name)
    page.locator("main form [type=submit]").last.click()
    toast(page, name)
    return name


def test_a_cancelled_slot_goes_from_the_first_in_line_to_the_next(
    enter: Callable[..., Page], chromium: Browser, demo: Instance, service: str
) -> None:
    page = enter("eve")
    for name in ("Wanda", "Wilma"):
        wait_for(page, name, service)
    book(page, service)

    page.goto(f"{CALENDAR}?view=agenda&date={DAY}")
    page.locator("main [data-row]").filter(has_text="Absager").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("Status von")).select_option("Abgesagt")
    dialog.get_by_role("button", name="Setzen").click()
    expect(page.locator("main [data-row]").filter(has_text="Abgesagt")).to_be_visible()
    page.locator("main [data-row]").filter(has_text="Absager").click()
    expect(page.get_by_role("dialog")).to_contain_text("2 Personen warten auf diesen Termin.")
    page.get_by_role("dialog").get_by_role("link", name="Anbieten").click()
    offer = page.get_by_role("dialog", name="Freien Termin anbieten")
    expect(offer.get_by_role("listitem").first).to_contain_text("Wanda Wartemann")
    offer.get_by_label("Der Reihe nach").check()
    offer.get_by_role("button", name="Anbieten", exact=True).click()
    toast(page, "Der Termin wurde 1 Person angeboten.")
    expect(page.locator("main")).to_contain_text("Wanda Wartemann angeboten, Antwort bis")

    link = mailed_link(demo, "wanda@wartemann.example")
    for dress in SHOWN:
        with visitor(chromium, demo, dress, has_script=True) as looking:
            looking.goto(link)
            expect(looking.locator("main")).to_contain_text("10:00–10:50 (Europe/Berlin)")
            assert faults_of(looking, dress) == []
    with visitor(chromium, demo, SHOWN[1], has_script=False) as wanda:
        wanda.goto(link)
        wanda.get_by_role("button", name="No, thank you").click()
        expect(wanda.get_by_role("heading", level=1)).to_have_text("Thank you for letting us know")

    link = mailed_link(demo, "wilma@wartemann.example")
    with visitor(chromium, demo, SHOWN[0], has_script=False) as wilma:
        wilma.goto(link)
        wilma.get_by_role("button", name="Termin annehmen").click()
        expect(wilma.get_by_role("heading", level=1)).to_have_text("Ihr Termin ist gebucht")
        wilma.reload()
        expect(wilma.locator("main")).to_contain_text("Dienstag, 9. Mai 2028")

    page.goto(f"{CALENDAR}?view=agenda&date={DAY}")
    expect(page.locator("main [data-row]").filter(has_text="Wilma Wartemann")).to_contain_text("10:00–10:50")
    page.goto(BASE)
    expect(page.locator("main")).to_contain_text(
        "Wilma Wartemann hat den freien Termin am 09.05.2028, 10:00 angenommen."
    )
    page.goto(f"{WAITING}?sort=name")
    expect(page.locator("main tbody")).not_to_contain_text("Wilma")
    page.locator("main tbody").get_by_role("link", name="Wanda Wartemann", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Abgelehnt")
    page.get_by_role("dialog").get_by_role("button", name="Entfernen").click()
    toast(page, "steht nicht mehr auf der Warteliste").get_by_role("button", name="Rückgängig").click()
    expect(page.locator("main tbody")).to_contain_text("Wanda Wartemann")
