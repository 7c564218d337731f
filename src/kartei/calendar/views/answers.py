"""The page behind the link of an offer, which needs no login: look at it, accept it, or decline it."""

from contextlib import suppress
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kartei.calendar.models import OfferState, SlotOffer
from kartei.calendar.online.offer import rules_now
from kartei.calendar.waiting.offering import OfferOver, accept, decline, is_running, offer_behind
from kartei.db.scope import workspace_scope
from kartei.lib.link_secrets import digest_of
from kartei.tenancy.doors import for_everyone
from kartei.tenancy.models import Workspace
from kartei.web.rates import is_within
from kartei.web.responses import moved, page, refusal

LIMITS = {"miss": "60/h/ip", "look": "240/h/key", "answer": "20/h/key"}
"""Looks behind an address that opens nothing, of one network; looks at one offer, and answers to it."""
VERBS = {"accept": accept, "decline": decline}


@require_http_methods(["GET", "HEAD", "POST"])
@for_everyone
def offer(request: HttpRequest, practice: str, secret: str) -> HttpResponse:
    """404 for what no secret opens; 410 for what was an offer once."""
    workspace = Workspace.objects.filter(slug=practice).first()
    if workspace is None:
        return _missed(request)
    with workspace_scope(workspace.id), timezone.override(ZoneInfo(workspace.time_zone)):
        found = offer_behind(secret)
        if found is None:
            return _missed(request)
        action = "answer" if request.method == "POST" else "look"
        if not is_within(LIMITS[action], request, of=f"offer.{action}", key=digest_of(secret)):
            return _private(refusal(request, 429))
        if request.method == "POST":
            return _answered(request, found, practice, secret)
        return _page(request, found, workspace)


def _answered(request: HttpRequest, found: SlotOffer, practice: str, secret: str) -> HttpResponse:
    """Do it, and show the page of the offer again, which says what became of it."""
    verb = VERBS.get(request.POST.get("answer", ""))
    if verb is None:
        return _private(refusal(request, 422))
    with suppress(OfferOver):  # the page says why
        verb(found)
    return _private(moved(request, reverse("slot_offers:offer", args=[practice, secret])))


def _page(request: HttpRequest, found: SlotOffer, workspace: Workspace) -> HttpResponse:
    """What is over tells no more than that."""
    is_open = is_running(found)
    is_over = not is_open and found.state not in {OfferState.ACCEPTED, OfferState.DECLINED}
    values = {
        "offer": found, "workspace": workspace, "is_running": is_open, "is_over": is_over, "phone": rules_now().phone,
    }  # fmt: skip
    return _private(page(request, "calendar/slot_offer.html", status=410 if is_over else 200, **values))


def _missed(request: HttpRequest) -> HttpResponse:
    return _private(refusal(request, 404 if is_within(LIMITS["miss"], request, of="offer.miss") else 429))


def _private(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
