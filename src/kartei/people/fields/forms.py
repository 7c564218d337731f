"""The forms in which fields and sections are defined and put in order."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.fields import formulas
from kartei.people.fields.choices import answers_of
from kartei.people.fields.defining import WIDENINGS
from kartei.people.fields.type_forms import ANSWER, ANSWER_NAME, FORMS, FieldForm
from kartei.people.models import BUILT_IN_SECTIONS, Field, FieldSection, FieldType
from kartei.web.forms import CreateForm, Form, VersionedForm

COMMON = ("label", "help_text", "is_required", "on_contacts", "is_searchable", "group", "in_portal", "edited_in_portal")


def new_field_form(type_: FieldType, data: Any, *, section: str) -> Any:
    """The form of a new field; `section` is the code of the section in which it was asked for."""
    more = {"section": forms.ChoiceField(label=_("Section"), choices=sections()), "type_": type_}
    form: Any = type("NewFieldForm", (CreateForm, FORMS.get(type_, FieldForm)), more)(
        data, initial={"section": section}
    )
    form.order_fields(["label", "section", *(name for name in form.fields if name not in {"label", "section"})])
    form.focus_first()
    return form


def field_edit_form(field: Field, data: Any) -> Any:
    """The form of a field that is there; its type can be widened where every value survives it."""
    type_ = FieldType(field.type)
    told: dict[str, Any] = {name: getattr(field, name) for name in COMMON}
    known = {f"{ANSWER_NAME}{one['key']}": one["label"] for one in answers_of(field) if not one.get("retired")}
    more: dict[str, Any] = {
        name: forms.CharField(label=_("Answer %(number)s") % {"number": number}, max_length=ANSWER, required=False)
        for number, name in enumerate(known, start=1)
    }
    more["section"] = forms.ChoiceField(label=_("Section"), choices=sections(), required=False)
    more["retired"] = tuple(one["label"] for one in answers_of(field) if one.get("retired"))
    if wider := WIDENINGS.get(type_):
        choices = [(kind.value, kind.label) for kind in (type_, wider)]
        more["type"] = forms.ChoiceField(label=_("Type"), choices=choices, required=False)
    initial = {
        **told, "version": field.version, "type": type_, "section": field.section.code, **_options(field), **known,
    }  # fmt: skip
    form: Any = type("FieldEditForm", (VersionedForm, FORMS.get(type_, FieldForm)), {**more, "type_": type_})(
        data, initial=initial
    )
    first = ["label", "section", "type"]
    form.order_fields([*first, *(name for name in form.fields if name not in first)])
    form.focus_first()
    return form


def _options(field: Field) -> dict[str, Any]:
    """The options as the form begins with them: a formula with the labels of its fields."""
    if field.type != FieldType.CALCULATED:
        return dict(field.options)
    fields = Field.objects.in_use().select_related("section")
    return {**field.options, "formula": formulas.written_formula(field.options["formula"], fields)}


def differing(mine: Any, stored: Any) -> list[tuple[str, str, str]]:
    """(label, what was typed, what is stored) of each line in which two forms of one field differ."""
    theirs = {bound.name: _said(bound) for bound in stored.visible_fields()}
    rows = [(str(bound.label), _said(bound), theirs.pop(bound.name, "")) for bound in mine.visible_fields()]
    added = [(str(stored[name].label), "", text) for name, text in theirs.items()]
    return [row for row in (*rows, *added) if row[1] != row[2]]


def _said(bound: Any) -> str:
    """What stands in a field of a form, in words."""
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return _("yes") if value else _("no")
    choices = dict(getattr(bound.field, "choices", ()))
    return str(choices.get(value, "" if value is None else value))


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


OWN = "own"  # where an own section is dropped: among the others


class PlaceForm(Form):
    """„Nach oben“ and „Nach unten“, or where it was dropped: into which section, before which neighbour."""

    step = forms.TypedChoiceField(choices=[(-1, ""), (1, "")], coerce=int, required=False, empty_value=None)
    section = forms.CharField(max_length=40, required=False)
    before = forms.UUIDField(required=False)

    def clean_section(self) -> str:
        code: str = self.cleaned_data["section"]
        if code and code != OWN and code not in dict(sections()):
            raise forms.ValidationError(_("Please say where to."), "nowhere")
        return code

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.cleaned_data.get("step") and not self.cleaned_data.get("section"):
            raise forms.ValidationError(_("Please say where to."), "nowhere")
        return cleaned
