"""„Klienten von …“: whom a member looks after, and the way out of it."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.people.archiving_forms import ArchivalForm
from kartei.people.caseload import caseload_of
from kartei.people.doors import client_for
from kartei.people.statuses import change_assignments
from kartei.people.versions import StaleVersion
from kartei.people.ways import back_to_list
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.query import id_in
from kartei.web.responses import Undo, conflict, moved, notify, page, refusal
from kartei.workspaces.team import member_for


@require_safe
@for_members(Right.PROFILES_VIEW)
def caseload(request: MemberRequest, member_id: UUID) -> HttpResponse:
    colleague = member_for(member_id)
    found = caseload_of(colleague, seen_by=request.member, after=id_in(request.GET.get("after")))
    return page(request, "people/caseload.html", colleague=colleague, page=found)


@require_POST
@for_members(Right.PROFILES_EDIT)
def release(request: MemberRequest, member_id: UUID, client_id: UUID) -> HttpResponse:
    """Take a client out of the member's care; „Rückgängig“ gives back who was assigned before."""
    colleague, person, form = member_for(member_id), client_for(request, client_id), ArchivalForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    had = [row.member for row in person.client.assignments.select_related("member")]
    left = [member for member in had if member != colleague]
    try:
        version = change_assignments(person.client, left, by=request.member, version=form.cleaned_data["version"])
    except StaleVersion:
        return conflict(request)
    said = _("%(member)s no longer looks after %(client)s.") % {"member": colleague.name, "client": person.name}
    way_back = reverse("people:assignments", args=[request.workspace.slug, person.pk])
    told: dict[str, str | list[str]] = {"members": [str(member.pk) for member in had], "version": str(version)}
    notify(request, said, undo=Undo(way_back, told))
    here = reverse("people:member-clients", args=[request.workspace.slug, colleague.pk])
    return moved(request, back_to_list(request, here))
