"""Booking, changing and moving appointments, and the statuses of those who come: each a verb with its events."""

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from kartei.calendar import occupying
from kartei.calendar.attending import attend
from kartei.calendar.automations.notifying import Notice, status_told, told
from kartei.calendar.clashes import Wish, clashes, keep_new_busy
from kartei.calendar.events import changes_between, clients_of, facts_of, money_text, tell, tell_each, tell_of
from kartei.calendar.models import (
    LONGEST,
    Appointment,
    AppointmentMember,
    AppointmentStatus,
    Attendance,
    Place,
    Resource,
    Service,
    Trigger,
)
from kartei.calendar.occupying import Occupied
from kartei.db.locks import held
from kartei.people.models import Client
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member


@dataclass(frozen=True)
class Plan:
    """What an appointment shall be: when, for whom, by whom, with what. Moments carry a zone."""

    starts_at: datetime
    ends_at: datetime
    clients: list[Client]
    members: list[Member]
    service: Service | None = None
    place: Place | None = None
    resources: list[Resource] = field(default_factory=list)
    price: Decimal | None = None  # of each client who is new to it
    priced: list[Client] = field(default_factory=list)  # who comes already, and gets this price as well
    note: str = ""
    client_text: str = ""

    def __post_init__(self) -> None:
        if not timedelta() < self.ends_at - self.starts_at <= timedelta(minutes=LONGEST):
            raise ValueError("an appointment ends after it begins, and within 24 hours")

    @property
    def wanted(self) -> set[UUID]:
        """The ids of all who and what may be kept busy."""
        several: list[Any] = [*self.clients, *self.members, *self.resources, *([self.place] if self.place else [])]
        return {one.pk for one in several}

    def wish(self, appointment_id: UUID, clients: Collection[UUID], *, starts_at: datetime | None = None) -> Wish:
        """What an appointment like this would keep busy, for these clients; as long as this one at another time."""
        begins = starts_at or self.starts_at
        return Wish(
            appointment_id, begins, begins + (self.ends_at - self.starts_at), clients,
            [one.pk for one in self.members], [one.pk for one in self.resources], self.place, self.service,
        )  # fmt: skip


@transaction.atomic
def book(
    plan: Plan, *, status: AppointmentStatus | None = None, by: Member | None, despite: bool = False,
    notice: Notice = Notice.NO,
) -> Appointment:  # fmt: skip
    """A new appointment, planned unless `status` says otherwise; `by` None: booked online, by nobody of the team.

    Raises Occupied, unless it may overlap (`despite`).
    """
    occupying.lock(plan.wanted)
    given = status or status_of("planned")
    made = Appointment(created_by=by)
    _fill(made, plan)
    wish = plan.wish(made.pk, () if given.frees_slot else [client.pk for client in plan.clients])
    if not despite and (found := clashes([wish])):
        raise Occupied(found[made.pk])
    made.save(force_insert=True)
    attend([made], {client.pk: plan.price for client in plan.clients}, plan.members, plan.resources, given)
    keep_new_busy([wish])
    changes = changes_between({}, facts_of(made, plan.members))
    tell_each("appointment.booking", made, by, changes, plan.clients, plan.wanted)
    told(Trigger.BOOKED, [made.pk], notice=notice, by=by, are_new=True)
    return made


@transaction.atomic
def change_appointment(
    appointment: Appointment, plan: Plan, *, version: int, by: Member | None, despite: bool = False,
    notice: Notice = Notice.NO,
) -> Appointment:  # fmt: skip
    """Let the appointment be this; who stays keeps status, price and note. Raises StaleVersion and Occupied."""
    before = locked(appointment, version, plan.wanted)
    facts, clients, place_in_time = facts_of(before), clients_of(before), _place_in_time(before)
    former = {before.pk: before.starts_at}
    _fill(before, plan)
    save_again(before)
    _attend(before, plan, status_of("planned"))
    occupying.occupy(before, despite=despite)
    tell("appointment.change", before, by, facts, facts_of(before), also=clients)
    come = {client.pk for client in plan.clients}
    told(Trigger.CANCELLED, [before.pk], clients=clients.keys() - come, notice=notice, by=by)
    told(Trigger.BOOKED, [before.pk], clients=come - clients.keys(), notice=notice, by=by)
    if _place_in_time(before) != place_in_time:
        told(Trigger.MOVED, [before.pk], clients=come & clients.keys(), former=former, notice=notice, by=by)
    return before


@transaction.atomic
def move_appointment(
    appointment: Appointment,
    starts_at: datetime,
    ends_at: datetime,
    *,
    to: Member | None = None,
    version: int,
    by: Member,
    despite: bool = False,
    notice: Notice = Notice.NO,
) -> Appointment:
    """To another time, and into another member's hands (`to`). Raises StaleVersion and Occupied."""
    moved = locked(appointment, version, [to.pk] if to else ())
    facts, place_in_time, former = facts_of(moved), _place_in_time(moved), {moved.pk: moved.starts_at}
    moved.starts_at, moved.ends_at = starts_at, ends_at
    save_again(moved)
    moved.attendances.update(starts_at=starts_at)
    if to is not None:
        moved.given_by.exclude(member=to).delete()
        AppointmentMember.objects.get_or_create(appointment=moved, member=to)
    occupying.occupy(moved, despite=despite)
    tell("appointment.move", moved, by, facts, facts_of(moved))
    if _place_in_time(moved) != place_in_time:
        told(Trigger.MOVED, [moved.pk], former=former, notice=notice, by=by)
    return moved


def in_the_way(appointment: Appointment, starts_at: datetime, ends_at: datetime) -> occupying.Occupied:
    """What it would overlap at that time, to be shown before anything is stored."""
    moved = copy(appointment)
    moved.starts_at, moved.ends_at = starts_at, ends_at
    return occupying.Occupied(occupying.overlaps(occupying.spans_of(moved), without=moved.pk))


@transaction.atomic
def change_attendance(
    attendance: Attendance, status: AppointmentStatus, *, version: int, by: Member | None, despite: bool = False,
    notice: Notice = Notice.NO,
) -> Appointment:  # fmt: skip
    """Another status of one client; `version` is the appointment's. A slot that is freed can be taken by others, hence
    coming back may raise Occupied. Raises StaleVersion, and DoesNotExist for a status that was just taken out.
    """
    appointment = locked(attendance.appointment, version, ())
    hold(status)
    row, before = _give(appointment, attendance, status, despite=despite, by=by)
    status_told([row], {row.pk: before}, status, notice=notice, by=by)
    return appointment


@transaction.atomic
def change_terms(attendance: Attendance, price: Decimal | None, note: str, *, version: int, by: Member) -> Appointment:
    """Another price and note of one client, the others keep theirs; `version` is the appointment's.

    Raises StaleVersion.

    Once something is billed, billing refuses another price (CA-15).
    """
    appointment = locked(attendance.appointment, version, ())
    row = appointment.attendances.select_related("client__person").get(pk=attendance.pk)
    changes = {"Price in euro": [money_text(row.price), money_text(price)], "Note for the team": [row.note, note]}
    row.price, row.note = price, note
    row.save(update_fields=["price", "note"])
    save_again(appointment)
    if changes := {name: pair for name, pair in changes.items() if pair[0] != pair[1]}:
        tell_of(row, "appointment.terms", changes, by=by)
    return appointment


@transaction.atomic
def give_status(
    attendance: Attendance, status: AppointmentStatus, *, instead_of: AppointmentStatus, by: Member
) -> None:
    """The same whichever version there is, and whatever it overlaps: for a status that takes the place of another.

    Who has a third one by now keeps it.
    """
    appointment = locked(attendance.appointment, None, ())
    if appointment.attendances.filter(pk=attendance.pk, status=instead_of).exists():
        _give(appointment, attendance, status, despite=True, by=by)


@transaction.atomic
def anew(appointment: Appointment) -> None:
    """Let it keep busy what its rows say, since the meaning of a status has changed."""
    occupying.occupy(locked(appointment, None, ()), despite=True)


def _give(
    appointment: Appointment, attendance: Attendance, status: AppointmentStatus, *, despite: bool, by: Member | None
) -> tuple[Attendance, AppointmentStatus]:
    """The row, and the status it had."""
    row = appointment.attendances.select_related("status", "client__person").get(pk=attendance.pk)
    before = row.status
    row.status = status
    row.save(update_fields=["status"])
    save_again(appointment)
    occupying.occupy(appointment, despite=despite)
    if before != status:
        tell_of(row, "appointment.status", {"Status": [before.label, status.label]}, by=by)
    return row, before


def hold(status: AppointmentStatus) -> None:
    """Let nobody take the status out until the transaction ends. Raises DoesNotExist when somebody just has."""
    if not held(AppointmentStatus.objects.offered().filter(pk=status.pk).order_by().values_list("id")):
        raise AppointmentStatus.DoesNotExist


def status_of(code: str) -> AppointmentStatus:
    """A built-in status, which may have been renamed."""
    found: AppointmentStatus = AppointmentStatus.objects.get(code=code)
    return found


def locked(appointment: Appointment, version: int | None, further: Iterable[UUID]) -> Appointment:
    """The row as it is now, behind the locks of whatever it keeps busy and will keep busy; one that is deleted too.

    Raises StaleVersion, unless any version will do (None).
    """
    occupying.lock(ids_of(appointment) | set(further))
    found: Appointment = (
        Appointment.with_deleted.select_for_update(of=("self",))
        .select_related("service", "place")
        .get(pk=appointment.pk)
    )
    if version is not None and found.version != version:
        raise StaleVersion
    return found


def ids_of(appointment: Appointment) -> set[UUID]:
    """Whoever and whatever the appointment keeps busy, or may keep busy again."""
    found = {
        *appointment.occupancies.values_list("taken_id", flat=True),
        *appointment.attendances.values_list("client_id", flat=True),
        *appointment.given_by.values_list("member_id", flat=True),
        *appointment.needs.values_list("resource_id", flat=True),
    }
    return found | {appointment.place_id} if appointment.place_id else found


def _fill(appointment: Appointment, plan: Plan) -> None:
    for name in ("starts_at", "ends_at", "service", "place", "note", "client_text"):
        setattr(appointment, name, getattr(plan, name))


def save_again(appointment: Appointment) -> None:
    """Store it with its next version."""
    appointment.version += 1
    appointment.save()


def _attend(appointment: Appointment, plan: Plan, status: AppointmentStatus) -> None:
    """Let the rows beside an appointment that is there say what the plan says."""
    clients, members, resources = (
        {one.pk for one in several} for several in (plan.clients, plan.members, plan.resources)
    )
    appointment.attendances.exclude(client__in=clients).delete()
    appointment.given_by.exclude(member__in=members).delete()
    appointment.needs.exclude(resource__in=resources).delete()
    appointment.attendances.update(starts_at=plan.starts_at)
    appointment.attendances.filter(client__in=plan.priced).update(price=plan.price)
    known = ids_of(appointment)
    attend(
        [appointment],
        {client.pk: plan.price for client in plan.clients if client.pk not in known},
        [member for member in plan.members if member.pk not in known],
        [resource for resource in plan.resources if resource.pk not in known],
        status,
    )


def _place_in_time(appointment: Appointment) -> tuple[object, ...]:
    """What a client has to know anew when it changes."""
    return appointment.starts_at, appointment.ends_at, appointment.place_id
