"""What can be booked online, by the rules of the practice and of the service, and when: the one search for it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kartei.calendar.hours.free_slots import Search, Slot, free_slots, next_free, offering, slot_at
from kartei.calendar.models import Bookable, BookingRules, HoursException, Service, WorkWeek
from kartei.calendar.online.group_places import groups_with_places, slots_of
from kartei.db.scope import current_workspace_id
from kartei.tenancy.models import Member

NEAREST = 3  # free slots that are named when another one has just gone
WEEK = 7  # days of a page of slots


def rules_now() -> BookingRules:
    """As they are; those of a practice that has set none are the defaults, which let nobody in."""
    found: BookingRules | None = BookingRules.objects.filter(pk=current_workspace_id()).first()
    return found or BookingRules(pk=current_workspace_id(), version=0)


def bookable_services() -> Any:
    """The services that everybody may book, in their order."""
    return Service.objects.filter(archived_at=None, bookable=Bookable.ALL).order_by("position", "id")


def bookable_members(service: Service) -> list[Member]:
    """Those who offer the service and have hours: nobody else is named on the public page.

    Of a group nobody is chosen: it takes place when the practice has said so.
    """
    if service.capacity > 1:
        return []
    has_hours = Exists(WorkWeek.objects.filter(member=OuterRef("pk")).exclude(stretches=[]))
    has_days = Exists(HoursException.objects.filter(member=OuterRef("pk"), kind="other"))
    return list(offering(service).filter(has_hours | has_days))


@dataclass(frozen=True)
class Offer:
    """A service as it is offered online, of one member or of whoever is free (None)."""

    service: Service
    rules: BookingRules
    member: UUID | None = None

    @property
    def notice(self) -> dt.timedelta:
        own = self.service.notice_hours
        return dt.timedelta(hours=self.rules.notice_hours if own is None else own)

    @property
    def horizon(self) -> dt.timedelta:
        own = self.service.horizon_days
        return dt.timedelta(days=self.rules.horizon_days if own is None else own)

    def search(self) -> Search:
        members = None if self.member is None else [self.member]
        return Search(
            self.service, members=members, step=self.rules.step_minutes, notice=self.notice, horizon=self.horizon,
            now=timezone.now(),
        )  # fmt: skip

    @property
    def is_group(self) -> bool:
        return self.service.capacity > 1

    def slot(self, starts_at: dt.datetime) -> Slot | None:
        """The slot of that beginning, if it is free; of a group, if a place is left."""
        if self.is_group:
            return next((slot for slot in self._groups(starts_at, 1) if slot.starts_at == starts_at), None)
        return slot_at(self.search(), starts_at)

    def nearest(self, starts_at: dt.datetime) -> list[Slot]:
        """The next free ones after one that has gone; the first ones there are when none comes after it."""
        after = starts_at + dt.timedelta(microseconds=1)
        return self._next(after, NEAREST) or self._next(timezone.now(), NEAREST)

    def week(self, first: dt.date, zone: ZoneInfo) -> dict[dt.date, list[Slot]]:
        """The free beginnings of seven days by the clock of the visitor, each once."""
        days: dict[dt.date, list[Slot]] = {first + dt.timedelta(days=number): [] for number in range(WEEK)}
        last, around = first + dt.timedelta(days=WEEK - 1), dt.timedelta(days=1)
        for slot in _each_once(self._between(first - around, last + around)):
            if (there := days.get(slot.starts_at.astimezone(zone).date())) is not None:
                there.append(slot)
        return days

    def first_day(self, zone: ZoneInfo) -> dt.date | None:
        """The first day with a free slot, by the clock of the visitor."""
        found = self._next(timezone.now(), 1)
        return found[0].starts_at.astimezone(zone).date() if found else None

    def _next(self, after: dt.datetime, count: int) -> list[Slot]:
        return self._groups(after, count) if self.is_group else next_free(self.search(), after, count)

    def _between(self, first: dt.date, last: dt.date) -> list[Slot]:
        if not self.is_group:
            return free_slots(self.search(), first, last)
        start = timezone.make_aware(dt.datetime.combine(first, dt.time()))
        found = self._groups(start, None)
        return [slot for slot in found if timezone.localtime(slot.starts_at).date() <= last]

    def _groups(self, after: dt.datetime, count: int | None) -> list[Slot]:
        """The groups that begin then or later, within notice and horizon."""
        now = timezone.now()
        end = now + self.horizon
        return slots_of(groups_with_places(self.service, max(after, now + self.notice), end)[:count])


def _each_once(slots: Iterable[Slot]) -> Iterable[Slot]:
    """Of whoever is free at the same time the first one."""
    found: dict[dt.datetime, Slot] = {}
    for slot in slots:
        found.setdefault(slot.starts_at, slot)
    return found.values()
