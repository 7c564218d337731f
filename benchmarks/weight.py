"""How many bytes the list is to a browser that comes for the first time, and to one that has the files already."""

import re
from collections.abc import Iterator

from benchmarks.browsing import Browser
from benchmarks.targets import Figure

FIRST, AFTERWARDS = 130.0, 15.0  # kB
_FILE = re.compile(r'(?:src|href)="(/static/[^"#]+)')
_FACE = re.compile(r"@font-face\s*{[^}]*}")


def measure(browser: Browser, path: str) -> Iterator[Figure]:
    """The page with gzip, its scripts, styles and icons, and the fonts that German text asks for."""
    html = _size(browser, path)
    files = dict.fromkeys(_FILE.findall(browser.get(path)[2].decode()))
    fonts = {font for style in files if style.endswith(".css") for font in _fonts(browser, style)}
    sizes = {file: _size(browser, file) for file in {*files, *fonts}}
    note = ", ".join(f"{re.sub(r'.*/', '', file)} {size / 1000:.1f}" for file, size in sorted(sizes.items()))
    yield Figure("page weight, first load", (html + sum(sizes.values())) / 1000, "kB", FIRST, note=note)
    yield Figure("page weight afterwards", html / 1000, "kB", AFTERWARDS)


def _fonts(browser: Browser, style: str) -> Iterator[str]:
    for face in _FACE.findall(browser.get(style)[2].decode()):
        is_latin = "unicode-range" not in face or re.search(r"U\+0{0,4}-(?:00)?FF", face, re.IGNORECASE)
        if is_latin and (found := re.search(r"url\([\"']?(/[^\"')]+|[^\"')]+)", face)):
            yield found[1] if found[1].startswith("/") else f"{style.rpartition('/')[0]}/{found[1].removeprefix('./')}"


def _size(browser: Browser, path: str) -> int:
    status, headers, body = browser.get(path, Accept_Encoding="gzip")
    if status != 200:
        raise SystemExit(f"{path}: {status}")
    return len(body) + len(str(headers))
