"""Places in a group: the practice says when it takes place, whoever books online joins it while a place is left."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kartei.calendar import occupying
from kartei.calendar.booking import locked, save_again, status_of
from kartei.calendar.events import tell_of
from kartei.calendar.hours.free_slots import Slot
from kartei.calendar.models import Appointment, AppointmentStatus, Attendance, Service, SlotHold
from kartei.calendar.occupying import Occupied
from kartei.people.models import Client
from kartei.web import formats


def groups_with_places(service: Service, start: dt.datetime, end: dt.datetime) -> Any:
    """Appointments of the service that begin in [start, end), to which somebody comes, and which have a place left."""
    coming = Attendance.objects.filter(appointment=OuterRef("pk"), status__frees_slot=False)
    held = SlotHold.objects.filter(appointment=OuterRef("pk"), until__gt=timezone.now())
    rows: Any = Appointment.objects.filter(service=service, starts_at__gte=start, starts_at__lt=end)
    rows = rows.annotate(coming=_counted(coming), held=_counted(held))
    return rows.filter(coming__gt=0, coming__lt=service.capacity - F("held")).order_by("starts_at", "id")


def slots_of(appointments: Any) -> list[Slot]:
    found = []
    for row in appointments.prefetch_related("given_by"):
        given = [each.member_id for each in row.given_by.all()]
        if given:
            found.append(Slot(row.starts_at, given[0], row.place_id))
    return found


def group_at(service: Service, starts_at: dt.datetime) -> Appointment | None:
    found: Appointment | None = groups_with_places(service, starts_at, starts_at + dt.timedelta(microseconds=1)).first()
    return found


def lock_place(appointment: Appointment, *, without: UUID | None = None, further: tuple[UUID, ...] = ()) -> Appointment:
    """The group behind its locks. Raises Occupied when no place is left, a held one (`without`) not counted."""
    found = locked(appointment, None, further)
    capacity = found.service.capacity if found.service else 1
    coming = found.attendances.filter(status__frees_slot=False).count()
    held = SlotHold.objects.filter(appointment=found, until__gt=timezone.now()).exclude(pk=without).count()
    if found.deleted_at is not None or not 0 < coming < capacity - held:
        raise Occupied([])
    return found


def join_group(appointment: Appointment, client: Client, *, status: AppointmentStatus | None) -> Appointment:
    """One more who comes, booked online; the caller has its place behind the locks."""
    price = appointment.service.price if appointment.service else None
    row = Attendance.objects.create(
        appointment=appointment, client=client, status=status or status_of("planned"), price=price,
        starts_at=appointment.starts_at,
    )  # fmt: skip
    save_again(appointment)
    occupying.occupy(appointment, despite=True)  # it overlaps whatever it did before, and its client is new
    tell_of(row, "appointment.booking", {"Begins": ["", formats.datetime(appointment.starts_at)]}, by=None)
    return appointment


def _counted(rows: Any) -> Any:
    counted = rows.order_by().values("appointment").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
