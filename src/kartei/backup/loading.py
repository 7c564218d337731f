"""Loading a backup into an empty database: the tables as they were then, the rows, and then today's migrations.

Runs as the owner, in a process whose settings name the target.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import connection as django_connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from kartei.backup import database
from kartei.backup.archive import Member
from kartei.backup.contents import Head, Sums, refuse_unknown_migrations
from kartei.backup.faults import BackupError, Damaged
from kartei.backup.reading import table_of, unpacked
from kartei.db.grants import grant_by_default

Tell = Callable[[str], None]
_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'x', 'f') AND conrelid <> %(kept)s::regclass
    ORDER BY array_position(ARRAY['f', 'x', 'u', 'p']::"char"[], contype), conname
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
        AND indrelid <> %(kept)s::regclass
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
"""


def make_tables(head: Head) -> None:
    """The tables with the migrations that the backup had. Raises Newer for one that this version does not know."""
    refuse_unknown_migrations(head, set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations))
    grant_by_default("default")
    executor = MigrationExecutor(django_connection)
    executor.migrate(_targets(executor, {(app, name) for app, name in head.migrations}))
    django_connection.close()


def _targets(executor: MigrationExecutor, applied: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those that nothing else that was applied builds on."""
    graph = executor.loader.graph
    return [node for node in applied if not {child.key for child in graph.node_map[node].children} & applied]


def bring_up_to_date() -> None:
    """What `kartei migrate` does."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    with django_connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Loader:
    """Takes the members of the database one by one, in a transaction that the caller holds open."""

    def __init__(self, connection: database.Connection, head: Head, sums: Sums, tell: Tell) -> None:
        self._connection, self._head, self._sums, self._tell = connection, head, sums, tell
        self._cursor = connection.cursor()
        self._rows = dict.fromkeys(head.tables, 0)
        self._refuse_other_tables()

    def take(self, member: Member) -> None:
        """COPY one part in. Raises Damaged, BackupError."""
        name = table_of(member)
        try:
            with database.taking(self._cursor, name, self._head.tables[name]) as copy:
                for piece in unpacked(member):
                    copy.write(piece)
        except (psycopg.DataError, psycopg.IntegrityError) as fault:
            raise Damaged(f"{member.name} ({str(fault).splitlines()[0]})", "is damaged in") from fault
        self._rows[name] += self._cursor.rowcount
        if self._rows[name] == self._sums.tables[name].rows:
            self._tell(f"{name}: {self._rows[name]:,}")

    def finish(self) -> None:
        """Sequences, and the counts that the sums name. Raises Damaged."""
        for name, value in self._head.sequences.items():
            self._connection.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [name, value])
        for name, count in self._rows.items():
            if count != self._sums.tables[name].rows:
                raise Damaged(f"the table {name}", "does not hold what its sums say")

    def _refuse_other_tables(self) -> None:
        here = database.tables(self._connection)
        for name, columns in self._head.tables.items():
            if not set(columns) <= set(here.get(name, ())):
                raise BackupError(f"The table {name} of the backup has columns that this version does not make.")


@contextmanager
def bare_tables(connection: database.Connection, tell: Tell) -> Iterator[None]:
    """Tables without keys, indexes and triggers inside; all of them are made again, and hold, at the end."""
    names = [sql.Identifier(name) for name in database.tables(connection)]
    kept = {"kept": database.MIGRATIONS}
    constraints = connection.execute(_CONSTRAINTS, kept).fetchall()
    indexes = connection.execute(_INDEXES, kept).fetchall()
    for name in names:
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(names)))
    for table, name, _definition, _kind in constraints:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {_quoted(name)}")
    for index, _definition in indexes:
        connection.execute(f"DROP INDEX {index}")
    yield
    tell("keys and indexes")
    connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for table, name, definition, kind in reversed(constraints):
        if kind != "f":
            connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {_quoted(name)} {definition}")
    for _index, definition in indexes:
        connection.execute(definition)
    for table, name, definition, kind in constraints:
        if kind == "f":
            connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {_quoted(name)} {definition}")
    for name in names:
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
