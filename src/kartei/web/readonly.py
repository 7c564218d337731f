"""Read-only while the disk is nearly full: what would write is refused before the database has no room to go on."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from kartei.lib.disk import Room, room
from kartei.web.responses import refusal

SAFE = {"GET", "HEAD", "OPTIONS"}
INSUFFICIENT_STORAGE = 507


class ReadOnly:
    """Stands inside of the language and outside of everything that writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or not is_read_only() or _goes_on(request.path_info):
            return self.get_response(request)
        return refusal(request, INSUFFICIENT_STORAGE)


def is_read_only() -> bool:
    return room(settings.DATA) is Room.SPENT


def _goes_on(path: str) -> bool:
    """Whether an address is called by POST and hardly writes: search, log in, log out."""
    try:
        return resolve(path).view_name in settings.GOES_ON_WHEN_FULL
    except (Resolver404, ValueError):
        return False
