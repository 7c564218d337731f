"""Phone numbers as people write them: never refused, normalised where they can be read."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

UNREADABLE = "unreadable"
IMPLAUSIBLE = "implausible"

_SIGNS = re.compile(r"[+\d(/.\-–][\d\s()/.+\-–]*")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_ABROAD = re.compile(r"\s*(?:\+|00)")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_EXTENSION = re.compile(r"(?i)\b(?:ext|x|durchwahl|dw|app)\b\.?")
_SEVERAL = re.compile(r"\s*(?:[,;\r\n\t|]|:::)\s*")
_LABEL_BEHIND = re.compile(r"(.*\d)\s*\(?\s*([^\W\d_][^()\d]+?)[.\s]*\)?", re.DOTALL)
_LABEL_BEFORE = re.compile(r"([^\d+(:]*[^\W\d][^\d+(:]*?)[\s:.]*(?=[+(\d])(.*)", re.DOTALL)
_SECOND_NUMBER = re.compile(r"\s+(?=\(?(?:0|\+)\d)")
_LOST_ZERO = re.compile(r"1[567]\d{8,9}")


@dataclass(frozen=True, slots=True)
class Phone:
    value: str  # as typed, without a spreadsheet's apostrophe
    number: str  # E.164, "" when it cannot be read
    shown: str  # national form in the workspace's own country, else international; the value when unread
    warning: str  # "", UNREADABLE or IMPLAUSIBLE


def looks_like_phone(text: str) -> bool:
    """Tell whether a text holds nothing but digits and the signs that people put between them."""
    return bool(_SIGNS.fullmatch(text.strip()))


def digits(value: str) -> str:
    """Give the digits by which a number is searched: +49 (0)176 / 123, 0049176123 and 0176 123 are all „0176123“.

    German numbers begin with 0, others with 00 and their country; works on beginnings and middles of numbers too.
    """
    value = _without_trunk_zero(value.lstrip(" '’"))
    found = _NOT_DIGITS.sub("", value)
    if value.startswith("+"):
        found = "00" + found if found else ""
    return "0" + found[4:].lstrip("0") if found.startswith("0049") else found


def _without_trunk_zero(value: str) -> str:
    """Drop the „(0)“ of +49 (0)30, which nobody dials; (0)30 alone keeps its zero."""
    return value.replace("(0)", " " if _ABROAD.match(value) else "0") if "(0)" in value else value


@lru_cache(4_096)
def parse(value: str, region: str, home: str | None = None) -> Phone:
    """Read a number as dialled in `region` (ISO code, "" if unknown), shown as in `home`, by default the same country.

    Bare digits without a leading zero: German ones that a spreadsheet robbed of it (15…, 16…, 17…) get their country;
    twelve and more are E.164 without its plus; others are read as national, then as E.164. 45 µs when seen first.
    """
    value = " ".join(value.split()).lstrip("'’")
    found = _read(_without_trunk_zero(value), region.upper())
    if found is None or not phonenumbers.is_possible_number(found):
        return Phone(value, "", value, IMPLAUSIBLE if found else UNREADABLE)
    number = phonenumbers.format_number(found, PhoneNumberFormat.E164)
    shown = _shown(found, (region if home is None else home).upper())
    return Phone(value, number, shown, "" if phonenumbers.is_valid_number(found) else IMPLAUSIBLE)


def _read(value: str, region: str) -> PhoneNumber | None:
    if _WORDS.search(_EXTENSION.sub("", value)):
        return None
    if value[:1] in "123456789" and value.isdecimal():
        return _read_without_zero(value, region)
    return _try(value, region)


def _read_without_zero(value: str, region: str) -> PhoneNumber | None:
    code = str(phonenumbers.country_code_for_region(region))
    if region == "DE" and _LOST_ZERO.fullmatch(value):
        return _try("+49" + value, region)
    abroad, at_home = _try("+" + value, region), _try(value, region)
    tries = [abroad, at_home] if value.startswith(code) or len(value) >= 12 else [at_home, abroad]
    if len(value) >= 12 and abroad and phonenumbers.is_possible_number(abroad):
        return abroad
    return next((found for found in tries if found and phonenumbers.is_valid_number(found)), at_home)


def _try(value: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(value, region or None)
    except NumberParseException:
        return None


def _shown(number: PhoneNumber, region: str) -> str:
    at_home = number.country_code == phonenumbers.country_code_for_region(region)
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    )


def split(cell: str, region: str) -> list[tuple[str, str]]:
    """Give the (label, number) pairs of a cell that may hold several numbers.

    Divided at comma, semicolon, line break, „ ::: “, and between two numbers that only a blank divides. A label stands
    in brackets behind the number or as words before it.
    """
    if looks_like_phone(cell) and not _SECOND_NUMBER.search(cell.strip()):
        return [("", cell.strip())]  # the usual case, cheaply
    parts = [part for part in _SEVERAL.split(cell.strip()) if part]
    return [_labelled(number) for part in parts for number in _divided(part, region)]


def _divided(part: str, region: str) -> list[str]:
    for gap in _SECOND_NUMBER.finditer(part):
        first, second = part[: gap.start()].rstrip(" /"), part[gap.end() :]
        if len(digits(first)) >= 7 and len(digits(second)) >= 7 and parse(part, region).warning:
            return [first, *_divided(second, region)]
    return [part]


def _labelled(part: str) -> tuple[str, str]:
    if behind := _LABEL_BEHIND.fullmatch(part):
        return behind[2].strip(), behind[1]
    if before := _LABEL_BEFORE.fullmatch(part):
        return before[1].strip(" .:"), before[2]
    return "", part
