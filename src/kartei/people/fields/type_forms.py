"""What a field is asked when it is defined: what every type has in common, and the options of each."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.lib.formula import LONGEST, FormulaError
from kartei.people.fields import formulas, searched
from kartei.people.fields.defining import Definition
from kartei.people.fields.kinds import PATTERNS
from kartei.people.models import Field, FieldGroup, FieldType
from kartei.web.forms import LONG, SHORT, Form
from kartei.web.numbers import NumberField

FEWEST, MOST = 2, 100  # answers of a choice
WIDEST = 100  # steps of a scale
ANSWER = 100  # characters of an answer
TOLD = 40  # names of fields that the form of a formula tells
ANSWER_NAME = "answer_"  # before its key: the name of its line in the form


class FieldForm(Form):
    """What every field is asked. Subclasses add the options of a type, named in `OPTIONS`."""

    type_: ClassVar[FieldType]
    OPTIONS: ClassVar[tuple[str, ...]] = ()
    LAST = ("is_required", "on_contacts", "is_searchable", "group", "in_portal", "edited_in_portal")

    label = forms.CharField(label=gettext_lazy("Label"), max_length=100)
    help_text = forms.CharField(
        label=gettext_lazy("Help text"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Stands below the field while it is filled in."),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Must be filled in"), required=False)
    on_contacts = forms.BooleanField(label=gettext_lazy("Also on contacts"), required=False)
    is_searchable = forms.BooleanField(
        label=gettext_lazy("Searchable"),
        required=False,
        help_text=gettext_lazy("The search of the lists finds records by what they say here."),
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Who sees it"),
        choices=FieldGroup.choices,
        required=False,
        help_text=gettext_lazy("Others neither see nor change it, in the record, its activity and the search."),
    )
    in_portal = forms.BooleanField(
        label=gettext_lazy("Visible in the portal"),
        required=False,
        help_text=gettext_lazy("Both marks for the portal are kept, and count once there is a client portal."),
    )
    edited_in_portal = forms.BooleanField(label=gettext_lazy("Can be changed in the portal"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.type_ not in searched.TYPES:
            del self.fields["is_searchable"]
        if self.type_ == FieldType.CALCULATED:
            del self.fields["is_required"], self.fields["edited_in_portal"]
        self.order_fields([*(name for name in self.fields if name not in self.LAST), *self.LAST])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        told = self.cleaned_data
        if told.get("is_searchable") and told.get("group"):
            self.add_error("is_searchable", _("What only some may see cannot be searched."))
        if told.get("edited_in_portal") and not told.get("in_portal"):
            self.add_error("edited_in_portal", _("What can be changed there must be visible there."))
        return cleaned

    @property
    def told(self) -> Definition:
        told = self.cleaned_data
        options = {name: _kept(told[name]) for name in self.OPTIONS if not _is_nothing(told[name])}
        marks = {name: told.get(name, False) for name in self.LAST if name != "group"}
        return Definition(
            told["label"], told["help_text"], group=told["group"], options=options, answers=self.answers, **marks
        )

    @property
    def answers(self) -> Sequence[tuple[str, str]]:
        return ()


def _is_nothing(value: Any) -> bool:
    return value in (None, "") or value is False


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

    OPTIONS: ClassVar[tuple[str, ...]] = ("has_other",)
    retired: ClassVar[tuple[str, ...]] = ()  # the labels of those that are offered no more
    has_other = forms.BooleanField(
        label=gettext_lazy("With “Other”"), required=False, help_text=gettext_lazy("And a line for what it is.")
    )

    more_answers = forms.CharField(
        label=gettext_lazy("Answers"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=gettext_lazy("One on each line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = [name for name in self.fields if name.startswith(ANSWER_NAME)]
        if not self._names:
            told = {"fewest": FEWEST, "most": MOST}
            self.fields["more_answers"].required = True
            self.fields["more_answers"].error_messages["required"] = (
                _("Please give %(fewest)s to %(most)s answers.") % told
            )
        else:
            self.fields["more_answers"].label = _("Further answers")
            self.fields["more_answers"].help_text = _("One on each line. An answer that is emptied is offered no more.")
            if self.retired:
                again = _("Offered no more: %(names)s. Write one of them here, and it is offered again.")
                self.fields["more_answers"].help_text += " " + again % {"names": ", ".join(self.retired)}
        self.order_fields(["label", "help_text", *self._names, "more_answers", *self.OPTIONS, *self.LAST])

    @property
    def answers(self) -> Sequence[tuple[str, str]]:
        known = [(name.removeprefix(ANSWER_NAME), self.cleaned_data.get(name, "")) for name in self._names]
        return [*known, *(("", line) for line in _lines(self.cleaned_data.get("more_answers", "")))]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "more_answers" not in self.cleaned_data:
            return cleaned
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
    OPTIONS = ("has_other", "least", "most")
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


class _CalculatedForm(FieldForm):
    """The formula is kept by names that no renaming changes, and shown by labels."""

    OPTIONS = ("formula", "unit", "decimals")
    formula = forms.CharField(
        label=gettext_lazy("Formula"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=20, required=False)
    decimals = forms.IntegerField(
        label=gettext_lazy("Decimal places"), required=False, initial=2, min_value=0, max_value=6
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields = list(Field.objects.in_use().select_related("section"))
        names = ", ".join(f"[{shown}]" for _name, shown in formulas.names(self._fields)[:TOLD])
        self.fields["formula"].help_text = _(
            "With + − × ÷, brackets, alter(date), tage(from; to), heute() and wenn(condition; then; else). "
            "Fields stand in square brackets: %(names)s."
        ) % {"names": names}
        self.order_fields(["label", "formula", "unit", "decimals", "help_text", *self.LAST])

    def clean_formula(self) -> str:
        try:
            return formulas.kept_formula(self.cleaned_data["formula"], self._fields)
        except FormulaError as fault:
            raise forms.ValidationError(formulas.sentence(fault), "formula") from None


FORMS: dict[FieldType, type[FieldForm]] = {
    FieldType.SHORT_TEXT: _TextForm,
    FieldType.LONG_TEXT: _LongTextForm,
    FieldType.NUMBER: _NumberForm,
    FieldType.SINGLE_CHOICE: _ChoiceForm,
    FieldType.MULTI_CHOICE: _MultiChoiceForm,
    FieldType.SCALE: _ScaleForm,
    FieldType.CALCULATED: _CalculatedForm,
}


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def _in_order(form: FieldForm, first: str, last: str, said: Any) -> None:
    least, most = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if least is not None and most is not None and most < least:
        form.add_error(last, said)
