"""The process tree of `kartei up` under fire."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.running import DATABASE, WEB, WORKER, Running, is_alive, kill, wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]
GONE_WITHIN = 15  # seconds


@pytest.fixture(scope="module")
def folder() -> Iterator[Running]:
    running = Running()
    yield running
    running.remove()


@pytest.fixture
def running(folder: Running) -> Running:
    """Started, unless the test before has left it running."""
    return folder if folder.process else folder.start()


@pytest.mark.parametrize("part", [WEB, WORKER, DATABASE])
def test_what_is_killed_comes_again(running: Running, part: str) -> None:
    wait_for(lambda: bool(running.pids(WORKER)), "no worker")
    victim = running.one(part)
    kill(victim)
    wait_for(lambda: bool(running.pids(part) - {victim}), f"{part} stayed away")
    wait_for(lambda: running.get() == 200, "no page")
    wait_for(lambda: bool(running.pids(WORKER)), "no worker")


def test_a_killed_process_of_the_web_server_comes_again(running: Running) -> None:
    before = running.pids(WEB)
    kill(max(before))
    wait_for(lambda: len(running.pids(WEB)) == len(before) and running.pids(WEB) != before, "stayed away")
    assert running.get() == 200


def test_while_the_database_is_away_pages_say_so_and_come_back(running: Running) -> None:
    assert running.process
    running.process.send_signal(signal.SIGSTOP)  # nobody starts it again
    try:
        kill(running.one(DATABASE))
        wait_for(lambda: running.get() == 503, "no 503", seconds=30)
        status, headers, text = running.answer()
    finally:
        running.process.send_signal(signal.SIGCONT)
    assert (status, headers["retry-after"]) == (503, "30")
    assert "Was vorher gespeichert war, ist sicher" in text
    wait_for(lambda: running.get() == 200, "no page")
    assert "Traceback" not in running.log.read_text()


def test_a_worker_whose_database_went_first_ends_all_the_same(running: Running) -> None:
    wait_for(lambda: bool(running.pids(WORKER)), "no worker")
    assert running.process
    running.process.send_signal(signal.SIGSTOP)  # nobody starts it again
    try:
        kill(running.one(DATABASE))
        worker = running.one(WORKER)
        os.kill(worker, signal.SIGTERM)
        wait_for(lambda: not is_alive(worker), "the worker stayed", GONE_WITHIN)
    finally:
        running.process.send_signal(signal.SIGCONT)
    wait_for(lambda: running.get() == 200, "no page")


def test_a_second_one_on_the_same_folder_is_refused(running: Running) -> None:
    assert running.process
    status, said = running.say("up", "--port", str(running.port + 1))
    assert (status, said) == (1, f"Kartei already runs on {running.data} (process {running.process.pid}).\n")


def test_commands_attach_to_the_one_that_runs(running: Running) -> None:
    status, said = running.say("check")
    assert (status, said.splitlines()[-1]) == (0, "All in order."), said
    assert running.say("migrate") == (0, "")


def test_a_port_in_use_is_refused(running: Running) -> None:
    status, said = running.say("up", "--port", str(running.port))
    assert (status, said) == (1, f"Port {running.port} is in use by another program. Choose another one with --port.\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_its_end_leaves_nothing_behind(running: Running, number: signal.Signals) -> None:
    wait_for(lambda: bool(running.pids(WORKER)), "no worker")
    process, running.process = running.process, None
    assert process
    assert len(running.pids()) >= 5  # up, web server with two processes, worker, database and its own
    process.send_signal(number)
    assert process.wait(GONE_WITHIN) == (0 if number != signal.SIGKILL else -signal.SIGKILL)
    wait_for(lambda: not running.pids(), lambda: f"left behind: {running.told()}", GONE_WITHIN)
    assert "Traceback" not in running.log.read_text()


def test_a_second_signal_does_not_cut_the_end_short(running: Running) -> None:
    process, running.process = running.process, None
    assert process
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT):
        process.send_signal(number)
    assert process.wait(GONE_WITHIN) == 0
    assert not running.pids()


@pytest.fixture
def unused() -> Iterator[Running]:
    """A folder on which nothing has run yet."""
    running = Running()
    yield running
    running.remove()


def test_a_folder_of_somebody_else_is_refused(unused: Running) -> None:
    """As a user who may write nowhere; root could."""
    unused.data.mkdir(mode=0o500)
    program = """
import encodings.idna, os, sys
import cryptography.hazmat.primitives.ciphers.aead  # what a start reads; nobody else reads the folder of this Python
from kartei.conf import cli, processes
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
sys.exit(cli.main(["up"]))
"""
    environment = unused.environment(KARTEI_PORT=str(unused.port))
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        f"The data folder {unused.data} cannot be written: Permission denied. Set KARTEI_DATA to another one.\n"
    )


@pytest.mark.parametrize("megabytes", [4, 30])
def test_a_full_disk_is_told_in_a_sentence(unused: Running, megabytes: int) -> None:
    unused.data.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "kartei", str(unused.data)]
    if (
        os.geteuid()
        or shutil.which("mount") is None
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("needs the right to mount")
    try:
        assert unused.say("up") == (1, f"The disk is full: there is no room for {unused.data}.\n")
    finally:
        subprocess.run(["umount", str(unused.data)], check=True)


def test_a_database_of_another_version_is_refused(unused: Running) -> None:
    (unused.data / "pg").mkdir(parents=True)
    (unused.data / "pg/PG_VERSION").write_text("9\n")
    status, said = unused.say("up", KARTEI_PORT=str(unused.port))
    assert status == 1
    assert said.startswith("The database was made by PostgreSQL 9, but here are the programs of PostgreSQL ")
    assert said.count("\n") == 1


def test_a_port_is_free_again_at_once(folder: Running) -> None:
    folder.stop()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", folder.port))
    assert not Path(folder.data / "pg/postmaster.pid").exists()
