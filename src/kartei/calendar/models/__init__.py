"""The tables of the calendar."""

from kartei.calendar.models.appointment import (
    BUILT_IN_APPOINTMENT_STATUSES,
    Appointment,
    AppointmentMember,
    AppointmentResource,
    AppointmentStatus,
    AppointmentStatusKind,
    Attendance,
    Occupancy,
    Taken,
)
from kartei.calendar.models.hours import (
    Absence,
    AbsenceReason,
    ExceptionKind,
    HoursException,
    WorkWeek,
)
from kartei.calendar.models.offers import (
    LONGEST,
    Place,
    PlaceKind,
    Resource,
    Service,
    ServiceMember,
    ServicePlace,
)
from kartei.calendar.models.settings import CalendarSettings

__all__ = [
    "BUILT_IN_APPOINTMENT_STATUSES",
    "LONGEST",
    "Absence",
    "AbsenceReason",
    "Appointment",
    "AppointmentMember",
    "AppointmentResource",
    "AppointmentStatus",
    "AppointmentStatusKind",
    "Attendance",
    "CalendarSettings",
    "ExceptionKind",
    "HoursException",
    "Occupancy",
    "Place",
    "PlaceKind",
    "Resource",
    "Service",
    "ServiceMember",
    "ServicePlace",
    "Taken",
    "WorkWeek",
]
