"""Hours, exceptions and absences for the tests, written straight into the tables."""

import datetime as dt
from typing import Any

from kartei.calendar.hours.free_slots import Search, Slot, free_slots
from kartei.calendar.models import Absence, ExceptionKind, HoursException, Place, Service, WorkWeek
from kartei.tenancy.models import Member
from tests.calendar.booked import BERLIN, DAY, at

LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def hours(member: Member, *days: tuple[int, str, str], place: Place | None = None) -> WorkWeek:
    """`hours(anna, (1, "09:00", "12:00"))`: Tuesdays from nine to twelve."""
    stretches = [[day, minutes(begins), minutes(ends)] for day, begins, ends in days]
    made: WorkWeek = WorkWeek.objects.create(member=member, place=place, stretches=stretches)
    return made


def exception(
    member: Member | None, kind: ExceptionKind, *spans: tuple[str, str], day: dt.date = DAY, **told: Any
) -> HoursException:
    stretches = [[minutes(begins), minutes(ends)] for begins, ends in spans]
    told = {"first": day, "last": day, **told}
    made: HoursException = HoursException.objects.create(member=member, kind=kind, stretches=stretches, **told)
    return made


def away(member: Member, starts_at: dt.datetime, ends_at: dt.datetime) -> Absence:
    made: Absence = Absence.objects.create(member=member, starts_at=starts_at, ends_at=ends_at, is_all_day=False)
    return made


def minutes(clock: str) -> int:
    """Of the day."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def search(service: Service, **told: Any) -> Search:
    """As seen long before, with a horizon that reaches everywhere."""
    far = {"now": LONG_AGO, "notice": dt.timedelta(0), "horizon": dt.timedelta(days=4000)}
    return Search(service, **{**far, **told})


def free(service: Service, first: dt.date = DAY, last: dt.date | None = None, **told: Any) -> list[Slot]:
    return free_slots(search(service, **told), first, last or first)


def clocks(slots: list[Slot]) -> list[str]:
    """„09:00“ by the clock of the practice."""
    return [f"{slot.starts_at.astimezone(BERLIN):%H:%M}" for slot in slots]


__all__ = ["LONG_AGO", "at", "away", "clocks", "exception", "free", "hours", "minutes", "search"]
