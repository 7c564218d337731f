"""The two roles of the embedded server, and the file `roles.json` that tells the other processes how to connect."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, cast

from kartei.db.errors import EmbeddedError

if TYPE_CHECKING:
    import psycopg

DATABASE = "kartei"
OWNER = "kartei_owner"
APP = "kartei_app"
APP_DEFAULTS = {"statement_timeout": "5s", "lock_timeout": "2s", "idle_in_transaction_session_timeout": "30s"}


class Place(TypedDict):
    """Where the server listens: socket folder, port (part of the socket's name), database."""

    host: str
    port: int
    name: str


class Roles(Place):
    """A place with the passwords of both roles."""

    kartei_owner: str
    kartei_app: str


def read(folder: Path) -> Roles | None:
    """The roles of a data folder, None before its first start. Raises EmbeddedError for a file that makes no sense."""
    file = folder / "roles.json"
    try:
        roles = json.loads(file.read_text())
    except FileNotFoundError:
        return None
    except PermissionError as refused:
        raise EmbeddedError(f"{file} may not be read by this user.") from refused
    except ValueError as fault:
        raise EmbeddedError(f"{file} is damaged. The next `kartei up` makes it anew.") from fault
    if not isinstance(roles, dict) or not roles.keys() >= Roles.__annotations__.keys():
        raise EmbeddedError(f"{file} is damaged. The next `kartei up` makes it anew.")
    return cast("Roles", roles)


def write(folder: Path, roles: Roles) -> None:
    """Replaces the file at once, so that nobody reads half of it."""
    write_private(folder / "roles.json", json.dumps(roles, indent=1))


def write_private(path: Path, text: str) -> None:
    """A file that only its owner reads, complete or not there at all."""
    partial = path.with_name(path.name + ".new")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def make(folder: Path, place: Place, superuser: str, password: str) -> None:
    """Makes (or renews) roles and database as superuser, then writes the file. May be repeated after a kill."""
    import psycopg  # costs a fifth of a second: only the first start needs it
    from psycopg import sql

    roles: Roles = {**place, "kartei_owner": secrets.token_urlsafe(32), "kartei_app": secrets.token_urlsafe(32)}
    where: dict[str, Any] = {"host": place["host"], "port": place["port"], "user": superuser, "password": password}
    with _sentences(), psycopg.connect(**where, dbname="postgres", autocommit=True) as connection:
        create(connection, OWNER, roles["kartei_owner"], "CREATEDB")
        create(connection, APP, roles["kartei_app"])
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", [place["name"]]).fetchone() is None:
            name, owner = sql.Identifier(place["name"]), sql.Identifier(OWNER)
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))
    write(folder, roles)


@contextmanager
def _sentences() -> Iterator[None]:
    import psycopg

    try:
        yield
    except psycopg.Error as fault:
        raise EmbeddedError(f"The roles of the database could not be made: {str(fault).splitlines()[-1]}") from fault


def create(connection: "psycopg.Connection", role: str, password: str, *rights: str) -> None:
    """A role that may log in, with `rights` only; one without rights gets the time limits of the serving role."""
    from psycopg import sql

    name = sql.Identifier(role)
    if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {}").format(name))
    options = sql.SQL(" ".join(rights or ("NOCREATEDB",)))
    plain = sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS {} PASSWORD {}")
    connection.execute(plain.format(name, options, sql.Literal(password)))
    for setting, value in () if rights else APP_DEFAULTS.items():
        limit = sql.SQL("ALTER ROLE {} SET {} = {}")
        connection.execute(limit.format(name, sql.Identifier(setting), sql.Literal(value)))
