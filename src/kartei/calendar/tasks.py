"""Jobs of the calendar: another status for many appointments, what turns over with time, what is forgotten."""

from uuid import UUID

from django.db import close_old_connections, connection
from django.utils import timezone
from procrastinate.contrib.django import app

from kartei.calendar.client_dates import turn_over
from kartei.calendar.deleting import forget_deleted_appointments
from kartei.calendar.statuses import finish_replacement, go_through
from kartei.people.tasks import UntilDone


@app.task(name="calendar.replace_status", retry=UntilDone())
def replace_status(workspace_id: str, status_id: str, member_id: str) -> None:
    _drop_broken_connections()
    finish_replacement(UUID(workspace_id), UUID(status_id), UUID(member_id))


@app.task(name="calendar.apply_status", retry=UntilDone())
def apply_status(workspace_id: str, status_id: str) -> None:
    _drop_broken_connections()
    go_through(UUID(workspace_id), UUID(status_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="calendar.turn_over", queueing_lock="calendar.turn_over")
def turn_over_in_time(timestamp: int) -> None:
    turn_over(timezone.now())


@app.periodic(cron="46 3 * * *")
@app.task(name="calendar.forget_deleted_appointments", queueing_lock="calendar.forget_deleted_appointments")
def forget_deleted_appointments_daily(timestamp: int) -> None:
    forget_deleted_appointments(timezone.now())


def _drop_broken_connections() -> None:
    """A worker's threads live on when the database was restarted; requests do this by a signal."""
    if not connection.in_atomic_block:
        close_old_connections()
