"""Asking the reading process: a look at a file, or all its rows as people."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connection
from django.utils import timezone

from kartei.db.locks import IMPORT_LOOKS
from kartei.files.storage import path_of
from kartei.lib.tables import PAGE_LIMITS, Limits, TableError
from kartei.people.importing import wire
from kartei.people.models import Import, Status
from kartei.tenancy.models import Workspace

MEMORY = 768 * 1024**2  # bytes
FOR_A_LOOK, FOR_ALL = 20, 900  # seconds of computing, and of waiting
LOOKS = 2  # at once; there are eight threads for all pages
KILLED = "killed"  # not by its limits: the same file may be read the next time
PARSER = [sys.executable, "-I", "-m", "kartei.people.importing.parsing"]

Question = dict[str, Any]


class Disturbed(Exception):
    """The reading process was killed by somebody else."""


def look(batch: Import, layout: dict[str, Any]) -> dict[str, Any]:
    """What the file holds: encoding, separator, sheets, head row, first rows, proposed targets. Raises TableError.

    Until the open transaction ends, it takes one of the few turns of the whole instance: a page waits for it, and
    pages of others must not.
    """
    _take_a_turn()
    with _asked({"ask": "look", "layout": layout, **_limits(batch)}, batch, FOR_A_LOOK) as answers:
        found: dict[str, Any] = next(answers)
    return found


def _take_a_turn() -> None:
    with connection.cursor() as cursor:
        for turn in range(LOOKS):
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [IMPORT_LOOKS, turn])
            if cursor.fetchone()[0]:
                return
    raise TableError("busy")


def question(batch: Import, workspace: Workspace) -> Question:
    """What has to be known to read the rows of an import as people; asked within the workspace's scope."""
    options = batch.options
    return {
        "ask": "people",
        "layout": options["layout"],
        "targets": batch.mapping["targets"],
        "slashes": options["slashes"],
        "unshouts": options["unshouts"],
        "kind": options["kind"],
        "region": workspace.country,
        "today": timezone.localdate().isoformat(),
        "statuses": list(Status.objects.offered().exclude(name="").values_list("name", flat=True)),
        **_limits(batch),
    }


@contextmanager
def people(batch: Import, question: Question) -> Iterator["People"]:
    """The rows of an import, while they are being read. Raises TableError and Disturbed, at once or on the way."""
    try:
        with _asked(question, batch, FOR_ALL) as answers:
            yield People(answers)
    except TableError as fault:
        if fault.code == KILLED:
            raise Disturbed from fault
        raise


def _limits(batch: Import) -> Question:
    """20 MB and 50,000 rows by the page; none for `kartei import`."""
    limits = Limits() if batch.options.get("unlimited") else PAGE_LIMITS
    return {"megabytes": limits.megabytes, "rows": limits.rows}


class People:
    """Iterates over some hundred rows at a time; `total` is known at once, `blank` and `totals` (left out) at the end.

    The next rows are read in a thread of their own while the database stores the last ones.
    """

    def __init__(self, answers: Iterator[Any]) -> None:
        self._answers = answers
        self.total: int = next(answers)["rows"]
        self.blank = self.totals = 0

    def __iter__(self) -> Iterator[list[wire.Pair]]:
        with ThreadPoolExecutor(1, "import-reader") as reader:
            ahead = reader.submit(self._next)
            while rows := ahead.result():
                ahead = reader.submit(self._next)
                yield rows

    def _next(self) -> list[wire.Pair]:
        said = next(self._answers)
        if isinstance(said, dict):
            self.blank, self.totals = said["blank"], said["totals"]
            return []
        return wire.unpack(said)


@contextmanager
def _asked(question: Question, batch: Import, seconds: int) -> Iterator[Iterator[Any]]:
    path = path_of(batch.blob) if batch.blob else None
    if path is None or not path.exists():
        raise TableError("lost")
    question |= {"path": str(path), "memory": MEMORY + 8 * path.stat().st_size, "seconds": seconds}
    with subprocess.Popen(PARSER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        clock = threading.Timer(seconds, process.kill)
        clock.start()
        try:
            yield _answers(process, clock, json.dumps(question).encode())
        finally:
            clock.cancel()
            process.kill()


def _answers(process: "subprocess.Popen[bytes]", clock: threading.Timer, question: bytes) -> Iterator[Any]:
    assert process.stdin and process.stdout
    with suppress(BrokenPipeError):  # the end of the answers says why
        process.stdin.write(question)
        process.stdin.close()
    for line in process.stdout:
        if not line.endswith(b"\n"):
            break  # killed in the middle of a line
        said = json.loads(line)
        if isinstance(said, dict) and "fault" in said:
            raise TableError(said["fault"], **said["detail"])
        yield said
    if process.wait() != 0:
        was_killed = process.returncode == -signal.SIGKILL and not clock.finished.is_set()
        raise TableError(KILLED if was_killed else "unreadable")  # out of memory or time, or worse
