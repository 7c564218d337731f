"""Appointments go over when two records become one, and come back when that is undone."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kartei.calendar.models import Attendance, Occupancy
from kartei.people.merging.rules import Added, Joins, Rule
from kartei.people.models import Merge
from kartei.web import formats


@dataclass(frozen=True)
class Attendances(Joins):
    """What a client keeps busy goes with them. Of an appointment that both attend the loser's row stays aside."""

    def take_over(self, merge: Merge) -> None:
        super().take_over(merge)
        _busy(merge, before=merge.loser_id, since=merge.winner_id)

    def give_back(self, merge: Merge) -> None:
        super().give_back(merge)
        _busy(merge, before=merge.winner_id, since=merge.loser_id)

    def _added(self, row: Any) -> Added:
        found = super()._added(row)

        def give(merge: Merge) -> None:
            found.give(merge)
            taken = Occupancy.objects.filter(appointment=row.appointment_id, taken_id=merge.winner_id)
            if Attendance.objects.filter(pk=row.pk, client=merge.loser_id).exists():
                taken.update(taken_id=merge.loser_id)

        return Added(found.name, found.word, found.text, found.at, give)


def _busy(merge: Merge, *, before: UUID, since: UUID) -> None:
    """Whom the appointments that have just gone from one record to the other keep busy."""
    moved = merge.moves.filter(table=Attendance._meta.label).values("row_id")
    gone = Attendance.objects.filter(pk__in=moved, client=since).values("appointment_id")
    Occupancy.objects.filter(taken_id=before, appointment__in=gone).update(taken_id=since)


MOVING: tuple[Rule, ...] = (
    Attendances("calendar.Attendance", "client", ngettext_lazy("%(num)s appointment", "%(num)s appointments", "num"),
                _("Appointment"), text=lambda row: formats.datetime(row.starts_at), same=("appointment_id",)),
)  # fmt: skip
