"""What every page has around it. The numbers in the menu are one statement, asked by whole pages and never by parts."""

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.module_loading import import_string
from markupsafe import Markup

from kartei.web.keys import KEYS
from kartei.web.navigation import FOOT, MENU, Count, Entry, allowed
from kartei.web.pages import pages
from kartei.web.readonly import is_read_only
from kartei.web.responses import toasts


@dataclass(frozen=True, slots=True)
class Line:
    """A menu entry of this page."""

    label: str | Promise
    icon: str
    url: str
    is_current: bool
    in_bar: bool
    short: str | Promise  # its label in the bottom bar
    code: str  # of its entry, as part of an id
    count: str = ""  # what waits there: „3“, „99+“, or nothing
    spoken: str = ""  # the same in words


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: workspace and member (None outside of /w/), user, menu, foot, and what is returned."""
    member = getattr(request, "member", None)
    return {
        "workspace": getattr(request, "workspace", None),
        "member": member,
        "user": getattr(request, "user", None),
        "menu": SimpleLazyObject(partial(_lines, request, MENU)) if member else [],
        "foot": SimpleLazyObject(partial(_lines, request, FOOT)) if member else [],
        "help_url": _help_url(request) if member else None,
        "key_table": key_table,
        "theme": theme(request),
        "limits": limits(request),
        "workspaces": workspaces(request),
        "toasts": partial(toasts, request),
        "is_read_only": is_read_only(),
    }


@cache
def key_table(language: str) -> Markup:
    """The sheet „?“ in a language."""
    with translation.override(language):
        return Markup(pages().env.get_template("shell/key_table.html").render(table=KEYS))  # noqa: S704  # escaped


def _help_url(request: HttpRequest) -> str:
    """Where the handbook explains this very page."""
    match = request.resolver_match
    slug = request.workspace.slug  # type: ignore[attr-defined]  # set with the member
    return reverse("help:page", kwargs={"slug": slug, "page_name": match.view_name if match else "help:handbook"})


def workspaces(request: HttpRequest) -> list[tuple[str, str]]:
    """Slug and name of each of the user's workspaces, for the switcher."""
    return getattr(getattr(getattr(request, "session", None), "row", None), "workspaces", [])


def limits(request: HttpRequest) -> dict[str, int] | None:
    """Seconds until the login ends: when nothing happens from now on, and in any case. None for visitors."""
    row = getattr(getattr(request, "session", None), "row", None)
    if row is None or not getattr(request.user, "is_authenticated", False):
        return None
    left = (row.expire_date - timezone.now()).total_seconds()
    return {"idle": round(row.idle_limit.total_seconds()), "left": max(0, round(left))}


def theme(request: HttpRequest) -> str:
    """system, light or dark: the user's choice, or a visitor's kept in the session.

    Error pages call this too: nothing is loaded here that is not there yet, since the database may be what failed.
    """
    user = getattr(request, "_cached_user", None)  # set by django.contrib.auth once the user has been loaded
    if user is not None and user.is_authenticated:
        return str(user.theme)
    session = getattr(request, "session", None)
    loaded = getattr(session, "_session_cache", {})
    return str(loaded.get("theme", "system"))


def _lines(request: HttpRequest, entries: list[Entry]) -> list[Line]:
    member, slug = request.member, request.workspace.slug  # type: ignore[attr-defined]  # set by the middleware
    below = request.path_info.split("/", 3)[3] if request.path_info.startswith("/w/") else "/"  # no entry's page
    shown = allowed(entries, member.may)
    counts = _counts(member, [entry.count for entry in shown if entry.count])
    return [_line(entry, slug, below, counts) for entry in shown]


def _line(entry: Entry, slug: str, below: str, counts: dict[Count, int]) -> Line:
    url = reverse(entry.name, kwargs={"slug": slug})
    line = Line(
        label=entry.label,
        icon=entry.icon,
        url=url,
        is_current=entry.is_current(below),
        in_bar=entry.in_bar,
        short=entry.short or entry.label,
        code=entry.name.replace(":", "-"),
    )
    number = counts.get(entry.count, 0) if entry.count else 0
    if entry.count is None or not number:
        return line
    text = f"{Count.MOST}+" if number > Count.MOST else str(number)
    return replace(line, count=text, spoken=entry.count.said(number))


def _counts(member: Any, wanted: list[Count]) -> dict[Count, int]:
    """All numbers of a menu in one statement; they share values of the same name (member, workspace, today)."""
    if not wanted:
        return {}
    parts: list[str] = []
    values: dict[str, Any] = {}
    for count in wanted:
        statement, told = import_string(count.statement)(member)
        parts.append(f"({statement})")
        values |= told
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)  # the statements are written in our own modules
        return dict(zip(wanted, cursor.fetchone(), strict=True))
