"""The steps from a file to a run: upload, layout, mapping, confirmation. Nobody is stored before the last one."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from kartei.audit.recording import record
from kartei.db.scope import current_workspace_id
from kartei.files.storage import path_of, store
from kartei.lib.tables import TableError
from kartei.people import tasks
from kartei.people.importing import reading
from kartei.people.importing.ending import forget_file
from kartei.people.importing.rehearsing import rehearse
from kartei.people.importing.terms import Duplicates
from kartei.people.models import Import, ImportState
from kartei.tenancy.models import Member

SMALL_TEXT, SMALL_WORKBOOK = 300_000, 60_000  # bytes: about 2,000 rows, which a request may rehearse itself

OPEN = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.FAILED)
"""States from which the way leads back to layout and columns."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

Layout = dict[str, Any]  # encoding, delimiter, sheet, header_row; what is left out is detected


def upload(name: str, chunks: Iterable[bytes], *, by: Member, **options: Any) -> Import:
    """Keep a file, detect how it is written and what its columns mean. Raises TableError, and StorageFull."""
    blob = store(name, chunks, by=by)
    batch = Import(member=by, blob=blob, name=_CONTROLS.sub("", name)[-255:])
    batch.options = {"kind": "client", "duplicates": Duplicates.FILL, "slashes": "", **options}
    try:
        lay_out(batch, {})
    except TableError:
        path_of(blob).unlink(missing_ok=True)  # the row goes with the transaction, the bytes would stay
        raise
    record("import.upload", by=by, subject=batch, sha256=blob.sha256)
    return batch


def lay_out(batch: Import, layout: Layout) -> None:
    """Read the file in this way from now on; the columns are proposed anew. Raises TableError."""
    found = reading.look(batch, layout)
    if not found["rows"] and not found["header_found"] and "header_row" not in layout:
        found = reading.look(batch, layout | {"header_row": 0})  # one row, and it is somebody
    if not found["rows"]:
        raise TableError("no_rows")
    batch.options |= {"layout": {name: found[name] for name in ("encoding", "delimiter", "sheet", "header_row")}}
    batch.options |= {"unshouts": found["is_shouted"]}
    batch.mapping = {"header": found["header"], "targets": found["targets"]}
    batch.state, batch.counts, batch.fault = ImportState.UPLOADED, {}, {}
    batch.save()


def assign(batch: Import, targets: list[str], options: dict[str, Any]) -> None:
    """Say what each column means and how rows are taken, and have it rehearsed: at once when the file is small."""
    assert batch.blob is not None
    batch.mapping |= {"targets": targets}
    batch.options |= options
    batch.state, batch.counts, batch.fault = ImportState.CHECKING, {}, {}
    batch.save()
    if batch.blob.size <= (SMALL_WORKBOOK if batch.options["layout"]["sheet"] else SMALL_TEXT):
        rehearse(current_workspace_id(), batch.pk)
    else:
        _enqueue(tasks.rehearse_import, batch)


def confirm(batch: Import, *, by: Member) -> bool:
    """Let the run begin, in a job of the same transaction; False when it was confirmed before."""
    if not _locked(batch, ImportState.CHECKED):
        return False
    batch.state = ImportState.WAITING
    batch.save(update_fields=["state"])
    record("import.confirmation", by=by, subject=batch, counts=batch.counts)
    _enqueue(tasks.run_import, batch)
    return True


def confirm_at_once(batch: Import) -> None:
    """Let a run begin without a rehearsal, as the command does; a job stands by in case the command is killed."""
    batch.state = ImportState.WAITING
    batch.save(update_fields=["state"])
    _enqueue(tasks.run_import, batch, schedule_in={"minutes": 5})


def discard(batch: Import, *, by: Member) -> bool:
    """Throw away a file that was not imported; False when it was, or is about to be."""
    if not _locked(batch, *OPEN):
        return False
    record("import.removal", by=by, subject=batch)
    forget_file(batch)
    batch.delete()
    return True


def _locked(batch: Import, *states: ImportState) -> bool:
    """Whether the import is in one of these states, and stays so. A run holds its row, hence the first look."""
    if batch.state not in states:
        return False
    return Import.objects.select_for_update().get(pk=batch.pk).state in states


def _enqueue(task: Any, batch: Import, **when: Any) -> None:
    job = task.configure(queueing_lock=f"{task.name} {batch.pk}", **when)
    try:
        with transaction.atomic():
            job.defer(workspace_id=str(batch.workspace_id), import_id=str(batch.pk))
    except AlreadyEnqueued:  # it waits already, and will find what is stored now
        pass
