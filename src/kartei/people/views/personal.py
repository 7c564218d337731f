"""The tab „Personal“ of a client and the page of a contact: sections, each read, edited and saved alone."""

import re
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from kartei.audit.models import Event
from kartei.audit.recording import record
from kartei.files.serving import attachment
from kartei.people.doors import file_for, person_for
from kartei.people.editing import last_change, save_section, take_back
from kartei.people.fields.persons import PersonField
from kartei.people.fields.reading import Values
from kartei.people.fields.sections import Section
from kartei.people.forms import ReversalForm, SearchForm
from kartei.people.models import Person
from kartei.people.panels import head_of, record_page, warn_of_phones
from kartei.people.relations import Relation, relations_of
from kartei.people.section_forms import SectionForm
from kartei.people.sections import plain, sections_of
from kartei.people.tasks import look_for_twins
from kartei.people.versions import StaleVersion, version_of
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, notify, refusal

MATCHED = {"master", "reach", "address"}  # what the match ladder looks at
SHOWN_IN = {"family_doctor": "health", "payer": "insurance"}  # code of a relation → section


@require_safe
@for_members(Right.PROFILES_VIEW)
def personal(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client)
    record("client.view" if is_client else "contact.view", by=request.member, subject=person, client=person)
    return record_page(request, "people/personal.html", person, **_linked(request, person), editing=None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def section(request: MemberRequest, person_id: UUID, code: str, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client)
    found = _section(request, person, code)
    form = _form(request, person, found)
    if request.method != "POST" or not form.is_valid():
        return _editing(request, person, found, form)
    try:
        values, version = form.values, form.cleaned_data["version"]
        also = _of_moved(request, person, found, values)
        event = save_section(person, found, values, version=version, also=also, by=request.member)
    except StaleVersion:
        return _two_versions(request, person, found, form)
    undo = Undo(
        _address(request, person, "reversal", code), {"change": str(event.pk), "version": str(version_of(person, code))}
    )
    if code in MATCHED:
        look_for_twins(person)
    warn_of_phones(request, [*(row["value"] for row in form.values.get("phones", [])), *found.phones(plain(values))])
    notify(request, _("%(section)s: saved.") % {"section": found.title}, undo=undo)
    return _read(request, person_for(request, person_id, is_client=is_client), code)


@require_POST
@for_members(Right.PROFILES_EDIT)
def further_row(request: MemberRequest, person_id: UUID, code: str, is_client: bool) -> HttpResponse:
    """The form as it was typed with one more empty row; nothing is stored."""
    person = person_for(request, person_id, is_client=is_client)
    found = _section(request, person, code)
    form = _form(request, person, found)
    form.is_valid()  # which keeps the files that came with it
    return _editing(request, person, found, form.with_further_row(request.POST.get("rows", "")), status=200)


@require_POST
@for_members(Right.PROFILES_EDIT)
def people(request: MemberRequest, person_id: UUID, code: str, is_client: bool) -> HttpResponse:
    """Whom a field of the section may name, found by the words beside it; the form stays as it was typed."""
    person = person_for(request, person_id, is_client=is_client)
    found = _section(request, person, code)
    form = _form(request, person, found)
    name = request.GET.get("field", "")
    control: Any = form.fields.get(name)
    if not isinstance(control, PersonField):
        return refusal(request, 422)
    words = SearchForm({"q": request.POST.get(f"{name}_q", "")})
    control.search(words.cleaned_data["q"].strip() if words.is_valid() else "")
    if is_htmx(request):
        values: dict[str, Any] = {"person": person, "section": found, "field": form[name]}
        return fragment(request, "people/person_picker.html#hits", **values)
    return _editing(request, person, found, form, status=200)


@require_safe
@for_members(Right.PROFILES_VIEW)
def file(request: MemberRequest, person_id: UUID, file_id: UUID, is_client: bool) -> HttpResponse:
    """The file of an own field, to be saved and never run."""
    person = person_for(request, person_id, is_client=is_client)
    found = file_for(request, person, file_id)
    record("file.view", by=request.member, subject=person, client=person, name=found.blob.name)
    try:
        return attachment(found.blob, found.media_type)
    except FileNotFoundError:
        return refusal(request, 410, _("The file is lost: the disk of the server does not have it any more."))


@require_POST
@for_members(Right.PROFILES_EDIT)
def reversal(request: MemberRequest, person_id: UUID, code: str, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client)
    form, found = ReversalForm(request.POST), _section(request, person, code)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        take_back(person, found, form.cleaned_data["change"], version=form.cleaned_data["version"], by=request.member)
    except Event.DoesNotExist as missing:
        raise Http404 from missing
    except StaleVersion:
        return conflict(request)
    notify(request, _("The change was taken back."))
    return moved(request, _address(request, person, "personal"))


def _section(request: MemberRequest, person: Person, code: str) -> Section:
    for found in sections_of(person, seen_by=request.member):
        if found.code == code:
            return found
    raise Http404


def _form(request: MemberRequest, person: Person, found: Section) -> SectionForm:
    is_sent = request.method == "POST"
    form: SectionForm = found.form(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        values=found.read(person),
        version=version_of(person, found.code),
    )
    return form


def _of_moved(request: MemberRequest, person: Person, found: Section, values: Values) -> dict[str, int]:
    """The sections to which changed fields of the form have been moved, with the version that the form names.

    Fields that were moved and not changed are taken out of `values`. Raises StaleVersion for a move that the author
    has not been told of.
    """
    named = dict(each.rpartition(":")[::2] for each in request.POST.getlist("moved"))
    versions: dict[str, int] = {}
    for name, code in found.homes(request.POST).items():
        if (plain(values).get(name) or None) == found.strangers(person, [name]).get(name):
            del values[name]
        elif not re.fullmatch("[0-9]{1,9}", named.get(name, "")):
            raise StaleVersion
        else:
            versions[code] = int(named[name])
    return versions


def _editing(
    request: MemberRequest,
    person: Person,
    found: Section,
    form: SectionForm,
    status: int | None = None,
    versions: Any = (),
) -> HttpResponse:
    status = status or (422 if form.is_bound else 200)
    values = {
        "section": found,
        "form": form,
        "versions": versions,
        "last": last_change(person, found) if versions else None,
    }
    if is_htmx(request):
        return fragment(request, "people/section_edit.html", person=person, status=status, **values)
    return record_page(
        request, "people/personal.html", person, **_linked(request, person), editing=values, status=status
    )


def _two_versions(request: MemberRequest, person: Person, found: Section, form: SectionForm) -> HttpResponse:
    """Both texts side by side; the form below keeps what was typed and now names the newer version."""
    stored = person_for(request, person.pk, is_client=person.is_client)
    values = {**found.read(stored), **found.strangers(stored, form.values)}
    mine, theirs = dict(found.facts({**values, **plain(form.values)})), dict(found.facts(values))
    rows = [(label, mine.get(label, ""), theirs.get(label, "")) for label in {**theirs, **mine}]
    form = form.at_version(version_of(stored, found.code))
    form.moved = [f"{name}:{version_of(stored, code)}" for name, code in found.homes(request.POST).items()]
    return _editing(request, stored, found, form, 409, [row for row in rows if row[1] != row[2]])


def _read(request: MemberRequest, person: Person, code: str) -> HttpResponse:
    if not is_htmx(request):
        return moved(request, _address(request, person, "personal"))
    found = _section(request, person, code)
    linked = _linked(request, person)["linked"]
    values = {**head_of(request, person), "section": found, "linked": linked}
    return fragment(request, "people/section_saved.html", **values)


def _linked(request: MemberRequest, person: Person) -> dict[str, Any]:
    """Sections and relations; family doctor, emergency contact and billing recipient stand in a section too."""
    linked: dict[str, list[Relation]] = {}
    called: dict[UUID, Relation] = {}  # somebody may be linked by several types and is called once
    for relation in relations_of(person, seen_by=request.member, codes=SHOWN_IN):
        if relation.code in SHOWN_IN and not relation.is_inverse:
            linked.setdefault(SHOWN_IN[relation.code], []).append(relation)
        if relation.is_emergency_contact:
            called.setdefault(relation.person.pk, relation)
    linked["reach"] = list(called.values())
    return {
        "sections": sections_of(person, seen_by=request.member),
        "linked": linked,
        "relations": [] if person.is_client else relations_of(person, seen_by=request.member),
        "external_ids": person.external_ids.order_by("system", "value"),
    }


def _address(request: MemberRequest, person: Person, name: str, *args: str) -> str:
    if name == "personal" and not person.is_client:
        return reverse("people:contact", args=[request.workspace.slug, person.pk])
    prefix = "client" if person.is_client else "contact"
    return reverse(f"people:{prefix}-{name}", args=[request.workspace.slug, person.pk, *args])
