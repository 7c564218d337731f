"""Bytes on disk: `files/<workspace>/<2 hex>/<uuid>`, written aside, synced and renamed before the row commits."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import ProtectedError

from kartei.db.keys import uuid7
from kartei.db.locks import STORED_FILES
from kartei.files.models import Blob
from kartei.lib.disk import Room, room
from kartei.tenancy.models import Member


class StorageFull(OSError):
    """There is no room for another file; the database must keep its own."""


def store(name: str, chunks: Iterable[bytes], *, by: Member | None) -> Blob:
    """Keep a file and return its row. Raises StorageFull below the reserve of disk space."""
    refuse_when_full()
    blob = Blob(id=uuid7(), name=name[-255:] or "file", created_by=by, size=0)
    path = path_of(blob)
    for folder in (path.parent.parent.parent, path.parent.parent, path.parent):
        folder.mkdir(exist_ok=True, mode=0o700)  # `parents=True` would leave those above to the umask
    aside = path.with_suffix(".part")
    digest = hashlib.sha256()
    with open(aside, "wb", opener=lambda file, flags: os.open(file, flags, 0o600)) as file:
        for chunk in chunks:
            digest.update(chunk)
            blob.size += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    blob.sha256 = digest.hexdigest()
    blob.save(force_insert=True)
    return blob


def read(blob: Blob) -> bytes:
    """The whole file. Raises FileNotFoundError when the disk has lost it."""
    return path_of(blob).read_bytes()


def path_of(blob: Blob) -> Path:
    return _folder(blob.workspace_id) / blob.id.hex[-2:] / str(blob.id)


def is_sound(blob: Blob) -> bool:
    """Whether the bytes are there and are those that were stored."""
    try:
        with path_of(blob).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == blob.sha256
    except OSError:
        return False


def files_of(workspace_id: UUID) -> Iterator[Path]:
    """Every file on the disk, half written ones too; their names are those of the rows."""
    return (path for path in _folder(workspace_id).glob("*/*") if path.is_file())


def remove(blob: Blob) -> None:
    """Delete the row and, once that is certain, the bytes; while a backup reads them the nightly job does that.

    What another row still names stays.
    """
    path = path_of(blob)
    try:
        blob.delete()
    except ProtectedError:
        return
    transaction.on_commit(partial(_erase, path))


def _erase(path: Path) -> None:
    with transaction.atomic():
        if is_undisturbed():
            path.unlink(missing_ok=True)


def is_undisturbed() -> bool:
    """Whether no backup is at work, and none begins before the open transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [STORED_FILES])
        return bool(cursor.fetchone()[0])


def _folder(workspace_id: UUID | None) -> Path:
    return Path(settings.DATA) / "files" / str(workspace_id)


def refuse_when_full() -> None:
    """Raises StorageFull below the reserve of disk space (`lib/disk.py`)."""
    if room(Path(settings.DATA)) > Room.AMPLE:
        raise StorageFull
