"""Postal addresses as they stand in one cell, and countries by any of their names."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale

from kartei.lib.textkey import words

_OTHER_NAMES = {
    "brd": "DE", "germany": "DE", "d": "DE", "deu": "DE", "a": "AT", "aut": "AT", "che": "CH", "usa": "US", "us": "US",
    "uk": "GB", "england": "GB", "schottland": "GB", "scotland": "GB", "wales": "GB", "grossbritannien": "GB",
    "great britain": "GB", "holland": "NL", "czech republic": "CZ", "tschechische republik": "CZ", "turkey": "TR",
    "vereinigte staaten von amerika": "US", "united states of america": "US", "weissrussland": "BY",
}  # fmt: skip
_NO_COUNTRIES = frozenset(("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"))
_PLATES = {"D": "DE", "A": "AT", "CH": "CH", "DE": "DE", "AT": "AT", "L": "LU", "F": "FR", "I": "IT", "NL": "NL"}
_CODES_IN_TEXT = frozenset(("DE", "AT", "CH", "LI", "USA", "UK", "BRD"))
_REGION_NAMES = (
    "Baden-Württemberg,BW,Bayern,Bavaria,BY,Brandenburg,Hessen,Hesse,Mecklenburg-Vorpommern,Niedersachsen,NDS,"
    "Nordrhein-Westfalen,NRW,NW,Rheinland-Pfalz,RLP,Saarland,Sachsen,Sachsen-Anhalt,Schleswig-Holstein,Thüringen,"
    "Burgenland,Kärnten,Niederösterreich,Oberösterreich,Steiermark,Tirol,Vorarlberg,"
    "AL,AK,AZ,AR,CA,CO,CT,DC,DE,FL,GA,HI,ID,IL,IN,IA,KS,KY,LA,ME,MD,MA,MI,MN,MS,MO,MT,NE,NV,NH,NJ,NM,NY,NC,ND,OH,OK,OR,"
    "PA,RI,SC,SD,TN,TX,UT,VT,VA,WA,WV,WI,WY"
)
_REGIONS = frozenset(tuple(words(region)) for region in _REGION_NAMES.split(","))

_POSTCODE = (
    r"(?:\d{5}-\d{4}|\d{2}-\d{3}|\d{3} \d{2}|\d{5}|\d{4} [A-Z]{2}|\d{4}"
    r"|[A-Z]\d[\dW] ?[A-Z\d]{4}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)"
)
_PLATE = r"(?:(?P<plate>(?:D|A|L|F|I)(?=[- ])|(?:CH|DE|AT|NL)(?=-))[- ] ?)?"
_POSTCODE_ALONE = re.compile(rf"{_PLATE}(?P<postcode>{_POSTCODE})")
_POSTCODE_CITY = re.compile(rf"{_PLATE}(?P<postcode>{_POSTCODE}),?\s+(?P<city>\D.*)")
_CITY_POSTCODE = re.compile(rf"(?P<city>\D+?),?\s+(?P<postcode>{_POSTCODE})")
_ALL_IN_ONE = re.compile(rf"(?P<street>.+?\d.*?)[,\s]+{_PLATE}(?P<postcode>\d{{5}})\s+(?P<city>\D.*)")
_CARE_OF = re.compile(r"(?i)(?:c/o|z\.\s?h(?:d|\.)|bei |postfach|p\.?o\.? box)")


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    extra: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""  # ISO 3166 code

    def __bool__(self) -> bool:
        return any((self.street, self.extra, self.postcode, self.city, self.region, self.country))


@lru_cache(1_000)
def country(text: str) -> str:
    """Give the ISO code of a country by its code, its German or its English name; "" when there is none."""
    text = text.strip()
    if len(text) == 2 and text.isalpha() and text.upper() in _codes():
        return text.upper()
    return _countries().get(_key(text), "")


def _key(text: str) -> str:
    return " ".join(words(text))


@cache
def _codes() -> frozenset[str]:
    codes = map(str, Locale("de").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


@cache
def _countries() -> dict[str, str]:
    both = (Locale("en").territories, Locale("de").territories)
    named = {_key(names[code]): code for names in both for code in _codes() & names.keys()}
    return named | {_key(name): code for name, code in _OTHER_NAMES.items()}


def lines(street: str, *further: str) -> tuple[str, str]:
    """Give (street, extra line) of up to several lines; „c/o“ and „Postfach“ never stand as the street."""
    every = [line.strip(" ,") for text in (street, *further) for line in text.splitlines()]
    every = [line for line in every if line]
    first = next((line for line in every if not _CARE_OF.match(line)), every[0] if every else "")
    if first:
        every.remove(first)
    return first, ", ".join(every)


def parse(text: str) -> Address:
    """Read a whole address from one cell, its parts on lines or between commas.

    A country known by name is cut off the end, then a postcode with its city in either order and a known region; what
    remains are lines of the street. Nothing is lost: without a postcode and a city all of it is the street.
    """
    parts = _parts(text)
    code = _cut_country(parts)
    region = _cut_region(parts)
    found = _cut_place(parts)
    postcode, city, nearer = found or ("", "", "")
    if not found and len(parts) > 1 and not any(letter.isdigit() for letter in parts[-1]):
        city = parts.pop()
    street, extra = lines(*parts) if parts else ("", "")
    return Address(street, extra, postcode, city, region or nearer, code or _plate_country(text, postcode))


def _parts(text: str) -> list[str]:
    several = text.splitlines() if "\n" in text.strip() else text.split(",")
    parts = [" ".join(part.split()).strip(" ,;") for part in several]
    return [part for part in parts if part]


def _cut_country(parts: list[str]) -> str:
    if len(parts) < 2 or (len(_key(parts[-1])) < 4 and parts[-1].upper() not in _CODES_IN_TEXT):
        return ""
    code = country(parts[-1])
    if code:
        parts.pop()
    return code


def _cut_region(parts: list[str]) -> str:
    if len(parts) > 2 and tuple(words(parts[-1])) in _REGIONS:
        return parts.pop()
    return ""


def _cut_place(parts: list[str]) -> tuple[str, str, str] | None:
    """Take (postcode, city, region) off the parts."""
    if not parts:
        return None
    if len(parts) > 1 and (alone := _POSTCODE_ALONE.fullmatch(parts[-1])):
        parts.pop()
        region = _cut_region(parts)
        return alone["postcode"], parts.pop() if len(parts) > 1 else "", region
    if len(parts) == 1:
        return _cut_from_one(parts)
    if not (found := _POSTCODE_CITY.fullmatch(parts[-1]) or _CITY_POSTCODE.fullmatch(parts[-1])):
        return _cut_inside(parts)
    parts.pop()
    if tuple(words(found["city"])) in _REGIONS and len(parts) > 1:
        return found["postcode"], parts.pop(), found["city"]
    return found["postcode"], found["city"], ""


def _cut_from_one(parts: list[str]) -> tuple[str, str, str] | None:
    if found := _ALL_IN_ONE.fullmatch(parts[0]):
        parts[0] = found["street"]
        return found["postcode"], found["city"], ""
    if (found := _POSTCODE_CITY.fullmatch(parts[0])) and (len(found["postcode"]) == 5 or found["plate"]):
        parts.clear()
        return found["postcode"], found["city"], ""
    return None


def _cut_inside(parts: list[str]) -> tuple[str, str, str] | None:
    for at, part in enumerate(parts):
        if (found := _POSTCODE_CITY.fullmatch(part)) and len(found["postcode"]) == 5:
            del parts[at]
            return found["postcode"], found["city"], ""
    return None


def _plate_country(text: str, postcode: str) -> str:
    found = re.search(rf"\b({'|'.join(_PLATES)})[- ] ?{re.escape(postcode)}", text) if postcode else None
    return _PLATES[found[1]] if found else ""
