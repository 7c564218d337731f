"""What the tests of relations need again and again."""

import re
from html import unescape
from typing import Any

from kartei.db.scope import workspace_scope
from kartei.people.creating import Particulars, create_client, create_contact
from kartei.people.models import Person, RelationType, Status
from kartei.people.relating import Bond
from tests.cast import Cast


def base_of(person: Person) -> str:
    """The address of somebody's relations."""
    return f"/w/lindenhof/{'clients' if person.is_client else 'contacts'}/{person.pk}/relationships/"


def kind(cast: Cast, code: str) -> str:
    """What a form sends for a type: "parent", or "parent/inverse" for the other direction."""
    code, slash, end = code.partition("/")
    with workspace_scope(cast.lindenhof.id):
        return f"{RelationType.objects.get(code=code).pk}{slash}{end}"


def bond(code: str, **more: Any) -> Bond:
    """The same for the verbs, inside a scope."""
    code, _, end = code.partition("/")
    return Bond(RelationType.objects.get(code=code), bool(end), **more)


def add_client(cast: Cast, name: str) -> Person:
    first, _, last = name.partition(" ")
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="active")
        return create_client(Particulars(first_name=first, last_name=last), status=status, by=cast.anna).person


def add_contact(cast: Cast, name: str, **told: str) -> Person:
    first, _, last = name.partition(" ")
    with workspace_scope(cast.lindenhof.id):
        return create_contact(Particulars(first_name=first, last_name=last, **told), by=cast.anna)


def rows_in(html: str) -> list[list[str]]:
    """Name, type, kind of record, marks and note of each row of the table."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [
        re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]
    return [[_text(cell) for cell in cells[:5]] for cells in rows]


def _text(cell: str) -> str:
    plain = re.sub(r'<span class="avatar.*?</span></span>', "", cell, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", plain)).split())
