"""„Kalender abonnieren“, and the file behind the secret address, which needs no login."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.accounts.mails import absolute_url
from kartei.calendar.feeds.file import file_of
from kartei.calendar.feeds.forms import FeedForm
from kartei.calendar.feeds.subscribing import feed_behind, note_fetch, revoke, subscribe
from kartei.calendar.models import CalendarFeed, FeedLevel
from kartei.db.scope import workspace_scope
from kartei.lib.link_secrets import digest_of
from kartei.tenancy.doors import MemberRequest, for_everyone, for_members
from kartei.tenancy.models import Workspace
from kartei.tenancy.rights import Right
from kartei.tenancy.submissions import once
from kartei.web.rates import is_within
from kartei.web.responses import moved, notify, page, refusal

LIMITS = {"miss": "60/h/ip", "fetch": "240/h/key"}
"""Looks behind an address that opens nothing, of one network; and fetches of one feed, which several devices share."""


@require_safe
@for_everyone
def feed_file(request: HttpRequest, practice: str, secret: str) -> HttpResponse:
    """404 for what no secret opens, as for one that was revoked."""
    workspace = Workspace.objects.filter(slug=practice).first()
    if workspace is None:
        return _missed(request)
    zone = timezone.override(ZoneInfo(workspace.time_zone))
    with workspace_scope(workspace.id), zone, translation.override(workspace.language):
        feed = feed_behind(secret)
        if feed is None:
            return _missed(request)
        if not is_within(LIMITS["fetch"], request, of="feed.fetch", key=digest_of(secret)):
            return refusal(request, 429)
        note_fetch(feed)
        body = file_of(feed, workspace, now=timezone.now())
    etag = f'"{digest_of(body.decode())[:32]}"'
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Content-Disposition"] = 'inline; filename="kartei.ics"'
    return get_conditional_response(request, etag=etag, response=answer) or answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_VIEW)
@once
def feed(request: MemberRequest) -> HttpResponse:
    """The address is shown in the answer that makes it, and never again."""
    form = FeedForm(request.POST or None, initial={"level": FeedLevel.BUSY})
    if not form.is_valid():
        return _page(request, form, 422 if form.is_bound else 200)
    _feed, secret = subscribe(FeedLevel(form.cleaned_data["level"]), by=request.member)
    address = absolute_url("feeds:file", practice=request.workspace.slug, secret=secret)
    answer = _page(request, FeedForm(initial=form.cleaned_data), 200, address=address)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Location"] = request.path  # to load it again shows that there is an address
    return answer


@require_POST
@for_members(Right.CALENDAR_VIEW)
def feed_revocation(request: MemberRequest) -> HttpResponse:
    if revoke(by=request.member):
        notify(request, _("The address opens nothing any more."))
    return moved(request, "calendar:feed", slug=request.workspace.slug)


def _page(request: MemberRequest, form: FeedForm, status: int, **values: Any) -> HttpResponse:
    found = CalendarFeed.objects.filter(member=request.member).first()
    return page(request, "calendar/feed.html", status=status, **{"address": "", "form": form, "feed": found, **values})


def _missed(request: HttpRequest) -> HttpResponse:
    return refusal(request, 404 if is_within(LIMITS["miss"], request, of="feed.miss") else 429)
