"""What an edit of one appointment changes, so that it can be changed in others that differ otherwise."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from kartei.calendar.booking import Plan
from kartei.calendar.models import (
    Appointment,
    AppointmentMember,
    AppointmentResource,
    AppointmentStatus,
    Attendance,
    Resource,
)
from kartei.people.models import Client
from kartei.tenancy.models import Member

SIMPLE = {"service": "Service", "place": "Place", "note": "", "client_text": ""}
"""{field: English id of its label in the log}; texts are not told there."""


@dataclass(frozen=True)
class Difference:
    simple: dict[str, Any]
    words: dict[str, tuple[str, str]]  # {label in the log: (before, since)}
    clients: list[Client]  # who come as well from now on
    dropped_clients: list[Client]
    members: list[Member]
    dropped_members: set[UUID]
    resources: list[Resource]
    dropped_resources: set[UUID]
    price: Decimal | None
    priced: set[UUID]

    @classmethod
    def between(cls, row: Appointment, plan: Plan) -> Self:
        """What the plan says otherwise than the row, of which all that stands beside it is at hand."""
        simple = {name: getattr(plan, name) for name in SIMPLE if getattr(plan, name) != getattr(row, name)}
        words = {
            SIMPLE[name]: (str(getattr(row, name) or ""), str(value or ""))
            for name, value in simple.items()
            if SIMPLE[name]
        }
        clients, gone = _apart(plan.clients, {one.client_id for one in row.attendances.all()})
        members, less = _apart(plan.members, {one.member_id for one in row.given_by.all()})
        resources, unused = _apart(plan.resources, {one.resource_id for one in row.needs.all()})
        if members or less:
            before = sorted(one.member.name for one in row.given_by.select_related("member"))
            words["Team members"] = (", ".join(before), ", ".join(sorted(one.name for one in plan.members)))
        dropped = list(Client.objects.filter(pk__in=gone).select_related("person"))
        priced = {client.pk for client in plan.priced}
        return cls(simple, words, clients, dropped, members, less, resources, unused, plan.price, priced)

    def apply(self, rows: Sequence[Appointment], status: AppointmentStatus) -> None:
        """Store it in these rows; who is new there comes with this status. An appointment keeps its last member."""
        ids = [row.pk for row in rows]
        if self.simple:
            Appointment.objects.filter(pk__in=ids).update(**self.simple)
        self._apply_clients(rows, status)
        alone = [row.pk for row in rows if not self.members and not self._remaining(row)]
        for model, name, added, dropped in (
            (AppointmentMember, "member", self.members, self.dropped_members),
            (AppointmentResource, "resource", self.resources, self.dropped_resources),
        ):
            beside = model.objects.filter(appointment__in=ids)
            for new in added:
                there = set(beside.filter(**{name: new.pk}).values_list("appointment_id", flat=True))
                model.objects.bulk_create(model(appointment=row, **{name: new}) for row in rows if row.pk not in there)
            if dropped:
                kept = alone if model is AppointmentMember else []
                beside.filter(**{f"{name}__in": dropped}).exclude(appointment__in=kept).delete()

    def _remaining(self, row: Appointment) -> set[UUID]:
        return {one.member_id for one in row.given_by.all()} - self.dropped_members

    def _apply_clients(self, rows: Sequence[Appointment], status: AppointmentStatus) -> None:
        """An appointment keeps its last client, even if another one of the series is without them from now on."""
        gone = {client.pk for client in self.dropped_clients}
        there = {row.pk: {one.client_id for one in row.attendances.all()} for row in rows}
        Attendance.objects.bulk_create(
            Attendance(appointment=row, client=client, status=status, price=self.price, starts_at=row.starts_at)
            for row in rows
            for client in self.clients
            if client.pk not in there[row.pk]
        )
        emptied = [row.pk for row in rows if not there[row.pk] - gone and not self.clients]
        theirs = Attendance.objects.filter(appointment__in=there.keys() - set(emptied), client__in=gone)
        theirs.delete()
        if self.priced:
            Attendance.objects.filter(appointment__in=there, client__in=self.priced).update(price=self.price)


def _apart(wanted: Collection[Any], there: set[UUID]) -> tuple[list[Any], set[UUID]]:
    """(those that are new, ids of those that go)."""
    return [one for one in wanted if one.pk not in there], there - {one.pk for one in wanted}
