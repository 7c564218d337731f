"""The public pages: which service, with whom and when, who books, and „Sehen Sie in Ihr Postfach“."""

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.calendar.models import Service, SlotHold
from kartei.calendar.online import booking as online_booking
from kartei.calendar.online.booking import Applicant, Taken
from kartei.calendar.online.doors import VisitorRequest, counted, for_visitors, hold_for, service_for
from kartei.calendar.online.forms import DetailsForm, SlotForm
from kartei.calendar.online.holds import let_go
from kartei.calendar.online.offer import Offer, bookable_members, bookable_services
from kartei.calendar.online.rules import privacy_text
from kartei.calendar.online.weeks import week_of
from kartei.calendar.online.words import Choice, choices, time_text, zone_of, zones_with
from kartei.people.models import Email
from kartei.web.query import day_in, id_in
from kartei.web.responses import moved, page, refusal


@require_safe
@for_visitors("look")
def services(request: VisitorRequest) -> HttpResponse:
    return page(request, "calendar/public/services.html", services=list(bookable_services()))


@require_safe
@for_visitors("look")
def privacy(request: VisitorRequest) -> HttpResponse:
    return page(request, "calendar/public/privacy.html", text=privacy_text(request.rules, request.workspace))


@require_safe
@for_visitors("look")
def sent(request: VisitorRequest) -> HttpResponse:
    """The same for everybody, whatever came of it: who has the mailbox reads the rest there."""
    return page(request, "calendar/public/sent.html", has_mail_page=settings.HAS_MAIL_PAGE)


@require_safe
@for_visitors("look")
def slots(request: VisitorRequest, service_id: UUID) -> HttpResponse:
    """With whom and when."""
    service = service_for(request, service_id)
    return _slots(request, service, id_in(request.GET.get("member")), zone_of(request.GET.get("zone")))


@require_POST
@for_visitors("hold")
def reservation(request: VisitorRequest, service_id: UUID) -> HttpResponse:
    """A slot was chosen: it is held while somebody types. A taken one is answered with the next free ones."""
    service, form = service_for(request, service_id), SlotForm(request.POST)
    zone = zone_of(request.POST.get("zone"))
    if not form.is_valid():
        return _slots(request, service, None, zone, status=422)
    offer = _offer(request, service, form.cleaned_data["member"])
    starts_at = form.cleaned_data["slot"]
    try:
        _held, secret = online_booking.hold_slot(offer, starts_at)
    except Taken:
        near = choices(offer.nearest(starts_at), zone, with_day=True)
        return _slots(request, service, offer.member, zone, status=409, near=near)
    return moved(request, _with_zone(reverse("public:details", args=[request.workspace.slug, secret]), zone))


@require_http_methods(["GET", "HEAD", "POST"])
@for_visitors("look")
def details(request: VisitorRequest, secret: str) -> HttpResponse:
    """Who books."""
    held = hold_for(request, secret)
    if request.method != "POST":
        zone = zone_of(request.GET.get("zone"))
        return _details(request, held, secret, DetailsForm(initial={"zone": zone.key}), zone)
    form, zone = DetailsForm(request.POST), zone_of(request.POST.get("zone"))
    if "another" in request.POST:
        online_booking.give_up(held)  # so that it is offered again, to this visitor too
        return moved(request, _with_zone(reverse("public:slots", args=[request.workspace.slug, held.service_id]), zone))
    if not counted(request, "ask"):
        return refusal(request, 429)
    if form.is_robot:
        online_booking.give_up(held)
        return _sent(request)
    if not form.is_valid():
        return _details(request, held, secret, form, zone, status=422)
    return _asked(request, held, secret, form, zone)


def _asked(request: VisitorRequest, held: SlotHold, secret: str, form: DetailsForm, zone: ZoneInfo) -> HttpResponse:
    told = form.cleaned_data
    if not counted(request, "mail", f"{request.workspace.pk} {Email.key_of(told['email'])}"):
        online_booking.give_up(held)
        return _sent(request)  # as to everybody: who knows an address does not learn what was sent there
    try:
        if told["slot"] is not None:
            held = _instead(request, held, told["slot"])
        online_booking.ask(held, _applicant(request, told, zone))
    except Taken:
        near = choices(_offer(request, held.service, held.member_id).nearest(held.starts_at), zone, with_day=True)
        return _details(request, held, secret, form, zone, status=409, near=near, is_taken=True)
    return _sent(request)


def _instead(request: VisitorRequest, held: SlotHold, starts_at: dt.datetime) -> SlotHold:
    """Another slot of the same service, for one that has gone. Raises Taken."""
    found, _secret = online_booking.hold_slot(_offer(request, held.service, held.member_id), starts_at)
    let_go(held)
    return found


def _applicant(request: VisitorRequest, told: dict[str, Any], zone: ZoneInfo) -> Applicant:
    said = {name: told[name] for name in ("first_name", "last_name", "email", "phone", "question")}
    return Applicant(
        **said, privacy=privacy_text(request.rules, request.workspace), language=(get_language() or "de")[:2],
        time_zone=zone.key,
    )  # fmt: skip


def _offer(request: VisitorRequest, service: Service, member: UUID | None) -> Offer:
    """404 for somebody who does not offer it."""
    if service.capacity > 1:
        return Offer(service, request.rules)
    if member is not None and member not in {one.pk for one in bookable_members(service)}:
        raise Http404
    return Offer(service, request.rules, member)


def _slots(
    request: VisitorRequest,
    service: Service,
    member: UUID | None,
    zone: ZoneInfo,
    *,
    status: int = 200,
    near: list[Choice] | None = None,
) -> HttpResponse:
    return page(
        request, "calendar/public/slots.html", status=status, service=service, near=near or [],
        week=week_of(_offer(request, service, member), day_in(request.GET.get("day")), zone),
        members=bookable_members(service), chosen=member, zone=zone.key, own_zone=timezone.get_current_timezone_name(),
        zones=zones_with(zone.key), is_taken=status == 409, is_bad=status == 422,
    )  # fmt: skip


def _details(
    request: VisitorRequest,
    held: SlotHold,
    secret: str,
    form: DetailsForm,
    zone: ZoneInfo,
    *,
    status: int = 200,
    near: list[Choice] | None = None,
    is_taken: bool = False,
) -> HttpResponse:
    return page(
        request, "calendar/public/details.html", status=status, held=held, secret=secret, form=form, near=near or [],
        time=time_text(held.starts_at, zone), is_taken=is_taken,
    )  # fmt: skip


def _sent(request: VisitorRequest) -> HttpResponse:
    return moved(request, "public:sent", practice=request.workspace.slug)


def _with_zone(path: str, zone: ZoneInfo) -> str:
    return path if zone.key == timezone.get_current_timezone_name() else f"{path}?zone={zone.key}"
