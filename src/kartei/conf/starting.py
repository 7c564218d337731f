"""What `kartei up` does before anything serves: port, database, migrations, demo, set-up code."""

import os
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kartei.conf import first_schema, processes, sealed
from kartei.conf.environment import Environment, SettingsError
from kartei.db import roles
from kartei.db.embedded import Embedded, refuse_half_restored

if TYPE_CHECKING:
    import psycopg

OLDEST = 150_000  # PostgreSQL 15
_ABOVE = (
    "The role “{role}” of DATABASE_URL is above row-level security: it is a superuser, has BYPASSRLS or owns the "
    "tables. Give DATABASE_URL a role of its own that may do none of that."
)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise SettingsError when somebody else listens there."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as unknown:
        raise SettingsError(f"--host: “{host}” is not an address of this machine.") from unknown
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError as refused:
            raise SettingsError(f"Port {port} may not be used by this user. Take one above 1023: --port.") from refused
        except OSError as taken:
            raise SettingsError(f"Port {port} is in use by another program. Choose another one with --port.") from taken


def start_database(environment: Environment) -> Embedded | None:
    """The embedded server, or None when DATABASE_URL names one. Raises EmbeddedError, SettingsError."""
    if not environment.database_url:
        return Embedded(environment.data).start()
    refuse_half_restored(environment.data)
    refuse_unsafe_server(environment)
    if not environment.database_owner_url:
        raise SettingsError("DATABASE_URL needs DATABASE_OWNER_URL beside it: the role that migrates is another one.")
    if urlsplit(environment.database_url).username == urlsplit(environment.database_owner_url).username:
        raise SettingsError("DATABASE_URL and DATABASE_OWNER_URL name the same role: the owner must not serve.")
    return None


def refuse_unsafe_server(environment: Environment) -> None:
    """A server of one's own must be new enough, keep what it acknowledges, and hold the role back by its policies.

    Raises SettingsError.
    """
    if not environment.database_url:
        return  # the embedded server and its roles are ours
    with connect(environment) as connection:
        if connection.info.server_version < OLDEST:
            raise SettingsError("The server of DATABASE_URL is too old: PostgreSQL 15 or newer is needed.")
        off = "SELECT name FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit') AND setting = 'off'"
        for (name,) in connection.execute(off).fetchall():
            raise SettingsError(f"{name} is off at the server of DATABASE_URL: what is saved could be lost.")
        above = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
        for (role,) in connection.execute(above).fetchall():
            raise SettingsError(_ABOVE.format(role=role))


def refuse_wrong_role(environment: Environment) -> None:
    """Once there are tables: row-level security must hold for the role that serves, and it needs its rights.

    Raises SettingsError.
    """
    if not environment.database_url:
        return
    above = "SELECT current_user FROM pg_class WHERE relrowsecurity AND NOT row_security_active(oid) LIMIT 1"
    without = "SELECT current_user WHERE NOT has_table_privilege('accounts_user', 'SELECT, INSERT')"
    with connect(environment) as connection:
        for (role,) in connection.execute(above).fetchall():
            raise SettingsError(_ABOVE.format(role=role))
        for (role,) in connection.execute(without).fetchall():
            raise SettingsError(
                f"The role “{role}” of DATABASE_URL has no rights on the tables: another one stood in "
                "DATABASE_URL when they were made."
            )


def refuse_missing_keys(environment: Environment) -> None:
    """Every stored secret must open with a key that is here. Raises SettingsError."""
    ring = environment.keys
    with connect(environment, owning=environment.is_owner_known) as connection:
        used = sealed.usage(connection)
    for key_id in used.keys() - set(ring.ids):
        raise SettingsError(
            f"{used[key_id]:,} stored secrets need the key {key_id}, which is not in {environment.keys_file}. "
            "Put your copy of the file back."
        )


def migrate(environment: Environment) -> None:
    """Bring the database up to date, unless nothing has changed since the last time. Raises SettingsError."""
    mark, wanted = environment.data / "migrated", first_schema.fingerprint()
    if not environment.database_url and mark.exists() and mark.read_text() == wanted:
        return
    if not _is_filled(environment, wanted) and not processes.finish(processes.kartei("migrate")):
        raise SettingsError("The database could not be brought up to date; nothing was started.")
    if not environment.database_url:
        roles.write_private(mark, wanted)


def _is_filled(environment: Environment, migrations: str) -> bool:
    """Whether the embedded database was empty and has its tables now: the file names our own roles."""
    if environment.database_url:
        return False
    with connect(environment, owning=True) as connection:
        return first_schema.load(connection, migrations)


def load_demo(environment: Environment) -> None:
    """Load the demo practice once; an instance that holds another practice is refused. Raises SettingsError."""
    refuse_public_demo(environment)
    mark = environment.data / "demo"
    if mark.exists():
        return
    if not processes.finish(processes.kartei("demo")):
        raise SettingsError("The demo practice could not be loaded.")
    mark.touch(0o600)


def refuse_public_demo(environment: Environment) -> None:
    """Raises SettingsError."""
    if not environment.is_loopback:
        raise SettingsError("The demo practice has known passwords: it is shown on loopback addresses only.")


def is_empty(environment: Environment) -> bool:
    """Whether nobody has an account yet, so that the set-up page waits."""
    with connect(environment) as connection:
        return connection.execute("SELECT FROM accounts_user LIMIT 1").fetchone() is None


def connect(environment: Environment, owning: bool = False) -> "psycopg.Connection[Any]":
    """As the role that serves, or as the one that owns the tables. Raises SettingsError."""
    import psycopg  # costs a fifth of a second, and most starts do not need it

    url = environment.database_owner_url if owning else environment.database_url
    if owning and environment.database_url and not url:
        raise SettingsError("DATABASE_OWNER_URL is needed beside DATABASE_URL: only the owner sees every row.")
    try:
        if url and environment.database_url:
            return psycopg.connect(url, connect_timeout=10)
        known = roles.read(environment.data)
        assert known, "the embedded server runs"
        role, password = (roles.OWNER, known["kartei_owner"]) if owning else (roles.APP, known["kartei_app"])
        return psycopg.connect(
            host=known["host"], port=known["port"], dbname=known["name"], user=role, password=password
        )
    except psycopg.Error as fault:
        reason = str(fault).strip().partition("\n")[0]
        name = "DATABASE_OWNER_URL" if owning else "DATABASE_URL"
        raise SettingsError(f"The database of {name} does not answer: {reason}") from fault


def use_demo_folder() -> None:
    """`--demo` has a data folder of its own, unless KARTEI_DATA says otherwise; children inherit both."""
    os.environ["KARTEI_DEMO"] = "1"
