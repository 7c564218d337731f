"""Dialogs over the page that asked for them, or pages of their own."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from kartei.tenancy.doors import MemberRequest
from kartei.web.responses import back_to, fragment, is_htmx, page


def shown(request: MemberRequest, name: str, status: int, values: dict[str, Any]) -> HttpResponse:
    if is_htmx(request):
        return fragment(request, f"{name}#dialog", status=status, **values)
    return page(request, name, status=status, **values)


def back_of(request: MemberRequest, otherwise: str = "calendar:calendar") -> str:
    """The page of this workspace on which a dialog or a toast stood, else the calendar, or the page of that name."""
    slug = request.workspace.slug
    return back_to(request, reverse("overview:start", args=[slug]), reverse(otherwise, args=[slug]))
