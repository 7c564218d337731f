"""„Einstellungen“ of a workspace."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.responses import moved, notify
from kartei.workspaces.security import SecurityForm, change_security, told_by, versions
from kartei.workspaces.settings_frame import settings_page


@require_safe
@for_members(Right.SETTINGS_VIEW)
def security(request: MemberRequest) -> HttpResponse:
    """When a login ends by itself, and who needs a second factor."""
    return _answer(request, SecurityForm(initial=told_by(request.workspace)))


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def security_change(request: MemberRequest) -> HttpResponse:
    form = SecurityForm(request.POST)
    if not form.is_valid():
        return _answer(request, form, status=422)
    there = change_security(request.workspace, form.cleaned_data, by=request.member)
    if there is not None:
        return _answer(request, form.over(there), status=409, both=versions(form, there))
    notify(request, _("The settings have been saved."))
    return moved(request, "settings:security", slug=request.workspace.slug)


def _answer(request: MemberRequest, form: SecurityForm, status: int = 200, both: object = None) -> HttpResponse:
    is_loopback = not settings.KARTEI_FORCES_FACTOR
    return settings_page(
        request, "workspaces/security.html", status=status, form=form, both=both, is_loopback=is_loopback
    )
