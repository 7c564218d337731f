"""The web server: everything is loaded once, then processes are forked from it that share what is loaded."""

import gc
import multiprocessing
import os
import signal
import sys
from functools import partial
from typing import Any

from kartei.db.lifeline import tie_to_parent

PROCESSES, THREADS = 2, 4
BACKLOG = 1024  # connections that wait
STOPS_WITHIN = 10  # seconds for the requests at work when the server is told to end


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    load_pages()
    wait_until_prepared()
    gc.freeze()  # what is loaded stays in shared memory
    gc.enable()
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")
    server = Granian(
        "kartei.conf.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        workers_kill_timeout=STOPS_WITHIN,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        websockets=False,
    )
    server.serve(target_loader=partial(_load_in_worker, os.getpid()), wrap_loader=False)


def load_pages() -> None:
    """Import what the first page needs: application, addresses, templates, catalogues. Nothing asks the database."""
    from django.conf import settings
    from django.urls import get_resolver
    from django.utils import translation

    from kartei.conf.wsgi import application
    from kartei.web.pages import pages

    assert application
    assert get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Start")  # reads the catalogue
    pages().get_template("account/login.html")


def wait_until_prepared() -> None:
    """Below `kartei up` standard input closes once the database is up to date."""
    if "KARTEI_TREE" in os.environ:
        sys.stdin.buffer.read()


def _load_in_worker(server: int) -> Any:
    # the server's handler, inherited, would swallow a SIGTERM until the worker has its own
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tie_to_parent(signal.SIGKILL, server)  # a request that is cut off is rolled back
    from kartei.conf.wsgi import application

    return application
