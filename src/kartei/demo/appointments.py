"""A year of appointments of the demo practice: what was, what is today, what is booked ahead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from kartei.calendar import client_dates
from kartei.calendar.models import (
    Appointment,
    AppointmentMember,
    AppointmentStatus,
    Attendance,
    Occupancy,
    Place,
    PlaceKind,
    Series,
    Service,
)
from kartei.calendar.occupying import spans_of
from kartei.calendar.series.booking import here
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.demo.availability import add_availability
from kartei.demo.drafts import Draft, id_at
from kartei.demo.waiting import add_wishes
from kartei.tenancy.models import Member

SERVICES = (  # name, minutes, minutes kept free after, price, colour, clients at once
    ("Erstgespräch", 50, 10, "100.00", "blue", 1),
    ("Einzeltherapie", 50, 10, "100.00", "teal", 1),
    ("Doppelstunde", 100, 10, "200.00", "indigo", 1),
    ("Paargespräch", 75, 15, "150.00", "purple", 2),
    ("Gruppe „Achtsam schlafen“", 90, 0, "35.00", "amber", 8),
)
PLACES = (
    ("Raum Linde", PlaceKind.ROOM),
    ("Raum Birke", PlaceKind.ROOM),
    ("Videosprechstunde", PlaceKind.ONLINE),
    ("Telefonsprechstunde", PlaceKind.PHONE),
    ("Hausbesuch", PlaceKind.HOME),
)
BEGINS = (time(8), time(9), time(10), time(11, 15), time(13, 30), time(14, 30), time(15, 45), time(17))
BACK, AHEAD = 270, 95  # days
GROUP = 5  # clients of the group, on Tuesdays
SEED = 511
SERIES = (("anna", 0, 1, 20), ("anna", 3, 2, 12), ("tom", 2, 1, 20))  # weekday, weeks between, dates
SERIES_BACK, EVENING = 70, time(19)  # days; the last one of a day ends before


@dataclass
class _Rows:
    """What one practice gets, so that each table is one statement."""

    appointments: list[Appointment] = field(default_factory=list)
    members: list[AppointmentMember] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    free_at: dict[UUID, datetime] = field(default_factory=dict)  # of whoever has had an appointment

    def is_free(self, pk: UUID, moment: datetime) -> bool:
        return self.free_at.get(pk, moment) <= moment


def add_appointments(drafts: Sequence[Draft], now: datetime, *, by: Member, members: Mapping[str, Member]) -> None:
    """The same appointments on whatever day, counted from `now`; none on days off.

    A practice in which neither Anna nor Tom treats has not set up its calendar yet.
    """
    treated = {login: _treated_by(login, drafts) for login in ("anna", "tom") if login in members}
    if not treated:
        return
    services, places = _offers()
    is_off = add_availability({login: members[login] for login in treated}, places, now)
    statuses = {status.code: status for status in AppointmentStatus.objects.all()}
    dice, rows = Random(SEED), _Rows()
    for number in range(-BACK, AHEAD):
        day = now.date() + timedelta(days=number)
        for login, clients in treated.items():
            if day.weekday() < 5 and clients and not is_off(login, day):
                _add_day(rows, dice, day, now, clients, members[login], services, places[login == "tom"], statuses, by)
    _add_series(rows, now, treated, members, services[1], places, statuses, by, is_off)
    Appointment.objects.bulk_create(rows.appointments)
    AppointmentMember.objects.bulk_create(rows.members)
    Attendance.objects.bulk_create(rows.attendances)
    _occupy(now)
    client_dates.refresh({row.client_id for row in rows.attendances}, now=now)
    add_wishes(drafts, services, now, by=by, members=members)


def _offers() -> tuple[list[Service], list[Place]]:
    services = [
        Service(
            name=name, minutes=minutes, buffer_after=after, price=Decimal(price), colour=colour, capacity=capacity,
            position=place,
        )
        for place, (name, minutes, after, price, colour, capacity) in enumerate(SERVICES)
    ]  # fmt: skip
    places = [Place(name=name, kind=kind, position=place) for place, (name, kind) in enumerate(PLACES)]
    return Service.objects.bulk_create(services), Place.objects.bulk_create(places)


def _treated_by(login: str, drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if login in draft.members and draft.status in {"active", "paused", "completed"}]


def _add_day(
    rows: _Rows, dice: Random, day: date, now: datetime, clients: list[Draft], member: Member,
    services: list[Service], place: Place, statuses: dict[str, AppointmentStatus], by: Member,
) -> None:  # fmt: skip
    for begins in BEGINS:
        if dice.random() < (0.35 if day <= now.date() else 0.5):
            continue
        starts_at = timezone.make_aware(datetime.combine(day, begins))
        if not rows.is_free(member.pk, starts_at):  # in a double session
            continue
        is_group = begins == time(17) and day.weekday() == 1
        service = services[-1] if is_group else dice.choices(services[:3], (2, 9, 1))[0]
        coming = dice.sample(clients, min(GROUP, len(clients))) if is_group else [dice.choice(clients)]
        known = [draft for draft in coming if draft.begun <= starts_at and rows.is_free(draft.id, starts_at)]
        if known:
            _add(rows, dice, starts_at, service, place, member, known, now, statuses, by)


def _add(
    rows: _Rows, dice: Random, starts_at: datetime, service: Service, place: Place, member: Member,
    coming: list[Draft], now: datetime, statuses: dict[str, AppointmentStatus], by: Member,
) -> None:  # fmt: skip
    made = Appointment(
        id=id_at(min(starts_at, now) - timedelta(days=dice.randint(3, 30)), dice), starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=service.minutes), service=service, place=place, created_by=by,
    )  # fmt: skip
    rows.appointments.append(made)
    rows.members.append(AppointmentMember(appointment=made, member=member))
    ends_at = made.ends_at + timedelta(minutes=service.buffer_after)
    rows.free_at |= dict.fromkeys([member.pk, *(draft.id for draft in coming)], ends_at)
    for draft in coming:
        status: Any = statuses[_status(dice, is_past=made.ends_at < now)]
        rows.attendances.append(
            Attendance(
                appointment=made, client_id=draft.id, status=status, price=service.price, starts_at=starts_at
            )
        )  # fmt: skip


def _add_series(
    rows: _Rows, now: datetime, treated: Mapping[str, list[Draft]], members: Mapping[str, Member], service: Service,
    places: list[Place], statuses: dict[str, AppointmentStatus], by: Member, is_off: Callable[[str, date], bool],
) -> None:  # fmt: skip
    """In the evening, when nothing else is: begun a while ago, each has done and coming dates; days off are left out."""
    dice = Random(SEED + 1)
    for login, weekday, interval, count in SERIES:
        first = now.date() - timedelta(days=SERIES_BACK + (now.date().weekday() - weekday) % 7)
        starts_at = timezone.make_aware(datetime.combine(first, EVENING))
        known = [draft for draft in treated.get(login, ()) if draft.begun <= starts_at and draft.status == "active"]
        if not known:
            continue
        rule, client = Rule(Pattern.WEEKLY, interval, count=count), dice.choice(known)
        series = Series(
            id=id_at(starts_at - timedelta(days=3), dice), starts_on=first, begins=EVENING, time_zone=here().key,
            created_by=by,
        )  # fmt: skip
        series.write_rule(rule)
        series.save(force_insert=True)
        for day in rule.dates(first):
            if is_off(login, day):
                continue
            begins = timezone.make_aware(datetime.combine(day, EVENING))
            _add(rows, dice, begins, service, places[login == "tom"], members[login], [client], now, statuses, by)
            rows.appointments[-1].series, rows.appointments[-1].series_day = series, day


def _status(dice: Random, *, is_past: bool) -> str:
    if is_past:
        return dice.choices(("done", "no_show", "late_cancellation", "cancelled"), (88, 3, 3, 6))[0]
    return dice.choices(("planned", "confirmed", "cancelled"), (60, 34, 6))[0]


def _occupy(now: datetime) -> None:
    """What is still to come keeps its members, rooms and clients busy."""
    coming = Appointment.objects.filter(ends_at__gt=now).select_related("service", "place")
    coming = coming.prefetch_related("given_by", "needs")
    Occupancy.objects.bulk_create(
        Occupancy(
            appointment=appointment, kind=span.kind, taken_id=span.taken_id, starts_at=span.starts_at,
            ends_at=span.ends_at,
        )
        for appointment in coming
        for span in spans_of(appointment)
    )  # fmt: skip
