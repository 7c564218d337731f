"""With whom the contacts of a list are linked: the first names, by one statement for all rows."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from kartei.people.models.person import name_of
from kartei.people.rows import Row, fetched
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right

SHOWN = 2
# A few rows of each contact in the order of the index, however many there are: an insurance may know thousands. Some
# are the same person by another type.
LINKED = """
SELECT wanted.id, p.id, p.is_client, p.kind, p.title, p.first_name, p.name_prefix, p.last_name, p.organisation
FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS wanted (id, place)
CROSS JOIN LATERAL (
    (SELECT person_id AS far_id FROM people_relationship r
     WHERE r.workspace_id = %(workspace)s AND r.other_id = wanted.id AND {reach} ORDER BY 1 LIMIT 12)
    UNION ALL
    (SELECT other_id FROM people_relationship r
     WHERE r.workspace_id = %(workspace)s AND r.person_id = wanted.id AND {inverse_reach} ORDER BY 1 LIMIT 12)
) AS link
JOIN people_person p ON p.workspace_id = %(workspace)s AND p.id = link.far_id AND p.state NOT IN ('trash', 'merged')
ORDER BY wanted.place, p.id
"""
ASSIGNED = """EXISTS (SELECT FROM people_assignment a
    WHERE a.workspace_id = %(workspace)s AND a.member_id = %(member)s AND a.client_id = r.{side}_id)"""


class Link(NamedTuple):
    """Somebody whom a contact is linked with."""

    id: UUID
    name: str
    is_client: bool


class _Line(NamedTuple):
    """What LINKED gives."""

    contact: UUID
    id: UUID
    is_client: bool
    kind: str
    title: str
    first_name: str
    name_prefix: str
    last_name: str
    organisation: str


def add_links(rows: Iterable[Row], *, seen_by: Member) -> None:
    """Tell each row the first people it is linked with; of the practice's clients only those in reach."""
    known = {row.id: row for row in rows}
    found: dict[UUID, dict[UUID, Link]] = {pk: {} for pk in known}
    for line in map(_Line._make, fetched(_question(seen_by), ids=list(known), member=seen_by.pk) if known else []):
        found[line.contact].setdefault(line.id, Link(line.id, name_of(line), line.is_client))
    for pk, row in known.items():
        row.links, row.has_more_links = list(found[pk].values())[:SHOWN], len(found[pk]) > SHOWN


def _question(seen_by: Member) -> Any:
    if seen_by.level(Right.PROFILES_VIEW) == Level.ALL:
        return LINKED.format(reach="true", inverse_reach="true")
    return LINKED.format(reach=ASSIGNED.format(side="person"), inverse_reach=ASSIGNED.format(side="other"))
