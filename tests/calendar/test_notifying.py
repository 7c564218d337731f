"""Whether clients are told of an act, and what an undo takes back (CA-07)."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from kartei.calendar import booking
from kartei.calendar.automations.notifying import Notice
from kartei.calendar.booking import change_appointment, change_attendance, move_appointment
from kartei.calendar.deleting import delete_appointment, restore_appointment
from kartei.calendar.models import Appointment, Automation, AutomationRun, Skipped, Trigger
from kartei.calendar.series.booking import Repeat, book_series
from kartei.calendar.series.changing import move_series
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.calendar.series.together import Reach
from kartei.db.scope import workspace_scope
from kartei.inbox.models import MailState, PracticeMail
from kartei.people.creating import Particulars, create_client
from kartei.people.models import Consent, Person, Purpose, Status
from tests.calendar.booked import at, booked, client_of, plan, room, service
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WEEKLY = Repeat(Rule(Pattern.WEEKLY, count=4))


@pytest.fixture
def here(cast: Cast) -> Any:
    """Within Lindenhof."""
    with workspace_scope(cast.lindenhof.id), timezone.override("Europe/Berlin"):
        yield cast


def outbox() -> list[tuple[str, str]]:
    """Trigger and address of what waits, in its order."""
    runs = AutomationRun.objects.filter(mail__state=MailState.WAITING, dates__gt=0).select_related("automation", "mail")
    return [(run.automation.trigger, run.mail.recipient) for run in runs.order_by("id") if run.mail]


def latest() -> PracticeMail:
    found: PracticeMail = PracticeMail.objects.order_by("-id")[0]
    return found


def sent() -> None:
    """All that waits has left."""
    PracticeMail.objects.filter(state=MailState.WAITING).update(state=MailState.SENT, ended_at=timezone.now())


def move(cast: Cast, row: Appointment, hour: int, notice: Notice) -> Appointment:
    version = Appointment.objects.get(pk=row.pk).version
    return move_appointment(row, at(hour), at(hour, 50), version=version, by=cast.anna, notice=notice)


CARLA = "carla@klientin.example"


def test_booking_sends_nothing_unless_it_is_asked_for(here: Cast) -> None:
    booked(here, at(10))
    assert outbox() == []
    booking.book(plan(here, at(12)), by=here.anna, notice=Notice.YES)
    assert outbox() == [("booked", CARLA)]


def test_automatic_mail_waits_for_three_minutes(here: Cast) -> None:
    booking.book(plan(here, at(12)), by=here.anna, notice=Notice.YES)
    assert dt.timedelta(minutes=2, seconds=50) < latest().due_at - timezone.now() <= dt.timedelta(minutes=3)


def test_moving_sends_one_mail_or_none_and_undo_takes_it_back(here: Cast) -> None:
    made = booked(here, at(10))
    move(here, made, 12, Notice.NO)
    assert outbox() == []
    move(here, made, 14, Notice.YES)
    assert outbox() == [("moved", CARLA)]
    assert "14:00–14:50" in latest().body and "12:00" in latest().body
    move(here, made, 12, Notice.UNDO)
    assert outbox() == []
    assert latest().state == MailState.WITHDRAWN


def test_an_undo_after_the_mail_has_left_sends_another_one(here: Cast) -> None:
    made = booked(here, at(10))
    move(here, made, 14, Notice.YES)
    sent()
    move(here, made, 10, Notice.UNDO)
    assert outbox() == [("moved", CARLA)]
    assert "10:00–10:50" in latest().body


def test_an_undo_of_what_nobody_was_told_of_tells_nobody(here: Cast) -> None:
    made = booking.book(plan(here, at(10)), by=here.anna, notice=Notice.YES)
    sent()
    move(here, made, 14, Notice.NO)
    move(here, made, 10, Notice.UNDO)
    assert outbox() == []


def test_a_confirmation_that_still_waits_tells_the_new_time_whatever_is_answered(here: Cast) -> None:
    made = booking.book(plan(here, at(10)), by=here.anna, notice=Notice.YES)
    move(here, made, 14, Notice.NO)
    assert outbox() == [("booked", CARLA)]
    assert "14:00–14:50" in latest().body
    move(here, made, 10, Notice.UNDO)
    assert outbox() == [("booked", CARLA)]
    assert "10:00–10:50" in latest().body
    move(here, made, 15, Notice.YES)
    assert outbox() == [("booked", CARLA)]


def give(cast: Cast, row: Appointment, code: str, notice: Notice) -> None:
    version = Appointment.with_deleted.get(pk=row.pk).version
    attendance = row.attendances.select_related("client__person", "status").get(client=cast.carla.pk)
    change_attendance(attendance, booking.status_of(code), version=version, by=cast.anna, notice=notice)


def test_cancelling_tells_and_its_undo_does_not(here: Cast) -> None:
    made = booked(here, at(10))
    give(here, made, "cancelled", Notice.YES)
    assert outbox() == [("cancelled", CARLA)]
    give(here, made, "planned", Notice.UNDO)
    assert outbox() == []
    give(here, made, "confirmed", Notice.YES)
    assert outbox() == []


def test_an_undo_brings_back_the_confirmation_that_cancelling_has_taken(here: Cast) -> None:
    made = booking.book(plan(here, at(10)), by=here.anna, notice=Notice.YES)
    give(here, made, "cancelled", Notice.NO)
    assert outbox() == []
    give(here, made, "planned", Notice.UNDO)
    assert outbox() == [("booked", CARLA)]


def test_deleting_tells_and_bringing_back_takes_it_back(here: Cast) -> None:
    made = booked(here, at(10))
    gone = delete_appointment(made, version=1, by=here.anna, notice=Notice.YES)
    assert outbox() == [("cancelled", CARLA)]
    back = restore_appointment(gone, version=2, by=here.anna)
    assert outbox() == []
    gone = delete_appointment(back, version=3, by=here.anna, notice=Notice.YES)
    sent()
    restore_appointment(gone, version=4, by=here.anna)
    assert outbox() == [("booked", CARLA)]


def test_who_is_added_is_told_who_goes_too_and_who_stays_of_the_time_alone(here: Cast) -> None:
    Person.objects.filter(pk=here.bruno.pk).update(main_email="bruno@example.org")
    client = client_of(here.bruno)
    client.status = Status.objects.get(code="active")
    client.save()
    made = booked(here, at(10))
    both = plan(here, at(10), 50, here.carla, here.bruno)
    change_appointment(made, both, version=1, by=here.anna, notice=Notice.YES)
    assert outbox() == [("booked", "bruno@example.org")]
    sent()
    later = plan(here, at(11), 50, here.bruno)
    change_appointment(made, later, version=2, by=here.anna, notice=Notice.YES)
    assert outbox() == [("cancelled", CARLA), ("moved", "bruno@example.org")]


def test_a_note_for_the_team_tells_nobody(here: Cast) -> None:
    made = booked(here, at(10))
    change_appointment(made, plan(here, at(10), note="x"), version=1, by=here.anna, notice=Notice.YES)
    assert outbox() == []


def test_each_of_a_group_gets_a_mail_of_their_own_that_names_nobody_else(here: Cast) -> None:
    client = client_of(here.bruno)
    client.status = Status.objects.get(code="active")
    client.save()
    group = service("Gruppe Angst", capacity=5)
    wanted = plan(here, at(10), 50, here.carla, here.bruno, service=group, place=room("Raum 1"), client_text="Bequem.")
    booking.book(wanted, by=here.anna, notice=Notice.YES)
    assert sorted(address for _trigger, address in outbox()) == ["bruno@example.org", CARLA]
    for mail in PracticeMail.objects.all():
        other = "Köhler" if mail.recipient.startswith("bruno") else "Groß"
        said = mail.subject + mail.body + mail.calendar
        assert other not in said and "Angst" not in said
        assert "Raum 1" in mail.body and "Bequem." in mail.body
        assert "{" not in said


def test_a_series_is_told_by_one_mail_with_all_dates(here: Cast) -> None:
    made = book_series(plan(here, at(10)), WEEKLY, by=here.anna, notice=Notice.YES)
    assert outbox() == [("booked", CARLA)]
    mail = latest()
    for day in ("2. März", "9. März", "16. März", "23. März"):
        assert f"{day} 2027, 10:00–10:50" in mail.body
    assert mail.method == "PUBLISH" and mail.calendar.count("BEGIN:VEVENT") == 4
    sent()
    changed = move_series(made[1], at(11, day=dt.date(2027, 3, 9)), at(11, 50, day=dt.date(2027, 3, 9)),
                          reach=Reach.FOLLOWING, version=1, by=here.anna, notice=Notice.YES)  # fmt: skip
    assert outbox() == [("moved", CARLA)]
    assert latest().body.count("11:00–11:50") == 3
    move_series(changed.opened, at(10, day=dt.date(2027, 3, 9)), at(10, 50, day=dt.date(2027, 3, 9)),
                reach=Reach.ALL, version=changed.version, by=here.anna, notice=Notice.UNDO)  # fmt: skip
    assert outbox() == []


def test_one_date_of_a_series_that_still_waits_changes_the_mail_of_all(here: Cast) -> None:
    made = book_series(plan(here, at(10)), WEEKLY, by=here.anna, notice=Notice.YES)
    second = at(15, day=dt.date(2027, 3, 9))
    move_appointment(made[1], second, second + dt.timedelta(minutes=50), version=1, by=here.anna, notice=Notice.NO)
    assert outbox() == [("booked", CARLA)]
    body = latest().body
    assert "9. März 2027, 15:00" in body and body.count("10:00–10:50") == 3
    delete_appointment(made[2], version=1, by=here.anna)
    assert outbox() == [("booked", CARLA)]
    assert "16. März" not in latest().body and "9. März 2027, 15:00" in latest().body


@pytest.mark.parametrize("why", list(Skipped))
def test_the_log_says_why_there_is_no_mail(here: Cast, why: Skipped) -> None:
    person, start = Person.objects.filter(pk=here.carla.pk), at(10)
    match why:
        case Skipped.OPTED_OUT:
            Consent.objects.create(person=here.carla, purpose=Purpose.EMAIL, granted=False)
        case Skipped.NO_ADDRESS:
            person.update(main_email="")
        case Skipped.LEAD:
            client = client_of(here.carla)
            client.status = Status.objects.get(code="lead")
            client.save()
        case Skipped.DEMO:
            person.update(is_demo=True)
        case Skipped.GONE:
            person.update(state="archived")
        case Skipped.PAST:
            start = timezone.now() - dt.timedelta(days=1)
        case _:
            pytest.skip("of reminders alone")
    booking.book(plan(here, start), by=here.anna, notice=Notice.YES)
    assert outbox() == []
    assert [run.skipped for run in AutomationRun.objects.all()] == [why]


def test_an_automation_that_is_off_does_nothing(here: Cast) -> None:
    Automation.objects.filter(trigger=Trigger.BOOKED).update(is_on=False)
    booking.book(plan(here, at(10)), by=here.anna, notice=Notice.YES)
    assert not AutomationRun.objects.exists()


def test_a_new_client_is_greeted_and_a_new_lead_is_not(here: Cast) -> None:
    """The trigger “client created” (CL-20)."""
    Automation.objects.create(name="Willkommen", trigger=Trigger.CLIENT, subject="Hallo", text="{{client.greeting}}")
    for name, code in (("alma", "active"), ("lina", "lead")):
        told = Particulars(first_name=name, last_name="Neu", email=f"{name}@neu.example")
        create_client(told, status=Status.objects.get(code=code), by=here.anna)
    assert outbox() == [("client", "alma@neu.example")]
    assert [run.skipped for run in AutomationRun.objects.order_by("id")] == ["", Skipped.LEAD]


def test_a_status_sets_off_what_waits_for_it_and_nothing_else(here: Cast) -> None:
    """The trigger “status changed”."""
    missed = booking.status_of("no_show")
    Automation.objects.create(
        name="Verpasst", trigger=Trigger.STATUS, status=missed, subject="Schade", text="{{client.greeting}}"
    )
    made = booked(here, at(10))
    for version, code, waiting in ((1, "confirmed", []), (2, "no_show", [("status", CARLA)])):
        row = made.attendances.select_related("client__person", "status").get()
        change_attendance(row, booking.status_of(code), version=version, by=here.anna, notice=Notice.YES)
        assert outbox() == waiting


def test_mails_are_written_in_the_clients_language(here: Cast) -> None:
    here.carla.profile.language = "en"
    here.carla.profile.save()
    booking.book(plan(here, at(10)), by=here.anna, notice=Notice.YES)
    assert "Tuesday, 2 March 2027, 10:00–10:50" in latest().body
    assert latest().subject == "Confirmation of your appointment"
