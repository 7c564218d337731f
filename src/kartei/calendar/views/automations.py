"""„Einstellungen → Automationen“: what Kartei does by itself, with its preview; and the log of it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.calendar.automations import defining as verbs
from kartei.calendar.automations.forms import (
    AutomationEditForm,
    AutomationForm,
    LogFilterForm,
    NewAutomationForm,
    told_by,
)
from kartei.calendar.automations.log import log_of
from kartei.calendar.automations.previewing import choices, sample_sheet, sheets_of
from kartei.calendar.automations.words import IN_SUBJECT, placeholders_of
from kartei.calendar.doors import appointment_for, automation_for, automation_mail_for
from kartei.calendar.models import Automation, Trigger
from kartei.inbox.posting import send_again, settle
from kartei.people.doors import person_for
from kartei.people.versions import StaleVersion
from kartei.people.vocabulary import Refused
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.tenancy.submissions import once
from kartei.web.forms import VersionedForm
from kartei.web.query import id_in
from kartei.web.responses import conflict, moved, notify, page, refusal
from kartei.workspaces.settings_frame import settings_page

LIST, LOG = "calendar:automations", "calendar:automation-log"


@require_safe
@for_members(Right.SETTINGS_VIEW)
def automations(request: MemberRequest) -> HttpResponse:
    return settings_page(request, "calendar/automations.html", automations=verbs.automations())


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@once
def new_automation(request: MemberRequest) -> HttpResponse:
    form = NewAutomationForm(request.POST or None, initial={"trigger": Trigger.BEFORE, "hours": 24})
    if not form.is_valid():
        return _form(request, form, _("New automation"))
    try:
        made = verbs.add_automation(form.told, by=request.member)
    except Refused:
        form.add_error(None, _("There are too many already. Please remove some first."))
        return _form(request, form, _("New automation"))
    notify(request, _("The automation “%(name)s” was created.") % {"name": made})
    return moved(request, LIST, slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def automation(request: MemberRequest, automation_id: UUID) -> HttpResponse:
    found = automation_for(request, automation_id)
    form = AutomationEditForm(request.POST or None, initial=told_by(found), before=found)
    if not form.is_valid():
        return _form(request, form, str(found), found)
    try:
        verbs.edit_automation(found, form.told, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        found.refresh_from_db()
        return _form(request, form.at_version(found.version), str(found), found, status=409)
    notify(request, _("Saved."))
    return moved(request, LIST, slug=request.workspace.slug)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def automation_switch(request: MemberRequest, automation_id: UUID) -> HttpResponse:
    found, form = automation_for(request, automation_id), VersionedForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    is_on = "on" in request.POST
    try:
        verbs.switch_automation(found, is_on, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    said = _("“%(name)s” is on.") if is_on else _("“%(name)s” is off.")
    notify(request, said % {"name": found})
    here = reverse(LIST, args=[request.workspace.slug])
    return moved(request, f"{here}#switch-{found.pk}")  # the focus stays where it was


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def automation_removal(request: MemberRequest, automation_id: UUID) -> HttpResponse:
    found, form = automation_for(request, automation_id), VersionedForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        verbs.remove_automation(found, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    except Refused:
        return conflict(request, _("This automation comes with Kartei. It can be switched off."))
    notify(request, _("The automation “%(name)s” was removed.") % {"name": found})
    return moved(request, LIST, slug=request.workspace.slug)


@require_safe
@for_members(Right.SETTINGS_VIEW)
def automation_preview(request: MemberRequest, automation_id: UUID) -> HttpResponse:
    found, offered = automation_for(request, automation_id), choices(request.member)
    chosen = id_in(request.GET.get("appointment"))
    is_known = any(pk == chosen for pk, _text in offered)
    if is_known and chosen:
        sheets = sheets_of(found, appointment_for(request, chosen, to_read=True), request.member)
    else:
        sheets = [sample_sheet(found, request.member)]
    return settings_page(
        request, "calendar/automation_preview.html", automation=found, sheets=sheets, offered=offered,
        chosen=chosen if is_known else None,
    )  # fmt: skip


@require_safe
@for_members(Right.CALENDAR_VIEW)
def automation_log(request: MemberRequest) -> HttpResponse:
    form = LogFilterForm(request.GET)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
    asked = id_in(request.GET.get("client"))
    client = person_for(request, asked, is_client=True) if asked else None
    found = log_of(request.member, outcome=outcome, client=asked, after=id_in(request.GET.get("after")))
    kept = {"client": asked or "", "outcome": outcome, "after": found.next}
    following = "?" + urlencode({name: value for name, value in kept.items() if value}) if found.next else None
    return page(request, "calendar/automation_log.html", form=form, log=found, client=client, next_url=following,
                may_edit=request.member.may(Right.CALENDAR_EDIT))  # fmt: skip


@require_POST
@for_members(Right.CALENDAR_EDIT)
def mail_repetition(request: MemberRequest, mail_id: UUID) -> HttpResponse:
    found = automation_mail_for(request, mail_id)
    if not send_again(found, by=request.member):
        return conflict(request, _("This e-mail is not to be sent again: what it says is over, or it has left by now."))
    notify(request, _("The e-mail is being sent again."))
    return moved(request, _failed_log(request))


@require_POST
@for_members(Right.CALENDAR_EDIT)
def mail_settlement(request: MemberRequest, mail_id: UUID) -> HttpResponse:
    settle(automation_mail_for(request, mail_id), by=request.member)
    notify(request, _("Marked as settled."))
    return moved(request, _failed_log(request))


def _failed_log(request: MemberRequest) -> str:
    return reverse(LOG, args=[request.workspace.slug]) + "?outcome=failed"


def _form(
    request: MemberRequest, form: AutomationForm, title: str, found: Automation | None = None, *, status: int = 0
) -> HttpResponse:
    values: dict[str, Any] = {
        "form": form, "title": title, "automation": found, "is_stale": status == 409,
        "placeholders": placeholders_of(found.trigger if found and found.code else Trigger.MOVED),
        "in_subject": sorted(IN_SUBJECT), "back": reverse(LIST, args=[request.workspace.slug]),
    }  # fmt: skip
    status = status or (422 if form.is_bound else 200)
    return settings_page(request, "calendar/automation_form.html", status=status, **values)
