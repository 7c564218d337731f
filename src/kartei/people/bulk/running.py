"""Carrying an act out on many clients, and taking it back: batch after batch, each a transaction of its own.

A client's row in BulkChange says what has become of it, in the transaction of its change; so whatever ends the work,
the next try goes on behind the last batch, and nobody is changed twice.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from kartei.audit.recording import record_each
from kartei.db.patience import let_statements_take
from kartei.db.scope import current_workspace_id, workspace_scope
from kartei.people.bulk.acts import ACTS
from kartei.people.bulk.choosing import Chosen, collect
from kartei.people.bulk.matters import NONE, Matter, Words, matter_of
from kartei.people.importing.terms import at_home
from kartei.people.models import BulkAct, BulkChange, BulkOutcome, BulkState, Person, PersonState
from kartei.people.versions import touch_all, version_of
from kartei.tenancy.models import Member, Workspace, workspace_ids
from kartei.tenancy.rights import Level, Right

SMALL = 200  # clients whom a request changes itself
BATCH = 500
KEPT = timedelta(days=30)  # what undo needs
NAMED = ("kind", "title", "first_name", "name_prefix", "last_name", "organisation")  # what a name is made of

SETTLE = """
UPDATE people_bulkchange AS changed
SET outcome = told.outcome, before = coalesce(told.before, changed.before), version_after = told.version
FROM unnest(%(ids)s::uuid[], %(outcomes)s::text[], %(befores)s::jsonb[], %(versions)s::int[])
    AS told (client_id, outcome, before, version)
WHERE changed.workspace_id = %(workspace)s AND changed.bulk_id = %(bulk)s AND changed.client_id = told.client_id
"""

Counts = dict[str, int]  # BulkOutcome → clients


class Starting(Protocol):
    """What starts the job of a large act; the job is part of the transaction."""

    def __call__(self, *, workspace_id: str, bulk_id: str) -> Any: ...


def begin(act: str, chosen: Chosen, words: list[str], total: int, *, by: Member, start: Starting) -> BulkAct:
    """Carry an act out: at once on a few clients, in a job on many. `total` is how many it was confirmed for."""
    bulk = BulkAct(member=by, act=act, words=words, query=chosen.query, is_whole=chosen.is_whole, total=total)
    bulk.save(force_insert=True)
    if not chosen.is_whole:  # otherwise the job finds out whom the filters mean
        bulk.total, bulk.state = collect(bulk, chosen.people(by)), BulkState.RUNNING
        bulk.save(update_fields=["total", "state"])
    _go_on(bulk, start)
    return bulk


def undo(bulk: BulkAct, *, start: Starting) -> bool:
    """Give back what they had to those whom nobody has changed since; False when it is done, or not yet due."""
    if not BulkAct.objects.filter(pk=bulk.pk, state=BulkState.DONE).update(state=BulkState.UNDOING):
        return False
    bulk.state = BulkState.UNDOING
    _go_on(bulk, start)
    return True


def _go_on(bulk: BulkAct, start: Starting) -> None:
    if bulk.total > SMALL:
        start(workspace_id=str(bulk.workspace_id), bulk_id=str(bulk.pk))
        return
    while _batch(bulk.pk):
        pass
    bulk.refresh_from_db()


def finish(workspace_id: UUID, bulk_id: UUID) -> None:
    """The job: whatever ended the last try, go on with what is left."""
    with at_home(Workspace.objects.get(pk=workspace_id)):
        is_left = True
        while is_left:
            with workspace_scope(workspace_id):
                is_left = _batch(bulk_id)


def counts_of(bulk: BulkAct) -> Counts:
    """How many clients came out how."""
    return dict(bulk.changes.values_list("outcome").annotate(Count("id")).order_by())


def progress_of(bulk: BulkAct, counts: Counts) -> tuple[int, int]:
    """(done, to do) of what is at work now."""
    if bulk.state == BulkState.UNDOING:
        done = counts.get(BulkOutcome.UNDONE, 0) + counts.get(BulkOutcome.KEPT, 0)
        return done, done + counts.get(BulkOutcome.DONE, 0)
    return sum(counts.values()) - counts.get(BulkOutcome.WAITING, 0), bulk.total


def _batch(bulk_id: UUID) -> bool:
    """One step, under the act's lock: find whom it is about, change some, or end it. Whether there is more to do."""
    bulk = BulkAct.objects.select_for_update(of=("self",)).select_related("member").filter(pk=bulk_id).first()
    if bulk is None or bulk.state in (BulkState.DONE, BulkState.UNDONE):
        return False
    if bulk.state == BulkState.WAITING:
        let_statements_take(60)
        bulk.total = collect(bulk, Chosen((), bulk.query, is_whole=True).people(bulk.member))
        return _enter(bulk, BulkState.RUNNING)
    is_undone = bulk.state == BulkState.UNDOING
    waiting = bulk.changes.filter(outcome=BulkOutcome.DONE if is_undone else BulkOutcome.WAITING)
    changes = list(waiting.order_by("client_id")[:BATCH])
    if not changes:
        _enter(bulk, BulkState.UNDONE if is_undone else BulkState.DONE)
        return False
    _change(bulk, changes)
    return True


def _enter(bulk: BulkAct, state: BulkState) -> bool:
    bulk.state, bulk.ended_at = state, timezone.now()
    bulk.save(update_fields=["state", "ended_at", "total"])
    return True


@dataclass
class _Settled:
    """What has become of one client."""

    outcome: BulkOutcome
    before: Words | None = None  # with it, `after` is written
    after: Words = NONE


class _Forth:
    """The act itself."""

    def __init__(self, bulk: BulkAct, reach: set[UUID]) -> None:
        self._new, self._chosen, self._reach = ACTS[bulk.act].new, frozenset(bulk.words), reach

    def settle(self, change: BulkChange, person: Person, has: Words, matter: Matter) -> _Settled:
        if person.pk not in self._reach:
            return _Settled(BulkOutcome.FORBIDDEN)
        chosen = matter.restorable(self._chosen)  # a tag, status or member may be gone since
        if chosen is None or (self._chosen and not chosen):
            return _Settled(BulkOutcome.KEPT)
        after = self._new(has, chosen)
        return _Settled(BulkOutcome.ALREADY) if after == has else _Settled(BulkOutcome.DONE, has, after)


class _Back:
    """Its undoing: the former words, for whom nobody has changed since and whom the member still may edit."""

    def __init__(self, bulk: BulkAct, reach: set[UUID]) -> None:
        self._reach = reach
        # Who has unassigned themselves may take that back: the version says that nobody has touched it since.
        self._own = str(bulk.member_id) if ACTS[bulk.act].section == "assignments" else ""

    def settle(self, change: BulkChange, person: Person, has: Words, matter: Matter) -> _Settled:
        before = frozenset(change.before or ())
        after = matter.restorable(before)
        is_mine = person.pk in self._reach or self._own in before
        is_untouched = version_of(person, matter.section) == change.version_after
        if after is None or not is_mine or not is_untouched:
            return _Settled(BulkOutcome.KEPT)
        return _Settled(BulkOutcome.UNDONE, has, after)


def _change(bulk: BulkAct, changes: list[BulkChange]) -> None:
    """Lock the people in one order, write what changes, note what became of each, and tell the log."""
    people = _locked([change.client_id for change in changes])
    matter = matter_of(ACTS[bulk.act].section)
    has = matter.read(people)
    way = (_Back if bulk.state == BulkState.UNDOING else _Forth)(bulk, _reach(bulk.member, people))
    settled = {
        pk: way.settle(change, people[pk], has[pk], matter) for change in changes if (pk := change.client_id) in has
    }
    before = {pk: one.before for pk, one in settled.items() if one.before is not None}
    after = {pk: settled[pk].after for pk in before}
    matter.write(before, after, by=bulk.member)
    versions = touch_all(before, matter.section)
    settled |= {change.client_id: _Settled(BulkOutcome.GONE) for change in changes if change.client_id not in has}
    _note(bulk, settled, versions)
    record_each(_told(matter, people, before, after), by=bulk.member)


def _told(matter: Matter, people: dict[UUID, Person], before: dict[UUID, Words], after: dict[UUID, Words]) -> Any:
    for pk, had in before.items():
        act, detail = matter.event(had, after[pk])
        yield act, people[pk], detail


def _reach(member: Member, people: Collection[UUID]) -> set[UUID]:
    """Whom of them the member may edit."""
    if member.level(Right.PROFILES_EDIT) == Level.ALL:
        return set(people)
    found = Person.objects.visible_to(member, Right.PROFILES_EDIT).filter(pk__in=people)
    return set(found.values_list("pk", flat=True))


def _locked(ids: list[UUID]) -> dict[UUID, Person]:
    people = Person.objects.select_for_update().filter(
        pk__in=ids, is_client=True, state__in=[PersonState.LIVE, PersonState.ARCHIVED]
    )
    return {person.pk: person for person in people.only(*NAMED, "state", "versions").order_by("pk")}


def _note(bulk: BulkAct, settled: dict[UUID, _Settled], versions: dict[UUID, int]) -> None:
    befores = [None if one.before is None else json.dumps(sorted(one.before)) for one in settled.values()]
    told: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "bulk": bulk.pk,
        "ids": list(settled),
        "outcomes": [str(one.outcome) for one in settled.values()],
        "befores": befores,
        "versions": [versions.get(pk) for pk in settled],
    }
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, told)


def forget_old_bulk_acts(now: datetime) -> None:
    """After thirty days an act can be undone no more; what it knew of the clients goes."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            BulkAct.objects.filter(created_at__lt=now - KEPT).delete()
