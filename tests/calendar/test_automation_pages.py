"""The pages of the automations, their log, and the questions that acts on appointments ask."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.calendar.automations.notifying import Notice
from kartei.calendar.booking import Plan, book
from kartei.calendar.models import Appointment, Automation, AutomationRun, Trigger
from kartei.db.scope import workspace_scope
from kartei.inbox.models import MailAccount, MailState, PracticeMail
from kartei.people.models import Task
from tests.calendar.booked import CALENDAR, DAY, PART, at, make, page_of, plan, text
from tests.calendar.test_calendar_pages import NEW, filled, told, undo_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Browser]
AUTOMATIONS = "/w/lindenhof/settings/automations/"
LOG = f"{CALENDAR}automations/log/"
MAIL = "/w/lindenhof/settings/mail/"


def waiting(cast: Cast) -> list[str]:
    with workspace_scope(cast.lindenhof.id):
        return list(
            PracticeMail.objects.filter(state=MailState.WAITING).order_by("id").values_list("subject", flat=True)
        )


def dragged(hour: int, **more: Any) -> dict[str, Any]:
    return {"day": f"{DAY:%d.%m.%Y}", "begins": f"{hour}:00", "minutes": 50, "version": 1, **more}


def test_a_drag_asks_and_the_answer_counts(cast: Cast, browse: Browse) -> None:
    made, browser = make(cast, at(10)), browse("anna")
    asked = browser.post(page_of(made, "move/"), dragged(12, dragged="on"), headers=PART)
    assert asked.status_code == 200
    assert "Per E-Mail in 3 Minuten: Carla Köhler." in text(asked) and "checked" in text(asked)
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.get().starts_at == at(10)
    browser.post(page_of(made, "move/"), dragged(12), headers=PART)
    assert waiting(cast) == []
    browser.post(page_of(made, "move/"), dragged(14, version=2, notify="on"), headers=PART)
    assert waiting(cast) == ["Ihr Termin wurde verschoben"]
    browser.post(page_of(made, "move/"), dragged(12, version=3, undo="on"), headers=PART)
    assert waiting(cast) == []


def test_a_drag_that_tells_nobody_does_not_ask(cast: Cast, browse: Browse) -> None:
    made = make(cast, at(10), 50, cast.bruno)  # a lead
    answer = browse("anna").post(page_of(made, "move/"), dragged(12, dragged="on"), headers=PART)
    assert "HX-Redirect" in answer.headers
    page = text(browse("anna").get(page_of(made, "move/")))
    assert "Bekommt keine E-Mail: Bruno Groß (Status ist nicht aktiv)." in page


def status(cast: Cast, made: Appointment, code: str, version: int = 1, **more: Any) -> tuple[str, dict[str, Any]]:
    from kartei.calendar.models import AppointmentStatus

    with workspace_scope(cast.lindenhof.id):
        row, wanted = made.attendances.get(), AppointmentStatus.objects.get(code=code)
    return page_of(made, f"attendances/{row.pk}/"), {"status": wanted.pk, "version": version, **more}


@pytest.mark.parametrize("headers", [{}, PART])
def test_a_status_that_cancels_asks_first(cast: Cast, browse: Browse, headers: dict[str, str]) -> None:
    made, browser = make(cast, at(10)), browse("anna")
    address, told = status(cast, made, "cancelled", asks="on")
    asked = browser.post(address, told, headers=headers)
    assert asked.status_code == 200 and "Klienten benachrichtigen" in text(asked)
    assert waiting(cast) == []
    address, told = status(cast, made, "cancelled", notify="on")
    browser.post(address, told, headers=headers)
    assert waiting(cast) == ["Ihr Termin fällt aus"]


def test_a_status_that_frees_nothing_asks_nothing(cast: Cast, browse: Browse) -> None:
    made = make(cast, at(10))
    address, told = status(cast, made, "arrived", asks="on")
    assert "HX-Redirect" in browse("anna").post(address, told, headers=PART).headers


def test_deleting_asks(cast: Cast, browse: Browse) -> None:
    made, browser = make(cast, at(10)), browse("anna")
    assert "Klienten benachrichtigen" in text(browser.get(page_of(made, "deletion/")))
    browser.post(page_of(made, "deletion/"), {"version": 1, "notify": "on"})
    assert waiting(cast) == ["Ihr Termin fällt aus"]


def test_undoing_a_booking_takes_the_appointment_and_its_mail_back(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    browser.post(NEW, told(cast, notify="on"), headers=PART)
    assert waiting(cast) == ["Bestätigung Ihres Termins"]
    browser.post(*undo_of(browser.get(CALENDAR)))
    assert waiting(cast) == []
    with workspace_scope(cast.lindenhof.id):
        assert not Appointment.objects.exists() and Appointment.with_deleted.get().deleted_at is not None
    browser.post(*undo_of(browser.get(CALENDAR)))  # of that again
    assert waiting(cast) == ["Bestätigung Ihres Termins"]


def test_undoing_a_booking_that_was_told_already_tells_that_it_is_off(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    browser.post(NEW, told(cast, notify="on"), headers=PART)
    with workspace_scope(cast.lindenhof.id):
        PracticeMail.objects.update(state=MailState.SENT, ended_at=timezone.now())
    browser.post(*undo_of(browser.get(CALENDAR)))
    assert waiting(cast) == ["Ihr Termin fällt aus"]


def test_undoing_a_series_takes_all_of_it_back(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    shown = browser.post(NEW, told(cast, repeats="weekly", interval="1", count="4"), headers=PART)
    browser.post(NEW, {**filled(shown, NEW), "notify": "on"}, headers=PART)
    assert len(waiting(cast)) == 1
    browser.post(*undo_of(browser.get(CALENDAR)))
    assert waiting(cast) == []
    with workspace_scope(cast.lindenhof.id):
        assert not Appointment.objects.exists() and Appointment.with_deleted.count() == 4


def edit(cast: Cast, code: str = "reminder") -> tuple[str, Automation]:
    with workspace_scope(cast.lindenhof.id):
        found = Automation.objects.get(code=code)
    return f"{AUTOMATIONS}{found.pk}/", found


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text", "{{client.vorname}} {{client.name}}", "Unbekannter Platzhalter: {{client.vorname}}."),
        ("text", "{client.__class__}", "Unbekannter Platzhalter: {client.__class__}."),
        ("text", "{{appointment.before}}", "Unbekannter Platzhalter: {{appointment.before}}."),
        ("subject", "Für {{client.name}}", "Unbekannter Platzhalter: {{client.name}}."),
        ("hours", "0", "1"),
        ("hours", "", "zwischen 1 und 720"),
    ],
)
def test_what_cannot_be_is_named_beside_the_field(
    cast: Cast, browse: Browse, field: str, value: str, said: str
) -> None:
    address, _found = edit(cast)
    told = {"name": "Erinnerung", "hours": 24, "subject": "Termin", "text": "Hallo", "version": 1, field: value}
    answer = browse("anna").post(address, told)
    assert answer.status_code == 422 and said in text(answer)
    with workspace_scope(cast.lindenhof.id):
        assert Automation.objects.get(code="reminder").version == 1


def test_a_built_in_text_stays_in_the_catalogue_until_it_says_something_else(cast: Cast, browse: Browse) -> None:
    address, found = edit(cast)
    browser = browse("anna")
    form = browser.get(address).content.decode()
    assert "wir erinnern Sie an Ihren Termin" in form
    from django.utils import translation

    from kartei.calendar.automations.words import subject_of, text_of

    with translation.override("de"):
        same = {"name": str(found), "subject": subject_of(found), "text": text_of(found).replace("\n", "\r\n")}
    assert browser.post(address, {**same, "hours": 48, "version": 1}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        kept = Automation.objects.get(code="reminder")
        assert (kept.hours, kept.name, kept.subject, kept.text) == (48, "", "", "")
    assert browser.post(address, {**same, "hours": 48, "text": "Bis bald", "version": 1}).status_code == 409
    assert browser.post(address, {**same, "hours": 48, "text": "Bis bald", "version": 2}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Automation.objects.get(code="reminder").text == "Bis bald"
    assert "Stunden" in text(browser.get(address)) and "Zeiten" not in text(browser.get(address))
    assert browser.post(address, {"hours": 48, "subject": "Bald", "text": "", "version": 3}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        kept = Automation.objects.get(code="reminder")
        assert (kept.name, kept.subject, kept.text) == ("", "Bald", "")
    assert "wir erinnern Sie an Ihren Termin" in text(browser.get(address))  # Kartei's own words are back


def test_an_own_one_does_not_go_without_a_text(cast: Cast, browse: Browse) -> None:
    told = {"name": "Nachfrage", "trigger": "after", "hours": 24, "action": "mail", "subject": "Termin", "text": ""}
    answer = browse("anna").post(f"{AUTOMATIONS}new/", told)
    assert answer.status_code == 422 and "id_text_error" in text(answer)


def test_an_own_one_is_made_switched_previewed_and_removed(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    told = {
        "name": "Vorbereiten", "trigger": "booked", "action": "task", "text": "{{client.name}}: {{appointment.date}}",
        "due_days": 3,
    }  # fmt: skip
    assert browser.post(f"{AUTOMATIONS}new/", told).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        made = Automation.objects.get(name="Vorbereiten")
        book(plan(cast, at(10)), by=cast.anna)  # nobody is told, and the task is made all the same
        assert Task.objects.get().text == "Carla Köhler: Dienstag, 2. März 2027"
        booked = Appointment.objects.get()
    assert "Sabine Beispiel" in text(browser.get(f"{AUTOMATIONS}{made.pk}/preview/"))
    assert "Carla Köhler" in text(browser.get(f"{AUTOMATIONS}{made.pk}/preview/?appointment={booked.pk}"))
    switched = browser.post(f"{AUTOMATIONS}{made.pk}/switch/", {"version": 1})
    assert switched.status_code == 303
    assert f'id="{switched.headers["Location"].partition("#")[2]}"' in text(browser.get(AUTOMATIONS))  # has the focus
    assert browser.post(f"{AUTOMATIONS}{made.pk}/removal/", {"version": 2}).status_code == 303
    browser.get(AUTOMATIONS)  # which shows the note
    assert "Vorbereiten" not in text(browser.get(AUTOMATIONS))
    assert browser.get(f"{AUTOMATIONS}{made.pk}/").status_code == 404
    address, _found = edit(cast)
    assert browser.post(f"{address}removal/", {"version": 1}).status_code == 409
    with workspace_scope(cast.lindenhof.id):
        assert AutomationRun.objects.filter(automation=made).count() == 1


def test_every_built_in_one_has_its_preview(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    for code, said in (
        ("confirmation", "wir bestätigen"), ("move", "Bisher:"), ("cancellation", "nicht statt"), ("reminder", "erinnern"),
    ):  # fmt: skip
        page = text(browser.get(f"{edit(cast, code)[0]}preview/"))
        assert said in page and "Guten Tag Frau Beispiel" in page and "{{" not in page


def test_the_log_tells_what_became_of_each_and_failed_ones_stand_on_start(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        for hour, person in ((10, cast.carla), (12, cast.bruno)):
            book(plan(cast, at(hour), 50, person), by=cast.anna, notice=Notice.YES)
        mail = PracticeMail.objects.get()
        PracticeMail.objects.update(state=MailState.FAILED, problem="550 unknown", ended_at=timezone.now())
    page = text(browser.get(LOG))
    assert "550 unknown" in page and "Status ist nicht aktiv" in page
    assert "Bruno" not in text(browser.get(f"{LOG}?outcome=failed")).partition("<table")[2]
    start = text(browser.get("/w/lindenhof/"))
    assert "1 E-Mail wurde nicht versandt." in start and f"{LOG}?outcome=failed" in start
    assert browser.post(f"{CALENDAR}mails/{mail.pk}/settlement/").status_code == 303
    assert "nicht versandt" not in text(browser.get("/w/lindenhof/"))
    assert browser.post(f"{CALENDAR}mails/{mail.pk}/repetition/").status_code == 303
    assert waiting(cast) == ["Bestätigung Ihres Termins"]
    assert browser.post(f"{CALENDAR}mails/{mail.pk}/repetition/").status_code == 409


def test_failed_reminders_have_a_line_of_their_own(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        made = book(plan(cast, at(10)), by=cast.anna, notice=Notice.YES)
        PracticeMail.objects.update(state=MailState.UNCERTAIN)
        AutomationRun.objects.update(automation=Automation.objects.get(trigger=Trigger.BEFORE))
    assert made and "1 Erinnerung wurde nicht versandt." in text(browse("anna").get("/w/lindenhof/"))


def test_whoever_sees_assigned_clients_alone_reads_of_no_others(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        for hour, person in ((10, cast.carla), (12, cast.bruno)):
            book(plan(cast, at(hour), 50, person, members=[cast.tom]), by=cast.anna, notice=Notice.YES)
    page = text(browse("tom").get(LOG))
    assert "Carla Köhler" in page and "Bruno" not in page


def test_a_record_leads_to_what_was_sent_to_this_client_alone(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        for day, person in ((dt.date(2027, 3, 2), cast.bruno), (dt.date(2027, 3, 3), cast.carla)):
            book(plan(cast, at(10, day=day), 50, person), by=cast.anna, notice=Notice.YES)
    theirs = f"{LOG}?client={cast.carla.pk}"
    assert theirs in text(browser.get(f"/w/lindenhof/clients/{cast.carla.pk}/"))
    rows = text(browser.get(theirs)).partition("<table")[2]
    assert "Carla Köhler" in rows and "Bruno" not in rows and "bis " in rows
    assert "Kein Eintrag passt" in text(browser.get(f"{theirs}&outcome=sent"))
    assert browse("eve").get(theirs.replace("lindenhof", "nord")).status_code == 404


def test_further_pages_stay_with_the_client(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kartei.calendar.automations.log.PAGE", 1)
    with workspace_scope(cast.lindenhof.id):
        for hour in (10, 12):
            book(plan(cast, at(hour)), by=cast.anna, notice=Notice.YES)
    page = text(browse("anna").get(f"{LOG}?client={cast.carla.pk}&outcome=waiting"))
    assert f"?client={cast.carla.pk}&outcome=waiting&after=" in page


def test_the_further_dates_of_a_mail_are_appointments_and_no_people(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        book(plan(cast, at(10)), by=cast.anna, notice=Notice.YES)
        AutomationRun.objects.update(dates=2)
    page = text(browse("anna").get(LOG))
    assert "und 1 weiterer" in page and "weitere Person" not in page


def test_booking_says_who_gets_an_e_mail_and_who_does_not(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    told = {
        "clients": [str(cast.carla.pk), str(cast.bruno.pk)], "day": "02.03.2027", "begins": "10:00", "minutes": "50",
        "members": [str(cast.anna.pk)], "repeats": "",
    }  # fmt: skip
    browser.post(f"{CALENDAR}appointments/new/", {**told, "notify": "on"})
    said = text(browser.get(CALENDAR))
    assert "Per E-Mail in 3 Minuten: Carla Köhler." in said
    assert "Bekommt keine E-Mail: " in said and "(Status ist nicht aktiv)" in said
    browser.post(f"{CALENDAR}appointments/new/", {**told, "begins": "12:00"})
    said = text(browser.get(CALENDAR))
    assert "ist gebucht" in said and "keine E-Mail" not in said


def test_the_log_has_pages_and_a_fixed_number_of_statements(
    cast: Cast, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    with workspace_scope(cast.lindenhof.id):
        for number in range(60):
            start = at(8) + number * (at(9) - at(8))
            wanted = plan(cast, start, 50)
            book(
                Plan(wanted.starts_at, wanted.ends_at, wanted.clients, wanted.members), by=cast.anna, notice=Notice.YES
            )
    browser = browse("anna")
    browser.get(LOG)
    with django_assert_max_num_queries(20):
        first = text(browser.get(LOG))
    assert first.count("<tr>") == 51
    following = first.partition("?after=")[2].partition('"')[0]
    assert text(browser.get(f"{LOG}?after={following}")).count("<tr>") == 11


TOLD = {
    "host": "127.0.0.1", "port": "2525", "security": "none", "sender_address": "praxis@lindenhof.example", "version": "0",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"security": "starttls", "port": "587"}, "nicht öffentlich erreichbar"),
        ({"port": "22", "security": "tls"}, "Port 465 oder 587"),
        ({}, "Ohne Verschlüsselung"),
        ({"sender_address": "praxis"}, "eine Adresse wie"),
    ],
)
def test_a_mail_server_that_must_not_be_is_refused(
    cast: Cast, browse: Browse, change: dict[str, str], said: str
) -> None:
    answer = browse("anna").post(MAIL, {**TOLD, **change})
    assert answer.status_code == 422 and said in text(answer)
    with workspace_scope(cast.lindenhof.id):
        assert not MailAccount.objects.exists()


def test_without_a_mail_server_the_test_e_mail_does_not_say_that_it_was_sent(
    cast: Cast, browse: Browse, settings: Any
) -> None:
    settings.KARTEI_IS_LOOPBACK, settings.KARTEI_SMTP_URL, browser = True, "", browse("anna")
    page = text(browser.get(MAIL))
    assert 'href="/mail/"' in page
    said = text(browser.post(f"{MAIL}test/", follow=True))
    assert "als Datei aufbewahrt" in said and "gesandt" not in said


def test_a_mail_server_is_kept_its_password_never_shown_and_never_sent_elsewhere(
    cast: Cast, browse: Browse, settings: Any
) -> None:
    settings.KARTEI_PRIVATE_HOSTS, browser = ["127.0.0.1", "127.0.0.2"], browse("anna")
    told = {**TOLD, "user": "praxis", "password": "Geheim!ß"}
    assert browser.post(MAIL, told).status_code == 303
    page = text(browser.get(MAIL))
    assert "gesetzt am" in page and "Geheim" not in page
    assert browser.post(MAIL, {**told, "password": "", "version": 1}).status_code == 303
    other = browser.post(MAIL, {**told, "password": "", "host": "127.0.0.2", "version": 2})
    assert other.status_code == 422 and "gehört zu einem anderen Server" in text(other)
    assert browser.post(MAIL, told).status_code == 409
    assert "nicht zu erreichen" in text(browser.post(f"{MAIL}test/", follow=True))
    assert browser.post(f"{MAIL}removal/", {"version": 2}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not MailAccount.objects.exists()
