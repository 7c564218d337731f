"""Who waits for an appointment in the demo practice, and a time that has just become free."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from kartei.calendar.models import Appointment, FreedSlot, Occupancy, Service, WaitingMember, WaitingWish
from kartei.calendar.waiting.matching import in_line
from kartei.calendar.waiting.offering import LEAST
from kartei.demo.drafts import Draft, id_at
from kartei.tenancy.models import Member

SEED = 20_290
WAITING = {"lead", "waiting", "active"}  # statuses of those who may wait
# days since it was entered, number of the service, weekdays, from, until, of whom, urgent, note
WISHES: tuple[tuple[int, int, list[int], time | None, time | None, str, bool, str], ...] = (
    (41, 1, [], None, None, "anna", False, ""),
    (33, 1, [0, 1, 3], time(8), time(12), "anna", False, "Arbeitet im Schichtdienst, nur vormittags"),
    (26, 0, [], None, None, "", False, "Erstgespräch, gern kurzfristig anrufen"),
    (19, 1, [1, 2], time(14), None, "tom", False, ""),
    (9, 1, [], None, None, "", True, "Hausärztin bittet um einen baldigen Termin"),
    (4, 2, [4], None, None, "", False, ""),
)


def add_wishes(
    drafts: Sequence[Draft], services: Sequence[Service], now: datetime, *, by: Member, members: Mapping[str, Member]
) -> None:
    """The same wishes on whatever day; the next appointment that was called off is a time that somebody waits for."""
    dice = Random(SEED)
    able = [draft for draft in drafts if draft.status in WAITING and draft.emails and not _has_refused(draft)]
    if len(able) < len(WISHES):
        return
    for draft, told in zip(dice.sample(able, len(WISHES)), WISHES, strict=True):
        days, number, weekdays, begins, ends, login, is_urgent, note = told
        since = now - timedelta(days=days)
        wish = WaitingWish.objects.create(
            id=id_at(since, dice), client_id=draft.id, service=services[number], weekdays=weekdays, begins=begins,
            ends=ends, is_urgent=is_urgent, note=note, created_by=by,
        )  # fmt: skip
        WaitingWish.objects.filter(pk=wish.pk).update(entered_at=since)
        if login in members:
            WaitingMember.objects.create(wish=wish, member=members[login])
    _free_one(now)


def _has_refused(draft: Draft) -> bool:
    return draft.consents.get("email") is False


def _free_one(now: datetime) -> None:
    """Of those that were called off and whose time nobody has taken since, the next one somebody waits for."""
    soon, late = now + timedelta(days=1), now + timedelta(days=21)
    coming: Any = Appointment.objects.filter(starts_at__gt=soon, starts_at__lt=late).order_by("starts_at", "id")
    busy = Occupancy.objects.filter(starts_at__gt=soon).values("appointment")
    for made in coming.exclude(pk__in=busy).prefetch_related("given_by"):
        for row in made.given_by.all():
            slot = FreedSlot.objects.create(
                member_id=row.member_id, place_id=made.place_id, appointment=made, starts_at=made.starts_at,
                ends_at=made.ends_at, freed_at=now - timedelta(hours=1),
            )  # fmt: skip
            slot.waiting = len(in_line(slot, notice=LEAST))
            if slot.waiting:
                slot.save(update_fields=["waiting"])
                return
            slot.delete()
