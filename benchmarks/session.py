"""The middle of a run: load the workspaces, log in, and ask for the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.db import connections
from psycopg.conninfo import make_conninfo
from psycopg.rows import namedtuple_row

from benchmarks import (
    appointments,
    backups,
    bare,
    bulk,
    duplicates,
    fields,
    importing,
    loading,
    logins,
    pages,
    reminders,
    serving,
    weight,
)
from benchmarks.browsing import Browser, timed
from benchmarks.loading import Place
from benchmarks.serving import Server, free_port
from benchmarks.targets import Figure, figure
from kartei.accounts.models import User

BARE = 7.0  # times the CPU of the bare page


def measure(server: Server, folder: Path, parts: list[str], sizes: dict[str, int], total: int) -> Iterator[Figure]:
    """All figures of the wanted parts. `total` people are loaded in all, when it is not 0."""
    user = loading.make_user()
    places = _loaded(user, sizes, total)
    yield from _over_http(server, folder, parts, user, places)
    if "duplicates" in parts:
        browser, biggest = Browser(server.port, loading.cookies(user)), list(places.values())[-1]
        yield from duplicates.measure(browser, server.pids("web"), folder / "run/data", biggest)
    if "calendar" in parts:
        browser = Browser(server.port, loading.cookies(user))
        yield from appointments.measure(browser, server.pids("web"), folder / "run/data", list(places.values())[-1])
    if "reminders" in parts:
        yield from reminders.measure(list(places.values())[-1])
    if "backup" in parts:
        connections.close_all()
        yield from backups.measure(folder, folder / "run/data")
    if "import" in parts:
        target = loading.fill("praxis-import", 0, user)
        connections.close_all()
        yield from importing.measure(folder, folder / "run/data", target.slug, user.email)
    connections.close_all()


def _over_http(
    server: Server, folder: Path, parts: list[str], user: User, places: dict[str, Place]
) -> Iterator[Figure]:
    """What a browser does."""
    browser, biggest = Browser(server.port, loading.cookies(user)), list(places.values())[-1]
    if "pages" in parts:
        yield from pages.measure(browser, server.pids("web"), places)
    if "files" in parts:
        yield from pages.measure_files(browser, server.pids("web"), biggest)
    if "fields" in parts:
        yield from fields.measure(browser, server.pids("web"), next(iter(places.values())))
    if "login" in parts:
        yield logins.measure(server.port, server.pids("web"), user.email)
    if "create" in parts:
        yield pages.measure_creation(browser, server.pids("web"), biggest)
    if "bulk" in parts and "10k" in places:
        yield from bulk.measure(browser, places["10k"], 10_000)
    if "weight" in parts:
        yield from weight.measure(browser, f"/w/{biggest.slug}/clients/")
    if "bare" in parts:
        yield from _against_bare(browser, server, folder, biggest)


def _loaded(user: User, sizes: dict[str, int], total: int) -> dict[str, Place]:
    places = {size: loading.fill(f"praxis-{size}", count, user) for size, count in sizes.items()}
    if total:
        loading.fill_others(total, user)
    loading.vacuum()
    return places


def _against_bare(browser: Browser, server: Server, folder: Path, place: Place) -> Iterator[Figure]:
    """The list and its bare likeness, one after the other on the same machine."""
    path, dsn = f"/w/{place.slug}/clients/", _dsn(folder / "run/data")
    page = browser.get(path)[2].decode()
    with psycopg.connect(dsn, row_factory=namedtuple_row) as connection:
        template = folder / "bare.html"
        template.write_text(bare.likeness(page, connection.execute(bare.ROWS, [place.id]).fetchall()))
    ours = timed([lambda: browser.get(path)], server.pids("web"))
    env = {"BENCH_DSN": dsn, "BENCH_WORKSPACE": str(place.id), "BENCH_TEMPLATE": str(template)}
    with serving.bare(folder, free_port(), env) as plain:
        visitor = Browser(plain.port)
        size = len(visitor.get("/")[2])
        theirs = timed([lambda: visitor.get("/")], plain.pids())
    yield figure("list beside the bare page", ours, note=f"{len(page.encode()):,} bytes")
    yield figure("bare page", theirs, note=f"{size:,} bytes")
    yield Figure("list against the bare page, CPU", ours.cpu / theirs.cpu, "×", BARE)


def _dsn(data: Path) -> str:
    roles = json.loads((data / "roles.json").read_text())
    return make_conninfo(
        host=roles["host"],
        port=roles["port"],
        dbname=roles["name"],
        user="kartei_owner",
        password=roles["kartei_owner"],
    )
