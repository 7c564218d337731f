"""Choices and scales: the answers on offer, those that are retired, and „Sonstiges“ with its text."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kartei.people.fields.reading import Reading
from kartei.people.models import Field

OTHER = "other"
"""The key of „Sonstiges“; what is kept of it is {OTHER: text}."""


def answers_of(field: Field) -> list[dict[str, Any]]:
    """The answers of a choice: key, label, and whether it is retired."""
    found: list[dict[str, Any]] = field.options.get("answers", [])
    return found


def choices_of(field: Field) -> list[tuple[str, str]]:
    """(key, label) of everything that may have been answered, „Sonstiges“ last."""
    found = [(one["key"], one["label"]) for one in answers_of(field)]
    return [*found, (OTHER, other_label())] if field.options.get("has_other") else found


def other_label() -> str:
    return pgettext("answer", "Other")


def single_choice(field: Field, value: Any, reading: Reading) -> forms.Field:
    return forms.ChoiceField(choices=[("", "—"), *_answers(field, value)])


def multi_choice(field: Field, value: Any, reading: Reading) -> forms.Field:
    options, choices = field.options, _answers(field, value)
    return _SeveralField(choices=choices, least=options.get("least") or 0, most=options.get("most") or len(choices))


def told_choice(field: Field, value: Any, reading: Reading) -> str:
    chosen = _each(value)
    labels = [one["label"] for one in answers_of(field) if one["key"] in chosen]
    return ", ".join([*labels, *filter(None, [other_of(value)])])


def opened_single(value: Any) -> Any:
    return OTHER if isinstance(value, dict) else value


def opened_several(value: Any) -> Any:
    return [opened_single(one) for one in _each(value)]


def other_of(value: Any) -> str:
    """The text of „Sonstiges“, where it was chosen."""
    return next((one[OTHER] for one in _each(value) if isinstance(one, dict)), "")


def has_other(field: Field, value: Any) -> bool:
    """Whether „Sonstiges“ is offered: when the field says so, or where it stands already."""
    return bool(field.options.get("has_other") or other_of(value))


def with_other(chosen: Any, text: str) -> Any:
    """What is kept of an answer and the text beside „Sonstiges“; a text alone is its answer. Raises ValidationError."""
    is_chosen = OTHER in _each(chosen)
    if is_chosen and not text:
        raise ValidationError(_("Please say what it is."), "no_text")
    if not text:
        return chosen
    if isinstance(chosen, list):
        return [*(one for one in chosen if one != OTHER), {OTHER: text}]
    if chosen not in ("", OTHER):
        raise ValidationError(_("This text stands beside another answer. Choose “Other”, or empty it."), "no_other")
    return {OTHER: text}


def scale(field: Field, value: Any, reading: Reading) -> forms.Field:
    kept = [value] if isinstance(value, int) else []  # a step that the scale had before it was made narrower
    steps = sorted({*range(field.options["from"], field.options["to"] + 1), *kept})
    choices = [("", "—"), *((str(step), told_scale(field, step, reading)) for step in steps)]
    return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None)


def told_scale(field: Field, value: Any, reading: Reading) -> str:
    ends = {field.options["from"]: field.options.get("from_label"), field.options["to"]: field.options.get("to_label")}
    return f"{value} – {ends[value]}" if ends.get(value) else str(value)


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _answers(field: Field, value: Any) -> list[tuple[str, str]]:
    """Those on offer, and a retired one where it stands already."""
    there = _each(value)
    found = [(one["key"], one["label"]) for one in answers_of(field) if not one.get("retired") or one["key"] in there]
    return [*found, (OTHER, other_label())] if has_other(field, value) else found


class _SeveralField(forms.MultipleChoiceField):
    """At least and at most so many answers; nothing at all is left to `required`."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and len(value) < self.least:
            raise ValidationError(_("Please choose at least %(least)s.") % {"least": self.least}, "least")
        if value and len(value) > self.most:
            raise ValidationError(_("Please choose at most %(most)s.") % {"most": self.most}, "most")
