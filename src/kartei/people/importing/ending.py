"""After 30 days the file of an import and the words on its rows are gone; what came of it stays."""

from datetime import timedelta

from django.utils import timezone

from kartei.db.scope import workspace_scope
from kartei.files.storage import remove
from kartei.people.models import Import, ImportRow
from kartei.tenancy.models import workspace_ids

KEPT = timedelta(days=30)


def forget_old_imports() -> None:
    """Visit every workspace; called once a day."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            old = Import.objects.filter(created_at__lt=timezone.now() - KEPT)
            ImportRow.objects.filter(batch__in=old).delete()
            for batch in old.filter(blob__isnull=False).select_related("blob"):
                forget_file(batch)


def forget_file(batch: Import) -> None:
    """Delete the file of an import."""
    if (blob := batch.blob) is not None:
        batch.blob = None
        batch.save(update_fields=["blob"])
        remove(blob)
