"""The forms of „Status“ and „Tags“ in „Einstellungen“."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.forms import offer
from kartei.people.models import Colour, FieldGroup, Status, StatusKind
from kartei.web.forms import CreateForm, Form, VersionedForm

LONGEST = 60  # characters of a name


class _Word(Form):
    """A name and a colour; whether another word of the kind has the name, the verbs ask."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST)
    colour = forms.ChoiceField(label=gettext_lazy("Colour"), choices=Colour.choices, initial=Colour.GRAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.focus_first()

    @property
    def told(self) -> dict[str, Any]:
        """What the verbs take."""
        return {
            name: self.cleaned_data[name] for name in ("name", "kind", "colour", "group") if name in self.cleaned_data
        }


class _StatusWord(_Word):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=StatusKind.choices,
        initial=StatusKind.ACTIVE,
        help_text=gettext_lazy("Leads get no automatic mail; closed ones are not in treatment any more."),
    )
    field_order = ("name", "kind", "colour")


class _TagWord(_Word):
    group = forms.ChoiceField(
        label=gettext_lazy("Who sees it"),
        choices=FieldGroup.choices,
        required=False,
        help_text=gettext_lazy("In lists, records, filters and exports; the others do not learn that it is there."),
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if "," in name:
            raise forms.ValidationError(
                _("Please leave the comma out: it separates tags where they are typed."), "comma"
            )
        return name


class NewStatusForm(CreateForm, _StatusWord):
    pass


class StatusEditForm(VersionedForm, _StatusWord):
    pass


class NewTagForm(CreateForm, _TagWord):
    pass


class TagEditForm(VersionedForm, _TagWord):
    pass


class MoveForm(Form):
    """„Nach oben“ and „Nach unten“."""

    step = forms.TypedChoiceField(choices=[(-1, ""), (1, "")], coerce=int)


class ReplacementForm(Form):
    """Which status the clients of `leaving` get."""

    replacement = forms.ModelChoiceField(
        label=gettext_lazy("Replacement"), queryset=Status.unscoped.none(), empty_label=gettext_lazy("Please choose")
    )

    def __init__(self, *args: Any, leaving: Status, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, replacement=Status.objects.offered().exclude(pk=leaving.pk))
