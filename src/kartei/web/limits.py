"""How much a request may send: told by its Content-Length, before any of it is read or written to disk."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from kartei.web.responses import refusal

MARGIN = 1024**2  # bytes for the other fields of a form that carries a file


class SizeLimit:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > limit_of(request.path_info):
            return refusal(request, 413)
        return self.get_response(request)


def limit_of(path: str) -> int:
    """Bytes that may be sent to an address: more only where files are taken (`settings.UPLOADS`)."""
    try:
        name = resolve(path).view_name
    except (Resolver404, ValueError):
        name = ""
    return int(settings.UPLOADS.get(name, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)) + MARGIN
