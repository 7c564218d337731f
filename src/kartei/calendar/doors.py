"""The only ways to what the calendar keeps: out of reach is 404, in sight but not to be edited is 403."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from kartei.calendar.automations.log import mails_in_reach
from kartei.calendar.models import Appointment, AppointmentStatus, Attendance, Automation, FreedSlot, WaitingWish
from kartei.calendar.offer_forms import treating_members
from kartei.calendar.offers import Offer
from kartei.inbox.models import PracticeMail
from kartei.people.models import Client
from kartei.tenancy.doors import MemberRequest
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level


def appointment_for(
    request: MemberRequest, appointment_id: UUID, *, to_read: bool = False, with_deleted: bool = False
) -> Appointment:
    """An appointment, for what the view's right allows: all of the practice, or those that the member gives.

    With `to_read` it is enough to see it; one that was deleted is there for whoever brings it back alone.
    """
    appointments = (Appointment.with_deleted if with_deleted else Appointment.objects).filter(pk=appointment_id)
    found: Appointment | None = (
        appointments.visible_to(request.member, request.right.view).select_related("service", "place").first()
    )
    if found is None:
        raise Http404
    if request.right.is_edit and not to_read and not appointments.visible_to(request.member, request.right).exists():
        raise PermissionDenied
    return found


def told_appointment_for(
    request: MemberRequest, appointment_id: UUID, *, to_read: bool = False, with_deleted: bool = False
) -> Appointment:
    """The same for what shows or changes what an appointment is about: 403 when none of its clients is in reach."""
    found = appointment_for(request, appointment_id, to_read=to_read, with_deleted=with_deleted)
    if not found.attendances.filter(client__in=_clients(request)).exists():
        raise PermissionDenied
    return found


def attendance_for(request: MemberRequest, appointment: Appointment, attendance_id: UUID) -> Attendance:
    """A client of an appointment that the view has let in, if the member sees the client."""
    rows = appointment.attendances.filter(pk=attendance_id, client__in=_clients(request))
    found: Attendance | None = rows.select_related("client__person", "status").first()
    if found is None:
        raise Http404
    return found


def offer_for(request: MemberRequest, model: type[Offer], offer_id: UUID) -> Any:
    """A service, place or resource of the workspace; who may change it has been asked by the view."""
    found = model.objects.filter(pk=offer_id).first()
    if found is None:
        raise Http404
    return found


def appointment_status_for(request: MemberRequest, status_id: UUID) -> AppointmentStatus:
    """A status of the workspace that is not just being replaced; who may change it has been asked by the view."""
    found: AppointmentStatus | None = AppointmentStatus.objects.offered().filter(pk=status_id).first()
    if found is None:
        raise Http404
    return found


def automation_for(request: MemberRequest, automation_id: UUID) -> Automation:
    """An automation of the workspace; who may see or change it has been asked by the view."""
    found: Automation | None = Automation.objects.filter(pk=automation_id, removed_at=None).first()
    if found is None:
        raise Http404
    return found


def automation_mail_for(request: MemberRequest, mail_id: UUID) -> PracticeMail:
    """A mail of an automation, if the member sees whom it is for."""
    found: PracticeMail | None = mails_in_reach(request.member).filter(pk=mail_id).select_related("person").first()
    if found is None:
        raise Http404
    return found


def _clients(request: MemberRequest) -> Any:
    return Client.objects.visible_to(request.member).values("id")


def wish_for(request: MemberRequest, wish_id: UUID, *, with_ended: bool = False) -> WaitingWish:
    """A wish of a client in reach; `with_ended`: one too that was met or taken out."""
    wishes = WaitingWish.objects.filter(pk=wish_id) if with_ended else WaitingWish.objects.waiting().filter(pk=wish_id)
    rows = wishes.visible_to(request.member, request.right.view)
    found: WaitingWish | None = rows.select_related("client__person", "service").first()
    if found is None:
        raise Http404
    if request.right.is_edit and not wishes.visible_to(request.member, request.right).exists():
        raise PermissionDenied
    return found


def slot_for(request: MemberRequest, slot_id: UUID, *, with_closed: bool = False) -> FreedSlot:
    """A time that is free again, of a member whose calendar the member may change; `with_closed`: or was until now."""
    slots = FreedSlot.objects.all() if with_closed else FreedSlot.objects.coming(timezone.now())
    rows = slots.filter(pk=slot_id).visible_to(request.member, request.right)
    found: FreedSlot | None = rows.select_related("member", "place").first()
    if found is None:
        raise Http404
    return found


def hours_owner_for(request: MemberRequest, member_id: UUID) -> Member:
    """A member who treats and whose hours the view's right reaches: their own, or those of the whole team."""
    found: Member | None = treating_members().filter(pk=member_id).first()
    if found is None or (found.pk != request.member.pk and request.member.level(request.right.view) < Level.ALL):
        raise Http404
    if found.pk != request.member.pk and request.member.level(request.right) < Level.ALL:
        raise PermissionDenied
    return found


def hours_for(request: MemberRequest, model: Any, owner: Member | None, row_id: UUID) -> Any:
    """Hours, an exception or an absence of a member whom the view has let in, or of the practice (None)."""
    found = model.objects.filter(pk=row_id, member=owner).first()
    if found is None:
        raise Http404
    return found
