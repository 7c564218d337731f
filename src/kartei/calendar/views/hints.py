"""What is unusual about an appointment: while somebody fills in the form, and after it was booked or moved."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kartei.calendar.forms import NewAppointmentForm
from kartei.calendar.hinting import Wish, hints
from kartei.calendar.models import Appointment
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.responses import fragment, is_htmx, moved, notify


@require_POST
@for_members(Right.CALENDAR_EDIT)
def appointment_hints(request: MemberRequest) -> HttpResponse:
    """For what stands in the form so far, be it complete or not."""
    if not is_htmx(request):
        return moved(request, "calendar:new-appointment", slug=request.workspace.slug)
    form = NewAppointmentForm(request.POST, by=request.member)
    form.is_valid()
    told, found = form.cleaned_data, []
    if hasattr(form, "starts_at") and told.get("minutes") and told.get("members"):
        members = [member.pk for member in told["members"]]
        found = hints(Wish(*form.span, members, told.get("service")))
    return fragment(request, "calendar/hints.html", hints=found)


def note_hints(request: MemberRequest, made: Appointment) -> None:
    """Beside the note that it was booked or moved; of what is past nothing."""
    if made.starts_at < timezone.now():
        return
    members = list(made.given_by.values_list("member_id", flat=True))
    if found := hints(Wish(made.starts_at, made.ends_at, members, made.service)):
        notify(request, " ".join(found), level="info")
