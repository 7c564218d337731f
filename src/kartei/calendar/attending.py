"""The rows beside appointments: who comes, who gives them, and what they need."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from kartei.calendar.models import (
    Appointment,
    AppointmentMember,
    AppointmentResource,
    AppointmentStatus,
    Attendance,
    Resource,
)
from kartei.tenancy.models import Member


def attend(
    rows: Sequence[Appointment], prices: Mapping[UUID, Decimal | None], members: Collection[Member],
    resources: Collection[Resource], status: AppointmentStatus,
) -> None:  # fmt: skip
    """Add clients (ids) with their prices, members and resources to each appointment, where none of them is yet."""
    Attendance.objects.bulk_create(
        Attendance(appointment=one, client_id=pk, status=status, price=price, starts_at=one.starts_at)
        for one in rows
        for pk, price in prices.items()
    )
    AppointmentMember.objects.bulk_create(
        AppointmentMember(appointment=one, member=member) for one in rows for member in members
    )
    AppointmentResource.objects.bulk_create(
        AppointmentResource(appointment=one, resource=resource) for one in rows for resource in resources
    )
