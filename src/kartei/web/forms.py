"""Forms with the rules of the house: text beside the field, nothing typed lost, focus on the first fault."""

import re
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from kartei.web.dates import DateField

__all__ = ["CreateForm", "DateField", "Form", "PhoneField", "VersionedForm", "kind", "limit", "refuse_broken_text"]

SHORT, LONG = 200, 20_000  # characters
REQUIRED = _("This field is required.")  # said by Django, in the words of our catalogue
_BROKEN = re.compile("[\0\ud800-\udfff\ufffd]")


def refuse_broken_text(value: str) -> None:
    """Raise ValidationError for NUL, lone surrogates and U+FFFD, which stands where a browser sent broken Unicode."""
    if _BROKEN.search(value):
        raise ValidationError(_("This text contains a character that cannot be stored. Please remove it."), "broken")


class Form(forms.Form):
    """A form of ours. Text without `max_length` takes 200 characters, in a textarea 20,000."""

    use_required_attribute = False  # the server says what is missing, in words and in the user's language

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                limit(field)

    def focus_first(self) -> None:
        """For a page or dialog that is there for this form alone; when it comes back, its first fault has the focus."""
        if not self.is_bound:
            self.visible_fields()[0].field.widget.attrs["autofocus"] = True

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors:
            if name in self.fields and not self.fields[name].widget.is_hidden:
                self.fields[name].widget.attrs["autofocus"] = True
                break


WITHOUT_ID = {"id": False}  # a page may have several forms with a version or a key, and no label points to one


class VersionedForm(Form):
    """A form that edits: it carries the version it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput(WITHOUT_ID), min_value=0)

    def at_version(self, version: int) -> Self:
        """The same form, as typed, that now answers to a newer version."""
        data: Any = self.data  # a QueryDict, which has several values of a name
        self.data = data.copy()
        self.data["version"] = str(version)  # type: ignore[index]
        return self


class CreateForm(Form):
    """A form that creates or sends: its key makes two clicks one (see tenancy.submissions)."""

    submission = forms.UUIDField(widget=forms.HiddenInput(WITHOUT_ID), required=False, initial=uuid4)


class PhoneField(forms.CharField):
    """A phone number as typed. Never refused for its form: what cannot be read is kept, the page warns."""

    widget = forms.TelInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 60, "label": _("Phone"), **kwargs})


def kind(field: BoundField) -> str:
    """How `ui.field` lays a field out: what its widget says (`layout`), else what kind of widget it is."""
    widget = field.field.widget
    if layout := getattr(widget, "layout", ""):
        return str(layout)
    if widget.is_hidden:
        return "hidden"
    for found, types in _KINDS.items():
        if isinstance(widget, types):
            return found
    return "input"


_KINDS: dict[str, tuple[type[forms.Widget], ...]] = {
    "choices": (forms.RadioSelect, forms.CheckboxSelectMultiple),
    "checkbox": (forms.CheckboxInput,),
    "select": (forms.Select,),
    "textarea": (forms.Textarea,),
    "file": (forms.FileInput,),
}


def limit(field: forms.CharField) -> None:
    """Give a text its greatest length, and refuse what cannot be stored in it."""
    kept = [validator for validator in field.validators if not isinstance(validator, ProhibitNullCharactersValidator)]
    field.validators = [*kept, refuse_broken_text]
    if field.max_length is None:
        field.max_length = LONG if isinstance(field.widget, forms.Textarea) else SHORT
        field.validators.append(MaxLengthValidator(field.max_length))
    field.widget.attrs.pop("maxlength", None)  # the browser would cut what is pasted, without a word
