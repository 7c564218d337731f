"""The handbook as „Hilfe“ shows it: the Markdown files beside this one, read once and kept by the process.

`README.md` of each language lists the articles below their subjects. An article is a pair of files of one name whose
headings follow one another alike in both languages, so that the anchors, made of the English headings, are shared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from markdown_it.token import Token
from markupsafe import Markup

from kartei.help import rendering
from kartei.help.rendering import Section

FOLDER = Path(__file__).parent / "articles"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONG = 3  # headings from which an article begins with a table of contents


@dataclass(frozen=True, slots=True)
class Article:
    """One page of the handbook in one language."""

    name: str
    language: str
    title: str
    summary: str
    html: Markup
    sections: tuple[Section, ...]

    @property
    def contents(self) -> list[Section]:
        """The main headings of a long article."""
        main = [section for section in self.sections if section.level == 2]
        return main if len(main) >= LONG else []

    def section(self, anchor: str) -> Section:
        """The part below a heading. Raises KeyError."""
        for section in self.sections:
            if section.anchor == anchor:
                return section
        raise KeyError(anchor)


@dataclass(frozen=True, slots=True)
class Subject:
    """Articles that belong together."""

    title: str
    articles: tuple[Article, ...]


@cache
def handbook(language: str) -> tuple[Subject, ...]:
    """All articles in one language, in the order of the list."""
    return tuple(
        Subject(title, tuple(_article(name, language, summary) for name, summary in listed))
        for title, listed in _listed(language)
    )


def articles(language: str) -> Iterator[Article]:
    """Every article in one language."""
    for subject in handbook(language):
        yield from subject.articles


@cache
def article(name: str, language: str) -> Article:
    """Raises KeyError when there is none of that name."""
    for found in articles(language):
        if found.name == name:
            return found
    raise KeyError(name)


def _listed(language: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(subject, [(name, summary)]) as README.md has them: „* [Title](name.md): summary“ below a heading."""
    tokens = rendering.parse(_source("README", language))
    subject, listed = "", list[tuple[str, str]]()
    for before, token in pairwise(tokens):
        if token.type != "inline":
            continue
        if before.type == "heading_open" and before.tag == "h2":
            if listed:
                yield subject, listed
            subject, listed = rendering.plain(token), []
        elif subject and token.level > 1:
            listed.append(_entry(token))
    yield subject, listed


def _entry(token: Token) -> tuple[str, str]:
    link = next(child for child in token.children or () if child.type == "link_open")
    _title, _colon, summary = rendering.plain(token).partition(": ")
    return str(link.attrs["href"]).removesuffix(".md"), summary


def _article(name: str, language: str, summary: str) -> Article:
    anchors = rendering.anchors_of(rendering.headings(rendering.parse(_source(name, "en"))))
    tokens = rendering.parse(_source(name, language))
    sections = tuple(rendering.sections(tokens, anchors))
    title = sections[0].title
    return Article(name, language, title, summary, rendering.render(tokens, anchors), sections)


def _source(name: str, language: str) -> str:
    return (FOLDER / language / f"{name}.md").read_text(encoding="utf-8")
