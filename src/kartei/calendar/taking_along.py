"""Appointments on paper and as a file: what the calendar shows, as far as the member may take it along.

Names stand there of clients whom both rights reach, to see profiles and to take lists away (product.md, 12).
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kartei.calendar.feeding import Entry, entries, names_of
from kartei.calendar.models import Appointment, Attendance
from kartei.calendar.showing import Shown
from kartei.lib.tables.writing import guarded
from kartei.people.models import Person
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Right


@dataclass(frozen=True)
class Visit:
    """One who comes."""

    name: str
    status: str
    price: Decimal | None
    note: str
    is_demo: bool


@dataclass
class Line:
    """An appointment. What it is about is told only with the name of somebody who comes."""

    entry: Entry
    members: list[str]
    member_ids: list[UUID]
    visits: list[Visit] = field(default_factory=list)
    place: str = ""
    service: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        return ", ".join(visit.name for visit in self.visits) or _("Busy")

    @property
    def status(self) -> str:
        return ", ".join(dict.fromkeys(visit.status for visit in self.visits))

    @property
    def notes(self) -> list[str]:
        several = len(self.visits) > 1
        told = [f"{visit.name}: {visit.note}" if several else visit.note for visit in self.visits if visit.note]
        return [self.note, *told] if self.note else told


def lines_of(shown: Shown, *, seen_by: Member) -> list[Line]:
    """In the order of time, in a fixed number of statements."""
    found = entries(shown.wanted(), seen_by=seen_by)
    known = Appointment.objects.select_related("service", "place").prefetch_related("given_by__member")
    appointments = known.in_bulk([entry.id for entry in found])
    visits = _visits(list(appointments), seen_by)
    lines = []
    for entry in (entry for entry in found if entry.id in appointments):
        one, there = appointments[entry.id], visits.get(entry.id, [])
        given = sorted((row.member.name, row.member_id) for row in one.given_by.all())
        line = Line(entry, [name for name, _pk in given], [pk for _name, pk in given], there)
        if there:
            line.place, line.service, line.note = str(one.place or ""), str(one.service or ""), one.note
        lines.append(line)
    return lines


def by_member(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """(name, their appointments) of everybody who gives some, by name."""
    found: dict[tuple[str, UUID], list[Line]] = {}
    for line in lines:
        for key in zip(line.members, line.member_ids, strict=True):
            found.setdefault(key, []).append(line)
    return [(name, found[name, pk]) for name, pk in sorted(found)]


def as_csv(lines: list[Line]) -> Iterator[bytes]:
    """A row for each who comes, examples left out; as spreadsheets open it, in German with semicolons and commas."""
    is_german, text = (get_language() or "").startswith("de"), io.StringIO()
    writer = csv.writer(text, delimiter=";" if is_german else ",")
    text.write("\ufeff")
    writer.writerow(
        guarded([_("Date"), _("Begins"), _("Ends"), _("Client"), _("Service"), _("Team members"), _("Place"),
                 _("Status"), _("Price in euro")])
    )  # fmt: skip
    for line in lines:
        begins, ends = (timezone.localtime(moment) for moment in (line.entry.starts_at, line.entry.ends_at))
        for visit in (visit for visit in line.visits if not visit.is_demo):
            told = [_day(begins, is_german), f"{begins:%H:%M}", f"{ends:%H:%M}", visit.name, line.service,
                    ", ".join(line.members), line.place, visit.status, _money(visit.price, is_german)]  # fmt: skip
            writer.writerow(guarded(told))
    yield text.getvalue().encode()


def _visits(appointments: list[UUID], seen_by: Member) -> dict[UUID, list[Visit]]:
    rows = list(Attendance.objects.filter(appointment__in=appointments).select_related("status").order_by("id"))
    clients = {row.client_id for row in rows}
    taken = Person.objects.visible_to(seen_by, Right.REPORTS_VIEW).filter(pk__in=clients)
    examples = dict(taken.values_list("pk", "is_demo"))
    names = names_of(examples, seen_by=seen_by)
    found: dict[UUID, list[Visit]] = {}
    for row in rows:
        if name := names.get(row.client_id):
            visit = Visit(name, row.status.label, row.price, row.note, examples[row.client_id])
            found.setdefault(row.appointment_id, []).append(visit)
    return {pk: sorted(several, key=lambda visit: visit.name) for pk, several in found.items()}


def _day(moment: dt.datetime, is_german: bool) -> str:
    return moment.strftime("%d.%m.%Y" if is_german else "%d/%m/%Y")


def _money(price: Decimal | None, is_german: bool) -> str:
    return "" if price is None else str(price).replace(".", "," if is_german else ".")
