"""What the booker and the practice do with an appointment that was booked online: cancel, move, confirm, decline."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kartei.audit.recording import record
from kartei.calendar.booking import Plan, change_appointment, change_attendance, status_of
from kartei.calendar.models import (
    Appointment,
    AppointmentStatusKind,
    Attendance,
    Bookable,
    BookingRules,
    OnlineBooking,
    Place,
)
from kartei.calendar.occupying import Occupied
from kartei.calendar.online import mails as online_mails
from kartei.calendar.online.booking import Taken
from kartei.calendar.online.offer import Offer, rules_now
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member

STILL_TO_COME = {AppointmentStatusKind.PENDING, AppointmentStatusKind.OPEN}


class TooLate(Exception):
    """It can be cancelled and moved online no more."""


@dataclass(frozen=True)
class Standing:
    """How an appointment stands, to the one who booked it."""

    rule: str  # what a late cancellation costs
    phone: str
    is_cancelled: bool = True
    is_request: bool = False  # the practice has not answered yet
    may_cancel: bool = False
    may_move: bool = False
    may_call: bool = False  # it is too late to do it online


def standing_of(asked: OnlineBooking, rules: BookingRules) -> Standing:
    """Cancelled too when nothing is booked."""
    service, row = asked.service, _attendance(asked)
    if row is None:
        return Standing(service.cancellation_rule, rules.phone)
    made, status, now = row.appointment, row.status, timezone.now()
    is_coming = status.kind in STILL_TO_COME and not status.frees_slot
    is_ahead, in_time = now < made.starts_at, now <= made.starts_at - dt.timedelta(hours=rules.change_hours)
    is_alone = service.capacity == 1 and made.series_id is None and made.attendances.count() == 1
    is_offered = rules.is_open and service.archived_at is None and service.bookable == Bookable.ALL
    return Standing(
        service.cancellation_rule,
        rules.phone,
        is_cancelled=status.frees_slot,
        is_request=status.kind == AppointmentStatusKind.PENDING,
        may_cancel=is_coming and in_time,
        may_move=is_coming and in_time and is_alone and is_offered,
        may_call=is_coming and is_ahead and not in_time,
    )


@transaction.atomic
def cancel(asked: OnlineBooking) -> None:
    """By the booker. Cancelled already: nothing happens. Raises TooLate, StaleVersion."""
    row, standing = _attendance(asked), standing_of(asked, rules_now())
    if row is None or standing.is_cancelled:
        return
    if not standing.may_cancel:
        raise TooLate
    made = change_attendance(row, status_of("cancelled"), version=row.appointment.version, by=None)
    record("onlinebooking.cancellation", by=None, subject=row.client.person, client=row.client, appointment=made.pk)
    online_mails.cancelled(asked, made)


@transaction.atomic
def move(asked: OnlineBooking, starts_at: dt.datetime, secret: str) -> Appointment:
    """To another free slot, by the booker; of a service that needs approval it is a request again.

    Raises Taken, TooLate, StaleVersion.
    """
    row, rules = _attendance(asked), rules_now()
    if row is None or not standing_of(asked, rules).may_move:
        raise TooLate
    before = row.appointment
    given = [each.member for each in before.given_by.select_related("member")]
    slot = Offer(asked.service, rules, given[0].pk if given else None).slot(starts_at)
    if slot is None:
        raise Taken
    plan = Plan(
        starts_at, starts_at + (before.ends_at - before.starts_at), [row.client],
        [Member.objects.get(pk=slot.member)], before.service,
        Place.objects.get(pk=slot.place) if slot.place else before.place,
        [each.resource for each in before.needs.select_related("resource")],
        note=before.note, client_text=before.client_text,
    )  # fmt: skip
    try:
        made = change_appointment(before, plan, version=before.version, by=None)
        if asked.service.needs_approval:
            made = change_attendance(_again(row), status_of("requested"), version=made.version, by=None)
    except Occupied:
        raise Taken from None
    record("onlinebooking.move", by=None, subject=row.client.person, client=row.client, appointment=made.pk)
    online_mails.moved(asked, made, secret)
    return made


@transaction.atomic
def answer(asked: OnlineBooking, *, is_accepted: bool, version: int, by: Member) -> Appointment:
    """Confirm or decline a request, and mail it. Raises StaleVersion, also when it waits for no answer any more."""
    row = _attendance(asked)
    if row is None or row.status.kind != AppointmentStatusKind.PENDING:
        raise StaleVersion
    status = status_of("confirmed" if is_accepted else "cancelled")
    made = change_attendance(row, status, version=version, by=by)
    online_mails.answered(asked, made, is_accepted=is_accepted)
    return made


def _attendance(asked: OnlineBooking) -> Attendance | None:
    """Of who has booked; None before it is confirmed, and when they were taken out."""
    rows = Attendance.objects.filter(appointment=asked.appointment_id, client=asked.client_id)
    found: Attendance | None = rows.select_related("status", "client__person", "appointment__service").first()
    return found


def _again(row: Attendance) -> Attendance:
    found: Attendance = Attendance.objects.select_related("appointment").get(pk=row.pk)
    return found
