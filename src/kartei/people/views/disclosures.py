"""Dialogs of what may be told of a client by one relation: „Informationen teilen“ and „Schweigepflichtentbindung“."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.audit.models import Event
from kartei.people import disclosing
from kartei.people.disclosing_forms import NewReleaseForm, ReleaseEditForm, SharingForm
from kartei.people.doors import person_for, relation_for, release_for
from kartei.people.forms import ReversalForm
from kartei.people.models import CUSTODIAN, Person, Relationship, Release, Sharing
from kartei.people.relation_forms import DeletionForm
from kartei.people.relations import relations_of
from kartei.people.versions import StaleVersion
from kartei.people.views.relation_frame import address, dialog, done, sent
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.tenancy.submissions import once
from kartei.web.responses import Undo, conflict, refusal


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def sharing(request: MemberRequest, person_id: UUID, relationship_id: UUID, is_client: bool) -> HttpResponse:
    near = person_for(request, person_id, is_client=is_client)
    relation = relation_for(request, near, relationship_id)
    client = _client(request, relation, near)
    key = {"relationship": relation, "client_id": client.pk}
    stored = Sharing.objects.filter(**key).first()
    row = stored or Sharing(**key)
    form = SharingForm(sent(request), initial=SharingForm.initial_of(row))
    values = {**_about(relation, client), "consenters": _consenters(request, client)}
    if not form.is_valid():
        return dialog(request, near, "sharing", form, **values)
    if form.told is None and stored is None:
        return done(request, near, _("Nothing is shared."))
    try:
        event = disclosing.put(row, form.told, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        row = Sharing.objects.filter(**key).first() or row
        return dialog(request, near, "sharing", form.at_version(row.version), status=409, stored=row.facts, **values)
    said = _("Saved: what %(name)s may see.") if form.told else _("Nothing is shared with %(name)s any more.")
    return _undoable(request, near, relation, event, said % {"name": values["listener"].name})


@require_safe
@for_members(Right.PROFILES_EDIT)
def releases(request: MemberRequest, person_id: UUID, relationship_id: UUID, is_client: bool) -> HttpResponse:
    near = person_for(request, person_id, is_client=is_client)
    relation = relation_for(request, near, relationship_id)
    client = _client(request, relation, near)
    found = Release.objects.filter(relationship=relation, client_id=client.pk)
    return dialog(
        request, near, "releases", None, releases=list(found), today=timezone.localdate(), **_about(relation, client)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
@once
def new_release(request: MemberRequest, person_id: UUID, relationship_id: UUID, is_client: bool) -> HttpResponse:
    near = person_for(request, person_id, is_client=is_client)
    relation = relation_for(request, near, relationship_id)
    client = _client(request, relation, near)
    form = NewReleaseForm(sent(request))
    if not form.is_valid():
        return dialog(request, near, "release", form, release=None, **_about(relation, client))
    row = Release(relationship=relation, client_id=client.pk)
    event = disclosing.put(row, form.told, version=0, by=request.member)
    return _undoable(request, near, relation, event, _("The release of secrecy was recorded."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def release(
    request: MemberRequest, person_id: UUID, relationship_id: UUID, release_id: UUID, is_client: bool
) -> HttpResponse:
    near = person_for(request, person_id, is_client=is_client)
    relation = relation_for(request, near, relationship_id)
    client = _client(request, relation, near)
    row = release_for(request, relation, client, release_id)
    form = ReleaseEditForm(sent(request), initial=ReleaseEditForm.initial_of(row))
    values = {"release": row, **_about(relation, client)}
    if not form.is_valid():
        return dialog(request, near, "release", form, **values)
    try:
        event = disclosing.put(row, form.told, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return dialog(request, near, "release", form.at_version(row.version), status=409, stored=row.facts, **values)
    return _undoable(request, near, relation, event, _("The release of secrecy was changed."))


@require_POST
@for_members(Right.PROFILES_EDIT)
def release_deletion(
    request: MemberRequest, person_id: UUID, relationship_id: UUID, release_id: UUID, is_client: bool
) -> HttpResponse:
    """For what was entered by mistake; what no longer holds is withdrawn instead."""
    near = person_for(request, person_id, is_client=is_client)
    relation = relation_for(request, near, relationship_id)
    row = release_for(request, relation, _client(request, relation, near), release_id)
    form = DeletionForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        event = disclosing.put(row, None, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    return _undoable(request, near, relation, event, _("The release of secrecy was deleted."))


@require_POST
@for_members(Right.PROFILES_EDIT)
def disclosure_reversal(
    request: MemberRequest, person_id: UUID, relationship_id: UUID, is_client: bool
) -> HttpResponse:
    near = person_for(request, person_id, is_client=is_client)
    relation = relation_for(request, near, relationship_id)
    client = _client(request, relation, near)
    form = ReversalForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        event = disclosing.reversible(form.cleaned_data["change"], relation, client, by=request.member)
        disclosing.take_back(event, version=form.cleaned_data["version"], by=request.member)
    except Event.DoesNotExist as missing:
        raise Http404 from missing
    except StaleVersion:
        return conflict(request)
    return done(request, near, _("The change was taken back."))


def _client(request: MemberRequest, relation: Relationship, near: Person) -> Person:
    """Of whom is told; from a contact's page the client's record has to be the member's to edit as well."""
    client = disclosing.client_of(relation, near)
    people = Person.objects.visible_to(request.member, Right.PROFILES_EDIT)
    if client.pk != near.pk and not people.filter(pk=client.pk).exists():
        raise PermissionDenied
    return client


def _about(relation: Relationship, client: Person) -> dict[str, Any]:
    return {"relation": relation, "about": client, "listener": disclosing.listener_of(relation, client)}


def _consenters(request: MemberRequest, client: Person) -> list[str]:
    """Names that are offered: the client, and who has custody."""
    found = relations_of(client, seen_by=request.member, codes=[CUSTODIAN])
    return [client.name, *(each.person.name for each in found if each.code == CUSTODIAN and not each.is_inverse)]


def _undoable(request: MemberRequest, near: Person, relation: Relationship, event: Event, said: str) -> HttpResponse:
    """Say it with the way back; `version` is what the row has by now, 0 when it is gone."""
    version = 0 if event.act.endswith(".deletion") else event.detail["version"]
    values = {"change": str(event.pk), "version": str(version)}
    return done(request, near, said, Undo(address(request, near, "disclosure-reversal", relation.pk), values))
