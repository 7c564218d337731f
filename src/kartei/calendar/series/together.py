"""Appointments of one series that change at once: behind the locks of all whom they keep busy, in one order."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from kartei.calendar import occupying
from kartei.calendar.clashes import Wish
from kartei.calendar.models import (
    Appointment,
    AppointmentMember,
    AppointmentResource,
    AppointmentStatusKind,
    Attendance,
    Series,
)
from kartei.calendar.series.recurrence import moment
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Right

UNTOUCHED = {AppointmentStatusKind.DONE, AppointmentStatusKind.MISSED}
"""What is said of one appointment at a time, and then stays: nobody has missed what is still to come."""


class Reach(StrEnum):
    """For which appointments of a series a change counts."""

    ONE = "one"
    FOLLOWING = "following"  # this one and those after it
    ALL = "all"


@dataclass
class Grip:
    """A series as it stands behind its locks."""

    series: Series
    opened: Appointment  # the one that somebody looks at
    rows: list[Appointment]  # from the first that the change reaches, in the order of the series; the fixed ones too
    targets: list[Appointment]  # those that may change
    has_earlier: bool  # whether the series has appointments before them
    whole: list[Appointment]  # all of the series that the member may change, settled or not
    pivot: dt.date  # the date of the series from which the change counts

    def keeps_its_time(self, row: Appointment) -> bool:
        """Moved on its own: what the others do does not move it again."""
        return row.pk != self.opened.pk and self.stands_alone(row)

    def stands_alone(self, row: Appointment) -> bool:
        """Whether it begins at another time than its series says."""
        return row.starts_at != moment(day_of(row), self.series.begins, self.series.zone)


def grip(appointment: Appointment, reach: Reach, *, version: int, by: Member, further: Iterable[UUID] = ()) -> Grip:
    """Lock the series and what `by` may change of it; `further` will be kept busy too. Raises StaleVersion.

    Done, missed and cancelled ones never change, nor those that are over, but for the one that was opened.
    """
    of_series = Appointment.objects.filter(series=appointment.series_id)
    known = wanted_by(of_series) | set(further)
    occupying.lock(known)
    series = Series.objects.select_for_update().filter(pk=appointment.series_id).first()
    rows = _rows(of_series)
    opened = next((row for row in rows if row.pk == appointment.pk), None)
    if series is None or opened is None or opened.version != version or wanted_by(of_series) - known:
        raise StaleVersion
    may = set(of_series.visible_to(by, Right.CALENDAR_EDIT).values_list("pk", flat=True))
    whole = [row for row in rows if row.pk in may]
    free = [row for row in whole if row.pk == opened.pk or not is_fixed(row)]
    first = opened if reach is Reach.FOLLOWING else min(free, key=day_of)
    reached = [row for row in rows if day_of(row) >= day_of(first)]
    targets = [row for row in free if row in reached]
    return Grip(series, opened, reached, targets, len(reached) < len(rows), whole, day_of(first))


def is_fixed(row: Appointment) -> bool:
    """Whether it is over or settled; its attendances and their statuses are at hand."""
    kinds = {attendance.status.kind for attendance in row.attendances.all()}
    settled = bool(kinds & UNTOUCHED) or kinds == {AppointmentStatusKind.CANCELLED}
    return settled or row.ends_at <= timezone.now()


def is_alone(opened: Appointment, *, by: Member) -> bool:
    """Whether `by` can change no other of its series together with it, as `is_fixed` counts. One statement."""
    comes = Attendance.objects.filter(appointment=OuterRef("pk"))
    others: Any = Appointment.objects.filter(series=opened.series_id, ends_at__gt=timezone.now()).exclude(pk=opened.pk)
    found = others.visible_to(by, Right.CALENDAR_EDIT).filter(
        ~Exists(comes.filter(status__kind__in=UNTOUCHED)),
        Exists(comes.exclude(status__kind=AppointmentStatusKind.CANCELLED)) | ~Exists(comes),
    )
    return not found.exists()


def day_of(row: Appointment) -> dt.date:
    """Which date of its series it is."""
    assert row.series_day is not None
    return row.series_day


def wishes_of(ids: Sequence[UUID]) -> list[Wish]:
    """What these keep busy as their rows say now, in four statements; one that is deleted nothing."""
    coming = Attendance.objects.filter(appointment__in=ids, status__frees_slot=False)
    clients, members, resources = (
        _grouped(rows.values_list("appointment_id", name))
        for rows, name in (
            (coming, "client_id"),
            (AppointmentMember.objects.filter(appointment__in=ids), "member_id"),
            (AppointmentResource.objects.filter(appointment__in=ids), "resource_id"),
        )
    )
    return [
        Wish(
            row.pk, row.starts_at, row.ends_at, clients.get(row.pk, []) if row.deleted_at is None else [],
            members.get(row.pk, []), resources.get(row.pk, []), row.place, row.service,
        )
        for row in Appointment.with_deleted.filter(pk__in=ids).select_related("service", "place")
    ]  # fmt: skip


def _grouped(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def wanted_by(appointments: QuerySet[Any]) -> set[UUID]:
    """Whoever and whatever these keep busy, or may again."""
    plain = appointments.order_by()
    names = ("attendances__client_id", "given_by__member_id", "needs__resource_id", "occupancies__taken_id")
    several = [plain.values_list(name) for name in names]
    found = {pk for (pk,) in plain.values_list("place_id").union(*several)}
    return found - {None}


def _rows(appointments: QuerySet[Any]) -> list[Appointment]:
    """Locked in the order of their ids, returned in that of the series, with all that stands beside them."""
    found = appointments.select_for_update(of=("self",)).order_by("id").select_related("service", "place")
    return sorted(found.prefetch_related("attendances__status", "given_by", "needs"), key=day_of)
