"""„In Klient umwandeln“, „In Kontakt umwandeln“, and the way back to the client that a contact was."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kartei.people import converting
from kartei.people.converting_forms import ToClientForm, ToContactForm
from kartei.people.doors import person_for
from kartei.people.models import Conversion, Person, PersonKind
from kartei.people.tasks import look_for_twins
from kartei.people.versions import StaleVersion, version_of
from kartei.people.views.relation_frame import is_in_reach
from kartei.people.ways import record_address
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, notify, page, refusal


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def to_client(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client)
    if person.kind == PersonKind.ORGANISATION:
        return refusal(request, 422, _("An organisation cannot be treated: only people become clients."))
    form = ToClientForm(request.POST or None, initial={"version": version_of(person, converting.SECTION)})
    if not form.is_valid():
        return _dialog(request, person, form, former=converting.former_client(person))
    try:
        version = converting.make_client(
            person, form.cleaned_data["status"], version=form.cleaned_data["version"], by=request.member
        )
    except StaleVersion:
        return conflict(request)
    look_for_twins(person)
    undo = Undo(_address(request, person, "people:client-conversion"), {"version": str(version)})
    notify(request, _("%(name)s is a client now.") % {"name": person.name}, undo=undo)
    return moved(request, _address(request, person, "overview:client"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def to_contact(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    """First what would be lost, or why it cannot be; then the conversion."""
    person = person_for(request, person_id, is_client=is_client)
    form = ToContactForm(request.POST or None, initial={"version": version_of(person, converting.SECTION)})
    if not form.is_valid():
        return _dialog(request, person, form, preview=converting.preview(person, seen_by=request.member))
    try:
        version = converting.make_contact(person, version=form.cleaned_data["version"], by=request.member)
    except converting.Refused:
        return _dialog(request, person, form, status=422, preview=converting.preview(person, seen_by=request.member))
    except StaleVersion:
        return conflict(request)
    look_for_twins(person)
    said = _("%(name)s is a contact now.") % {"name": person.name}
    if not is_in_reach(request, person):  # they were assigned as a client, and are linked with no other one
        notify(request, said)
        return moved(request, reverse("people:contacts", args=[request.workspace.slug]))
    undo = Undo(_address(request, person, "people:contact-reconversion"), {"version": str(version)})
    notify(request, said, undo=undo)
    return moved(request, _address(request, person, "people:contact"))


@require_POST
@for_members(Right.PROFILES_EDIT)
def reconversion(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    """Within 30 days: number, status, tags, assigned members and relations are as they were."""
    person, form = person_for(request, person_id, is_client=is_client), ToContactForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        converting.bring_back(person, version=form.cleaned_data["version"], by=request.member)
    except Conversion.DoesNotExist as missing:
        raise Http404 from missing
    except StaleVersion:
        return conflict(request)
    look_for_twins(person)
    notify(request, _("%(name)s is a client again.") % {"name": person.name})
    return moved(request, _address(request, person, "overview:client"))


def _dialog(request: MemberRequest, person: Person, form: Any, *, status: int = 0, **values: Any) -> HttpResponse:
    """As a dialog over the record, or as a page of its own."""
    status = status or (422 if form.is_bound else 200)
    back = record_address(request, person)
    values = {"former": None, "preview": None, **values, "person": person, "form": form, "back": back}
    if is_htmx(request):
        return fragment(request, "people/conversion.html#dialog", status=status, **values)
    return page(request, "people/conversion.html", status=status, **values)


def _address(request: MemberRequest, person: Person, name: str) -> str:
    return reverse(name, args=[request.workspace.slug, person.pk])
