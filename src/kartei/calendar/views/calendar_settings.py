"""„Einstellungen → Kalender“: public holidays, the exceptions of the practice, and the hours of the team."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.calendar.hours.availability import change_region
from kartei.calendar.hours.forms import RegionForm
from kartei.calendar.hours.schedules import coming_holidays, exceptions_of, has_regions, settings_now, team_hours
from kartei.calendar.waiting.forms import OfferSettingsForm
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.responses import moved, notify
from kartei.workspaces.settings_frame import settings_page


@require_safe
@for_members(Right.SETTINGS_VIEW)
def settings(request: MemberRequest) -> HttpResponse:
    return answer(request)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def region(request: MemberRequest) -> HttpResponse:
    form = RegionForm(request.POST, country=request.workspace.country)
    if not form.is_valid():
        return answer(request, form, status=422)
    told = form.cleaned_data
    try:
        change_region(told["region"], version=told["version"], by=request.member)
    except StaleVersion:
        return answer(request, form, status=409)
    notify(request, _("Saved."))
    return moved(request, "calendar:settings", slug=request.workspace.slug)


def answer(request: MemberRequest, form: Any = None, *, offers: Any = None, status: int = 200) -> HttpResponse:
    """The page, with one of its two forms as it was sent; with 409 it answers to the newer version from now on."""
    now, exceptions = settings_now(), exceptions_of(None)
    is_stale = status == 409
    form, offers = (one.at_version(now.version) if one and is_stale else one for one in (form, offers))
    sent = {"form": bool(form), "offers": bool(offers)}
    told = {name: getattr(now, name) for name in ("region", "version", "offer_way", "offer_notice")}
    return settings_page(
        request, "calendar/calendar_settings.html", status=status, stale=is_stale and sent,
        form=form or RegionForm(initial=told, country=request.workspace.country),
        has_regions=has_regions(request.workspace), exceptions=exceptions, team=team_hours(),
        offers=offers or OfferSettingsForm(initial=told),
        holidays=coming_holidays(request.workspace, now.region, exceptions),
        may_see_hours=request.member.level(Right.CALENDAR_VIEW) == Level.ALL,
    )  # fmt: skip
