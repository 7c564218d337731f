"""Who may call a view. Every view of the project is marked by one of these three; a test counts those that are not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from kartei.tenancy.models import Member, Workspace
from kartei.tenancy.rights import Level, Right
from kartei.web.audiences import View, for_everyone, for_users, mark
from kartei.web.responses import Elsewhere, led_on

__all__ = ["MemberRequest", "View", "for_everyone", "for_members", "for_users"]


class MemberRequest(HttpRequest):
    """A request below /w/<slug>/, as `for_members` hands it to a view (for type checkers; never instantiated)."""

    workspace: Workspace
    member: Member
    right: Right
    htmx: Any


def for_members(right: Right | None = None, level: Level = Level.ASSIGNED) -> Callable[[View], View]:
    """A page of a workspace: 403 without the right (None: for every member); what they reach is the doors' matter.

    A door may also raise Elsewhere: the record was converted, or merged into another one, and the browser is led on.

    `level` is how far the right has to reach at least.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: MemberRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if right is not None:
                if not request.member.may(right) or request.member.level(right) < level:
                    raise PermissionDenied
                request.right = right
            try:
                return view(request, *args, **kwargs)
            except Elsewhere as other:
                return led_on(request, other)

        return mark(guarded, "members", right, level)

    return decorate
