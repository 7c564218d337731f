"""The menu of a row („⋮“) and of a card of the board, fetched when somebody asks for it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kartei.people.doors import client_for, person_for
from kartei.people.models import Person, Status
from kartei.people.panels import may_change
from kartei.people.versions import version_of
from kartei.people.ways import record_address
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.responses import fragment, is_htmx, page


@require_safe
@for_members(Right.PROFILES_VIEW)
def menu(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client)
    may_edit = may_change(request, person)
    personal = reverse("people:client-personal", args=[request.workspace.slug, person.pk]) if is_client else ""
    statuses = _statuses(person, _("Change status")) if may_edit and is_client else {}
    return _answer(request, "people/row_menu.html", person, may_edit=may_edit, personal_url=personal, **statuses)


@require_safe
@for_members(Right.PROFILES_EDIT)
def moves(request: MemberRequest, client_id: UUID) -> HttpResponse:
    person = client_for(request, client_id)
    return _answer(request, "people/card_menu.html", person, **_statuses(person, _("Move to …")))


def _statuses(person: Person, moving: str) -> dict[str, Any]:
    statuses = list(Status.objects.offered())
    return {"statuses": statuses, "status_version": version_of(person, "status"), "moving": moving}


def _answer(request: MemberRequest, template: str, person: Person, **values: Any) -> HttpResponse:
    values |= {
        "person": person,
        "record_url": record_address(request, person),
        "state_version": version_of(person, "state"),
    }
    if is_htmx(request):
        return fragment(request, f"{template}#menu", **values)
    return page(request, template, **values)
