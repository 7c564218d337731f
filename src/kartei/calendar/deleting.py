"""Deleting an appointment that was a wrong entry: it can come back for thirty days, with whoever comes to it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kartei.calendar import occupying
from kartei.calendar.booking import locked, tell
from kartei.calendar.models import Appointment
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member, workspace_ids

KEPT = timedelta(days=30)


@transaction.atomic
def delete_appointment(appointment: Appointment, *, version: int, by: Member) -> Appointment:
    """Take it out of every calendar, list and count. Raises StaleVersion.

    Once something is billed, billing refuses it (CA-15).
    """
    found = locked(appointment, version, ())
    found.deleted_at = timezone.now()
    _save(found)
    occupying.occupy(found, despite=True)
    tell("appointment.deletion", found, by)
    return found


@transaction.atomic
def restore_appointment(appointment: Appointment, *, version: int, by: Member, despite: bool = False) -> Appointment:
    """Bring it back with all who come. Raises StaleVersion, and Occupied when its time was given away since."""
    found = locked(appointment, version, ())
    if found.deleted_at is None:
        return found
    found.deleted_at = None
    _save(found)
    occupying.occupy(found, despite=despite)
    tell("appointment.restoration", found, by)
    return found


def forget_deleted_appointments(now: datetime) -> None:
    """Thirty days after they were deleted they are gone for good; visits every workspace, once a day."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            Appointment.with_deleted.filter(deleted_at__lt=now - KEPT).delete()


def _save(appointment: Appointment) -> None:
    appointment.version += 1
    appointment.save(update_fields=["deleted_at", "version"])
