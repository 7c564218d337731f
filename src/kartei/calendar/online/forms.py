"""The forms of the public pages: which slot, and who books it."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kartei.web.forms import Form, PhoneField, VersionedForm

LATEST = dt.timedelta(days=800)
_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class MomentField(forms.CharField):
    """A moment as our own buttons send it, in UTC."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text and not self.required:
            return None
        try:
            told = dt.datetime.fromisoformat(text)
            found = told.astimezone(dt.UTC)
        except (ValueError, OverflowError):  # before the year 1 or after 9999, by the clock of Greenwich
            raise forms.ValidationError(_("Please choose a time.")) from None
        if told.tzinfo is None or abs(found - timezone.now()) > LATEST:
            raise forms.ValidationError(_("Please choose a time."))
        return found


class NameField(forms.CharField):
    """A name in one line, without signs that steer how a line runs: they would turn the line in which it is read."""

    def to_python(self, value: Any) -> str:
        return " ".join(_STEERING.sub("", str(super().to_python(value))).split())


class SlotForm(Form):
    """A free slot that was chosen, with whom (empty: whoever is free), and the visitor's zone."""

    slot = MomentField(max_length=40, error_messages={"required": _("Please choose a time.")})
    member = forms.UUIDField(required=False)
    zone = forms.CharField(max_length=64, required=False)


class AnswerForm(VersionedForm):
    """What the practice says to a request; the version is the appointment's."""

    booking = forms.UUIDField()
    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class DetailsForm(Form):
    """Who books. `website` is filled in by programs alone: people do not see it."""

    first_name = NameField(label=_("First name"), max_length=100)
    last_name = NameField(label=_("Last name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("We send you a link that confirms it."))
    phone = PhoneField(required=False, label=_("Phone (optional)"))
    question = forms.CharField(
        label=_("Question or message (optional)"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Please write nothing here that only the appointment itself should hear."),
    )
    consent = forms.BooleanField(
        label=_("I agree that the practice processes what I enter in order to arrange the appointment."),
        error_messages={"required": _("Without your consent the practice may not process what you enter.")},
    )
    website = forms.CharField(required=False, label=_("Please leave this empty"))
    slot = MomentField(max_length=40, required=False)
    zone = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, token in (
            ("first_name", "given-name"), ("last_name", "family-name"), ("email", "email"), ("phone", "tel"),
            ("website", "off"),
        ):  # fmt: skip
            self.fields[name].widget.attrs["autocomplete"] = token
        self.fields["website"].widget.attrs["tabindex"] = "-1"

    @property
    def is_robot(self) -> bool:
        return bool(self.data.get("website"))
