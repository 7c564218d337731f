"""Articles from Markdown to HTML. Raw HTML is text here: an article cannot bring an element of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_ARTICLE = re.compile(r"(?:\.\./(?P<language>[a-z]{2})/)?(?P<name>[a-z0-9-]+)\.md(?P<anchor>#[a-z0-9-]+)?")
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below one heading, as plain text; the first one, below the title, has no anchor."""

    anchor: str
    title: str
    level: int
    text: str


def parse(source: str) -> list[Token]:
    """The tokens of a Markdown text."""
    return _markdown.parse(source)


def render(tokens: Sequence[Token], anchors: Sequence[str]) -> Markup:
    """The HTML of everything below the title. `anchors` are the ids of the further headings, in their order."""
    waiting, body = iter(anchors), list(tokens[3:])  # the title is opened, said and closed
    for token in body:
        if token.type == "heading_open":
            token.attrSet("id", next(waiting))
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _address(str(child.attrs["href"])))
    html = _markdown.renderer.render(body, _markdown.options, {})
    return Markup(html)  # noqa: S704  # made of our own files, with raw HTML off


def sections(tokens: Sequence[Token], anchors: Sequence[str]) -> Iterator[Section]:
    """The text of an article heading by heading, for search and contents."""
    title, level, anchor, texts = "", 1, "", list[str]()
    waiting = iter(["", *anchors])
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "inline":
            continue
        if before is not None and before.type == "heading_open":
            if title:
                yield Section(anchor, title, level, " ".join(texts))
            title, level, anchor, texts = plain(token), int(before.tag[1]), next(waiting), []
        else:
            texts.append(plain(token))
    yield Section(anchor, title, level, " ".join(texts))


def headings(tokens: Sequence[Token]) -> list[str]:
    """The texts of the headings below the title."""
    said = [plain(token) for before, token in pairwise(tokens) if before.type == "heading_open"]
    return said[1:]


def anchors_of(titles: Sequence[str]) -> list[str]:
    """An id for each heading, made of its words."""
    return [slugify(title) for title in titles]


def plain(token: Token) -> str:
    """The words of a paragraph or heading, without any markup."""
    return "".join(" " if child.type == "softbreak" else child.content for child in token.children or ())


def _address(target: str) -> str:
    """clients.md#find → ../clients/#find, which holds in every workspace; other addresses stay as they are."""
    found = _ARTICLE.fullmatch(target)
    if not found:
        return target
    query = f"?language={found['language']}" if found["language"] else ""
    return f"../{found['name']}/{query}{found['anchor'] or ''}"
