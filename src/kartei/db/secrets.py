"""Secrets that the database holds: sealed on the way in, opened on the way out, with the keys of this installation.

Each column that holds sealed secrets stands in `conf/sealed.py`, or a rotation of the keys would not know it.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kartei.lib import envelope
from kartei.lib.envelope import KeyMissing, KeyRing


def seal(secret: str, purpose: str, owner: object = "") -> str:
    """`owner` is the id of the user or workspace whose secret it is; it and `purpose` are needed to open it."""
    return ring().seal(secret, purpose, owner)


def open_sealed(sealed: str, purpose: str, owner: object = "") -> str:
    """Raises KeyMissing when no key here has sealed it, SealBroken when it is not what was sealed."""
    try:
        return ring().open(sealed, purpose, owner)
    except KeyMissing:  # a file shared by several machines may look unchanged for a while
        _read.cache_clear()
        return ring().open(sealed, purpose, owner)


def ring() -> KeyRing:
    """The keys that hold now: a rotation in another process is noticed, since it puts a new file in place."""
    file = Path(settings.KARTEI_KEYS_FILE)
    found = file.stat()
    return _read(file, (found.st_ino, found.st_mtime_ns, found.st_size))


@lru_cache(maxsize=1)
def _read(file: Path, look: tuple[int, ...]) -> KeyRing:
    return envelope.parse(file.read_text())
