"""The tables of the calendar."""

from kartei.calendar.models.appointment import (
    BUILT_IN_APPOINTMENT_STATUSES,
    Appointment,
    AppointmentMember,
    AppointmentResource,
    AppointmentStatus,
    AppointmentStatusKind,
    Attendance,
)
from kartei.calendar.models.automation import Action, Automation, AutomationRun, Skipped, Trigger
from kartei.calendar.models.feed import CalendarFeed, FeedLevel
from kartei.calendar.models.hold import SlotHold
from kartei.calendar.models.hours import (
    Absence,
    AbsenceReason,
    ExceptionKind,
    HoursException,
    WorkWeek,
)
from kartei.calendar.models.occupancy import Occupancy, Taken
from kartei.calendar.models.offers import (
    LONGEST,
    Bookable,
    Place,
    PlaceKind,
    Resource,
    Service,
    ServiceMember,
    ServicePlace,
)
from kartei.calendar.models.online import BookingRules, OnlineBooking
from kartei.calendar.models.series import Series
from kartei.calendar.models.settings import CalendarSettings
from kartei.calendar.models.waiting import (
    FreedSlot,
    OfferState,
    OfferWay,
    SkipReason,
    SlotOffer,
    WaitingMember,
    WaitingWish,
    WishEnding,
)

__all__ = [
    "BUILT_IN_APPOINTMENT_STATUSES",
    "LONGEST",
    "Absence",
    "AbsenceReason",
    "Action",
    "Appointment",
    "AppointmentMember",
    "AppointmentResource",
    "AppointmentStatus",
    "AppointmentStatusKind",
    "Attendance",
    "Automation",
    "AutomationRun",
    "Bookable",
    "BookingRules",
    "CalendarFeed",
    "CalendarSettings",
    "ExceptionKind",
    "FeedLevel",
    "FreedSlot",
    "HoursException",
    "Occupancy",
    "OfferState",
    "OfferWay",
    "OnlineBooking",
    "Place",
    "PlaceKind",
    "Resource",
    "Series",
    "Service",
    "ServiceMember",
    "ServicePlace",
    "SkipReason",
    "Skipped",
    "SlotHold",
    "SlotOffer",
    "Taken",
    "Trigger",
    "WaitingMember",
    "WaitingWish",
    "WishEnding",
    "WorkWeek",
]
