"""The forms of „Beziehungstypen“ in „Einstellungen“."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.models import RelationType
from kartei.people.relation_forms import INVERSE, grouped_choices
from kartei.people.relation_types import is_used, replacements_for
from kartei.web.forms import CreateForm, Form, VersionedForm

LONGEST = 60  # characters of a name


class _TypeForm(Form):
    """What the one is, and what the other one is; whether another type has one of the names, the verbs ask."""

    name = forms.CharField(
        label=gettext_lazy("What the person is"),
        max_length=LONGEST,
        help_text=gettext_lazy("For instance “Godparent”. It stands on the other one’s record."),
    )
    inverse_name = forms.CharField(
        label=gettext_lazy("What the other one is to them"),
        max_length=LONGEST,
        help_text=gettext_lazy("For instance “Godchild”. Write the same twice if both are the same to each other."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.focus_first()

    @property
    def told(self) -> dict[str, str]:
        """What the verbs take."""
        return {name: self.cleaned_data[name] for name in ("name", "inverse_name")}


class NewTypeForm(CreateForm, _TypeForm):
    pass


class TypeEditForm(VersionedForm, _TypeForm):
    pass


class TypeRemovalForm(Form):
    """What the relations of `leaving` become; nothing is asked of a type that nobody uses."""

    replacement = forms.ChoiceField()

    def __init__(self, *args: Any, leaving: RelationType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.types = {str(kind.pk): kind for kind in replacements_for(leaving)}
        if not is_used(leaving):
            del self.fields["replacement"]
            return
        field: Any = self.fields["replacement"]
        field.label = _("Who was “%(name)s” becomes") % {"name": leaving.label}
        field.choices = [("", _("Please choose")), *grouped_choices(list(self.types.values()))]
        field.error_messages["required"] = _("Please choose what they become.")

    @property
    def chosen(self) -> tuple[RelationType | None, bool]:
        """The type, and whether the two change sides; of a valid form."""
        value = self.cleaned_data.get("replacement", "")
        return self.types.get(value.removesuffix(INVERSE)), value.endswith(INVERSE)
