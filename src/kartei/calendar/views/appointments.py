"""An appointment: booked, looked at, changed, moved, and the status of each who comes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.calendar import booking
from kartei.calendar.doors import appointment_for, attendance_for, told_appointment_for
from kartei.calendar.feeding import names_of
from kartei.calendar.forms import (
    AppointmentEditForm,
    AppointmentForm,
    MoveAppointmentForm,
    NewAppointmentForm,
    bookable_clients,
)
from kartei.calendar.matter_forms import AttendanceForm
from kartei.calendar.models import Appointment
from kartei.calendar.occupying import Occupied
from kartei.calendar.picking import Picker
from kartei.calendar.series import reaching
from kartei.calendar.series.forms import REACHES
from kartei.calendar.series.recurrence import NoSeries
from kartei.calendar.series.rule_words import refuse
from kartei.calendar.series.together import Reach, is_alone
from kartei.calendar.statuses import offered_statuses
from kartei.calendar.telling import Line, detail_of, told_overlaps
from kartei.calendar.views import series
from kartei.calendar.views.dialogs import back_of, shown
from kartei.calendar.views.free_times import note_waiting
from kartei.calendar.views.hints import note_hints
from kartei.calendar.views.notices import asked_first, in_its_place, told_of
from kartei.calendar.waiting.listing import free_after
from kartei.people.doors import gone_is_404
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Right
from kartei.tenancy.submissions import once
from kartei.web.query import day_in, id_in
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, notify, page, refusal


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
def new_appointment(request: MemberRequest) -> HttpResponse:
    form = NewAppointmentForm(request.POST or None, by=request.member, initial=_beginning(request))
    if not form.is_valid():
        return _form(request, form)
    if "again" in request.POST:  # back from the dates of a series
        return _form(request, form, status=200)
    return series.ask_or_book(request, form, form.rule) if form.rule else _booked(request, form)


@once
def _booked(request: MemberRequest, form: NewAppointmentForm) -> HttpResponse:
    try:
        made = booking.book(form.plan, by=request.member, despite=form.cleaned_data["despite"], notice=form.notice)
    except Occupied as occupied:
        return _form(request, form, occupied=occupied, status=409)
    is_past = made.starts_at < timezone.now()
    said = (
        _("The appointment on %(when)s is booked. It lies in the past.")
        if is_past
        else _("The appointment on %(when)s is booked.")
    )
    undo = Undo(reverse("calendar:deletion", args=[request.workspace.slug, made.pk]), reaching.way_back_of([made]))
    notify(request, f"{said % {'when': Line.when(made)}} {told_of(request, made, form)}".strip(), undo=undo)
    note_hints(request, made)
    return moved(request, back_of(request))


@require_safe
@for_members(Right.CALENDAR_VIEW)
def appointment(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    return _detail(request, appointment_for(request, appointment_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
@gone_is_404
def change(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    found = told_appointment_for(request, appointment_id)
    form = AppointmentEditForm(
        request.POST or None, by=request.member, before=found, initial=_told(found, request.member)
    )
    if not form.is_valid():
        return _form(request, form, found)
    try:
        said = reaching.change(found, form, by=request.member)
    except Occupied as occupied:
        return _form(request, form, found, occupied=occupied, status=409)
    except NoSeries as fault:
        refuse(form, fault, form.cleaned_data["day"])
        return _form(request, form, found)
    except StaleVersion:
        found.refresh_from_db()
        return _form(request, form.at_version(found.version), found, is_stale=True, status=409)
    notify(request, said)
    found.refresh_from_db()
    note_hints(request, found)
    note_waiting(request, found.pk)
    return moved(request, back_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
@gone_is_404
def move(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    """„Verschieben nach …“, and what dragging sends: it asks whether the client shall be told (CA-07)."""
    found = appointment_for(request, appointment_id)
    before, is_drag = _move_told(found), "dragged" in request.POST
    told = _as_begun(request.POST) if is_drag else request.POST or None
    form = MoveAppointmentForm(told, by=request.member, before=found, initial=before)
    if not form.is_valid():
        return _move(request, form, found)
    if is_drag and {"notify", "reach"} & set(form.fields):
        return _move(request, form, found, occupied=booking.in_the_way(found, *form.span), status=200)
    try:
        done = reaching.move(found, form, before["member"], by=request.member)
    except Occupied as occupied:
        return _move(request, form, found, occupied=occupied, status=409)
    except NoSeries as fault:
        refuse(form, fault, form.cleaned_data["day"])
        return _move(request, form, found)
    except StaleVersion:
        return conflict(request)
    way_back = {**_way_back(before, done.version), **done.way_back}
    notify(request, done.said, undo=Undo(reverse("calendar:move", args=[request.workspace.slug, found.pk]), way_back))
    found.refresh_from_db()
    note_hints(request, found)
    note_waiting(request, found.pk)
    return moved(request, back_of(request))


@require_POST
@for_members(Right.CALENDAR_EDIT)
@gone_is_404
def attendance(request: MemberRequest, appointment_id: UUID, attendance_id: UUID) -> HttpResponse:
    """The status of one who comes."""
    found = appointment_for(request, appointment_id)
    row, form = attendance_for(request, found, attendance_id), AttendanceForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422, " ".join(map(str, form.non_field_errors())))
    if form.cleaned_data["asks"] and (asked := asked_first(request, found, row, form)):
        return asked
    before = row.status_id
    try:
        done = reaching.give_status(row, form, by=request.member)
    except Occupied as occupied:
        names = ", ".join(line.name for line in told_overlaps(occupied.overlaps, seen_by=request.member))
        return conflict(request, _("This time has been given to somebody else since: %(names)s.") % {"names": names})
    except StaleVersion:
        return conflict(request)
    undo = Undo(request.path, {"status": str(before), "version": str(done.version), "undo": "on", **done.way_back})
    notify(request, done.said, undo=undo)
    note_waiting(request, found.pk)
    if form.cleaned_data["stays"] and is_htmx(request):
        return in_its_place(_detail(request, appointment_for(request, appointment_id), is_changed=True))
    return moved(request, back_of(request))


@require_POST
@for_members(Right.CALENDAR_EDIT)
def people(request: MemberRequest) -> HttpResponse:
    """Whom the words of the dialog find; those who are chosen stay."""
    picker = Picker.read(request.POST, seen_by=request.member)
    if is_htmx(request):
        return fragment(request, "calendar/client_picker.html#picker", picker=picker)
    form = NewAppointmentForm(request.POST, by=request.member)
    form.errors.clear()  # nothing is refused while somebody searches
    return _form(request, form, picker=picker, status=200)


def _detail(request: MemberRequest, found: Appointment, *, is_changed: bool = False) -> HttpResponse:
    """`is_changed`: the page below is older than what the dialog shows."""
    values: dict[str, Any] = {
        "detail": detail_of(found, seen_by=request.member),
        "statuses": offered_statuses(),
        "may_edit": _may_change(request, found),
        "reaches": REACHES if found.series_id and not is_alone(found, by=request.member) else [],
        "free": free_after(found.pk, seen_by=request.member),
        "back": back_of(request),
        "is_changed": is_changed,
    }
    if is_htmx(request):
        return fragment(request, "calendar/appointment.html#dialog", **values)
    return page(request, "calendar/appointment.html", **values)


def _may_change(request: MemberRequest, found: Appointment) -> bool:
    return bool(Appointment.objects.filter(pk=found.pk).visible_to(request.member, Right.CALENDAR_EDIT).exists())


def _beginning(request: MemberRequest) -> dict[str, Any]:
    """What a click into the calendar or on a record tells of the new appointment."""
    asked = request.GET
    now = timezone.localtime()
    client, member = id_in(asked.get("client")), id_in(asked.get("member"))
    if like := id_in(asked.get("like")):
        return _anew(
            _told(told_appointment_for(request, like, to_read=True), request.member, client), now.date(), client
        )
    return {
        "day": day_in(asked.get("day")) or now.date(),
        "begins": asked.get("begins", "")[:5],
        "minutes": asked.get("minutes", "50")[:4],
        "clients": list(bookable_clients(request.member).filter(pk=client)) if client else [],
        "members": [member] if member else [request.member.pk] if request.member.treats else [],
    }


def _anew(told: dict[str, Any], today: date, client: UUID | None) -> dict[str, Any]:
    """„Neu planen“: the same on the next day of that name, for one client or for all; the one that was stays."""
    del told["version"]
    then = max(told["day"], today)
    day = then + timedelta(days=(told["day"].weekday() - then.weekday()) % 7 or 7)
    return {**told, "day": day, "clients": [pk for pk in told["clients"] if client in {None, pk}]}


def _when(found: Appointment) -> dict[str, Any]:
    begins = timezone.localtime(found.starts_at)
    minutes = int((found.ends_at - found.starts_at).total_seconds() // 60)
    return {"day": begins.date(), "begins": begins.time(), "minutes": minutes}


def _move_told(found: Appointment) -> dict[str, Any]:
    """What „Verschieben nach …“ begins with; the member only of an appointment that one gives."""
    given = [row.member_id for row in found.given_by.all()]
    return {**_when(found), "version": found.version, "member": given[0] if len(given) == 1 else None}


def _way_back(before: dict[str, Any], version: int) -> dict[str, str]:
    """What „Rückgängig“ sends after a move: it goes back even when something else is there by now."""
    told = {**before, "day": before["day"].isoformat(), "begins": f"{before['begins']:%H:%M}", "version": version}
    told |= {"despite": "on", "undo": "on"}
    return {name: str(value) for name, value in told.items() if value is not None}


def _as_begun(posted: Any) -> Any:
    """What dragging sends, written as the form writes it, with the answers that its questions begin with."""
    told = posted.copy()
    told["notify"], told["reach"] = "on", str(Reach.ONE)
    if day := day_in(posted.get("day")):
        told["day"] = MoveAppointmentForm.base_fields["day"].prepare_value(day)
    return told


def _told(found: Appointment, seen_by: Member, client: UUID | None = None) -> dict[str, Any]:
    """What the forms begin with; the price is that of `client`, or of the first client whom the member sees."""
    rows = list(found.attendances.order_by("id"))
    seen = names_of([row.client_id for row in rows], seen_by=seen_by)
    prices = [row.price for row in rows if row.client_id in seen and client in {None, row.client_id}]
    return {
        **_when(found),
        "version": found.version,
        "clients": [row.client_id for row in rows],
        "members": [row.member_id for row in found.given_by.all()],
        "resources": [row.resource_id for row in found.needs.all()],
        "service": found.service_id,
        "place": found.place_id,
        "price": prices[0] if prices else None,
        "note": found.note,
        "client_text": found.client_text,
    }


def _form(
    request: MemberRequest, form: AppointmentForm, found: Appointment | None = None, *, status: int = 0, **values: Any
) -> HttpResponse:
    """As a dialog over the page that asked for it, or as a page of its own."""
    occupied = values.pop("occupied", None)
    overlaps = told_overlaps(occupied.overlaps, seen_by=request.member) if occupied else []
    picker = values.pop("picker", None) or Picker.of(form, seen_by=request.member)
    values = {
        "is_stale": False, **values, "form": form, "picker": picker, "overlaps": overlaps,
        "appointment": found, "back": back_of(request),
    }  # fmt: skip
    return shown(request, "calendar/appointment_form.html", status or (422 if form.is_bound else 200), values)


def _move(
    request: MemberRequest, form: MoveAppointmentForm, found: Appointment, *, occupied: Any = None, status: int = 0
) -> HttpResponse:
    overlaps = told_overlaps(occupied.overlaps, seen_by=request.member) if occupied else []
    detail = detail_of(found, seen_by=request.member)
    values = {"form": form, "detail": detail, "appointment": found, "overlaps": overlaps, "back": back_of(request)}
    return shown(request, "calendar/move.html", status or (422 if form.is_bound else 200), values)
