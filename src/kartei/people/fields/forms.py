"""The forms in which fields and sections are defined: what every field is asked, and what its type is."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.fields.defining import WIDENINGS, Definition
from kartei.people.fields.kinds import PATTERNS, answers_of
from kartei.people.models import BUILT_IN_SECTIONS, Field, FieldSection, FieldType
from kartei.web.forms import LONG, SHORT, CreateForm, Form, VersionedForm
from kartei.web.numbers import NumberField

FEWEST, MOST = 2, 100  # answers of a choice
WIDEST = 100  # steps of a scale
ANSWER = 100  # characters of an answer
_ANSWER = "answer_"  # before its key: the name of its line in the form


class FieldForm(Form):
    """What every field is asked. Subclasses add the options of a type, named in `OPTIONS`."""

    OPTIONS: ClassVar[tuple[str, ...]] = ()
    LAST = ("is_required", "on_contacts")

    label = forms.CharField(label=gettext_lazy("Label"), max_length=100)
    help_text = forms.CharField(
        label=gettext_lazy("Help text"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Stands below the field while it is filled in."),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Must be filled in"), required=False)
    on_contacts = forms.BooleanField(label=gettext_lazy("Also on contacts"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name not in self.LAST), *self.LAST])
        self.focus_first()

    @property
    def told(self) -> Definition:
        told = self.cleaned_data
        options = {name: _kept(told[name]) for name in self.OPTIONS if told[name] not in (None, "")}
        return Definition(
            told["label"], told["help_text"], told["is_required"], told["on_contacts"], options, self.answers
        )

    @property
    def answers(self) -> Sequence[tuple[str, str]]:
        return ()


def _kept(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


class _TextForm(FieldForm):
    OPTIONS = ("max_length", "pattern")
    max_length = forms.IntegerField(
        label=gettext_lazy("At most so many characters"), required=False, min_value=1, max_value=SHORT
    )
    pattern = forms.ChoiceField(
        label=gettext_lazy("Allowed"),
        choices=[("", gettext_lazy("Any text")), *((code, label) for code, (label, _re, _said) in PATTERNS.items())],
        required=False,
    )


class _LongTextForm(FieldForm):
    OPTIONS = ("max_length",)
    max_length = forms.IntegerField(
        label=gettext_lazy("At most so many characters"), required=False, min_value=1, max_value=LONG
    )


class _NumberForm(FieldForm):
    OPTIONS = ("unit", "least", "most", "decimals")
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=20, required=False)
    least = NumberField(label=gettext_lazy("Smallest number"), required=False)
    most = NumberField(label=gettext_lazy("Largest number"), required=False)
    decimals = forms.IntegerField(
        label=gettext_lazy("Decimal places"), required=False, initial=2, min_value=0, max_value=6
    )

    def clean(self) -> dict[str, Any] | None:
        _in_order(self, "least", "most", gettext_lazy("The largest number is below the smallest."))
        return super().clean()


class _ChoiceForm(FieldForm):
    """Each known answer has a line of its own, so that it keeps its values when it is renamed."""

    more_answers = forms.CharField(
        label=gettext_lazy("Answers"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=gettext_lazy("One on each line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = [name for name in self.fields if name.startswith(_ANSWER)]
        if self._names:
            self.fields["more_answers"].label = _("Further answers")
            self.fields["more_answers"].help_text = _("One on each line. An answer that is emptied is offered no more.")
        self.order_fields(["label", "help_text", *self._names, "more_answers", *self.OPTIONS, *self.LAST])

    @property
    def answers(self) -> Sequence[tuple[str, str]]:
        known = [(name.removeprefix(_ANSWER), self.cleaned_data.get(name, "")) for name in self._names]
        return [*known, *(("", line) for line in _lines(self.cleaned_data.get("more_answers", "")))]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        labels = [label for _key, label in self.answers if label]
        if any(len(label) > ANSWER for label in labels):
            self.add_error("more_answers", _("An answer has at most %(most)s characters.") % {"most": ANSWER})
        elif len({label.casefold() for label in labels}) < len(labels):
            self.add_error("more_answers", _("Two answers are the same."))
        elif not FEWEST <= len(labels) <= MOST:
            told = {"fewest": FEWEST, "most": MOST}
            self.add_error("more_answers", _("Please give %(fewest)s to %(most)s answers.") % told)
        return cleaned


class _MultiChoiceForm(_ChoiceForm):
    OPTIONS = ("least", "most")
    least = forms.IntegerField(
        label=gettext_lazy("At least so many answers"), required=False, min_value=0, max_value=MOST
    )
    most = forms.IntegerField(
        label=gettext_lazy("At most so many answers"), required=False, min_value=1, max_value=MOST
    )

    def clean(self) -> dict[str, Any] | None:
        _in_order(self, "least", "most", gettext_lazy("The largest number is below the smallest."))
        return super().clean()


class _ScaleForm(FieldForm):
    OPTIONS = ("from", "to", "from_label", "to_label")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["label", "help_text", *self.OPTIONS, *self.LAST])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, last = (self.cleaned_data.get(name) for name in ("from", "to"))
        if first is not None and last is not None and not first < last <= first + WIDEST:
            told = {"most": WIDEST}
            self.add_error("to", _("The last step lies above the first, by at most %(most)s.") % told)
        return cleaned


# `from` is a word of Python's own and cannot be declared in a class body.
_ScaleForm.base_fields |= {
    "from": forms.IntegerField(label=gettext_lazy("First step"), initial=0, min_value=-1000, max_value=1000),
    "to": forms.IntegerField(label=gettext_lazy("Last step"), initial=10, min_value=-1000, max_value=1000),
    "from_label": forms.CharField(label=gettext_lazy("What the first step means"), max_length=60, required=False),
    "to_label": forms.CharField(label=gettext_lazy("What the last step means"), max_length=60, required=False),
}

FORMS: dict[FieldType, type[FieldForm]] = {
    FieldType.SHORT_TEXT: _TextForm,
    FieldType.LONG_TEXT: _LongTextForm,
    FieldType.NUMBER: _NumberForm,
    FieldType.SINGLE_CHOICE: _ChoiceForm,
    FieldType.MULTI_CHOICE: _MultiChoiceForm,
    FieldType.SCALE: _ScaleForm,
}


def new_field_form(type_: FieldType, data: Any, *, section: str) -> Any:
    """The form of a new field; `section` is the code of the section in which it was asked for."""
    more = {"section": forms.ChoiceField(label=_("Section"), choices=sections())}
    form: Any = type("NewFieldForm", (CreateForm, FORMS.get(type_, FieldForm)), more)(
        data, initial={"section": section}
    )
    form.order_fields(["label", "section", *(name for name in form.fields if name not in {"label", "section"})])
    return form


def field_edit_form(field: Field, data: Any) -> Any:
    """The form of a field that is there; its type can be widened where every value survives it."""
    type_ = FieldType(field.type)
    told: dict[str, Any] = {name: getattr(field, name) for name in ("label", "help_text", "is_required", "on_contacts")}
    known = {f"{_ANSWER}{one['key']}": one["label"] for one in answers_of(field) if not one.get("retired")}
    more: dict[str, forms.Field] = {
        name: forms.CharField(label=_("Answer %(number)s") % {"number": number}, max_length=ANSWER, required=False)
        for number, name in enumerate(known, start=1)
    }
    if wider := WIDENINGS.get(type_):
        choices = [(kind.value, kind.label) for kind in (type_, wider)]
        more["type"] = forms.ChoiceField(label=_("Type"), choices=choices, required=False)
    initial = {**told, "version": field.version, "type": type_, **field.options, **known}
    form: Any = type("FieldEditForm", (VersionedForm, FORMS.get(type_, FieldForm)), more)(data, initial=initial)
    form.order_fields(["label", "type", *(name for name in form.fields if name not in {"label", "type"})])
    return form


def sections() -> list[tuple[str, str]]:
    """(code, title) of every section that can hold an own field, in the order of „Personal“."""
    own = FieldSection.objects.filter(built_in="")
    return [*((code, str(label)) for code, label in BUILT_IN_SECTIONS.items()), *((row.code, row.name) for row in own)]


class _SectionForm(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.focus_first()


class NewSectionForm(CreateForm, _SectionForm):
    pass


class SectionNameForm(VersionedForm, _SectionForm):
    pass


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def _in_order(form: FieldForm, first: str, last: str, said: Any) -> None:
    least, most = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if least is not None and most is not None and most < least:
        form.add_error(last, said)
