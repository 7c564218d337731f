"""Older appointments of a client, fetched into their record."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kartei.calendar.client_appointments import past
from kartei.people.doors import client_for
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.query import id_in
from kartei.web.responses import fragment, is_htmx, moved


@require_safe
@for_members(Right.PROFILES_VIEW)
def older(request: MemberRequest, client_id: UUID) -> HttpResponse:
    person = client_for(request, client_id)
    if not is_htmx(request):
        return moved(request, "overview:client", slug=request.workspace.slug, client_id=person.pk)
    found = past(person, seen_by=request.member, after=id_in(request.GET.get("after")))
    may_book = request.member.may(Right.CALENDAR_EDIT)
    return fragment(request, "calendar/past.html", past=found, person=person, may_book=may_book)
