"""The form of a section with own fields in it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kartei.people.fields.choices import has_other, other_of, with_other
from kartei.people.fields.kinds import control_of, opened
from kartei.people.fields.reading import Reading, Values
from kartei.people.models import Field, FieldType
from kartei.people.section_forms import SHORT, SectionForm

CHOICES = {FieldType.SINGLE_CHOICE, FieldType.MULTI_CHOICE}


class _OwnFields(SectionForm):
    """`others` names the choices that have a text beside „Sonstiges“; `lost` is what stood in fields that are gone."""

    others: ClassVar[tuple[str, ...]] = ()
    lost: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.lost:
            text = _(
                "A field of this form has been removed in the meantime, or is closed to you by now. "
                "What stood in it is not kept: “%(text)s”. Copy it if you need it, and save again."
            )
            self.add_error(None, text % {"text": " · ".join(self.lost)})
        for name in self.others:
            text = self.cleaned_data.pop(_other(name), "")
            if name not in self.cleaned_data:  # it was refused itself
                continue
            try:
                self.cleaned_data[name] = with_other(self.cleaned_data[name], text)
            except ValidationError as fault:
                self.add_error(_other(name), fault)
        return cleaned

    def _copied(self) -> Any:
        """What was sent; a file that came with it stands there by its id."""
        data = super()._copied()
        for name, control in self.fields.items():
            if stored := getattr(control, "stored", None):
                data[f"{name}_kept"] = stored
        return data


def form_class(
    base: Any, asked: Sequence[Field], values: Values, reading: Reading, *, lost: tuple[str, ...] = ()
) -> type[SectionForm]:
    """The section's own form with a control for each of these fields; `values` are what is kept."""
    controls: dict[str, Any] = {}
    others = []
    for field in asked:
        value = values.get(field.name)
        controls[field.name] = control_of(field, value, reading)
        if field.type in CHOICES and has_other(field, value):
            others.append(field.name)
            label = _("%(label)s: other, namely") % {"label": field.label}
            text: Any = forms.CharField(label=label, max_length=SHORT, required=False)
            controls[field.name].template, text.template = "people/choice_with_other.html", "people/other_text.html"
            controls[_other(field.name)] = text
    told = {**controls, "asked": tuple(field.name for field in asked), "others": tuple(others), "lost": lost}
    return type("OwnFieldsForm", (_OwnFields, base), told)


def opened_values(asked: Sequence[Field], values: Values) -> Values:
    """Kept values as the form begins with them."""
    found = {field.name: opened(field, values.get(field.name)) for field in asked}
    texts = {_other(field.name): other_of(values.get(field.name)) for field in asked if field.type in CHOICES}
    return {**values, **found, **texts}


def _other(name: str) -> str:
    return f"{name}_other"
