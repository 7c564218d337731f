"""The run of an import: one transaction, in which the whole file arrives or nothing of it."""

from functools import partial
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.utils import timezone

from kartei.audit.recording import record
from kartei.db.patience import expect_many_rows, let_statements_take
from kartei.db.scope import workspace_scope
from kartei.lib.tables import TableError
from kartei.people.importing import progress, reading
from kartei.people.importing.alongside import alongside
from kartei.people.importing.passing import pass_over
from kartei.people.importing.progress import Progress, Tell
from kartei.people.importing.reading import People
from kartei.people.importing.terms import at_home, terms_of
from kartei.people.models import Import, ImportState
from kartei.tenancy.models import Workspace, next_number

SECONDS = 15 * 60  # a statement may take


class Busy(Exception):
    """Another import of the workspace is at work, or this one in another process."""


DISTURBANCES = (reading.Disturbed, OperationalError, InterfaceError, IntegrityError)
"""What says nothing about the file: the next try may succeed."""


def run(workspace_id: UUID, import_id: UUID, tell: Tell | None = None) -> None:
    """Store the rows of an import that was confirmed. Whatever ended the last try, it may be tried again.

    `tell` hears how far it is; preset is the cache, where the pages look. Raises Busy and DISTURBANCES. A file that
    cannot be read to its end fails the import, with nothing stored.
    """
    workspace = Workspace.objects.get(pk=workspace_id)
    tell = tell or partial(progress.report, import_id)
    with at_home(workspace):
        begun = _begin(workspace, import_id)
        if begun is None:
            return
        batch, question = begun
        try:
            with reading.people(batch, question) as people:
                tell(Progress(0, people.total))
                _reserve(workspace, batch, people.total)
                with workspace_scope(workspace_id):
                    _store(batch, people, tell)
        except TableError as fault:
            fail(workspace_id, import_id, fault)
        finally:
            progress.forget(import_id)


def fail(workspace_id: UUID, import_id: UUID, fault: TableError) -> None:
    """Note why an import ended with nothing stored."""
    with workspace_scope(workspace_id):
        batch = Import.objects.select_for_update().get(pk=import_id)
        if batch.state == ImportState.DONE:
            return
        batch.state, batch.ended_at = ImportState.FAILED, timezone.now()
        batch.fault = {"code": fault.code, **fault.detail}
        batch.save(update_fields=["state", "ended_at", "fault"])
        record("import.failure", by=batch.member, subject=batch, reason=fault.code)


def _begin(workspace: Workspace, import_id: UUID) -> tuple[Import, dict[str, Any]] | None:
    """Mark the import as running, in a transaction of its own; None when there is nothing to do any more."""
    with workspace_scope(workspace.id):
        batch = Import.objects.select_for_update(of=("self",)).select_related("blob", "member").get(pk=import_id)
        if batch.state not in (ImportState.WAITING, ImportState.RUNNING):
            return None
        batch.state, batch.started_at = ImportState.RUNNING, timezone.now()
        batch.save(update_fields=["state", "started_at"])
        return batch, reading.question(batch, workspace)


def _reserve(workspace: Workspace, batch: Import, rows: int) -> None:
    """Take the client numbers beforehand, so that nobody waits for the run to end; a second try uses the same ones."""
    if batch.first_number is None:
        with workspace_scope(workspace.id):
            batch.reserved = batch.counts.get("clients", rows)
            batch.first_number = next_number("client", batch.reserved)
            batch.save(update_fields=["first_number", "reserved"])


def _store(batch: Import, people: People, tell: Tell) -> None:
    _set_up_transaction(batch)
    if Import.objects.select_for_update().get(pk=batch.pk).state != ImportState.RUNNING:
        return
    first = batch.first_number or 1
    with alongside() as defer:
        further = iter(lambda: defer(next_number, "client").result(), None)  # who was deleted since the rehearsal
        terms = terms_of(batch, numbers=chain(range(first, first + batch.reserved), further))
        batch.counts = pass_over(people, batch, terms, tell, defer)
    batch.state, batch.ended_at = ImportState.DONE, timezone.now()
    batch.save(update_fields=["counts", "state", "ended_at"])
    digest = batch.blob.sha256 if batch.blob else ""
    record("import.run", by=batch.member, subject=batch, counts=batch.counts, sha256=digest)
    tell(Progress(people.total, people.total, storing=True))


def _set_up_transaction(batch: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {batch.workspace_id}"])
        if not cursor.fetchone()[0]:
            raise Busy
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{SECONDS}s'")
        cursor.execute("SET LOCAL lock_timeout = '1min'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    let_statements_take(SECONDS)
    expect_many_rows()
