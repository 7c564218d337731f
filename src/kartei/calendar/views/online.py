"""„Online gebucht“: requests with their answers, and what came in lately."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.calendar.doors import told_appointment_for
from kartei.calendar.online import changes as online_changes
from kartei.calendar.online.coming_in import arrivals, online_of, recent, requests
from kartei.calendar.online.forms import AnswerForm
from kartei.calendar.online.offer import rules_now
from kartei.calendar.views.dialogs import back_of
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.responses import conflict, moved, notify, page, refusal


@require_safe
@for_members(Right.CALENDAR_VIEW)
def online(request: MemberRequest) -> HttpResponse:
    waiting = arrivals(requests(request.member))
    ids = {one.asked.pk for one in waiting}
    values: dict[str, Any] = {
        "waiting": waiting,
        "recent": [one for one in arrivals(recent(request.member)) if one.asked.pk not in ids],
        "is_open": rules_now().is_open,
    }
    return page(request, "calendar/online.html", **values)


@require_POST
@for_members(Right.CALENDAR_EDIT)
def answer(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    """Confirm or decline what was asked for; the client gets a mail."""
    found, form = told_appointment_for(request, appointment_id), AnswerForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    told = form.cleaned_data
    asked = next((one for one in online_of(found, seen_by=request.member) if one.pk == told["booking"]), None)
    if asked is None:
        raise Http404
    is_accepted = told["answer"] == "yes"
    try:
        online_changes.answer(asked, is_accepted=is_accepted, version=told["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    said = _("Confirmed. %(name)s gets a mail.") if is_accepted else _("Declined. %(name)s gets a mail.")
    notify(request, said % {"name": asked.client.person.name if asked.client else ""})
    return moved(request, back_of(request, "calendar:online"))
