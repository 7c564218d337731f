"""The form of „Einstellungen → Online-Terminbuchung“."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.calendar.offer_forms import HORIZON, NOTICE
from kartei.web.forms import PhoneField, VersionedForm

STEPS = [(minutes, f"{minutes}") for minutes in (5, 10, 15, 20, 30, 60)]


class RulesForm(VersionedForm):
    is_open = forms.BooleanField(label=gettext_lazy("People can book online"), required=False)
    notice_hours = forms.IntegerField(
        label=gettext_lazy("Notice in hours"),
        min_value=0,
        max_value=NOTICE,
        help_text=gettext_lazy("So long before it begins an appointment can still be booked."),
    )
    horizon_days = forms.IntegerField(
        label=gettext_lazy("Days ahead"),
        min_value=1,
        max_value=HORIZON,
        help_text=gettext_lazy("So far into the future times are offered."),
    )
    step_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Minutes between two beginnings"), choices=STEPS, coerce=int
    )
    most_open = forms.IntegerField(
        label=gettext_lazy("Future bookings of one person"),
        min_value=1,
        max_value=20,
        help_text=gettext_lazy("So many appointments may one mail address have ahead of it."),
    )
    change_hours = forms.IntegerField(
        label=gettext_lazy("Cancelling and moving, hours before"),
        min_value=0,
        max_value=NOTICE,
        help_text=gettext_lazy("Until then clients do it by themselves; afterwards the page names your phone."),
    )
    phone = PhoneField(required=False, help_text=gettext_lazy("Stands on the public pages."))
    intro = forms.CharField(
        label=gettext_lazy("Text above the services"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    privacy = forms.CharField(
        label=gettext_lazy("Privacy notice"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Empty: our words. Whoever books agrees to it; the text is kept with the booking."),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        notice, horizon = told.get("notice_hours"), told.get("horizon_days")
        if notice is not None and horizon is not None and notice >= horizon * 24:
            self.add_error("horizon_days", _("The notice reaches further than that: nothing could be booked."))
        return told

    @property
    def told(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
