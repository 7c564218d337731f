"""What belongs to one client of an appointment, and deleting a wrong entry."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.calendar import booking
from kartei.calendar.deleting import deleted_appointments
from kartei.calendar.doors import appointment_for, attendance_for, told_appointment_for
from kartei.calendar.matter_forms import DeletionForm, RestorationForm, TermsForm
from kartei.calendar.models import Appointment
from kartei.calendar.occupying import Occupied
from kartei.calendar.series import reaching
from kartei.calendar.telling import detail_of, told_overlaps
from kartei.calendar.views.dialogs import back_of, shown
from kartei.calendar.views.free_times import note_waiting
from kartei.people.doors import gone_is_404
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.query import id_in
from kartei.web.responses import Undo, conflict, moved, notify, page, refusal


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
@gone_is_404
def terms(request: MemberRequest, appointment_id: UUID, attendance_id: UUID) -> HttpResponse:
    """Price and note of one who comes (CA-10)."""
    found = appointment_for(request, appointment_id)
    row = attendance_for(request, found, attendance_id)
    begins = {"price": row.price, "note": row.note, "version": found.version}
    form = TermsForm(request.POST or None, initial=begins)
    values: dict[str, Any] = {"row": row, "appointment": found, "back": back_of(request), "is_stale": False}
    if not form.is_valid():
        return shown(request, "calendar/terms.html", 422 if form.is_bound else 200, {**values, "form": form})
    told = form.cleaned_data
    try:
        booking.change_terms(row, told["price"], told["note"], version=told["version"], by=request.member)
    except StaleVersion:
        found.refresh_from_db()
        values |= {"form": form.at_version(found.version), "is_stale": True}
        return shown(request, "calendar/terms.html", 409, values)
    notify(request, _("Saved."))
    return moved(request, back_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
@gone_is_404
def deletion(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    """The question, and doing it; for whoever sees what the appointment is about."""
    found = told_appointment_for(request, appointment_id)
    begins = {"version": found.version}
    form = DeletionForm(request.POST or None, by=request.member, before=found, initial=begins)
    if not form.is_valid():
        values = {"form": form, "detail": detail_of(found, seen_by=request.member), "back": back_of(request)}
        return shown(request, "calendar/deletion.html", 422 if form.is_bound else 200, values)
    try:
        done = reaching.delete(found, form, by=request.member)
    except StaleVersion:
        return conflict(request)
    notify(request, done.said, undo=Undo(_restoration(request, found), {"version": str(done.version), **done.way_back}))
    note_waiting(request, found.pk)
    return moved(request, _away(request, found))


@require_POST
@for_members(Right.CALENDAR_EDIT)
@gone_is_404
def restoration(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    found, form = told_appointment_for(request, appointment_id, with_deleted=True), RestorationForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        said = reaching.restore(found, form, by=request.member)
    except Occupied as occupied:
        names = ", ".join(line.name for line in told_overlaps(occupied.overlaps, seen_by=request.member))
        return conflict(request, _("This time has been given to somebody else since: %(names)s.") % {"names": names})
    except StaleVersion:
        return conflict(request)
    notify(request, said)
    return moved(request, back_of(request))


@require_safe
@for_members(Right.CALENDAR_EDIT)
def deleted(request: MemberRequest) -> HttpResponse:
    """What can come back, for thirty days."""
    found = deleted_appointments(request.member, after=id_in(request.GET.get("after")))
    return page(request, "calendar/deleted.html", page=found)


def _restoration(request: MemberRequest, gone: Appointment) -> str:
    return reverse("calendar:restoration", args=[request.workspace.slug, gone.pk])


def _away(request: MemberRequest, gone: Appointment) -> str:
    """The page on which the dialog stood, unless it was the appointment's own."""
    back = back_of(request)
    return reverse("calendar:calendar", args=[request.workspace.slug]) if str(gone.pk) in back else back
