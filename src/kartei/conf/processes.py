"""The process tree of `kartei up`: database, web, worker. What falls is started again; what ends takes all along."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from kartei.conf.ballast import Ballast
from kartei.conf.environment import SettingsError
from kartei.db.embedded import Embedded
from kartei.db.errors import EmbeddedError
from kartei.db.lifeline import tied

STOPS_WITHIN = 15  # seconds
LONGEST_PAUSE = 30  # seconds between two starts of a process that keeps falling
STEADY_AFTER = 60  # seconds after which a process counts as healthy again
WORKER_WAITS = 1.0  # seconds: the first page comes first
GIVES_UP_AFTER = 3  # falls before the first page
LOOKS_EVERY = 0.2  # seconds
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """One process of the tree, and when it is due to be started (again)."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5
    due: float = 0.0
    falls: int = 0

    def look_after(self, gate: int) -> None:
        """Start it when it is due, later each time while it keeps falling. It reads from `gate`."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            self.pause = 0.5 if now - self.started > STEADY_AFTER else min(self.pause * 2, LONGEST_PAUSE)
            self.due, self.process, self.falls = now + self.pause, None, self.falls + 1
            print(f"{self.name} has ended and is started again.", file=sys.stderr, flush=True)
        if self.process is None and now >= self.due:
            self.process, self.started = start(self.command, stdin=gate), now


@dataclass
class Tree:
    """Everything that serves an instance on this machine."""

    embedded: Embedded | None
    web: Child
    worker: Child
    ballast: Ballast | None = None
    database_due: float = 0.0

    def run(self, prepare: Callable[[], None], address: tuple[str, int], ready: Callable[[], None]) -> None:
        """Hold everything up until a signal ends this process, then leave nothing behind.

        `prepare` brings the database up to date while the web server loads, which then goes through the gate;
        `ready` is called once it listens at `address`.
        """
        gate, ours = os.pipe()
        try:
            self.web.look_after(gate)
            prepare()
            os.close(ours)
            self.worker.due = time.monotonic() + WORKER_WAITS
            while not _listens(address):
                self._look_after_all(gate)
                if self.web.falls == GIVES_UP_AFTER:
                    raise SettingsError("The web server cannot start; the lines above say why.")
            ready()
            while True:
                self._look_after_all(gate)
        finally:
            self._stop()

    def _look_after_all(self, gate: int) -> None:
        self._look_after_database()
        self.web.look_after(gate)
        self.worker.look_after(gate)
        if self.ballast:
            self.ballast.look_after()
        time.sleep(LOOKS_EVERY)

    def _look_after_database(self) -> None:
        """Start it again; where that fails, on a full disk say, keep trying: pages say meanwhile that it is away."""
        if not self.embedded or self.embedded.is_running or time.monotonic() < self.database_due:
            return
        print("The database has ended and is started again.", file=sys.stderr, flush=True)
        try:
            self.embedded.restart()
        except EmbeddedError as fault:
            print(fault, file=sys.stderr, flush=True)
            self.database_due = time.monotonic() + LONGEST_PAUSE / 2

    def _stop(self) -> None:
        """End web and worker first, then the database."""
        _ignore_signals()
        running = [child.process for child in (self.web, self.worker) if child.process]
        for process in running:
            process.terminate()
        until = time.monotonic() + STOPS_WITHIN
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self.embedded:
            self.embedded.stop()


def web(host: str, port: int) -> Child:
    return Child("The web server", kartei("web", "--host", host, "--port", str(port)))


def worker() -> Child:
    return Child("The worker", kartei("worker"))


def kartei(*words: str) -> list[str]:
    """The command line of a sub-command, run by the interpreter that runs this."""
    return [sys.executable, "-m", "kartei.conf.cli", *words]


def start(command: list[str], stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """A child that ends with us, and that a Ctrl-C at the terminal reaches through us only."""
    environment = {**os.environ, "KARTEI_TREE": "1"}
    return subprocess.Popen(
        command,
        stdin=stdin,
        env=environment,
        start_new_session=True,
        preexec_fn=tied(),  # noqa: PLW1509  # there are no threads
    )


def finish(command: list[str]) -> bool:
    """Run a child to its end; whether it did what it should."""
    process = start(command)
    try:
        return process.wait() == 0
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def end_on_signals() -> None:
    """From here on a signal that asks to end raises SystemExit, so that everything is taken down in order."""
    for number in ENDING:
        signal.signal(number, _end)


def _end(*signal_and_frame: object) -> NoReturn:
    _ignore_signals()  # a second one must not cut the taking down short
    raise SystemExit(0)


def _ignore_signals() -> None:
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def _listens(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return False
    return True
