"""How full the disk is, asked of the kernel and remembered for some seconds."""

import os
import time
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

ASKED_EVERY = 3.0  # seconds
GIB = 1024**3


class Room(IntEnum):
    """AMPLE: all goes. LOW: no uploads and imports. SPENT: nothing is written, so that the database can go on."""

    AMPLE = 0
    LOW = 1
    SPENT = 2


@dataclass(frozen=True)
class Limits:
    """Bytes that must be free."""

    low: int
    spent: int


def room(data: Path) -> Room:
    """Of the disks of the data folder and of the database in it; asked again after three seconds."""
    return _asked(data, int(time.monotonic() / ASKED_EVERY))


def free(data: Path) -> int:
    """Bytes on the fullest of these disks."""
    return min(_free(place)[0] for place in places(data))


def limits(data: Path) -> Limits:
    """2 GB or a tenth of the disk, and 512 MB or a fiftieth, whichever is less; the environment may say otherwise."""
    total = min(_free(place)[1] for place in places(data))
    low, spent = os.environ.get("KARTEI_DISK_LOW"), os.environ.get("KARTEI_DISK_SPENT")
    return Limits(
        low=int(low) * 2**20 if low else min(2 * GIB, total // 10),
        spent=int(spent) * 2**20 if spent else min(GIB // 2, total // 50),
    )


def places(data: Path) -> set[Path]:
    """The data folder, and where the database lies when that is elsewhere."""
    return {place for place in (data, Path(os.path.realpath(data / "pg"))) if place.exists()} or {Path("/")}


@lru_cache(maxsize=1)
def _asked(data: Path, moment: int) -> Room:
    try:
        left, least = free(data), limits(data)
    except OSError:
        return Room.AMPLE  # what cannot be asked stops nobody
    return Room.SPENT if left < least.spent else Room.LOW if left < least.low else Room.AMPLE


def _free(place: Path) -> tuple[int, int]:
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize
