"""The database as a backup sees it: one snapshot, its tables from the catalogue, their rows as COPY writes them.

Rows and not `pg_dump`: the tables are made by the migrations, with the roles of the installation that is restored to,
whatever they are called there, and it makes no difference which PostgreSQL wrote the rows and which one takes them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from psycopg import sql

from kartei.backup.faults import BackupError
from kartei.db.locks import STORED_FILES

MIGRATIONS = "django_migrations"
LEFT_OUT = {
    MIGRATIONS: "what they say stands in the head",
    "cache": "counts attempts for minutes",
    "django_session": "an earlier version kept logins there",
}
EMPTIED = {"accounts_login"}  # a login that has ended must not come back to life
Connection = psycopg.Connection[Any]


class Taken(BackupError):
    """Another process holds the lock."""


_SETTINGS = {
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "synchronize_seqscans": "off",  # the same rows in the same order each time
    "datestyle": "ISO, MDY",
    "intervalstyle": "postgres",
    "timezone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
_TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '')
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    GROUP BY c.relname ORDER BY c.relname
"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


@contextmanager
def owner(database: str = "") -> Iterator[Connection]:
    """A connection as the role that owns the tables, for which row-level security does not hold. Raises BackupError."""
    if settings.OWNING["USER"] == settings.SERVING["USER"] or not settings.OWNING["NAME"]:
        raise BackupError("DATABASE_OWNER_URL is needed beside DATABASE_URL: only the owner sees every row.")
    with psycopg.connect(**where(database), autocommit=True) as connection:
        for name, value in _SETTINGS.items():
            connection.execute(sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        yield connection


def where(database: str = "") -> dict[str, Any]:
    """How the owner connects: to the instance's database, or to another one beside it."""
    found = settings.OWNING
    place = {"host": found["HOST"], "port": found["PORT"], "user": found["USER"], "password": found["PASSWORD"]}
    known = {name: value for name, value in place.items() if value}
    return {**found["OPTIONS"], **known, "dbname": database or found["NAME"], "connect_timeout": 10}


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """Everything that is read inside is as it was at one moment."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def sharing(connection: Connection) -> Iterator[None]:
    """No stored file is removed inside."""
    connection.execute("SELECT pg_advisory_lock_shared(%s)", [STORED_FILES])
    try:
        yield
    finally:
        connection.execute("SELECT pg_advisory_unlock_shared(%s)", [STORED_FILES])


@contextmanager
def alone(connection: Connection, lock: int) -> Iterator[None]:
    """Raises Taken while another one, on whichever machine, holds the lock."""
    if not _first(connection, "SELECT pg_try_advisory_lock(%s)", lock):
        raise Taken("The nightly backup is being made at this moment.")
    try:
        yield
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [lock])


def tables(connection: Connection) -> dict[str, list[str]]:
    """Table → its columns, of all that a backup holds."""
    return {name: columns for name, columns in connection.execute(_TABLES).fetchall() if name not in LEFT_OUT}


def sequences(connection: Connection) -> dict[str, int]:
    return dict(connection.execute(_SEQUENCES).fetchall())


def migrations(connection: Connection) -> list[tuple[str, str]]:
    """Those that were applied, of the applications that this version has."""
    here = {config.label for config in apps.get_app_configs()}
    found = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    return sorted((app, name) for app, name in found if app in here)


def rows(connection: Connection, table: str, columns: list[str]) -> Iterator[bytes]:
    """The rows of a table in COPY's text format, each with its line end."""
    if table in EMPTIED:
        return
    with connection.cursor().copy(_copy(table, columns, "TO STDOUT")) as copy:
        for row in copy:
            yield bytes(row)


def taking(cursor: "psycopg.Cursor[Any]", table: str, columns: list[str]) -> Any:
    """The other way: a context whose `write` takes what `rows` gave."""
    return cursor.copy(_copy(table, columns, "FROM STDIN"))


def is_empty(connection: Connection) -> bool:
    return not _first(connection, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")


def name(connection: Connection) -> str:
    """Server and database, as a mark that says which one was being filled."""
    info = connection.info
    return f"{info.host}:{info.port}/{info.dbname}"


def empty(connection: Connection) -> None:
    """Drop everything that our role owns in this database."""
    connection.execute("DROP OWNED BY CURRENT_USER CASCADE")


def forget_factors(connection: Connection) -> None:
    """Second factors that no key opens any more would lock everybody out: they are set up anew."""
    if _first(connection, "SELECT to_regclass('public.mfa_authenticator')") is not None:
        connection.execute("DELETE FROM mfa_authenticator")


def size(connection: Connection) -> int:
    """Bytes on disk."""
    return int(_first(connection, "SELECT pg_database_size(current_database())"))


def _copy(table: str, columns: list[str], direction: str) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) " + direction).format(sql.Identifier(table), names)


def _first(connection: Connection, question: Any, *values: Any) -> Any:
    found = connection.execute(question, values or None).fetchone()
    return found[0] if found else None
