"""Series as a practice uses them: booked over a change of clocks, moved from one on, made of a single appointment."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.acts import Enter, create, toast
from tests.e2e.test_calendar import CALENDAR, choose, entry, show

FIRST = date(2028, 10, 10)  # a Tuesday; the clocks go back on 29 October, and the demo has booked nothing


def week(number: int) -> date:
    return FIRST + timedelta(weeks=number)


def open_dialog(page: Page, day: date, hour: int) -> None:
    page.goto(f"{CALENDAR}?view=agenda&date={day}")
    page.get_by_role("link", name="+ Termin").click()
    dialog = page.get_by_role("dialog", name="Neuer Termin")
    dialog.get_by_label("Beginn").fill(f"{hour:02}:00")


def times(page: Page, day: date) -> None:
    """The agenda of this day alone."""
    page.goto(f"{CALENDAR}?view=agenda&date={day}")


def test_weekly_over_the_change_of_clocks_then_this_and_following_by_drag_and_back(enter: Enter) -> None:
    """CA-04, CA-05"""
    page = enter("anna")
    create(page, first_name="Serena", last_name="Serienreich")
    open_dialog(page, FIRST, 10)
    dialog = page.get_by_role("dialog", name="Neuer Termin")
    choose(page, "Serienreich")
    expect(dialog.get_by_label("Anzahl der Termine")).to_be_hidden()
    dialog.get_by_label("Wiederholung").select_option("Wöchentlich")
    dialog.get_by_label("Anzahl der Termine").fill("8")
    dialog.get_by_role("button", name="Buchen").click()
    dates = page.get_by_role("dialog", name="Termine der Serie")
    expect(dates.get_by_role("checkbox")).to_have_count(8)
    expect(dates).to_contain_text("Jede Woche am Dienstag")
    dates.get_by_role("checkbox", name=re.compile("31. Okt. 2028")).uncheck()  # Reformation Day or not: left out
    dates.get_by_role("button", name="Diese Termine buchen").click()
    toast(page, "7 Termine sind gebucht.")
    for number in (0, 2, 4, 7):
        times(page, week(number))
        expect(page.locator("main [data-row]").filter(has_text="Serienreich").first).to_contain_text("10:00–10:50")
    times(page, week(3))
    expect(page.locator("main [data-row]").filter(has_text="Serienreich").first).not_to_contain_text("31.10.2028")

    show(page, "week", week(4))
    entry(page, "Serienreich").get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Jede Woche am Dienstag, 7 Termine, bis 28.11.2028")
    page.get_by_role("link", name="Verschieben nach …").press("Enter")
    move = page.get_by_role("dialog", name="Termin verschieben")
    move.get_by_label("Datum").fill(f"{week(4) + timedelta(days=1):%d.%m.%Y}")
    move.get_by_label("Beginn").fill("14:15")
    move.get_by_label("dieser und folgende").press("Space")
    move.get_by_label("Datum").press("Enter")
    moved = toast(page, "4 Termine wurden geändert.")
    expect(entry(page, "14:15")).to_be_visible()
    moved.get_by_role("button", name="Rückgängig").click()
    toast(page, "4 Termine wurden geändert.")
    expect(entry(page, "10:00")).to_be_visible()


def test_a_single_one_becomes_a_series_by_keyboard_and_its_clash_is_shown(enter: Enter) -> None:
    """CA-06"""
    page = enter("anna")
    create(page, first_name="Solveig", last_name="Einzelfrau")
    for day in (week(20), week(22)):
        open_dialog(page, day, 12)
        choose(page, "Einzelfrau")
        page.get_by_role("dialog").get_by_role("button", name="Buchen").click()
        toast(page, "ist gebucht.")
    show(page, "week", week(20))
    entry(page, "Einzelfrau").click()
    page.get_by_role("link", name="Zur Serie machen").press("Enter")
    form = page.get_by_role("dialog", name="Zur Serie machen")
    form.get_by_label("Wiederholung").select_option("Wöchentlich")
    form.get_by_label("Anzahl der Termine").fill("4")
    form.get_by_label("Anzahl der Termine").press("Enter")
    dates = page.get_by_role("dialog", name="Termine der Serie")
    expect(dates).to_contain_text("schon gebucht")
    expect(dates).to_contain_text("An 1 Termin ist jemand oder etwas schon belegt")
    expect(dates).to_contain_text("Solveig Einzelfrau")
    dates.get_by_role("checkbox", name=re.compile(rf"{week(22).day}\. ")).press("Space")
    dates.get_by_role("button", name="Diese Termine buchen").press("Enter")
    toast(page, "2 Termine sind gebucht.")
    entry(page, "Einzelfrau").click()
    expect(page.get_by_role("dialog")).to_contain_text("Jede Woche am Dienstag, 3 Termine")


def test_the_own_calendar_is_subscribed_to_and_the_address_revoked(enter: Enter) -> None:
    page = enter("anna")
    page.goto(CALENDAR)
    page.get_by_role("button", name="Weitere Aktionen").click()
    page.get_by_role("menuitem", name="Kalender abonnieren").click()
    page.get_by_label("Initialen").check()
    page.get_by_role("button", name="Adresse erstellen").click()
    address = page.locator("#feed-address").inner_text()
    file = page.request.get(address)
    assert file.ok and file.text().startswith("BEGIN:VCALENDAR")
    page.get_by_role("button", name="Adresse widerrufen").click()
    toast(page, "Die Adresse öffnet nichts mehr.")
    assert page.request.get(address).status == 404
