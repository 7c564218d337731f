"""The calendar as a practice uses it: booked by a click, dragged, moved by keyboard, on a phone."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.acts import Enter, create, toast
from tests.e2e.dress import PHONE, Dress
from tests.e2e.soundness import faults_of

CALENDAR = "/w/lindenhof/calendar/"
MONDAY = date(2028, 5, 8)  # the demo has booked nothing in this week
TUESDAY, WEDNESDAY = (MONDAY + timedelta(days=days) for days in (1, 2))


def show(page: Page, view: str, day: date = MONDAY) -> None:
    page.goto(f"{CALENDAR}?view={view}&date={day}")


def entry(page: Page, text: str) -> Locator:
    return page.locator(".ec-event:not(.ec-preview, .ec-ghost)").filter(has_text=text)


def spot(page: Page, day: date, hour: float) -> tuple[float, float]:
    """Where this hour of the week is on the screen: from six in the morning, so that no edge scrolls under the mouse."""
    column = page.locator(".ec-body .ec-day").nth(day.weekday())
    expect(column).to_be_attached()
    top, height, left, width = column.evaluate(
        "e => { e.closest('.ec-main').scrollTop = e.offsetHeight / 4;"
        " const { top, height, left, width } = e.getBoundingClientRect(); return [top, height, left, width]; }"
    )
    return left + width / 2, top + height * hour / 24


def drag(page: Page, what: Locator, day: date, hour: float) -> None:
    """Take an entry by its top, and let it go where it shall begin."""
    x, y = spot(page, day, hour)
    box = what.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 3)
    page.mouse.down()
    page.mouse.move(x, y + 3, steps=8)
    page.mouse.up()


def choose(page: Page, name: str) -> None:
    """In the dialog of a new appointment: who comes."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill(name)
    dialog.get_by_role("checkbox", name=re.compile(name)).check()


def test_booked_by_a_click_dragged_back_moved_by_keyboard_and_cancelled(enter: Enter) -> None:
    """CA-01, CA-08"""
    page = enter("anna")
    record = create(page, first_name="Klara", last_name="Terminreich")
    show(page, "week")
    page.mouse.click(*spot(page, TUESDAY, 9))
    dialog = page.get_by_role("dialog", name="Neuer Termin")
    expect(dialog.get_by_label("Datum")).to_have_value(f"{TUESDAY:%d.%m.%Y}")
    expect(dialog.get_by_label("Beginn")).to_have_value("09:00")
    choose(page, "Terminreich")
    dialog.get_by_label("Leistung").select_option("Doppelstunde")
    expect(dialog.get_by_label("Dauer in Minuten")).to_have_value("100")
    expect(dialog.get_by_label("Preis in Euro")).to_have_value("200")
    dialog.get_by_role("button", name="Buchen").click()
    toast(page, f"Der Termin am {TUESDAY:%d.%m.%Y}, 09:00 ist gebucht.")
    expect(entry(page, "Klara Terminreich")).to_contain_text("09:00 · Doppelstunde")
    for view in ("day", "month", "team"):
        show(page, view, TUESDAY)
        expect(entry(page, "Klara Terminreich")).to_be_visible()
    show(page, "agenda", TUESDAY)
    expect(page.locator("main [data-row]")).to_contain_text("09:00–10:40")

    show(page, "week")
    drag(page, entry(page, "Klara Terminreich"), WEDNESDAY, 11)
    moved = toast(page, f"Der Termin ist jetzt am {WEDNESDAY:%d.%m.%Y}, 11:00.")
    expect(entry(page, "11:00 · Doppelstunde")).to_be_visible()
    moved.get_by_role("button", name="Rückgängig").click()
    toast(page, f"Der Termin ist jetzt am {TUESDAY:%d.%m.%Y}, 09:00.")
    expect(entry(page, "09:00 · Doppelstunde")).to_be_visible()

    entry(page, "Terminreich").get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Klara Terminreich")).to_be_visible()
    page.get_by_role("link", name="Verschieben nach …").press("Enter")
    begins = page.get_by_role("dialog", name="Termin verschieben").get_by_label("Beginn")
    begins.fill("14:15")
    begins.press("Enter")
    toast(page, "14:15")
    expect(entry(page, "14:15 · Doppelstunde")).to_be_visible()

    entry(page, "Terminreich").click()
    page.get_by_label("Status von Klara Terminreich").select_option("Abgesagt")
    page.get_by_role("button", name="Setzen").click()
    toast(page, "Klara Terminreich: Abgesagt")
    expect(page.locator(".ec-event.entry-off")).to_contain_text("Terminreich")
    page.goto(record)
    expect(page.locator("#upcoming")).to_contain_text("Abgesagt")
    page.goto(f"{record}activity/?kind=appointments")
    expect(page.locator(".timeline")).to_contain_text("Termin verschoben")


def test_a_drag_over_somebody_else_asks_and_cancel_leaves_it(enter: Enter) -> None:
    """CA-03"""
    page = enter("anna")
    create(page, first_name="Ulla", last_name="Überschnitten")
    for hour in (8, 12):
        page.goto(f"{CALENDAR}appointments/new/?day={MONDAY}&begins={hour:02}:00")
        page.locator("#clients_q").fill("Überschnitten")
        page.get_by_role("checkbox", name=re.compile("Überschnitten")).check()
        page.get_by_role("button", name="Buchen").click()
        toast(page, "ist gebucht.")
    show(page, "week")
    expect(entry(page, "08:00")).to_be_visible()
    with page.expect_response("**/calendar/entries/*"):  # it goes back to where it was
        drag(page, entry(page, "08:00"), MONDAY, 12.25)
    dialog = page.get_by_role("dialog", name="Termin verschieben")
    expect(dialog).to_contain_text(f"Ulla Überschnitten: {MONDAY:%d.%m.%Y}, 12:00–12:50")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    drag(page, entry(page, "08:00"), MONDAY, 12.25)
    dialog.get_by_label("Trotzdem buchen").check()
    dialog.get_by_role("button", name="Verschieben").click()
    expect(entry(page, "12:15")).to_be_visible()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_phone_shows_the_agenda_and_books_there(enter: Enter, language: str) -> None:
    dress = Dress(language, width=PHONE.width)
    page = enter("anna", dress)
    page.goto(CALENDAR)
    page.wait_for_url("**/calendar/?view=agenda*")
    show(page, "agenda")
    page.get_by_role("link", name={"de": "+ Termin", "en": "+ Appointment"}[language]).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_visible()
    choose(page, "Carla Köhler")
    dialog.locator("#id_begins").fill({"de": "07:00", "en": "18:00"}[language])
    dialog.locator("#id_day").fill({"de": "11.05.2028", "en": "11/05/2028"}[language])
    dialog.locator("[type=submit]").last.click()
    expect(
        page.locator("main [data-row]").filter(has_text={"de": "07:00–07:50", "en": "18:00–18:50"}[language])
    ).to_be_visible()
    assert faults_of(page, dress) == []
