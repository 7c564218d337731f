"""„Einstellungen → Online-Terminbuchung“: the rules, the address of the public page, and which services it offers."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.accounts.mails import absolute_url
from kartei.calendar.models import Service
from kartei.calendar.online.offer import rules_now
from kartei.calendar.online.rules import change_rules, privacy_text
from kartei.calendar.online.rules_forms import RulesForm
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.responses import moved, notify
from kartei.workspaces.settings_frame import settings_page


@require_safe
@for_members(Right.SETTINGS_VIEW)
def online_booking(request: MemberRequest) -> HttpResponse:
    return _answer(request)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def rules(request: MemberRequest) -> HttpResponse:
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _answer(request, form, status=422)
    try:
        change_rules(form.told, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return _answer(request, form.at_version(rules_now().version), status=409)
    notify(request, _("Saved."))
    return moved(request, "calendar:online-settings", slug=request.workspace.slug)


def _answer(request: MemberRequest, form: Any = None, *, status: int = 200) -> HttpResponse:
    now = rules_now()
    told = {name: getattr(now, name) for name in RulesForm.base_fields}
    return settings_page(
        request, "calendar/online_settings.html", status=status, is_stale=status == 409,
        form=form or RulesForm(initial=told), rules=now,
        address=absolute_url("public:services", practice=request.workspace.slug),
        services=list(Service.objects.in_use()), privacy=privacy_text(now, request.workspace),
    )  # fmt: skip
