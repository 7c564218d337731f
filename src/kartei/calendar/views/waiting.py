"""The waiting list: who waits, entering, changing and taking out wishes."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.calendar.doors import wish_for
from kartei.calendar.forms import bookable_clients
from kartei.calendar.models import OfferState, WaitingWish
from kartei.calendar.offer_forms import treating_members
from kartei.calendar.picking import Picker
from kartei.calendar.views.dialogs import back_of, shown
from kartei.calendar.waiting import wishing as waiting
from kartei.calendar.waiting.forms import NewWishForm, WishEditForm, WishForm
from kartei.calendar.waiting.listing import SORTS, Shown, lines_of, offers_of, services_waited_for, slots_of, wishes
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.tenancy.submissions import once
from kartei.web.forms import VersionedForm
from kartei.web.query import id_in
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, notify, page, refusal


@require_safe
@for_members(Right.CALENDAR_VIEW)
def waiting_list(request: MemberRequest) -> HttpResponse:
    told = Shown.read(request.GET)
    return page(
        request,
        "calendar/waiting.html",
        shown=told,
        found=wishes(told, seen_by=request.member, after=id_in(request.GET.get("after"))),
        services=services_waited_for(request.member),
        members=list(treating_members()),
        sorts=SORTS,
        may_edit=request.member.may(Right.CALENDAR_EDIT),
    )


@require_safe
@for_members(Right.CALENDAR_VIEW)
def wish(request: MemberRequest, wish_id: UUID) -> HttpResponse:
    """What somebody waits for, and what was offered to them."""
    found = wish_for(request, wish_id, with_ended=True)
    values = {
        "wish": found, "line": lines_of([found])[0], "offers": offers_of(found), "states": OfferState,
        "own_slots": slots_of(found, member=request.member), "back": _back(request),
        "may_edit": request.member.may(Right.CALENDAR_EDIT) and found.ended_at is None,
    }  # fmt: skip
    return shown(request, "calendar/wish.html", 200, values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
@once
def new_wish(request: MemberRequest) -> HttpResponse:
    client = id_in(request.GET.get("client"))
    there = list(bookable_clients(request.member).filter(pk=client)) if client else []
    form = NewWishForm(request.POST or None, by=request.member, initial={"clients": there})
    if not form.is_valid():
        return _form(request, form)
    clients = list(form.cleaned_data["clients"].select_related("person"))
    try:
        with transaction.atomic():
            for one in clients:
                waiting.add_wish(one, form.told, form.cleaned_data["members"], by=request.member)
    except waiting.TooMany:
        form.add_error("clients", _("There are too many wishes of one client already. Please remove some first."))
        return _form(request, form)
    said = ngettext("%(name)s is on the waiting list.", "%(num)s clients are on the waiting list.", len(clients))
    notify(request, said % {"name": clients[0].person.name, "num": len(clients)})
    return moved(request, _back(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
def change_wish(request: MemberRequest, wish_id: UUID) -> HttpResponse:
    found = wish_for(request, wish_id)
    form = WishEditForm(request.POST or None, by=request.member, before=found)
    if not form.is_valid():
        return _form(request, form, found)
    told = form.cleaned_data
    try:
        waiting.change_wish(found, form.told, told["members"], version=told["version"], by=request.member)
    except StaleVersion:
        found.refresh_from_db()
        return _form(request, form.at_version(found.version), found, is_stale=True, status=409)
    notify(request, _("Saved."))
    return moved(request, _back(request))


@require_POST
@for_members(Right.CALENDAR_EDIT)
def wish_removal(request: MemberRequest, wish_id: UUID) -> HttpResponse:
    found, form = wish_for(request, wish_id), VersionedForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        gone = waiting.remove_wish(found, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    way_back = reverse("calendar:wish-restoration", args=[request.workspace.slug, gone.pk])
    said = _("%(name)s is no more on the waiting list.") % {"name": found.client.person.name}
    notify(request, said, undo=Undo(way_back, {"version": str(gone.version)}))
    return moved(request, _back(request))


@require_POST
@for_members(Right.CALENDAR_EDIT)
def wish_restoration(request: MemberRequest, wish_id: UUID) -> HttpResponse:
    found, form = wish_for(request, wish_id, with_ended=True), VersionedForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        waiting.restore_wish(found, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    notify(request, _("%(name)s is on the waiting list.") % {"name": found.client.person.name})
    return moved(request, _back(request))


@require_POST
@for_members(Right.CALENDAR_EDIT)
def wish_people(request: MemberRequest) -> HttpResponse:
    """Whom the words of the dialog find; those who are chosen stay."""
    picker = Picker.read(request.POST, seen_by=request.member)
    if is_htmx(request):
        return fragment(request, "calendar/client_picker.html#picker", picker=picker)
    form = NewWishForm(request.POST, by=request.member)
    form.errors.clear()  # nothing is refused while somebody searches
    return _form(request, form, picker=picker, status=200)


def _back(request: MemberRequest) -> str:
    """The page on which the dialog or the toast stood, else the list."""
    return back_of(request, "calendar:waiting")


def _form(
    request: MemberRequest, form: WishForm, found: WaitingWish | None = None, *, status: int = 0, **values: Any
) -> HttpResponse:
    picker = values.pop("picker", None) or (None if found else Picker.of(form, seen_by=request.member))
    values = {
        "is_stale": False, **values, "form": form, "picker": picker, "wish": found,
        "back": reverse("calendar:waiting", args=[request.workspace.slug]),
        "people_url": reverse("calendar:wish-people", args=[request.workspace.slug]),
    }  # fmt: skip
    return shown(request, "calendar/wish_form.html", status or (422 if form.is_bound else 200), values)
