"""The schema in one file, for a database that is still empty: a second instead of the ten that all migrations take.

`python3 dev.py schema` writes the file from the migrations, which stay the one source; `dev.py check` compares.
"""

import hashlib
import importlib.metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

PACKAGE = Path(__file__).resolve().parents[1]
FILE = PACKAGE / "db/first_schema.sql"
HEAD = "-- Written by “dev.py schema”. Migrations: "  # the file's first line, up to their fingerprint
MIGRATING = ("django", "django-allauth", "procrastinate")  # packages with migrations of their own


def fingerprint() -> str:
    """Of all migrations there are, ours and those of the packages: the same as long as nothing has to be migrated."""
    digest = hashlib.sha256()
    for file in sorted(PACKAGE.glob("*/migrations/*.py")):
        digest.update(file.name.encode() + file.read_bytes())
    for package in MIGRATING:
        digest.update(f"{package} {importlib.metadata.version(package)}".encode())
    return digest.hexdigest()


def load(connection: "psycopg.Connection[Any]", migrations: str) -> bool:
    """Fill an empty database as its owner, all of it or nothing; False where the migrations have to do it.

    That is so for a database that holds something, for a file that tells of other `migrations`, and for a server that
    does not understand the file.
    """
    import psycopg

    head, _, text = FILE.read_text().partition("\n")
    if head != HEAD + migrations or connection.execute("SELECT to_regclass('django_migrations')").fetchone() != (None,):
        return False
    try:
        with connection.transaction():
            connection.execute(text.encode())
    except psycopg.Error:
        return False
    return True
