"""What a member has to do: a thousand open tasks, and ten times as many that are done."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from kartei.db.keys import uuid7

OPEN, DONE = 1_000, 10_000


def tasks(
    seed: int, workspace: UUID, member: UUID, clients: list[UUID]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of tasks and of who is to do them; nine of ten are about a client, nine of ten have a day."""
    dice, now = Random(seed), timezone.now()
    rows = []
    for place in range(OPEN + DONE):
        day = now + timedelta(days=dice.randint(-5, 300))
        rows.append(
            {
                "id": uuid7(),
                "workspace_id": workspace,
                "text": f"Bericht {place} an die Hausarztpraxis schreiben",
                "client_id": dice.choice(clients) if dice.randrange(10) else None,
                "due_on": day.date() if dice.randrange(10) else None,
                "done_at": now - timedelta(hours=dice.randint(1, 20_000)) if place >= OPEN else None,
                "done_by_id": member if place >= OPEN else None,
                "created_by_id": member,
            }
        )
    doers = [{"id": uuid4(), "workspace_id": workspace, "task_id": row["id"], "member_id": member} for row in rows]
    return rows, doers
