"""The chain: what a seal covers, and writing the seals as the last act of a transaction."""

import hashlib
import json
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection, models

from kartei.audit.models import Event, Happening, InstanceEvent, InstanceSeal, Seal
from kartei.db.locks import SEALING_INSTANCE

_unsealed: ContextVar[list[UUID] | None] = ContextVar("unsealed_events", default=None)


def note_unsealed(*event_ids: UUID) -> None:
    """Remember events of the open scope until `seal` comes by."""
    waiting = _unsealed.get()
    if waiting is None:
        _unsealed.set([*event_ids])
    else:
        waiting.extend(event_ids)


def seal(workspace_id: UUID) -> None:
    """Chain the events of this transaction that are still there; those of a rolled back savepoint are gone.

    Deferred constraints are checked first and the chain's head is locked last, so that a long transaction does not
    hold up everybody's page views.
    """
    waiting, _ = _unsealed.get(), _unsealed.set(None)
    if not waiting:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(workspace_id) & 0x7FFF_FFFF_FFFF_FFFF])
    events = Event.objects.filter(id__in=waiting, seal__isnull=True).defer("detail", "salt").order_by("id")
    Seal.objects.bulk_create(links(Seal, Seal.objects.order_by("-seq").first(), events))


def seal_instance(event: InstanceEvent) -> None:
    """Chain an event of the instance; the caller is inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING_INSTANCE])
    InstanceSeal.objects.bulk_create(links(InstanceSeal, InstanceSeal.objects.order_by("-seq").first(), [event]))


def links(model: type[models.Model], last: Any, events: Any) -> list[Any]:
    """Seals for `events` that continue the chain after `last`."""
    seq, previous, new = (last.seq, last.hash, []) if last else (0, "", [])
    for event in events:
        seq += 1
        digest = link_hash(seq, previous, event)
        new.append(model(seq=seq, event=event, previous=previous, hash=digest))
        previous = digest
    return new


def link_hash(seq: int, previous: str, event: Happening) -> str:
    """SHA-256 over the place in the chain, the link before, and everything in the event but its detail's text."""
    covered = [
        seq,
        previous,
        str(event.pk),
        event.at.isoformat(),
        event.act,
        event.actor,
        event.address,
        event.subject_type,
        str(event.subject_id or ""),
        event.subject,
        event.detail_hash,
        str(getattr(event, "member_id", None) or getattr(event, "user_id", None) or ""),
        str(getattr(event, "client_id", None) or ""),
    ]
    return hashlib.sha256(json.dumps(covered, ensure_ascii=True).encode()).hexdigest()


def detail_hash(salt: str, detail: dict[str, Any]) -> str:
    """SHA-256 over the salt and the detail in canonical JSON."""
    text = json.dumps(detail, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((salt + text).encode()).hexdigest()
