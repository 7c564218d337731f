"""The date field: every spelling that people use, and a sentence when it is none of them."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

EARLIEST, LATEST = 1800, 2200  # years; what lies outside is a slip of the keyboard
_DAY_FIRST = re.compile(r"(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4}|\d{2})")
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_MOMENT = re.compile(r"(?P<day>\S+?),?(?:\s+|T)(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:\s*Uhr)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class ImpossibleDay(ValueError):
    """Written well, but not in the calendar: 31.02.2026."""


def read_date(text: str, latest: dt.date | None = None) -> dt.date:
    """31.12.2026, 31.12.26, 31/12/2026, 311226, 31122026 or 2026-12-31 as a date; raises ValueError.

    A year of two digits is the last one that is not after `latest`, without it at most 20 years ahead.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text) or _PACKED.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise ValueError(text)
    is_short = len(year) < len("2026")
    try:
        date = dt.date(_century(year, latest) if is_short else int(year), int(month), int(day))
    except ValueError as fault:
        raise ImpossibleDay(text) from fault
    if not EARLIEST <= date.year <= LATEST:
        raise ValueError(text)
    return date


def _century(year: str, latest: dt.date | None) -> int:
    limit = latest.year if latest else timezone.localdate().year + 20
    return limit - (limit - int(year)) % 100


class DateField(forms.Field):
    """A day. `past=True` (birth dates) refuses days before 1900 and after today."""

    widget = forms.TextInput

    def __init__(self, *, past: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past = past

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # Django's signature
        return {"autocomplete": "off", "placeholder": gettext_lazy("DD/MM/YYYY")}

    def prepare_value(self, value: Any) -> Any:
        """The date as the language writes it; a text that was refused comes back as it was typed."""
        if not isinstance(value, dt.date):
            return value
        return value.strftime("%d/%m/%Y" if get_language() == "en" else "%d.%m.%Y")

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return value or None
        try:
            return read_date(str(value), timezone.localdate() if self.past else None)
        except ImpossibleDay:
            raise ValidationError(
                _("This day does not exist. Please write it as 31.12.2026, 311226 or 2026-12-31."), "impossible"
            ) from None
        except ValueError:
            raise ValidationError(
                _("This is not a date. Please write it as 31.12.2026, 311226 or 2026-12-31."), "invalid"
            ) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.past and value and not dt.date(1900, 1, 1) <= value <= timezone.localdate():
            raise ValidationError(_("Please give a day between 01.01.1900 and today."), "range")


class MomentField(DateField):
    """A day with its time, in the time zone of the page; kept in UTC."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # Django's signature
        return {"autocomplete": "off", "placeholder": gettext_lazy("DD/MM/YYYY HH:MM")}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dt.datetime):
            return value
        here = timezone.localtime(value)
        return f"{super().prepare_value(here.date())} {here:%H:%M}"

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, dt.datetime):
            return value or None
        found = _MOMENT.fullmatch(str(value).strip())
        if not found:
            raise ValidationError(_("Please write day and time as 31.12.2026 14:30."), "invalid")
        day, time = super().to_python(found["day"]), dt.time(int(found["hour"]), int(found["minute"]))
        return timezone.make_aware(dt.datetime.combine(day, time)).astimezone(dt.UTC) if day else None
