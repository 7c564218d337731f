"""Archive and trash of clients and contacts, and „Papierkorb“."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.people import archiving
from kartei.people.archiving_forms import ArchivalForm, DeletionForm, RestorationForm
from kartei.people.doors import person_for
from kartei.people.models import Person
from kartei.people.tasks import look_for_twins
from kartei.people.versions import StaleVersion, version_of
from kartei.people.ways import back_to_list, record_address
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.query import id_in
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, notify, page, refusal


@require_POST
@for_members(Right.PROFILES_EDIT)
def archival(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person, form = person_for(request, person_id, is_client=is_client), ArchivalForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    said = _("%(name)s is in the archive now.") % {"name": person.name}
    return _moved(
        request, person, archiving.archive, form.cleaned_data["version"], said, record_address(request, person)
    )


@require_POST
@for_members(Right.PROFILES_EDIT)
def restoration(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client, in_trash=True)
    form = RestorationForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        archiving.restore(person, form.state, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    look_for_twins(person)
    notify(request, _("%(name)s is back.") % {"name": person.name})
    return moved(request, back_to_list(request, record_address(request, person)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def deletion(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client)
    form = DeletionForm(request.POST or None, person=person, version=version_of(person, "state"))
    if not form.is_valid():
        return _asking(request, person, form)
    said = _("%(name)s is in the trash for 30 days.") % {"name": person.name}
    lists = reverse("people:clients" if is_client else "people:contacts", args=[request.workspace.slug])
    return _moved(request, person, archiving.discard, form.cleaned_data["version"], said, lists)


@require_safe
@for_members(Right.PROFILES_EDIT)
def trash(request: MemberRequest) -> HttpResponse:
    found = archiving.trash_of(request.member, after=id_in(request.GET.get("after")))
    return page(request, "people/trash.html", page=found)


def _moved(
    request: MemberRequest, person: Person, verb: Callable[..., int], version: int, said: str, to: str
) -> HttpResponse:
    """Do it, say so with the way back to where the record was, and go on."""
    before = person.state
    try:
        version = verb(person, version=version, by=request.member)
    except StaleVersion:
        return conflict(request)
    way_back = reverse(f"{_prefix(person)}restoration", args=[request.workspace.slug, person.pk])
    notify(request, said, undo=Undo(way_back, {"version": str(version), "to": before}))
    return moved(request, back_to_list(request, to))


def _asking(request: MemberRequest, person: Person, form: DeletionForm) -> HttpResponse:
    """As a dialog over the record, or as a page of its own."""
    status = 422 if form.is_bound else 200
    values = {
        "person": person,
        "form": form,
        "hanging": archiving.hanging_on(person),
        "back": record_address(request, person),
    }
    if is_htmx(request):
        return fragment(request, "people/deletion.html#dialog", status=status, **values)
    return page(request, "people/deletion.html", status=status, **values)


def _prefix(person: Person) -> str:
    return "people:client-" if person.is_client else "people:contact-"
