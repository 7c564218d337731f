"""Appointments go over when two records become one, and come back when that is undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kartei.calendar import client_dates
from kartei.calendar.booking import status_of
from kartei.calendar.models import Appointment, AppointmentStatus, Attendance, Occupancy
from kartei.calendar.occupying import occupy
from kartei.db.locks import held
from kartei.people.merging.rules import Added, Joins, Moves, Rule, whole
from kartei.people.models import Merge
from kartei.web import formats

JOINED = "attendances"  # in Merge.known: what became one, by the appointment


@dataclass(frozen=True)
class Attendances(Joins):
    """What a client keeps busy goes with them. Of an appointment that both attend one attendance stays.

    It is the winner's; when the winner does not come and the loser does, with the loser's status. Price and note of the
    loser fill what the winner's leave open. Undo brings both back as they were, but for what was changed since.
    """

    def take_over(self, merge: Merge) -> None:
        both = self._rows(merge.winner_id).filter(appointment__in=self._rows(merge.loser_id).values("appointment"))
        joined = [_join(merge, row, self._rows(merge.loser_id).get(appointment=row.appointment_id)) for row in both]
        super().take_over(merge)
        _busy(merge, before=merge.loser_id, since=merge.winner_id)
        _settle(merge, joined)

    def give_back(self, merge: Merge) -> None:
        super().give_back(merge)
        _busy(merge, before=merge.winner_id, since=merge.loser_id)
        _settle(merge, [pk for pk, told in merge.known.get(JOINED, {}).items() if _part(merge, told)])

    def _added(self, row: Any) -> Added:
        found = super()._added(row)

        def give(merge: Merge) -> None:
            found.give(merge)
            _settle(merge, [row.appointment_id])

        return Added(found.name, found.word, found.text, found.at, give)


def _join(merge: Merge, stays: Attendance, goes: Attendance) -> UUID:
    """Of two attendances of one appointment make one, and write down what undo needs; which appointment it was."""
    found: dict[str, Any] = {}
    if stays.status.frees_slot and not goes.status.frees_slot:
        found["status_id"] = goes.status_id
    if stays.price is None and goes.price is not None:
        found["price"] = goes.price
    if not stays.note and goes.note:
        found["note"] = goes.note
    before = whole(stays)
    Attendance.objects.filter(pk=stays.pk).update(**found)
    stays.refresh_from_db()
    since = whole(stays)
    merge.known.setdefault(JOINED, {})[str(stays.appointment_id)] = {
        "row": whole(goes), "stays": str(stays.pk), "set": {name: [before[name], since[name]] for name in found},
    }  # fmt: skip
    goes.delete()
    return stays.appointment_id


def _part(merge: Merge, told: dict[str, Any]) -> bool:
    """Bring the other attendance back, where its appointment is still there; with the status of the one that stayed
    when its own was taken out since.
    """
    fields = {field.attname: field for field in Attendance._meta.concrete_fields}
    row = Attendance(**{name: fields[name].to_python(value) for name, value in told["row"].items()})
    found = Appointment.with_deleted.filter(pk=row.appointment_id).first()
    there = Attendance.objects.filter(appointment=row.appointment_id, client=merge.loser_id).exists()
    if found is None or there:
        return False
    row.starts_at = found.starts_at  # it may have been moved since
    stays = Attendance.objects.filter(pk=told["stays"])
    for name, (before, since) in told["set"].items():
        value = fields[name].to_python(before)
        if name != "status_id" or _is_there(value):
            stays.filter(**{name: fields[name].to_python(since)}).update(**{name: value})
    if not _is_there(row.status_id):
        row.status_id = stays.values_list("status_id", flat=True).first() or status_of("planned").pk
    row.save(force_insert=True)
    return True


def _is_there(status_id: UUID) -> bool:
    """And stays so until the transaction ends."""
    return bool(held(AppointmentStatus.objects.filter(pk=status_id).order_by().values_list("id")))


def _busy(merge: Merge, *, before: UUID, since: UUID) -> None:
    """Whom the appointments that have just gone from one record to the other keep busy."""
    moved = merge.moves.filter(table=Attendance._meta.label).values("row_id")
    gone = Attendance.objects.filter(pk__in=moved, client=since).values("appointment_id")
    Occupancy.objects.filter(taken_id=before, appointment__in=gone).update(taken_id=since)


def _settle(merge: Merge, appointments: Iterable[Any]) -> None:
    """Let these appointments keep busy who comes, and both records say when they come next."""
    for appointment in Appointment.with_deleted.filter(pk__in=list(appointments)).select_related("service", "place"):
        occupy(appointment, despite=True)
    client_dates.refresh([merge.winner_id, merge.loser_id])


MOVING: tuple[Rule, ...] = (
    Moves("calendar.OnlineBooking", "client", ngettext_lazy("%(num)s online booking", "%(num)s online bookings", "num"),
          _("Online booking")),
    Moves("calendar.WaitingWish", "client", ngettext_lazy("%(num)s wish on the waiting list",
          "%(num)s wishes on the waiting list", "num"), _("Wish on the waiting list"), only=Q(ended_at=None)),
    Attendances("calendar.Attendance", "client", ngettext_lazy("%(num)s appointment", "%(num)s appointments", "num"),
                _("Appointment"), text=lambda row: formats.datetime(row.starts_at), same=("appointment_id",)),
    Joins("calendar.AutomationRun", "person",
          ngettext_lazy("%(num)s line of the automations", "%(num)s lines of the automations", "num"),
          _("Automation"), text=lambda row: str(row.automation), only=Q(pk__in=[]),
          same=("automation_id", "appointment_id", "starts_at", "turn")),
)  # fmt: skip
