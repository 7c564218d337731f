"""Times that are free again: who waits for them, offering them, and how that is done by itself."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.calendar.doors import slot_for
from kartei.calendar.models import OfferState, OfferWay, SlotOffer
from kartei.calendar.views.calendar_settings import answer
from kartei.calendar.views.dialogs import back_of, shown
from kartei.calendar.waiting.forms import OfferingForm, OfferSettingsForm, OneOfferForm
from kartei.calendar.waiting.listing import free_after, free_time, free_times
from kartei.calendar.waiting.offering import Offering, offer_to, reasons_not, start_offering, take_back
from kartei.calendar.waiting.wishing import change_offering
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.tenancy.submissions import once
from kartei.web.query import id_in
from kartei.web.responses import moved, notify, page


@require_safe
@for_members(Right.CALENDAR_EDIT)
def all_free_times(request: MemberRequest) -> HttpResponse:
    found, after = free_times(request.member, after=id_in(request.GET.get("after")))
    return page(request, "calendar/free_times.html", found=found, next=after, way=Offering.read().way, ways=OfferWay)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
@once
def offering(request: MemberRequest, slot_id: UUID) -> HttpResponse:
    """„Anbieten“."""
    slot, form = slot_for(request, slot_id), OfferingForm(request.POST or None)
    back = reverse("calendar:free-times", args=[request.workspace.slug])
    if not form.is_valid():
        time = free_time(slot, seen_by=request.member)
        unasked = reasons_not(match.wish.client.person for match in time.matches)
        values = {"form": form, "time": time, "unasked": unasked, "back": back}
        return shown(request, "calendar/offering.html", 422 if form.is_bound else 200, values)
    return _offered(request, start_offering(slot, OfferWay(form.cleaned_data["way"]), by=request.member))


@require_POST
@for_members(Right.CALENDAR_EDIT)
@once
def single_offer(request: MemberRequest, slot_id: UUID) -> HttpResponse:
    """To one of those who wait, whom somebody has chosen."""
    slot, form = slot_for(request, slot_id, with_closed=True), OneOfferForm(request.POST, by=request.member)
    made = offer_to(slot, form.cleaned_data["wish"], by=request.member) if form.is_valid() else []
    return _offered(request, made)


def _offered(request: MemberRequest, made: list[SlotOffer]) -> HttpResponse:
    if count := sum(offer.state == OfferState.OPEN for offer in made):
        said = ngettext("The time was offered to %(num)s person.", "The time was offered to %(num)s people.", count)
        notify(request, said % {"num": count})
    else:
        notify(
            request,
            _("Nobody could be asked: the time is taken, or nobody who waits can be written to."),
            level="warning",
        )
    return moved(request, "calendar:free-times", slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
def withdrawal(request: MemberRequest, slot_id: UUID) -> HttpResponse:
    """„Angebot zurücknehmen“: the question, and doing it; somebody may have accepted meanwhile."""
    slot, back = slot_for(request, slot_id, with_closed=True), back_of(request, "calendar:free-times")
    if request.method != "POST":
        time, count = free_time(slot, seen_by=request.member), slot.offers.filter(state=OfferState.OPEN).count()
        values = {"time": time, "count": count, "back": back}
        return shown(request, "calendar/withdrawal.html", 200, values)
    if count := len(take_back(slot, by=request.member)):
        text = ngettext(
            "The offer was taken back. The time is free again.",
            "%(num)s offers were taken back. The time is free again.",
            count,
        )
        notify(request, text % {"num": count})
    else:
        notify(request, _("There was no offer to take back: it was answered, or has run out."), level="info")
    return moved(request, back)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def offer_settings(request: MemberRequest) -> HttpResponse:
    form = OfferSettingsForm(request.POST)
    if not form.is_valid():
        return answer(request, offers=form, status=422)
    told = form.cleaned_data
    try:
        change_offering(told["offer_way"], told["offer_notice"], version=told["version"], by=request.member)
    except StaleVersion:
        return answer(request, offers=form, status=409)
    notify(request, _("Saved."))
    return moved(request, reverse("calendar:settings", args=[request.workspace.slug]) + "#waiting")


def note_waiting(request: MemberRequest, appointment_id: UUID) -> None:
    """Beside the note of what has been cancelled, moved or deleted: how many wait for it, and what happens now."""
    times = free_after(appointment_id, seen_by=request.member)
    if not (count := len({match.wish.client_id for time in times for match in time.matches})):
        return
    said = ngettext("%(num)s person is waiting for this time.", "%(num)s people are waiting for this time.", count) % {
        "num": count
    }
    is_by_hand = Offering.read().way == OfferWay.BY_HAND
    then = _("You can offer it under “Waiting list”.") if is_by_hand else _("It is offered to them in a moment.")
    notify(request, f"{said} {then}", level="info")
