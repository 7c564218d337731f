"""The forms that make a contact a client and a client a contact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kartei.people.creating import default_status
from kartei.people.forms import offer
from kartei.people.models import Status
from kartei.web.forms import VersionedForm


class ToClientForm(VersionedForm):
    status = forms.ModelChoiceField(label=gettext_lazy("Status"), queryset=Status.unscoped.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, status=Status.objects.offered())
        self.fields["status"].initial = default_status
        self.focus_first()


class ToContactForm(VersionedForm):
    """The version that was seen is all there is to say."""
