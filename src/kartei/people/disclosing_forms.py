"""Forms of what may be told of a client: consent to share, and release of secrecy."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.models import Release, Scope, Sharing
from kartei.people.section_forms import SHORT
from kartei.web.forms import CreateForm, DateField, Form, VersionedForm

COMPLETE = gettext_lazy("Please fill this in: nothing may be shared without consent.")


class _Dated(Form):
    """With a last day. `first` names the field of the first one."""

    first: str

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        start, end = self.cleaned_data.get(self.first), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The last day cannot lie before the first one."))
        return cleaned


class SharingForm(VersionedForm, _Dated):
    """„Portalzugang“ and „Informationen teilen“; with none of it the sharing ends."""

    first = "consented_on"

    has_portal_access = forms.BooleanField(
        label=gettext_lazy("Portal access"),
        help_text=gettext_lazy("Counts as soon as the practice has set up the client portal."),
        required=False,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Share information"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only what has been shared with the client anyway."),
        required=False,
    )
    consented_by = forms.CharField(
        label=gettext_lazy("Consent of"),
        max_length=SHORT,
        required=False,
        widget=forms.TextInput(attrs={"list": "consenters", "autocomplete": "off"}),
        help_text=gettext_lazy("The client, of a minor whoever has custody."),
    )
    consented_on = DateField(label=gettext_lazy("Consent given on"), required=False, past=True)
    ends_on = DateField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("The last day; empty until further notice.")
    )

    @property
    def told(self) -> dict[str, Any] | None:
        """What the verb takes: None when nothing is shared; of a valid form."""
        names = ("has_portal_access", "scopes", "consented_by", "consented_on", "ends_on")
        told = {name: self.cleaned_data[name] for name in names}
        return told if self._opens_something else None

    @property
    def _opens_something(self) -> bool:
        return bool(self.cleaned_data.get("has_portal_access") or self.cleaned_data.get("scopes"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in ("consented_by", "consented_on"):
            if self._opens_something and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, str(COMPLETE))
        return cleaned

    @classmethod
    def initial_of(cls, row: Sharing) -> dict[str, Any]:
        names = ("has_portal_access", "scopes", "consented_by", "consented_on", "ends_on", "version")
        return {name: getattr(row, name) for name in names}


class _ReleaseForm(_Dated):
    """Who and to whom are known; about what, and when, is asked."""

    first = "starts_on"

    topic = forms.CharField(
        label=gettext_lazy("About what"),
        max_length=SHORT,
        help_text=gettext_lazy("For instance “Findings and course of treatment”."),
    )
    starts_on = DateField(label=gettext_lazy("From"))
    ends_on = DateField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("The last day; empty until withdrawn.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.focus_first()

    @property
    def told(self) -> dict[str, Any]:
        """What the verb takes; of a valid form."""
        names = ("topic", "starts_on", "ends_on", "withdrawn_on")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class NewReleaseForm(CreateForm, _ReleaseForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"starts_on": timezone.localdate()}, **kwargs)


class ReleaseEditForm(VersionedForm, _ReleaseForm):
    withdrawn_on = DateField(
        label=gettext_lazy("Withdrawn on"),
        required=False,
        past=True,
        help_text=gettext_lazy("From this day on nothing may be told any more."),
    )

    @classmethod
    def initial_of(cls, row: Release) -> dict[str, Any]:
        names = ("topic", "starts_on", "ends_on", "withdrawn_on", "version")
        return {name: getattr(row, name) for name in names}
