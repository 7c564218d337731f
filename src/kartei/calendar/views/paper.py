"""The calendar on paper and as a file."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kartei.audit.recording import record
from kartei.calendar.showing import Shown
from kartei.calendar.taking_along import Line, as_csv, by_member, lines_of
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.responses import download, page


@require_safe
@for_members(Right.REPORTS_VIEW)
def paper(request: MemberRequest) -> HttpResponse:
    """A page a member or one for the team; notes only when they are asked for."""
    shown, lines = _read(request, "print")
    is_by_member, has_notes = request.GET.get("by") == "member", bool(request.GET.get("notes"))
    back = reverse("calendar:calendar", args=[request.workspace.slug])
    return page(
        request,
        "calendar/paper.html",
        shown=shown,
        parts=by_member(lines) if is_by_member else [("", lines)] if lines else [],
        is_by_member=is_by_member,
        has_notes=has_notes,
        back=f"{back}?{shown.query()}",
        pairs=shown.pairs,
    )


@require_safe
@for_members(Right.REPORTS_VIEW)
def as_file(request: MemberRequest) -> HttpResponse:
    shown, lines = _read(request, "export")
    return download(as_csv(lines), "text/csv; charset=utf-8", f"kartei-{shown.span[0]}.csv")


def _read(request: MemberRequest, act: str) -> tuple[Shown, list[Line]]:
    """What is taken along, which the log knows."""
    if not request.member.may(Right.CALENDAR_VIEW):
        raise PermissionDenied
    shown = Shown.read(request.GET)
    lines = lines_of(shown, seen_by=request.member)
    days = " – ".join(day.isoformat() for day in shown.span)
    record(f"appointments.{act}", by=request.member, counts={"appointments": len(lines)}, filters=[days])
    return shown, lines
