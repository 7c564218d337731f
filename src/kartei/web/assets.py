"""Addresses of the built files: `static("app.css")` → `/static/dist/app-1a2b3c4d.css`."""

import json
from functools import cache
from pathlib import Path

from django.templatetags.static import static

DIST = Path(__file__).parent / "static/dist"


@cache
def manifest() -> dict[str, str]:
    """Plain name → name with the hash of its content; written by the build of `frontend/`."""
    names: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
    return names


@cache
def url(name: str) -> str:
    """The address of a built file, or of a file of another package (such as allauth) under its own name."""
    hashed = manifest().get(name)
    return static(f"dist/{hashed}" if hashed else name)
