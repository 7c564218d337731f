"""„Einstellungen → Kalender“: public holidays, the exceptions of the practice, and the hours of the team."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.calendar.availability import change_region
from kartei.calendar.hours_forms import RegionForm
from kartei.calendar.schedules import coming_holidays, exceptions_of, has_regions, settings_now, team_hours
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.responses import moved, notify
from kartei.workspaces.settings_frame import settings_page


@require_safe
@for_members(Right.SETTINGS_VIEW)
def settings(request: MemberRequest) -> HttpResponse:
    return _answer(request)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def region(request: MemberRequest) -> HttpResponse:
    form = RegionForm(request.POST, country=request.workspace.country)
    if not form.is_valid():
        return _answer(request, form, status=422)
    told = form.cleaned_data
    try:
        change_region(told["region"], version=told["version"], by=request.member)
    except StaleVersion:
        return _answer(request, form.at_version(settings_now().version), status=409)
    notify(request, _("Saved."))
    return moved(request, "calendar:settings", slug=request.workspace.slug)


def _answer(request: MemberRequest, form: Any = None, *, status: int = 200) -> HttpResponse:
    now, exceptions = settings_now(), exceptions_of(None)
    told = {"region": now.region, "version": now.version}
    return settings_page(
        request, "calendar/calendar_settings.html", status=status, is_stale=status == 409,
        form=form or RegionForm(initial=told, country=request.workspace.country),
        has_regions=has_regions(request.workspace), exceptions=exceptions, team=team_hours(),
        holidays=coming_holidays(request.workspace, now.region, exceptions),
        may_see_hours=request.member.level(Right.CALENDAR_VIEW) == Level.ALL,
    )  # fmt: skip
