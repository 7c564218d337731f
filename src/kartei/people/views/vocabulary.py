"""„Einstellungen“: the practice's own statuses and tags."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.people import vocabulary
from kartei.people.doors import gone_is_404, status_for, tag_for
from kartei.people.models import Status, Tag
from kartei.people.tasks import replace_status
from kartei.people.versions import StaleVersion
from kartei.people.vocabulary_forms import (
    MoveForm,
    NewStatusForm,
    NewTagForm,
    ReplacementForm,
    StatusEditForm,
    TagEditForm,
)
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.tenancy.submissions import once
from kartei.web.forms import Form
from kartei.web.responses import fragment, is_htmx, moved, notify, page, refusal
from kartei.workspaces.settings_frame import settings_page, settings_part

STATUSES, TAGS = "people:statuses", "people:all-tags"


@require_safe
@for_members(Right.SETTINGS_VIEW)
def statuses(request: MemberRequest) -> HttpResponse:
    return _statuses(request, settings_page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@once
def new_status(request: MemberRequest) -> HttpResponse:
    form = NewStatusForm(request.POST or None)
    if not form.is_valid():
        return _dialog(request, form, _("New status"), STATUSES)
    try:
        status = vocabulary.add_status(form.told, by=request.member)
    except vocabulary.Refused as refused:
        return _refused(request, form, refused, _("New status"), STATUSES)
    notify(request, _("The status “%(name)s” was created.") % {"name": status})
    return moved(request, STATUSES, slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def status_word(request: MemberRequest, status_id: UUID) -> HttpResponse:
    status = status_for(request, status_id)
    told = {"name": status.label, "kind": status.kind, "colour": status.colour, "version": status.version}
    form = StatusEditForm(request.POST or None, initial=told)
    return _edit(request, form, status, vocabulary.edit_status, _("Edit status"), STATUSES)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def status_place(request: MemberRequest, status_id: UUID) -> HttpResponse:
    form = MoveForm(request.POST)
    status = status_for(request, status_id)
    if not form.is_valid():
        return refusal(request, 422)
    vocabulary.move_status(status, form.cleaned_data["step"], by=request.member)
    if is_htmx(request):
        return _statuses(request, settings_part)
    return moved(request, STATUSES, slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def status_removal(request: MemberRequest, status_id: UUID) -> HttpResponse:
    status = status_for(request, status_id)
    form, title = ReplacementForm(request.POST or None, leaving=status), _("Remove status")
    values = {"word": status, "count": status.clients.count()}
    if not form.is_valid():
        return _dialog(request, form, title, STATUSES, **values)
    replacement = form.cleaned_data["replacement"]
    try:
        vocabulary.replace_status(status, replacement, by=request.member, start=replace_status.defer)
    except vocabulary.Refused as refused:
        return _refused(request, form, refused, title, STATUSES, **values)
    said = _("“%(status)s” is being replaced by “%(replacement)s”.") % {"status": status, "replacement": replacement}
    notify(request, said)
    return moved(request, STATUSES, slug=request.workspace.slug)


@require_safe
@for_members(Right.SETTINGS_VIEW)
def tags(request: MemberRequest) -> HttpResponse:
    return settings_page(request, "people/all_tags.html", tags=vocabulary.counted_tags())


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@once
def new_tag(request: MemberRequest) -> HttpResponse:
    form = NewTagForm(request.POST or None)
    if not form.is_valid():
        return _dialog(request, form, _("New tag"), TAGS)
    try:
        tag = vocabulary.add_tag(form.told, by=request.member)
    except vocabulary.Refused as refused:
        return _refused(request, form, refused, _("New tag"), TAGS)
    notify(request, _("The tag “%(name)s” was created.") % {"name": tag})
    return moved(request, TAGS, slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def tag_word(request: MemberRequest, tag_id: UUID) -> HttpResponse:
    tag = tag_for(request, tag_id)
    told = {"name": tag.name, "colour": tag.colour, "group": tag.group, "version": tag.version}
    form = TagEditForm(request.POST or None, initial=told)
    return _edit(request, form, tag, vocabulary.edit_tag, _("Edit tag"), TAGS)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def tag_removal(request: MemberRequest, tag_id: UUID) -> HttpResponse:
    tag = tag_for(request, tag_id)
    form, count = Form(request.POST if request.method == "POST" else None), tag.client_tags.count()
    if not form.is_valid():
        return _dialog(request, form, _("Remove tag"), TAGS, word=tag, count=count)
    vocabulary.delete_tag(tag, by=request.member)
    said = ngettext(
        "The tag “%(name)s” was removed from %(num)s client.",
        "The tag “%(name)s” was removed from %(num)s clients.",
        count,
    )
    notify(request, said % {"name": tag, "num": count})
    return moved(request, TAGS, slug=request.workspace.slug)


def _statuses(request: MemberRequest, answer: Callable[..., HttpResponse]) -> HttpResponse:
    found = vocabulary.counted_statuses()
    is_busy = any(status.replacement_id for status, _count in found)
    return answer(request, "people/statuses.html", statuses=found, is_busy=is_busy)


def _edit(
    request: MemberRequest, form: Any, word: Status | Tag, verb: Callable[..., Any], title: str, back: str
) -> HttpResponse:
    if not form.is_valid():
        return _dialog(request, form, title, back, word=word)
    try:
        verb(word, form.told, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        word.refresh_from_db()
        return _dialog(request, form.at_version(word.version), title, back, word=word, status=409)
    except vocabulary.Refused as refused:
        return _refused(request, form, refused, title, back, word=word)
    notify(request, _("Saved."))
    return moved(request, back, slug=request.workspace.slug)


def _refused(
    request: MemberRequest, form: Form, refused: vocabulary.Refused, title: str, back: str, **values: Any
) -> HttpResponse:
    texts = {
        "taken": _("There is a status with this name already.")
        if back == STATUSES
        else _("There is a tag with this name already."),
        "last_of_kind": _("At least one status of each kind must remain. Please add another one of this kind first."),
        "is_replacement": _("Clients of another status are just being given this one. Please wait a moment."),
        "is_leaving": _("This status is just being replaced itself. Please choose another one."),
        "too_many": _("There are too many already. Please remove some first."),
        "closed": _("It is closed to you as well. Only who sees it can open it to others."),
    }
    beside = {"taken": "name", "is_leaving": "replacement"}
    form.add_error(beside.get(refused.reason), texts[refused.reason])
    return _dialog(request, form, title, back, **values)


def _dialog(request: MemberRequest, form: Form, title: str, back: str, **values: Any) -> HttpResponse:
    """As a dialog over the list, or as a page of its own."""
    status = values.pop("status", 422 if form.is_bound else 200)
    way = reverse(back, args=[request.workspace.slug])
    label = _("Statuses") if back == STATUSES else _("Tags")
    values = {"word": None, "count": None, **values, "form": form, "title": title, "back": way, "back_label": label}
    if is_htmx(request):
        return fragment(request, "people/word.html#dialog", status=status, is_stale=status == 409, **values)
    return page(request, "people/word.html", status=status, is_stale=status == 409, **values)
