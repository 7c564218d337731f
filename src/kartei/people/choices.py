"""Choices that the reader's language decides: countries and languages by their names there (CLDR through Babel)."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NEARBY = ("DE", "AT", "CH")
SPOKEN = (
    "de",
    "en",
    "tr",
    "ru",
    "uk",
    "pl",
    "ar",
    "fa",
    "fr",
    "es",
    "it",
    "pt",
    "ro",
    "bg",
    "hr",
    "sr",
    "el",
    "nl",
    "vi",
    "zh",
    "ku",
    "sq",
    "da",
    "cs",
    "hu",
)


def countries() -> list[tuple[str, str]]:
    """("", "—"), then ISO 3166 codes with names; the German-speaking ones first."""
    return _countries(get_language() or "de")


def country_name(code: str) -> str:
    return str(Locale(get_language() or "de").territories.get(code, code))


def languages() -> list[tuple[str, str]]:
    """("", "—"), then ISO 639 codes of the languages that practices meet most, with names."""
    names = Locale(get_language() or "de").languages
    return [("", "—"), *((code, names[code]) for code in SPOKEN)]


def time_zones() -> list[tuple[str, str]]:
    return [("", _("As the practice")), *((name, name.replace("_", " ")) for name in _zones())]


def salutations() -> list[str]:
    """Proposals; any other salutation can be typed."""
    return [_("Ms"), _("Mr")]


@cache
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale(language).territories
    rest = sorted(
        (name, code) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NEARBY
    )
    rest = [pair for pair in rest if pair[1] not in {"ZZ", "EU", "UN", "EZ", "QO", "XA", "XB"}]
    return [("", "—"), *((code, names[code]) for code in NEARBY), *((code, name) for name, code in rest)]


@cache
def _zones() -> list[str]:
    return sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    )
