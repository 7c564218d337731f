"""The search for duplicates through a whole workspace and for one record, and the page of a merge."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.browsing import Browser, timed
from benchmarks.commands import run_program
from benchmarks.targets import Figure, figure

if TYPE_CHECKING:
    from benchmarks.loading import Place

SECONDS, PAGE = 60.0, 50.0
SCAN = """
import sys, time, django
django.setup()
from uuid import UUID
from kartei.people.ladder import scan
begun = time.perf_counter()
found = scan(UUID(sys.argv[1]), [UUID(pk) for pk in sys.argv[2:]] or None)
print(time.perf_counter() - begun, found)
"""


def measure(browser: Browser, pids: list[int], data: Path, place: Place) -> Iterator[Figure]:
    """As the job runs: in a process of its own, as the serving role."""
    for name, ids in (("everybody", []), ("one record", [str(place.client)])):
        _, memory, said = run_program([sys.executable, "-c", SCAN, str(place.id), *ids], data)
        seconds, found = said.split()
        yield Figure(f"duplicates of {name}, {place.slug}", float(seconds), "s", SECONDS if not ids else None,
                     note=f"{found} pairs, {memory:.0f} MB")  # fmt: skip
    pages = f"/w/{place.slug}/clients/duplicates/"
    yield figure("duplicates, page", timed([lambda: browser.get(pages)], pids), PAGE)
    page = browser.get(pages)[2].decode()
    start = page.find(f"/w/{place.slug}/clients/", page.find("/merge/") - 80)
    merge = page[start : page.find('"', start)]
    if "/merge/" in merge:
        yield figure("merge, both records", timed([lambda: browser.get(merge)], pids), PAGE)
