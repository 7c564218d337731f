"""The one verb: `record`. It writes in the transaction of the change, so neither exists without the other."""

import json
import secrets
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from kartei.accounts.models import User
from kartei.audit.models import Event, Happening, InstanceEvent
from kartei.audit.sealing import detail_hash, note_unsealed, seal_instance
from kartei.tenancy.models import Member

address: ContextVar[str] = ContextVar("address", default="")
"""The network address of the request at work; set by the middleware, empty in jobs."""


def record(
    act: str,
    *,
    by: Member | None,
    subject: models.Model | None = None,
    client: models.Model | None = None,
    **detail: Any,
) -> Event:
    """Add an event to the open workspace's log.

    `act` is "<noun>.<act>", `by` None for jobs; `detail` holds JSON values, changes as `changes={field: [old, new]}`.
    """
    event = Event(act=act, member=by, actor=by.name if by else "", client_id=client.pk if client else None)
    _fill(event, subject, detail)
    event.save(force_insert=True)
    note_unsealed(event.pk)
    return event


def record_each(told: Iterable[tuple[str, models.Model, dict[str, Any]]], *, by: Member | None) -> None:
    """As `record`, for many clients in one statement: (act, the client as subject, detail) of each."""
    events = []
    for act, client, detail in told:
        event = Event(act=act, member=by, actor=by.name if by else "", client_id=client.pk)
        _fill(event, client, detail)
        events.append(event)
    Event.objects.bulk_create(events)
    note_unsealed(*(event.pk for event in events))


def record_instance(act: str, *, by: User | None = None, actor: str = "", **detail: Any) -> InstanceEvent:
    """Add an event to the instance's log, in a transaction of its own when none is open."""
    event = InstanceEvent(act=act, user=by, actor=by.name if by else actor[:254])
    _fill(event, None, detail)
    with transaction.atomic():
        event.save(force_insert=True)
        seal_instance(event)
    return event


def _fill(event: Happening, subject: models.Model | None, detail: dict[str, Any]) -> None:
    event.at, event.address, event.salt = timezone.now(), address.get(), secrets.token_hex(16)
    event.detail = json.loads(json.dumps(detail, cls=DjangoJSONEncoder))
    event.detail_hash = detail_hash(event.salt, event.detail)
    if subject is not None:
        event.subject_type, event.subject_id = subject._meta.label_lower, subject.pk
        event.subject = str(subject)[:250]
