"""A number per section of a record: whoever saves names the one they read, and nobody is overwritten silently."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from kartei.db.scope import current_workspace_id
from kartei.people.models import Person, PersonState

TOUCH = """
UPDATE people_person
SET version = version + 1,
    versions = versions || jsonb_build_object(%(section)s::text, coalesce((versions->>%(section)s)::int, 0) + 1)
WHERE workspace_id = %(workspace)s AND id = ANY(%(ids)s)
RETURNING id, (versions->>%(section)s)::int
"""


class StaleVersion(Exception):
    """Somebody has saved this section since it was read."""


def touch(person: Person, section: str, version: int | None = None) -> Person:
    """Lock the person, compare the section's number with `version` (None: do not compare), and count both up.

    Returns the locked row. Raises StaleVersion, also for a record that was merged into another one meanwhile, or made a
    contact of a client, or a client of a contact.
    """
    locked: Person = Person.objects.select_for_update().get(pk=person.pk)
    current = version_of(locked, section)
    is_another = locked.state == PersonState.MERGED or locked.is_client != person.is_client
    if version is not None and (version != current or is_another):
        raise StaleVersion
    locked.versions = {**locked.versions, section: current + 1}
    locked.version += 1
    locked.save(update_fields=["versions", "version"])
    person.versions, person.version = locked.versions, locked.version
    return locked


def touch_all(ids: Collection[UUID], section: str) -> dict[UUID, int]:
    """Count the section's number of these people up, whose rows the caller has locked; returns the new numbers."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCH, {"section": section, "workspace": current_workspace_id(), "ids": list(ids)})
        return dict(cursor.fetchall())


def version_of(person: Person, section: str) -> int:
    """The number of the section's last save, 0 before the first."""
    return int(person.versions.get(section, 0))
