"""The same HTML from a bare WSGI function, Jinja2 and psycopg: what the list would cost with nothing around it.

`likeness` takes the real page and makes a template of it: everything around the rows stands as it is, one row becomes
the body of a loop, with its status, tags, members and initials worked out for each of fifty rows from four statements.
"""

import os
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from psycopg import Connection
from psycopg.rows import namedtuple_row
from psycopg_pool import ConnectionPool

ROWS = """
SELECT p.id::text AS id, concat_ws(' ', nullif(title, ''), first_name, nullif(name_prefix, ''), last_name) AS name,
       main_phone AS phone, main_email AS email, 'K-' || lpad(number::text, 5, '0') AS number, status_id,
       to_char(p.created_at AT TIME ZONE 'Europe/Berlin', 'DD.MM.YYYY') AS created,
       ARRAY(SELECT tag_id FROM people_clienttag t WHERE t.workspace_id = p.workspace_id AND t.client_id = p.id) AS tags,
       ARRAY(SELECT member_id FROM people_assignment a WHERE a.workspace_id = p.workspace_id AND a.client_id = p.id) AS members
FROM people_person p JOIN people_client c ON c.workspace_id = p.workspace_id AND c.person_id = p.id
WHERE p.workspace_id = %s AND p.is_client AND p.state = 'live' ORDER BY p.sort_key, p.id LIMIT 51
"""
LABELS = {
    "statuses": "SELECT id, code AS label, colour FROM people_status WHERE workspace_id = %s",
    "tags": "SELECT id, name, colour FROM people_tag WHERE workspace_id = %s",
    "members": "SELECT id, name FROM tenancy_member WHERE workspace_id = %s",
}

_STATUS = re.compile(r'dot-\w+("></span>)[^<]*')
_TAGS = re.compile(r'(?:<span class="badge tag-\w+" data-variant="tag">[^<]*</span>\s*)+')
_MEMBERS = re.compile(
    r'(<span title=")[^"]*(">\s*<span class="avatar[^>]*><span>)[^<]*(</span></span>\s*<span class="sr-only">)[^<]*'
)
_AVATAR = re.compile(r'(avatar-sm tint-)\d("[^>]*><span>)[^<]*')


def likeness(page: str, rows: list[Any]) -> str:
    """A Jinja2 template that gives the page again. Raises ValueError when the page has no table of rows."""
    before, found, rest = page.partition("<tbody>")
    body, _, after = rest.partition("</tbody>")
    cells = [f"<tr>{row}" for row in body.split("<tr>")[1:]]
    chosen = [at for at, cell in enumerate(cells) if _TAGS.search(cell) and _MEMBERS.search(cell) and rows[at].email]
    if not found or not chosen:
        raise ValueError("the page has no row with tags, members and an e-mail")
    pattern = _looped(cells[chosen[0]])
    for column in ("id", "name", "phone", "email", "number", "created"):
        pattern = pattern.replace(getattr(rows[chosen[0]], column), "{{ row.%s }}" % column)
    return f"{_raw(before)}<tbody>{{% for row in rows %}}{pattern}{{% endfor %}}</tbody>{_raw(after)}"


def _looped(row: str) -> str:
    """A row with everything that differs from row to row put into Jinja's brackets."""
    row = _AVATAR.sub(r"\g<1>{{ tint(row.id) }}\g<2>{{ initials(row.name) }}", row, count=1)
    row = _STATUS.sub(r"dot-{{ statuses[row.status_id].colour }}\g<1>{{ statuses[row.status_id].label }}", row)
    tag = '<span class="badge tag-{{ tags[tag].colour }}" data-variant="tag">{{ tags[tag].name }}</span>'
    row = _TAGS.sub(f"{{% for tag in row.tags %}}{tag}{{% endfor %}}", row)
    return _MEMBERS.sub(
        r"{% for member in row.members %}\g<1>{{ members[member].name }}\g<2>{{ initials(members[member].name) }}"
        r"\g<3>{{ members[member].name }}{% endfor %}",
        row,
    )


def _raw(text: str) -> str:
    return "{% raw %}" + text + "{% endraw %}"


def initials(name: str) -> str:
    first, last = name[:1], name.rpartition(" ")[2][:1]
    return (first + last).upper()


def tint(key: str) -> int:
    return sum(key.encode()) % 5 + 1


@cache
def _parts() -> tuple[ConnectionPool[Any], jinja2.Template, str]:
    pool = ConnectionPool(
        os.environ["BENCH_DSN"], min_size=1, max_size=4, kwargs={"autocommit": True, "row_factory": namedtuple_row}
    )
    env = jinja2.Environment(autoescape=True)
    env.globals.update(initials=initials, tint=tint)
    return pool, env.from_string(Path(os.environ["BENCH_TEMPLATE"]).read_text()), os.environ["BENCH_WORKSPACE"]


def _values(connection: Connection[Any], workspace: str) -> dict[str, Any]:
    rows = connection.execute(ROWS, [workspace]).fetchall()[:50]
    labels = {name: connection.execute(question, [workspace]) for name, question in LABELS.items()}
    return {"rows": rows, **{name: {label.id: label for label in found} for name, found in labels.items()}}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    pool, template, workspace = _parts()
    with pool.connection() as connection:
        values = _values(connection, workspace)
    body = template.render(values).encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
