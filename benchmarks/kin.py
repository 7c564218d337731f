"""Who belongs to whom: two relations for three clients, and one big family around the client that is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from kartei.db.keys import uuid7

AROUND = (
    "parent",
    "parent",
    "sibling",
    "sibling",
    "partner",
    "custodian",
    "friend",
    "family_doctor",
    "payer",
    "school",
)
FURTHER = ("parent", "sibling", "grandparent", "relative", "friend")  # of each of the first six of those


def relations(workspace: UUID, types: dict[str, UUID], clients: list[UUID], middle: UUID) -> Iterator[dict[str, Any]]:
    """Rows of relations; `types` are ids by code, `clients` in any order."""
    for place in range(0, len(clients) - 2, 3):
        child, parent, sibling = clients[place : place + 3]
        yield _row(workspace, types["parent"], child, parent)
        yield _row(workspace, types["sibling"], child, sibling)
    others = iter([pk for pk in clients[:100] if pk != middle])
    for place, code in enumerate(AROUND):
        near = next(others)
        yield _row(workspace, types[code], middle, near)
        for further in FURTHER if place < 6 else ():
            yield _row(workspace, types[further], next(others), near)


def _row(workspace: UUID, kind: UUID, person: UUID, other: UUID) -> dict[str, Any]:
    return {"id": uuid7(), "workspace_id": workspace, "type_id": kind, "person_id": person, "other_id": other}
