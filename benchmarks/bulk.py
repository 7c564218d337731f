"""A tag for all of 10,000 clients, and the tag taken back, from the click to the page that says so."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from uuid import uuid4

from benchmarks.browsing import Browser
from benchmarks.loading import Place
from benchmarks.targets import Figure

SECONDS, PATIENCE = 10.0, 120.0


def measure(browser: Browser, place: Place, count: int) -> Iterator[Figure]:
    """Seconds of each, with what the page says at the end."""
    base = f"/w/{place.slug}/clients/"
    browser.read_token(f"{base}new/")
    told = {"all": "on", "query": "", "total": str(count), "new": f"Rundbrief {uuid4()}", "submission": str(uuid4())}
    tagged, result = _timed(browser, f"{base}bulk/tagging/", told)
    yield Figure(f"add a tag to {count:,} clients", tagged, "s", SECONDS, note=_said(browser, result))
    undone, result = _timed(browser, f"{result}reversal/", {})
    yield Figure(f"undo it for {count:,} clients", undone, "s", SECONDS, note=_said(browser, result))


def _timed(browser: Browser, path: str, told: dict[str, str]) -> tuple[float, str]:
    """Seconds from the click to the end of the job, and the address of the page that says so."""
    begun = time.perf_counter()
    status, headers, _body = browser.post(path, told)
    if status != 303:
        raise SystemExit(f"{path} was refused: {status}")
    result = str(headers["Location"])
    while "every 1s" in browser.get(result)[2].decode():
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"{path}: not done after {PATIENCE:.0f} s")
        time.sleep(0.1)
    return time.perf_counter() - begun, result


def _said(browser: Browser, result: str) -> str:
    page = browser.get(result)[2].decode()
    return " ".join(re.findall(r"<li>([^<]*\.)</li>", page))
