"""List, search, record and creation, asked over HTTP in workspaces of three sizes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from benchmarks import processes
from benchmarks.browsing import Browser, timed
from benchmarks.loading import Place
from benchmarks.targets import Figure, figure

PAGE, OWN, RATIO, CREATION = 50.0, 150.0, 1.3, 15.0
TYPE_AHEAD = {"10k": 8.0, "100k": 60.0}
# two words, a word, its beginning, digits of a phone, an e-mail that nobody has, two words that nobody has
QUERIES = ("mül sab", "müll", "sa", "0176 12", "niemand@nirgends.example", "zzz mull")

# beginning of a last name and of a first one, both, digits of a phone, what nobody has, nothing yet
PALETTE = ("müll", "sab", "sab mül", "0176 12", "zzz mull", "")


def measure(browser: Browser, pids: list[int], places: dict[str, Place]) -> Iterator[Figure]:
    """All pages of all workspaces, small ones first; of the biggest also how much slower they are than the smallest."""
    medians: dict[tuple[str, str], float] = {}
    for size, place in places.items():
        browser.read_token(f"/w/{place.slug}/clients/new/")
        for name, request, target in [
            *_views(browser, place),
            *_searches(browser, place, size),
            *_palette(browser, place, size),
        ]:
            timing = timed([request], pids)
            medians[name, size] = timing.median
            yield figure(f"{name}, {size}", timing, target)
    sizes = list(places)
    for name in sorted({name for name, _ in medians if not name.startswith(("search", "palette"))}):
        ratio = medians[name, sizes[-1]] / medians[name, sizes[0]]
        yield Figure(f"{name}: {sizes[-1]} against {sizes[0]}", ratio, "×", RATIO)


def measure_creation(browser: Browser, pids: list[int], place: Place) -> Figure:
    """„Erstellen“ with a name, an e-mail, a phone and a birth date, until the answer that leads to the record."""
    address = f"/w/{place.slug}/clients/new/"
    browser.read_token(address)
    number = iter(range(10**6))

    def create() -> Any:
        values = {
            "first_name": "Zoë", "last_name": f"Bemessen-{next(number)}", "email": f"zoe{uuid4()}@post.example",
            "phone": "0171 3920055", "birth_date": "14.03.1979", "status": str(place.status), "submission": str(uuid4()),
        }  # fmt: skip
        answer = browser.post(address, values, HX_Request="true")
        if "HX-Redirect" not in answer[1] and answer[0] != 303:
            raise SystemExit(f"creation was refused: {answer[0]} {_sentences(answer[2])}")
        return answer

    return figure(f"create a client, {place.slug}", timed([create], pids), CREATION)


def _views(browser: Browser, place: Place) -> list[tuple[str, Callable[[], Any], float]]:
    base, client = f"/w/{place.slug}/", f"/w/{place.slug}/clients/{place.client}/"
    paths = {
        "start": base,
        "list": f"{base}clients/",
        "list, middle": f"{base}clients/?after={place.client}",
        "list, newest": f"{base}clients/?sort=-created",
        "list, by number": f"{base}clients/?sort=number",
        "list, one status": f"{base}clients/?status={place.status}",
        "list, one tag": f"{base}clients/?tag={place.tag}",
        "list, status and tag": f"{base}clients/?status={place.status}&tag={place.tag}",
        "list, without e-mail": f"{base}clients/?email=missing",
        "list, birthdays": f"{base}clients/?birthday=week",
        "list, ten own columns": f"{base}clients/?columns=name,birth,city,{','.join(place.fields.values())}",
        "board": f"{base}clients/board/",
        "board, one tag": f"{base}clients/board/?tag={place.tag}",
        "contacts": f"{base}contacts/",
        "record, overview": client,
        "record, personal": f"{client}personal/",
        "record, relationships": f"{client}relationships/",
        "new relationship": f"{client}relationships/new/",
        "new client": f"{base}clients/new/",
        "tasks": f"{base}tasks/",
        "tasks, all in sight": f"{base}tasks/?whose=all",
        "tasks, done": f"{base}tasks/done/",
    }
    own = {
        "a choice of all": f"{place.fields['Beschwerden']}=answer1",
        "a rare choice": f"{place.fields['Kasse']}=rare",
        "a number": f"{place.fields['Gewicht']}.from=119.5",
        "a day": f"{place.fields['Erstgespräch']}.from=2025-12-30",
        "empty": f"{place.fields['Kasse']}=empty",
        "two": f"{place.fields['Kasse']}=rare&{place.fields['Rauchen']}=yes",
    }
    return [
        *((name, _getting(browser, path), PAGE) for name, path in paths.items()),
        *(
            (f"list, own field, {name}", _getting(browser, f"{base}clients/?{query}"), OWN)
            for name, query in own.items()
        ),
    ]


def measure_files(browser: Browser, pids: list[int], place: Place) -> Iterator[Figure]:
    """The whole list as a file, until its last byte; what the web processes hold by then."""
    for kind in ("csv", "xlsx"):
        timing = timed([_getting(browser, f"/w/{place.slug}/clients/{kind}/")], pids, warm_up=0, measured=3)
        yield figure(f"{kind} of the list, {place.slug}", timing, note=f"{processes.pss(pids):.0f} MB held")


def _getting(browser: Browser, path: str) -> Callable[[], Any]:
    return lambda: browser.get(path)


def _searches(browser: Browser, place: Place, size: str) -> list[tuple[str, Callable[[], Any], float | None]]:
    path = f"/w/{place.slug}/clients/search/"
    target, whom = TYPE_AHEAD.get(size), f"/w/{place.slug}/clients/{place.client}/relationships/search/"
    return [
        *((f"search „{query}“", _searching(browser, path, query), target) for query in QUERIES),
        *((f"search whom to link „{query}“", _searching(browser, whom, query), target) for query in QUERIES[:2]),
    ]


def _palette(browser: Browser, place: Place, size: str) -> list[tuple[str, Callable[[], Any], float | None]]:
    """The first answer of each query, which is what one waits for, and the whole one, which comes behind it."""
    path, open_page = f"/w/{place.slug}/palette/", f"/w/{place.slug}/clients/{place.client}/"

    def asking(query: str, **more: str) -> Callable[[], Any]:
        return lambda: browser.post(path, {"q": query, "page": open_page, **more}, HX_Request="true")

    target = TYPE_AHEAD["100k"]
    first = [(f"palette „{query}“", asking(query), target) for query in PALETTE]
    whole = [(f"palette „{query}“, whole", asking(query, thorough="on"), None) for query in PALETTE if query]
    return [*first, *whole]


def _searching(browser: Browser, path: str, query: str) -> Callable[[], Any]:
    return lambda: browser.post(path, {"q": query}, HX_Request="true")


def _sentences(body: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body.decode()))[:600]
