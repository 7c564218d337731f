"""UX-01: both languages are complete."""

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def messages(language: str) -> list[Message]:
    with (ROOT / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def placeholders(text: str) -> set[str]:
    return {part.split(")")[0] for part in text.split("%(")[1:]} | {name for _, name, _, _ in _braces(text) if name}


def _braces(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(string.Formatter().parse(text))
    except ValueError:
        return []


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_message_is_translated(language: str) -> None:
    empty = [message.id for message in messages(language) if not all(_texts(message.string))]
    assert empty == []


def test_no_translation_is_fuzzy() -> None:
    assert [message.id for message in messages("de") if message.fuzzy] == []


def test_translations_keep_their_placeholders() -> None:
    wrong = [
        message.id
        for message in messages("de")
        for text in _texts(message.string)
        if placeholders(text) - placeholders(" ".join(_texts(message.id))) != set()
    ]
    assert wrong == []


def test_german_text_says_klient_but_for_the_fixed_labels() -> None:
    """product.md, 0.1: „Kunde“ stands in the labels of the user's own words and nowhere else."""
    allowed = {
        "+ Neuer Kunde",
        "Neuer Kunde",
        "Potenzieller Kunde",
        "Kundenakte",
        "Kundschaft",
        "Neuen Kunden/Kontakt erstellen",
    }
    found = {text for message in messages("de") for text in _texts(message.string) if "Kunde" in text}
    assert {text for text in found if text not in allowed and not any(label in text for label in allowed)} == set()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (str(value or ""),)
