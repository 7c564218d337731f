"""Searching the handbook: any spelling, any ending, in both languages; title before heading before text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from kartei.help.handbook import LANGUAGES, Article, articles
from kartei.help.rendering import Section
from kartei.lib import textkey
from kartei.lib.synonyms import synonym

TITLE, HEADING, TEXT = 100, 20, 1  # what a word is worth; the beginning of one counts double
ALIKE = 0.8  # of 1, how near a word of the handbook must come to one that it does not have
WORDS = 8  # of a question that are looked for
AROUND = 90  # characters shown on either side of the first word that was found
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("innen", "ungen", "ern", "en", "er", "es", "in", "e", "n", "s")
Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text, and whether the search found it."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An article, the heading to go to, and the words around the first that was found."""

    article: Article
    section: Section
    runs: list[Run]


def search(query: str, language: str) -> tuple[list[Hit], bool]:
    """What holds every word, best first, each article once; and whether a word had to be read as a similar one.

    An article that only the other language has the words of is shown in that language.
    """
    stems = [_stem(word) for word in textkey.words(query)[:WORDS]]
    found = _hits([[stem] for stem in stems], language)
    if found or not stems:
        return found, False
    similar = [get_close_matches(stem, _vocabulary(), n=3, cutoff=ALIKE) for stem in stems]
    return _hits(similar, language) if all(similar) else [], True


def _hits(asked: Sequence[Words], language: str) -> list[Hit]:
    found: dict[str, Hit] = {}
    for code in [language, *(code for code in LANGUAGES if code != language)]:
        scored = [(_score(article, asked), article) for article in articles(code)]
        best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
        for _worth, article in best if asked else ():
            found.setdefault(article.name, _hit(article, asked))
    return list(found.values())


def _score(article: Article, asked: Sequence[Words]) -> int:
    """0 unless every word occurs in the article somewhere."""
    worths = [max(sum(_worth(section, stem) for section in article.sections) for stem in stems) for stems in asked]
    return sum(worths) if all(worths) else 0


def _worth(section: Section, stem: str) -> int:
    title, text = _folded(section)
    said = TITLE if section.level == 1 else HEADING
    return said * _occurs(stem, title) + TEXT * min(_occurs(stem, text), 5)


def _occurs(stem: str, words: Words) -> int:
    """A beginning counts two, a middle (of a compound) one; short words must begin."""
    return sum(2 if word.startswith(stem) else len(stem) > 2 and stem in word for word in words)


def _hit(article: Article, asked: Sequence[Words]) -> Hit:
    """The part that holds most of the words, by its heading rather than by its text."""
    stems = [stem for words in asked for stem in words]
    section = max(article.sections, key=lambda part: _merit([_worth(part, stem) for stem in stems]))
    return Hit(article, section, _runs(section.text or article.summary, stems))


def _merit(worths: list[int]) -> tuple[int, int]:
    return sum(worth > 0 for worth in worths), sum(worths)


def _runs(text: str, stems: Words) -> list[Run]:
    """The text around the first word that was found, cut at words, with all found words marked."""
    places = [found.span() for found in _WORD.finditer(text) if any(_occurs(stem, _same(found[0])) for stem in stems)]
    start, end = _window(text, places[0][0] if places else 0)
    runs, at = [Run("… ", False)] if start else [], start
    for begin, stop in places:
        if begin >= start and stop <= end:
            runs += [Run(text[at:begin], False), Run(text[begin:stop], True)]
            at = stop
    return [*runs, Run(text[at:end] + (" …" if end < len(text) else ""), False)]


def _window(text: str, at: int) -> tuple[int, int]:
    start = text.find(" ", max(0, at - AROUND)) + 1 if at > AROUND else 0
    end = text.rfind(" ", 0, at + AROUND * 2) if len(text) > at + AROUND * 2 else len(text)
    return start, max(end, at)


@cache
def _folded(section: Section) -> tuple[Words, Words]:
    return _same(section.title), _same(section.text)


def _same(text: str) -> list[str]:
    """The folded words of a text; those that mean the same are one."""
    return [synonym(word) for word in textkey.words(text)]


def _stem(word: str) -> str:
    """A word without its ending: „Beziehungen“ and „Beziehung“ ask for the same."""
    word = synonym(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


@cache
def _vocabulary() -> list[str]:
    """Every longer word of the handbook, without its ending."""
    words = (
        word
        for language in LANGUAGES
        for article in articles(language)
        for section in article.sections
        for said in _folded(section)
        for word in said
    )
    return sorted({_stem(word) for word in words if len(word) > 3})
