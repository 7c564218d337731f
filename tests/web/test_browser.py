"""The sample pages in Chromium: both languages and themes, desk and phone, axe, and what the scripts do."""

import re
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.chromium import ARGUMENTS, PROGRAM
from tests.patience import until, until_js
from tests.web import gallery

pytestmark = pytest.mark.browser
LIST, RECORD, FORM = "/w/lindenhof/clients/", "/w/lindenhof/clients/record/", "/w/lindenhof/clients/form/"
SAMPLES = [
    "/w/lindenhof/",
    LIST,
    f"{LIST}?show=empty",
    f"{LIST}?show=filter",
    RECORD,
    f"{RECORD}?show=dialog",
    f"{RECORD}?show=confirm",
    f"{FORM}?errors",
    "/entrance/",
    "/nowhere/",
]
DESK, PHONE = {"width": 1360, "height": 860}, {"width": 375, "height": 812}


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with override_settings(**gallery.SETTINGS):
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, connections_override={})
        server.daemon_threads = True
        server.set_app(WSGIHandler())
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Browser, address: str) -> Iterator[Page]:
    page = chromium.new_page(base_url=address, viewport=DESK, color_scheme="light")
    page.set_default_timeout(20_000)
    yield page
    page.context.close()


@pytest.mark.parametrize(("language", "theme", "size"), [("de", "light", DESK), ("en", "dark", PHONE)])
def test_samples_are_sound_in_every_dress(
    chromium: Browser, address: str, language: str, theme: Any, size: Any
) -> None:
    page = chromium.new_page(base_url=address, viewport=size, color_scheme=theme, reduced_motion="reduce")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for sample in SAMPLES:
        joint = "&" if "?" in sample else "?"
        page.goto(f"{sample}{joint}language={language}&theme={theme}")
        faults = [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in Axe().run(page).response["violations"]]
        assert not faults, (sample, faults)
        overhang = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overhang <= 0, f"{sample} scrolls sideways by {overhang} px"
    assert [text for text in said if "422" not in text and "404" not in text] == []
    page.context.close()


def test_the_device_chooses_the_theme_when_the_user_does_not(chromium: Browser, address: str) -> None:
    page = chromium.new_page(base_url=address, color_scheme="dark")
    page.goto(f"{LIST}?theme=system")
    assert page.evaluate("document.documentElement.classList.contains('dark')")
    page.emulate_media(color_scheme="light")
    until_js(page, "!document.documentElement.classList.contains('dark')")
    page.context.close()


def test_icons_are_drawn_under_the_policy(tab: Page) -> None:
    tab.goto(LIST)
    assert tab.evaluate("document.querySelector('.sidebar svg use').getBBox().width") > 0


def test_a_dialog_opens_and_closes_by_keyboard_and_gives_the_focus_back(tab: Page) -> None:
    tab.goto(RECORD)
    tab.get_by_role("button", name="Dialog").press("Enter")
    dialog = tab.get_by_role("dialog", name="Adresse")
    expect(dialog).to_be_visible()
    tab.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(tab.get_by_role("button", name="Dialog")).to_be_focused()


def test_typed_text_is_asked_about_before_a_dialog_closes(tab: Page) -> None:
    tab.goto(RECORD)
    tab.get_by_role("button", name="Dialog").click()
    dialog = tab.get_by_role("dialog", name="Adresse")
    dialog.get_by_label("Nachname").fill("Müller")
    tab.once("dialog", lambda question: question.dismiss())
    dialog.get_by_role("button", name="Abbrechen").click()
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Nachname")).to_have_value("Müller")
    tab.once("dialog", lambda question: question.accept())
    tab.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_fetched_dialog_opens_by_itself_and_goes_when_closed(tab: Page) -> None:
    tab.goto(RECORD)
    tab.get_by_role("button", name="Vom Server").click()
    dialog = tab.get_by_role("dialog", name="Frisch geholt")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Schließen").click()
    expect(tab.locator("#fetched")).to_have_count(0)


def test_a_fault_of_the_server_is_a_toast_and_the_page_stays(tab: Page) -> None:
    tab.goto(RECORD)
    tab.get_by_role("button", name="Bruch").click()
    expect(tab.locator("#toaster").get_by_role("alert")).to_contain_text("Der Fehler liegt bei uns")
    expect(tab.get_by_role("heading", name="Sabine Müller")).to_be_visible()


def test_no_connection_is_told_and_loses_nothing(tab: Page) -> None:
    tab.goto(FORM)
    tab.get_by_label("Nachname").fill("Müller")
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Erstellen").click()
    expect(tab.locator("#toaster").get_by_role("alert")).to_contain_text("Keine Verbindung zum Server")
    expect(tab.get_by_label("Nachname")).to_have_value("Müller")


def test_a_refused_form_comes_back_in_place_with_the_focus_on_the_fault(tab: Page) -> None:
    tab.goto(FORM)
    tab.get_by_role("button", name="Erstellen").click()
    expect(tab.get_by_text("Bitte ausfüllen.")).to_be_visible()
    expect(tab.get_by_label("Vorname")).to_be_focused()


def test_a_form_is_sent_once_however_often_the_button_is_pressed(tab: Page) -> None:
    tab.goto(FORM)
    gallery.SENT.clear()
    tab.get_by_role("button", name="Erstellen").dblclick()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Bitte ausfüllen.")).to_be_visible()
    assert gallery.SENT == ["POST"]


def test_slow_answers_show_a_line(tab: Page) -> None:
    tab.goto(FORM)
    tab.get_by_role("button", name="Erstellen").click()
    expect(tab.locator("#loading.is-busy")).to_have_count(1)
    expect(tab.locator("#loading.is-busy")).to_have_count(0)


def test_leaving_a_page_with_typed_text_asks_first(tab: Page) -> None:
    tab.goto(FORM)
    tab.get_by_label("Nachname").press_sequentially("Mü")
    asked: list[str] = []
    tab.on("dialog", lambda question: (asked.append(question.type), question.dismiss()))
    tab.get_by_role("link", name="Start", exact=True).click()
    until(tab, lambda: asked)
    assert asked == ["beforeunload"]
    expect(tab.get_by_label("Nachname")).to_have_value("Mü")


def test_a_toast_waits_for_the_keyboard_and_can_be_undone(tab: Page) -> None:
    tab.clock.install()
    tab.goto(f"{RECORD}?show=toast")
    tab.evaluate("document.getElementById('toaster').append(document.querySelector('#sample .toast'))")
    toast = tab.locator("#toaster .toast")
    tab.clock.run_for(9_000)
    expect(toast).to_be_visible()
    tab.keyboard.press("F8")
    expect(toast.get_by_role("button", name="Rückgängig")).to_be_focused()
    tab.clock.run_for(30_000)
    expect(toast).not_to_have_attribute("aria-hidden", "true")
    tab.keyboard.press("Shift+Tab")
    tab.clock.run_for(2_000)
    expect(tab.locator("#toaster .toast:not([aria-hidden])")).to_have_count(0)


def test_a_menu_is_walked_by_keyboard(tab: Page) -> None:
    tab.goto(LIST)
    button = tab.get_by_role("button", name="Weitere Aktionen: Sabine Müller")
    button.press("ArrowDown")
    expect(tab.get_by_role("menuitem", name="Öffnen")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()


def test_the_phone_has_its_menu_below_and_the_rest_behind_more(chromium: Browser, address: str) -> None:
    page = chromium.new_page(base_url=address, viewport=PHONE)
    page.goto(LIST)
    expect(page.locator(".sidebar")).to_be_hidden()
    bar = page.get_by_role("navigation", name="Hauptmenü")
    expect(bar.get_by_role("link")).to_have_text(["Start", "Kalender", "Kundschaft", re.compile("^Aufgaben")])
    bar.get_by_role("button", name="Mehr").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Abmelden")).to_be_visible()
    page.context.close()


def test_controls_are_24_pixels_to_hit(chromium: Browser, address: str) -> None:
    page = chromium.new_page(base_url=address, viewport=PHONE)
    for sample in (LIST, RECORD, FORM, "/entrance/"):
        page.goto(sample)
        small = page.evaluate(
            """[...document.querySelectorAll("button, select, summary, .btn, input:not([type=hidden], [type=checkbox], [type=radio])")]
              .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
              .filter(([, r]) => r.width && (r.width < 24 || r.height < 24)).map(([html]) => html)"""
        )
        assert small == [], sample
    page.context.close()


def test_the_first_load_is_light(chromium: Browser, address: str) -> None:
    """House rule: at most 130 kB compressed with everything, at most 15 kB once the built files are kept."""
    page = chromium.new_page(base_url=address)
    page.goto(LIST, wait_until="networkidle")
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').map((e) => [e.name.split('/').pop(), e.encodedBodySize])"
    )
    assert sum(size for _name, size in sizes) <= 115_000, sizes
    page.context.close()
