"""„Meine Aufgaben“, and what is done with a task wherever it stands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.people import agenda
from kartei.people.doors import client_for, task_for
from kartei.people.models import Person, Task
from kartei.people.task_forms import NewTaskForm, TaskForm, TickForm
from kartei.people.tasking import (
    change_task,
    complete_task,
    create_task,
    delete_task,
    differences,
    errand_of,
    reopen_task,
    restore_task,
)
from kartei.people.versions import StaleVersion
from kartei.people.ways import record_address
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.tenancy.submissions import once
from kartei.web.forms import Form
from kartei.web.query import id_in
from kartei.web.responses import Undo, back_to, conflict, fragment, is_htmx, moved, notify, page, refusal


@require_safe
@for_members()
def tasks(request: MemberRequest) -> HttpResponse:
    return _list(request, agenda.open_page, is_done=False)


@require_safe
@for_members()
def done_tasks(request: MemberRequest) -> HttpResponse:
    return _list(request, agenda.done_page, is_done=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
@once
def new_task(request: MemberRequest) -> HttpResponse:
    return _creation(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
@once
def new_client_task(request: MemberRequest, client_id: UUID) -> HttpResponse:
    return _creation(request, client_for(request, client_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def task(request: MemberRequest, task_id: UUID) -> HttpResponse:
    found = _changeable(request, task_id)
    before, client = errand_of(found), found.client.person if found.client else None
    told = {"text": before.text, "due_on": before.due_on, "members": before.members, "version": found.version}
    form = TaskForm(request.POST or None, initial=told, before=before, client=client)
    if not form.is_valid():
        return _form(request, form, client, found)
    try:
        change_task(found, form.errand, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return _two_versions(request, form, found.pk)
    notify(request, _("The task was changed."))
    return moved(request, _back(request))


@require_POST
@for_members()
def completion(request: MemberRequest, task_id: UUID) -> HttpResponse:
    return _ticked(request, task_id, complete_task, _("The task is done."), "people:task-reopening")


@require_POST
@for_members()
def reopening(request: MemberRequest, task_id: UUID) -> HttpResponse:
    return _ticked(request, task_id, reopen_task, _("The task is open again."), "people:task-completion")


@require_POST
@for_members(Right.PROFILES_EDIT)
def deletion(request: MemberRequest, task_id: UUID) -> HttpResponse:
    found = _changeable(request, task_id)
    return _moved_away(request, found, delete_task, _("The task was deleted."), "people:task-restoration")


@require_POST
@for_members(Right.PROFILES_EDIT)
def restoration(request: MemberRequest, task_id: UUID) -> HttpResponse:
    found = _changeable(request, task_id, is_deleted=True)
    return _moved_away(request, found, restore_task, _("The task is back."))


def _list(request: MemberRequest, read: Callable[..., agenda.Page], *, is_done: bool) -> HttpResponse:
    mine = request.GET.get("whose") != "all"
    found = read(request.member, mine=mine, after=id_in(request.GET.get("after")))
    may_create = request.member.may(Right.PROFILES_EDIT)
    return page(request, "people/tasks.html", page=found, mine=mine, is_done=is_done, may_create=may_create)


def _creation(request: MemberRequest, client: Person | None) -> HttpResponse:
    form = NewTaskForm(request.POST or None, initial={"members": [request.member]}, client=client)
    if not form.is_valid():
        return _form(request, form, client, back=_back(request, client))
    made = create_task(form.errand, client=client, by=request.member)
    undo = Undo(reverse("people:task-deletion", args=[request.workspace.slug, made.pk]), {"version": str(made.version)})
    notify(request, _("The task was created."), undo=undo)
    return moved(request, _back(request, client))


def _changeable(request: MemberRequest, task_id: UUID, *, is_deleted: bool = False) -> Task:
    found = task_for(request, task_id, is_deleted=is_deleted)
    if not agenda.may_change(request.member, found):
        raise PermissionDenied
    return found


def _ticked(request: MemberRequest, task_id: UUID, verb: Callable[..., Task], said: str, way_back: str) -> HttpResponse:
    """Do it, and answer with the row as it is now, wherever it stands."""
    found, form = task_for(request, task_id), TickForm(request.POST)
    if not agenda.line_of(found, request.member).may_complete:
        raise PermissionDenied
    if not form.is_valid():
        return refusal(request, 422)
    try:
        verb(found, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    found = task_for(request, task_id)
    back = reverse(way_back, args=[request.workspace.slug, found.pk])
    notify(request, said, undo=Undo(back, {"version": str(found.version)}))
    if not is_htmx(request):
        return moved(request, _back(request))
    hides_client = str(found.client_id) in _back(request)
    line = agenda.line_of(found, request.member)
    return fragment(request, "people/task_ticked.html", line=line, hides_client=hides_client)


def _moved_away(
    request: MemberRequest, found: Task, verb: Callable[..., Task], said: str, way_back: str = ""
) -> HttpResponse:
    """Delete or restore, and show the page again on which that was asked for."""
    form = TickForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        version = verb(found, version=form.cleaned_data["version"], by=request.member).version
    except StaleVersion:
        return conflict(request)
    slug = request.workspace.slug
    undo = Undo(reverse(way_back, args=[slug, found.pk]), {"version": str(version)}) if way_back else None
    notify(request, said, undo=undo)
    return moved(request, _back(request))


def _two_versions(request: MemberRequest, form: TaskForm, task_id: UUID) -> HttpResponse:
    """Both texts side by side; the form below keeps what was typed and now answers to the newer version."""
    found = _changeable(request, task_id)
    rows = [
        (gettext(label), mine, theirs) for label, (theirs, mine) in differences(errand_of(found), form.errand).items()
    ]
    client = found.client.person if found.client else None
    return _form(request, form.at_version(found.version), client, found, status=409, versions=rows)


def _form(
    request: MemberRequest, form: Form, client: Person | None, found: Task | None = None, **values: Any
) -> HttpResponse:
    """As a dialog over the page that asked for it, or as a page of its own."""
    status = values.pop("status", 422 if form.is_bound else 200)
    values = {"versions": None, "back": _back(request), **values, "form": form, "client": client, "task": found}
    if is_htmx(request):
        return fragment(request, "people/task.html#dialog", status=status, **values)
    return page(request, "people/task.html", status=status, **values)


def _back(request: MemberRequest, client: Person | None = None) -> str:
    """The page of this workspace on which a dialog or a toast stood, else the client's record or the list of tasks."""
    slug = request.workspace.slug
    otherwise = record_address(request, client) if client else reverse("people:tasks", args=[slug])
    return back_to(request, reverse("overview:start", args=[slug]), otherwise)
