"""kill -9 at a statement of one's own: a program with Django prepares data once and forks for each try.

A child counts its statements and kills itself at one of them; what it leaves is looked at by the parent. So dozens of
kills take seconds. Run as a program it sets Django up and prints what the named program of `programs/` returns, as JSON.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.chaos.running import WORKER, Running


def killed_again_and_again(running: Running, program: str, count: int) -> dict[str, Any]:
    """What `programs/<program>.py` tells of `count` kills; below "wrong" a sentence for each fault."""
    environment = running.environment(DJANGO_SETTINGS_MODULE="kartei.conf.settings", PYTHONPATH=str(Path.cwd()))
    command = [sys.executable, "-m", "tests.chaos.killing", program, str(count)]
    with running.resting(WORKER):  # or it would do what the program is about to do
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def forked(act: Callable[[], object], last: int = 0) -> int | None:
    """Do it in a child that kills itself at its statement number `last` (0: never); how many it began, None when killed.

    Raises AssertionError for a child that ended otherwise.
    """
    from django.db import connections

    connections.close_all()
    mine, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(mine)
        _be_killed(act, last, theirs)
    os.close(theirs)
    _pid, status = os.waitpid(pid, 0)
    with os.fdopen(mine) as pipe:
        told = pipe.read()
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    assert os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0, "a child has failed; its traceback is above"
    return int(told)


def _be_killed(act: Callable[[], object], last: int, told: int) -> None:
    from django.db import connection

    count = 0

    def counting(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    try:
        connection.ensure_connection()
        with connection.execute_wrapper(counting):
            act()
        os.write(told, str(count).encode())
        os._exit(0)
    finally:  # nothing may go on in the parent's place
        traceback.print_exc()
        os._exit(1)


def main(program: str, count: int) -> None:
    import django
    from django.conf import settings

    django.setup()
    del settings.DATABASES["default"]["OPTIONS"]["pool"]  # its threads would not go along, its patience is a page's
    sys.stdout.write(json.dumps(import_module(f"tests.chaos.programs.{program}").killed(count)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
