"""The number field: what people type in German or in English, and a sentence when it is no number."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kartei.lib.numbers import read_number
from kartei.web.formats import number

DIGITS = 15  # before the point; more is a slip


class NumberField(forms.Field):
    """A Decimal with at most `decimals` places, between `least` and `most` where these are given."""

    widget = forms.TextInput

    def __init__(
        self, *, decimals: int = 6, least: Decimal | None = None, most: Decimal | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.decimals, self.least, self.most = decimals, least, most

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # Django's signature
        return {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """The number as the language writes it; a text that was refused comes back as it was typed."""
        if isinstance(value, Decimal):
            return number(value, "#,##0." + "#" * self.decimals if self.decimals else "#,##0")
        return value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or isinstance(value, Decimal):
            return value if isinstance(value, Decimal) else None
        try:
            found = read_number(str(value), comma=(get_language() or "de").startswith("de"))
        except ValueError:
            raise ValidationError(_("This is not a number. Please write it as 1.234,5 or 1234.5."), "invalid") from None
        if abs(found) >= 10**DIGITS:
            raise ValidationError(_("This number is too large."), "digits")
        return found

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if -value.as_tuple().exponent > self.decimals:
            told = {"decimals": self.decimals}
            raise ValidationError(_("Please give at most %(decimals)s decimal places.") % told, "decimals")
        if self.least is not None and value < self.least:
            raise ValidationError(_("Please give at least %(least)s.") % {"least": number(self.least)}, "least")
        if self.most is not None and value > self.most:
            raise ValidationError(_("Please give at most %(most)s.") % {"most": number(self.most)}, "most")
