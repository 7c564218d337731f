"""Database and computing side by side: half of an import's time is each, and there are two cores."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

Defer = Callable[..., "Future[Any]"]
"""`defer(work, *arguments)`: have the database's thread do it after what was given to it before."""


@contextmanager
def alongside() -> Iterator[Defer]:
    """A thread that works on our connection, in our transaction and scope. Until the end nobody else may use them."""
    connection = connections[DEFAULT_DB_ALIAS]

    def adopt() -> None:
        connections[DEFAULT_DB_ALIAS] = connection

    connection.inc_thread_sharing()
    try:
        with ThreadPoolExecutor(1, "import-database", adopt) as thread:
            yield lambda work, *arguments: thread.submit(copy_context().run, work, *arguments)
    finally:
        connection.dec_thread_sharing()
