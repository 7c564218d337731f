"""The page „Aktivität“ of a client's and of a contact's record."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kartei.people.activity import kinds_for, timeline_of, was_imported
from kartei.people.doors import person_for
from kartei.people.merging.trail import standing
from kartei.people.panels import may_change, record_page
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.query import id_in


@require_safe
@for_members(Right.PROFILES_VIEW)
def activity(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client)
    kind = request.GET.get("kind", "")
    kinds = kinds_for(request.member)
    kind = kind if kind in kinds else ""
    found = timeline_of(person, seen_by=request.member, kind=kind, after=id_in(request.GET.get("after")))
    query = {name: value for name, value in (("kind", kind), ("after", str(found.next or ""))) if value}
    undoable = set(standing().filter(winner=person).values_list("pk", flat=True)) if may_change(request, person) else ()
    return record_page(
        request,
        "people/activity.html",
        person,
        timeline=found,
        kind=kind,
        kinds=kinds,
        undoable=undoable,
        next_url=f"?{urlencode(query)}" if found.next else None,
        is_imported=not found.next and kind in {"", "record"} and was_imported(person),
    )
