"""The forms of single matters of an appointment: one client's terms and status, deleting it and bringing it back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.calendar.automations.asking import prospect
from kartei.calendar.automations.notice_forms import NoticeForm
from kartei.calendar.models import Appointment, AppointmentStatus, Trigger
from kartei.calendar.offer_forms import PriceField
from kartei.calendar.series.forms import REACHES, ReachForm
from kartei.calendar.series.together import UNTOUCHED, Reach
from kartei.people.forms import offer
from kartei.tenancy.models import Member
from kartei.web.forms import VersionedForm


class TermsForm(VersionedForm):
    """What one client of an appointment pays, and what there is to know of them."""

    price = PriceField(label=gettext_lazy("Price in euro"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note for the team"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("About this client alone; only the team reads it."),
    )


class DeletionForm(NoticeForm, ReachForm, VersionedForm):
    def __init__(self, *args: Any, by: Member, before: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_reach(before, by=by)
        self.ask_notice(prospect(Trigger.CANCELLED, before, seen_by=by))


class RestorationForm(VersionedForm):
    """The way back of a deletion; `together` brings back what was deleted of a series in the same moment."""

    together = forms.BooleanField(required=False)


class AttendanceForm(NoticeForm, VersionedForm):
    """The status of one client of an appointment. With `asks`, whether they are told of it is asked first."""

    status = forms.ModelChoiceField(queryset=AppointmentStatus.unscoped.none())
    despite = forms.BooleanField(required=False)
    reach = forms.ChoiceField(choices=REACHES, required=False)  # of an appointment of a series
    was = forms.CharField(required=False, max_length=30_000)  # of an undo: what it was in the others
    asks = forms.BooleanField(required=False)
    stays = forms.BooleanField(required=False)  # from the dialog of a group: it is shown again for the next one

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, status=AppointmentStatus.objects.offered())

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        status, reach = told.get("status"), told.get("reach")
        is_for_many = reach not in {"", Reach.ONE, None} and not told.get("was")
        if status is not None and status.kind in UNTOUCHED and is_for_many:
            text = _("“%(status)s” is said of one appointment at a time.") % {"status": status.label}
            raise ValidationError(text, "reach")
        return told
