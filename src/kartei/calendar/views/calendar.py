"""The calendar: a page whose address says what it shows, and the entries that it fetches."""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kartei.calendar import feeding
from kartei.calendar.models import AppointmentStatus, Place, Service
from kartei.calendar.offer_forms import treating_members
from kartei.calendar.showing import VIEWS, Shown
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.responses import page

WALL = "%Y-%m-%dT%H:%M"  # a moment by the clock of the practice


@require_safe
@for_members(Right.CALENDAR_VIEW)
def calendar(request: MemberRequest) -> HttpResponse:
    shown = Shown.read(request.GET)
    found = feeding.entries(shown.wanted(), seen_by=request.member) if shown.view == "agenda" else None
    members = list(treating_members())
    if request.member.level(Right.CALENDAR_VIEW) < Level.ALL:
        members = [member for member in members if member.pk == request.member.pk]
    return page(
        request,
        "calendar/calendar.html",
        shown=shown,
        views=VIEWS,
        entries=found,
        today=timezone.localdate(),
        members=members,
        columns_json=_columns(members, shown),
        filters=_filters(shown, members),
        may_edit=request.member.may(Right.CALENDAR_EDIT),
        may_export=request.member.may(Right.REPORTS_VIEW),
    )


@require_safe
@for_members(Right.CALENDAR_VIEW)
def entries(request: MemberRequest) -> HttpResponse:
    """What the page draws, of the same address."""
    shown = Shown.read(request.GET)
    own_only = request.member.level(Right.CALENDAR_EDIT) < Level.ALL
    found = feeding.entries(shown.wanted(), seen_by=request.member)
    return JsonResponse([_line(entry, request, own_only=own_only) for entry in found], safe=False)


def _line(entry: feeding.Entry, request: MemberRequest, *, own_only: bool) -> dict[str, Any]:
    """One entry, times by the clock of the practice."""
    may_move = request.member.may(Right.CALENDAR_EDIT) and (not own_only or request.member.pk in entry.members)
    return {
        "id": entry.id,
        "start": timezone.localtime(entry.starts_at).strftime(WALL),
        "end": timezone.localtime(entry.ends_at).strftime(WALL),
        "resourceIds": entry.members,
        "title": entry.title,
        "editable": may_move and not entry.is_off,
        "extendedProps": {
            "text": entry.subtitle, "colour": entry.colour, "off": entry.is_off, "version": entry.version,
        },
    }  # fmt: skip


def _columns(members: list[Any], shown: Shown) -> str:
    """The columns of „Team“, as the script reads them."""
    shown_members = [member for member in members if not shown.members or member.pk in shown.members]
    return json.dumps([{"id": str(member.pk), "title": member.name} for member in shown_members])


def _filters(shown: Shown, members: list[Any]) -> list[tuple[str, list[Any], tuple[Any, ...]]]:
    """(name in the address, what can be ticked, what is ticked) of each filter that has a choice."""
    offered: list[tuple[str, list[Any], tuple[Any, ...]]] = [
        ("member", members, shown.members),
        ("place", list(Place.objects.in_use()), shown.places),
        ("service", list(Service.objects.in_use()), shown.services),
        ("status", list(AppointmentStatus.objects.all()), shown.statuses),
    ]
    return [one for one in offered if len(one[1]) > 1]
