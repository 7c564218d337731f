"""„Einstellungen“: what people are to each other, in the practice's own words."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.people import relation_types
from kartei.people.doors import gone_is_404, relation_type_for
from kartei.people.models import Relationship, RelationType
from kartei.people.relation_type_forms import NewTypeForm, TypeEditForm, TypeRemovalForm
from kartei.people.tasks import replace_relation_type
from kartei.people.versions import StaleVersion
from kartei.people.vocabulary import Refused
from kartei.people.vocabulary_forms import MoveForm
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.tenancy.submissions import once
from kartei.web.forms import Form
from kartei.web.responses import fragment, is_htmx, moved, notify, page, refusal
from kartei.workspaces.settings_frame import settings_page, settings_part

LIST = "people:relation-types"


@require_safe
@for_members(Right.SETTINGS_VIEW)
def types(request: MemberRequest) -> HttpResponse:
    return _types(request, settings_page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@once
def new_type(request: MemberRequest) -> HttpResponse:
    form, title = NewTypeForm(request.POST or None), _("New type of relationship")
    if not form.is_valid():
        return _dialog(request, form, title)
    try:
        kind = relation_types.add_type(form.told, by=request.member)
    except Refused as refused:
        return _refused(request, form, refused, title)
    notify(request, _("The type “%(name)s” was created.") % {"name": kind})
    return moved(request, LIST, slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def type_word(request: MemberRequest, type_id: UUID) -> HttpResponse:
    kind, title = relation_type_for(request, type_id), _("Rename type")
    told = {"name": kind.label, "inverse_name": kind.inverse_label, "version": kind.version}
    form = TypeEditForm(request.POST or None, initial=told)
    if not form.is_valid():
        return _dialog(request, form, title, word=kind)
    try:
        relation_types.edit_type(kind, form.told, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        kind.refresh_from_db()
        return _dialog(request, form.at_version(kind.version), title, word=kind, status=409)
    except Refused as refused:
        return _refused(request, form, refused, title, word=kind)
    notify(request, _("Saved."))
    return moved(request, LIST, slug=request.workspace.slug)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def type_place(request: MemberRequest, type_id: UUID) -> HttpResponse:
    kind, form = relation_type_for(request, type_id), MoveForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    relation_types.move_type(kind, form.cleaned_data["step"], by=request.member)
    if is_htmx(request):
        return _types(request, settings_part)
    return moved(request, LIST, slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def type_removal(request: MemberRequest, type_id: UUID) -> HttpResponse:
    kind, title = relation_type_for(request, type_id), _("Remove type")
    form = TypeRemovalForm(request.POST if request.method == "POST" else None, leaving=kind)
    values = {"word": kind, "said": _consequence(kind)}
    if not form.is_valid():
        return _dialog(request, form, title, **values)
    replacement, is_inverse = form.chosen
    try:
        relation_types.remove_type(
            kind, replacement, is_inverse=is_inverse, by=request.member, start=replace_relation_type.defer
        )
    except Refused as refused:
        return _refused(request, form, refused, title, **values)
    notify(request, _removed(kind, replacement, is_inverse))
    return moved(request, LIST, slug=request.workspace.slug)


def _consequence(kind: RelationType) -> str:
    count = Relationship.objects.filter(type=kind).count()
    if not count:
        return _("Nobody is linked by “%(name)s”.") % {"name": kind}
    text = ngettext(
        "%(num)s relationship is of the type “%(name)s” and gets another one instead. If the same two are linked by "
        "that one already, both become one.",
        "%(num)s relationships are of the type “%(name)s” and get another one instead. If the same two are linked by "
        "that one already, both become one.",
        count,
    )
    return text % {"num": count, "name": kind}


def _removed(kind: RelationType, replacement: RelationType | None, is_inverse: bool) -> str:
    if replacement is None:
        return _("The type “%(name)s” was removed.") % {"name": kind}
    to = replacement.inverse_label if is_inverse else replacement.label
    return _("“%(type)s” is being replaced by “%(replacement)s”.") % {"type": kind.label, "replacement": to}


def _types(request: MemberRequest, answer: Callable[..., HttpResponse]) -> HttpResponse:
    found = relation_types.counted_types()
    values = {"types": found, "asked_for": relation_types.ASKED_FOR}
    return answer(request, "people/relation_types.html", is_busy=any(kind.replacement for kind, _n in found), **values)


def _refused(request: MemberRequest, form: Form, refused: Refused, title: str, **values: Any) -> HttpResponse:
    texts = {
        "asked_for": _("Kartei itself asks for this type, so it stays. You can rename it."),
        "needs_replacement": _("Somebody has just been linked by it. Please choose what they become."),
        "is_replacement": _("Relationships of another type are just being given this one. Please wait a moment."),
        "taken": _("Another type has this name already."),
        "inverse_taken": _("Another type has this name already."),
        "turned": _(
            "Whether both sides have the same name cannot be changed: what is recorded would lose its direction."
        ),
        "too_many": _("There are too many already. Please remove some first."),
    }
    beside = {"taken": "name", "inverse_taken": "inverse_name"}
    form.add_error(beside.get(refused.reason), texts[refused.reason])
    return _dialog(request, form, title, **values)


def _dialog(request: MemberRequest, form: Form, title: str, **values: Any) -> HttpResponse:
    """As a dialog over the list, or as a page of its own."""
    status = values.pop("status", 422 if form.is_bound else 200)
    back, label = reverse(LIST, args=[request.workspace.slug]), _("Types of relationships")
    values = {"word": None, "count": None, "is_stale": status == 409, "back": back, "back_label": label, **values}
    answer, name = (fragment, "people/word.html#dialog") if is_htmx(request) else (page, "people/word.html")
    return answer(request, name, status=status, form=form, title=title, **values)
