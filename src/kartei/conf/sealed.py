"""Where sealed secrets lie, which keys have sealed them, and sealing them anew under the current key.

Plain SQL as the role that owns the tables: this crosses workspaces, which the role that serves cannot.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, LiteralString

from kartei.lib.envelope import VERSION, KeyMissing, KeyRing, SealBroken

if TYPE_CHECKING:
    import psycopg
    from psycopg import sql

    Connection = psycopg.Connection[Any]

BATCH = 100  # secrets in one transaction, so that nobody who saves one waits


@dataclass(frozen=True)
class Place:
    """A text column or, with `key`, a value of a jsonb column. `owner`: the column that says for whom it was sealed.

    The row is nothing without its secret: it goes when the key is lost.
    """

    table: str
    column: str
    purpose: str
    owner: str = ""
    key: str = ""


PLACES = (
    Place("mfa_authenticator", "data", "mfa", key="secret"),
    Place("mfa_authenticator", "data", "mfa", key="seed"),
    Place("inbox_mailaccount", "password", "smtp", owner="workspace_id"),
)


@dataclass
class Outcome:
    """What was sealed anew, and the rows (“table id”) whose secret does not open."""

    moved: int = 0
    broken: list[str] = field(default_factory=list)


def usage(connection: "Connection", places: Iterable[Place] = PLACES) -> Counter[str]:
    """Key id → how many stored secrets it seals."""
    counts: Counter[str] = Counter()
    for place in _existing(connection, places):
        question = "SELECT split_part({value}, '.', 2), count(*) FROM {table} WHERE {sealed} GROUP BY 1"
        counts.update(dict(connection.execute(_filled(question, place)).fetchall()))
    return counts


def reseal(connection: "Connection", ring: KeyRing, places: Iterable[Place] = PLACES) -> Outcome:
    """Seal anew what other keys than the current one have sealed, until nothing is left of it.

    Each batch is a transaction of its own: what a kill interrupts goes on from there.
    """
    outcome = Outcome()
    for place in _existing(connection, places):
        broken: list[str] = []
        while _reseal_batch(connection, ring, place, broken, outcome):
            pass
        outcome.broken += [f"{place.table} {row}" for row in broken]
    return outcome


def unopened(connection: "Connection", ring: KeyRing, places: Iterable[Place] = PLACES) -> Iterator[str]:
    """The rows (“table id”) whose secret no key opens, or is not sealed at all."""
    for place in _existing(connection, places):
        for row, owner, value in connection.execute(_filled(f"{_SELECT} WHERE {{value}} <> ''", place)).fetchall():
            if _opened(ring, place, owner, value) is None:
                yield f"{place.table} {row}"


def forget(connection: "Connection", key_id: str, places: Iterable[Place] = PLACES) -> int:
    """Remove what a lost key has sealed; returns how many rows there were."""
    question = "DELETE FROM {table} WHERE {sealed} AND split_part({value}, '.', 2) = %s"
    return sum(
        connection.execute(_filled(question, place), [key_id]).rowcount for place in _existing(connection, places)
    )


def mentions(connection: "Connection", key_id: str) -> list[str]:
    """Every column of the database in which something sealed by a key stands, be it a place we know or not."""
    found = connection.execute(_COLUMNS).fetchall()
    question = "SELECT EXISTS (SELECT FROM {table} WHERE {column}::text LIKE %s)"
    pattern = f"%{VERSION}.{key_id}.%"
    return [
        f"{table}.{column}"
        for table, column in found
        if connection.execute(_filled(question, Place(table, column, "")), [pattern]).fetchone() == (True,)
    ]


def _reseal_batch(connection: "Connection", ring: KeyRing, place: Place, broken: list[str], outcome: Outcome) -> int:
    """Lock the next rows, seal them anew; those that do not open are put into `broken`. Returns how many there were."""
    with connection.transaction():
        found = connection.execute(_filled(_NEXT, place), [ring.current.id, broken, BATCH]).fetchall()
        for row, owner, value in found:
            secret = _opened(ring, place, owner, value)
            if secret is None:
                broken.append(row)
                continue
            connection.execute(_filled(_UPDATE, place), [ring.seal(secret, place.purpose, owner), row])
            outcome.moved += 1
    return len(found)


def _opened(ring: KeyRing, place: Place, owner: str, value: str) -> str | None:
    try:
        return ring.open(value, place.purpose, owner)
    except (KeyMissing, SealBroken):
        return None


def _existing(connection: "Connection", places: Iterable[Place]) -> list[Place]:
    """Those whose table has been made; before the first migration there is none."""
    question = "SELECT to_regclass(%s) IS NOT NULL"
    return [place for place in places if connection.execute(question, [place.table]).fetchone() == (True,)]


def _filled(text: LiteralString, place: Place) -> "sql.Composed":
    from psycopg import sql

    column, key = sql.Identifier(place.column), sql.Literal(place.key)
    value = sql.SQL("({} ->> {})").format(column, key) if place.key else column
    new = sql.SQL("jsonb_set({}, ARRAY[{}], to_jsonb(%s::text))").format(column, key) if place.key else sql.SQL("%s")
    return sql.SQL(text).format(
        table=sql.Identifier(place.table),
        column=column,
        value=value,
        sealed=sql.SQL("starts_with({}, {})").format(value, sql.Literal(f"{VERSION}.")),
        owner=sql.SQL("{}::text").format(sql.Identifier(place.owner)) if place.owner else sql.Literal(""),
        new=new,
    )


_SELECT = "SELECT id::text, {owner}, {value} FROM {table}"
_NEXT = (
    _SELECT + " WHERE {sealed} AND split_part({value}, '.', 2) <> %s AND id::text <> ALL(%s)"
    " ORDER BY id LIMIT %s FOR UPDATE"
)
_UPDATE = "UPDATE {table} SET {column} = {new} WHERE id::text = %s"
_COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns JOIN pg_tables ON tablename = table_name
    WHERE table_schema = 'public' AND schemaname = 'public' AND data_type IN ('text', 'character varying', 'jsonb')
    ORDER BY 1, 2
"""
