"""What the practice offers: services, places and resources, made, changed, put in order, and taken out again."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from kartei.audit.recording import record
from kartei.calendar.models import Place, Resource, Service, ServiceMember, ServicePlace
from kartei.db.locks import VOCABULARY, in_turn
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member

Offer = Service | Place | Resource
MOST = 500  # of each kind

LINKS: dict[str, tuple[type[Any], str]] = {"members": (ServiceMember, "member"), "places": (ServicePlace, "place")}
"""What a service is told beside its own columns: {name: (rows, their column)}."""


class Refused(Exception):
    """Nothing was changed; `reason` is "too_many" or "taken": another one in use has this name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def add_offer(offer: Offer, told: dict[str, Any], *, by: Member) -> Offer:
    """Store a new service, place or resource, the last one of its kind. Raises Refused."""
    in_turn(VOCABULARY)
    _refuse_taken(offer, told["name"])
    there = list(type(offer).objects.select_for_update().values_list("position", flat=True))
    if len(there) >= MOST:
        raise Refused("too_many")
    offer.position = max(there, default=-1) + 1
    _fill(offer, told)
    offer.save(force_insert=True)
    _link(offer, told)
    record("offer.addition", by=by, subject=offer)
    return offer


@transaction.atomic
def change_offer(offer: Offer, told: dict[str, Any], *, version: int, by: Member) -> Offer:
    """Let it be this from now on; what is booked keeps its length and its price. Raises StaleVersion, Refused."""
    in_turn(VOCABULARY)
    offer = _locked(offer, version)
    if offer.archived_at is None:
        _refuse_taken(offer, told["name"])
    before = {name: str(getattr(offer, name)) for name in told if name not in LINKS}
    _fill(offer, told)
    _save(offer)
    _link(offer, told)
    changes = {name: [text, str(getattr(offer, name))] for name, text in before.items()}
    record(
        "offer.change", by=by, subject=offer, changes={name: pair for name, pair in changes.items() if len({*pair}) > 1}
    )
    return offer


def archive_offer(offer: Offer, *, version: int, by: Member) -> Offer:
    """Nobody books it any more; the appointments that have it keep it. Raises StaleVersion."""
    return _set_archived(offer, timezone.now(), "offer.archival", version, by)


def restore_offer(offer: Offer, *, version: int, by: Member) -> Offer:
    """Can be booked again. Raises StaleVersion, and Refused when another one has its name since."""
    return _set_archived(offer, None, "offer.restoration", version, by)


@transaction.atomic
def move_offer(offer: Offer, step: int, *, by: Member) -> None:
    """One place up (-1) or down (1) among those in use; at the end of them nothing happens."""
    order = list(type(offer).objects.in_use().select_for_update().order_by("position", "id"))
    at = next((place for place, one in enumerate(order) if one.pk == offer.pk), None)
    if at is None or not 0 <= at + step < len(order):
        return
    order[at], order[at + step] = order[at + step], order[at]
    for place, one in enumerate(order):
        one.position = place
    type(offer).objects.bulk_update(order, ["position"])
    record("offer.change", by=by, subject=offer)


@transaction.atomic
def _set_archived(offer: Offer, at: Any, act: str, version: int, by: Member) -> Offer:
    in_turn(VOCABULARY)
    offer = _locked(offer, version)
    if at is None:
        _refuse_taken(offer, offer.name)
    offer.archived_at = at
    _save(offer)
    record(act, by=by, subject=offer)
    return offer


def _locked(offer: Offer, version: int) -> Offer:
    locked: Offer = type(offer).objects.select_for_update().get(pk=offer.pk)
    if locked.version != version:
        raise StaleVersion
    return locked


def _refuse_taken(offer: Offer, name: str) -> None:
    """A name is looked for and taken by one at a time, hence no two of them get the same one."""
    others = type(offer).objects.in_use().exclude(pk=offer.pk).values_list("name", flat=True)
    if any(name.casefold() == other.casefold() for other in others):
        raise Refused("taken")


def _fill(offer: Offer, told: dict[str, Any]) -> None:
    for name, value in told.items():
        if name not in LINKS:
            setattr(offer, name, value)


def _save(offer: Offer) -> None:
    offer.version += 1
    offer.save()


def _link(offer: Offer, told: dict[str, Any]) -> None:
    for name, (rows, column) in LINKS.items():
        if name in told:
            _relink(rows, offer, column, told[name])


def _relink(rows: Any, service: Offer, column: str, wanted: Iterable[Any]) -> None:
    chosen = list(wanted)
    rows.objects.filter(service=service).exclude(**{f"{column}__in": chosen}).delete()
    known = set(rows.objects.filter(service=service).values_list(f"{column}_id", flat=True))
    rows.objects.bulk_create([rows(service=service, **{column: one}) for one in chosen if one.pk not in known])
