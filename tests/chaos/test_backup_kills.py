"""R3, R15: kill -9 during backup, restore and the nightly proof leaves nothing half.

By hand, more of it: KARTEI_BACKUP_KILLS=50 (moments), KARTEI_BACKUP_STEPS=1 (at every statement until one run ends).
"""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kartei.backup.contents import Table
from kartei.backup.reading import verify
from tests.backup.instance import Instance
from tests.chaos.running import kill, wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("backup")]
KILLS = int(os.environ.get("KARTEI_BACKUP_KILLS", "1"))
STEPS = range(1, 2000) if os.environ.get("KARTEI_BACKUP_STEPS") else (40, 500)
AT_THE_NTH = """
import os, psycopg, sys
from kartei.conf import cli
left = [int(sys.argv[1])]
def dying(real):
    def call(*words, **named):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), 9)
        return real(*words, **named)
    return call
psycopg.Cursor.execute, psycopg.Cursor.copy = dying(psycopg.Cursor.execute), dying(psycopg.Cursor.copy)
psycopg.Connection.execute = dying(psycopg.Connection.execute)
sys.exit(cli.main(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def source() -> Iterator[Instance]:
    instance = Instance()
    try:
        yield instance.found()
    finally:
        instance.remove()


@pytest.fixture(scope="module")
def older(source: Instance) -> Path:
    file = source.place / "older.backup"
    assert source.say("backup", str(file))[0] == 0
    return file


def killed(instance: Instance, command: list[str], after: float) -> bool:
    """Whether the command was still at work then."""
    process = subprocess.Popen(
        command, env=instance.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        kill(process.pid)
        process.wait()
        wait_for(lambda: not instance.pids(), lambda: f"left behind: {instance.pids()}", 30)
        return True
    return False


def what_is_in(instance: Instance) -> dict[str, Table]:
    file = instance.place / "what-is-in.backup"
    assert instance.say("backup", str(file))[0] == 0
    return _compared(file)


def _compared(file: Path) -> dict[str, Table]:
    """A start changes nothing but workers and the rows of nightly runs."""
    tables = verify(file).sums.tables
    return {name: table for name, table in tables.items() if not name.startswith(("procrastinate_", "backup_"))}


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_backup_harms_no_older_one(source: Instance, older: Path, turn: int) -> None:
    killed(source, source.command("backup", str(older)), random.uniform(0.5, 3.0))
    verify(older)  # the one before, or the new one: there is never a half of one
    assert source.say("backup", str(older))[0] == 0
    assert [path.name for path in older.parent.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_restore_is_known_and_the_next_one_begins_anew(source: Instance, older: Path, turn: int) -> None:
    other = Instance()
    try:
        was_killed = killed(other, other.command("restore", str(older)), random.uniform(1.0, 6.0))
        _comes_up_in_the_end(other, older, was_killed)
    finally:
        other.remove()


@pytest.mark.parametrize("step", STEPS)
def test_a_restore_that_is_killed_at_a_statement_is_known_too(source: Instance, older: Path, step: int) -> None:
    other = Instance()
    try:
        command = [sys.executable, "-c", AT_THE_NTH, str(step), "restore", str(older)]
        done = subprocess.run(command, env=other.environment(), capture_output=True, check=False)
        if done.returncode == 0:
            pytest.skip("it has fewer statements")
        wait_for(lambda: not other.pids(), lambda: f"left behind: {other.pids()}", 30)
        assert (other.data / "restoring").exists()
        _comes_up_in_the_end(other, older, was_killed=True)
    finally:
        other.remove()


def _comes_up_in_the_end(other: Instance, older: Path, was_killed: bool) -> None:
    if was_killed and (other.data / "restoring").exists():
        sentence = (
            f"A restore into {other.data} was cut off. Run `kartei restore` again: it begins anew in this folder.\n"
        )
        assert other.say("up", "--port", str(other.port)) == (1, sentence)
        assert other.say("check") == (1, sentence)
    if was_killed:
        status, said = other.say("restore", str(older))
        assert status == 0, said
    assert not (other.data / "restoring").exists()
    assert what_is_in(other) == _compared(older)


NIGHTS = "from kartei.backup.models import NightlyBackup\nfor night in NightlyBackup.objects.order_by('began_at'): print(night.ok, night.reason or '-')"  # fmt: skip


def nights(instance: Instance) -> list[str]:
    return instance.run(NIGHTS).splitlines()


def scratch_databases(instance: Instance) -> list[str]:
    program = "from django.db import connection\ncursor = connection.cursor()\ncursor.execute(\"SELECT datname FROM pg_database WHERE datname LIKE '%rehearsal'\")\nprint(cursor.fetchall())"  # fmt: skip
    return instance.run(program).splitlines()


def test_every_night_a_backup_is_proven(source: Instance) -> None:
    status, said = source.say("backup", "--nightly")
    assert (status, "3 files" in said) == (0, True), said
    assert nights(source)[-1] == "True -"
    assert scratch_databases(source) == ["[]"]
    assert source.say("backup", "--nightly", KARTEI_BACKUPS_KEPT="1")[0] == 0
    assert len(list((source.data / "backups").iterdir())) == 1


FLIPPED = """
import sys
from pathlib import Path
from kartei.backup import nightly
real = nightly.make
def make(file, *rest):
    made = real(file, *rest)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    return made
nightly.make = make
done = nightly.run(Path(sys.argv[1]), 7)
print(done.ok, done.reason, done.detail)
"""


def test_a_backup_that_is_damaged_after_it_was_made_is_found(source: Instance) -> None:
    said = source.run(FLIPPED, str(source.data / "backups"))
    assert said.startswith("False damaged ")
    assert scratch_databases(source) == ["[]"]


def test_a_stored_file_that_has_rotten_is_found_at_night(source: Instance) -> None:
    file = source.files[0]
    before = file.read_bytes()
    try:
        file.write_bytes(b"something else")
        assert source.say("backup", "--nightly")[0] == 1
    finally:
        file.write_bytes(before)
    assert nights(source)[-1] == "False files"


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_night_is_cleaned_up_by_the_next(source: Instance, turn: int) -> None:
    before = len(nights(source))
    was_killed = killed(source, source.command("backup", "--nightly"), random.uniform(2.0, 6.0))
    assert source.say("backup", "--nightly")[0] == 0
    *first, last = nights(source)[before:]
    assert last == "True -"
    # killed before it had written its row, in the midst, or at the very end
    assert first in ([[], ["False cut_off"], ["True -"]] if was_killed else [["True -"]])
    assert scratch_databases(source) == ["[]"]
    assert [path.name for path in (source.data / "backups").iterdir() if path.name.endswith(".part")] == []


def test_a_log_that_was_changed_is_found_in_the_copy(source: Instance) -> None:
    """The last test of this file: nothing mends the log."""
    source.run('from django.db import connection\nconnection.cursor().execute("UPDATE audit_event SET subject = \'x\' WHERE id = (SELECT min(id::text)::uuid FROM audit_event)")', KARTEI_ROLE="kartei_owner")  # fmt: skip
    assert source.say("backup", "--nightly")[0] == 1
    assert nights(source)[-1] == "False chain"
