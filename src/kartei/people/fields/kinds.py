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

from kartei.people.models import Field, FieldType
from kartei.tenancy.models import Member, MemberState
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
    control: Callable[[Field, Any], forms.Field]  # for a field and the value that stands there
    told: Callable[[Field, Any], str]  # the value as people read it
    opened: Callable[[Any], Any] = lambda value: value  # the kept value as the control begins with it


def control_of(field: Field, value: Any) -> forms.Field:
    """The form field of an own field; `value` is what is kept there now."""
    control = KINDS[FieldType(field.type)].control(field, value)
    control.label, control.help_text, control.required = _label(field), field.help_text, field.is_required
    control.widget.is_required = field.is_required
    return control


def told(field: Field, value: Any) -> str:
    """A kept value as people read it, empty when there is none."""
    return "" if value in (None, "", []) else KINDS[FieldType(field.type)].told(field, value)


def opened(field: Field, value: Any) -> Any:
    """A kept value as the form field begins with it."""
    return None if value is None else KINDS[FieldType(field.type)].opened(value)


def answers_of(field: Field) -> list[dict[str, Any]]:
    """The answers of a choice: key, label, and whether it is retired."""
    found: list[dict[str, Any]] = field.options.get("answers", [])
    return found


def _label(field: Field) -> str:
    unit = "€" if field.type == FieldType.MONEY else field.options.get("unit")
    return f"{field.label} ({unit})" if unit else field.label


def _plain(field: Field, value: Any) -> str:
    return str(value)


def _text(field: Field, value: Any) -> forms.Field:
    control = forms.CharField(max_length=field.options.get("max_length") or SHORT)
    if pattern := PATTERNS.get(field.options.get("pattern", "")):
        control.validators.append(_matches(pattern[1], pattern[2]))
    return control


def _matches(expression: str, said: str | Promise) -> Callable[[str], None]:
    def check(value: str) -> None:
        if not re.fullmatch(expression, value):
            raise ValidationError(str(said), "pattern")

    return check


def _long_text(field: Field, value: Any) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(max_length=field.options.get("max_length") or LONG, widget=area)


def _number(field: Field, value: Any) -> forms.Field:
    least, most = (_decimal(field.options.get(name)) for name in ("least", "most"))
    return NumberField(decimals=field.options.get("decimals", 2), least=least, most=most)


def _money(field: Field, value: Any) -> forms.Field:
    return NumberField(decimals=2)


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(value)


def _told_number(field: Field, value: Any) -> str:
    unit = field.options.get("unit")
    return f"{formats.number(Decimal(value))} {unit}" if unit else formats.number(Decimal(value))


def _told_money(field: Field, value: Any) -> str:
    return f"{formats.number(Decimal(value), '#,##0.00')} €"


def _yes_no(field: Field, value: Any) -> forms.Field:
    choices = [("", _("not answered")), ("yes", _("yes")), ("no", _("no"))]
    return forms.TypedChoiceField(choices=choices, coerce=lambda answer: answer == "yes", empty_value=None)


def _answers(field: Field, value: Any) -> list[tuple[str, str]]:
    """Those on offer, and a retired one where it stands already."""
    there = value if isinstance(value, list) else [value]
    return [(one["key"], one["label"]) for one in answers_of(field) if not one.get("retired") or one["key"] in there]


def _single_choice(field: Field, value: Any) -> forms.Field:
    return forms.ChoiceField(choices=[("", "—"), *_answers(field, value)])


def _told_choice(field: Field, value: Any) -> str:
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(one["label"] for one in answers_of(field) if one["key"] in chosen)


class _SeveralField(forms.MultipleChoiceField):
    """At least and at most so many answers; nothing at all is left to `required`."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and len(value) < self.least:
            raise ValidationError(_("Please choose at least %(least)s.") % {"least": self.least}, "least")
        if value and len(value) > self.most:
            raise ValidationError(_("Please choose at most %(most)s.") % {"most": self.most}, "most")


def _multi_choice(field: Field, value: Any) -> forms.Field:
    options = field.options
    choices = _answers(field, value)
    return _SeveralField(choices=choices, least=options.get("least") or 0, most=options.get("most") or len(choices))


def _scale(field: Field, value: Any) -> forms.Field:
    steps = range(field.options["from"], field.options["to"] + 1)
    choices = [("", "—"), *((str(step), _told_scale(field, step)) for step in steps)]
    return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None)


def _told_scale(field: Field, value: Any) -> str:
    ends = {field.options["from"]: field.options.get("from_label"), field.options["to"]: field.options.get("to_label")}
    return f"{value} – {ends[value]}" if ends.get(value) else str(value)


def _url(field: Field, value: Any) -> forms.Field:
    control = forms.URLField(assume_scheme="https", max_length=LONG // 10)
    schemes = URLValidator(
        schemes=["http", "https"], message=gettext_lazy("Please give an address with http or https.")
    )
    control.validators = [one for one in control.validators if not isinstance(one, URLValidator)] + [schemes]
    return control


def _team_member(field: Field, value: Any) -> forms.Field:
    members = Member.objects.filter(state=MemberState.ACTIVE).order_by("name", "id")
    choices = [(str(pk), name) for pk, name in members.values_list("pk", "name")]
    if value and value not in dict(choices):
        choices += [(value, name) for name in Member.objects.filter(pk=value).values_list("name", flat=True)]
    return forms.ChoiceField(choices=[("", "—"), *choices])


def _told_member(field: Field, value: Any) -> str:
    return str(Member.objects.filter(pk=value).values_list("name", flat=True).first() or "")


KINDS: dict[FieldType, Kind] = {
    FieldType.SHORT_TEXT: Kind("type", gettext_lazy("One line, such as a name or a number"), _text, _plain),
    FieldType.LONG_TEXT: Kind("align-left", gettext_lazy("Several lines of text"), _long_text, _plain),
    FieldType.NUMBER: Kind("hash", gettext_lazy("With unit and limits: 72,5 kg"), _number, _told_number, Decimal),
    FieldType.MONEY: Kind("euro", gettext_lazy("In euro, with two decimal places"), _money, _told_money, Decimal),
    FieldType.DATE: Kind(
        "calendar", gettext_lazy("A day"), lambda field, value: DateField(),
        lambda field, value: formats.date(date.fromisoformat(value)), date.fromisoformat,
    ),
    FieldType.DATETIME: Kind(
        "calendar-clock", gettext_lazy("A day with its time"), lambda field, value: MomentField(),
        lambda field, value: formats.datetime(datetime.fromisoformat(value)), datetime.fromisoformat,
    ),
    FieldType.YES_NO: Kind(
        "toggle-left", gettext_lazy("Yes, no, or not answered"), _yes_no,
        lambda field, value: _("yes") if value else _("no"), lambda value: "yes" if value else "no",
    ),
    FieldType.SINGLE_CHOICE: Kind("circle-dot", gettext_lazy("One of several answers"), _single_choice, _told_choice),
    FieldType.MULTI_CHOICE: Kind(
        "list-checks", gettext_lazy("Any of several answers"), _multi_choice, _told_choice,
        lambda value: value if isinstance(value, list) else [value],
    ),
    FieldType.SCALE: Kind("gauge", gettext_lazy("A step, such as 0 to 10"), _scale, _told_scale, str),
    FieldType.EMAIL: Kind(
        "mail", gettext_lazy("A further address"), lambda field, value: forms.EmailField(max_length=254), _plain
    ),
    FieldType.PHONE: Kind("phone", gettext_lazy("A further number"), lambda field, value: PhoneField(), _plain),
    FieldType.URL: Kind("link", gettext_lazy("An address in the web"), _url, _plain),
    FieldType.TEAM_MEMBER: Kind("user-round", gettext_lazy("Somebody of the team"), _team_member, _told_member),
}  # fmt: skip
"""In the order in which they are offered."""
