"""Tasks as a user does them: make, tick, take back, by mouse, keyboard and thumb."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.acts import Enter, create, fill, toast
from tests.e2e.dress import PHONE, Dress
from tests.e2e.soundness import faults_of

TASKS = "/w/lindenhof/tasks/"


def day(days: int) -> str:
    """So many days from today, in the practice's zone."""
    return (datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(days=days)).strftime("%d.%m.%Y")


def row(page: Page, text: str) -> Locator:
    return page.locator(".task").filter(has_text=text)


def add(page: Page, text: str, **told: str) -> Locator:
    """Make a task in the dialog that „+ Neue Aufgabe“ opens."""
    page.get_by_role("link", name="+ Neue Aufgabe").first.click()
    expect(page.locator("#id_text")).to_be_focused()
    fill(page, text=text, **told)
    page.get_by_role("button", name="Erstellen").click()
    expect(toast(page, "Die Aufgabe wurde angelegt.")).to_be_visible()
    return row(page, text)


def test_a_task_of_the_record_is_ticked_and_taken_back(enter: Enter) -> None:
    page = enter("anna")
    record = create(page, first_name="Tilda", last_name="Aufgabenreich")
    task = add(page, "Befund anfordern", due_on=day(0))
    expect(task).to_contain_text("heute")
    page.goto("/w/lindenhof/")
    page.goto(TASKS)
    task = row(page, "Befund anfordern")
    expect(task.get_by_role("link", name="Tilda Aufgabenreich")).to_be_visible()
    task.get_by_role("checkbox").check()
    expect(task).to_contain_text("erledigt am")
    expect(task.get_by_role("checkbox")).to_be_focused()
    toast(page, "Die Aufgabe ist erledigt.").get_by_role("button", name="Rückgängig").click()
    expect(task.get_by_role("checkbox")).not_to_be_checked()
    task.get_by_role("checkbox").check()
    expect(task).to_contain_text("erledigt am")
    page.goto(record)
    page.get_by_text("Zuletzt erledigt").click()
    expect(row(page, "Befund anfordern")).to_contain_text("von Anna Lindner")


def test_the_number_in_the_menu_follows_the_tick(enter: Enter) -> None:
    page = enter("rita")
    page.goto(TASKS)
    add(page, "Sofort tun", due_on=day(-1))
    page.wait_for_load_state()
    number = page.locator("#count-side-people-tasks [aria-hidden]")
    before = int(number.inner_text())
    row(page, "Sofort tun").get_by_role("checkbox").check()
    expect(number).to_have_text(str(before - 1))
    expect(page.locator("#count-side-people-tasks .sr-only")).to_contain_text("fällige")


def test_a_task_is_made_and_ticked_by_keyboard(enter: Enter) -> None:
    page = enter("tom")
    page.goto(TASKS)
    page.get_by_role("link", name="+ Neue Aufgabe").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_text")).to_be_focused()
    page.keyboard.type("Mit der Tastatur")
    page.keyboard.press("Tab")
    page.keyboard.type("01.02.2031")
    page.keyboard.press("Enter")
    expect(toast(page, "Die Aufgabe wurde angelegt.")).to_be_visible()
    tick = row(page, "Mit der Tastatur").get_by_role("checkbox")
    tick.focus()
    page.keyboard.press("Space")
    expect(row(page, "Mit der Tastatur")).to_contain_text("erledigt am")
    expect(tick).to_be_focused()
    page.keyboard.press("Space")
    expect(tick).not_to_be_checked()


def test_a_deleted_task_comes_back(enter: Enter) -> None:
    page = enter("anna")
    page.goto(TASKS)
    add(page, "Gleich wieder weg").get_by_role("link", name="Gleich wieder weg").click()
    page.get_by_role("dialog").get_by_role("button", name="Löschen").click()
    said = toast(page, "Die Aufgabe wurde gelöscht.")
    expect(row(page, "Gleich wieder weg")).to_have_count(0)
    said.get_by_role("button", name="Rückgängig").click()
    expect(row(page, "Gleich wieder weg")).to_be_visible()


def test_a_task_for_somebody_who_cannot_open_the_record_is_refused_with_text(enter: Enter) -> None:
    page = enter("anna")
    create(page, first_name="Nur", last_name="Annas")
    page.get_by_role("link", name="+ Neue Aufgabe").click()
    fill(page, text="Für Tom")
    page.get_by_role("dialog").get_by_label("Tom Richter").check()
    page.get_by_role("button", name="Erstellen").click()
    expect(page.get_by_text("Tom Richter kann diese Akte nicht öffnen.")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("Für Tom")


def test_what_changed_meanwhile_is_not_overwritten(enter: Enter) -> None:
    first, second = enter("anna"), enter("anna")
    first.goto(TASKS)
    add(first, "Zweimal offen")
    second.goto(TASKS)
    row(second, "Zweimal offen").get_by_role("link", name="Zweimal offen").click()
    row(first, "Zweimal offen").get_by_role("link", name="Zweimal offen").click()
    fill(first, text="Zweimal offen, von der anderen")
    first.get_by_role("button", name="Speichern").click()
    expect(toast(first, "Die Aufgabe wurde geändert.")).to_be_visible()
    fill(second, text="Zweimal offen, geändert")
    second.get_by_role("button", name="Speichern").click()
    dialog = second.get_by_role("dialog")
    expect(dialog.get_by_text("Jemand anderes hat diese Aufgabe inzwischen geändert")).to_be_visible()
    expect(dialog.get_by_role("table")).to_contain_text("Zweimal offen, von der anderen")
    expect(second.locator("#id_text")).to_have_value("Zweimal offen, geändert")
    dialog.get_by_role("button", name="Speichern").click()
    expect(row(second, "Zweimal offen, geändert")).to_be_visible()


def test_on_the_phone_a_tick_has_room_for_a_thumb(enter: Callable[..., Page]) -> None:
    page = enter("anna", PHONE)
    page.goto(TASKS)
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Aufgaben").click()
    box = page.locator(".task form").first.bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 24


@pytest.mark.parametrize("path", [TASKS, "/w/lindenhof/"])
def test_a_ticked_row_is_sound(enter: Callable[..., Page], dress: Dress, path: str) -> None:
    page = enter("anna", dress)
    page.goto(path)
    task = page.locator(".task").first
    task.get_by_role("checkbox").check()
    expect(task.locator(":checked")).to_be_visible()
    page.locator("#toaster [data-dismiss]").click()  # it lies over what the keyboard comes to
    expect(page.locator("#toaster .toast")).to_have_count(0)
    faults = faults_of(page, dress)
    task.get_by_role("checkbox").uncheck()
    expect(task.locator(":checked")).to_have_count(0)
    assert not faults, "\n" + "\n".join(faults)
