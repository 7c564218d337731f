"""Times that become free while somebody waits for one: noted where what an appointment keeps busy is given up."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kartei.calendar.models import FreedSlot, Occupancy, Taken, WaitingWish
from kartei.db.scope import current_workspace_id

GRACE = dt.timedelta(seconds=20)  # „Rückgängig“ is offered for ten: what comes back until then is offered to nobody
SHORTEST = dt.timedelta(minutes=5)
Stretch = tuple[dt.datetime, dt.datetime]


class Busy(Protocol):
    """A row of what is kept busy, or what will be one."""

    @property
    def kind(self) -> Any: ...
    @property
    def taken_id(self) -> Any: ...
    @property
    def starts_at(self) -> Any: ...
    @property
    def ends_at(self) -> Any: ...


def note_freed(before: Collection[Occupancy], since: Mapping[UUID, Collection[Busy]]) -> None:
    """Keep in mind what is free of what `before` kept busy, when it is {appointment: what it keeps busy} from now on.

    One statement when nobody waits, none when nothing becomes free.
    """
    found = list(_freed(before, since))
    if not found or not WaitingWish.objects.waiting().exists():
        return
    there = set(
        FreedSlot.objects.filter(closed_at=None, member__in={one.member_id for one in found})
        .filter(starts_at__in={one.starts_at for one in found})
        .values_list("member_id", "starts_at", "ends_at")
    )
    FreedSlot.objects.bulk_create([one for one in found if (one.member_id, one.starts_at, one.ends_at) not in there])
    offer_later(GRACE)


def offer_later(after: dt.timedelta) -> None:
    """Have the job look at the workspace's free times then; the job is part of the transaction."""
    later = app.configure_task(
        "calendar.offer_freed_slots", allow_unknown=True, schedule_in={"seconds": int(after.total_seconds())}
    )
    later.defer(workspace_id=str(current_workspace_id()))


def _freed(before: Collection[Occupancy], since: Mapping[UUID, Collection[Busy]]) -> Iterator[FreedSlot]:
    now, there = timezone.now(), dict[UUID, list[Occupancy]]()
    for row in before:
        if row.appointment_id is not None:
            there.setdefault(row.appointment_id, []).append(row)
    for pk, rows in there.items():
        if (was := _stretch(rows)) is None:
            continue
        spans = since.get(pk, ())
        now_is, staying = _stretch(spans), _taken(spans, Taken.MEMBER)
        place = next(iter(_taken(rows, Taken.PLACE)), None)
        for member in _taken(rows, Taken.MEMBER):
            for starts_at, ends_at in _left(was, now_is if member in staying else None):
                if ends_at > now and ends_at - starts_at >= SHORTEST:
                    yield FreedSlot(
                        member_id=member, place_id=place, appointment_id=pk, starts_at=starts_at, ends_at=ends_at,
                        freed_at=now,
                    )  # fmt: skip


def _taken(rows: Collection[Busy], kind: Taken) -> list[UUID]:
    return [row.taken_id for row in rows if row.kind == kind]


def _stretch(rows: Collection[Busy]) -> Stretch | None:
    """From when to when somebody comes, without the buffers, which are kept free of nobody who comes."""
    return next(((row.starts_at, row.ends_at) for row in rows if row.kind == Taken.CLIENT), None)


def _left(was: Stretch, now_is: Stretch | None) -> list[Stretch]:
    """What `was` has and the other has not."""
    if now_is is None:
        return [was]
    (begin, end), (starts_at, ends_at) = was, now_is
    return [(begin, min(end, starts_at)), (max(begin, ends_at), end)]
