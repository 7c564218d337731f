"""„Personal“ of a client with 200 own fields in 20 sections, read, and one section of it open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from benchmarks.browsing import Browser, timed
from benchmarks.loading import Place
from benchmarks.targets import Figure, figure
from kartei.db.scope import workspace_scope
from kartei.people.models import Field, FieldSection, FieldType, SectionValues

SECTIONS, FIELDS, TARGET = 20, 10, 60.0  # of each section; milliseconds
_ANSWERS = [{"key": key, "label": f"Antwort {key}"} for key in "abcd"]
_TYPES: list[tuple[FieldType, dict[str, Any], Any]] = [
    (FieldType.SHORT_TEXT, {}, "Rückenschmerzen seit dem Frühjahr"),
    (FieldType.LONG_TEXT, {}, "Erste Zeile\nzweite Zeile " * 5),
    (FieldType.NUMBER, {"unit": "kg", "decimals": 1}, "72.5"),
    (FieldType.DATE, {}, "2026-03-14"),
    (FieldType.SINGLE_CHOICE, {"answers": _ANSWERS, "has_other": True}, "a"),
    (FieldType.MULTI_CHOICE, {"answers": _ANSWERS}, ["a", "c"]),
    (FieldType.SCALE, {"from": 0, "to": 10}, 7),
    (FieldType.YES_NO, {}, True),
    (FieldType.CALCULATED, {"formula": "alter([birth_date]) × 2", "decimals": 0}, None),
    (FieldType.TEAM_MEMBER, {}, None),
]


def measure(browser: Browser, pids: list[int], place: Place) -> Iterator[Figure]:
    base = f"/w/{place.slug}/clients/{place.client}/personal/"
    yield _asked(browser, pids, "no own field", base)
    code = _define(place)
    yield _asked(browser, pids, "200 own fields", base)
    yield _asked(browser, pids, "one section of 20 open", f"{base}{code}/")


def _asked(browser: Browser, pids: list[int], name: str, path: str) -> Figure:
    return figure(f"personal, {name}", timed([lambda: browser.get(path)], pids), TARGET)


def _define(place: Place) -> str:
    """Sections and fields, filled in for the client that is asked for; the code of the last section."""
    with transaction.atomic(), workspace_scope(place.id):
        for number in range(SECTIONS):
            row = FieldSection.objects.create(name=f"Abschnitt {number}", key=f"abschnitt {number}", position=number)
            fields = [
                Field(section=row, type=type_, label=f"Feld {at}", options=options, position=at)
                for at, (type_, options, _value) in enumerate(_TYPES)
            ]
            Field.objects.bulk_create(fields)
            values = {field.name: value for field, (_type, _options, value) in zip(fields, _TYPES, strict=True)}
            kept = {name: value for name, value in values.items() if value is not None}
            SectionValues.objects.create(section=row, person_id=place.client, values=kept)
        code: str = row.code
    return code
