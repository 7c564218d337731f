"""What is wrong with a page as it stands: axe, headings, width, focus, words of the other language."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.e2e.dress import Dress

HERE = Path(__file__).parent
SCRIPT = (HERE / "soundness.js").read_text()
CATALOGUE = HERE.parents[1] / "locale/de/LC_MESSAGES/django.po"
# Until nothing appears or vanishes any more; what turns without end (a sign of work) may go on.
AT_REST = """() => Promise.allSettled(
  document.getAnimations().filter((one) => one.effect.getTiming().iterations < Infinity).map((one) => one.finished)
)"""
# What the records of the demo say is German in every language.
DATA = {"Arbeitgeber", "Frau", "Herr", "Hausärztin", "Hausarzt", "Versicherung", "Abrechnung", "Empfang", "Privat"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def faults_of(page: Page, dress: Dress) -> list[str]:
    """A sentence for each fault; empty when the page is sound. The keyboard must not be in use elsewhere on it."""
    page.evaluate(AT_REST)
    broken = Axe().run(page).response["violations"]
    faults = [f"axe: {fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in broken]
    page.keyboard.press("Tab")  # from here on the browser shows where the focus is, wherever a script puts it
    seen = page.evaluate(SCRIPT)
    return [
        *faults,
        *_shape(seen),
        *(f"no sign of the focus: {html}" for html in seen["dull"]),
        *(f"hidden while it has the focus: {html}" for html in seen["covered"]),
        *(f"not {dress.language}: {text!r}" for text in foreign_texts(seen["words"], dress.language)),
    ]


def _shape(seen: dict[str, Any]) -> list[str]:
    faults = []
    if not seen["title"].removesuffix("· Kartei").strip():
        faults.append("the page has no title")
    if len(seen["headings"]) != 1 or not seen["headings"][0]:
        faults.append(f"headings of the first level: {seen['headings']}")
    if seen["overhang"] > 0:
        faults.append(f"scrolls sideways by {seen['overhang']} px")
    if seen["ids"]:
        faults.append(f"ids that stand twice: {seen['ids']}")
    return faults


def foreign_texts(texts: list[str], language: str) -> list[str]:
    """The texts that are messages of the catalogue in the other language and not in this one."""
    ours, theirs = _messages(language), _messages("en" if language == "de" else "de")
    found = {" ".join(text.split()) for text in texts} - {""} - DATA
    return sorted(text for text in found if _is_one_of(text, theirs) and not _is_one_of(text, ours))


def _is_one_of(text: str, messages: tuple[set[str], re.Pattern[str]]) -> bool:
    plain, patterns = messages
    return text in plain or bool(patterns.fullmatch(text))


@cache
def _messages(language: str) -> tuple[set[str], re.Pattern[str]]:
    """The catalogue in one language: plain texts, and those with values as one pattern."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    texts = {text for message in catalogue if message.id for text in _texts(message, language)}
    plain = {text for text in texts if not PLACEHOLDER.search(text)}
    # A text that is little more than its value would fit everything.
    wordy = [text for text in texts - plain if len(PLACEHOLDER.sub("", text)) > 10]
    patterns = "|".join(".+".join(map(re.escape, PLACEHOLDER.split(text))) for text in wordy)
    return plain, re.compile(patterns)


def _texts(message: Any, language: str) -> tuple[str, ...]:
    text = message.id if language == "en" else message.string
    return text if isinstance(text, tuple) else (text,)
