"""What the role that serves requests may do: all four rights on new tables, fewer on those that only grow."""

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.operations import RunPython


def grant_by_default(using: str, **kwargs: Any) -> None:
    """Before the first table and again in every test database: default privileges belong to one database.

    Covers Procrastinate's tables and the cache table too, which the owner makes later.
    """
    role = connections[using].ops.quote_name(settings.APP_ROLE)
    with connections[using].cursor() as cursor:
        cursor.execute(f"ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}")
        cursor.execute(f"ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {role}")


def append_only(*tables: str) -> RunPython:
    """Migration step: the serving role may add to these tables and read them, nothing else."""
    return RunPython(_revoke(tables, "UPDATE, DELETE"), RunPython.noop)


def never_deleted(*tables: str) -> RunPython:
    """Migration step: the serving role may not delete from these tables."""
    return RunPython(_revoke(tables, "DELETE"), RunPython.noop)


def read_only(*tables: str) -> RunPython:
    """Migration step: the serving role may read these tables, nothing else."""
    return RunPython(_revoke(tables, "INSERT, UPDATE, DELETE"), RunPython.noop)


def _revoke(tables: tuple[str, ...], rights: str) -> Any:
    def run(apps: Any, schema_editor: Any) -> None:
        quote = schema_editor.quote_name
        for table in tables:
            schema_editor.execute(f"REVOKE {rights} ON {quote(table)} FROM {quote(settings.APP_ROLE)}")

    return run
