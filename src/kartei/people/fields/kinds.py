"""What each type of own field takes, keeps and shows (product.md, 3.2)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.fields.addresses import address, told_address
from kartei.people.fields.choices import (
    multi_choice,
    opened_several,
    opened_single,
    scale,
    single_choice,
    told_choice,
    told_scale,
)
from kartei.people.fields.formulas import Reckoning
from kartei.people.fields.formulas import told as told_result
from kartei.people.fields.persons import person, told_person
from kartei.people.fields.reading import Reading, Told
from kartei.people.fields.signatures import opened_signature, path_of, signature, told_signature
from kartei.people.fields.uploads import opened_file, told_file, upload
from kartei.people.models import Field, FieldType
from kartei.tenancy.models import MemberState
from kartei.web import formats
from kartei.web.dates import DateField, MomentField
from kartei.web.forms import LONG, SHORT, PhoneField
from kartei.web.numbers import NumberField

PATTERNS: dict[str, tuple[str | Promise, str, str | Promise]] = {
    "digits": (gettext_lazy("Digits only"), r"[0-9]+", gettext_lazy("Please use digits only.")),
    "letters": (gettext_lazy("Letters only"), r"[^\W\d_]+([ '’-][^\W\d_]+)*", gettext_lazy("Please use letters only.")),
    "postcode": (gettext_lazy("German postcode"), r"[0-9]{5}", gettext_lazy("A postcode has five digits.")),
    "time": (gettext_lazy("Time of day"), r"([01]?\d|2[0-3]):[0-5]\d", gettext_lazy("Please write it as 9:30.")),
}
"""{code: (label, regular expression of the whole text, what is said when it does not fit)}."""


@dataclass(frozen=True)
class Kind:
    """A type of field. A kept value is what JSON can hold; None is nothing."""

    icon: str
    about: str | Promise  # what it is for, where a type is chosen
    control: Callable[[Field, Any, Reading], forms.Field]  # for a field and the value that stands there
    told: Callable[[Field, Any, Reading], str]  # the value as people read it
    opened: Callable[[Any], Any] = lambda value: value  # the kept value as the control begins with it
    is_searchable: bool = False  # whether its text can stand in the search


def control_of(field: Field, value: Any, reading: Reading) -> forms.Field:
    """The form field of an own field; `value` is what is kept there now."""
    control = KINDS[FieldType(field.type)].control(field, value, reading)
    control.label, control.help_text, control.required = _label(field), field.help_text, field.is_required
    control.widget.is_required = field.is_required
    return control


def told(field: Field, value: Any, reading: Reading) -> str:
    """A kept value as people read it, empty when there is none."""
    return "" if value in (None, "", []) else KINDS[FieldType(field.type)].told(field, value, reading)


def opened(field: Field, value: Any) -> Any:
    """A kept value as the form field begins with it."""
    return None if value is None else KINDS[FieldType(field.type)].opened(value)


def shown(field: Field, reading: Reading) -> Told:
    """What the record of a reading says in a field, as its page shows it."""
    value: Any = _value(field, reading)
    text = told(field, value, reading)
    if not text:
        return Told(field.label, "")
    if field.type == FieldType.FILE:
        file = reading.files.get(value)
        return Told(field.label, text, file=file.pk if file else None)
    if field.type == FieldType.PERSON:
        return Told(field.label, text, person=reading.other(value))
    if field.type == FieldType.URL:
        return Told(field.label, text, url=value)
    return Told(field.label, text, drawing=path_of(value) if field.type == FieldType.SIGNATURE else "")


def _value(field: Field, reading: Reading) -> Any:
    kept = reading.kept(reading.person)
    if field.type == FieldType.CALCULATED:
        return Reckoning(reading.all_fields, kept, reading.person.birth_date).result(field)
    return kept.get(field.name)


def _label(field: Field) -> str:
    unit = "€" if field.type == FieldType.MONEY else field.options.get("unit")
    return f"{field.label} ({unit})" if unit else field.label


def _plain(field: Field, value: Any, reading: Reading) -> str:
    return str(value)


def _text(field: Field, value: Any, reading: Reading) -> forms.Field:
    control = forms.CharField(max_length=field.options.get("max_length") or SHORT)
    if pattern := PATTERNS.get(field.options.get("pattern", "")):
        control.validators.append(_matches(pattern[1], pattern[2]))
    return control


def _matches(expression: str, said: str | Promise) -> Callable[[str], None]:
    def check(value: str) -> None:
        if not re.fullmatch(expression, value):
            raise ValidationError(str(said), "pattern")

    return check


def _long_text(field: Field, value: Any, reading: Reading) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(max_length=field.options.get("max_length") or LONG, widget=area)


def _number(field: Field, value: Any, reading: Reading) -> forms.Field:
    least, most = (_decimal(field.options.get(name)) for name in ("least", "most"))
    return NumberField(decimals=field.options.get("decimals", 2), least=least, most=most)


def _money(field: Field, value: Any, reading: Reading) -> forms.Field:
    return NumberField(decimals=2)


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(value)


def _told_number(field: Field, value: Any, reading: Reading) -> str:
    unit = field.options.get("unit")
    return f"{formats.number(Decimal(value))} {unit}" if unit else formats.number(Decimal(value))


def _told_money(field: Field, value: Any, reading: Reading) -> str:
    return f"{formats.number(Decimal(value), '#,##0.00')} €"


def _date(field: Field, value: Any, reading: Reading) -> forms.Field:
    return DateField()


def _told_date(field: Field, value: Any, reading: Reading) -> str:
    return formats.date(date.fromisoformat(value))


def _moment(field: Field, value: Any, reading: Reading) -> forms.Field:
    return MomentField()


def _told_moment(field: Field, value: Any, reading: Reading) -> str:
    return formats.datetime(datetime.fromisoformat(value))


def _yes_no(field: Field, value: Any, reading: Reading) -> forms.Field:
    choices = [("", _("not answered")), ("yes", _("yes")), ("no", _("no"))]
    return forms.TypedChoiceField(choices=choices, coerce=lambda answer: answer == "yes", empty_value=None)


def _told_yes_no(field: Field, value: Any, reading: Reading) -> str:
    return _("yes") if value else _("no")


def _email(field: Field, value: Any, reading: Reading) -> forms.Field:
    return forms.EmailField(max_length=254)


def _phone(field: Field, value: Any, reading: Reading) -> forms.Field:
    return PhoneField()


def _url(field: Field, value: Any, reading: Reading) -> forms.Field:
    control = forms.URLField(assume_scheme="https", max_length=LONG // 10)
    schemes = URLValidator(
        schemes=["http", "https"], message=gettext_lazy("Please give an address with http or https.")
    )
    control.validators = [one for one in control.validators if not isinstance(one, URLValidator)] + [schemes]
    return control


def _team_member(field: Field, value: Any, reading: Reading) -> forms.Field:
    there = reading.members.items()
    choices = [(pk, member.name) for pk, member in there if member.state == MemberState.ACTIVE or pk == value]
    return forms.ChoiceField(choices=[("", "—"), *choices])


def _told_member(field: Field, value: Any, reading: Reading) -> str:
    found = reading.members.get(value)
    return found.name if found else ""


def _never_asked(field: Field, value: Any, reading: Reading) -> forms.Field:
    raise TypeError("a calculated field is never asked")


KINDS: dict[FieldType, Kind] = {
    FieldType.SHORT_TEXT: Kind(
        "type", gettext_lazy("One line, such as a name or a number"), _text, _plain, is_searchable=True
    ),
    FieldType.LONG_TEXT: Kind(
        "align-left", gettext_lazy("Several lines of text"), _long_text, _plain, is_searchable=True
    ),
    FieldType.NUMBER: Kind("hash", gettext_lazy("With unit and limits: 72,5 kg"), _number, _told_number, Decimal),
    FieldType.MONEY: Kind("euro", gettext_lazy("In euro, with two decimal places"), _money, _told_money, Decimal),
    FieldType.DATE: Kind("calendar", gettext_lazy("A day"), _date, _told_date, date.fromisoformat),
    FieldType.DATETIME: Kind(
        "calendar-clock", gettext_lazy("A day with its time"), _moment, _told_moment, datetime.fromisoformat
    ),
    FieldType.YES_NO: Kind(
        "toggle-left", gettext_lazy("Yes, no, or not answered"), _yes_no, _told_yes_no,
        lambda value: "yes" if value else "no",
    ),
    FieldType.SINGLE_CHOICE: Kind(
        "circle-dot", gettext_lazy("One of several answers"), single_choice, told_choice, opened_single
    ),
    FieldType.MULTI_CHOICE: Kind(
        "list-checks", gettext_lazy("Any of several answers"), multi_choice, told_choice, opened_several
    ),
    FieldType.SCALE: Kind("gauge", gettext_lazy("A step, such as 0 to 10"), scale, told_scale, str),
    FieldType.EMAIL: Kind("mail", gettext_lazy("A further address"), _email, _plain, is_searchable=True),
    FieldType.PHONE: Kind("phone", gettext_lazy("A further number"), _phone, _plain, is_searchable=True),
    FieldType.URL: Kind("link", gettext_lazy("An address in the web"), _url, _plain, is_searchable=True),
    FieldType.ADDRESS: Kind(
        "map-pin", gettext_lazy("Street, postcode, town"), address, told_address, is_searchable=True
    ),
    FieldType.FILE: Kind("paperclip", gettext_lazy("A PDF, a picture, a letter"), upload, told_file, opened_file),
    FieldType.TEAM_MEMBER: Kind("user-round", gettext_lazy("Somebody of the team"), _team_member, _told_member),
    FieldType.PERSON: Kind("users-round", gettext_lazy("Another client or a contact"), person, told_person),
    FieldType.SIGNATURE: Kind(
        "signature", gettext_lazy("Drawn or typed, with its time"), signature, told_signature, opened_signature
    ),
    FieldType.CALCULATED: Kind(
        "calculator", gettext_lazy("From numbers and dates of other fields"), _never_asked, told_result
    ),
}  # fmt: skip
"""In the order in which they are offered."""
