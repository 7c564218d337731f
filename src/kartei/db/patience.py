"""What long work may ask of the database within its transaction; requests have five seconds (roles.APP_DEFAULTS)."""

from django.db import connection


def let_statements_take(seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{int(seconds)}s'")


def expect_many_rows() -> None:
    """On a near-empty table the cached plan of a foreign key's check is a full scan: thousands of rows take hours."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
