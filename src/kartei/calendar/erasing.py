"""What goes with a client who is erased: their appointments, of a group their place in it."""

from collections.abc import Collection
from uuid import UUID

from kartei.calendar.models import Appointment, Attendance, Occupancy


def erase_appointments(ids: Collection[UUID]) -> None:
    theirs = Attendance.objects.filter(client__in=ids)
    appointments = list(theirs.values_list("appointment", flat=True))
    Occupancy.objects.filter(appointment__in=appointments, taken_id__in=ids).delete()
    theirs.delete()
    Appointment.with_deleted.filter(pk__in=appointments, attendances=None).delete()
