"""Booking the same again and again: all dates in one transaction, or none."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from kartei.audit.recording import record_each
from kartei.calendar import occupying
from kartei.calendar.attending import attend
from kartei.calendar.automations.notifying import Notice, told
from kartei.calendar.booking import Plan, status_of
from kartei.calendar.clashes import Wish, clashes, keep_new_busy
from kartei.calendar.models import (
    Appointment,
    Series,
    Trigger,
)
from kartei.calendar.occupying import Occupied, Overlap
from kartei.calendar.series.recurrence import NoSeries, Rule, by_the_wall, moment
from kartei.calendar.series.rule_words import words_of
from kartei.calendar.series.together import wanted_by
from kartei.people.models import Client
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member
from kartei.web import formats


@dataclass(frozen=True)
class Repeat:
    """How an appointment comes again: by a rule, but for the days that are left out."""

    rule: Rule
    left_out: frozenset[dt.date] = frozenset()

    def days(self, first: dt.date) -> list[dt.date]:
        """Raises NoSeries."""
        found = [day for day in self.rule.dates(first) if day not in self.left_out]
        if not found:
            raise NoSeries("short")
        return found


@dataclass(frozen=True)
class Date:
    """One date of a series that is planned, and what is there already at that time."""

    day: dt.date  # of the series
    starts_at: dt.datetime
    ends_at: dt.datetime
    overlaps: list[Overlap]


def preview(plan: Plan, rule: Rule, *, first: Appointment | None = None) -> list[Date]:
    """Every date of the rule with what it would overlap. `first` is there already. Raises NoSeries."""
    zone = here()
    day, wall = by_the_wall(plan.starts_at, zone)
    wishes = [(each, _wish(plan, each, wall, zone, plan_clients(plan))) for each in rule.dates(day)]
    asked = [wish for each, wish in wishes if first is None or each != day]
    found = clashes(asked, without=[])
    return [Date(each, wish.starts_at, wish.ends_at, found.get(wish.pk, [])) for each, wish in wishes]


@transaction.atomic
def book_series(
    plan: Plan, repeat: Repeat, *, by: Member, despite: bool = False, notice: Notice = Notice.NO
) -> list[Appointment]:
    """A new appointment on each day, planned; `plan` is the first of them. Raises NoSeries and Occupied."""
    occupying.lock(plan.wanted)
    day, _wall = by_the_wall(plan.starts_at, here())
    days = repeat.days(day)
    series = _begin(plan, repeat.rule, by)
    prices: dict[UUID, Decimal | None] = dict.fromkeys(plan_clients(plan), plan.price)
    made = _book(plan, series, days, prices, by=by, despite=despite)
    _tell(series, made, plan.clients, plan, by)
    told(Trigger.BOOKED, [row.pk for row in made], notice=notice, by=by, are_new=True)
    return made


@transaction.atomic
def continue_as_series(
    appointment: Appointment, repeat: Repeat, *, version: int, by: Member, despite: bool = False,
    notice: Notice = Notice.NO,
) -> list[Appointment]:  # fmt: skip
    """Let an appointment be the first of a series, and book the others like it (CA-06); who has cancelled it does not
    come to them. Returns the others. Raises StaleVersion, also when nobody comes; NoSeries and Occupied.
    """
    its = Appointment.objects.filter(pk=appointment.pk)
    known = wanted_by(its)
    occupying.lock(known)
    first = its.select_for_update(of=("self",)).select_related("service", "place").first()
    if first is None or first.version != version or first.series_id is not None or wanted_by(its) - known:
        raise StaleVersion
    plan, prices = plan_of(first)
    if not plan.clients:
        raise StaleVersion
    day, _wall = by_the_wall(first.starts_at, here())
    series = _begin(plan, repeat.rule, by)
    first.series, first.series_day = series, day
    first.version += 1
    first.save()
    days = [each for each in repeat.days(day) if each != day]
    made = _book(plan, series, days, prices, by=by, despite=despite)
    _tell(series, [first, *made], plan.clients, plan, by)
    told(Trigger.BOOKED, [row.pk for row in made], notice=notice, by=by, are_new=True)
    return made


def plan_of(row: Appointment) -> tuple[Plan, dict[UUID, Decimal | None]]:
    """What an appointment says, and the price of each who still comes."""
    attending = [one for one in row.attendances.select_related("status", "client__person") if not one.status.frees_slot]
    plan = Plan(
        row.starts_at, row.ends_at, [one.client for one in attending],
        [one.member for one in row.given_by.select_related("member")], row.service, row.place,
        [one.resource for one in row.needs.select_related("resource")], note=row.note, client_text=row.client_text,
    )  # fmt: skip
    return plan, {one.client_id: one.price for one in attending}


def plan_clients(plan: Plan) -> list[UUID]:
    return [client.pk for client in plan.clients]


def here() -> ZoneInfo:
    """The zone of the open workspace, which its pages and jobs set."""
    zone = timezone.get_current_timezone()
    assert isinstance(zone, ZoneInfo)
    return zone


def _begin(plan: Plan, rule: Rule, by: Member) -> Series:
    zone = here()
    day, wall = by_the_wall(plan.starts_at, zone)
    series = Series(starts_on=day, begins=wall, time_zone=zone.key, created_by=by)
    series.write_rule(rule)
    series.save(force_insert=True)
    return series


def _wish(plan: Plan, day: dt.date, wall: dt.time, zone: ZoneInfo, clients: Collection[UUID]) -> Wish:
    return plan.wish(Appointment().pk, clients, starts_at=moment(day, wall, zone))


def _book(
    plan: Plan, series: Series, days: Sequence[dt.date], prices: Mapping[UUID, Decimal | None], *, by: Member,
    despite: bool,
) -> list[Appointment]:  # fmt: skip
    wishes = [_wish(plan, day, series.begins, series.zone, prices) for day in days]
    if not despite and (found := clashes(wishes)):
        raise Occupied(list(chain.from_iterable(found.values())))
    made = [
        Appointment(
            pk=wish.pk, starts_at=wish.starts_at, ends_at=wish.ends_at, service=plan.service, place=plan.place,
            note=plan.note, client_text=plan.client_text, series=series, series_day=day, created_by=by,
        )
        for day, wish in zip(days, wishes, strict=True)
    ]  # fmt: skip
    Appointment.objects.bulk_create(made)
    attend(made, prices, plan.members, plan.resources, status_of("planned"))
    keep_new_busy(wishes)
    return made


def _tell(series: Series, rows: Sequence[Appointment], clients: Collection[Client], plan: Plan, by: Member) -> None:
    """One event on the record of each client that says how many: 260 lines would hide what else was done there."""
    facts = {
        "Begins": formats.datetime(rows[0].starts_at),
        "Ends": formats.datetime(rows[0].ends_at),
        "Repetition": words_of(series.read_rule(), series.starts_on),
        "Number of appointments": str(len(rows)),
        "Until": formats.datetime(rows[-1].starts_at),
        "Service": str(plan.service or ""),
        "Place": str(plan.place or ""),
        "Team members": ", ".join(sorted(member.name for member in plan.members)),
    }
    detail = {"series": str(series.pk), "changes": {name: ["", text] for name, text in facts.items() if text}}
    record_each([("series.booking", client.person, detail) for client in clients], by=by)
