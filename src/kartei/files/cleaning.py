"""Bytes that no row names: an upload that was rolled back, a file whose row was deleted."""

import time
from uuid import UUID

from kartei.db.scope import workspace_scope
from kartei.files.models import Blob
from kartei.files.storage import files_of, is_undisturbed
from kartei.tenancy.models import workspace_ids

KEPT = 24 * 60 * 60  # seconds: whatever is being written now has its row by then


def remove_orphans() -> int:
    """Delete them a day after they were written; returns how many there were. A backup that is being made is let be."""
    return sum(map(_remove_orphans_of, workspace_ids()))


def _remove_orphans_of(workspace_id: UUID) -> int:
    limit, count = time.time() - KEPT, 0
    with workspace_scope(workspace_id):
        if not is_undisturbed():
            return 0
        named = set(map(str, Blob.objects.values_list("pk", flat=True)))
        for path in files_of(workspace_id):
            if path.name not in named and path.stat().st_mtime < limit:
                path.unlink()
                count += 1
    return count
