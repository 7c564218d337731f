"""The forms of „Einstellungen“ → „Terminstatus“."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kartei.calendar.models import AppointmentStatus, AppointmentStatusKind
from kartei.people.forms import offer
from kartei.people.models import Colour
from kartei.people.vocabulary_forms import LONGEST
from kartei.web.forms import CreateForm, Form, VersionedForm


class _StatusWord(Form):
    """Whether another status has the name, the verbs ask."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=AppointmentStatusKind.choices,
        initial=AppointmentStatusKind.OPEN,
        help_text=gettext_lazy("Missed and cancelled appointments are neither the next nor the last one of a client."),
    )
    colour = forms.ChoiceField(label=gettext_lazy("Colour"), choices=Colour.choices, initial=Colour.GRAY)
    frees_slot = forms.BooleanField(
        label=gettext_lazy("Frees the time"),
        required=False,
        help_text=gettext_lazy("Somebody else can be booked at this time then."),
    )
    field_order = ("name", "kind", "colour", "frees_slot")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.focus_first()

    @property
    def told(self) -> dict[str, Any]:
        """What the verbs take."""
        return {name: self.cleaned_data[name] for name in self.field_order if name in self.cleaned_data}


class NewStatusForm(CreateForm, _StatusWord):
    pass


class StatusEditForm(VersionedForm, _StatusWord):
    """Of a built-in status name and colour alone."""

    def __init__(self, *args: Any, before: AppointmentStatus, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if before.code:
            del self.fields["kind"], self.fields["frees_slot"]


class ReplacementForm(Form):
    """Which status the appointments of `leaving` get."""

    replacement = forms.ModelChoiceField(
        label=gettext_lazy("Replacement"),
        queryset=AppointmentStatus.unscoped.none(),
        empty_label=gettext_lazy("Please choose"),
    )

    def __init__(self, *args: Any, leaving: AppointmentStatus, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, replacement=AppointmentStatus.objects.offered().exclude(pk=leaving.pk))
