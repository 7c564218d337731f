"""The forms of the fixed sections of „Personal“. A form knows its fields; where values live stands in sections.py."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from kartei.people.choices import countries, languages, salutations, time_zones
from kartei.people.models import ClientKind, FormOfAddress, Gender, PersonKind, Purpose
from kartei.web.forms import DateField, Form, VersionedForm

SHORT, LONG = 200, 20_000  # characters
MOST_ROWS = 30
NOTHING = [("", "—")]


class RowForm(Form):
    """One of several e-mails, phones or addresses; a row left empty is dropped."""

    says: ClassVar[tuple[str, ...]] = ("value",)  # the fields without which a row says nothing

    label = forms.CharField(label=_("Label"), max_length=60, required=False)
    is_main = forms.BooleanField(label=_("Main"), required=False)

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in self.says)


class EmailRow(RowForm):
    value = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    field_order = ("value", "label", "is_main")


class PhoneRow(RowForm):
    value = forms.CharField(label=_("Phone"), max_length=60, required=False)
    field_order = ("value", "label", "is_main")


class AddressRow(RowForm):
    says = ("street", "extra", "postcode", "city", "region")

    street = forms.CharField(label=_("Street and number"), max_length=SHORT, required=False)
    extra = forms.CharField(label=_("Extra line"), max_length=SHORT, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("Town"), max_length=100, required=False)
    region = forms.CharField(label=_("Region"), max_length=100, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)
    field_order = ("street", "extra", "postcode", "city", "region", "country", "label", "is_main")


class SectionForm(VersionedForm):
    """Fields, and rows where there may be several of a kind. `values` are those of sections.read."""

    rows: ClassVar[dict[str, type[RowForm]]] = {}
    asked: ClassVar[tuple[str, ...]] = ()  # the own fields of the practice in it, which the form says when it is sent
    row_titles: ClassVar[dict[str, Any]] = {"emails": _("E-mails"), "phones": _("Phones"), "addresses": _("Addresses")}
    further_labels: ClassVar[dict[str, Any]] = {
        "emails": _("Further e-mail"),
        "phones": _("Further phone"),
        "addresses": _("Further address"),
    }

    moved: Sequence[str] = ()  # own fields that live in another section by now, each with the version of that

    def __init__(self, data: Any = None, files: Any = None, *, values: dict[str, Any], version: int) -> None:
        super().__init__(data, files, initial={**self._dates(values), "version": version})
        self.row_sets: dict[str, BaseFormSet[RowForm]] = {
            name: _row_set(row)(data, prefix=name, initial=values[name]) for name, row in self.rows.items()
        }
        rows = [row for row_set in self.row_sets.values() for row in row_set.forms]
        first: Form = next(iter(rows), self)
        first.focus_first()

    def _dates(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with ISO texts as dates, so that the fields show them in the reader's way."""
        days = [name for name, field in self.base_fields.items() if isinstance(field, DateField) and values.get(name)]
        return {**values, **{name: date.fromisoformat(values[name]) for name in days if isinstance(values[name], str)}}

    def is_valid(self) -> bool:
        rows_are_valid = [row_set.is_valid() for row_set in self.row_sets.values()]
        return super().is_valid() and all(rows_are_valid)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, in the shape of sections.read; asked after is_valid."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for name, row_set in self.row_sets.items():
            former = next((row.get("value", "") for row in self.initial[name] if row["is_main"]), "")
            rows = [row.cleaned_data for row in row_set if row.cleaned_data and not row.is_empty]
            values[name] = _with_one_main(rows, former)
        return values

    def with_further_row(self, name: str) -> "SectionForm":
        """The same form, as typed, with one more empty row of a kind."""
        data = self._copied()
        count = f"{name}-TOTAL_FORMS"
        if name in self.rows and re.fullmatch(r"[0-9]{1,9}", data.get(count, "")):  # anything else the row set refuses
            data[count] = str(min(int(data[count]) + 1, MOST_ROWS))
        return type(self)(data, values=dict(self.initial), version=self.initial["version"])

    def _copied(self) -> Any:
        """What was sent, to be changed; several values of one name stay (`dict` would keep the last alone)."""
        sent: Any = self.data
        return sent.copy()

    def at_version(self, version: int) -> "SectionForm":
        """The same form, as typed, that now answers to a newer version."""
        data = self._copied()
        data["version"] = str(version)
        return type(self)(data, values=dict(self.initial), version=version)


def _row_set(row: type[RowForm]) -> "type[BaseFormSet[RowForm]]":
    return formset_factory(row, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1, validate_max=True)


def _with_one_main(rows: list[dict[str, Any]], former: str) -> list[dict[str, Any]]:
    """Exactly one main row: of two that are marked the one that was not before (`former` is the value of that)."""
    marked = [index for index, row in enumerate(rows) if row["is_main"]]
    main = next((index for index in marked if rows[index].get("value") != former), marked[0] if marked else 0)
    return [{**row, "is_main": index == main} for index, row in enumerate(rows)]


def _short(label: Any, length: int = SHORT) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False)


def _long(label: Any, length: int = LONG) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, widget=forms.Textarea(attrs={"rows": 4}))


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class MasterForm(SectionForm):
    """„Stammdaten“ of a client."""

    salutation = forms.CharField(
        label=_("Salutation"), max_length=40, required=False, widget=forms.TextInput(attrs={"list": "salutations"})
    )
    title = _short(_("Title"), 60)
    first_name = _short(_("First name"))
    middle_name = _short(_("Middle name"))
    last_name = _short(_("Last name"))
    sorts_with_prefix = forms.BooleanField(label=_("Sort with the name prefix (von, de, al-)"), required=False)
    birth_name = _short(_("Birth name"))
    preferred_name = _short(_("Preferred name"))
    birth_date = DateField(label=_("Date of birth"), required=False, past=True)
    gender = _choice(_("Gender"), [*NOTHING, *Gender.choices])
    pronouns = _short(_("Pronouns"), 60)
    kind = _choice(_("Type"), ClientKind.choices)
    language = _choice(_("Language"), languages)
    form_of_address = _choice(_("Form of address"), [*NOTHING, *FormOfAddress.choices])
    occupation = _short(_("Occupation"))
    employer = _short(_("Employer"))
    family_state = _short(_("Marital status"), 60)
    died_on = DateField(label=_("Died on"), required=False, past=True)

    salutations = staticmethod(salutations)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not (self.cleaned_data["first_name"] or self.cleaned_data["last_name"]):
            self.add_error("last_name", _("Please enter a last name or a first name."))
        return cleaned


class ContactMasterForm(SectionForm):
    """The names of a contact, who may be an organisation."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PersonKind.choices)
    salutation = _short(_("Salutation"), 40)
    title = _short(_("Title"), 60)
    first_name = _short(_("First name"))
    last_name = _short(_("Last name"))
    organisation = _short(_("Organisation"))
    role = _short(_("Role"))
    note = _long(_("Note"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        require_name(self)
        return cleaned


class ReachForm(SectionForm):
    """„Kontaktdaten“."""

    rows: ClassVar[dict[str, type[RowForm]]] = {"emails": EmailRow, "phones": PhoneRow}
    time_zone = _choice(_("Time zone"), time_zones)


class AddressForm(SectionForm):
    rows: ClassVar[dict[str, type[RowForm]]] = {"addresses": AddressRow}


class InsuranceForm(SectionForm):
    """„Versicherung und Abrechnung“."""

    insurer = _short(_("Insurance"))
    insurance_number = _short(_("Insurance number"), 60)
    has_aid = forms.NullBooleanField(
        label=_("Entitled to aid (Beihilfe)"),
        widget=forms.Select(choices=[("unknown", _("not known")), ("true", _("yes")), ("false", _("no"))]),
    )


class HealthForm(SectionForm):
    alerts = _long(_("Alerts"))


class ImportedForm(SectionForm):
    imported = _long(_("Further details from the import"), 200_000)


ANSWERS = [("", _("not asked")), ("yes", _("yes")), ("no", _("no"))]


def _consent_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for purpose in Purpose:
        fields[purpose.value] = _choice(purpose.label, ANSWERS)
        fields[f"{purpose.value}_on"] = DateField(label=_("Date"), required=False, past=True)
        fields[f"{purpose.value}_origin"] = _short(_("Origin"))
    return fields


class ConsentForm(type("ConsentFields", (SectionForm,), _consent_fields())):  # type: ignore[misc]
    """For each purpose an answer, its date and its origin; „not asked“ is no row and never a no."""


def require_name(form: Form) -> None:
    """An organisation needs its own name, a person a first or a last name."""
    if form.errors:
        return
    if form.cleaned_data["kind"] == PersonKind.ORGANISATION:
        if not form.cleaned_data["organisation"]:
            form.add_error("organisation", _("Please enter the name of the organisation."))
    elif not (form.cleaned_data["first_name"] or form.cleaned_data["last_name"]):
        form.add_error("last_name", _("Please enter a last name or a first name."))
