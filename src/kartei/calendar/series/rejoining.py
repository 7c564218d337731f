"""The way back of a change to several of a series: a split one is whole again, statuses are what they were."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from kartei.calendar.automations.notifying import Notice, status_told
from kartei.calendar.models import Appointment, AppointmentStatus, Attendance, Series
from kartei.calendar.series.changing import Changed, store
from kartei.calendar.series.events import tell_statuses
from kartei.calendar.series.recurrence import MOST, Rule
from kartei.calendar.series.together import Reach, grip
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Right
from kartei.web.query import id_in


@transaction.atomic
def rejoin(opened: Appointment, former_id: UUID, *, by: Member) -> bool:
    """Let the series of `opened` go on in the one it was split from, if it says the same again and `by` may change that
    one; whether it does.

    The caller has locked the series.
    """
    former = Series.objects.select_for_update().filter(pk=former_id).first()
    parted = Series.objects.select_for_update().filter(pk=Appointment.objects.get(pk=opened.pk).series_id).first()
    if former is None or parted is None or former.pk == parted.pk:
        return False
    earlier, later = former.read_rule(), parted.read_rule()
    before = former.appointments.visible_to(by, Right.CALENDAR_EDIT)
    last, first = (
        Appointment.with_deleted.filter(series=former).aggregate(last=Max("series_day"))["last"],
        parted.starts_on,
    )
    if _says(former, earlier) != _says(parted, later) or not before.exists() or last >= first:
        return False
    parted.appointments.update(series=former)
    count = (earlier.count or 0) + (later.count or 0) or None
    former.write_rule(replace(earlier, count=count, until=later.until))
    former.version += 1
    former.save()
    if not Appointment.unscoped.filter(series=parted.pk).exists():
        parted.delete()
    return True


@transaction.atomic
def restore_statuses(attendance: Attendance, was: str, status: AppointmentStatus, *, version: int, by: Member,
                     despite: bool = False) -> Changed:  # fmt: skip
    """Give back to one client the statuses that `told_statuses` names, where they still have the one that took their
    place; `status` is that of the opened one. Raises StaleVersion and Occupied.
    """
    held = grip(attendance.appointment, Reach.ALL, version=version, by=by)
    known = {known.pk: known for known in AppointmentStatus.objects.all()}
    before, told = _read(was), dict[UUID, UUID]()
    rows = {
        one.pk: (row, one)
        for row in held.whole
        for one in row.attendances.all()
        if one.client_id == attendance.client_id
    }
    if attendance.pk not in rows:
        raise StaleVersion
    current = rows[attendance.pk][1].status
    for status_id in set(before.values()) & set(known):
        theirs = [pk for pk, old in before.items() if old == status_id and pk in rows]
        theirs = [pk for pk in theirs if rows[pk][1].status_id == current.pk]
        Attendance.objects.filter(pk__in=theirs).update(status=status_id)
        told |= dict.fromkeys(theirs, current.pk)
    if not told:
        raise StaleVersion
    coming_back = {rows[pk][0].pk for pk in told if current.frees_slot and not known[before[pk]].frees_slot}
    changed = store([rows[pk][0] for pk in told], despite=despite, looked_at=coming_back)
    tell_statuses(attendance, held.opened, changed, (current.label, status.label), by=by)
    for old in {before[pk] for pk in told}:
        theirs_now = [rows[pk][1] for pk in told if before[pk] == old]
        statuses = {one.pk: current for one in theirs_now}
        status_told(theirs_now, statuses, known[old], notice=Notice.UNDO, by=by)
    return Changed(len(changed), 0, held.opened, held.opened.version + (attendance.pk in told), was=told)


def told_statuses(changed: Changed) -> str:
    """What an undo sends: attendance and status, one pair after the other."""
    return " ".join(f"{pk.hex}{status.hex}" for pk, status in changed.was.items())


def _read(was: str) -> dict[UUID, UUID]:
    pairs = [(id_in(word[:32]), id_in(word[32:])) for word in was.split()[:MOST]]
    return {pk: status for pk, status in pairs if pk is not None and status is not None}


def _says(series: Series, rule: Rule) -> tuple[object, ...]:
    """What makes two parts of a series one."""
    return rule.pattern, rule.interval, rule.weekdays, rule.count is None, series.begins, series.time_zone
