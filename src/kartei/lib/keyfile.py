"""Files of keys: readable by their owner alone, complete or not there at all, and on the disk when a call returns."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from kartei.lib import envelope
from kartei.lib.envelope import KeyRing


def place(file: Path, text: str) -> None:
    """Make the file unless it is there: of several processes that start at once the first one's text counts."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _aside(file.with_name(f"{file.name}.{secrets.token_hex(8)}"), text) as aside, suppress(FileExistsError):
        file.hardlink_to(aside)
    sync_folder(file.parent)


def replace(file: Path, text: str) -> None:
    """Put the text in place of what the file held. One process at a time; what a killed one left is written over."""
    aside = file.with_name(f"{file.name}.new")
    aside.unlink(missing_ok=True)
    with _aside(aside, text):
        aside.replace(file)
    sync_folder(file.parent)


def first_ring() -> KeyRing:
    """What a new installation begins with."""
    return KeyRing((envelope.new_key(datetime.now(UTC)),))


@contextmanager
def _aside(aside: Path, text: str) -> Iterator[Path]:
    try:
        with open(aside, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        yield aside
    finally:
        aside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """The names in it reach the disk: a power cut does not take a new file away again."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
