import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kartei.db import roles
from kartei.db.embedded import LONGEST_SOCKET_PATH, OUTSIDE, Embedded, attached
from kartei.db.errors import EmbeddedError
from tests.chaos.running import is_alive, reachable_folder

pytestmark = pytest.mark.xdist_group("embedded")
IS_ROOT = os.geteuid() == 0


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with reachable_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[Embedded]:
    with Embedded(place / "data").start(fast=True) as running:
        yield running


def ask(folder: Path, question: str, role: str = roles.APP) -> tuple[object, ...]:
    known = roles.read(folder)
    assert known
    where = {"host": known["host"], "port": known["port"], "dbname": known["name"]}
    with psycopg.connect(**where, user=role, password=known[role]) as connection:  # type: ignore[arg-type, literal-required]
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    assert row
    return row


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_reads_the_data(server: Embedded) -> None:
    assert mode(server.folder) == (0o710 if IS_ROOT else 0o700)
    assert {mode(server.folder / name) for name in ("pg", "run", "log")} == {0o700}
    assert {mode(server.folder / name) for name in ("roles.json", "password", "lock")} == {0o600}
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in (server.folder / "log").iterdir())


def test_nothing_listens_on_the_network(server: Embedded) -> None:
    assert ask(server.folder, "SHOW listen_addresses") == ("",)


@pytest.mark.parametrize("role", [roles.APP, roles.OWNER])
def test_neither_role_is_above_the_rules(server: Embedded, role: str) -> None:
    mine = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    assert ask(server.folder, mine, role) == (False, False, False, role == roles.OWNER)


def test_the_serving_role_does_not_wait_for_ever(server: Embedded) -> None:
    assert ask(server.folder, "SHOW statement_timeout") == ("5s",)
    assert ask(server.folder, "SHOW lock_timeout") == ("2s",)


def test_a_wrong_password_is_refused(server: Embedded) -> None:
    known = roles.read(server.folder)
    assert known
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=known["host"], port=known["port"], dbname=known["name"], user=roles.APP, password="guess")


def test_a_second_server_says_who_holds_the_folder(server: Embedded) -> None:
    program = f"from pathlib import Path; from kartei.db.embedded import Embedded; Embedded(Path({str(server.folder)!r})).start()"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False).stderr
    assert f"Kartei already runs on {server.folder} (process {os.getpid()})." in said


def test_a_command_attaches_to_the_server_that_runs(server: Embedded) -> None:
    with attached(server.folder):
        assert ask(server.folder, "SELECT 1") == (1,)
    assert server.is_running


def test_a_killed_server_comes_again_with_the_settings_it_had(server: Embedded) -> None:
    assert server.process
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    assert not server.is_running
    server.restart()
    assert ask(server.folder, "SHOW fsync") == ("off",)


def test_a_damaged_file_of_the_roles_is_made_anew(place: Path) -> None:
    folder = place / "roles"
    with Embedded(folder).start(fast=True):
        pass
    (folder / "roles.json").write_text('{"host": "/tm')
    with pytest.raises(EmbeddedError, match="is damaged"):
        roles.read(folder)
    with attached(folder):
        assert ask(folder, "SELECT 1") == (1,)
    (folder / "roles.json").write_text(json.dumps({"host": "/tmp"}))
    with pytest.raises(EmbeddedError, match="is damaged"):
        roles.read(folder)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("PG_VERSION", "garbage\n", "is damaged or incomplete"),
        ("PG_VERSION", "\xff", "is damaged or incomplete"),
        ("PG_VERSION", "", "is damaged or incomplete"),
        ("PG_VERSION", "9\n", "made by PostgreSQL 9, but here are the programs of"),
        ("base", "", "is damaged or incomplete"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_a_sentence(
    tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    (tmp_path / "data/pg").mkdir(parents=True)
    (tmp_path / "data/pg" / name).write_text(text, encoding="latin-1")
    with pytest.raises(EmbeddedError, match=sentence):
        Embedded(tmp_path / "data").start()


def test_a_file_in_the_place_of_the_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(EmbeddedError, match="cannot be written: "):
        Embedded(tmp_path / "data").start()
    with pytest.raises(EmbeddedError, match="cannot be written: "):
        Embedded(tmp_path / "data/below").start()


def test_a_long_path_has_its_socket_elsewhere(place: Path) -> None:
    folder = place / ("long-" * 24)
    with Embedded(folder).start(fast=True) as server:
        assert ask(folder, "SELECT 1") == (1,)
        assert len(str(server.sockets)) < LONGEST_SOCKET_PATH
        assert mode(server.sockets) == 0o700
        sockets = server.sockets
    with Embedded(folder).start(fast=True) as again:
        assert again.sockets == sockets
    sockets.rmdir()


@pytest.mark.skipif(not IS_ROOT, reason="needs root")
def test_below_a_closed_folder_the_database_lies_outside_and_that_is_said(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with Embedded(closed / "data").start(fast=True) as server:
        assert ask(closed / "data", "SELECT 1") == (1,)
        assert server.database.is_relative_to(OUTSIDE)
        assert "the database lies in" in server.notices[0]
        assert mode(server.database) == mode(server.database.parent) == 0o700
    shutil.rmtree(server.database.parent)
    server.sockets.rmdir()


def test_it_ends_with_the_process_that_started_it(place: Path) -> None:
    program = f"""
import os, signal
from pathlib import Path
from kartei.db.embedded import Embedded
server = Embedded(Path({str(place / "orphan")!r})).start(fast=True)
print(server.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False).stdout
    with Embedded(place / "orphan").start(fast=True) as server:  # waits for what still holds the files
        assert server.process
        assert server.process.pid != int(said)
    assert not is_alive(int(said))
