"""Clients are told of what happens to their appointments, and reminded of them: by mouse and by keyboard."""

import os
import subprocess
import sys
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.acts import Enter, create, toast
from tests.e2e.dress import Dress
from tests.e2e.instance import Instance
from tests.e2e.soundness import faults_of
from tests.e2e.test_calendar import CALENDAR, drag, entry

MONDAY = date(2028, 7, 10)  # nothing else is booked in this week
LOG = f"{CALENDAR}automations/log/"
REMIND = """
import sys, django
django.setup()
from datetime import datetime
from uuid import UUID
from kartei.calendar.automations.reminding import remind
print(remind(UUID(sys.argv[1]), datetime.fromisoformat(sys.argv[2])))
"""


def outbox(demo: Instance, address: str) -> list[tuple[str, str]]:
    """State and subject of the mails to an address."""
    question = "SELECT state, subject FROM inbox_practicemail WHERE recipient = %s ORDER BY id"
    return [(row[0], row[1]) for row in demo.ask(question, address)]


def book(page: Page, client: str, day: date, begins: str, *, tells: bool) -> None:
    page.goto(f"{CALENDAR}appointments/new/?client={client}&day={day}&begins={begins}")
    question = page.get_by_label("Klienten benachrichtigen")
    expect(question).to_be_checked()
    question.set_checked(tells)
    page.get_by_role("button", name="Buchen").click()
    toast(page, "ist gebucht.")


def client_with(page: Page, first_name: str, last_name: str, email: str) -> str:
    return create(page, first_name=first_name, last_name=last_name, email=email).rstrip("/").rsplit("/", 1)[1]


def test_a_drag_asks_whether_the_client_is_told_and_undo_takes_it_back(enter: Enter, demo: Instance) -> None:
    """CA-07, by mouse."""
    page, address = enter("anna"), "nina@gemeldet.example"
    book(page, client_with(page, "Nina", "Gemeldet", address), MONDAY, "10:00", tells=False)
    assert outbox(demo, address) == []

    page.goto(f"{CALENDAR}?view=week&date={MONDAY}")
    expect(entry(page, "10:00")).to_be_visible()
    drag(page, entry(page, "10:00"), MONDAY, 12)
    dialog = page.get_by_role("dialog", name="Termin verschieben")
    expect(dialog.get_by_label("Beginn")).to_have_value("12:00")
    expect(dialog).to_contain_text("Per E-Mail in 3 Minuten: Nina Gemeldet.")
    dialog.get_by_label("Klienten benachrichtigen").uncheck()
    dialog.get_by_role("button", name="Verschieben").click()
    toast(page, "12:00")
    assert outbox(demo, address) == []

    expect(entry(page, "12:00")).to_be_visible()
    drag(page, entry(page, "12:00"), MONDAY, 14)
    expect(dialog.get_by_label("Klienten benachrichtigen")).to_be_checked()
    dialog.get_by_role("button", name="Verschieben").click()
    note = toast(page, "14:00")
    assert outbox(demo, address) == [("waiting", "Ihr Termin wurde verschoben")]
    note.get_by_role("button", name="Rückgängig").click()
    toast(page, "12:00")
    assert outbox(demo, address) == [("withdrawn", "Ihr Termin wurde verschoben")]


def test_cancelling_by_status_asks_by_keyboard(enter: Enter, demo: Instance) -> None:
    page, address = enter("anna"), "otto@abgesagt.example"
    book(page, client_with(page, "Otto", "Abgesagt", address), MONDAY + timedelta(days=1), "10:00", tells=True)
    assert outbox(demo, address) == [("waiting", "Bestätigung Ihres Termins")]
    page.goto(f"{CALENDAR}?view=agenda&date={MONDAY + timedelta(days=1)}")
    page.locator("main [data-row]").filter(has_text="Otto Abgesagt").press("Enter")
    page.get_by_label("Status von Otto Abgesagt").select_option("Abgesagt")
    page.get_by_role("button", name="Setzen").press("Enter")
    dialog = page.get_by_role("dialog", name="Klienten benachrichtigen?")
    expect(dialog).to_contain_text("Otto Abgesagt")
    dialog.get_by_role("button", name="Setzen").press("Enter")
    toast(page, "Otto Abgesagt: Abgesagt")
    expected = [("withdrawn", "Bestätigung Ihres Termins"), ("waiting", "Ihr Termin fällt aus")]
    assert outbox(demo, address) == expected


def remind(demo: Instance, now: str) -> None:
    """The clock is advanced."""
    [(workspace,)] = demo.ask("SELECT id FROM tenancy_workspace WHERE slug = 'lindenhof'")
    told = {**os.environ, "KARTEI_DATA": str(demo.data), "DJANGO_SETTINGS_MODULE": "kartei.conf.settings"}
    subprocess.run([sys.executable, "-W", "ignore", "-c", REMIND, str(workspace), now], env=told, check=True)


def test_a_reminder_goes_out_once_and_the_log_says_why_another_did_not(
    enter: Enter, demo: Instance, dress: Dress
) -> None:
    """CA-12"""
    page, day = enter("anna"), MONDAY + timedelta(days=2 if dress.language == "de" else 3)
    told = f"erika-{dress.language}@erinnert.example"
    book(page, client_with(page, "Erika", "Erinnert", told), day, "08:00", tells=False)
    silent = create(page, first_name="Stella", last_name="Still").rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{CALENDAR}appointments/new/?client={silent}&day={day}&begins=09:00")
    page.get_by_role("button", name="Buchen").click()
    toast(page, "ist gebucht.")
    for _twice in range(2):
        remind(demo, f"{day - timedelta(days=1)}T07:30:00+00:00")
    assert outbox(demo, told) == [("waiting", "Erinnerung an Ihren Termin")]

    page = enter("anna", dress=dress)
    page.goto(LOG)
    is_german = dress.language == "de"
    line = page.locator("tbody tr").filter(has_text="Erika Erinnert").first
    expect(line).to_contain_text("Wartet" if is_german else "Waiting")
    left_out = page.locator("tbody tr").filter(has_text="Stella Still").first
    expect(left_out).to_contain_text("keine E-Mail-Adresse" if is_german else "no e-mail address")
    assert not faults_of(page, dress)
    page.get_by_label("Ergebnis" if is_german else "Outcome").select_option("skipped")
    page.get_by_role("button", name="Anwenden" if is_german else "Apply").click()
    expect(page.locator("tbody tr").filter(has_text="Erika Erinnert")).to_have_count(0)
    expect(left_out).to_be_visible()


def test_a_text_is_changed_an_unknown_placeholder_named_and_the_preview_looked_at(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/w/lindenhof/settings/automations/")
    page.get_by_role("link", name="+ Neue Automation").click()
    page.get_by_label("Name").fill("Nach dem Termin")
    page.get_by_label("Wann").select_option("Stunden nach dem Termin")
    page.get_by_label("Betreff").fill("Rückfrage")
    page.get_by_label("Text").fill("Hallo {{client.vorname}}")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Unbekannter Platzhalter: {{client.vorname}}.")).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value("Hallo {{client.vorname}}")
    page.get_by_label("Text").fill("Hallo {{client.first_name}}, wie geht es?")
    page.get_by_role("button", name="Speichern").click()
    toast(page, "Die Automation „Nach dem Termin“ wurde angelegt.")
    switch = page.get_by_role("switch", name="Nach dem Termin")
    expect(switch).to_have_attribute("aria-checked", "true")
    switch.click()
    toast(page, "„Nach dem Termin“ ist aus.")
    expect(switch).to_have_attribute("aria-checked", "false")
    page.get_by_role("link", name="Vorschau: Nach dem Termin").click()
    expect(page.get_by_text("Hallo Sabine, wie geht es?")).to_be_visible()
    page.goto("/w/lindenhof/settings/automations/")
    page.get_by_role("button", name="Entfernen: Nach dem Termin").click()
    page.get_by_role("dialog", name="„Nach dem Termin“ entfernen?").get_by_role("button", name="Entfernen").click()
    toast(page, "wurde entfernt")
    expect(switch).to_have_count(0)
