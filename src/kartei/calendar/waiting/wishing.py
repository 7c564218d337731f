"""The waiting list: wishes that are entered, changed, taken out and brought back."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kartei.audit.recording import record
from kartei.calendar.hours.availability import settings_row
from kartei.calendar.models import CalendarSettings, FreedSlot, WaitingMember, WaitingWish, WishEnding
from kartei.calendar.waiting.offering import withdraw_offers
from kartei.calendar.waiting.telling import when_text
from kartei.db.locks import WAITING, in_turn
from kartei.db.scope import workspace_scope
from kartei.people.models import Client, Person
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member, workspace_ids
from kartei.web import formats

KEPT = timedelta(days=30)  # after it was met or taken out
MOST = 20  # wishes of one client


class TooMany(Exception):
    """Nothing was stored: the client has too many wishes already."""


@transaction.atomic
def add_wish(client: Client, told: dict[str, Any], members: Iterable[Member], *, by: Member) -> WaitingWish:
    """Let the client wait. `told`: service, weekdays, begins, ends, valid_until, is_urgent, note. Raises TooMany."""
    in_turn(WAITING)
    if WaitingWish.objects.waiting().filter(client=client).count() >= MOST:
        raise TooMany
    wish = WaitingWish(client=client, created_by=by, **told)
    wish.save(force_insert=True)
    _relink(wish, members)
    _tell("waiting.addition", wish, {}, _facts(wish), by=by)
    return wish


@transaction.atomic
def change_wish(
    wish: WaitingWish, told: dict[str, Any], members: Iterable[Member], *, version: int, by: Member
) -> WaitingWish:
    """Let it be this from now on; the place in the line stays, and so do offers that were made. Raises StaleVersion."""
    wish = _locked(wish, version)
    before = _facts(wish)
    for name, value in told.items():
        setattr(wish, name, value)
    _save(wish)
    _relink(wish, members)
    _tell("waiting.change", wish, before, _facts(wish), by=by)
    return wish


@transaction.atomic
def remove_wish(wish: WaitingWish, *, version: int, by: Member) -> WaitingWish:
    """The client waits no more; what is being offered to them goes to the next one. Raises StaleVersion."""
    wish = _locked(wish, version)
    wish.ended_at, wish.ending = timezone.now(), WishEnding.REMOVED
    _save(wish)
    withdraw_offers(wish)
    _tell("waiting.removal", wish, _facts(wish), {}, by=by)
    return wish


@transaction.atomic
def restore_wish(wish: WaitingWish, *, version: int, by: Member) -> WaitingWish:
    """Wait again, at the former place in the line. Raises StaleVersion."""
    wish = _locked(wish, version)
    if wish.ended_at is None:
        return wish
    wish.ended_at, wish.ending = None, ""
    _save(wish)
    _tell("waiting.restoration", wish, {}, _facts(wish), by=by)
    return wish


@transaction.atomic
def change_offering(way: str, notice: int, *, version: int, by: Member) -> CalendarSettings:
    """How freed times are offered, and how many hours before they begin at the latest. Raises StaleVersion."""
    found = settings_row(version)
    before = found.get_offer_way_display(), str(found.offer_notice)
    found.offer_way, found.offer_notice = way, notice
    found.version += 1
    found.save()
    since = found.get_offer_way_display(), str(found.offer_notice)
    names = ("Offer free times", "Hours before they begin")
    changes = {name: [was, told] for name, was, told in zip(names, before, since, strict=True) if was != told}
    if changes:
        record("waiting.settings", by=by, subject=found, changes=changes)
    return found


def forget_wishes(now: datetime) -> None:
    """Thirty days after they were met or taken out they are gone; and free times that are over. Once a day."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            WaitingWish.objects.filter(ended_at__lt=now - KEPT).delete()
            FreedSlot.objects.filter(ends_at__lt=now - KEPT, offers=None).delete()


def erase_wishes(ids: Collection[UUID]) -> None:
    """Before these clients are gone for good: nothing stays held for them."""
    for wish in WaitingWish.objects.filter(client__in=ids):
        withdraw_offers(wish)


def wishes_of(person: Person) -> Iterable[str]:
    """What holds a client who is to become a contact."""
    if count := WaitingWish.objects.waiting().filter(client=person.pk).count():
        yield ngettext("%(num)s wish on the waiting list", "%(num)s wishes on the waiting list", count) % {"num": count}


def _locked(wish: WaitingWish, version: int) -> WaitingWish:
    in_turn(WAITING)
    found: WaitingWish = WaitingWish.objects.select_for_update(of=("self",)).select_related("service").get(pk=wish.pk)
    if found.version != version:
        raise StaleVersion
    return found


def _save(wish: WaitingWish) -> None:
    wish.version += 1
    wish.save()


def _relink(wish: WaitingWish, members: Iterable[Member]) -> None:
    wanted = {member.pk: member for member in members}
    wish.wished_members.exclude(member__in=wanted).delete()
    known = set(wish.wished_members.values_list("member_id", flat=True))
    WaitingMember.objects.bulk_create(
        WaitingMember(wish=wish, member=member) for pk, member in wanted.items() if pk not in known
    )


def _facts(wish: WaitingWish) -> dict[str, str]:
    """{English id of the label: text} of what the log tells."""
    members = sorted(row.member.name for row in wish.wished_members.select_related("member"))
    return {
        "Service": str(wish.service),
        "Team members": ", ".join(members),
        "When": when_text(wish),
        "Valid until": formats.date(wish.valid_until) if wish.valid_until else "",
        "Urgent": _("yes") if wish.is_urgent else "",
        "Note for the team": wish.note,
    }


def _tell(act: str, wish: WaitingWish, before: dict[str, str], since: dict[str, str], *, by: Member) -> None:
    person = wish.client.person
    names = {**before, **since}
    pairs = {name: [before.get(name, ""), since.get(name, "")] for name in names}
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    record(act, by=by, subject=person, client=person, changes=changes)
