"""What a form asks of one appointment or of several of its series: the verb, what is said then, the way back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kartei.calendar import booking
from kartei.calendar.deleting import delete_appointment, restore_appointment
from kartei.calendar.forms import AppointmentEditForm, MoveAppointmentForm
from kartei.calendar.matter_forms import AttendanceForm, DeletionForm, RestorationForm
from kartei.calendar.models import Appointment, Attendance
from kartei.calendar.series.changing import Changed, change_series, change_series_status, move_series
from kartei.calendar.series.deleting import delete_series, restore_series
from kartei.calendar.series.rejoining import rejoin, restore_statuses, told_statuses
from kartei.calendar.series.together import Reach
from kartei.calendar.telling import Line
from kartei.tenancy.models import Member


@dataclass(frozen=True)
class Done:
    said: str
    version: int  # of the opened one, from now on
    way_back: dict[str, str] = field(default_factory=dict)  # what an undo sends besides


def change(found: Appointment, form: AppointmentEditForm, *, by: Member) -> str:
    """Let it be what the form says, and the others of its series that the form reaches. Raises as the verbs do."""
    told: dict[str, Any] = {
        "version": form.cleaned_data["version"], "by": by, "despite": form.cleaned_data["despite"],
        "notice": form.notice,
    }  # fmt: skip
    if form.reach_told is Reach.ONE:
        booking.change_appointment(found, form.plan, **told)
        return _("The appointment was changed.")
    return _said_of(change_series(found, form.plan, reach=form.reach_told, **told))


def move(found: Appointment, form: MoveAppointmentForm, member: UUID | None, *, by: Member) -> Done:
    """To the time of the form, and to the member it names when that is not `member`. Raises as the verbs do."""
    told, (starts_at, ends_at) = form.cleaned_data, form.span
    to = told.get("member")
    asked: dict[str, Any] = {
        "to": to if to and to.pk != member else None,
        "version": told["version"], "by": by, "despite": told["despite"], "notice": form.notice,
    }  # fmt: skip
    if form.reach_told is Reach.ONE:
        after = booking.move_appointment(found, starts_at, ends_at, **asked)
        way_back = {"reach": str(Reach.ONE)} if found.series_id else {}
        return Done(_("The appointment is on %(when)s now.") % {"when": Line.when(after)}, after.version, way_back)
    changed = move_series(found, starts_at, ends_at, reach=form.reach_told, others=form.others, **asked)
    if told.get("former"):
        rejoin(changed.opened, told["former"], by=by)
    way_back = {"reach": str(Reach.ALL)}
    if changed.former:
        way_back["former"] = str(changed.former.pk)
    if changed.others:
        way_back["others_day"], way_back["others_begin"] = (part.isoformat() for part in changed.others)
    return Done(_said_of(changed), changed.version, way_back)


def way_back_of(made: Sequence[Appointment]) -> dict[str, str]:
    """What the undo of a booking sends to the deletion of the first one; a mail that waits is taken back with it."""
    reach = {"reach": str(Reach.ALL)} if made[0].series_id else {}
    return {"version": str(made[0].version), "undo": "on", **reach}


def delete(found: Appointment, form: DeletionForm, *, by: Member) -> Done:
    """Take it out, and the others of its series that the form reaches. Raises StaleVersion."""
    asked: dict[str, Any] = {"version": form.cleaned_data["version"], "by": by, "notice": form.notice}
    if form.reach_told is Reach.ONE:
        gone = delete_appointment(found, **asked)
        return Done(_("The appointment on %(when)s was deleted.") % {"when": Line.when(gone)}, gone.version)
    count = len(delete_series(found, reach=form.reach_told, **asked))
    text = ngettext("%(num)s appointment was deleted.", "%(num)s appointments were deleted.", count)
    return Done(text % {"num": count}, asked["version"] + 1, {"together": "on"})


def restore(found: Appointment, form: RestorationForm, *, by: Member) -> str:
    """Bring it back, and what was deleted together with it if the form says so. Raises StaleVersion and Occupied."""
    version = form.cleaned_data["version"]
    if found.series_id is None or not form.cleaned_data["together"]:
        restore_appointment(found, version=version, by=by)
        return _("The appointment is back.")
    count = len(restore_series(found, version=version, by=by))
    return ngettext("%(num)s appointment is back.", "%(num)s appointments are back.", count) % {"num": count}


def give_status(row: Attendance, form: AttendanceForm, *, by: Member) -> Done:
    """Another status to one client. Raises as the verbs do."""
    told = form.cleaned_data
    asked: dict[str, Any] = {"version": told["version"], "by": by, "despite": told["despite"]}
    name = {"name": row.client.person.name, "status": told["status"].label}
    reach = Reach(told["reach"] or Reach.ONE) if row.appointment.series_id else Reach.ONE
    if reach is Reach.ONE:
        after = booking.change_attendance(row, told["status"], notice=form.notice, **asked)
        return Done(_("%(name)s: %(status)s") % name, after.version)
    if told["was"]:
        changed = restore_statuses(row, told["was"], told["status"], **asked)
    else:
        changed = change_series_status(row, told["status"], reach=reach, notice=form.notice, **asked)
    many = ngettext("%(num)s appointment", "%(num)s appointments", changed.count) % {"num": changed.count}
    way_back = {"reach": str(reach), "was": told_statuses(changed)}
    return Done(_("%(name)s: %(status)s (%(many)s)") % {**name, "many": many}, changed.version, way_back)


def _said_of(changed: Changed) -> str:
    text = ngettext("%(num)s appointment was changed.", "%(num)s appointments were changed.", changed.count)
    parts = [text % {"num": changed.count}]
    if changed.kept:
        kept = ngettext(
            "%(num)s that had been moved on its own keeps its time.",
            "%(num)s that had been moved on their own keep their times.",
            changed.kept,
        )
        parts.append(kept % {"num": changed.kept})
    return " ".join(parts)
