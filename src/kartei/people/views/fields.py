"""„+ Neues Feld“ and „+ Neuen Abschnitt hinzufügen“, and the page of „Einstellungen“ that shows them all."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.people.doors import field_for, gone_is_404, own_section_for
from kartei.people.fields import defining, moving, overview
from kartei.people.fields.forms import (
    OWN,
    NewSectionForm,
    PlaceForm,
    SectionNameForm,
    differing,
    field_edit_form,
    new_field_form,
)
from kartei.people.fields.kinds import KINDS
from kartei.people.models import Field, FieldType
from kartei.people.tasks import index_field
from kartei.people.tasks import move_field as start_move
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.tenancy.submissions import once
from kartei.web.forms import Form
from kartei.web.responses import back_to, fragment, is_htmx, moved, notify, page, refusal
from kartei.workspaces.settings_frame import settings_page, settings_part

FIELDS = "people:fields"


@require_safe
@for_members(Right.SETTINGS_VIEW)
def fields(request: MemberRequest) -> HttpResponse:
    return _fields(request, settings_page)


@require_safe
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def new_field(request: MemberRequest) -> HttpResponse:
    """Which type: one way for each."""
    section = request.GET.get("section", "")
    return _shown(request, "people/field_types.html", kinds=KINDS, section=section[:40], title=_("New field"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
@once
def new_field_of(request: MemberRequest, type_name: str) -> HttpResponse:
    if type_name not in FieldType.values:
        raise Http404
    type_ = FieldType(type_name)
    form = new_field_form(type_, request.POST or None, section=request.GET.get("section", ""))
    title = _("New field: %(type)s") % {"type": type_.label}
    if not form.is_valid():
        return _asking(request, form, title)
    try:
        made = defining.add_field(type_, form.told, form.cleaned_data["section"], by=request.member)
    except defining.Refused as refused:
        return _refused(request, form, refused, title)
    return _done(request, _("The field “%(label)s” stands on every record now.") % {"label": made.label})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def field(request: MemberRequest, field_id: UUID) -> HttpResponse:
    found = field_for(request, field_id)
    form, title = field_edit_form(found, request.POST or None), _("Edit field")
    if not form.is_valid():
        return _asking(request, form, title, word=found.label)
    try:
        with transaction.atomic():  # a refused move takes the rest with it
            _edit(request, found, form)
    except StaleVersion:
        stored = field_for(request, field_id)
        versions = differing(form, field_edit_form(stored, None))
        form = form.at_version(stored.version)
        return _asking(request, form, title, word=stored.label, versions=versions, status=409)
    except defining.Refused as refused:
        return _refused(request, form, refused, title, word=found.label)
    return _done(request, _("Saved."))


def _edit(request: MemberRequest, found: Field, form: Any) -> None:
    told, type_ = form.cleaned_data, form.cleaned_data.get("type")
    new_type = FieldType(type_) if type_ else None
    version = told["version"]
    defining.edit_field(found, form.told, type_=new_type, version=version, by=request.member, index=index_field.defer)
    if told["section"] and told["section"] != found.section.code:
        moving.place_field(found, told["section"], None, by=request.member, start=start_move.defer)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def field_place(request: MemberRequest, field_id: UUID) -> HttpResponse:
    found, form = field_for(request, field_id), PlaceForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    told = form.cleaned_data
    if told["section"] == OWN:  # that is for sections
        return refusal(request, 422)
    if told["step"]:
        moving.move_field(found, told["step"], by=request.member)
        return _placed(request)
    try:
        moving.place_field(found, told["section"], told["before"], by=request.member, start=start_move.defer)
    except defining.Refused as refused:
        notify(request, _reason(refused), level="warning")
    return _placed(request)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def field_removal(request: MemberRequest, field_id: UUID) -> HttpResponse:
    found = field_for(request, field_id)
    form = Form(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asking(request, form, _("Remove field"), word=found.label, count=defining.used(found), removes="field")
    try:
        count = defining.remove_field(found, by=request.member, index=index_field.defer)
    except defining.Refused as refused:
        values = {"word": found.label, "count": defining.used(found), "removes": "field"}
        return _refused(request, form, refused, _("Remove field"), **values)
    said = (
        ngettext(
            "The field “%(label)s” is archived; what %(num)s record says in it is kept and hidden.",
            "The field “%(label)s” is archived; what %(num)s records say in it is kept and hidden.",
            count,
        )
        if count
        else _("The field “%(label)s” is gone.")
    )
    return _done(request, said % {"label": found.label, "num": count})


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def field_restoration(request: MemberRequest, field_id: UUID) -> HttpResponse:
    found = field_for(request, field_id)
    defining.restore_field(found, by=request.member, index=index_field.defer)
    return _done(request, _("The field “%(label)s” is back, with all that was said in it.") % {"label": found.label})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@once
def new_section(request: MemberRequest) -> HttpResponse:
    form, title = NewSectionForm(request.POST or None), _("New section")
    if not form.is_valid():
        return _asking(request, form, title)
    try:
        made = defining.add_section(form.cleaned_data["name"], by=request.member)
    except defining.Refused as refused:
        return _refused(request, form, refused, title)
    return _done(request, _("The section “%(name)s” stands on every record now.") % {"name": made.name})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def own_section(request: MemberRequest, section_id: UUID) -> HttpResponse:
    found = own_section_for(request, section_id)
    form = SectionNameForm(request.POST or None, initial={"name": found.name, "version": found.version})
    title = _("Rename section")
    if not form.is_valid():
        return _asking(request, form, title, word=found.name)
    told = form.cleaned_data
    try:
        defining.rename_section(found, told["name"], version=told["version"], by=request.member)
    except StaleVersion:
        found = own_section_for(request, section_id)
        return _asking(request, form.at_version(found.version), title, word=found.name, status=409)
    except defining.Refused as refused:
        return _refused(request, form, refused, title, word=found.name)
    return _done(request, _("Saved."))


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def section_place(request: MemberRequest, section_id: UUID) -> HttpResponse:
    found, form = own_section_for(request, section_id), PlaceForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    if step := form.cleaned_data["step"]:
        moving.move_section(found, step, by=request.member)
    else:
        moving.place_section(found, form.cleaned_data["before"], by=request.member)
    return _placed(request)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def section_removal(request: MemberRequest, section_id: UUID) -> HttpResponse:
    found, title = own_section_for(request, section_id), _("Remove section")
    form = Form(request.POST if request.method == "POST" else None)
    values = {"word": found.name, "count": found.fields.count(), "removes": "section"}
    if not form.is_valid():
        return _asking(request, form, title, **values)
    try:
        defining.remove_section(found, by=request.member)
    except defining.Refused as refused:
        return _refused(request, form, refused, title, **values)
    return _done(request, _("The section “%(name)s” is gone.") % {"name": found.name})


def _fields(request: MemberRequest, answer: Callable[..., HttpResponse]) -> HttpResponse:
    values = {"sections": overview.sections(), "archived": overview.archived(), "moving": overview.moving()}
    return answer(request, "people/own_fields.html", **values)


def _placed(request: MemberRequest) -> HttpResponse:
    if is_htmx(request):
        return _fields(request, settings_part)
    return moved(request, FIELDS, slug=request.workspace.slug)


def _done(request: MemberRequest, said: str) -> HttpResponse:
    """Say it, and show the page again over which the dialog stood: a record, or „Einstellungen“."""
    notify(request, said)
    slug = request.workspace.slug
    return moved(request, back_to(request, reverse("overview:start", args=[slug]), reverse(FIELDS, args=[slug])))


def _refused(request: MemberRequest, form: Any, refused: defining.Refused, title: str, **values: Any) -> HttpResponse:
    beside = {
        "taken": ("label", "name"),
        "cycle": ("formula",),
        "chain": ("formula",),
        "breaks": ("formula",),
        "moving": ("section",),
        "closed": ("group",),
    }
    named = next((name for name in beside.get(refused.reason, ()) if name in form.fields), None)
    form.add_error(named, _reason(refused))
    return _asking(request, form, title, **values)


def _reason(refused: defining.Refused) -> str:
    texts = {
        "taken": _("There is one with this name already."),
        "too_many": _("There are too many already. Please remove some first."),
        "has_fields": _("There are fields in it, maybe archived ones. Please remove them first."),
        "moving": _("What the records say in it is just being moved. Please wait a moment."),
        "in_formula": _("The field “%(about)s” is calculated from it. Please change that formula first."),
        "cycle": _("The field would be calculated from itself."),
        "chain": _("Too many calculated fields would reckon with each other in a row."),
        "closed": _("It is closed to you as well. Only who sees the field can open it to others."),
        "breaks": _("The field “%(about)s” reckons with it and could not any more."),
    }
    return texts[refused.reason] % {"about": refused.about}


def _asking(request: MemberRequest, form: Any, title: str, **values: Any) -> HttpResponse:
    status = values.pop("status", 422 if form.is_bound else 200)
    values = {"word": None, "count": None, "removes": "", "versions": (), **values}
    return _shown(request, "people/field.html", status=status, is_stale=status == 409, form=form, title=title, **values)


def _shown(request: MemberRequest, name: str, status: int = 200, **values: Any) -> HttpResponse:
    """As a dialog over the page that asked for it, or as a page of its own."""
    values["back"] = reverse(FIELDS, args=[request.workspace.slug])
    if is_htmx(request):
        return fragment(request, f"{name}#dialog", status=status, **values)
    return page(request, name, status=status, **values)
