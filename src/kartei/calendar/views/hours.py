"""Hours, exceptions and absences of a member, and the exceptions of the practice: made, changed, taken out again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.calendar.doors import hours_for, hours_owner_for
from kartei.calendar.hours import availability
from kartei.calendar.hours.forms import (
    AbsenceEditForm,
    ExceptionEditForm,
    NewAbsenceForm,
    NewExceptionForm,
    NewWeekForm,
    WeekEditForm,
)
from kartei.calendar.hours.schedules import schedule_of
from kartei.calendar.models import Absence, HoursException, WorkWeek
from kartei.people.doors import gone_is_404
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right
from kartei.tenancy.submissions import once
from kartei.web.forms import VersionedForm
from kartei.web.query import day_in
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, notify, page, refusal


@dataclass(frozen=True)
class Kind:
    """What is the same for hours, exceptions and absences."""

    model: Any
    new_form: type[Any]
    edit_form: type[Any]
    new: str | Promise  # titles of the dialogs
    edit: str | Promise
    removed: str | Promise


KINDS = {
    "weeks": Kind(
        WorkWeek, NewWeekForm, WeekEditForm, gettext_lazy("New weekly hours"), gettext_lazy("Edit weekly hours"),
        gettext_lazy("The weekly hours were removed."),
    ),
    "exceptions": Kind(
        HoursException, NewExceptionForm, ExceptionEditForm, gettext_lazy("New exception"),
        gettext_lazy("Edit exception"), gettext_lazy("The exception was removed."),
    ),
    "absences": Kind(
        Absence, NewAbsenceForm, AbsenceEditForm, gettext_lazy("New absence"), gettext_lazy("Edit absence"),
        gettext_lazy("The absence was removed."),
    ),
}  # fmt: skip
"""By the word in the address."""


@require_safe
@for_members(Right.CALENDAR_VIEW)
def own_hours(request: MemberRequest) -> HttpResponse:
    """„Meine Sprechzeiten und Abwesenheiten“, wherever the link to it stands; of whoever treats nobody it says that."""
    return _hours_page(request, request.member)


@require_safe
@for_members(Right.CALENDAR_VIEW)
def hours(request: MemberRequest, member_id: UUID) -> HttpResponse:
    return _hours_page(request, hours_owner_for(request, member_id))


def _hours_page(request: MemberRequest, owner: Member) -> HttpResponse:
    level = request.member.level(Right.CALENDAR_EDIT)
    may_edit = level == Level.ALL or (level > Level.NONE and owner.pk == request.member.pk)
    return page(
        request, "calendar/hours.html", owner=owner, schedule=schedule_of(owner), may_edit=may_edit,
        is_own=owner.pk == request.member.pk,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
@once
def new_hours(request: MemberRequest, kind: str, member_id: UUID) -> HttpResponse:
    return _new(request, kind, hours_owner_for(request, member_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.CALENDAR_EDIT)
@gone_is_404
def change_hours(request: MemberRequest, kind: str, member_id: UUID, row_id: UUID) -> HttpResponse:
    return _change(request, kind, hours_owner_for(request, member_id), row_id)


@require_POST
@for_members(Right.CALENDAR_EDIT)
@gone_is_404
def hours_removal(request: MemberRequest, kind: str, member_id: UUID, row_id: UUID) -> HttpResponse:
    return _remove(request, kind, hours_owner_for(request, member_id), row_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@once
def new_closure(request: MemberRequest) -> HttpResponse:
    """An exception of the whole practice."""
    return _new(request, "exceptions", None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def change_closure(request: MemberRequest, row_id: UUID) -> HttpResponse:
    return _change(request, "exceptions", None, row_id)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
@gone_is_404
def closure_removal(request: MemberRequest, row_id: UUID) -> HttpResponse:
    return _remove(request, "exceptions", None, row_id)


def _new(request: MemberRequest, kind: str, owner: Member | None) -> HttpResponse:
    known = KINDS[kind]
    form = known.new_form(request.POST or None, member=owner, initial=_beginning(request))
    if not form.is_valid():
        return _dialog(request, form, known.new, owner)
    row = known.model(member=owner, **form.told)
    if not _is_done(form, lambda: availability.add_hours(row, by=request.member)):
        return _dialog(request, form, known.new, owner)
    notify(request, _("Saved."))
    return _back(request, owner, row)


def _change(request: MemberRequest, kind: str, owner: Member | None, row_id: UUID) -> HttpResponse:
    known = KINDS[kind]
    row = hours_for(request, known.model, owner, row_id)
    form = known.edit_form(request.POST or None, member=owner, before=row, initial={"version": row.version})
    if not form.is_valid():
        return _dialog(request, form, known.edit, owner, row)
    version = form.cleaned_data["version"]
    try:
        is_done = _is_done(form, lambda: availability.change_hours(row, form.told, version=version, by=request.member))
    except StaleVersion:
        row.refresh_from_db()
        return _dialog(request, form.at_version(row.version), known.edit, owner, row, status=409)
    if not is_done:
        return _dialog(request, form, known.edit, owner, row)
    notify(request, _("Saved."))
    row.refresh_from_db()
    return _back(request, owner, row)


def _remove(request: MemberRequest, kind: str, owner: Member | None, row_id: UUID) -> HttpResponse:
    known, form = KINDS[kind], VersionedForm(request.POST)
    row = hours_for(request, known.model, owner, row_id)
    if not form.is_valid():
        return refusal(request, 422)
    undo = _way_back(request, kind, owner, row)
    try:
        availability.remove_hours(row, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    notify(request, str(known.removed), undo=undo)
    return _back(request, owner)


def _is_done(form: Any, verb: Callable[[], Any]) -> bool:
    """Whether the verb went through; otherwise the form says what is there already."""
    try:
        verb()
    except availability.Clash as clash:
        form.refuse(clash)
        return False
    except availability.TooMany:
        form.add_error(None, _("There are too many already. Please remove some first."))
        return False
    return True


def _beginning(request: MemberRequest) -> dict[str, Any]:
    """What a link tells of a new exception: the public holiday on which the practice works."""
    day = day_in(request.GET.get("day"))
    kind = request.GET.get("kind")
    return {"first": day, **({"kind": kind} if kind else {})} if day else {}


def _way_back(request: MemberRequest, kind: str, owner: Member | None, row: Any) -> Undo:
    """„Rückgängig“ makes the same hours once more."""
    slug, form = request.workspace.slug, KINDS[kind].edit_form(member=owner, before=row)
    told = {name: form[name].value() for name in form.fields if name != "version"}
    told |= {"place": row.place_id} if isinstance(row, WorkWeek) else {}
    name, args = (f"calendar:{kind}-new", [slug, owner.pk]) if owner else ("calendar:closures-new", [slug])
    return Undo(reverse(name, args=args), {name: str(value) for name, value in told.items() if value is not None})


def _back(request: MemberRequest, owner: Member | None, row: Any = None) -> HttpResponse:
    """To the page that the dialog stood on; whoever is away and has appointments then reads of them."""
    if isinstance(row, Absence) and (count := availability.appointments_within(row)):
        said = ngettext(
            "There is %(num)s appointment in this time.", "There are %(num)s appointments in this time.", count
        )
        notify(request, said % {"num": count}, level="warning")
    return moved(request, _home(request, owner))


def _home(request: MemberRequest, owner: Member | None) -> str:
    slug = request.workspace.slug
    return reverse("calendar:hours", args=[slug, owner.pk]) if owner else reverse("calendar:settings", args=[slug])


def _dialog(
    request: MemberRequest, form: Any, title: Any, owner: Member | None, row: Any = None, *, status: int = 0
) -> HttpResponse:
    """As a dialog over the page, or as a page of its own."""
    status = status or (422 if form.is_bound else 200)
    values = {
        "form": form, "title": title, "owner": owner, "row": row, "is_stale": status == 409,
        "back": _home(request, owner),
    }  # fmt: skip
    if is_htmx(request):
        return fragment(request, "calendar/hours_form.html#dialog", status=status, **values)
    return page(request, "calendar/hours_form.html", status=status, **values)
