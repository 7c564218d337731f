"""Hours, exceptions and absences: made, changed and taken out again, each with its event."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from kartei.audit.recording import record
from kartei.calendar import occupying
from kartei.calendar.hours.telling import days_text, reason_text, span_text, week_text
from kartei.calendar.models import Absence, CalendarSettings, HoursException, Occupancy, WorkWeek
from kartei.db.scope import current_workspace_id
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member
from kartei.web import formats

Hours = WorkWeek | HoursException | Absence
MOST = 500  # exceptions of a member or the practice, and absences of a member, that are still to come


class Clash(Exception):
    """Nothing was stored: `there` holds at the same time already; on `weekday`, where it is a week."""

    def __init__(self, there: Hours, weekday: int = 0) -> None:
        super().__init__()
        self.there, self.weekday = there, weekday


class TooMany(Exception):
    """Nothing was stored: there are too many already."""


@transaction.atomic
def add_hours(row: Hours, *, by: Member) -> Hours:
    """Store new hours, an exception or an absence. Raises Clash and TooMany."""
    _lock(row)
    _refuse_clash(row)
    row.save(force_insert=True)
    record(f"{_noun(row)}.addition", by=by, subject=row, changes={name: ["", text] for name, text in _facts(row)})
    return row


@transaction.atomic
def change_hours(row: Hours, told: dict[str, Any], *, version: int, by: Member) -> Hours:
    """Let them be this from now on. Raises StaleVersion, Clash and DoesNotExist."""
    row = _locked(row, version)
    before = dict(_facts(row))
    for name, value in told.items():
        setattr(row, name, value)
    _refuse_clash(row)
    row.version += 1
    row.save()
    changes = {name: [before.get(name, ""), text] for name, text in _facts(row) if before.get(name, "") != text}
    record(f"{_noun(row)}.change", by=by, subject=row, changes=changes)
    return row


@transaction.atomic
def remove_hours(row: Hours, *, version: int, by: Member) -> None:
    """They hold no more. Raises StaleVersion and DoesNotExist."""
    row = _locked(row, version)
    record(f"{_noun(row)}.removal", by=by, subject=row, changes={name: [text, ""] for name, text in _facts(row)})
    row.delete()


@transaction.atomic
def change_region(region: str, *, version: int, by: Member) -> CalendarSettings:
    """The federal state or canton whose holidays count. `version` is 0 while nothing was set. Raises StaleVersion."""
    found = settings_row(version)
    before, found.region = found.region, region
    found.version += 1
    found.save()
    if before != region:
        record("calendarsettings.change", by=by, subject=found, changes={"Federal state or canton": [before, region]})
    return found


def settings_row(version: int) -> CalendarSettings:
    """The row of the settings, locked; made when nothing was set yet (version 0). Raises StaleVersion."""
    there, _made = CalendarSettings.objects.get_or_create(pk=current_workspace_id(), defaults={"version": 0})
    found: CalendarSettings = CalendarSettings.objects.select_for_update().get(pk=there.pk)
    if found.version != version:
        raise StaleVersion
    return found


def appointments_within(absence: Absence) -> int:
    """How many appointments the member has while they are away."""
    busy = Occupancy.objects.filter(
        taken_id=absence.member_id, starts_at__lt=absence.ends_at, ends_at__gt=absence.starts_at
    )
    near = busy.filter(starts_at__gt=absence.starts_at - occupying.WIDEST, hold=None)
    return len(set(near.values_list("appointment", flat=True)))


def _lock(row: Hours) -> None:
    """Whoever changes the hours of one member, or of the practice, comes one after the other."""
    occupying.lock([row.member_id or current_workspace_id()])


def _locked(row: Hours, version: int) -> Hours:
    _lock(row)
    locked: Hours = type(row).objects.select_for_update().get(pk=row.pk)
    if locked.version != version:
        raise StaleVersion
    return locked


def _refuse_clash(row: Hours) -> None:
    if isinstance(row, WorkWeek):
        _refuse_two_places_at_once(row)
        return
    others: Any = type(row).objects.exclude(pk=row.pk).filter(member=row.member_id)
    if isinstance(row, HoursException):
        others, coming = others.filter(last__gte=row.first, first__lte=row.last), others.filter(last__gte=_today())
    else:
        coming = others.filter(ends_at__gt=timezone.now())
        others = others.filter(ends_at__gt=row.starts_at, starts_at__lt=row.ends_at)
    if there := others.order_by("id").first():
        raise Clash(there)
    if coming.count() >= MOST:
        raise TooMany


def _refuse_two_places_at_once(week: WorkWeek) -> None:
    for other in WorkWeek.objects.filter(member=week.member_id).exclude(pk=week.pk).select_related("place"):
        if other.place_id == week.place_id:
            raise Clash(other)
        for weekday, begins, ends in week.stretches:
            if any(day == weekday and begin < ends and end > begins for day, begin, end in other.stretches):
                raise Clash(other, weekday)


def _today() -> dt.date:
    return timezone.localdate()


def _noun(row: Hours) -> str:
    return "absence" if isinstance(row, Absence) else "hours"


def _facts(row: Hours) -> list[tuple[str, str]]:
    """(English id of the label, text) of what the log tells."""
    if isinstance(row, Absence):
        return [("Away", span_text(row)), ("What the team reads", reason_text(row))]
    place = ("Place", str(row.place or ""))
    if isinstance(row, WorkWeek):
        return [("Weekly hours", week_text(row)), place]
    return [("From", formats.date(row.first)), ("Until", formats.date(row.last)), ("Hours", days_text(row)), place,
            ("Note for the team", row.note)]  # fmt: skip
