"""What the head of a client's record changes: status, tags, assigned members. A contact has none of them: 422."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kartei.people.doors import anybody_for
from kartei.people.fields.guarding import open_tags
from kartei.people.forms import AssignmentsForm, StatusForm, TagsForm, offer
from kartei.people.models import Person
from kartei.people.statuses import change_assignments, change_status, change_tags, tags_named
from kartei.people.versions import StaleVersion, version_of
from kartei.people.views.board import moved_on_board
from kartei.people.ways import back_to_list, record_address
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.forms import VersionedForm
from kartei.web.responses import Undo, conflict, fragment, moved, notify, refusal


@require_POST
@for_members(Right.PROFILES_EDIT)
def status(request: MemberRequest, client_id: UUID) -> HttpResponse:
    person = anybody_for(request, client_id)
    if not person.is_client:
        return _contacts_have_none(request)
    form, old = StatusForm(request.POST), person.client.status
    if not form.is_valid():
        return refusal(request, 422)
    if form.cleaned_data["status"] == old:
        return _shown(request, person)
    said = _("%(name)s – status: %(status)s") % {"name": person.name, "status": form.cleaned_data["status"].label}
    return _change(request, person, change_status, form, form.cleaned_data["status"], {"status": str(old.pk)}, said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def tags(request: MemberRequest, client_id: UUID) -> HttpResponse:
    person = anybody_for(request, client_id)
    if not person.is_client:
        return _contacts_have_none(request)
    seen = open_tags(request.member)
    had = [str(pk) for pk in person.client.client_tags.filter(tag__in=seen).values_list("tag_id", flat=True)]
    form = TagsForm(request.POST or None, initial={"tags": had, "version": version_of(person, "tags")})
    offer(form, tags=seen)
    if not form.is_valid():
        return _dialog(request, person, form, "tags")
    chosen = [*form.cleaned_data["tags"], *tags_named(form.cleaned_data["new"].split(","))]
    return _change(request, person, change_tags, form, chosen, {"tags": had}, _("Tags were changed."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def assignments(request: MemberRequest, client_id: UUID) -> HttpResponse:
    person = anybody_for(request, client_id)
    if not person.is_client:
        return _contacts_have_none(request)
    had = [str(row.member_id) for row in person.client.assignments.all()]
    form = AssignmentsForm(request.POST or None, initial={"members": had, "version": version_of(person, "assignments")})
    if not form.is_valid():
        return _dialog(request, person, form, "assignments")
    said = _("Assigned members were changed.")
    return _change(request, person, change_assignments, form, form.cleaned_data["members"], {"members": had}, said)


def _change(
    request: MemberRequest,
    person: Person,
    verb: Callable[..., int],
    form: VersionedForm,
    chosen: Any,
    back: dict[str, Any],
    said: str,
) -> HttpResponse:
    """Do it, say so with the way back, and return to the record; 409 when somebody was faster."""
    try:
        version = verb(person.client, chosen, by=request.member, version=form.cleaned_data["version"])
    except StaleVersion:
        return conflict(request)
    if not Person.objects.filter(pk=person.pk).visible_to(request.member).exists():  # who has unassigned themselves
        notify(request, said)
        return moved(request, reverse("people:clients", args=[request.workspace.slug]))
    notify(request, said, undo=Undo(request.path, {**back, "version": str(version)}))
    return _shown(request, person)


def _shown(request: MemberRequest, person: Person) -> HttpResponse:
    """The list or the board on which somebody has acted, else the record."""
    to = back_to_list(request, record_address(request, person))
    if to.startswith(reverse("people:board", args=[request.workspace.slug])):
        return moved_on_board(request, to)
    return moved(request, to)


def _dialog(request: MemberRequest, person: Person, form: VersionedForm, what: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return fragment(request, "people/choice.html#dialog", person=person, form=form, what=what, status=status)


def _contacts_have_none(request: MemberRequest) -> HttpResponse:
    return refusal(request, 422, _("Contacts have no status, no tags and nobody assigned."))
