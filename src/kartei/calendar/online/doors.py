"""The door of the public pages: a practice that lets people book by themselves, its scope open, and limits counted."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kartei.calendar.models import BookingRules, OnlineBooking, Service, SlotHold
from kartei.calendar.online.booking import booking_behind
from kartei.calendar.online.holds import hold_behind
from kartei.calendar.online.offer import bookable_services, rules_now
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Workspace
from kartei.web.audiences import View, for_everyone
from kartei.web.rates import is_within
from kartei.web.responses import page, refusal

LIMITS = {
    "look": "600/h/ip",  # pages that search for free slots
    "hold": "30/h/ip",
    "ask": "20/h/ip",
    "mail": "4/h/key",  # to one address of a practice
    "open": "120/h/ip",  # links that open something, or nothing
}


class VisitorRequest(HttpRequest):
    """A request of a public page, as `for_visitors` hands it to a view (for type checkers; never instantiated)."""

    workspace: Workspace
    rules: BookingRules


class Gone(Exception):
    """The secret of the address opens nothing, be it wrong, used up or over."""


def for_visitors(limit: str, *, always: bool = False) -> Callable[[View], View]:
    """A page below /termin/<practice>/. 404 alike where there is no practice and where it lets nobody book online.

    `limit` is counted for each request from an address. With `always` the page works while booking is off too: who has
    an appointment may look at it, and anybody else learns nothing of the practice. The language is the visitor's, the
    zone the practice's.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, practice: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if not counted(request, limit):
                return refusal(request, 429)
            workspace = Workspace.objects.filter(slug=practice).first()
            if workspace is None:
                return refusal(request, 404)
            with workspace_scope(workspace.id), timezone.override(ZoneInfo(workspace.time_zone)):
                request.workspace, request.rules = workspace, rules_now()
                if not (request.rules.is_open or always):
                    return refusal(request, 404)
                try:
                    answer = view(request, *args, **kwargs)
                except Gone:
                    if not request.rules.is_open:
                        return refusal(request, 404)
                    answer = page(request, "calendar/public/gone.html", status=410)
            answer.headers["X-Robots-Tag"] = "noindex"
            return answer

        return for_everyone(guarded)

    return decorate


def counted(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count it; False when the limit is reached."""
    return is_within(LIMITS[action], request, of=f"booking.{action}", key=key)


def service_for(request: VisitorRequest, service_id: Any) -> Service:
    """A service that everybody may book."""
    found: Service | None = bookable_services().filter(pk=service_id).first()
    if found is None:
        raise Http404
    return found


def hold_for(request: VisitorRequest, secret: str) -> SlotHold:
    """What the secret of an address holds, or has held until a moment ago, as long as nobody has asked for it."""
    found = hold_behind(secret, with_over=True)
    if found is None or not bookable_services().filter(pk=found.service_id).exists():
        raise Gone
    return found


def booking_for(request: VisitorRequest, secret: str) -> OnlineBooking:
    found = booking_behind(secret)
    if found is None:
        raise Gone
    return found
