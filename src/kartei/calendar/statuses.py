"""The practice's own words for how an appointment went: made, changed, put in order, and taken out again (CA-08).

Of a built-in one name and colour are free; its kind and whether it frees the slot stay, since they tell other parts
what was booked, and it is never taken out.
"""

from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from kartei.audit.recording import record
from kartei.calendar.booking import anew, give_status
from kartei.calendar.models import Appointment, AppointmentStatus, Attendance, Automation
from kartei.db.locks import VOCABULARY, in_turn
from kartei.db.scope import workspace_scope
from kartei.people.versions import StaleVersion
from kartei.people.vocabulary import MOST, Refused, row_of
from kartei.tenancy.models import Member

BATCH = 500  # attendances that are looked up at once
FIXED = ("kind", "frees_slot")  # of a built-in one


class Going(Protocol):
    """What starts a job of this module; the job is part of the transaction."""

    def __call__(self, *, workspace_id: str, status_id: str) -> Any: ...


class Replacing(Protocol):
    """What starts the job behind `replace_status`."""

    def __call__(self, *, workspace_id: str, status_id: str, member_id: str) -> Any: ...


def counted_statuses() -> list[tuple[AppointmentStatus, int]]:
    """Every status in its order, and how many appointments of clients have it."""
    there = Attendance.objects.filter(appointment__deleted_at=None)
    counts = dict(there.values_list("status_id").annotate(Count("id")).order_by())
    return [(status, counts.get(status.pk, 0)) for status in AppointmentStatus.objects.select_related("replacement")]


def offered_statuses() -> list[AppointmentStatus]:
    """Those that can be given."""
    return list(AppointmentStatus.objects.offered())


@transaction.atomic
def add_status(told: dict[str, Any], *, by: Member) -> AppointmentStatus:
    """A new status, the last one in the order. `told`: name, colour, kind, frees_slot. Raises Refused."""
    there = _locked()
    if len(there) >= MOST:
        raise Refused("too_many")
    _refuse_taken(told["name"], there)
    status = AppointmentStatus(**told, position=max((one.position for one in there), default=-1) + 1)
    status.save(force_insert=True)
    record("appointmentstatus.addition", by=by, subject=status)
    return status


@transaction.atomic
def edit_status(
    status: AppointmentStatus, told: dict[str, Any], *, version: int, by: Member, start: Going
) -> AppointmentStatus:
    """Change name and colour, of an own one kind and slot too; then a job goes through its appointments.

    Raises StaleVersion, Refused and DoesNotExist.
    """
    there = _locked()
    status = row_of(status, there)
    _refuse_taken(told["name"], [one for one in there if one.pk != status.pk])
    if status.version != version:
        raise StaleVersion
    free = {name: value for name, value in told.items() if not (status.code and name in FIXED)}
    before = {name: _shown(status, name) for name in free}
    is_felt = any(getattr(status, name) != free[name] for name in FIXED if name in free)
    for name, value in free.items():
        setattr(status, name, value)
    status.version += 1
    status.save(update_fields=[*free, "version"])
    since = {name: _shown(status, name) for name in free}
    changes = {_LABELS[name]: [before[name], since[name]] for name in free if before[name] != since[name]}
    record("appointmentstatus.change", by=by, subject=status, changes=changes)
    if is_felt:
        start(workspace_id=str(status.workspace_id), status_id=str(status.pk))
    return status


@transaction.atomic
def move_status(status: AppointmentStatus, step: int, *, by: Member) -> None:
    """One place up (-1) or down (1) in the order; at the end of it nothing happens. Raises DoesNotExist."""
    order = _locked()
    at = order.index(row_of(status, order))
    other = at + step
    if not 0 <= other < len(order):
        return
    order[at], order[other] = order[other], order[at]
    for place, one in enumerate(order):
        one.position = place
    AppointmentStatus.objects.bulk_update(order, ["position"])
    record("appointmentstatus.change", by=by, subject=status)


@transaction.atomic
def replace_status(status: AppointmentStatus, replacement: AppointmentStatus, *, by: Member, start: Replacing) -> None:
    """Take an own status out: at once nobody is given it any more, a job replaces it, then it is gone.

    Raises Refused when it is built-in, itself replaces another one, or the other one is leaving too; DoesNotExist.
    """
    there = _locked()
    status, replacement = row_of(status, there), row_of(replacement, there)
    if status.replacement_id is not None:
        return
    if status.code:
        raise Refused("built_in")
    if any(one.replacement_id == status.pk for one in there):
        raise Refused("is_replacement")
    if replacement.replacement_id is not None:
        raise Refused("is_leaving")
    status.replacement = replacement
    status.version += 1
    status.save(update_fields=["replacement", "version"])
    changes = {"Replacement": [status.label, replacement.label]}
    record("appointmentstatus.removal", by=by, subject=status, changes=changes)
    start(workspace_id=str(status.workspace_id), status_id=str(status.pk), member_id=str(by.pk))


def finish_replacement(workspace_id: UUID, status_id: UUID, member_id: UUID) -> None:
    """The job. Each appointment is a transaction of its own: whatever ends the job, the next try goes on from there.
    Several in one would wait for each other's clients and members in no order, as bookings do not.
    """
    while rows := _to_replace(workspace_id, status_id):
        for row in rows:
            with workspace_scope(workspace_id):
                _replace(row, status_id, by=Member.objects.get(pk=member_id))


def _to_replace(workspace_id: UUID, status_id: UUID) -> list[UUID]:
    """The next attendances that have the status still; after the last one the status itself goes."""
    with workspace_scope(workspace_id):
        there = Attendance.objects.filter(status=status_id).exclude(status__replacement=None)
        rows = there.order_by("id").values_list("pk", flat=True)[:BATCH]
        if found := list(rows):
            return found
        leaving = AppointmentStatus.objects.select_for_update().exclude(replacement=None).filter(pk=status_id).first()
        found = list(rows.all())  # whoever was just given it was waited for
        if leaving is not None and not found:
            Automation.objects.filter(status=leaving).update(status=leaving.replacement_id)
            leaving.delete()
        return found


def _replace(row_id: UUID, status_id: UUID, *, by: Member) -> None:
    status = AppointmentStatus.objects.select_related("replacement").filter(pk=status_id).first()
    row = Attendance.objects.select_related("appointment").filter(pk=row_id).first()
    if row is not None and status is not None and status.replacement is not None:
        give_status(row, status.replacement, instead_of=status, by=by)


def go_through(workspace_id: UUID, status_id: UUID) -> None:
    """The job after another kind or slot: let its appointments keep busy, and clients' dates be, what it says now."""
    after: UUID | None = None
    while True:
        with workspace_scope(workspace_id):
            rows = Attendance.objects.filter(status=status_id).order_by("id")
            rows = rows.filter(pk__gt=after) if after else rows
            batch = list(rows.values_list("pk", "appointment_id")[:BATCH])
        for _row, appointment_id in batch:
            with workspace_scope(workspace_id):
                if (found := Appointment.objects.filter(pk=appointment_id).first()) is not None:
                    anew(found)
        if len(batch) < BATCH:
            return
        after = batch[-1][0]


_LABELS = {"name": "Name", "kind": "Kind", "colour": "Colour", "frees_slot": "Frees the time"}


def _shown(status: AppointmentStatus, name: str) -> str:
    if name == "name":
        return status.label
    if name == "frees_slot":
        return "✓" if status.frees_slot else "–"
    return str(getattr(status, f"get_{name}_display")())


def _locked() -> list[AppointmentStatus]:
    """All of them, so that two who change them at once, or add some, come one after the other."""
    in_turn(VOCABULARY)
    return list(AppointmentStatus.objects.select_for_update(no_key=True).order_by("position", "id"))


def _refuse_taken(name: str, others: list[AppointmentStatus]) -> None:
    if any(name.casefold() == other.label.casefold() for other in others):
        raise Refused("taken")
