"""The frame of „Einstellungen“: its pages beside each other. Used by every domain that has something to set."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from kartei.tenancy.doors import MemberRequest
from kartei.tenancy.rights import Right
from kartei.web.navigation import SETTINGS, allowed
from kartei.web.responses import fragment, page


def settings_page(request: MemberRequest, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """Render a page of „Einstellungen“; `may_edit` says whether this member may change anything there."""
    below = request.path_info.split("/settings/", 1)[-1]
    entries = allowed(SETTINGS, request.member.may)
    current = next((entry for entry in reversed(entries) if below.startswith(entry.prefix)), None)
    tabs = [(entry.label, reverse(entry.name, args=[request.workspace.slug]), entry is current) for entry in entries]
    return page(request, template, status=status, tabs=tabs, may_edit=_may_edit(request), **values)


def settings_part(request: MemberRequest, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """What such a page says, without its frame."""
    return fragment(request, f"{template}#settings", status=status, may_edit=_may_edit(request), **values)


def _may_edit(request: MemberRequest) -> bool:
    return request.member.may(Right.SETTINGS_EDIT)
