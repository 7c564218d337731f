"""Pages that see several domains at once: „Start“ and a client's „Übersicht“."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kartei.audit.recording import record
from kartei.calendar.client_appointments import past, upcoming
from kartei.calendar.statuses import offered_statuses
from kartei.calendar.today import today_of
from kartei.calendar.waiting.listing import wishes_about
from kartei.overview.first_steps import first_steps
from kartei.overview.notices import notices_for
from kartei.overview.recent import recently_opened
from kartei.people import listing
from kartei.people.activity import timeline_of
from kartei.people.agenda import next_tasks, tasks_about
from kartei.people.doors import client_for
from kartei.people.models import Person, Status, StatusKind
from kartei.people.panels import record_page
from kartei.people.relations import relations_of
from kartei.people.sections import ADDRESS, REACH
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.responses import page

RECENT = 8  # changes on the overview of a client


@require_safe
@for_members()
def start(request: MemberRequest) -> HttpResponse:
    told = notices_for(request)
    return page(
        request,
        "overview/start.html",
        today=timezone.localdate(),
        notices=[notice for notice in told if notice.level != "success"],
        proofs=[notice for notice in told if notice.level == "success"],
        steps=first_steps(request),
        tasks=next_tasks(request.member),
        kinds=_kinds(request),
        recent=recently_opened(request.member),
        may_see=request.member.may(Right.PROFILES_VIEW),
        may_create=request.member.may(Right.PROFILES_EDIT),
        **_today(request),
    )


@require_safe
@for_members(Right.PROFILES_VIEW)
def client(request: MemberRequest, client_id: UUID) -> HttpResponse:
    person = client_for(request, client_id)
    record("client.view", by=request.member, subject=person, client=person)
    tasks, done_tasks = tasks_about(person, request.member)
    return record_page(
        request,
        "overview/client.html",
        person,
        relations=relations_of(person, seen_by=request.member),
        tasks=tasks,
        done_tasks=done_tasks,
        recent=timeline_of(person, seen_by=request.member, count=RECENT).lines,
        reach=REACH.facts(REACH.read(person)),
        addresses=ADDRESS.facts(ADDRESS.read(person)),
        **_appointments(request, person),
    )


def _today(request: MemberRequest) -> dict[str, Any]:
    """What the calendar says of today, for whoever sees it."""
    if not request.member.may(Right.CALENDAR_VIEW):
        return {"appointments": None}
    return {"appointments": today_of(request.member), "statuses": offered_statuses()}


def _appointments(request: MemberRequest, person: Person) -> dict[str, Any]:
    """What the calendar says of a client, for whoever sees it."""
    if not request.member.may(Right.CALENDAR_VIEW):
        return {"may_see_calendar": False}
    return {
        "may_see_calendar": True,
        "may_book": request.member.may(Right.CALENDAR_EDIT),
        "upcoming": upcoming(person, seen_by=request.member),
        "wishes": wishes_about(person, seen_by=request.member),
        "past": past(person, seen_by=request.member),
    }


@dataclass
class KindLine:
    """How many clients have a status of one kind, examples left out, and where they are listed."""

    label: str
    count: str
    url: str


def _kinds(request: MemberRequest) -> list[KindLine]:
    people = Person.objects.visible_to(request.member).live().clients().filter(is_demo=False)
    base = reverse("people:clients", args=[request.workspace.slug])
    statuses = list(Status.objects.all())
    lines = []
    for kind in StatusKind:
        ids = tuple(status.id for status in statuses if status.kind == kind)
        count = listing.count_text(listing.capped(people.filter(client__status_id__in=ids)))
        lines.append(KindLine(str(kind.label), count, f"{base}?{listing.Filters(statuses=ids).query()}"))
    return lines
