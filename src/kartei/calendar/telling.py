"""Appointments in words, to a member who may not see everybody who comes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.calendar.feeding import names_of
from kartei.calendar.hours import telling as telling_hours
from kartei.calendar.models import Appointment, AppointmentStatus, OnlineBooking, Place, Resource, Taken
from kartei.calendar.occupying import Away, Kept, Overlap
from kartei.calendar.online.coming_in import online_of
from kartei.calendar.series.rule_words import sentence
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right
from kartei.web import formats


@dataclass(frozen=True)
class Line:
    """Who or what is busy, and when."""

    name: str
    time: str

    @staticmethod
    def when(appointment: Appointment) -> str:
        """„Di., 02.03.2027, 10:00“."""
        return formats.datetime(appointment.starts_at)


@dataclass(frozen=True)
class Guest:
    """A client of an appointment, as one member reads of them."""

    id: UUID  # of the attendance
    client_id: UUID | None  # None: out of reach
    name: str
    status: AppointmentStatus | None  # what is None is told to nobody who does not see the client
    price: Decimal | None
    note: str = ""


@dataclass(frozen=True)
class Detail:
    """All that the page of an appointment says."""

    appointment: Appointment
    guests: list[Guest]
    members: list[str]
    resources: list[str]
    time: str
    online: list[OnlineBooking] = field(default_factory=list)  # of those who booked by themselves, and are seen
    repeats: str = ""  # „Jede Woche am Dienstag, 8 Termine, bis 15.12.2026“

    @property
    def title(self) -> str:
        named = [guest.name for guest in self.guests if guest.client_id]
        return ", ".join(named) or _("Busy")

    @property
    def may_repeat(self) -> bool:
        """Whether it is a single one to which somebody comes of whom the member reads."""
        coming = any(guest.status and not guest.status.frees_slot for guest in self.guests)
        return coming and self.appointment.series_id is None

    @property
    def is_seen(self) -> bool:
        """Whether the member may read what it is about."""
        return any(guest.client_id for guest in self.guests)


def detail_of(appointment: Appointment, *, seen_by: Member) -> Detail:
    rows = list(appointment.attendances.select_related("status").order_by("id"))
    names = names_of([row.client_id for row in rows], seen_by=seen_by)
    guests = [
        Guest(row.pk, row.client_id, names[row.client_id], row.status, row.price, row.note)
        if row.client_id in names
        else Guest(row.pk, None, _("Somebody else"), None, None)
        for row in rows
    ]
    return Detail(
        appointment,
        guests,
        sorted(row.member.name for row in appointment.given_by.select_related("member")),
        sorted(row.resource.name for row in appointment.needs.select_related("resource")),
        span_text(appointment),
        online_of(appointment, seen_by=seen_by),
        _repeats(appointment),
    )


def _repeats(appointment: Appointment) -> str:
    if appointment.series is None:
        return ""
    told = appointment.series.appointments.aggregate(count=Count("id"), last=Max("starts_at"))
    return sentence(appointment.series, told["count"], timezone.localtime(told["last"]).date())


def span_text(appointment: Appointment | Overlap) -> str:
    """„02.03.2027, 10:00–10:50“; the day of the end too where it is another one."""
    begins, ends = timezone.localtime(appointment.starts_at), timezone.localtime(appointment.ends_at)
    if begins.date() == ends.date():
        return f"{formats.datetime(begins)}–{ends:%H:%M}"
    return f"{formats.datetime(begins)} – {formats.datetime(ends)}"


def told_overlaps(overlaps: Iterable[Overlap], *, seen_by: Member) -> list[Line]:
    """Who or what is busy already, by name where the member may know it."""
    found = list(overlaps)
    by_kind = {kind: {one.taken_id for one in found if one.kind == kind} for kind in Taken}
    names: dict[UUID, str] = names_of(by_kind[Taken.CLIENT], seen_by=seen_by)
    models: list[tuple[Taken, Any]] = [(Taken.MEMBER, Member), (Taken.PLACE, Place), (Taken.RESOURCE, Resource)]
    for kind, model in models:
        names |= {one.pk: one.name for one in model.objects.filter(pk__in=by_kind[kind])}
    sees_all = seen_by.level(Right.CALENDAR_VIEW) == Level.ALL
    return [
        _line(one, names.get(one.taken_id, _("A client")))
        if sees_all or one.kind != Taken.MEMBER or one.taken_id == seen_by.pk
        else Line(names[one.taken_id], _("busy at this time"))  # their calendar is closed to the member
        for one in found
    ]


def _line(one: Overlap, name: str) -> Line:
    if isinstance(one, Away):
        return Line(f"{name} ({telling_hours.reason_text(one)})", telling_hours.span_text(one))
    if isinstance(one, Kept):
        return Line(_("%(name)s (just being booked online)") % {"name": name}, span_text(one))
    return Line(name, span_text(one))
