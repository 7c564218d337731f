"""What goes for good: with a client who is erased their appointments, of a group their place in it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from kartei.calendar.models import Appointment, Attendance, Occupancy, OnlineBooking, Series


def erase_appointments(ids: Collection[UUID]) -> None:
    OnlineBooking.objects.filter(client__in=ids).delete()
    theirs = Attendance.objects.filter(client__in=ids)
    appointments = list(theirs.values_list("appointment", flat=True))
    Occupancy.objects.filter(appointment__in=appointments, taken_id__in=ids).delete()
    theirs.delete()
    erase(Appointment.with_deleted.filter(pk__in=appointments, attendances=None))


def erase(appointments: Any) -> None:
    """A query of appointments; a series goes with the last of its own."""
    series = list(appointments.exclude(series=None).values_list("series", flat=True).distinct())
    appointments.delete()
    Series.objects.filter(pk__in=series, appointments=None).delete()
