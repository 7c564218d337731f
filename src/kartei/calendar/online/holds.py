"""Slots that are kept for somebody for a while: held, let go, and taken without a moment in which another gets them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kartei.calendar import occupying
from kartei.calendar.booking import Plan, book, ids_of
from kartei.calendar.models import (
    Appointment,
    AppointmentStatus,
    Occupancy,
    Place,
    PlaceKind,
    Service,
    SlotHold,
    Taken,
)
from kartei.calendar.occupying import Occupied, Span
from kartei.calendar.online.group_places import join_group, lock_place
from kartei.db.scope import workspace_scope
from kartei.lib.link_secrets import digest_of, new_secret
from kartei.people.models import Client
from kartei.tenancy.models import Member, workspace_ids

KEPT = timedelta(hours=2)  # after its end, so that whoever typed too long is known


class HoldOver(Exception):
    """The slot is not held any more: its time has run out, it was let go, or it was taken."""


@transaction.atomic
def hold(
    service: Service, member: Member, place: Place | None, starts_at: datetime, lasting: timedelta
) -> tuple[SlotHold, str]:
    """Keep the slot for as long as `lasting`, and the secret of whom it is kept for, which is never told again.

    `starts_at` has a zone. Raises Occupied when somebody or something of it is busy, held for another, or away. Whether
    it lies within the hours is for the search that has found it.
    """
    secret, until = new_secret(), timezone.now() + lasting
    ends_at = starts_at + timedelta(minutes=service.minutes)
    made = SlotHold(
        service=service, member=member, place=place, starts_at=starts_at, ends_at=ends_at, until=until,
        digest=digest_of(secret),
    )  # fmt: skip
    occupying.lock(_wanted(made))
    _look(made)
    made.save(force_insert=True)
    _keep_busy(made)
    return made, secret


@transaction.atomic
def hold_place(group: Appointment, lasting: timedelta) -> tuple[SlotHold, str]:
    """Keep a place in a group that is there. Raises Occupied when none is left."""
    there = lock_place(group)
    given = there.given_by.select_related("member").order_by("id")[0]
    secret = new_secret()
    made = SlotHold.objects.create(
        service=there.service, appointment=there, member=given.member, place=there.place, starts_at=there.starts_at,
        ends_at=there.ends_at, until=timezone.now() + lasting, digest=digest_of(secret),
    )  # fmt: skip
    return made, secret


def hold_behind(secret: str, *, with_over: bool = False) -> SlotHold | None:
    """What the secret holds in the open workspace, as long as it does; `with_over`: for some time afterwards too."""
    rows = SlotHold.objects.filter(digest=digest_of(secret)).select_related("service", "member", "place")
    found: SlotHold | None = rows.first() if with_over else rows.filter(until__gt=timezone.now()).first()
    return found


@transaction.atomic
def hold_longer(held: SlotHold, lasting: timedelta) -> SlotHold:
    """Keep it for as long as `lasting` from now on. Raises HoldOver when it is gone, and Occupied when its time had run
    out and somebody else has the slot.
    """
    there = _locked(held)
    if there.until <= timezone.now():
        _look(there)
    there.until = timezone.now() + lasting
    there.save(update_fields=["until"])
    there.occupancies.update(until=there.until)
    return there


@transaction.atomic
def let_go(held: SlotHold) -> None:
    """Let others have it; nothing happens when it is gone."""
    SlotHold.objects.filter(pk=held.pk).delete()


@transaction.atomic
def take(held: SlotHold, client: Client, *, status: AppointmentStatus | None = None) -> Appointment:
    """The client's appointment in place of the hold, planned unless `status` says otherwise; by nobody of the team.

    Behind the locks of all whom it keeps busy, so that nobody gets in between. Raises HoldOver when its time has run
    out or it is gone, and Occupied when the team has given the time to somebody else all the same.
    """
    there = _locked(held, client.pk)
    if there.until <= timezone.now():
        raise HoldOver
    if there.appointment is not None:
        return _join(there, client, status)
    plan = Plan(
        there.starts_at, there.ends_at, [client], [there.member], there.service, there.place,
        price=there.service.price,
    )  # fmt: skip
    there.delete()
    return book(plan, status=status, by=None)


def _join(held: SlotHold, client: Client, status: AppointmentStatus | None) -> Appointment:
    assert held.appointment is not None
    group = lock_place(held.appointment, without=held.pk)
    if group.starts_at != held.starts_at:
        raise HoldOver
    held.delete()
    return join_group(group, client, status=status)


def clear_holds(now: datetime) -> None:
    """Forget, in every workspace, what has not been held for a while."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            SlotHold.objects.filter(until__lte=now - KEPT).delete()


def _wanted(held: SlotHold) -> set[UUID]:
    """Of a group all whom it keeps busy: two locks one after the other could wait for each other."""
    if held.appointment is not None:
        return ids_of(held.appointment)
    return {held.member_id, *([held.place_id] if held.place_id else [])}


def _locked(held: SlotHold, *further: UUID) -> SlotHold:
    occupying.lock({*_wanted(held), *further})
    rows = SlotHold.objects.select_for_update(of=("self",)).select_related("service", "member", "place", "appointment")
    found: SlotHold | None = rows.filter(pk=held.pk).first()
    if found is None:
        raise HoldOver
    return found


def _look(held: SlotHold) -> None:
    if held.appointment is not None:
        lock_place(held.appointment, without=held.pk)
        return
    if found := occupying.overlaps(_spans(held), without_hold=held.pk):
        raise Occupied(found)


def _spans(held: SlotHold) -> list[Span]:
    """As `occupying.spans_of`, of an appointment to which nobody comes yet."""
    begins = held.starts_at - timedelta(minutes=held.service.buffer_before)
    ends = held.ends_at + timedelta(minutes=held.service.buffer_after)
    spans = [Span(Taken.MEMBER, held.member_id, begins, ends)]
    if held.place is not None and held.place.kind == PlaceKind.ROOM:
        spans.append(Span(Taken.PLACE, held.place.pk, begins, ends))
    return spans


def _keep_busy(held: SlotHold) -> None:
    Occupancy.objects.bulk_create(
        Occupancy(
            hold=held, until=held.until, kind=span.kind, taken_id=span.taken_id, starts_at=span.starts_at,
            ends_at=span.ends_at,
        )
        for span in _spans(held)
    )  # fmt: skip
