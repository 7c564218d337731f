"""Signs of life of a login, and its end when there are none: the idle limit of product.md, section 1."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from kartei.accounts.logins import GRAIN, is_idle
from kartei.accounts.models import IDLE_MINUTES, Login, User
from kartei.tenancy.memberships import memberships_of

BACKGROUND = "Kartei-Background"
"""The header of requests that a page makes by itself (polling, looking whether the login lives): no sign of life."""


class ActivityMiddleware:
    """Ends a login that was idle for too long, and notes that others are alive. Writes outside of the request's
    transaction, so that requests of one login do not wait for each other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        login: Login | None = getattr(request.session, "row", None) if request.user.is_authenticated else None
        if login is not None:
            if is_idle(login):
                _end(request)
            elif not _is_background(request):
                note_life(login, request.user)  # type: ignore[arg-type]
        return self.get_response(request)


def _is_background(request: HttpRequest) -> bool:
    looks = request.method == "GET" and request.path_info == reverse("accounts:login-state")
    return looks or BACKGROUND in request.headers


def _end(request: HttpRequest) -> None:
    user_logged_out.send(User, request=request, user=request.user)  # for the log
    request.session.flush()
    request.user = AnonymousUser()


def note_life(login: Login, user: User) -> None:
    """Write that the user is there, at most every 20 seconds, and read what their workspaces say about limits."""
    now = timezone.now()
    if login.idle_minutes is not None and now - login.seen_at < GRAIN:
        return
    login.seen_at = now
    login.idle_minutes, login.workspaces = _limits_of(user)
    values = {"seen_at": now, "idle_minutes": login.idle_minutes, "workspaces": login.workspaces}
    Login.objects.filter(pk=login.pk).update(**values)


def _limits_of(user: User) -> tuple[int, list[tuple[str, str]]]:
    """The strictest idle limit of a user's active workspaces in minutes; slug and name of each of these, by name."""
    found = [member.workspace for member in memberships_of(user)]
    limits = [workspace.idle_minutes for workspace in found]
    places = sorted((workspace.name.casefold(), workspace.slug, workspace.name) for workspace in found)
    return min(limits, default=IDLE_MINUTES), [(slug, name) for _key, slug, name in places]
