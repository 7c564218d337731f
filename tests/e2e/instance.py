"""One real `kartei up`: database, web and worker as a user starts them, in a data folder of its own."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg

from kartei.db.lifeline import tied

PATIENCE = 90  # seconds until the first page; a cold start takes 4, a machine under load more


class Instance:
    """`with Instance("--demo") as demo:` serves at `demo.url` until the block ends, and leaves nothing behind."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.folder = Path(tempfile.mkdtemp(prefix="kartei-e2e-"))
        self.folder.chmod(0o755)  # PostgreSQL drops root and must still reach its data
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"

    def __enter__(self) -> Self:
        given = {name: value for name, value in os.environ.items() if not name.startswith(("KARTEI_", "DATABASE_"))}
        command = [sys.executable, "-m", "kartei.conf.cli", "up", *self.words, "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env={**given, "KARTEI_DATA": str(self.data)},
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=tied(),  # one prctl; nothing that a thread could hold
            )
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the instance's database, read or changed as its owner, whom no policy holds back."""
        roles = json.loads((self.data / "roles.json").read_text())
        with psycopg.connect(
            host=roles["host"],
            port=roles["port"],
            dbname=roles["name"],
            user="kartei_owner",
            password=roles["kartei_owner"],
        ) as connection:
            cursor = connection.execute(question, values)
            return cursor.fetchall() if cursor.description else []

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"kartei up did not come up:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/login/", timeout=5) as answer:
                return answer.status == 200
        except (HTTPError, URLError, OSError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
