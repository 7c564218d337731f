"""Making a backup: a snapshot of the database, then the files that its rows name, as one stream into one file."""

import fcntl
import hashlib
import os
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from kartei.backup import database, keys
from kartei.backup.archive import PIECE, Writer
from kartei.backup.contents import DATABASE, FILES, HEAD, KEYS, SUMS, Head, Sums, Table, encoded, now
from kartei.backup.database import Connection
from kartei.backup.encryption import EncryptedWriter
from kartei.backup.faults import BackupError
from kartei.lib.keyfile import sync_folder

PART = 4 << 20  # bytes of rows that are compressed at once
LEVEL = 1  # three times as fast as 6, and a sixth larger
Tell = Callable[[str], None]


@dataclass
class Made:
    """What a backup holds."""

    file: Path
    size: int
    sums: Sums


def make(file: Path, passphrase: str = "", tell: Tell = lambda _line: None) -> Made:
    """Write a backup, encrypted when there is a passphrase. It appears under its name when it is whole.

    Raises BackupError; a file of the same name is replaced at the end and not before.
    """
    with _aside(file) as out, database.owner() as connection, database.sharing(connection):
        sink = EncryptedWriter(out, passphrase) if passphrase else out
        writer = Writer(sink)
        sums = _write(writer, connection, bool(passphrase), tell)
        writer.finish()
        if isinstance(sink, EncryptedWriter):
            sink.close()
        size = out.tell()
    return Made(file, size, sums)


@contextmanager
def _aside(file: Path) -> Iterator[BinaryIO]:
    """A file beside the wanted one, synced and renamed at the end; gone when that is not reached.

    Its name is always the same, so that what a killed backup has left is written over by the next one.
    """
    if file.exists() and not file.is_file():
        raise BackupError(f"{file} is there already and no file; it would be replaced.")
    aside = file.with_name(f".{file.name}.part")
    try:
        with open(aside, "wb", opener=_open_alone) as out:
            try:
                yield out
                out.flush()
                os.fsync(out.fileno())
                aside.replace(file)
            except BaseException:
                aside.unlink(missing_ok=True)
                raise
        sync_folder(file.parent)
    except BlockingIOError as problem:
        raise BackupError(f"Another backup writes {file} at this moment.") from problem
    except OSError as problem:
        raise BackupError(f"{file} cannot be written: {problem.strerror or problem}.") from problem


def _open_alone(path: str, flags: int) -> int:
    """Locked before it is emptied. Raises BlockingIOError."""
    descriptor = os.open(path, flags & ~os.O_TRUNC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(descriptor, 0)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _write(writer: Writer, connection: Connection, with_keys: bool, tell: Tell) -> Sums:
    data = Path(settings.DATA)
    with database.snapshot(connection):
        head = _head(connection)
        writer.add(HEAD, encoded(head))
        for name, key in (keys.read(data) if with_keys else {}).items():
            writer.add(KEYS + name, key)
        sums, seals = Sums({}), {f"v1.{each}.".encode(): each for each in keys.ring_ids(data)}
        for name, columns in head.tables.items():
            sums.tables[name], found = _write_table(writer, connection, name, columns, list(seals))
            sums.keys = sorted({*sums.keys, *(seals[each] for each in found)})
            if sums.tables[name].rows:
                tell(f"{name}: {sums.tables[name].rows:,}")
        named = _files_named(connection)
    _write_files(writer, data / "files", named, sums)
    for name in _still_named(connection, sums.missing):
        tell(f"{name} is named by the database and is not on the disk, or differs from what was stored.")
    writer.add(SUMS, encoded(sums))
    return sums


def _head(connection: Connection) -> Head:
    return Head(
        made_at=now(),
        postgresql=connection.info.server_version // 10_000,
        migrations=database.migrations(connection),
        tables=database.tables(connection),
        sequences=database.sequences(connection),
    )


def _write_table(
    writer: Writer, connection: Connection, name: str, columns: list[str], seals: list[bytes]
) -> tuple[Table, set[bytes]]:
    """Parts of some megabytes, each compressed for itself in another thread while the next one is read.

    Returns which of the `seals`, by which sealed values begin, stand in a row.
    """
    table, digest, number = Table(), hashlib.sha256(), 0
    found: set[bytes] = set()
    waiting: Future[bytes] | None = None
    with ThreadPoolExecutor(1) as other:
        for part in _parts(database.rows(connection, name, columns)):
            if waiting:
                number = _add_part(writer, name, number, waiting)
            found.update(seal for seal in seals if seal in part)
            table.rows += part.count(b"\n")  # line ends within a value are written as \n
            waiting = other.submit(_compressed, part, digest)
        if waiting:
            _add_part(writer, name, number, waiting)
    table.sha256 = digest.hexdigest()
    return table, found


def _add_part(writer: Writer, name: str, number: int, waiting: "Future[bytes]") -> int:
    writer.add(f"{DATABASE}{name}.{number:05}.gz", waiting.result())
    return number + 1


def _parts(rows: Iterator[bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    held = 0
    for row in rows:
        waiting.append(row)
        held += len(row)
        if held >= PART:
            yield b"".join(waiting)
            waiting, held = [], 0
    if waiting:
        yield b"".join(waiting)


def _compressed(part: bytes, digest: Any) -> bytes:
    digest.update(part)
    packer = zlib.compressobj(LEVEL, wbits=31)  # as gzip, without a time
    return packer.compress(part) + packer.flush()


def _files_named(connection: Connection) -> list[tuple[str, str]]:
    """Path below files/ and digest of each file that a row names."""
    found = connection.execute("SELECT workspace_id, id, sha256 FROM files_blob ORDER BY workspace_id, id").fetchall()
    return [(f"{workspace}/{blob.hex[-2:]}/{blob}", sha256) for workspace, blob, sha256 in found]


def _write_files(writer: Writer, folder: Path, named: list[tuple[str, str]], sums: Sums) -> None:
    for name, sha256 in named:
        try:
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                    sums.missing.append(name)  # what is there is not what was stored
                    continue
                size = file.tell()
                file.seek(0)
                writer.add_stream(FILES + name, size, sha256, iter(partial(file.read, PIECE), b""))
        except FileNotFoundError:
            sums.missing.append(name)
            continue
        sums.files += 1
        sums.bytes += size


def _still_named(connection: Connection, missing: list[str]) -> list[str]:
    """Those of the missing that were not simply deleted since the snapshot; `missing` itself is cut to them."""
    ids = [name.rpartition("/")[2] for name in missing]
    found = connection.execute("SELECT id::text FROM files_blob WHERE id = ANY(%s::uuid[])", [ids]).fetchall()
    there = {row[0] for row in found}
    missing[:] = [name for name, blob in zip(missing, ids, strict=True) if blob in there]
    return missing
