"""Who may call a view outside of workspaces. `for_members` stands in tenancy.doors; a test counts the unmarked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from kartei.web.responses import login_needed

View = Callable[..., HttpResponse]


def for_users(view: View) -> View:
    """A page for whoever is logged in, outside of any workspace."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return login_needed(request)
        return view(request, *args, **kwargs)

    return mark(guarded, "users")


def for_everyone(view: View) -> View:
    """A page that needs no login."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return mark(open_to_all, "everyone")


def mark(view: View, audience: str, right: str | None = None, level: int = 0) -> View:
    """Note for the tests of the URL table whom the view is for."""
    view.audience, view.right, view.level = audience, right, level  # type: ignore[attr-defined]
    return view
