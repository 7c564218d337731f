"""Loaded by `-p tests.server`, before pytest-django reads the settings: one throw-away server for all workers.

With TEST_DATABASE_URL (a role that may create roles and databases) the tests run on that server instead, with roles of
their own that go with the run.
"""

import os
import secrets
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.chromium import MISSING, PROGRAM

_folder: Path | None = None
_server = None
_roles: tuple[str, str] | None = None


def _begin() -> None:
    global _folder, _server, _roles
    _folder = Path(tempfile.mkdtemp(prefix="kartei-test-"))
    _folder.chmod(0o755)
    data = _folder / "data"
    if url := os.environ.get("TEST_DATABASE_URL"):
        data.mkdir(mode=0o700)
        _roles = _guest_roles(url, data)
    else:
        from kartei.db.embedded import Embedded

        _server = Embedded(data).start(fast=True)
    os.environ["KARTEI_TEST_DATA"] = str(data)


def _guest_roles(url: str, data: Path) -> tuple[str, str]:
    """An owner and a serving role on a server that is already there."""
    import psycopg

    from kartei.db.roles import create

    parts, run = urlsplit(url), secrets.token_hex(4)
    owner, app, password = f"kartei_owner_{run}", f"kartei_app_{run}", secrets.token_urlsafe(16)
    with psycopg.connect(url, autocommit=True) as connection:
        create(connection, owner, password, "CREATEDB")
        create(connection, app, password)
    address = f"{parts.hostname or ''}:{parts.port or 5432}"
    for name, role in (("DATABASE_OWNER_URL", owner), ("DATABASE_URL", app)):
        os.environ[name] = f"postgresql://{role}:{password}@{address}/kartei_{run}"
    return owner, app


if "KARTEI_TEST_DATA" not in os.environ:
    _begin()
os.environ["KARTEI_DATA"] = os.environ["KARTEI_TEST_DATA"]
os.environ.pop("KARTEI_ROLE", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium its tests are skipped, and counted in the last line."""
    if PROGRAM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_unconfigure(config: pytest.Config) -> None:
    if _roles:
        _drop_roles(os.environ["TEST_DATABASE_URL"], _roles)
    if _server:
        _server.stop()
    if _folder:
        shutil.rmtree(_folder, ignore_errors=True)


def _drop_roles(url: str, roles: tuple[str, str]) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as connection:
        for role in map(sql.Identifier, roles):
            connection.execute(sql.SQL("DROP OWNED BY {} CASCADE").format(role))
            connection.execute(sql.SQL("DROP ROLE {}").format(role))
