"""`kartei backup` of everything that was loaded, and `kartei restore` of it into an empty folder."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.commands import run
from benchmarks.targets import Figure

BACKUP, RESTORE = 180.0, 360.0  # seconds for 1,000,000 people
MEMORY = 400.0  # megabytes: it is a stream, whatever the size


def measure(folder: Path, data: Path) -> Iterator[Figure]:
    """Seconds and memory of both, encrypted, as backups that go elsewhere should be."""
    file, restored, passphrase = folder / "all.kartei", folder / "restored" / "data", folder / "passphrase"
    passphrase.write_text("four words for a bench\n")
    words = ["--passphrase-file", str(passphrase)]
    restored.parent.mkdir()
    seconds, memory, said = run(["backup", str(file), *words], data)
    yield Figure("backup", seconds, "s", BACKUP, note=said.partition(": ")[2])
    yield Figure("backup, memory", memory, "MB", MEMORY)
    seconds, memory, _said = run(["restore", str(file), *words], restored)
    yield Figure("restore", seconds, "s", RESTORE)
    yield Figure("restore, memory", memory, "MB", MEMORY)
