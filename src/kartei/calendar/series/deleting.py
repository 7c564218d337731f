"""Deleting several appointments of a series at once, and the way back."""

from django.db import transaction
from django.utils import timezone

from kartei.calendar import occupying
from kartei.calendar.automations.notifying import Notice, told
from kartei.calendar.models import Appointment, Trigger
from kartei.calendar.series.changing import store
from kartei.calendar.series.events import tell
from kartei.calendar.series.together import Reach, grip, wanted_by
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Right


@transaction.atomic
def delete_series(
    appointment: Appointment, *, reach: Reach, version: int, by: Member, notice: Notice = Notice.NO
) -> list[Appointment]:
    """Take this one and the others that the reach names out of every calendar, list and count; those that are over,
    done, missed or cancelled stay. Raises StaleVersion.

    Once something is billed, billing refuses it (CA-15).
    """
    held = grip(appointment, reach, version=version, by=by)
    ids, at = [row.pk for row in held.targets], timezone.now()
    Appointment.objects.filter(pk__in=ids).update(deleted_at=at)
    store(held.targets, despite=True)
    tell("series.deletion", held.opened, held.targets, {}, by=by)
    told(Trigger.CANCELLED, ids, notice=notice, by=by)
    return held.targets


@transaction.atomic
def restore_series(appointment: Appointment, *, version: int, by: Member) -> list[Appointment]:
    """Bring it back with those of its series that were deleted together with it and that `by` may change.

    Raises StaleVersion, and Occupied when one of the times was given away since.
    """
    gone = Appointment.with_deleted.filter(series=appointment.series_id, deleted_at=appointment.deleted_at)
    occupying.lock(wanted_by(gone))
    mine = gone.visible_to(by, Right.CALENDAR_EDIT)
    rows = list(mine.select_for_update(of=("self",)).order_by("id"))
    opened = next((row for row in rows if row.pk == appointment.pk), None)
    if opened is None or opened.version != version or opened.deleted_at is None:
        raise StaleVersion
    ids = [row.pk for row in rows]
    Appointment.with_deleted.filter(pk__in=ids).update(deleted_at=None)
    store(rows, despite=False)
    tell("series.restoration", opened, rows, {}, by=by)
    told(Trigger.BOOKED, ids, notice=Notice.UNDO, by=by)
    return rows
