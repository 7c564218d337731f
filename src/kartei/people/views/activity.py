"""The page „Aktivität“ of a client's record."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kartei.people.activity import KINDS, timeline_of, was_imported
from kartei.people.doors import client_for
from kartei.people.panels import record_page
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.query import id_in


@require_safe
@for_members(Right.PROFILES_VIEW)
def activity(request: MemberRequest, client_id: UUID) -> HttpResponse:
    person = client_for(request, client_id)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = timeline_of(person, seen_by=request.member, kind=kind, after=id_in(request.GET.get("after")))
    query = {name: value for name, value in (("kind", kind), ("after", str(found.next or ""))) if value}
    return record_page(
        request,
        "people/activity.html",
        person,
        timeline=found,
        kind=kind,
        kinds=KINDS,
        next_url=f"?{urlencode(query)}" if found.next else None,
        is_imported=not found.next and kind in {"", "record"} and was_imported(person),
    )
