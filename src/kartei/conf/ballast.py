"""A file that only takes up room: when the disk is nearly full it goes, so that the database can finish its work.

Kartei is read-only by then (`web/readonly.py`). The file comes back when there is ample room again, and not before:
otherwise it would bring about itself what it is against.
"""

import errno
import os
import sys
import time
from pathlib import Path

from kartei.lib import disk

NAME = "ballast"
BYTES = 512 * 2**20
LOOKS_EVERY = 5.0  # seconds


class Ballast:
    """Of one data folder; asked often, looks every few seconds."""

    def __init__(self, data: Path) -> None:
        self._data, self._file, self._due = data, data / NAME, 0.0
        wanted = os.environ.get("KARTEI_BALLAST")
        self._bytes = int(wanted) * 2**20 if wanted else BYTES

    def look_after(self) -> None:
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + LOOKS_EVERY
        room = disk.room(self._data)
        if room is disk.Room.SPENT and self._file.exists():
            self._file.unlink()
            print(
                "The disk is nearly full: Kartei is read-only until there is room again.", file=sys.stderr, flush=True
            )
        elif room is disk.Room.AMPLE and self._is_missing() and self._has_room():
            self._make()

    def _is_missing(self) -> bool:
        return self._bytes > 0 and not self._file.exists()

    def _has_room(self) -> bool:
        return disk.free(self._data) - self._bytes > disk.limits(self._data).low

    def _make(self) -> None:
        """Real blocks, not a hole; a disk that fills up meanwhile is left as it was."""
        descriptor = os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, self._bytes)
        except OSError as problem:
            self._file.unlink()
            if problem.errno not in (errno.ENOSPC, errno.EDQUOT):
                self._bytes = 0  # this file system knows no such thing
        finally:
            os.close(descriptor)
