"""The form of an automation, and the filter of their log."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kartei.calendar.automations.log import OUTCOMES
from kartei.calendar.automations.words import IN_SUBJECT, name_of, placeholders_of, subject_of, text_of
from kartei.calendar.models import Action, AppointmentStatus, Automation, Trigger
from kartei.inbox.placeholders import unknown
from kartei.people.forms import offer
from kartei.web.forms import CreateForm, Form, VersionedForm

BY_CLOCK = {Trigger.BEFORE, Trigger.AFTER}


class AutomationForm(Form):
    """What an automation does, and when. `before` is the one that is changed."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    trigger = forms.ChoiceField(label=gettext_lazy("When"), choices=Trigger)
    hours = forms.IntegerField(label=pgettext_lazy("duration", "Hours"), min_value=1, max_value=720, required=False)
    status = forms.ModelChoiceField(
        label=gettext_lazy("Status"), queryset=AppointmentStatus.unscoped.none(), required=False,
        empty_label=gettext_lazy("any status"),
    )  # fmt: skip
    action = forms.ChoiceField(label=gettext_lazy("What happens"), choices=Action)
    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=150, required=False,
        help_text=gettext_lazy("It can be read on a locked phone: no profession and no reason for the visit."),
    )  # fmt: skip
    text = forms.CharField(label=gettext_lazy("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 12}))
    due_days = forms.IntegerField(
        label=gettext_lazy("To be done within … days"), min_value=0, max_value=365, required=False
    )

    def __init__(self, *args: Any, before: Automation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        offer(self, status=AppointmentStatus.objects.offered())
        if before is not None and before.code:
            for name in ("trigger", "action", "status", "due_days"):
                del self.fields[name]
            if before.trigger not in BY_CLOCK:
                del self.fields["hours"]
            for name in ("name", "text"):
                self.fields[name].required = False
            self.fields["text"].help_text = _("Empty: Kartei's own words again, each client in their language.")

    @property
    def trigger_told(self) -> str:
        if self.before is not None and self.before.code:
            return self.before.trigger
        return str(self["trigger"].value() or "")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        trigger = Trigger(self.trigger_told) if self.trigger_told in Trigger.values else None
        if trigger in BY_CLOCK and "hours" not in self.errors and not told.get("hours"):
            self.add_error("hours", _("Please say how many hours, between 1 and 720."))
        is_mail = told.get("action", Action.MAIL) == Action.MAIL
        is_own = self.before is None or not self.before.code
        if is_mail and is_own and not told.get("subject") and "subject" not in self.errors:
            self.add_error("subject", _("This field is required."))
        if trigger is not None:
            known = set(placeholders_of(trigger))
            self._look_through("subject", IN_SUBJECT & known)
            self._look_through("text", known)
        return told

    def _look_through(self, name: str, known: set[str]) -> None:
        if wrong := unknown(self.cleaned_data.get(name) or "", known):
            text = _("Unknown placeholder: %(names)s.") if len(wrong) == 1 else _("Unknown placeholders: %(names)s.")
            self.add_error(name, text % {"names": ", ".join(wrong)})

    @property
    def told(self) -> dict[str, Any]:
        """The columns; of a valid form."""
        told = self.cleaned_data
        trigger, action = self.trigger_told, told.get("action", Action.MAIL)
        return {
            "name": told["name"], "trigger": trigger, "action": action,
            "hours": told.get("hours") if trigger in BY_CLOCK else None,
            "status": told.get("status") if trigger == Trigger.STATUS else None,
            "subject": told["subject"] if action == Action.MAIL else "", "text": told["text"].replace("\r\n", "\n"),
            "due_days": told.get("due_days") if action == Action.TASK else None,
        }  # fmt: skip


class NewAutomationForm(CreateForm, AutomationForm):
    pass


class AutomationEditForm(VersionedForm, AutomationForm):
    pass


def told_by(automation: Automation) -> dict[str, Any]:
    """What the form begins with; texts of the catalogue in the reader's language."""
    names = ("trigger", "hours", "action", "due_days", "version")
    told = {name: getattr(automation, name) for name in names} | {"status": automation.status_id}
    return told | {"name": name_of(automation), "subject": subject_of(automation), "text": text_of(automation)}


class LogFilterForm(Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), required=False, choices=[("", gettext_lazy("all")), *OUTCOMES.items()]
    )
