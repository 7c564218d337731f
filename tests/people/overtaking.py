"""Two at the same moment, in an order that is known: the second begins while the first has not ended."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, connections

from kartei.db.scope import workspace_scope
from tests.cast import Cast

LONGEST = 5.0  # seconds in which the second has to come so far that it waits, or to end
WAITING = """
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')
"""
Result = TypeVar("Result")


def overtaken(cast: Cast, first: Callable[[], object], second: Callable[[], Result]) -> Result:
    """What comes of `second`, which begins when `first` is done but not committed.

    `first` is committed as soon as the second waits for it, or has ended without; the test's own thread does the second.
    """
    is_done, has_ended = threading.Event(), threading.Event()

    def lead() -> None:
        try:
            with workspace_scope(cast.lindenhof.id):
                first()
                is_done.set()
                _wait_for_the_other(has_ended)
        finally:
            is_done.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        leading = pool.submit(lead)
        is_done.wait()
        try:
            result = second()
        finally:
            has_ended.set()
        leading.result()
        return result


def scoped(cast: Cast, act: Callable[[], Result]) -> Callable[[], Result]:
    """A verb in a scope of its own, as a request would do it."""

    def do() -> Result:
        with workspace_scope(cast.lindenhof.id):
            return act()

    return do


def nothing(**job: str) -> None:
    """A job that a verb starts and nobody does."""


def _wait_for_the_other(has_ended: threading.Event) -> None:
    end = time.monotonic() + LONGEST
    while not has_ended.wait(0.01) and time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone() == (True,):
                return
