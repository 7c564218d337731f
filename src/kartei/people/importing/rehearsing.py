"""The rehearsal: the same pass over the file, which counts and stores nobody."""

from functools import partial
from itertools import count
from uuid import UUID

from kartei.db.scope import workspace_scope
from kartei.lib.tables import TableError
from kartei.people.importing import progress, reading
from kartei.people.importing.alongside import alongside
from kartei.people.importing.passing import pass_over
from kartei.people.importing.terms import at_home, terms_of
from kartei.people.models import Import, ImportState
from kartei.tenancy.models import Workspace


class _Outdated(Exception):
    """Somebody has changed the columns meanwhile; a later rehearsal counts."""


def rehearse(workspace_id: UUID, import_id: UUID) -> None:
    """Count what a run would do, and keep a word on each row that needs one. A fault of the file is kept as well."""
    workspace = Workspace.objects.get(pk=workspace_id)
    try:
        with at_home(workspace), workspace_scope(workspace_id):
            _rehearse(workspace, Import.objects.select_related("blob").get(pk=import_id))
    except (Import.DoesNotExist, _Outdated):
        pass
    finally:
        progress.forget(import_id)


def give_up(workspace_id: UUID, import_id: UUID) -> None:
    """Note that a rehearsal ended for a reason of ours, so that nobody waits for it."""
    with workspace_scope(workspace_id):
        waiting = Import.objects.filter(pk=import_id, state=ImportState.CHECKING)
        waiting.update(state=ImportState.UPLOADED, fault={"code": "unexpected"})


def _rehearse(workspace: Workspace, batch: Import) -> None:
    if batch.state != ImportState.CHECKING or batch.blob is None:
        return
    try:
        with reading.people(batch, reading.question(batch, workspace)) as people, alongside() as defer:
            terms = terms_of(batch, numbers=count(1), is_rehearsal=True)
            batch.counts = pass_over(people, batch, terms, partial(progress.report, batch.pk), defer)
        batch.state, batch.fault = ImportState.CHECKED, {}
    except TableError as fault:
        batch.state, batch.fault = ImportState.UPLOADED, {"code": fault.code, **fault.detail}
    now = Import.objects.select_for_update().get(pk=batch.pk)
    if (now.state, now.options, now.mapping) != (ImportState.CHECKING, batch.options, batch.mapping):
        raise _Outdated
    batch.save(update_fields=["state", "counts", "fault"])
