"""A real `kartei up` to be hit: its processes, found wherever they have gone, its pages and what it says."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kartei.db.lifeline import tied

WEB, WORKER, DATABASE = "cli web", "cli worker", "/postgres -D"  # parts of command lines
PATIENCE = 90  # seconds; a warm start takes two, a machine under load more


class Running:
    """One data folder and what runs on it."""

    def __init__(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="kartei-chaos-"))
        self.place.chmod(0o755)  # PostgreSQL drops root and must still reach its data
        self.data, self.log = self.place / "data", self.place / "log"
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Running":
        with self.log.open("wb") as log:
            command = self.command("up", "--port", str(self.port))
            self.process = subprocess.Popen(
                command,
                env=self.environment(),
                stdout=log,
                stderr=log,
                preexec_fn=tied(),
                start_new_session=True,
            )
        wait_for(lambda: self.get() == 200, lambda: f"no page: {self.log.read_text()}")
        return self

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "kartei.conf.cli", *words]

    def environment(self, **more: str) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("KARTEI_", "DATABASE_"))}
        return {**plain, "KARTEI_DATA": str(self.data), **more}

    def say(self, *words: str, **environment: str) -> tuple[int, str]:
        """Exit status and output of another command on the same folder."""
        done = subprocess.run(
            self.command(*words), env=self.environment(**environment), capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def answer(self) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of the login page; status 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/login/", headers={"Host": "localhost"})
            response = connection.getresponse()
            return response.status, dict(response.headers), response.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, {}, ""
        finally:
            connection.close()

    def get(self) -> int:
        return self.answer()[0]

    def pids(self, part: str = "") -> set[int]:
        """Those that belong to the folder, by command line, environment or working folder: orphans too."""
        found = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return {pid for pid in found if pid != os.getpid() and is_alive(pid) and self._is_ours(pid, part)}

    def told(self) -> str:
        """The processes that belong to the folder: number, state and command line of each."""
        return "; ".join(f"{pid} {state(pid)} {words(pid)}" for pid in sorted(self.pids()) if is_alive(pid))

    def one(self, part: str) -> int:
        """The oldest process whose command line has `part`."""
        return min(self.pids(part))

    @contextmanager
    def resting(self, part: str) -> Iterator[None]:
        """Its processes stand still meanwhile."""
        wait_for(lambda: bool(self.pids(part)), f"no {part}")
        still = self.pids(part)
        for pid in still:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in still:
                os.kill(pid, signal.SIGCONT)

    def _is_ours(self, pid: int, part: str) -> bool:
        try:
            line, ours = words(pid), str(self.data)
            known = ours in line or ours.encode() in Path(f"/proc/{pid}/environ").read_bytes()
            return part in line and (known or Path(f"/proc/{pid}/cwd").readlink().is_relative_to(self.data))
        except OSError:
            return False

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.place, ignore_errors=True)


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A folder that the server's user reaches too: pytest keeps its own closed."""
    folder = Path(tempfile.mkdtemp(prefix="kartei-chaos-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_alive(pid: int) -> bool:
    """Whether a process runs: one that has ended and waits for its parent does not."""
    return state(pid) not in ("Z", "")


def state(pid: int) -> str:
    """The kernel's letter for what it does (R, S, D, Z); empty once it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def words(pid: int) -> str:
    """Its command line. Raises OSError when it is gone."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()


def wait_for(happens: Callable[[], bool], otherwise: str | Callable[[], str], seconds: float = 0) -> float:
    """Seconds until it was so. Raises AssertionError."""
    begun = time.monotonic()
    while not happens():
        if time.monotonic() - begun > (seconds or PATIENCE):
            raise AssertionError(otherwise if isinstance(otherwise, str) else otherwise())
        time.sleep(0.05)
    return time.monotonic() - begun


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
