"""Forms of archive and trash."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.models import Person, PersonState
from kartei.web.forms import VersionedForm


class ArchivalForm(VersionedForm):
    """Into the archive: the version that was seen is all there is to say."""


class RestorationForm(VersionedForm):
    to = forms.ChoiceField(
        choices=[(state, state) for state in (PersonState.LIVE, PersonState.ARCHIVED)], required=False
    )

    @property
    def state(self) -> PersonState:
        return PersonState(self.cleaned_data["to"] or PersonState.LIVE)


class DeletionForm(VersionedForm):
    """The name is typed, so that nobody deletes the wrong record out of habit."""

    word = forms.CharField(label=gettext_lazy("Name"), max_length=400)

    def __init__(self, data: Any = None, *, person: Person, version: int) -> None:
        super().__init__(data, initial={"version": version})
        self._name = person.name
        self.fields["word"].label = _("To confirm, please type “%(name)s”") % {"name": person.name}
        self.fields["word"].widget.attrs["autocomplete"] = "off"
        self.focus_first()

    def clean_word(self) -> str:
        typed = str(self.cleaned_data["word"])
        if _folded(typed) != _folded(self._name):
            raise forms.ValidationError(_("This is not the name of the record: “%(name)s”.") % {"name": self._name})
        return typed


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
