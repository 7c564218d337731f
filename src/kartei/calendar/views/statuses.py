"""„Einstellungen“: how appointments can go."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.calendar import statuses
from kartei.calendar.doors import appointment_status_for
from kartei.calendar.models import AppointmentStatus
from kartei.calendar.status_forms import NewStatusForm, ReplacementForm, StatusEditForm
from kartei.calendar.tasks import apply_status, replace_status
from kartei.people.doors import gone_is_404
from kartei.people.versions import StaleVersion
from kartei.people.vocabulary import Refused
from kartei.people.vocabulary_forms import MoveForm
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.tenancy.submissions import once
from kartei.web.forms import Form
from kartei.web.responses import fragment, is_htmx, moved, notify, page, refusal
from kartei.workspaces.settings_frame import settings_page, settings_part

LIST = "calendar:statuses"


@require_safe
@for_members(Right.SETTINGS_VIEW)
def all_statuses(request: MemberRequest) -> HttpResponse:
    return _list(request, settings_page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@once
def new_status(request: MemberRequest) -> HttpResponse:
    form = NewStatusForm(request.POST or None)
    if not form.is_valid():
        return _dialog(request, form, _("New status"))
    try:
        status = statuses.add_status(form.told, by=request.member)
    except Refused as refused:
        return _refused(request, form, refused, _("New status"))
    notify(request, _("The status “%(name)s” was created.") % {"name": status})
    return moved(request, LIST, slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def status_word(request: MemberRequest, status_id: UUID) -> HttpResponse:
    found = appointment_status_for(request, status_id)
    told = {name: getattr(found, name) for name in ("kind", "colour", "frees_slot", "version")} | {"name": found.label}
    form, title = StatusEditForm(request.POST or None, initial=told, before=found), _("Edit status")
    if not form.is_valid():
        return _dialog(request, form, title, word=found)
    version = form.cleaned_data["version"]
    try:
        statuses.edit_status(found, form.told, version=version, by=request.member, start=apply_status.defer)
    except StaleVersion:
        found.refresh_from_db()
        return _dialog(request, form.at_version(found.version), title, word=found, status=409)
    except Refused as refused:
        return _refused(request, form, refused, title, word=found)
    notify(request, _("Saved."))
    return moved(request, LIST, slug=request.workspace.slug)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def status_place(request: MemberRequest, status_id: UUID) -> HttpResponse:
    """„Nach oben“ and „Nach unten“."""
    form = MoveForm(request.POST)
    found = appointment_status_for(request, status_id)
    if not form.is_valid():
        return refusal(request, 422)
    statuses.move_status(found, form.cleaned_data["step"], by=request.member)
    return _list(request, settings_part) if is_htmx(request) else moved(request, LIST, slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def status_removal(request: MemberRequest, status_id: UUID) -> HttpResponse:
    found = appointment_status_for(request, status_id)
    form, title, said = ReplacementForm(request.POST or None, leaving=found), _("Remove status"), _question(found)
    if not form.is_valid():
        return _dialog(request, form, title, word=found, said=said)
    replacement = form.cleaned_data["replacement"]
    try:
        statuses.replace_status(found, replacement, by=request.member, start=replace_status.defer)
    except Refused as refused:
        return _refused(request, form, refused, title, word=found, said=said)
    text = _("“%(status)s” is being replaced by “%(replacement)s”.")
    notify(request, text % {"status": found, "replacement": replacement})
    return moved(request, LIST, slug=request.workspace.slug)


def _question(found: AppointmentStatus) -> str:
    count = found.attendances.count()
    return ngettext(
        "%(num)s appointment has the status “%(name)s” and gets another one instead.",
        "%(num)s appointments have the status “%(name)s” and get another one instead.",
        count,
    ) % {"num": count, "name": found}


def _list(request: MemberRequest, answer: Callable[..., HttpResponse]) -> HttpResponse:
    found = statuses.counted_statuses()
    is_busy = any(status.replacement_id for status, _count in found)
    return answer(request, "calendar/statuses.html", statuses=found, is_busy=is_busy)


def _refused(request: MemberRequest, form: Form, refused: Refused, title: str, **values: Any) -> HttpResponse:
    texts = {
        "taken": _("There is a status with this name already."),
        "built_in": _("This status comes with Kartei and stays. It can be renamed."),
        "is_replacement": _("Appointments of another status are just being given this one. Please wait a moment."),
        "is_leaving": _("This status is just being replaced itself. Please choose another one."),
        "too_many": _("There are too many already. Please remove some first."),
    }
    beside = {"taken": "name", "is_leaving": "replacement"}
    form.add_error(beside.get(refused.reason), texts[refused.reason])
    return _dialog(request, form, title, **values)


def _dialog(request: MemberRequest, form: Form, title: str, **values: Any) -> HttpResponse:
    """As a dialog over the list, or as a page of its own."""
    status = values.pop("status", 422 if form.is_bound else 200)
    way = reverse(LIST, args=[request.workspace.slug])
    values = {"word": None, "count": None, **values, "form": form, "title": title, "back": way}
    values |= {"back_label": _("Appointment statuses"), "is_stale": status == 409}
    answer, name = (fragment, "people/word.html#dialog") if is_htmx(request) else (page, "people/word.html")
    return answer(request, name, status=status, **values)
