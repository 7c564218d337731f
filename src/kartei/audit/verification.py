"""Walking the chains: does every event have its seal, in order, unchanged?"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kartei.audit.models import Event, InstanceEvent, InstanceSeal, Seal
from kartei.audit.sealing import detail_hash, link_hash
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Workspace


def verify_all() -> Iterator[str]:
    """One sentence for each fault in any chain; nothing when all hold. Runs outside of a scope."""
    for workspace in Workspace.objects.order_by("id"):
        with workspace_scope(workspace.id):
            for fault in verify_workspace():
                yield f"{workspace.slug}: {fault}"
    for fault in _faults(InstanceSeal.objects, InstanceEvent.objects):
        yield f"instance: {fault}"


def verify_workspace() -> Iterator[str]:
    """The faults of the open workspace's chain, in its order."""
    return _faults(Seal.objects, Event.objects)


def _faults(seals: Any, events: Any) -> Iterator[str]:
    seq, previous = 0, ""
    for seal in seals.select_related("event").order_by("seq").iterator(chunk_size=2000):
        seq += 1
        if seal.seq != seq:
            yield _("entry %(number)s is missing") % {"number": seq}
            seq = seal.seq
        yield from _faults_of(seal, previous)
        previous = seal.hash
    unsealed = events.filter(seal__isnull=True).count()
    if unsealed:
        yield _("%(count)s entries have no seal") % {"count": unsealed}


def _faults_of(seal: Any, previous: str) -> Iterator[str]:
    event = seal.event
    told = {"number": seal.seq, "act": event.act, "at": f"{event.at:%Y-%m-%d %H:%M}"}
    if seal.previous != previous:
        yield _("entry %(number)s does not follow the one before") % {"number": seal.seq}
    if seal.hash != link_hash(seal.seq, seal.previous, event):
        yield _("entry %(number)s was changed (%(act)s, %(at)s UTC)") % told
    if event.detail and event.detail_hash != detail_hash(event.salt, event.detail):
        yield _("the detail of entry %(number)s was changed (%(act)s, %(at)s UTC)") % told
