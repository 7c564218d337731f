"""Language and theme: kept with the user, for visitors in the session."""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kartei.accounts.models import Theme, User
from kartei.web.audiences import for_everyone, for_users
from kartei.web.responses import moved


def _switch(name: str, allowed: set[str]) -> Callable[..., HttpResponse]:
    """A view that takes the POST field `name` and goes back to where the switch stood."""

    @for_everyone
    @require_POST
    def switch(request: HttpRequest) -> HttpResponse:
        value = request.POST.get(name, "")
        if value not in allowed:
            return HttpResponseBadRequest()
        if request.user.is_authenticated:
            setattr(request.user, name, value)
            request.user.save(update_fields=[name])
        else:
            request.session[name] = value
        return moved(request, _way_back(request))

    return switch


def _way_back(request: HttpRequest) -> str:
    """The path in `next`, else that of the page that asked; never another host."""
    for url in (request.POST.get("next", ""), _path_of(request.headers.get("Referer", ""))):
        if url.startswith("/") and url.isprintable() and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
            return url
    return "/"


def _path_of(address: str) -> str:
    """Path and query of an address, empty for what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return urlunsplit(("", "", parts.path, parts.query, ""))


@for_users
@require_POST
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Switch the keys of the pages on or off; keys of one letter must be able to be off (WCAG 2.1.4)."""
    value = request.POST.get("shortcuts", "")
    if value not in {"on", "off"}:
        return HttpResponseBadRequest()
    user: User = request.user  # type: ignore[assignment]  # for_users
    user.has_shortcuts = value == "on"
    user.save(update_fields=["has_shortcuts"])
    return moved(request, _way_back(request))


language = _switch("language", {code for code, _name in settings.LANGUAGES})
theme = _switch("theme", set(Theme.values))
