"""What came in online, to a member: requests that wait for an answer, and what was booked a short while ago."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from kartei.calendar.models import Appointment, AppointmentMember, AppointmentStatusKind, Attendance, OnlineBooking
from kartei.people.models import Client
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Right

RECENT = dt.timedelta(days=14)
NEWS = dt.timedelta(days=1)
SHOWN = 100


@dataclass(frozen=True)
class Arrival:
    """One of them: the row, the name of who comes, and their status."""

    asked: OnlineBooking
    name: str
    attendance: Attendance


def requests(member: Member) -> Any:
    """Bookings of which the member may change the appointment, and which wait for an answer; the next one first."""
    return _reached(member, Right.CALENDAR_EDIT).filter(_waiting()).order_by("appointment__starts_at", "id")


def recent(member: Member) -> Any:
    """What was booked online within two weeks, the latest first."""
    since = timezone.now() - RECENT
    return _reached(member, Right.CALENDAR_VIEW).filter(confirmed_at__gt=since).order_by("-confirmed_at", "-id")


def counts(member: Member) -> tuple[int, int]:
    """How many requests wait for the member's answer, and how many appointments that they give were booked within a day
    and need none. One statement.
    """
    changed = Appointment.objects.filter(pk=OuterRef("appointment_id")).visible_to(member, Right.CALENDAR_EDIT)
    given = AppointmentMember.objects.filter(appointment_id=OuterRef("appointment_id"), member=member)
    is_new = Q(Exists(given), confirmed_at__gt=timezone.now() - NEWS, service__needs_approval=False)
    ahead = _reached(member, Right.CALENDAR_VIEW).filter(appointment__ends_at__gt=timezone.now())
    found = ahead.aggregate(waiting=Count("pk", filter=Q(Exists(changed)) & _waiting()), new=Count("pk", filter=is_new))
    return found["waiting"], found["new"]


def _waiting() -> Q:
    """Of an appointment that is not over, and to which the practice has not said anything yet."""
    pending = Attendance.objects.filter(
        appointment_id=OuterRef("appointment_id"), client_id=OuterRef("client_id"),
        status__kind=AppointmentStatusKind.PENDING,
    )  # fmt: skip
    return Q(Exists(pending), appointment__ends_at__gt=timezone.now())


def arrivals(rows: Any) -> list[Arrival]:
    """Up to a hundred, with who comes. Two statements."""
    found = list(rows.select_related("service", "client__person", "appointment")[:SHOWN])
    coming = Attendance.objects.filter(appointment__in=[row.appointment_id for row in found]).select_related("status")
    by_key = {(row.appointment_id, row.client_id): row for row in coming}
    return [
        Arrival(row, row.client.person.name, by_key[row.appointment_id, row.client_id])
        for row in found
        if (row.appointment_id, row.client_id) in by_key
    ]


def online_of(appointment: Appointment, *, seen_by: Member) -> list[OnlineBooking]:
    """How those came to the appointment who have booked it themselves, as far as the member sees them."""
    coming = Attendance.objects.filter(appointment=appointment).values("client_id")
    rows = OnlineBooking.objects.filter(appointment=appointment, client__in=_clients(seen_by)).filter(client__in=coming)
    return list(rows.select_related("client__person").order_by("id"))


def _reached(member: Member, right: Right) -> Any:
    appointments = Appointment.objects.filter(pk=OuterRef("appointment_id")).visible_to(member, right)
    rows = OnlineBooking.objects.filter(Exists(appointments), client__in=_clients(member))
    return rows.exclude(confirmed_at=None)


def _clients(member: Member) -> Any:
    return Client.objects.visible_to(member).values("id")
