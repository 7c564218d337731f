"""The field that holds an address: street, extra line, postcode, town, country."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.choices import countries, country_name
from kartei.people.fields.reading import Reading
from kartei.people.models import Field
from kartei.web.forms import SHORT
from kartei.web.parts import PartsField

_TEXTS = {
    "street": (gettext_lazy("Street and number"), SHORT),
    "extra": (gettext_lazy("Extra line"), SHORT),
    "postcode": (gettext_lazy("Postcode"), 20),
    "city": (gettext_lazy("Town"), 100),
}


class AddressField(PartsField):
    """A country alone is no address."""

    def __init__(self) -> None:
        parts: dict[str, tuple[Any, forms.Field]] = {
            name: (label, forms.CharField(max_length=length, required=False))
            for name, (label, length) in _TEXTS.items()
        }
        parts["country"] = (_("Country"), forms.ChoiceField(choices=countries, required=False))
        super().__init__(parts)

    def together(self, told: dict[str, Any]) -> Any:
        return told if any(told[name] for name in _TEXTS) else None


def address(field: Field, value: Any, reading: Reading) -> forms.Field:
    return AddressField()


def told_address(field: Field, value: Any, reading: Reading) -> str:
    town = " ".join(filter(None, (value["postcode"], value["city"])))
    country = country_name(value["country"]) if value["country"] else ""
    return "\n".join(filter(None, (value["street"], value["extra"], town, country)))
