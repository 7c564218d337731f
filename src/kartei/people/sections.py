"""The fixed sections of „Personal“: what each reads from a person, writes to it, and shows.

Values are plain JSON (dates as ISO texts), so that the same dictionary serves the form, the event in the log, the page
that shows two versions side by side, and undo.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.lib import names, phones
from kartei.people import section_forms
from kartei.people.choices import country_name
from kartei.people.fields.reading import Reading, Values
from kartei.people.fields.sections import Section, with_own_fields
from kartei.people.models import Address, Consent, Email, Person, Phone, Purpose
from kartei.tenancy.models import Member
from kartei.web.formats import date as shown_date
from kartei.web.forms import DateField

Fact = tuple[str, str]  # label, text

PERSON_FIELDS = {
    "kind", "salutation", "title", "first_name", "sorts_with_prefix", "birth_date", "organisation", "role",
}  # fmt: skip


def sections_of(person: Person, *, seen_by: Member) -> list[Section]:
    """The sections of a client or of a contact, in the order of product.md: fixed, own, the import's when filled.

    Own fields that `seen_by` is not told of are in none of them.
    """
    found = with_own_fields(CLIENT_SECTIONS if person.is_client else CONTACT_SECTIONS, Reading(person, seen_by))
    return [*found, IMPORTED] if person.profile.imported else found


def plain(values: Values) -> Values:
    """As JSON would give it back: dates as texts."""
    return dict(json.loads(json.dumps(values, cls=DjangoJSONEncoder)))


def _read_fields(form: type[section_forms.SectionForm]) -> Callable[[Person], Values]:
    def read(person: Person) -> Values:
        return plain({name: _get(person, name) for name in form.base_fields if name != "version"})

    return read


def _get(person: Person, name: str) -> Any:
    if name == "last_name":
        return names.joined(person.name_prefix, person.last_name)
    if name == "kind" and person.is_client:
        return person.client.kind
    return getattr(person if name in PERSON_FIELDS else person.profile, name)


def _write_fields(person: Person, values: Values) -> None:
    for name, text_or_flag in values.items():
        value: Any = _day(text_or_flag) if name in {"birth_date", "died_on"} else text_or_flag
        if name == "last_name":
            person.name_prefix, person.last_name = names.split_prefix(value)
        elif name == "kind" and person.is_client:
            person.client.kind = value
            person.client.save(update_fields=["kind"])
        else:
            setattr(person if name in PERSON_FIELDS else person.profile, name, value)
    person.save()
    person.profile.save()


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _facts_of(form: type[section_forms.SectionForm]) -> Callable[[Values], list[Fact]]:
    def facts(values: Values) -> list[Fact]:
        fields = {name: field for name, field in form.base_fields.items() if name != "version"}
        return [(str(field.label), text(field, values.get(name))) for name, field in fields.items()]

    return facts


def text(field: forms.Field, value: Any) -> str:
    """A value as people read it, empty when there is none."""
    if value in ("", None):
        return ""
    if value is True:
        return _("yes")
    if value is False:
        return _("no") if isinstance(field, forms.NullBooleanField) else ""
    if isinstance(field, DateField):
        return shown_date(_day(value))
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(next((label for code, label in choices if code == value), value))
    return str(value)


def _read_reach(person: Person) -> Values:
    return {
        "emails": _rows(person.emails.all(), "value", "label", "is_main"),
        "phones": _rows(person.phones.all(), "value", "label", "is_main"),
        "time_zone": person.profile.time_zone,
    }


def _write_reach(person: Person, values: Values) -> None:
    person.emails.all().delete()
    Email.objects.bulk_create(
        [
            Email(person=person, position=place, key=Email.key_of(row["value"]), **row)
            for place, row in enumerate(values["emails"])
        ]
    )
    person.phones.all().delete()
    Phone.objects.bulk_create([_phone(person, place, row) for place, row in enumerate(values["phones"])])
    person.profile.time_zone = values["time_zone"]
    person.profile.save(update_fields=["time_zone"])


def _phone(person: Person, place: int, row: Values) -> Phone:
    parsed = phones.parse(row["value"], person.workspace.country)
    return Phone(person=person, position=place, number=parsed.number, shown=parsed.shown, **row)


def _reach_facts(values: Values) -> list[Fact]:
    emails = [(_labelled(_("E-mail"), row), row["value"]) for row in values["emails"]]
    numbers = [(_labelled(_("Phone"), row), row["value"]) for row in values["phones"]]
    zone = [(_("Time zone"), values["time_zone"])] if values["time_zone"] else []
    return (emails or [(_("E-mail"), "")]) + (numbers or [(_("Phone"), "")]) + zone


ADDRESS_PARTS = ("street", "extra", "postcode", "city", "region", "country")


def _read_addresses(person: Person) -> Values:
    return {"addresses": _rows(person.addresses.all(), *ADDRESS_PARTS, "label", "is_main")}


def _write_addresses(person: Person, values: Values) -> None:
    person.addresses.all().delete()
    Address.objects.bulk_create(
        [Address(person=person, position=place, **row) for place, row in enumerate(values["addresses"])]
    )


def _address_facts(values: Values) -> list[Fact]:
    return [(_labelled(_("Address"), row), address_text(row)) for row in values["addresses"]] or [(_("Address"), "")]


def address_text(row: Values) -> str:
    """An address in lines, the German way: street, extra line, postcode and town, region, country."""
    town = " ".join(part for part in (row["postcode"], row["city"]) if part)
    country = country_name(row["country"]) if row["country"] else ""
    return "\n".join(line for line in (row["street"], row["extra"], town, row["region"], country) if line)


def _read_consents(person: Person) -> Values:
    values: Values = {}
    given = {consent.purpose: consent for consent in person.consents.all()}
    for purpose in Purpose.values:
        consent = given.get(purpose)
        values[purpose] = "" if consent is None else "yes" if consent.granted else "no"
        values[f"{purpose}_on"] = consent.on if consent else None
        values[f"{purpose}_origin"] = consent.origin if consent else ""
    return plain(values)


def _write_consents(person: Person, values: Values) -> None:
    person.consents.all().delete()
    Consent.objects.bulk_create(
        Consent(
            person=person,
            purpose=purpose,
            granted=values[purpose] == "yes",
            on=values[f"{purpose}_on"],
            origin=values[f"{purpose}_origin"],
        )
        for purpose in Purpose.values
        if values[purpose]
    )


def _consent_facts(values: Values) -> list[Fact]:
    answers = {"": _("not asked"), "yes": _("yes"), "no": _("no")}
    return [
        (str(purpose.label), _answer(answers[values[purpose]], values[f"{purpose}_on"], values[f"{purpose}_origin"]))
        for purpose in Purpose
    ]


def _answer(answer: str, on: str | None, origin: str) -> str:
    day = shown_date(_day(on)) if on else ""
    return ", ".join(part for part in (answer, day, origin) if part)


def _rows(rows: Any, *columns: str) -> list[Values]:
    return [{column: getattr(row, column) for column in columns} for row in rows]


def _labelled(name: str, row: Values) -> str:
    return f"{name} ({row['label']})" if row["label"] else name


def _plain_section(code: str, title: Any, form: type[section_forms.SectionForm]) -> Section:
    return Section(code, title, form, _read_fields(form), _write_fields, _facts_of(form))


MASTER = _plain_section("master", gettext_lazy("Personal details"), section_forms.MasterForm)
CONTACT_MASTER = _plain_section("master", gettext_lazy("Personal details"), section_forms.ContactMasterForm)
REACH = Section(
    "reach", gettext_lazy("Contact details"), section_forms.ReachForm, _read_reach, _write_reach, _reach_facts
)
ADDRESS = Section(
    "address", gettext_lazy("Address"), section_forms.AddressForm, _read_addresses, _write_addresses, _address_facts
)
INSURANCE = _plain_section("insurance", gettext_lazy("Insurance and billing"), section_forms.InsuranceForm)
HEALTH = _plain_section("health", gettext_lazy("Health"), section_forms.HealthForm)
CONSENTS = Section(
    "consents", gettext_lazy("Consents"), section_forms.ConsentForm, _read_consents, _write_consents, _consent_facts
)
IMPORTED = _plain_section("imported", gettext_lazy("Further details from the import"), section_forms.ImportedForm)

CLIENT_SECTIONS = (MASTER, REACH, ADDRESS, INSURANCE, HEALTH, CONSENTS)
CONTACT_SECTIONS = (CONTACT_MASTER, REACH, ADDRESS)
