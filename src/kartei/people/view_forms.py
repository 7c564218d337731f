"""Forms of saved views."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.models import SavedView
from kartei.tenancy.models import Member
from kartei.web.forms import CreateForm, Form, VersionedForm


class _Named(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    is_shared = forms.BooleanField(label=gettext_lazy("Share with the team"), required=False)

    def __init__(self, *args: Any, by: Member, is_client: bool, before: SavedView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = SavedView.objects.filter(owner=before.owner if before else by, is_client=is_client)
        self._others = self._others.filter(deleted_at=None).exclude(pk__in=[before.pk] if before else [])
        self.fields["is_shared"].help_text = _("Everybody sees their own clients in it, nobody sees more than before.")
        self.focus_first()

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self._others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is a view with this name already."), "taken")
        return name


class NewViewForm(CreateForm, _Named):
    """`query` is the state of the list that is to be kept."""

    is_default = forms.BooleanField(label=gettext_lazy("Open the list with it from now on"), required=False)
    query = forms.CharField(widget=forms.HiddenInput, max_length=4_000, required=False)


class ViewForm(VersionedForm, _Named):
    @property
    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "is_shared")}


class StateForm(VersionedForm):
    """What the list shows now."""

    query = forms.CharField(max_length=4_000, required=False)


class ChoiceForm(Form):
    """Whether the list opens with the view."""

    is_default = forms.BooleanField(required=False)
