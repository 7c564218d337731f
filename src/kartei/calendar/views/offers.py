"""„Einstellungen“: what can be booked, where, and with what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.calendar import offers
from kartei.calendar.doors import offer_for
from kartei.calendar.models import Place, Resource, Service
from kartei.calendar.offer_forms import (
    NewPlaceForm,
    NewResourceForm,
    NewServiceForm,
    PlaceEditForm,
    ResourceEditForm,
    ServiceEditForm,
)
from kartei.people.versions import StaleVersion
from kartei.people.vocabulary_forms import MoveForm
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.tenancy.submissions import once
from kartei.web.forms import Form, VersionedForm
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, notify, page, refusal
from kartei.workspaces.settings_frame import settings_page, settings_part


@dataclass(frozen=True)
class Kind:
    """What is the same on the pages of services, places and resources."""

    model: Any
    new_form: type[Any]
    edit_form: type[Any]
    page: str  # name of the URL of the list
    label: str | Promise  # of that page
    new: str | Promise  # titles of the dialogs
    edit: str | Promise
    made: str | Promise  # what is said afterwards


KINDS = {
    "services": Kind(
        Service, NewServiceForm, ServiceEditForm, "calendar:services", gettext_lazy("Services"),
        gettext_lazy("New service"), gettext_lazy("Edit service"), gettext_lazy("The service “%(name)s” was created."),
    ),
    "places": Kind(
        Place, NewPlaceForm, PlaceEditForm, "calendar:places", gettext_lazy("Places"),
        gettext_lazy("New place"), gettext_lazy("Edit place"), gettext_lazy("The place “%(name)s” was created."),
    ),
    "resources": Kind(
        Resource, NewResourceForm, ResourceEditForm, "calendar:places", gettext_lazy("Places"),
        gettext_lazy("New resource"), gettext_lazy("Edit resource"),
        gettext_lazy("The resource “%(name)s” was created."),
    ),
}  # fmt: skip
"""By the word in the address."""


@require_safe
@for_members(Right.SETTINGS_VIEW)
def services(request: MemberRequest) -> HttpResponse:
    return _list(request, "services", settings_page)


@require_safe
@for_members(Right.SETTINGS_VIEW)
def places(request: MemberRequest) -> HttpResponse:
    return _list(request, "places", settings_page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@once
def new_offer(request: MemberRequest, kind: str) -> HttpResponse:
    known = KINDS[kind]
    form = known.new_form(request.POST or None)
    if not form.is_valid():
        return _dialog(request, kind, form, known.new)
    try:
        made = offers.add_offer(known.model(), form.told, by=request.member)
    except offers.Refused as refused:
        return _dialog(request, kind, _refused(form, refused), known.new)
    notify(request, known.made % {"name": made})
    return moved(request, known.page, slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def offer(request: MemberRequest, kind: str, offer_id: UUID) -> HttpResponse:
    known = KINDS[kind]
    found = offer_for(request, known.model, offer_id)
    form = known.edit_form(request.POST or None, initial=_told(found, known), before=found)
    if not form.is_valid():
        return _dialog(request, kind, form, known.edit, found)
    try:
        offers.change_offer(found, form.told, version=form.cleaned_data["version"], by=request.member)
    except offers.Refused as refused:
        return _dialog(request, kind, _refused(form, refused), known.edit, found)
    except StaleVersion:
        found.refresh_from_db()
        return _dialog(request, kind, form.at_version(found.version), known.edit, found, status=409)
    notify(request, _("Saved."))
    return moved(request, known.page, slug=request.workspace.slug)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def offer_place(request: MemberRequest, kind: str, offer_id: UUID) -> HttpResponse:
    """„Nach oben“ and „Nach unten“."""
    known, form = KINDS[kind], MoveForm(request.POST)
    found = offer_for(request, known.model, offer_id)
    if not form.is_valid():
        return refusal(request, 422)
    offers.move_offer(found, form.cleaned_data["step"], by=request.member)
    if is_htmx(request):
        return _list(request, "places" if kind == "resources" else kind, settings_part)
    return moved(request, known.page, slug=request.workspace.slug)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def offer_archival(request: MemberRequest, kind: str, offer_id: UUID) -> HttpResponse:
    return _archived(request, kind, offer_id, offers.archive_offer, "offer-restoration", _("“%(name)s” was archived."))


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def offer_restoration(request: MemberRequest, kind: str, offer_id: UUID) -> HttpResponse:
    said = _("“%(name)s” can be booked again.")
    return _archived(request, kind, offer_id, offers.restore_offer, "offer-archival", said)


def _archived(
    request: MemberRequest, kind: str, offer_id: UUID, verb: Callable[..., Any], way_back: str, said: str
) -> HttpResponse:
    known, form = KINDS[kind], VersionedForm(request.POST)
    found = offer_for(request, known.model, offer_id)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        found = verb(found, version=form.cleaned_data["version"], by=request.member)
    except offers.Refused:
        return conflict(
            request, _("Another one is called “%(name)s” by now. Please rename that one first.") % {"name": found}
        )
    except StaleVersion:
        return conflict(request)
    back = reverse(f"calendar:{kind}-{way_back}", args=[request.workspace.slug, found.pk])
    notify(request, said % {"name": found}, undo=Undo(back, {"version": str(found.version)}))
    return moved(request, known.page, slug=request.workspace.slug)


def _refused(form: Form, refused: offers.Refused) -> Form:
    if refused.reason == "taken":
        form.add_error("name", _("This name is taken already."))
    else:
        form.add_error(None, _("There are too many already. Please remove some first."))
    return form


def _list(request: MemberRequest, kind: str, answer: Callable[..., HttpResponse]) -> HttpResponse:
    if kind == "services":
        found = list(Service.objects.prefetch_related("service_members__member", "service_places__place"))
        return answer(request, "calendar/services.html", services=found)
    kinds = [("places", list(Place.objects.all())), ("resources", list(Resource.objects.all()))]
    return answer(request, "calendar/places.html", kinds=kinds)


def _told(found: Any, known: Kind) -> dict[str, Any]:
    """What the edit form begins with."""
    told = {name: getattr(found, name) for name in known.edit_form.base_fields if hasattr(found, name)}
    for name, (rows, column) in offers.LINKS.items():
        if name in known.edit_form.base_fields:
            told[name] = rows.objects.filter(service=found).values_list(f"{column}_id", flat=True)
    return told


def _dialog(
    request: MemberRequest, kind: str, form: Form, title: Any, found: Any = None, *, status: int = 0
) -> HttpResponse:
    """As a dialog over the list, or as a page of its own."""
    status = status or (422 if form.is_bound else 200)
    known = KINDS[kind]
    values = {
        "form": form, "title": title, "word": found, "is_stale": status == 409, "count": None,
        "back": reverse(known.page, args=[request.workspace.slug]), "back_label": known.label,
    }  # fmt: skip
    answer, name = (fragment, "people/word.html#dialog") if is_htmx(request) else (page, "people/word.html")
    return answer(request, name, status=status, **values)
