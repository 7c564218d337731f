"""Rows on their way from the reading process to ours, as JSON: what comes from there is data and never code."""

import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from kartei.lib.addresses import Address
from kartei.lib.phones import Phone
from kartei.lib.tables import PersonRow
from kartei.lib.tables.people import Remark

_NAMES = [field.name for field in fields(PersonRow)]
_DATES = ("birth_date", "died_on", "registered_on", "archived_on")

Pair = tuple[PersonRow, list[str]]  # a row, and its cells when it was refused


def pack(rows: Iterable[Pair]) -> str:
    """One line of JSON; what a row does not say is left out."""
    said = [
        ({name: value for name in _NAMES if (value := getattr(row, name)) or value is False}, raw) for row, raw in rows
    ]
    return json.dumps(said, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else [getattr(value, field.name) for field in fields(value)]


def unpack(said: list[tuple[dict[str, Any], list[str]]]) -> list[Pair]:
    """The rows again. Raises TypeError, ValueError or KeyError for anything else."""
    return [(_row(values), raw) for values, raw in said]


def _row(values: dict[str, Any]) -> PersonRow:
    for name in _DATES:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    row = PersonRow(**values)
    row.emails = [(label, value) for label, value in row.emails]
    phones: list[Any] = list(row.phones)
    addresses: list[Any] = list(row.addresses)
    row.phones = [(label, Phone(*phone)) for label, phone in phones]
    row.addresses = [(label, Address(*address)) for label, address in addresses]
    row.external_ids = [(system, value) for system, value in row.external_ids]
    row.warnings = [Remark(*warning) for warning in row.warnings]
    return row
