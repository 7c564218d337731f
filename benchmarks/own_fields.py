"""Ten own fields in one section, as a practice defines them, and what a client says in them."""

from datetime import date, timedelta
from random import Random
from typing import Any

from kartei.people.models import Field, FieldSection, FieldType

ANSWERS = [{"key": f"answer{number}", "label": f"Antwort {number}"} for number in range(1, 6)]
RARE = {"key": "rare", "label": "Selten"}  # what one of a thousand says
FIELDS: dict[str, tuple[FieldType, dict[str, Any]]] = {
    "Kasse": (FieldType.SINGLE_CHOICE, {"answers": [*ANSWERS, RARE]}),
    "Beschwerden": (FieldType.MULTI_CHOICE, {"answers": ANSWERS}),
    "Gewicht": (FieldType.NUMBER, {"unit": "kg", "decimals": 1}),
    "Satz": (FieldType.MONEY, {}),
    "Erstgespräch": (FieldType.DATE, {}),
    "Rauchen": (FieldType.YES_NO, {}),
    "Schmerz": (FieldType.SCALE, {"from": 0, "to": 10}),
    "Beruf": (FieldType.SHORT_TEXT, {}),
    "Webseite": (FieldType.URL, {}),
    "Zweite E-Mail": (FieldType.EMAIL, {}),
}


def define() -> list[Field]:
    """The fields, in a section of their own, in the open workspace."""
    section = FieldSection.objects.create(name="Anamnese", key="anamnese")
    return list(
        Field.objects.bulk_create(
            Field(section=section, type=type_, label=label, options=options, position=place)
            for place, (label, (type_, options)) in enumerate(FIELDS.items())
        )
    )


def values(dice: Random, fields: list[Field]) -> dict[str, Any]:
    """{name: value} of one client; each field is left out by one in ten."""
    told = {
        "Kasse": "rare" if dice.random() < 0.001 else f"answer{dice.randrange(1, 6)}",
        "Beschwerden": [one["key"] for one in dice.sample(ANSWERS, 2)],
        "Gewicht": f"{dice.randrange(400, 1200) / 10}",
        "Satz": f"{dice.randrange(60, 160)}.00",
        "Erstgespräch": (date(2026, 1, 1) - timedelta(days=dice.randrange(3650))).isoformat(),
        "Rauchen": dice.random() < 0.3,
        "Schmerz": dice.randrange(11),
        "Beruf": "Angestellt in der Verwaltung",
        "Webseite": "https://www.seite.example/ueber-mich",
        "Zweite E-Mail": f"zweite{dice.randrange(10**6)}@post.example",
    }
    return {field.name: told[field.label] for field in fields if dice.random() < 0.9}
