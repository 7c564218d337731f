"""Moving and changing several appointments of a series, and the status of one client in them."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from kartei.calendar.automations.notifying import Notice, status_told, told
from kartei.calendar.booking import Plan, hold, status_of
from kartei.calendar.clashes import clashes, keep_busy
from kartei.calendar.models import (
    Appointment,
    AppointmentMember,
    AppointmentStatus,
    AppointmentStatusKind,
    Attendance,
    Series,
    Trigger,
)
from kartei.calendar.occupying import Occupied
from kartei.calendar.series.differing import Difference
from kartei.calendar.series.events import tell, tell_statuses
from kartei.calendar.series.recurrence import Rule, by_the_wall, moment
from kartei.calendar.series.together import Grip, Reach, day_of, grip, wishes_of
from kartei.db.scope import current_workspace_id
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member
from kartei.web import formats

Wall = tuple[dt.date, dt.time]


@dataclass(frozen=True)
class Changed:
    """What has become of a series: how many appointments have changed, and how many have kept a time of their own."""

    count: int
    kept: int
    opened: Appointment
    version: int  # of the opened one, from now on
    former: Series | None = None  # the one it was split from
    was: dict[UUID, UUID] = field(default_factory=dict)  # {attendance: the status it had}
    others: Wall | None = None  # where the series stood on the date of the opened one, which had moved on its own


@transaction.atomic
def move_series(
    appointment: Appointment, starts_at: dt.datetime, ends_at: dt.datetime, *, reach: Reach, to: Member | None = None,
    others: Wall | None = None, version: int, by: Member, despite: bool = False, notice: Notice = Notice.NO,
) -> Changed:  # fmt: skip
    """The opened one to this time, the others to the same time on their days; into another member's hands (`to`).

    The way back of one that had moved on its own tells where the `others` go: where the series was on its date.
    Those that were moved on their own keep their time. Raises StaleVersion, Occupied, and NoSeries where a date would
    fall on a day that does not exist.
    """
    held = grip(appointment, reach, version=version, by=by, further=[to.pk] if to else ())
    before = formats.datetime(held.opened.starts_at)
    times = _times(held)
    stood = (day_of(held.opened), held.series.begins) if held.stands_alone(held.opened) else None
    retimed, following = _retime(held, starts_at, ends_at, others)
    former = _part(held, following)
    if to is not None:
        _hand_over(held.targets, to)
    changed = store(held.targets if to else retimed, despite=despite)
    tell("series.move", held.opened, changed, {"Begins": (before, formats.datetime(held.opened.starts_at))}, by=by)
    _tell_clients(held, times, notice=notice, by=by)
    kept = len(held.targets) - len(retimed)
    return Changed(len(changed), kept, held.opened, held.opened.version + 1, former, others=stood)


@transaction.atomic
def change_series(
    appointment: Appointment, plan: Plan, *, reach: Reach, version: int, by: Member, despite: bool = False,
    notice: Notice = Notice.NO,
) -> Changed:  # fmt: skip
    """What `plan` changes of the opened one, in all that the reach names; what differs elsewhere stays different.

    Raises StaleVersion, Occupied and NoSeries.
    """
    held = grip(appointment, reach, version=version, by=by, further=plan.wanted)
    asked, before = Difference.between(held.opened, plan), formats.datetime(held.opened.starts_at)
    times, come = _times(held), {row.pk: {one.client_id for one in row.attendances.all()} for row in held.targets}
    retimed, following = _retime(held, plan.starts_at, plan.ends_at)
    former = _part(held, following)
    asked.apply(held.targets, status_of("planned"))
    changed = store(held.targets, despite=despite)
    said = {"Begins": (before, formats.datetime(held.opened.starts_at)), **asked.words}
    tell("series.change", held.opened, changed, said, by=by, also=asked.dropped_clients)
    _tell_clients(held, times, notice=notice, by=by, come=come, has_new_place="place" in asked.simple)
    kept = len(held.targets) - len(retimed)
    return Changed(len(changed), kept, held.opened, held.opened.version + 1, former)


@transaction.atomic
def change_series_status(
    attendance: Attendance, status: AppointmentStatus, *, reach: Reach, version: int, by: Member, despite: bool = False,
    notice: Notice = Notice.NO,
) -> Changed:  # fmt: skip
    """Another status of one client in all that the reach names and may change.

    Raises StaleVersion, Occupied, and DoesNotExist for a status that was just taken out.
    """
    held = grip(attendance.appointment, reach, version=version, by=by)
    hold(status)
    theirs = {
        row.pk: one for row in held.targets for one in row.attendances.all() if one.client_id == attendance.client_id
    }
    if held.opened.pk not in theirs:
        raise StaleVersion
    before = theirs[held.opened.pk].status.label
    targets = [row for row in held.targets if row.pk in theirs and _may_become(theirs[row.pk], status, held.opened)]
    was = {theirs[row.pk].pk: theirs[row.pk].status_id for row in targets}
    Attendance.objects.filter(pk__in=was).update(status=status)
    coming_back = {row.pk for row in targets if theirs[row.pk].status.frees_slot and not status.frees_slot}
    changed = store(targets, despite=despite, looked_at=coming_back)
    tell_statuses(attendance, held.opened, changed, (before, status.label), by=by)
    rows = [theirs[row.pk] for row in targets]
    status_told(rows, {one.pk: one.status for one in rows}, status, notice=notice, by=by)
    return Changed(len(changed), 0, held.opened, held.opened.version + (held.opened in targets), was=was)


def _may_become(one: Attendance, status: AppointmentStatus, opened: Appointment) -> bool:
    """The opened one in any case; of the others those in which the client still comes."""
    is_open = one.status.kind in {AppointmentStatusKind.PENDING, AppointmentStatusKind.OPEN}
    return one.status_id != status.pk and (is_open or one.appointment_id == opened.pk)


def _retime(
    held: Grip, starts_at: dt.datetime, ends_at: dt.datetime, others: Wall | None = None
) -> tuple[list[Appointment], Series | None]:
    """Give the targets their new times, and the rows their new dates of the series; nothing is stored yet.

    Returns those that have got the time, and what says so from now on: None when they begin as they did. A length that
    does not change leaves each its own.
    """
    opened, length = held.opened, ends_at - starts_at
    if (starts_at, ends_at) == (opened.starts_at, opened.ends_at):
        return held.targets, None
    retimed = [row for row in held.targets if not held.keeps_its_time(row)]
    lengths = {row.pk: row.ends_at - row.starts_at for row in retimed}
    if length != lengths[opened.pk]:
        lengths = dict.fromkeys(lengths, length)
    following = _redate(held, retimed, starts_at, others) if starts_at != opened.starts_at else None
    for row in retimed:
        row.ends_at = row.starts_at + lengths[row.pk]
    return retimed, following


def _redate(held: Grip, retimed: Iterable[Appointment], starts_at: dt.datetime, others: Wall | None) -> Series:
    """The opened one begins then, those that keep no time of their own at the same time (or `others`) on their days."""
    zone, rule, old = held.series.zone, held.series.read_rule(), day_of(held.opened)
    day, wall = others or by_the_wall(starts_at, zone)
    days = rule.shifted([day_of(row) for row in held.rows], old, day)
    for row, each in zip(held.rows, days, strict=True):
        row.series_day = each
    for row in retimed:
        row.starts_at = moment(day_of(row), wall, zone)
    held.opened.starts_at = starts_at
    return _following(held, rule.moved(old, day, days[-1]), wall)


def _following(held: Grip, rule: Rule, wall: dt.time) -> Series:
    """The series of the rows from the first one on, not stored yet."""
    series = Series(
        starts_on=day_of(held.rows[0]), begins=wall, time_zone=held.series.time_zone, created_by=held.series.created_by
    )
    later = [day for day in held.series.read_rule().dates(held.series.starts_on, least=1) if day >= held.pivot]
    series.write_rule(replace(rule, count=max(len(later), 1)) if rule.count else rule)
    return series


def _part(held: Grip, following: Series | None) -> Series | None:
    """Link the rows with the series they make from now on. Returns the one they leave, if it goes on without them."""
    if following is None and not held.has_earlier:
        _keep_times(held.rows)
        return None
    rule, former = held.series.read_rule(), held.series
    series = following or _following(held, rule, former.begins)
    series.save(force_insert=True)
    for row in held.rows:
        row.series = series
    _keep_times(held.rows)
    if not held.has_earlier:
        if not Appointment.unscoped.filter(series=former.pk).exists():
            former.delete()
        return None
    earlier = [day for day in rule.dates(former.starts_on, least=1) if day < held.pivot]
    ends = {"until": held.pivot - dt.timedelta(days=1)} if rule.until else {"count": len(earlier)}
    former.write_rule(replace(rule, **ends))
    former.version += 1
    former.save()
    return former


def _keep_times(rows: Sequence[Appointment]) -> None:
    values: dict[str, Any] = {
        "workspace": current_workspace_id(), "ids": [row.pk for row in rows],
        "series": [row.series_id for row in rows], "days": [row.series_day for row in rows],
        "starts": [row.starts_at for row in rows], "ends": [row.ends_at for row in rows],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        cursor.execute(KEEP_BESIDE, values)


def store(
    targets: Sequence[Appointment], *, despite: bool, looked_at: Collection[UUID] | None = None
) -> Sequence[Appointment]:
    """Count the versions on and keep busy what the rows say now: nothing, when they are deleted.

    Raises Occupied, where those that are `looked_at` (None: all) overlap.
    """
    ids = [row.pk for row in targets]
    Appointment.with_deleted.filter(pk__in=ids).update(version=F("version") + 1, changed_at=timezone.now())
    wishes = wishes_of(ids)
    found = {} if despite else clashes(wishes)
    if overlaps := [found[pk] for pk in found if looked_at is None or pk in looked_at]:
        raise Occupied(list(chain.from_iterable(overlaps)))
    keep_busy(wishes)
    return targets


Times = dict[UUID, tuple[dt.datetime, dt.datetime]]


def _times(held: Grip) -> Times:
    return {row.pk: (row.starts_at, row.ends_at) for row in held.targets}


def _tell_clients(
    held: Grip, times: Times, *, notice: Notice, by: Member, come: Mapping[UUID, set[UUID]] | None = None,
    has_new_place: bool = False,
) -> None:  # fmt: skip
    """What has changed for whom: `come` says who came until now, if that has changed too."""
    ids = [row.pk for row in held.targets]
    moved = [row.pk for row in held.targets if has_new_place or (row.starts_at, row.ends_at) != times[row.pk]]
    former = {pk: times[pk][0] for pk in moved}
    if come is None:
        told(Trigger.MOVED, moved, former=former, notice=notice, by=by)
        return
    since: dict[UUID, set[UUID]] = {pk: set() for pk in ids}
    for pk, client_id in Attendance.objects.filter(appointment__in=ids).values_list("appointment_id", "client_id"):
        since[pk].add(client_id)
    for client_id in sorted(set().union(*come.values(), *since.values())):
        was, now = ({pk for pk in ids if client_id in several[pk]} for several in (come, since))
        told(Trigger.CANCELLED, was - now, clients=[client_id], notice=notice, by=by)
        told(Trigger.BOOKED, now - was, clients=[client_id], notice=notice, by=by)
        told(Trigger.MOVED, was & now & set(moved), clients=[client_id], former=former, notice=notice, by=by)


def _hand_over(targets: Sequence[Appointment], to: Member) -> None:
    given = AppointmentMember.objects.filter(appointment__in=[row.pk for row in targets])
    given.exclude(member=to).delete()
    there = set(given.values_list("appointment_id", flat=True))
    AppointmentMember.objects.bulk_create(
        AppointmentMember(appointment=row, member=to) for row in targets if row.pk not in there
    )


KEEP = """
UPDATE calendar_appointment a SET series_id = w.series, series_day = w.day, starts_at = w.starts_at, ends_at = w.ends_at
FROM unnest(%(ids)s::uuid[], %(series)s::uuid[], %(days)s::date[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
    AS w (id, series, day, starts_at, ends_at)
WHERE a.workspace_id = %(workspace)s AND a.id = w.id
    AND (a.series_id, a.series_day, a.starts_at, a.ends_at) <> (w.series, w.day, w.starts_at, w.ends_at)
"""
KEEP_BESIDE = """
UPDATE calendar_attendance t SET starts_at = w.starts_at
FROM unnest(%(ids)s::uuid[], %(starts)s::timestamptz[]) AS w (id, starts_at)
WHERE t.workspace_id = %(workspace)s AND t.appointment_id = w.id AND t.starts_at <> w.starts_at
"""
