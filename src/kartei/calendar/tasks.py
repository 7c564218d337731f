"""Jobs of the calendar: another status for many appointments, what turns over with time, what is forgotten."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kartei.calendar.automations.reminding import remind
from kartei.calendar.client_dates import turn_over
from kartei.calendar.deleting import forget_deleted_appointments
from kartei.calendar.online.booking import forget_unconfirmed
from kartei.calendar.online.holds import clear_holds
from kartei.calendar.statuses import finish_replacement, go_through
from kartei.calendar.waiting.offering import offer_everywhere, offer_freed_slots
from kartei.calendar.waiting.wishing import forget_wishes
from kartei.people.tasks import UntilDone, drop_broken_connections
from kartei.tenancy.models import workspace_ids


@app.task(name="calendar.replace_status", retry=UntilDone())
def replace_status(workspace_id: str, status_id: str, member_id: str) -> None:
    drop_broken_connections()
    finish_replacement(UUID(workspace_id), UUID(status_id), UUID(member_id))


@app.task(name="calendar.apply_status", retry=UntilDone())
def apply_status(workspace_id: str, status_id: str) -> None:
    drop_broken_connections()
    go_through(UUID(workspace_id), UUID(status_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="calendar.turn_over", queueing_lock="calendar.turn_over")
def turn_over_in_time(timestamp: int) -> None:
    turn_over(timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="calendar.remind", queueing_lock="calendar.remind", retry=UntilDone())
def remind_in_time(timestamp: int) -> None:
    drop_broken_connections()
    for workspace_id in workspace_ids():
        remind(workspace_id, timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="calendar.clear_holds", queueing_lock="calendar.clear_holds")
def clear_holds_in_time(timestamp: int) -> None:
    clear_holds(timezone.now())
    forget_unconfirmed(timezone.now())


@app.periodic(cron="46 3 * * *")
@app.task(name="calendar.forget_deleted_appointments", queueing_lock="calendar.forget_deleted_appointments")
def forget_deleted_appointments_daily(timestamp: int) -> None:
    forget_deleted_appointments(timezone.now())


@app.task(name="calendar.offer_freed_slots", retry=UntilDone())
def offer_slots(workspace_id: str) -> None:
    """Started when something becomes free, and when an offer runs out."""
    drop_broken_connections()
    offer_freed_slots(UUID(workspace_id), timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="calendar.offer_everywhere", queueing_lock="calendar.offer_everywhere")
def offer_everywhere_in_time(timestamp: int) -> None:
    offer_everywhere(timezone.now())


@app.periodic(cron="48 3 * * *")
@app.task(name="calendar.forget_wishes", queueing_lock="calendar.forget_wishes")
def forget_wishes_daily(timestamp: int) -> None:
    forget_wishes(timezone.now())
