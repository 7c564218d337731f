"""Numbers as people type them."""

import re
from decimal import Decimal

_SPACES = re.compile(r"[\s'’]")  # group separators of other countries, narrow blanks too
_PLAIN = re.compile(r"[+-]?[0-9.,]*[0-9][0-9.,]*")


def read_number(text: str, *, comma: bool = True) -> Decimal:
    """`1.234,5` and `1234.5` as a Decimal; raises ValueError for anything else.

    Of two kinds of separator the last one is the decimal one. A single dot before three digits is the German
    separator of thousands; with `comma=False`, as the English write, a single comma is.
    """
    typed = _SPACES.sub("", text).replace("−", "-")  # the minus of typography
    if not _PLAIN.fullmatch(typed):
        raise ValueError(text)
    digits = typed.lstrip("+-")
    decimal = _decimal_separator(digits, comma)
    whole, _, rest = digits.rpartition(decimal) if decimal else (digits, "", "")
    groups = re.split("[.,]", whole)
    is_grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    if not is_grouped or len({mark for mark in whole if mark in ".,"}) > 1 or (not rest.isdigit() and decimal):
        raise ValueError(text)
    sign = "-" if typed.startswith("-") else ""
    return Decimal(f"{sign}{''.join(groups) or '0'}{'.' if rest else ''}{rest}")


def _decimal_separator(digits: str, comma: bool) -> str:
    """The separator before the decimals, "" when there are none."""
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        return "." if digits.rindex(".") > digits.rindex(",") else ","
    if dots + commas != 1:
        return ""
    mark, grouping = ("." if dots else ","), ("." if comma else ",")
    head, tail = digits.split(mark)
    if mark == grouping and len(tail) == 3 and head not in {"", "0"}:
        return ""
    return mark
