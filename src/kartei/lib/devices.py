"""What a browser calls itself, in words that its owner recognises.

A library would bring a table of a megabyte for models and versions, which browsers no longer tell (they send a frozen
text). What is left are a few names in the right order: most browsers also claim to be those they descend from.
"""

import re

_BROWSERS = [
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Vivaldi", r"Vivaldi/"),
    ("DuckDuckGo", r"DuckDuckGo/|Ddg/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Version/[\d.]+ (Mobile/\w+ )?Safari/"),
    ("curl", r"curl/"),
]
_SYSTEMS = [
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
]
HANDHELD = frozenset({"iPhone", "iPad", "Android"})


def device(agent: str) -> tuple[str, str]:
    """Browser and system of a `User-Agent`, each empty when it is not told: ("Firefox", "Windows")."""
    return _first(_BROWSERS, agent), _first(_SYSTEMS, agent)


def _first(names: list[tuple[str, str]], agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, agent)), "")
