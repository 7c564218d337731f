"""What the link of a mail opens: the button that confirms, then the page of the appointment, to cancel or move it."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.calendar.models import OnlineBooking, SlotHold
from kartei.calendar.occupying import Occupied
from kartei.calendar.online import booking as online_booking
from kartei.calendar.online import changes as online_changes
from kartei.calendar.online.booking import Taken, TooMany
from kartei.calendar.online.changes import TooLate, standing_of
from kartei.calendar.online.doors import Gone, VisitorRequest, booking_for, for_visitors
from kartei.calendar.online.forms import SlotForm
from kartei.calendar.online.holds import HoldOver, let_go
from kartei.calendar.online.offer import Offer
from kartei.calendar.online.weeks import week_of
from kartei.calendar.online.words import choices, time_text, zone_of
from kartei.people.versions import StaleVersion
from kartei.web.query import day_in
from kartei.web.responses import moved, page


@require_safe
@for_visitors("open", always=True)
def booking(request: VisitorRequest, secret: str) -> HttpResponse:
    """Opening it changes nothing, be it a person or a program that looks into mails."""
    return _page(request, booking_for(request, secret), secret)


@require_POST
@for_visitors("open", always=True)
def confirmation(request: VisitorRequest, secret: str) -> HttpResponse:
    asked = booking_for(request, secret)
    try:
        _confirm(request, asked, secret)
    except HoldOver:
        raise Gone from None
    except TooMany:
        return _page(request, asked, secret, status=409, has_too_many=True)
    except (Occupied, Taken):
        asked = booking_for(request, secret)  # of two clicks the second one comes when the first has booked
        if asked.confirmed_at is None:
            return _page(request, asked, secret, status=409, is_taken=True)
    return moved(request, "public:booking", practice=request.workspace.slug, secret=secret)


@require_POST
@for_visitors("open", always=True)
def cancellation(request: VisitorRequest, secret: str) -> HttpResponse:
    asked = booking_for(request, secret)
    try:
        online_changes.cancel(asked)
    except (TooLate, StaleVersion):
        return _page(request, booking_for(request, secret), secret, status=409)
    return moved(request, "public:booking", practice=request.workspace.slug, secret=secret)


@require_http_methods(["GET", "HEAD", "POST"])
@for_visitors("open", always=True)
def move(request: VisitorRequest, secret: str) -> HttpResponse:
    """Another free slot of the same service with the same person."""
    asked = booking_for(request, secret)
    if not standing_of(asked, request.rules).may_move:
        return _page(request, asked, secret, status=409 if request.method == "POST" else 200)
    if request.method != "POST":
        return _move(request, asked, secret)
    form = SlotForm(request.POST)
    if not form.is_valid():
        return _move(request, asked, secret, status=422)
    try:
        online_changes.move(asked, form.cleaned_data["slot"], secret)
    except Taken:
        return _move(request, asked, secret, status=409, wanted=form.cleaned_data["slot"])
    except (TooLate, StaleVersion):
        return _page(request, booking_for(request, secret), secret, status=409)
    return moved(request, "public:booking", practice=request.workspace.slug, secret=secret)


def _confirm(request: VisitorRequest, asked: OnlineBooking, secret: str) -> None:
    """Raises as the verb does, and then holds nothing in place of what has gone."""
    instead = _instead(request, asked)
    try:
        online_booking.confirm(asked, secret, instead=instead)
    except (HoldOver, TooMany, Occupied):
        if instead is not None:
            let_go(instead)
        raise


def _instead(request: VisitorRequest, asked: OnlineBooking) -> SlotHold | None:
    """The slot that was chosen in place of one that has gone. Raises Taken."""
    if "slot" not in request.POST or asked.confirmed_at is not None:
        return None
    form = SlotForm(request.POST)
    if not form.is_valid():
        raise Taken
    found, _secret = online_booking.hold_slot(_offer(request, asked), form.cleaned_data["slot"])
    return found


def _offer(request: VisitorRequest, asked: OnlineBooking) -> Offer:
    """The same service with the same person."""
    if asked.appointment is not None:
        given = asked.appointment.given_by.first()
        return Offer(asked.service, request.rules, given.member_id if given else None)
    return Offer(asked.service, request.rules, asked.hold.member_id if asked.hold else None)


def _page(
    request: VisitorRequest, asked: OnlineBooking, secret: str, *, status: int = 200, is_taken: bool = False,
    has_too_many: bool = False,
) -> HttpResponse:  # fmt: skip
    zone = zone_of(asked.time_zone)
    if asked.appointment is None:
        if asked.hold is None:
            raise Gone
        near = choices(_offer(request, asked).nearest(asked.hold.starts_at), zone, with_day=True) if is_taken else []
        return page(
            request, "calendar/public/confirm.html", status=status, asked=asked, secret=secret, held=asked.hold,
            time=time_text(asked.hold.starts_at, zone), near=near, is_taken=is_taken, has_too_many=has_too_many,
        )  # fmt: skip
    given = [each.member.name for each in asked.appointment.given_by.select_related("member")]
    return page(
        request, "calendar/public/booking.html", status=status, asked=asked, secret=secret,
        standing=standing_of(asked, request.rules), time=time_text(asked.appointment.starts_at, zone),
        members=", ".join(sorted(given)),
    )  # fmt: skip


def _move(
    request: VisitorRequest, asked: OnlineBooking, secret: str, *, status: int = 200, wanted: Any = None
) -> HttpResponse:
    zone, offer = zone_of(asked.time_zone), _offer(request, asked)
    assert asked.appointment is not None
    near = choices(offer.nearest(wanted), zone, with_day=True) if wanted else []
    return page(
        request, "calendar/public/move.html", status=status, asked=asked, secret=secret, near=near, zone=zone.key,
        week=week_of(offer, day_in(request.GET.get("day")), zone), is_taken=status == 409, is_bad=status == 422,
        time=time_text(asked.appointment.starts_at, zone),
    )  # fmt: skip
