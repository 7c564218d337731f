"""The lines of lists, by plain statements: to build these queries anew each time took four times as long as they do."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kartei.db.scope import current_workspace_id
from kartei.lib import ages
from kartei.people.fields.guarding import RIGHTS, closed_in_lists
from kartei.people.fields.reading import Overlooking, hidden_among
from kartei.people.models import BUILT_IN_STATUSES, Field
from kartei.people.models.person import name_of
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right

LABELS = """
SELECT 'statuses', id, code, name, colour, lpad(position::text, 5, '0') AS place, '' AS "group"
FROM people_status WHERE workspace_id = %(workspace)s
UNION ALL
SELECT 'tags', id, '', name, colour, key, "group" FROM people_tag WHERE workspace_id = %(workspace)s
UNION ALL
SELECT 'members', id, '', name, '', name, '' FROM tenancy_member WHERE workspace_id = %(workspace)s AND state = 'active'
ORDER BY place, id
"""

# Own fields, those of the built-in sections first.
FIELDS = """
SELECT f.id, f.section_id, f.moved_from_id, f.type, f.label, f.options, f.on_contacts, f."group", f.archived_at
FROM people_field f JOIN people_fieldsection s ON s.workspace_id = f.workspace_id AND s.id = f.section_id
WHERE f.workspace_id = %(workspace)s
ORDER BY s.built_in = '', s.position, s.id, f.position, f.id
"""

ROWS = """
SELECT p.id, p.kind, p.title, p.first_name, p.name_prefix, p.last_name, p.organisation, p.role,
       p.main_phone, p.main_email, p.birth_date, p.created_at, p.is_demo, c.status_id, c.number,
       c.next_appointment_at, c.last_appointment_at,
       ARRAY(SELECT tag_id FROM people_clienttag t WHERE t.workspace_id = p.workspace_id AND t.client_id = p.id),
       ARRAY(SELECT member_id FROM people_assignment a WHERE a.workspace_id = p.workspace_id AND a.client_id = p.id)
FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS wanted (id, place)
JOIN people_person p ON p.workspace_id = %(workspace)s AND p.id = wanted.id
LEFT JOIN people_client c ON c.workspace_id = p.workspace_id AND c.id = p.id
ORDER BY wanted.place
"""


@dataclass(frozen=True, slots=True)
class Label:
    """A status, a tag or a member as lists and their filters show it."""

    id: UUID
    name: str
    colour: str
    place: int  # in the order of its kind

    @property
    def label(self) -> str:
        return self.name


@dataclass
class Labels:
    """What rows, filters and columns of the workspace are made of, in its order and read once for all of them."""

    statuses: dict[UUID, Label] = field(default_factory=dict)
    tags: dict[UUID, Label] = field(default_factory=dict)
    members: dict[UUID, Label] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)  # own fields in use, by Field.name
    archived: dict[str, Field] = field(default_factory=dict)  # those that are asked no more, and whose values stay
    closed: frozenset[str] = frozenset()  # names of own fields and ids of tags that lists do not tell the member
    reading: Overlooking | None = None  # of what these say
    tells_dates: bool = False  # next and last appointments: to whoever sees the whole calendar

    @classmethod
    def read(cls, *, fields_for: Member | None = None) -> "Labels":
        """Those of the open workspace, in one statement; in another the own fields that lists tell a member.

        Without a member no tag that belongs to a group is told.
        """
        labels, hidden = cls(), set[str]()
        groups = closed_in_lists(fields_for) if fields_for is not None else RIGHTS.keys()
        for place, (kind, pk, code, name, colour, _, group) in enumerate(fetched(LABELS)):
            if group in groups:
                hidden.add(str(pk))
                continue
            getattr(labels, kind)[pk] = Label(pk, name or str(BUILT_IN_STATUSES[code][0]), colour, place)
        if fields_for is not None:
            found = {one.name: one for one in map(_field, fetched(FIELDS))}
            labels.closed = hidden_among(found, closed_in_lists(fields_for)) | hidden
            seen = {name: one for name, one in found.items() if name not in labels.closed}
            labels.fields = {name: one for name, one in seen.items() if one.archived_at is None}
            labels.archived = {name: one for name, one in seen.items() if one.archived_at is not None}
            labels.reading = Overlooking(fields_for)
            labels.tells_dates = fields_for.level(Right.CALENDAR_VIEW) >= Level.ALL
        return labels


@dataclass(slots=True)
class Row:
    """One line of a list, with labels already looked up."""

    id: UUID
    name: str
    status: Label | None
    tags: list[Label]
    members: list[Label]
    phone: str
    email: str
    number: str
    birth_date: date | None
    created_on: datetime
    is_demo: bool
    next_at: datetime | None = None  # appointments; a column tells them to whom Labels.tells_dates
    last_at: datetime | None = None
    organisation: str = ""
    role: str = ""
    reason: str = ""  # why a search found it
    links: list[Any] = field(default_factory=list)  # of a contact: links.Link, whom it is linked with
    has_more_links: bool = False
    city: str = ""  # and the rest: when a column shows it, see columns.add_details
    own: dict[str, Any] = field(default_factory=dict)  # {Field.name: the kept value, or the result}

    @property
    def age(self) -> int | None:
        """In full years, today."""
        return ages.age_on(self.birth_date, timezone.localdate()) if self.birth_date else None


class _Line(NamedTuple):
    """What ROWS gives."""

    id: UUID
    kind: str
    title: str
    first_name: str
    name_prefix: str
    last_name: str
    organisation: str
    role: str
    phone: str
    email: str
    birth_date: date | None
    created_at: datetime
    is_demo: bool
    status: UUID | None
    number: int | None
    next_at: datetime | None
    last_at: datetime | None
    tags: list[UUID]
    members: list[UUID]


def rows_of(ids: Sequence[UUID], labels: Labels) -> list[Row]:
    """The people with these ids in their order, in one statement. Whether they are in reach was asked with the ids."""
    return [_row(_Line(*line), labels) for line in fetched(ROWS, ids=list(ids))] if ids else []


def _row(line: _Line, labels: Labels) -> Row:
    return Row(
        id=line.id,
        name=name_of(line),
        status=labels.statuses.get(line.status) if line.status else None,
        tags=sorted((labels.tags[tag] for tag in line.tags if tag in labels.tags), key=attrgetter("place")),
        members=[labels.members[member] for member in line.members if member in labels.members],
        phone=line.phone,
        email=line.email,
        number=f"K-{line.number:05}" if line.number else "",
        birth_date=line.birth_date,
        created_on=line.created_at,
        next_at=line.next_at,
        last_at=line.last_at,
        is_demo=line.is_demo,
        organisation=line.organisation,
        role=line.role,
    )


def _field(line: Any) -> Field:
    pk, section, former, type_, label, options, on_contacts, group, archived_at = line
    return Field(
        id=pk,
        section_id=section,
        moved_from_id=former,
        type=type_,
        label=label,
        options=json.loads(options),
        on_contacts=on_contacts,
        group=group,
        archived_at=archived_at,
    )


def fetched(question: str, **values: Any) -> list[Any]:
    """The rows that a statement gives in the open workspace, whose id it calls `workspace`."""
    with connection.cursor() as cursor:
        cursor.execute(question, {"workspace": current_workspace_id(), **values})
        rows: list[Any] = cursor.fetchall()
    return rows
