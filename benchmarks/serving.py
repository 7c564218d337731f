"""Starting and stopping kartei as a user does, and a server of the same kind for the bare page."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks import processes
from kartei.db.lifeline import tied

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds until a start counts as failed


class Server:
    """A command that serves HTTP on a port of this machine, with all that it starts."""

    def __init__(self, command: list[str], port: int, env: dict[str, str], log: Path) -> None:
        self.command, self.port, self.env, self.log = command, port, env, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, path: str = "/") -> float:
        """Start, wait for the first answer that is no error, and return the seconds until then."""
        begun = time.perf_counter()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env={**os.environ, **self.env}, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=tied(),  # noqa: PLW1509  # no threads yet; a run that is broken off leaves nothing behind
            )  # fmt: skip
        while time.perf_counter() - begun < PATIENCE:
            if self.process.poll() is not None:
                break
            if self._answers(path):
                return time.perf_counter() - begun
            time.sleep(0.01)
        self.stop()
        raise SystemExit(f"{' '.join(self.command)} does not serve; see {self.log}:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process = None

    def pids(self, role: str = "") -> list[int]:
        """The processes of the tree; of one role, when named."""
        assert self.process
        found = processes.tree(self.process.pid)
        return [pid for pid in found if processes.role(pid) == role] if role else found

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _answers(self, path: str) -> bool:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()


def kartei(folder: Path, port: int) -> Server:
    """`kartei up` with its data in `folder`."""
    env = {"KARTEI_DATA": str(folder), "KARTEI_PORT": str(port)}
    return Server([installed("kartei"), "up", "--port", str(port)], port, env, folder.parent / "up.log")


def bare(folder: Path, port: int, env: dict[str, str]) -> Server:
    """The bare page on the same server with the same number of workers and threads."""
    command = [
        installed("granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "benchmarks.bare:application",
    ]  # fmt: skip
    return Server(command, port, {"PYTHONPATH": str(ROOT), **env}, folder.parent / "bare.log")


def installed(name: str) -> str:
    """A command of the environment that runs this."""
    return str(Path(sys.executable).parent / name)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port
