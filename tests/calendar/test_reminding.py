"""What the clock sets off (CA-12, CL-20, R10): each reminder once, and the log says why there was none."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from kartei.calendar.automations.reminding import remind
from kartei.calendar.booking import change_attendance, move_appointment, status_of
from kartei.calendar.deleting import delete_appointment
from kartei.calendar.models import Action, Appointment, Automation, AutomationRun, Skipped, Trigger
from kartei.db.scope import workspace_scope
from kartei.inbox.models import MailState, PracticeMail
from kartei.people.models import Client, Consent, Person, Purpose, Status, Task
from tests.calendar.booked import booked, client_of, make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
HOUR = dt.timedelta(hours=1)
START = dt.datetime(2027, 3, 2, 10, tzinfo=BERLIN)


@pytest.fixture
def here(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        yield cast


def look(cast: Cast, now: dt.datetime) -> list[tuple[str, str]]:
    """The clock is advanced; what stands in the log then: address or reason."""
    remind(cast.lindenhof.id, now)
    runs = AutomationRun.objects.select_related("mail").order_by("starts_at", "id")
    return [("mail", run.mail.recipient) if run.mail else ("left out", run.skipped) for run in runs]


CARLA = ("mail", "carla@klientin.example")


def test_one_mail_a_day_before_and_never_a_second_one(here: Cast) -> None:
    booked(here, START)
    assert look(here, START - 25 * HOUR) == []
    for hours in (24, 23, 12, 0.5):
        assert look(here, START - hours * HOUR) == [CARLA]
    assert PracticeMail.objects.get().not_after == START
    assert "10:00–10:50" in PracticeMail.objects.get().body


def test_a_server_that_was_away_reminds_late_but_never_of_what_is_over(here: Cast) -> None:
    booked(here, START)
    assert look(here, START + HOUR) == []
    assert look(here, START - HOUR) == [CARLA]


def test_opted_out_none_and_the_log_says_why(here: Cast) -> None:
    booked(here, START)
    Consent.objects.create(person=here.carla, purpose=Purpose.EMAIL, granted=False)
    assert look(here, START - 24 * HOUR) == [("left out", Skipped.OPTED_OUT)]
    assert look(here, START - 23 * HOUR) == [("left out", Skipped.OPTED_OUT)]
    Consent.objects.all().delete()
    assert look(here, START - 22 * HOUR) == [CARLA]
    assert look(here, START - 21 * HOUR) == [CARLA]


def test_a_lead_gets_none_until_the_status_is_active(here: Cast) -> None:
    booked(here, START, 50, here.bruno)
    assert look(here, START - 24 * HOUR) == [("left out", Skipped.LEAD)]
    Client.objects.filter(pk=here.bruno.pk).update(status=Status.objects.get(code="active"))
    assert look(here, START - 23 * HOUR) == [("mail", "bruno@example.org")]


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [("is_demo", True, Skipped.DEMO), ("main_email", "", Skipped.NO_ADDRESS), ("state", "archived", Skipped.GONE)],
)
def test_demo_people_those_without_an_address_and_the_archived_get_none(
    here: Cast, column: str, value: Any, why: Skipped
) -> None:
    booked(here, START)
    Person.objects.filter(pk=here.carla.pk).update(**{column: value})
    assert look(here, START - 24 * HOUR) == [("left out", why)]


def cancel(cast: Cast, made: Appointment, code: str = "cancelled") -> None:
    row = made.attendances.select_related("client__person", "status").get()
    version = Appointment.objects.get(pk=made.pk).version
    change_attendance(row, status_of(code), version=version, by=cast.anna)


def test_what_was_cancelled_or_deleted_is_reminded_of_no_more(here: Cast) -> None:
    made, other = booked(here, START), booked(here, START + 2 * HOUR)
    cancel(here, made)
    delete_appointment(other, version=1, by=here.anna)
    assert look(here, START - 20 * HOUR) == [("left out", Skipped.CANCELLED)]
    cancel(here, made, "planned")
    assert look(here, START - 19 * HOUR) == [CARLA]


def test_a_reminder_that_waits_is_taken_back_by_a_cancellation_and_comes_when_it_holds_again(here: Cast) -> None:
    made = booked(here, START)
    look(here, START - 24 * HOUR)
    cancel(here, made)
    assert PracticeMail.objects.get().state == MailState.WITHDRAWN
    cancel(here, made, "planned")
    look(here, START - 23 * HOUR)
    assert PracticeMail.objects.filter(state=MailState.WAITING).count() == 1
    look(here, START - 22 * HOUR)
    assert PracticeMail.objects.count() == 2


def test_a_moved_appointment_is_reminded_of_at_its_new_time_and_back_again_not_twice(here: Cast) -> None:
    made = booked(here, START)
    look(here, START - 24 * HOUR)
    PracticeMail.objects.update(state=MailState.SENT)
    later = START + 72 * HOUR
    move_appointment(made, later, later + HOUR, version=1, by=here.anna)
    look(here, START - 20 * HOUR)
    assert PracticeMail.objects.count() == 1
    look(here, later - 24 * HOUR)
    assert PracticeMail.objects.count() == 2
    move_appointment(made, START, START + HOUR, version=2, by=here.anna)
    look(here, START - 10 * HOUR)
    assert PracticeMail.objects.filter(state=MailState.SENT).count() == 1
    assert PracticeMail.objects.filter(state=MailState.WAITING).count() == 0


def test_whoever_was_booked_at_shorter_notice_has_just_been_told(here: Cast) -> None:
    soon = timezone.now() + 5 * HOUR
    Automation.objects.update(on_since=timezone.now() - 100 * HOUR)
    booked(here, soon)
    assert look(here, timezone.now()) == [("left out", Skipped.SHORT)]


def test_what_was_due_before_the_automation_was_switched_on_is_left_alone(here: Cast) -> None:
    booked(here, START)
    Automation.objects.update(on_since=START - 23 * HOUR)
    assert look(here, START - 22 * HOUR) == []
    Automation.objects.update(on_since=START - 25 * HOUR, is_on=False)
    assert look(here, START - 22 * HOUR) == []


@pytest.mark.parametrize("day", [dt.date(2027, 3, 28), dt.date(2027, 10, 31)])
@pytest.mark.parametrize("hour", [1, 2, 3, 4, 10])
def test_twenty_four_hours_are_real_ones_over_a_change_of_clocks(here: Cast, day: dt.date, hour: int) -> None:
    start = dt.datetime.combine(day, dt.time(hour), tzinfo=BERLIN).astimezone(dt.UTC)
    booked(here, start)
    assert look(here, start - 24 * HOUR - dt.timedelta(minutes=1)) == []
    assert look(here, start - 24 * HOUR) == [CARLA]
    assert f"{start.astimezone(BERLIN):%H:%M}–" in PracticeMail.objects.get().body


def test_a_client_elsewhere_reads_their_own_time_beside(here: Cast) -> None:
    here.carla.profile.time_zone = "America/New_York"
    here.carla.profile.save()
    booked(here, START)
    look(here, START - 24 * HOUR)
    body = PracticeMail.objects.get().body
    assert "10:00–10:50" in body and "04:00–04:50" in body and "New York" in body


def test_hours_after_an_appointment_a_task_is_made_for_who_gave_it(here: Cast) -> None:
    Automation.objects.create(
        name="Nachfragen", trigger=Trigger.AFTER, hours=2, action=Action.TASK, due_days=1,
        text="{{client.name}} anrufen", on_since=START - 100 * HOUR,
    )  # fmt: skip
    booked(here, START)
    end = START + dt.timedelta(minutes=50)
    remind(here.lindenhof.id, end + HOUR)
    assert not Task.objects.exists()
    for hours in (2, 3, 20):
        remind(here.lindenhof.id, end + hours * HOUR)
    task = Task.objects.get()
    assert (task.text, task.client_id) == ("Carla Köhler anrufen", here.carla.pk)
    assert [row.member for row in task.assignments.select_related("member")] == [here.anna]


def test_many_take_few_statements(here: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(40):
        booked(here, START + dt.timedelta(minutes=20 * number), 15)
    with django_assert_max_num_queries(30):
        remind(here.lindenhof.id, START - 11 * HOUR)
    assert PracticeMail.objects.count() == 40


def test_another_workspace_is_left_alone(cast: Cast) -> None:
    make(cast, START)
    assert remind(cast.nord.id, START - 24 * HOUR) == 0
    assert remind(cast.lindenhof.id, START - 24 * HOUR) == 1
    with workspace_scope(cast.nord.id):
        assert not PracticeMail.objects.exists()


def test_the_line_of_the_log_is_unique_in_the_database(here: Cast) -> None:
    from django.db import IntegrityError, transaction

    booked(here, START)
    look(here, START - 24 * HOUR)
    run = AutomationRun.objects.get()
    run.pk = PracticeMail().pk
    with pytest.raises(IntegrityError), transaction.atomic():
        run.save(force_insert=True)
    assert connection.is_usable() and client_of(here.carla)
