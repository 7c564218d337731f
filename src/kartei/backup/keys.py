"""The keys of the instance, and which backups carry them.

Keys lie outside of plain backups, so that a file that gets lost opens nothing. An encrypted backup carries them: its
passphrase is the key that is kept elsewhere, and the file alone brings an instance up on another machine.
"""

import os
from pathlib import Path

from kartei.backup.faults import BackupError

SECRET, RING = "secret", "keys"  # in the data folder: signs sessions and links; seals stored secrets

NAMES = {SECRET, RING}
LARGEST = 1024**2  # bytes: thousands of keys


def read(folder: Path) -> dict[str, bytes]:
    """Name → content of the key files that lie in a data folder, and not elsewhere."""
    return {name: (folder / name).read_bytes() for name in (SECRET, RING) if (folder / name).is_file()}


def ids(ring: bytes) -> list[str]:
    """Of the keys of stored secrets, the first word of each line."""
    lines = ring.decode(errors="replace").splitlines()
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


def ring_ids(folder: Path) -> list[str]:
    """Of the keys that this instance uses, wherever they lie."""
    named = os.environ.get("KARTEI_KEYS_FILE")
    file = Path(named) if named else folder / RING
    return ids(file.read_bytes()) if file.is_file() else []


def given(folder: Path, wanted: list[str]) -> dict[str, bytes]:
    """The key files of a folder that somebody names. Raises BackupError when a key is missing that is wanted."""
    if not folder.is_dir():
        raise BackupError(f"There is no folder {folder}.")
    found = read(folder)
    refuse_missing(ids(found.get(RING, b"")), wanted, folder / RING)
    return found


def refuse_missing(there: list[str], wanted: list[str], file: Path) -> None:
    """Raises BackupError when a key that seals something in the backup is not in the file."""
    if missing := sorted(set(wanted) - set(there)):
        raise BackupError(f"{file} is not the right one: the backup needs the key {', '.join(missing)}.")


def write(folder: Path, keys: dict[str, bytes]) -> None:
    """Put key files into a data folder, readable by its owner alone."""
    for name, data in keys.items():
        descriptor = os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
