"""The search for free slots against one that looks at every minute, for practices made up at random."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kartei.calendar.booking import book
from kartei.calendar.hours.free_slots import Busy, Search, free_slots
from kartei.calendar.hours.public_holidays import holidays_between
from kartei.calendar.models import (
    Absence,
    ExceptionKind,
    HoursException,
    Occupancy,
    Place,
    PlaceKind,
    Service,
    ServicePlace,
    WorkWeek,
)
from kartei.db.scope import workspace_scope
from tests.calendar.booked import BERLIN, plan, service
from tests.cast import Cast

ONE = dt.timedelta(days=1)
DAYS = [dt.date(2027, 3, 26), dt.date(2027, 3, 27), dt.date(2027, 10, 30), dt.date(2027, 6, 1)]
"""Good Friday, the day before the clocks go forward, the day before they go back, one like any other."""

after = st.integers(-1, 2)  # days after the first one
span = st.tuples(st.integers(0, 88), st.integers(12, 60)).map(lambda pair: (pair[0] * 15, min(sum(pair), 96) * 15))
where = st.integers(0, 3)  # 0: nowhere in particular
moment = st.integers(-12 * 60, 3 * 24 * 60)  # minutes after the midnight of the first day


@st.composite
def practices(draw: Any) -> dict[str, Any]:
    return {
        "day": draw(st.sampled_from(DAYS)),
        "weeks": draw(
            st.lists(st.tuples(where, st.lists(st.tuples(after, span), min_size=4, max_size=9)), min_size=1, max_size=3)
        ),
        "exceptions": draw(
            st.lists(
                st.tuples(st.booleans(), st.integers(-1, 3), st.sampled_from(ExceptionKind.values), span, where),
                max_size=3,
            )
        ),
        "absences": draw(st.lists(st.tuples(moment, st.integers(1, 600)), max_size=2)),
        "bookings": draw(st.lists(st.tuples(moment, st.integers(5, 120), where), max_size=4)),
        "held": draw(st.lists(st.tuples(moment, st.integers(5, 120), where), max_size=1)),
        "offered": draw(st.sampled_from([(), (), (1,), (1, 2), (1, 2, 3)])),
        "asked": draw(st.sampled_from([0, 0, 0, 1, 3])),
        "minutes": draw(st.sampled_from([5, 30, 50, 50, 120])),
        "before": draw(st.sampled_from([0, 0, 10, 45])),
        "after": draw(st.sampled_from([0, 0, 15])),
        "step": draw(st.sampled_from([5, 15, 20, 60])),
        "notice": draw(st.sampled_from([0, 0, 0, 10])),
        "horizon": draw(st.integers(30, 80)),
    }


def test_it_finds_what_looking_at_every_minute_finds(cast: Cast) -> None:
    seen: list[int] = []

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(practices())
    def agree(told: dict[str, Any]) -> None:
        with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN), transaction.atomic():
            search, places = founded(cast, told)
            found = free_slots(search, told["day"], told["day"] + ONE)
            expected = list(Slowly(cast.anna.pk, search, told["day"], places).slots())
            assert [slot.starts_at for slot in found] == [minute for minute, _places in expected]
            assert all(slot.place in possible for slot, (_minute, possible) in zip(found, expected, strict=True))
            seen.append(len(found))
            transaction.set_rollback(True)

    agree()
    assert sum(count > 0 for count in seen) > 10  # and not because there is nothing to find


def founded(cast: Cast, told: dict[str, Any]) -> tuple[Search, list[Any]]:
    """Anna and what she has, as it was drawn; the rooms, of which the last is a call."""
    start = dt.datetime.combine(told["day"], dt.time(), tzinfo=BERLIN).astimezone(dt.UTC)
    kinds = [PlaceKind.ROOM, PlaceKind.ROOM, PlaceKind.PHONE]
    places = [None, *(Place.objects.create(name=kind, kind=kind, position=at) for at, kind in enumerate(kinds))]
    type(cast.anna).objects.filter(pk=cast.anna.pk).update(treats=True)
    for place, stretches in dict(told["weeks"]).items():
        WorkWeek.objects.create(
            member=cast.anna,
            place=places[place],
            stretches=[[(told["day"].weekday() + day) % 7, *each] for day, each in stretches],
        )
    for is_hers, day, kind, each, place in told["exceptions"]:
        HoursException.objects.create(
            member=cast.anna if is_hers else None, first=told["day"] + day * ONE, last=told["day"] + (day + 1) * ONE,
            kind=kind, stretches=[each], place=places[place],
        )  # fmt: skip
    for begin, length in told["absences"]:
        begins = start + dt.timedelta(minutes=begin)
        Absence.objects.create(member=cast.anna, starts_at=begins, ends_at=begins + dt.timedelta(minutes=length))
    for begin, length, place in told["bookings"]:
        member = cast.anna if length % 2 else cast.tom
        made = plan(cast, start + dt.timedelta(minutes=begin), length, members=[member], place=places[place])
        book(made, by=cast.anna, despite=True)
    return _search(cast, told, places, start), places


def _search(cast: Cast, told: dict[str, Any], places: list[Any], start: dt.datetime) -> Search:
    offered: Service = service(minutes=told["minutes"], buffer_before=told["before"], buffer_after=told["after"])
    for place in told["offered"]:
        ServicePlace.objects.create(service=offered, place=places[place])
    busy = [
        Busy(places[place].pk if place else cast.anna.pk, start + dt.timedelta(minutes=begin),
             start + dt.timedelta(minutes=begin + length))
        for begin, length, place in told["held"]
    ]  # fmt: skip
    return Search(
        offered, members=[cast.anna.pk], place=places[told["asked"]].pk if told["asked"] else None, step=told["step"],
        notice=dt.timedelta(hours=told["notice"]), horizon=dt.timedelta(hours=told["horizon"]), busy=busy,
        now=start - dt.timedelta(hours=6),
    )  # fmt: skip


class Slowly:
    """One minute after the other, by the clock on the wall, from the tables themselves."""

    def __init__(self, member: UUID, search: Search, first: dt.date, places: list[Any]) -> None:
        self.member, self.search, self.first = member, search, first
        self.places = {place.pk: place for place in places if place}
        self.holidays = holidays_between(first - ONE, first + 3 * ONE)
        self.weeks, self.exceptions = list(WorkWeek.objects.all()), list(HoursException.objects.order_by("id"))
        self.named = list(
            Place.objects.filter(pk__in=ServicePlace.objects.values("place_id")).values_list("pk", flat=True)
        )
        start = dt.datetime.combine(first - ONE, dt.time(), tzinfo=BERLIN).astimezone(dt.UTC)
        end = dt.datetime.combine(first + 3 * ONE, dt.time(), tzinfo=BERLIN).astimezone(dt.UTC)
        self.minutes = [
            start + dt.timedelta(minutes=number) for number in range(int((end - start).total_seconds()) // 60)
        ]
        self.at = {minute: self.works(minute) for minute in self.minutes}
        self.began, self.taken = self._begins(), self._taken()

    def works(self, minute: dt.datetime) -> set[UUID | None]:
        """At which places the member works in this minute."""
        wall = minute.astimezone(BERLIN)
        day, now = wall.date(), wall.hour * 60 + wall.minute
        week = {
            one.place_id for one in self.weeks for weekday, begin, end in one.stretches
            if weekday == day.weekday() and begin <= now < end
        }  # fmt: skip
        for whose in (self.member, None):
            for one in self.exceptions:
                if one.member_id == whose and one.first <= day <= one.last:
                    ((begin, end),) = one.stretches
                    is_within = begin <= now < end
                    if one.kind == ExceptionKind.OTHER:
                        return ({one.place_id} if whose else week) if is_within else set()
                    return week if one.kind == ExceptionKind.USUAL else set()
        return set() if day in self.holidays else week

    def _taken(self) -> dict[UUID, set[dt.datetime]]:
        spans = [(one.taken_id, one.starts_at, one.ends_at) for one in Occupancy.objects.all()]
        spans += [(one.member_id, one.starts_at, one.ends_at) for one in Absence.objects.all()]
        spans += [tuple(one) for one in self.search.busy]
        found: dict[UUID, set[dt.datetime]] = {}
        for pk, begin, end in spans:
            if (
                pk in self.places
                and self.places[pk].kind != PlaceKind.ROOM
                and pk not in {b.id for b in self.search.busy}
            ):
                continue
            minute = begin
            while minute < end:
                found.setdefault(pk, set()).add(minute)
                minute += dt.timedelta(minutes=1)
        return found

    def slots(self) -> Iterator[tuple[dt.datetime, set[UUID | None]]]:
        """When, and where: of hours at one place the first that is free; the form allows no two places at once."""
        earliest, latest = self.search.now + self.search.notice, self.search.now + self.search.horizon
        for minute in self.minutes:
            if not self.first <= minute.astimezone(BERLIN).date() <= self.first + ONE:
                continue
            if earliest <= minute <= latest:
                found = {next(self._fitting(minute, works), "") for works in self.at[minute]} - {""}
                if found:
                    yield minute, found

    def _begins(self) -> dict[tuple[dt.datetime, UUID | None], dt.datetime]:
        """Since when the member works at a place without a break, for every minute."""
        found: dict[tuple[dt.datetime, UUID | None], dt.datetime] = {}
        for minute in self.minutes:
            for place in self.at[minute]:
                found[minute, place] = found.get((minute - dt.timedelta(minutes=1), place), minute)
        return found

    def _fitting(self, minute: dt.datetime, works: UUID | None) -> Iterator[UUID | None]:
        one = dt.timedelta(minutes=1)
        offered = self.search.service
        if (minute - self.began[minute, works]) % dt.timedelta(minutes=self.search.step):
            return
        if any(works not in self.at.get(minute + number * one, ()) for number in range(offered.minutes)):
            return
        wanted = [
            minute + number * one for number in range(-offered.buffer_before, offered.minutes + offered.buffer_after)
        ]
        for place in self._candidates(works):
            if not any(at in self.taken.get(who, ()) for who in (self.member, place) if who for at in wanted):
                yield place

    def _candidates(self, works: UUID | None) -> list[UUID | None]:
        possible: list[UUID | None] = [works] if works else [self.search.place] if self.search.place else []
        possible = possible or (list(self.named) if self.named else [None])
        return [
            place for place in possible
            if (not self.named or place in self.named) and self.search.place in (None, place)
        ]  # fmt: skip
