"""Pictures that people send: accepted by their content, drawn anew in a limited process, kept as a file."""

import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID

from django.core.cache import cache
from django.http import HttpResponse

from kartei.files.models import Blob
from kartei.files.storage import read, store
from kartei.tenancy.models import Member

LARGEST = 10 * 1024 * 1024  # bytes
PER_HOUR, HOUR = 60, 60 * 60  # pictures of one user; seconds
PATIENCE = 20  # seconds; the child's own limit of processor time comes first
SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
_CHILD = Path(__file__).with_name("redrawing.py")


class NoPicture(ValueError):
    """Neither PNG, JPEG, WebP nor GIF, or broken, or too large inside."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of our own making."""

    data: bytes
    suffix: str

    def keep(self, name: str, *, by: Member | None) -> Blob:
        """Store it in the open workspace under a name of ours; the sender's may tell too much. Raises StorageFull."""
        return store(name + self.suffix, [self.data], by=by)


def may_send(user_id: UUID) -> bool:
    """Whether a user may have another picture drawn within this hour; drawing costs, be it refused or not."""
    key = f"pictures-{user_id}"
    cache.add(key, 0, timeout=HOUR)
    sent = cache.incr(key)
    cache.touch(key, HOUR)  # counting would leave it the cache's own five minutes
    return sent <= PER_HOUR


def redrawn(data: bytes) -> Picture:
    """The same picture without anything that is no pixel. Raises NoPicture."""
    return _drawn(data)[0]


def squared(data: bytes, *edges: int) -> list[Picture]:
    """The middle of the picture as squares of these edges. Raises NoPicture."""
    return _drawn(data, *edges)


def _drawn(data: bytes, *edges: int) -> list[Picture]:
    command = [sys.executable, "-I", str(_CHILD), *map(str, edges)]
    try:
        child = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as fault:
        raise NoPicture from fault
    told, _line, drawn = child.stdout.partition(b"\n")
    if child.returncode != 0 or not drawn:
        raise NoPicture
    kind, *lengths = told.decode().split()
    pictures = BytesIO(drawn)
    return [Picture(pictures.read(int(length)), SUFFIXES[kind]) for length in lengths]


def served(blob: Blob) -> HttpResponse:
    """A stored picture as a file of its own, in which a browser runs nothing. The caller has asked a door."""
    response = HttpResponse(read(blob), content_type=TYPES[Path(blob.name).suffix])
    response.headers["Content-Disposition"] = f'attachment; filename="{blob.name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
