"""Signatures: drawn as strokes on a field of 600 × 200 points, or typed, with the time at which it was saved."""

import json
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.people.fields.reading import Reading
from kartei.people.models import Field
from kartei.web import formats
from kartei.web.parts import PartsField

WIDTH, HEIGHT = 600, 200
STROKES, POINTS = 200, 3_000  # at most
TYPED = 200  # characters
_JSON = 60_000  # characters of all strokes

Strokes = list[list[int]]  # each x, y, x, y …


class SignatureField(PartsField):
    """Either a name that is typed or strokes; one that is there already keeps its time."""

    template = "people/signature_pad.html"

    def __init__(self, kept: Any) -> None:
        self.kept = kept or {}
        strokes = forms.CharField(required=False, max_length=_JSON, widget=forms.HiddenInput)
        typed = forms.CharField(required=False, max_length=TYPED)
        super().__init__({"typed": (_("Typed name"), typed), "strokes": ("", strokes)})

    def together(self, told: dict[str, Any]) -> Any:
        strokes = read_strokes(told["strokes"])
        if not strokes and not told["typed"]:
            return None
        if strokes and told["typed"]:
            raise ValidationError(_("Please sign in one way: drawn or typed."), "both")
        new = {"strokes": strokes} if strokes else {"typed": told["typed"]}
        if new.items() <= self.kept.items():
            return self.kept
        return {**new, "at": timezone.now().isoformat(timespec="seconds")}


def signature(field: Field, value: Any, reading: Reading) -> forms.Field:
    return SignatureField(value)


def told_signature(field: Field, value: Any, reading: Reading) -> str:
    at = formats.datetime(datetime.fromisoformat(value["at"]))
    if "typed" in value:
        return _("%(name)s (typed, %(at)s)") % {"name": value["typed"], "at": at}
    return _("drawn, %(at)s") % {"at": at}


def opened_signature(value: Any) -> Any:
    return {"typed": value.get("typed", ""), "strokes": json.dumps(value["strokes"]) if "strokes" in value else ""}


def path_of(value: Any) -> str:
    """The strokes as a path of SVG; only numbers come into it."""
    lines = []
    for stroke in value.get("strokes", ()):
        points = [f"{int(x)} {int(y)}" for x, y in zip(stroke[::2], stroke[1::2], strict=False)]
        lines.append(f"M{points[0]}L{' '.join(points[1:] or points)}")
    return "".join(lines)


def read_strokes(text: str) -> Strokes:
    """What the page has sent, checked. Raises ValidationError."""
    if not text:
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not _is_drawing(found):
        raise ValidationError(_("This drawing cannot be read. Please draw it again."), "drawing")
    return list(found)


def _is_drawing(found: Any) -> bool:
    if not isinstance(found, list) or len(found) > STROKES or not all(isinstance(stroke, list) for stroke in found):
        return False
    if sum(map(len, found)) > 2 * POINTS or not all(stroke and len(stroke) % 2 == 0 for stroke in found):
        return False
    return all(
        type(value) is int and 0 <= value <= (HEIGHT if place % 2 else WIDTH)
        for stroke in found
        for place, value in enumerate(stroke)
    )
