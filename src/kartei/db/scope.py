"""One workspace at a time: context variable, transaction, and the setting that row-level security reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connections, transaction

_current: ContextVar[UUID | None] = ContextVar("workspace_id", default=None)

before_commit: list[Callable[[UUID], None]] = []
"""Called as the last act of the outermost scope, while its transaction is still open (audit seals its events here)."""


class NoWorkspace(RuntimeError):
    """A row of a workspace was asked for outside of a scope, or two workspaces were about to mix."""


def current_workspace_id() -> UUID:
    """The id of the open scope's workspace. Raises NoWorkspace outside of a scope."""
    workspace_id = _current.get()
    if workspace_id is None:
        raise NoWorkspace("no workspace_scope() is active")
    return workspace_id


def default_workspace_id() -> UUID | None:
    """As above, but None outside of a scope: migrations may ask, and an INSERT then fails on NOT NULL."""
    return _current.get()


@contextmanager
def workspace_scope(workspace_id: UUID, using: str = "default") -> Iterator[None]:
    """One transaction in one workspace, for a request, a job and the shell alike.

    Scopes of the same workspace may nest, those of two raise NoWorkspace. The setting is transaction-local: set for
    a session it would outlive the commit in a pooled connection.
    """
    outer = _current.get()
    if outer is not None:
        if outer != workspace_id:
            raise NoWorkspace("scopes of two workspaces must not nest")
        with transaction.atomic(using):
            yield
        return
    token = _current.set(workspace_id)
    try:
        with transaction.atomic(using):
            _set_local(using, str(UUID(str(workspace_id))))
            yield
            if not connections[using].needs_rollback:
                for hook in before_commit:
                    hook(workspace_id)
                if connections[using].savepoint_ids:  # within somebody else's transaction: leave no setting behind
                    _set_local(using, "")
    finally:
        _current.reset(token)


def _set_local(using: str, value: str) -> None:
    # A statement, not set_config(): Citus hands only the statement on to its workers.
    with connections[using].cursor() as cursor:
        cursor.execute(f"SET LOCAL kartei.workspace_id = '{value}'")
