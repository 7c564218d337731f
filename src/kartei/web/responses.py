"""The whole vocabulary of answers: a page, a block of one, a move elsewhere, a note to the user, a conflict."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from kartei.web.pages import pages

LOOK = "Kartei-Login"
"""The header of an answer that tells the page to look whether its login still lives."""


@dataclass(frozen=True, slots=True)
class Undo:
    """The way back of an act: „Rückgängig“ posts `values` (with the version the act made) to `url`."""

    url: str
    values: Mapping[str, str | list[str]]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The hidden fields of its form."""
        return [
            (name, each)
            for name, value in self.values.items()
            for each in ([value] if isinstance(value, str) else value)
        ]


@dataclass(frozen=True, slots=True)
class Toast:
    """A note that floats for 10 seconds. `level` is one of success, info, warning, error."""

    text: str
    level: str = "success"
    undo: Undo | None = None


def page(request: HttpRequest, name: str, /, status: int = 200, **values: Any) -> HttpResponse:
    """A whole page from the template `name`."""
    return _varied(HttpResponse(pages().render(name, values, request), status=status))


def fragment(request: HttpRequest, name: str, /, status: int = 200, **values: Any) -> HttpResponse:
    """One block of a page: fragment(request, "people/clients.html#rows", …). Notes to the user come along."""
    html = pages().render(name, values, request)
    return _varied(HttpResponse(html + _notes(request), status=status))


def moved(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Send the browser to an address, a URL name or an object with one, be it htmx that asked or the browser itself."""
    url = resolve_url(to, *args, **kwargs)
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url, status=303 if request.method == "POST" else 302)


class Elsewhere(Exception):
    """Raised by a door: what was asked for stands at another address now, and `text` says why, if that needs a word."""

    def __init__(self, url: str, text: str = "") -> None:
        super().__init__(text)
        self.url, self.text = url, text


def led_on(request: HttpRequest, other: Elsewhere) -> HttpResponse:
    """Lead whoever looks to the other address; what was sent is refused with the sentence, and stays in the form."""
    if request.method not in {"GET", "HEAD"}:
        return conflict(request, other.text)
    if other.text:
        notify(request, other.text, level="info")
    return moved(request, other.url)


def back_to(request: HttpRequest, home: str, otherwise: str) -> str:
    """The address of the page on which a dialog or a toast stood, when it lies below `home`; else `otherwise`."""
    try:
        path = request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]  # set by its middleware
    except ValueError:  # no browser of ours sends such an address
        path = ""
    return path if path.startswith(home) else otherwise


def download(pieces: Iterator[bytes], content_type: str, name: str) -> HttpResponse:
    """A file, sent piece by piece while it is made."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)  # type: ignore[return-value]


def nothing(request: HttpRequest) -> HttpResponse:
    """An answer that changes no part of the page (a toggle, an undone act); notes to the user come along."""
    return _varied(HttpResponse(_notes(request), headers={"HX-Reswap": "none"}))


def notify(request: HttpRequest, text: str, *, level: str = "success", undo: Undo | None = None) -> None:
    """Show a note with the next thing that is rendered: this fragment, or the page that the browser goes to."""
    way_back = json.dumps({"url": undo.url, "values": dict(undo.values)}) if undo else ""
    messages.add_message(request, _LEVELS[level], text, extra_tags=way_back)


def conflict(request: HttpRequest, text: str = "", /, *, block: str = "", **values: Any) -> HttpResponse:
    """409: somebody else was faster. With `block` the one that shows both texts, else a sentence."""
    if block:
        return fragment(request, block, status=409, **values)
    return refusal(request, 409, text or _("Somebody else has changed this in the meantime."))


def refusal(request: HttpRequest, status: int, text: str = "") -> HttpResponse:
    """An error page, for htmx a toast in its place, so that the page with what was typed stays.

    Neither has a CSRF token, a nonce or a word about the request: what is not there and what is not yours look alike.
    """
    name = "error.html#toast" if is_htmx(request) else "error.html"
    headers = {"HX-Retarget": "#toaster", "HX-Reswap": "beforeend"} if is_htmx(request) else {}
    html = pages().render(name, {"status": status, "text": text}, request)
    return _varied(HttpResponse(html, status=status, headers=headers))


def login_needed(request: HttpRequest) -> HttpResponse:
    """To the login; for htmx 401, so that the login opens over the page and what was typed stays (js/lock.js)."""
    from django.contrib.auth.views import redirect_to_login  # needs the applications; the log's filter comes before

    if is_htmx(request):
        return _varied(HttpResponse(status=401, headers={LOOK: "look"}))
    return redirect_to_login(request.get_full_path())


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script of ours waits for the answer, and not the browser for a page."""
    return request.headers.get("HX-Request") == "true"


def toasts(request: HttpRequest) -> Iterator[Toast]:
    """The notes that wait; reading them takes them away."""
    for message in messages.get_messages(request):
        undo = json.loads(message.extra_tags) if (message.extra_tags or "").startswith("{") else None
        yield Toast(str(message), message.level_tag, Undo(**undo) if undo else None)


_LEVELS = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


def _notes(request: HttpRequest) -> str:
    """The waiting notes as an element that htmx appends to the page's toaster."""
    notes = list(toasts(request))
    return pages().render("toasts.html", {"notes": notes}, request) if notes else ""


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response
