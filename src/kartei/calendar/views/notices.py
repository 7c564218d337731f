"""Whether a client is told: asked where another status cancels or brings back, said where it was booked."""

from django.http import HttpResponse

from kartei.calendar.automations.asking import prospect
from kartei.calendar.automations.notice_forms import NoticeForm
from kartei.calendar.automations.notifying import Notice
from kartei.calendar.matter_forms import AttendanceForm
from kartei.calendar.models import Appointment, Attendance, Trigger
from kartei.calendar.views.dialogs import back_of, shown
from kartei.tenancy.doors import MemberRequest
from kartei.web.responses import is_htmx


def told_of(request: MemberRequest, made: Appointment, form: NoticeForm) -> str:
    """Who gets an e-mail about what was just booked, and who does not although the form asked for it."""
    if form.notice is not Notice.YES:
        return ""
    return prospect(Trigger.BOOKED, made, seen_by=request.member).sentence


def asked_first(
    request: MemberRequest, found: Appointment, row: Attendance, form: AttendanceForm
) -> HttpResponse | None:
    """The question, if there is somebody to be told."""
    status = form.cleaned_data["status"]
    if status.frees_slot == row.status.frees_slot:
        return None
    trigger = Trigger.CANCELLED if status.frees_slot else Trigger.BOOKED
    who = prospect(trigger, found, seen_by=request.member, clients=[row.client_id])
    if not who.told:
        return None
    names = ("status", "version", "reach", "despite", "stays")
    carried = [(name, request.POST[name]) for name in names if name in request.POST]
    question = AttendanceForm(initial={"notify": True})
    question.ask_notice(who)
    values = {
        "form": question, "row": row, "wanted": status, "appointment": found, "carried": carried,
        "back": back_of(request),
    }  # fmt: skip
    answer = shown(request, "calendar/status_notice.html", 200, values)
    if is_htmx(request):
        return in_its_place(answer)
    return answer


def in_its_place(answer: HttpResponse) -> HttpResponse:
    """A dialog instead of the one that sent a form which lets nothing be swapped."""
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#dialogs", "innerHTML"
    return answer
