"""Many rows at once: COPY into a temporary table, then one statement under row-level security.

COPY straight into a table of a workspace is refused to the serving role; this way is three to four times as fast as
`bulk_create`. Rows are mappings of column names, since a hundred thousand model instances take longer to make than to
store. Needs an open `workspace_scope`; neither `save()` nor `auto_now_add` runs.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

from kartei.db.scope import current_workspace_id

Row = Mapping[str, Any]


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Add rows, each with its `id`; what none of them names takes the field's default."""
    if not rows:
        return
    named = set().union(*rows)
    fields = [field for field in model._meta.concrete_fields if field.attname in named]
    constant = [field for field in model._meta.concrete_fields if field.attname not in named]
    aside = _stage(model, fields, rows)
    _execute(
        f"INSERT INTO {_table(model)} ({_columns([*fields, *constant])})"  # noqa: S608  # names of our own columns
        f" SELECT {', '.join([_columns(fields), *['%s'] * len(constant)])} FROM {aside}",
        [_prepared(field, field.get_default()) for field in constant],
    )
    _execute(f"TRUNCATE {aside}")


def update(model: type[models.Model], rows: Sequence[Row], names: Sequence[str]) -> None:
    """Write the columns `names` of existing rows; each row names its `id` too."""
    if not rows:
        return
    table = _table(model)
    fields = [field for field in model._meta.concrete_fields if field.attname in names]
    aside = _stage(model, [model._meta.get_field("id"), *fields], rows)
    new = ", ".join(f"{_quoted(str(field.column))} = aside.{_quoted(str(field.column))}" for field in fields)
    _execute(
        f"UPDATE {table} SET {new} FROM {aside} AS aside"  # noqa: S608  # names of our own columns
        f" WHERE {table}.workspace_id = %s AND {table}.id = aside.id",
        [current_workspace_id()],
    )
    _execute(f"TRUNCATE {aside}")


def forget_plans() -> None:
    """Have the checks of foreign keys planned anew.

    In a table that looks empty all indexes that begin with the workspace seem equally good, and a session keeps the
    plan of its first check: with the wrong one each further row costs a scan of all those before.
    """
    _execute("DISCARD PLANS")


def _stage(model: type[models.Model], fields: Sequence[Any], rows: Sequence[Row]) -> str:
    """Fill the temporary twin of the model's table, which ends with the transaction; returns its name."""
    aside = _quoted(f"aside_{model._meta.db_table}")
    _execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {aside} ON COMMIT DROP AS TABLE {_table(model)} WITH NO DATA")
    defaults = [(field.attname, field.get_default()) for field in fields]
    documents = [at for at, field in enumerate(fields) if isinstance(field, models.JSONField)]
    command = f"COPY {aside} ({_columns(fields)}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            values = [row.get(name, default) for name, default in defaults]
            for at in documents:
                values[at] = _document(values[at])
            copy.write_row(values)
    return aside


def _document(value: Any) -> Any:
    return None if value is None else Jsonb(value)


def _prepared(field: Any, value: Any) -> Any:
    return _document(value) if isinstance(field, models.JSONField) else value


def _execute(sql: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _columns(fields: Sequence[Any]) -> str:
    return ", ".join(_quoted(field.column) for field in fields)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
