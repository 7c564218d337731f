"""The URL table, read from Django, with what it takes to call each route."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kartei.tenancy.rights import Right

NOBODY = UUID("00000000-0000-7000-8000-000000000000")


@dataclass(frozen=True)
class Route:
    name: str
    view: Any
    parameters: tuple[str, ...]
    defaults: tuple[tuple[str, Any], ...]
    in_workspace: bool

    @property
    def audience(self) -> str | None:
        return getattr(self.view, "audience", None)

    @property
    def right(self) -> Right | None:
        return getattr(self.view, "right", None)

    @property
    def level(self) -> int:
        """How far the right has to reach at least."""
        return getattr(self.view, "level", 0)

    def address(self, **values: Any) -> str:
        """„wrong“ for an id is the id of nothing, for a secret one as long as a right one."""
        given = {name: values[name] for name in self.parameters}
        nothing = {name: NOBODY for name, value in given.items() if name.endswith("_id") and value == "wrong"}
        nothing |= {name: "x" * 43 for name, value in given.items() if name == "secret" and value == "wrong"}
        return reverse(self.name, kwargs=given | nothing)


def body_of(answer: Any) -> bytes:
    """What was answered, be it sent at once or piece by piece."""
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def routes() -> Iterator[Route]:
    """Every route of the instance."""
    yield from _walk(get_resolver().url_patterns, (), ())


def workspace_routes() -> list[Route]:
    return [route for route in routes() if route.in_workspace]


def _walk(patterns: Any, spaces: tuple[str, ...], parameters: tuple[str, ...]) -> Iterator[Route]:
    for entry in patterns:
        # Not `converters`: Django hands one dictionary to all patterns of the same text, and writes into it later.
        names = (*parameters, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry.url_patterns, inner, names)
        elif isinstance(entry, URLPattern):
            name = ":".join((*spaces, entry.name or entry.lookup_str))
            yield Route(name, entry.callback, names, tuple(entry.default_args.items()), "slug" in names)
