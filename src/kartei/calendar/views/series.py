"""Series: the dates are shown before any is booked; a single appointment becomes a series."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kartei.calendar.doors import told_appointment_for
from kartei.calendar.forms import NewAppointmentForm
from kartei.calendar.models import Appointment
from kartei.calendar.occupying import Occupied
from kartei.calendar.series.booking import Date, Repeat, book_series, continue_as_series, plan_of, preview
from kartei.calendar.series.forms import ContinueForm
from kartei.calendar.series.planning import carried, chosen_days, planned
from kartei.calendar.series.reaching import way_back_of
from kartei.calendar.series.recurrence import Rule
from kartei.calendar.series.rule_words import words_of
from kartei.calendar.views.dialogs import back_of, shown
from kartei.people.doors import gone_is_404
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.tenancy.submissions import once
from kartei.web.responses import Undo, conflict, moved, notify

NEW = "calendar:new-appointment"


def ask_or_book(request: MemberRequest, form: NewAppointmentForm, rule: Rule) -> HttpResponse:
    """What a form that asks for a series leads to: its dates to be looked at, and then the bookings."""
    dates = preview(form.plan, rule)
    chosen = chosen_days(request.POST)
    wall = form.cleaned_data["begins"]
    if not chosen or not chosen & {date.day for date in dates}:
        return _asked(
            request, form, dates, rule, wall, chosen=chosen, address=reverse(NEW, args=[request.workspace.slug])
        )
    return _booked(request, form, dates, rule)


@once
def _booked(request: MemberRequest, form: NewAppointmentForm, dates: list[Date], rule: Rule) -> HttpResponse:
    chosen = chosen_days(request.POST) or set()
    repeat = Repeat(rule, frozenset(date.day for date in dates if date.day not in chosen))
    try:
        made = book_series(
            form.plan, repeat, by=request.member, despite=form.cleaned_data["despite"], notice=form.notice
        )
    except Occupied:
        dates = preview(form.plan, rule)  # as it is now
        return _asked(
            request, form, dates, rule, form.cleaned_data["begins"], chosen=chosen, is_refused=True,
            address=reverse(NEW, args=[request.workspace.slug]),
        )  # fmt: skip
    first = reverse("calendar:deletion", args=[request.workspace.slug, made[0].pk])
    is_ahead = made[0].starts_at > timezone.now()  # what is over stays when a series is deleted
    _say(request, len(made), Undo(first, way_back_of(made)) if is_ahead else None)
    return moved(request, back_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
@gone_is_404
def continuation(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    """A single appointment comes again (CA-06): it is the first, and it stays as it is."""
    found = told_appointment_for(request, appointment_id)
    if found.series_id is not None:
        return _is_one_already(request)
    if not (coming := found.attendances.filter(status__frees_slot=False).count()):
        return conflict(request, _("Nobody comes to this appointment any more: book a new one."))
    begins = timezone.localtime(found.starts_at)
    form = ContinueForm(request.POST or None, first=begins.date(), clients=coming, initial={"version": found.version})
    if not form.is_valid() or form.rule is None or "again" in request.POST:
        status = 422 if form.errors else 200
        return _shown_form(request, form, found, status)
    return _continued(request, form, found, form.rule)


@once
def _is_one_already(request: MemberRequest) -> HttpResponse:
    """Said to anybody but the one whose second click it is: that one is sent to where the first has led."""
    return conflict(request, _("This appointment belongs to a series already."))


def _continued(request: MemberRequest, form: ContinueForm, found: Appointment, rule: Rule) -> HttpResponse:
    begins, chosen = timezone.localtime(found.starts_at), chosen_days(request.POST)
    dates = preview(plan_of(found)[0], rule, first=found)
    others = {date.day for date in dates} - {begins.date()}
    asked: dict[str, Any] = {"first": begins.date(), "address": request.path, "appointment": found}
    if not chosen or not chosen & others:
        return _asked(request, form, dates, rule, begins.time(), chosen=chosen, **asked)
    return _booked_on(request, form, found, rule, others - chosen, asked)


@once
def _booked_on(
    request: MemberRequest, form: ContinueForm, found: Appointment, rule: Rule, left_out: set[dt.date],
    asked: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    try:
        made = continue_as_series(
            found, Repeat(rule, frozenset(left_out)), version=form.cleaned_data["version"], by=request.member,
            despite=form.cleaned_data["despite"], notice=form.notice,
        )  # fmt: skip
    except Occupied:
        dates = preview(plan_of(found)[0], rule, first=found)  # as it is now
        begins, chosen = timezone.localtime(found.starts_at).time(), chosen_days(request.POST)
        return _asked(request, form, dates, rule, begins, chosen=chosen, is_refused=True, **asked)
    except StaleVersion:
        return conflict(request)
    _say(request, len(made))
    return moved(request, back_of(request))


def _asked(
    request: MemberRequest, form: Any, dates: list[Date], rule: Rule, wall: dt.time, *, chosen: set[dt.date] | None,
    address: str, first: dt.date | None = None, is_refused: bool = False, appointment: Appointment | None = None,
) -> HttpResponse:  # fmt: skip
    """Every date, to be ticked off or left out. 409 where somebody is busy and nobody has said „nevertheless“."""
    left_out = {date.day for date in dates} - chosen - {first} if chosen is not None else None
    lines = planned(dates, left_out, wall=wall, first=first, seen_by=request.member)
    values = {
        "form": form, "dates": lines, "carried": carried(request.POST), "address": address,
        "sentence": words_of(rule, dates[0].day), "appointment": appointment, "back": back_of(request),
        "clashes": sum(bool(line.overlaps) for line in lines), "is_refused": is_refused,
        "is_none": chosen is not None and not any(line.is_chosen for line in lines if not line.is_first),
        "holidays": sum(bool(line.holiday) for line in lines),
    }  # fmt: skip
    return shown(
        request, "calendar/series_preview.html", 409 if is_refused else 422 if chosen is not None else 200, values
    )


def _shown_form(request: MemberRequest, form: ContinueForm, found: Appointment, status: int) -> HttpResponse:
    values = {"form": form, "appointment": found, "back": back_of(request)}
    return shown(request, "calendar/series_form.html", status, values)


def _say(request: MemberRequest, count: int, undo: Undo | None = None) -> None:
    text = ngettext("%(num)s appointment is booked.", "%(num)s appointments are booked.", count)
    notify(request, text % {"num": count}, undo=undo)
