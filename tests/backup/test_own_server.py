"""With a server of one's own: an empty database is filled whole or stays empty."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from kartei.backup.rehearsing import address
from kartei.db import roles
from kartei.db.embedded import Embedded
from tests.backup.instance import Instance
from tests.backup.test_restoring import tables
from tests.chaos.running import reachable_folder
from tests.chaos.test_backup_kills import AT_THE_NTH

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("backup")]


class Guest(Instance):
    """Its database lies on a server that is not its own."""

    def __init__(self, own: dict[str, Any]) -> None:
        super().__init__()
        self.own = own

    def environment(self, **more: str) -> dict[str, str]:
        def url(role: str) -> str:
            place = {"USER": role, "PASSWORD": self.own[role], "HOST": self.own["host"], "PORT": "", "OPTIONS": {}}
            return address(place, "own")

        own = {"DATABASE_URL": url("kartei_app"), "DATABASE_OWNER_URL": url("kartei_owner")}
        return super().environment(**own, **more)


@pytest.fixture(scope="module")
def file() -> Iterator[Path]:
    source = Instance()
    try:
        assert source.found().say("backup", str(source.place / "a.backup"))[0] == 0
        yield source.place / "a.backup"
    finally:
        source.remove()


@pytest.fixture
def guest() -> Iterator[Guest]:
    with reachable_folder() as folder, Embedded(folder / "server"):
        known = roles.read(folder / "server")
        assert known
        with psycopg.connect(
            host=known["host"], port=known["port"], dbname="kartei", user="kartei_owner",
            password=known["kartei_owner"], autocommit=True,
        ) as connection:  # fmt: skip
            connection.execute(sql.SQL("CREATE DATABASE own OWNER kartei_owner"))
        instance = Guest(dict(known))
        yield instance
        instance.remove()


def test_a_restore_fills_it_and_one_that_was_cut_off_begins_anew(guest: Guest, file: Path) -> None:
    command = [sys.executable, "-c", AT_THE_NTH, "450", "restore", str(file)]
    assert subprocess.run(command, env=guest.environment(), capture_output=True, check=False).returncode == -9
    status, said = guest.say("up", "--port", str(guest.port))
    assert (status, "was cut off" in said) == (1, True)
    status, said = guest.say("restore", str(file))
    assert status == 0, said
    again = guest.place / "again.backup"
    assert guest.say("backup", str(again))[0] == 0
    assert tables(again) == tables(file)
    assert guest.say("check")[0] == 0
    assert guest.say("backup", "--nightly")[0] == 0
    other = Guest(guest.own)
    try:
        status, said = other.say("restore", str(file))
        sentence = "The database of DATABASE_URL is not empty. A backup is restored into an empty one."
        assert (status, said) == (1, sentence + "\n")
        assert not other.data.exists()
    finally:
        other.remove()
    again.unlink()
    assert guest.say("backup", str(again))[0] == 0
    assert tables(again) == tables(file)  # who was refused has emptied nothing
