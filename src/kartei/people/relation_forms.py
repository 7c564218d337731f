"""Forms of a relation: what the other one is, said from the side of the record that is open."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.creating import Particulars
from kartei.people.models import Custody, Person, PersonKind, Relationship, RelationType
from kartei.people.relating import Bond
from kartei.people.relation_rules import RelationRefused
from kartei.people.relations import Relation
from kartei.people.section_forms import SHORT
from kartei.web.forms import CreateForm, DateField, Form, VersionedForm

GROUPS = (
    (gettext_lazy("Family"), {"parent", "custodian", "grandparent", "sibling", "partner", "relative"}),
    (gettext_lazy("Representation"), {"guardian", "proxy"}),
    (gettext_lazy("Treatment"), {"family_doctor", "specialist", "referrer", "follow_up"}),
    (gettext_lazy("Costs"), {"payer", "insurer"}),
    (gettext_lazy("Daily life"), {"employer", "school", "friend", "other"}),
    (gettext_lazy("Own"), {""}),
)
INVERSE = "/inverse"
MARKS = ("note", "is_emergency_contact", "is_main_payer", "custody")


class TypeSelect(forms.Select):
    """Options carry the code of their type, so that the page can show what belongs to some types alone."""

    codes: dict[str, str]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if code := self.codes.get(str(value)):
            option["attrs"]["data-code"] = code
        return option


class BondForm(Form):
    """Type with direction, note and marks. `far_name` is empty while the other person has no name yet."""

    type = forms.ChoiceField(widget=TypeSelect)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=SHORT, required=False)
    is_emergency_contact = forms.BooleanField(required=False)
    is_main_payer = forms.BooleanField(
        label=gettext_lazy("Main billing recipient"),
        help_text=gettext_lazy("Of several billing recipients this one comes first."),
        required=False,
    )
    custody = forms.ChoiceField(
        label=gettext_lazy("Custody"), choices=[("", gettext_lazy("not known")), *Custody.choices], required=False
    )

    def __init__(self, *args: Any, near: Person, far_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near, self.far_name = near, far_name or _("the new person")
        names = {"person": near.name, "other": self.far_name}
        field: Any = self.fields["type"]
        self.types = {str(kind.pk): kind for kind in RelationType.objects.offered()}
        field.label = _("What is %(other)s to %(person)s?") % names
        field.choices = [("", _("Please choose")), *grouped_choices(list(self.types.values()))]
        field.widget.codes = {f"{pk}{end}": kind.code for pk, kind in self.types.items() for end in ("", INVERSE)}
        field.error_messages["required"] = _("Please choose what connects the two.")
        if code := self.initial.get("code"):
            self.initial["type"] = next((pk for pk, kind in self.types.items() if kind.code == code), "")
        self.fields["is_emergency_contact"].label = _("Emergency contact of %(person)s") % names

    @property
    def bond(self) -> Bond:
        """What was told; of a valid form."""
        kind, is_inverse = self._chosen(self.cleaned_data["type"])
        marks = {name: self.cleaned_data[name] for name in MARKS}
        return Bond(kind, is_inverse, **marks)

    @property
    def sentence(self) -> str:
        """The relation in words as it is chosen at present, empty before anything is."""
        value = str(self["type"].value() or "")
        if value.removesuffix(INVERSE) not in self.types:
            return ""
        kind, is_inverse = self._chosen(value)
        names = (self.far_name, self.near.name) if is_inverse else (self.near.name, self.far_name)
        text = kind.sentence(*names)
        return text[:1].upper() + text[1:]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Label and text of each field, for the page that shows two versions."""
        marks = ("is_emergency_contact", "is_main_payer")
        told = [(str(self.fields[name].label), _("yes") if self[name].value() else _("no")) for name in marks]
        custody = dict(Custody.choices).get(str(self["custody"].value() or ""), "")
        told.append((_("Custody"), str(custody)))
        return [(_("Relationship"), self.sentence), (_("Note"), str(self["note"].value() or "")), *told]

    def refuse(self, refused: RelationRefused) -> None:
        """Say beside the field why a rule forbids what was told."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.text)

    def _chosen(self, value: str) -> tuple[RelationType, bool]:
        return self.types[value.removesuffix(INVERSE)], value.endswith(INVERSE)


class ConnectForm(BondForm, CreateForm):
    """Somebody who is here already."""

    other = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["type"].widget.attrs["autofocus"] = True


class RelativeForm(BondForm, CreateForm):
    """A new client or contact and the relation, told together."""

    record = forms.ChoiceField(
        label=gettext_lazy("Create as"),
        choices=[("client", gettext_lazy("Client")), ("contact", gettext_lazy("Contact"))],
        initial="contact",
        widget=forms.RadioSelect,
    )
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=SHORT, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=SHORT, required=False)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=SHORT, required=False)
    role = forms.CharField(label=gettext_lazy("Role"), max_length=SHORT, required=False)
    birth_date = DateField(label=gettext_lazy("Date of birth"), required=False, past=True)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False)

    field_order = ("record", "first_name", "last_name", "organisation", "role", "birth_date", "phone", "email", "type")

    def __init__(self, *args: Any, near: Person, **kwargs: Any) -> None:
        super().__init__(*args, near=near, **kwargs)
        if not near.is_client:  # two contacts are not linked with each other
            self.fields["record"] = forms.CharField(widget=forms.HiddenInput, initial="client")
        if not self.is_bound:
            self.fields["first_name"].widget.attrs["autofocus"] = True
        self.far_name = self._typed_name() or self.far_name

    @property
    def is_client(self) -> bool:
        return not self.near.is_client or bool(self.cleaned_data["record"] == "client")

    @property
    def particulars(self) -> Particulars:
        """What was told of the person; organisation and role belong to contacts alone."""
        told = {name: self.cleaned_data[name] for name in ("first_name", "last_name", "birth_date", "email", "phone")}
        if not self.is_client:
            is_named = told["first_name"] or told["last_name"]
            told |= {name: self.cleaned_data[name] for name in ("organisation", "role")}
            told["kind"] = PersonKind.PERSON if is_named else PersonKind.ORGANISATION
        return Particulars(**told)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = {name for name in ("first_name", "last_name", "organisation") if self.cleaned_data.get(name)}
        if self.errors:
            return cleaned
        if self.is_client and not given - {"organisation"}:
            self.add_error("last_name", _("Please enter a last name or a first name."))
        elif not given:
            self.add_error("last_name", _("Please enter a name or an organisation."))
        return cleaned

    def _typed_name(self) -> str:
        names = [str(self[name].value() or "").strip() for name in ("first_name", "last_name", "organisation")]
        return (" ".join(filter(None, names[:2])) or names[2])[:SHORT]


class RelationForm(BondForm, VersionedForm):
    """A relation that is changed."""

    def at_version(self, version: int) -> "RelationForm":
        """The same as it was typed, as an answer to a newer version."""
        data = {**dict(self.data.items()), "version": str(version)}
        return RelationForm(data, near=self.near, far_name=self.far_name)

    @classmethod
    def initial_of(cls, relation: Relation) -> dict[str, Any]:
        """What the form shows of a relation."""
        return {
            "type": f"{relation.type.pk}{INVERSE if relation.is_inverse and not relation.type.is_symmetric else ''}",
            "note": relation.note,
            "is_emergency_contact": relation.is_emergency_contact,
            "is_main_payer": relation.is_main_payer,
            "custody": relation.custody,
            "version": relation.version,
        }


class DeletionForm(VersionedForm):
    """Ends a relation in the version that was shown."""


def has_main_payer(*people: Person) -> bool:
    """Whether one of these has a main billing recipient already."""
    return bool(Relationship.objects.filter(person__in=people, is_main_payer=True).exists())


def grouped_choices(types: list[RelationType]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What the other one may be, in groups: each type by its name and, where it differs, by the inverse one."""
    for title, codes in GROUPS:
        group = [choice for kind in types if kind.code in codes for choice in _directions(kind)]
        if group:
            yield str(title), group


def _directions(kind: RelationType) -> Iterator[tuple[str, str]]:
    yield str(kind.pk), kind.label
    if not kind.is_symmetric:
        yield f"{kind.pk}{INVERSE}", kind.inverse_label
