"""The calendar: a page whose address says what it shows, and the entries that it fetches."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kartei.calendar import feeding
from kartei.calendar.hours.backdrop import Away, Backdrop, backdrop
from kartei.calendar.models import AppointmentStatus, Place, Service
from kartei.calendar.offer_forms import treating_members
from kartei.calendar.showing import VIEWS, Shown
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right
from kartei.web.formats import initials
from kartei.web.responses import page

WALL = "%Y-%m-%dT%H:%M"  # a moment by the clock of the practice


@require_safe
@for_members(Right.CALENDAR_VIEW)
def calendar(request: MemberRequest) -> HttpResponse:
    members = _members(request)
    shown = Shown.read(request.GET) if request.GET else _opened(request, members)
    found = feeding.entries(shown.wanted(), seen_by=request.member) if shown.view == "agenda" else None
    return page(
        request,
        "calendar/calendar.html",
        shown=shown,
        views=VIEWS,
        entries=found,
        behind=_behind(members, shown) if shown.view == "agenda" else None,
        givers=_givers(members, shown),
        today=timezone.localdate(),
        members=members,
        columns_json=_columns(members, shown),
        filters=_filters(shown, members),
        own=request.member if len(members) > 1 and request.member in members else None,
        may_edit=request.member.may(Right.CALENDAR_EDIT),
        may_export=request.member.may(Right.REPORTS_VIEW),
    )


@require_safe
@for_members(Right.CALENDAR_VIEW)
def entries(request: MemberRequest) -> HttpResponse:
    """What the page draws, of the same address."""
    shown = Shown.read(request.GET)
    mine, level = request.member.pk, request.member.level(Right.CALENDAR_EDIT)
    found = feeding.entries(shown.wanted(), seen_by=request.member)
    names = _givers(_members(request), shown)
    return JsonResponse([_line(entry, names, mine, level) for entry in found], safe=False)


@require_safe
@for_members(Right.CALENDAR_VIEW)
def behind(request: MemberRequest) -> HttpResponse:
    """What the page draws behind the entries and beside the days, of the same address."""
    shown, members = Shown.read(request.GET), _members(request)
    found = _behind(members, shown)
    columns = [member.pk for member in members]
    lines = [_all_day(day, day, title, columns, {"colour": "holiday"}) for day, title in found.holidays.items()]
    lines += [_all_day(one.first, one.last, one.title, columns, {"colour": "closure"}) for one in found.closures]
    lines += [_away(one, request) for one in found.away]
    if shown.view != "month":
        lines += [
            {**_span(one.starts_at, one.ends_at), "display": "background", "resourceIds": one.members}
            for one in found.closed
        ]
    return JsonResponse(lines, safe=False)


def _members(request: MemberRequest) -> list[Member]:
    """Whose calendar the member may see, of those who treat."""
    members = list(treating_members())
    if request.member.level(Right.CALENDAR_VIEW) < Level.ALL:
        return [member for member in members if member.pk == request.member.pk]
    return members


def _opened(request: MemberRequest, members: list[Member]) -> Shown:
    """What the calendar opens with: whoever may change their own entries alone begins with these (TM-06, „Eigene“).

    Whoever keeps the calendar of the practice begins with all; both are one click away from each other.
    """
    shown = Shown.read(request.GET)
    is_own = request.member.level(Right.CALENDAR_EDIT) == Level.ASSIGNED and request.member in members
    return replace(shown, members=(request.member.pk,)) if is_own and len(members) > 1 else shown


def _behind(members: list[Member], shown: Shown) -> Backdrop:
    wanted = [member for member in members if not shown.members or member.pk in shown.members]
    first, end = shown.span
    return backdrop(wanted, first, end - dt.timedelta(days=1), alone=shown.view == "team")


def _away(one: Away, request: MemberRequest) -> dict[str, Any]:
    """An absence; whoever may change it opens it by a click."""
    member, level = request.member, request.member.level(Right.CALENDAR_EDIT)
    props = {"colour": "away", "text": one.when}
    if level == Level.ALL or (level > Level.NONE and one.row.member_id == member.pk):
        props["url"] = reverse("calendar:absences-change", args=[request.workspace.slug, one.row.member_id, one.row.pk])
    if one.row.is_all_day:
        return _all_day(*one.days, one.title, [one.row.member_id], props)
    return {
        **_span(one.row.starts_at, one.row.ends_at), "title": one.title, "editable": False,
        "resourceIds": [one.row.member_id], "extendedProps": props,
    }  # fmt: skip


def _all_day(first: dt.date, last: dt.date, title: str, columns: list[UUID], props: dict[str, str]) -> dict[str, Any]:
    return {
        "allDay": True, "start": first, "end": last + dt.timedelta(days=1), "title": title, "editable": False,
        "resourceIds": columns, "extendedProps": props,
    }  # fmt: skip


def _span(starts_at: dt.datetime, ends_at: dt.datetime) -> dict[str, str]:
    """By the clock of the practice. What would end before it begins, as the clocks go back, is drawn by its length."""
    begins, ends = (timezone.localtime(moment).replace(tzinfo=None) for moment in (starts_at, ends_at))
    if ends <= begins:
        ends = begins + (ends_at - starts_at)
    return {"start": begins.strftime(WALL), "end": ends.strftime(WALL)}


def _givers(members: list[Member], shown: Shown) -> dict[UUID, str]:
    """Names of those whose appointments are shown side by side; none where the page says already whose they are."""
    several = [member for member in members if not shown.members or member.pk in shown.members]
    return {one.pk: one.name for one in several} if len(several) > 1 and shown.view != "team" else {}


def _line(entry: feeding.Entry, names: dict[UUID, str], mine: UUID, level: Level) -> dict[str, Any]:
    """One entry, times by the clock of the practice; to the member `mine`, who may change the calendar so far."""
    may_move = level == Level.ALL or (level == Level.ASSIGNED and mine in entry.members)
    given = [names[pk] for pk in entry.members if pk in names]
    return {
        "id": entry.id,
        **_span(entry.starts_at, entry.ends_at),
        "resourceIds": entry.members,
        "title": entry.title,
        "editable": may_move and not entry.is_off,
        "extendedProps": {
            "text": entry.about, "by": " ".join(map(initials, given)), "members": ", ".join(given),
            "colour": entry.colour, "off": entry.is_off, "version": entry.version,
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
