"""A client's next and last appointment, kept as columns of Client so that lists sort and filter by them.

What counts is what somebody comes to: neither missed nor cancelled, and its slot not free. The next one is the first
that has not begun, the last one the latest that has; `turn_over` makes the one the other as time goes by.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kartei.db.scope import current_workspace_id, workspace_scope
from kartei.people.models import Client
from kartei.tenancy.models import workspace_ids

BATCH = 500  # clients whose dates are told anew in one transaction

# Two statements, because the second one has to see what whoever held the rows has stored.
LOCK = """
SELECT id FROM people_client WHERE workspace_id = %(workspace)s AND id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE
"""

TELL = """
UPDATE people_client c SET next_appointment_at = told.next, last_appointment_at = told.last FROM (
    SELECT k.workspace_id, k.id, found.next, found.last FROM people_client k CROSS JOIN LATERAL (
        SELECT min(t.starts_at) FILTER (WHERE t.starts_at > %(now)s) AS next,
            max(t.starts_at) FILTER (WHERE t.starts_at <= %(now)s) AS last
        FROM calendar_attendance t
        JOIN calendar_appointmentstatus s ON s.workspace_id = t.workspace_id AND s.id = t.status_id
        WHERE t.workspace_id = k.workspace_id AND t.client_id = k.id
        AND s.kind IN ('pending', 'open', 'done') AND NOT s.frees_slot AND NOT EXISTS (
            SELECT FROM calendar_appointment a
            WHERE a.workspace_id = t.workspace_id AND a.id = t.appointment_id AND a.deleted_at IS NOT NULL
        )
    ) found WHERE k.workspace_id = %(workspace)s AND k.id = ANY(%(ids)s)
) told
WHERE c.workspace_id = told.workspace_id AND c.id = told.id
AND (c.next_appointment_at, c.last_appointment_at) IS DISTINCT FROM (told.next, told.last)
"""


def refresh(clients: Collection[UUID], *, now: datetime | None = None) -> None:
    """Let the columns of these clients say what their appointments say now. Part of the caller's transaction."""
    if not clients:
        return
    values: dict[str, Any] = {"workspace": current_workspace_id(), "ids": list(clients), "now": now or timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(LOCK, values)
        cursor.execute(TELL, values)


def turn_over(now: datetime) -> None:
    """Of every workspace, whose next appointment has begun by now: it is the last one from now on."""
    for workspace_id in workspace_ids():
        while _turn_batch(workspace_id, now):
            pass


def _turn_batch(workspace_id: UUID, now: datetime) -> bool:
    """Whether there may be more."""
    with workspace_scope(workspace_id):
        begun = Client.objects.filter(next_appointment_at__lte=now).order_by("next_appointment_at", "id")
        ids = list(begun.values_list("pk", flat=True)[:BATCH])
        refresh(ids, now=now)
    return len(ids) == BATCH
