"""The frame of pages that belong to a user and not to a workspace: menu and name of the workspace used last."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from kartei.db.scope import workspace_scope
from kartei.tenancy.memberships import memberships_of


@contextmanager
def within_last_workspace(request: HttpRequest) -> Iterator[None]:
    """Render inside the scope of the user's workspace, if there is one, so that the way back stands in the menu."""
    memberships = memberships_of(request.user) if request.user.is_authenticated else []
    if not memberships:
        yield
        return
    member, workspace = memberships[0], memberships[0].workspace
    with workspace_scope(workspace.id), timezone.override(ZoneInfo(workspace.time_zone)):
        request.workspace, request.member = workspace, member  # type: ignore[attr-defined]
        try:
            yield
        finally:  # what comes after the page (the log of refusals) must not take this for a request of the workspace
            del request.workspace, request.member  # type: ignore[attr-defined]
