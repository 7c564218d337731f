"""Deleting an appointment that was a wrong entry: it can come back for thirty days, with whoever comes to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.fields.tuple_lookups import TupleLessThan
from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.calendar import occupying
from kartei.calendar.automations.notifying import Notice, told
from kartei.calendar.booking import locked
from kartei.calendar.erasing import erase
from kartei.calendar.events import tell
from kartei.calendar.feeding import names_of
from kartei.calendar.models import Appointment, Attendance, Trigger
from kartei.calendar.telling import span_text
from kartei.db.scope import workspace_scope
from kartei.people.models import Client
from kartei.tenancy.models import Member, workspace_ids
from kartei.tenancy.rights import Right

KEPT = timedelta(days=30)
PAGE = 50


@dataclass(frozen=True)
class Gone:
    """A deleted appointment, as one member reads of it."""

    appointment: Appointment
    title: str  # those who come, of whom the member sees one at least
    time: str

    @property
    def gone_at(self) -> datetime:
        """From when on it cannot come back."""
        assert self.appointment.deleted_at is not None
        return self.appointment.deleted_at + KEPT


@dataclass(frozen=True)
class GonePage:
    rows: list[Gone]
    next: UUID | None = None  # the last row, when there are rows after it


def deleted_appointments(member: Member, *, after: UUID | None = None) -> GonePage:
    """Fifty that the member may bring back, the one deleted last first, behind the one named."""
    seen = Attendance.objects.filter(
        appointment_id=OuterRef("id"), client__in=Client.objects.visible_to(member).values("id")
    )
    there: Any = Appointment.with_deleted.visible_to(member, Right.CALENDAR_EDIT)
    there = there.filter(Exists(seen), deleted_at__isnull=False)
    if after and (cursor := there.filter(pk=after).values_list("deleted_at", "starts_at", "id").first()):
        there = there.filter(TupleLessThan((F("deleted_at"), F("starts_at"), F("id")), cursor))
    known = there.select_related("service").prefetch_related("attendances")
    found = list(known.order_by("-deleted_at", "-starts_at", "-id")[: PAGE + 1])
    coming = {one.pk: [row.client_id for row in one.attendances.all()] for one in found}
    names = names_of({pk for several in coming.values() for pk in several}, seen_by=member)
    titles = {pk: sorted(names.get(one) or _("Somebody else") for one in several) for pk, several in coming.items()}
    rows = [Gone(one, ", ".join(titles[one.pk]), span_text(one)) for one in found[:PAGE]]
    return GonePage(rows, found[PAGE - 1].pk if len(found) > PAGE else None)


@transaction.atomic
def delete_appointment(
    appointment: Appointment, *, version: int, by: Member, notice: Notice = Notice.NO
) -> Appointment:
    """Take it out of every calendar, list and count. Raises StaleVersion.

    Once something is billed, billing refuses it (CA-15).
    """
    found = locked(appointment, version, ())
    found.deleted_at = timezone.now()
    _save(found)
    occupying.occupy(found, despite=True)
    tell("appointment.deletion", found, by)
    told(Trigger.CANCELLED, [found.pk], notice=notice, by=by)
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
    told(Trigger.BOOKED, [found.pk], notice=Notice.UNDO, by=by)
    return found


def forget_deleted_appointments(now: datetime) -> None:
    """Thirty days after they were deleted they are gone for good; visits every workspace, once a day."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            erase(Appointment.with_deleted.filter(deleted_at__lt=now - KEPT))


def _save(appointment: Appointment) -> None:
    appointment.version += 1
    appointment.save(update_fields=["deleted_at", "version"])
