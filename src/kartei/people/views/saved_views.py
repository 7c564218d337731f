"""Saved views of the lists: kept, renamed, shared, chosen, deleted and brought back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kartei.people import saved_views
from kartei.people.doors import changeable_view_for, view_for
from kartei.people.models import SavedView
from kartei.people.versions import StaleVersion
from kartei.people.view_forms import ChoiceForm, NewViewForm, StateForm, ViewForm
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.tenancy.submissions import once
from kartei.web.forms import Form, VersionedForm
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, notify, page, refusal


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_VIEW)
@once
def new_view(request: MemberRequest, is_client: bool) -> HttpResponse:
    """GET carries the state of the list that is to be kept."""
    told = {"query": saved_views.canonical(request.GET.urlencode(), is_client=is_client)}
    form = NewViewForm(request.POST or None, initial=told, by=request.member, is_client=is_client)
    if not form.is_valid():
        return _dialog(request, form, _("Save view"), is_client)
    values = {name: form.cleaned_data[name] for name in ("name", "query", "is_shared", "is_default")}
    try:
        view = saved_views.save_view(**values, is_client=is_client, by=request.member)
    except saved_views.Refused:
        form.add_error(None, _("There are too many already. Please remove some first."))
        return _dialog(request, form, _("Save view"), is_client)
    notify(request, _("The view “%(name)s” was saved.") % {"name": view})
    return moved(request, _list_with(request, view))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_VIEW)
def view(request: MemberRequest, view_id: UUID) -> HttpResponse:
    found = changeable_view_for(request, view_id)
    told = {"name": found.name, "is_shared": found.is_shared, "version": found.version}
    form = ViewForm(request.POST or None, initial=told, by=request.member, is_client=found.is_client, before=found)
    if not form.is_valid():
        return _dialog(request, form, _("Rename or share view"), found.is_client, found)
    try:
        saved_views.edit_view(found, form.told, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        found.refresh_from_db()
        form = form.at_version(found.version)
        return _dialog(request, form, _("Rename or share view"), found.is_client, found, status=409)
    notify(request, _("Saved."))
    return moved(request, _list_with(request, found))


@require_POST
@for_members(Right.PROFILES_VIEW)
def state(request: MemberRequest, view_id: UUID) -> HttpResponse:
    """What the list shows now becomes the view; the toast brings the former state back."""
    found, form = changeable_view_for(request, view_id), StateForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    before, version = found.query, form.cleaned_data["version"]
    try:
        found = saved_views.change_query(found, form.cleaned_data["query"], version=version, by=request.member)
    except StaleVersion:
        return conflict(request)
    back = reverse("people:view-state", args=[request.workspace.slug, found.pk])
    undo = Undo(back, {"version": str(found.version), "query": before})
    notify(request, _("The view “%(name)s” was changed.") % {"name": found}, undo=undo)
    return moved(request, _list_with(request, found))


@require_POST
@for_members(Right.PROFILES_VIEW)
def choice(request: MemberRequest, view_id: UUID) -> HttpResponse:
    found, form = view_for(request, view_id), ChoiceForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    if form.cleaned_data["is_default"]:
        saved_views.make_default(found, by=request.member)
        notify(request, _("The list opens with “%(name)s” from now on.") % {"name": found})
    else:
        saved_views.drop_default(found, by=request.member)
        notify(request, _("The list opens as a whole from now on."))
    return moved(request, _list_with(request, found))


@require_POST
@for_members(Right.PROFILES_VIEW)
def deletion(request: MemberRequest, view_id: UUID) -> HttpResponse:
    found, form = changeable_view_for(request, view_id), VersionedForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        found = saved_views.delete_view(found, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    back = reverse("people:view-restoration", args=[request.workspace.slug, found.pk])
    undo = Undo(back, {"version": str(found.version)})
    notify(request, _("The view “%(name)s” was deleted.") % {"name": found}, undo=undo)
    return moved(request, _list_of(request, found.is_client))


@require_POST
@for_members(Right.PROFILES_VIEW)
def restoration(request: MemberRequest, view_id: UUID) -> HttpResponse:
    found, form = changeable_view_for(request, view_id, is_deleted=True), VersionedForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        found = saved_views.restore_view(found, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    notify(request, _("The view “%(name)s” is back.") % {"name": found})
    return moved(request, _list_with(request, found))


def _list_of(request: MemberRequest, is_client: bool) -> str:
    return reverse("people:clients" if is_client else "people:contacts", args=[request.workspace.slug])


def _list_with(request: MemberRequest, found: SavedView) -> str:
    """The list as the view shows it."""
    return f"{_list_of(request, found.is_client)}?{saved_views.address_of(found)}"


def _dialog(
    request: MemberRequest, form: Form, title: str, is_client: bool, found: SavedView | None = None, **values: Any
) -> HttpResponse:
    """As a dialog over the list, or as a page of its own."""
    status = values.pop("status", 422 if form.is_bound else 200)
    back = _list_with(request, found) if found else _list_of(request, is_client)
    values = {"form": form, "title": title, "view": found, "back": back, "is_stale": status == 409}
    if is_htmx(request):
        return fragment(request, "people/view.html#dialog", status=status, **values)
    return page(request, "people/view.html", status=status, **values)
