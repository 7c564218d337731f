"""Restoring a backup into an empty data folder (and, with a server of one's own, an empty database).

A file `restoring` lies in the folder from the first change to the last: while it is there nothing starts, and the next
restore begins anew. It goes as the last act, once everything has reached the disk.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kartei.backup import keys
from kartei.backup.archive import Member
from kartei.backup.contents import DATABASE, FILES
from kartei.backup.faults import BackupError, Damaged
from kartei.backup.reading import Contents, members, verify
from kartei.db.embedded import RESTORING, Embedded, take
from kartei.db.errors import EmbeddedError

if TYPE_CHECKING:
    import psycopg

Tell = Callable[[str], None]
HARMLESS = {"lost+found", "backups", "lock"}  # may lie in an “empty” folder, and stay there


@dataclass(frozen=True)
class Order:
    """What to restore, and where to."""

    file: Path
    data: Path
    passphrase: str = ""
    keys: Path | None = None  # folder with the key files, for a backup that does not carry them
    keys_file: Path | None = None  # KARTEI_KEYS_FILE, which holds them outside of the data folder
    without_keys: bool = False
    is_embedded: bool = True
    tell: Tell = lambda _line: None


def restore(order: Order) -> Contents:
    """Check all of the backup, then restore it. Raises BackupError; the target is then as it was before."""
    order.tell("Checking the backup …")
    contents = verify(order.file, order.passphrase)
    found = _keys_for(order, contents)
    refuse_occupied(order.data)
    order.tell("Restoring …")
    with _marked(order.data), _server(order):
        keys.write(order.data, found)
        _fill(order, contents)
        os.sync()
    return contents


def refuse_occupied(data: Path) -> None:
    """Raises BackupError, but for what a restore has left that was cut off."""
    if not data.exists() or (data / RESTORING).exists():
        return
    if not data.is_dir() or any(entry.name not in HARMLESS for entry in data.iterdir()):
        raise BackupError(f"{data} is not empty. A backup is restored into an empty folder: name one in KARTEI_DATA.")


def _keys_for(order: Order, contents: Contents) -> dict[str, bytes]:
    """Those of the archive, or of the folder that was named. Raises BackupError when one is missing that is needed."""
    wanted = contents.sums.keys
    if order.keys:
        return keys.given(order.keys, wanted)
    if contents.keys or order.without_keys or not wanted:
        return contents.keys
    if order.keys_file:
        keys.refuse_missing(keys.ring_ids(order.data), wanted, order.keys_file)
        return {}
    raise BackupError(
        "This backup does not carry the keys of its instance. Name the folder that holds them with --keys FOLDER. "
        "If they are lost, --without-keys restores all the rest: second factors are then removed and set up anew."
    )


@contextmanager
def _marked(data: Path) -> Iterator[None]:
    """The folder is ours and marked. What was made in it goes when that ends badly; what was there before stays."""
    try:
        was_there, had_lock = data.exists(), (data / "lock").exists()
        _begin(data)
        try:
            yield
        except BaseException:
            clear(data)
            (data / RESTORING).unlink()
            if not had_lock:
                (data / "lock").unlink()
            if not was_there:
                data.rmdir()
            raise
        (data / RESTORING).unlink()
    except OSError as problem:
        raise BackupError(f"{data} cannot be restored into: {problem.strerror or problem}.") from problem


def _begin(data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = take(data)
    try:
        if (data / RESTORING).exists():
            clear(data)
        (data / RESTORING).touch(0o600)
    finally:
        os.close(lock)


def clear(data: Path) -> None:
    """Remove what a restore has made, a database outside of the folder included; the mark stays."""
    database = data / "pg"
    if database.is_symlink():
        shutil.rmtree(Path(os.path.realpath(database)).parent, ignore_errors=True)
    for entry in data.iterdir():
        if entry.name in HARMLESS | {RESTORING}:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


@contextmanager
def _server(order: Order) -> Iterator[None]:
    """The embedded server for as long as it takes. Raises BackupError in its words."""
    try:
        with Embedded(order.data, restores=True) if order.is_embedded else nullcontext():
            yield
    except EmbeddedError as fault:
        raise BackupError(str(fault)) from fault


def _fill(order: Order, contents: Contents) -> None:
    import django  # the settings read the roles that the server has just made

    django.setup()
    from kartei.backup import database
    from kartei.backup.loading import Loader, bare_tables, bring_up_to_date, make_tables

    with _empty_database(order) as connection:
        make_tables(contents.head)
        with connection.transaction():
            loader = Loader(connection, contents.head, contents.sums, order.tell)
            with bare_tables(connection, order.tell):
                with members(order.file, order.passphrase) as found:
                    for member in found:
                        if member.name.startswith(DATABASE):
                            loader.take(member)
                        elif member.name.startswith(FILES):
                            write_file(order.data, member)
                loader.finish()
            if order.without_keys and contents.sums.keys:
                database.forget_factors(connection)
        bring_up_to_date()


@contextmanager
def _empty_database(order: Order) -> Iterator["psycopg.Connection[Any]"]:
    """A connection as owner; a database of one's own must hold nothing, and holds nothing when this ends badly."""
    from kartei.backup import database

    with database.owner() as connection:
        if not order.is_embedded:
            mark = order.data / RESTORING
            if mark.read_text() == database.name(connection):  # a restore that was cut off had begun to fill it
                database.empty(connection)
            if not database.is_empty(connection):
                raise BackupError("The database of DATABASE_URL is not empty. A backup is restored into an empty one.")
            mark.write_text(database.name(connection))
        try:
            yield connection
        except BaseException:
            if not order.is_embedded:
                database.empty(connection)
            raise


def write_file(data: Path, member: Member) -> None:
    """One stored file; synced with all others at the end. Raises Damaged for a name that leads elsewhere."""
    target = data / member.name
    if ".." in target.parts or len(target.relative_to(data).parts) != 4:
        raise Damaged(member.name, "has a name that it must not have")
    for folder in reversed(target.parents[:3]):  # `parents=True` would leave those above to the umask
        folder.mkdir(exist_ok=True, mode=0o700)
    with open(target, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        out.writelines(member.pieces())
