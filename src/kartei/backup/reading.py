"""Reading a backup: opening it, and checking all of it without restoring anything."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kartei.backup import keys
from kartei.backup.archive import BLOCK, Member, Reader
from kartei.backup.contents import DATABASE, FILES, HEAD, KEYS, SUMS, Head, Sums, Table, head_of, sums_of
from kartei.backup.encryption import CHUNK, MAGIC, DecryptingReader
from kartei.backup.faults import BackupError, Damaged, Foreign

Ask = Callable[[], str]


@dataclass
class Contents:
    """What a backup says of itself, and its keys when it carries them."""

    head: Head
    sums: Sums
    keys: dict[str, bytes] = field(default_factory=dict)


def is_encrypted(file: Path) -> bool:
    """Raises BackupError when the file cannot be read."""
    try:
        with file.open("rb") as source:
            return source.read(len(MAGIC)) == MAGIC
    except OSError as problem:
        raise BackupError(f"{file} cannot be read: {problem.strerror or problem}.") from problem


@contextmanager
def members(file: Path, passphrase: str = "") -> Iterator[Iterator[Member]]:
    """The members of a backup in their order. Raises BackupError, Foreign, WrongPassphrase."""
    encrypted = is_encrypted(file)
    with file.open("rb") as source:
        if not encrypted and not _begins_like_ours(source.read(BLOCK)):
            raise Foreign(file.name)
        source.seek(0)
        yield iter(Reader(DecryptingReader(source, passphrase) if encrypted else source))


def verify(file: Path, passphrase: str = "") -> Contents:
    """Read all of a backup. Raises BackupError that names the member which is not as it was written."""
    with members(file, passphrase) as found:
        first = next(found)
        if first.name != HEAD:
            raise Foreign(file.name)
        contents = Contents(head_of(first.read()), Sums({}))
        seen = Sums({name: Table() for name in contents.head.tables})
        digests = {name: hashlib.sha256() for name in seen.tables}
        for member in found:
            _look_at(member, contents, seen, digests)
    for name, digest in digests.items():
        seen.tables[name].sha256 = digest.hexdigest()
    _compare(contents.sums, seen)
    return contents


def _begins_like_ours(block: bytes) -> bool:
    return block.startswith(HEAD.encode() + b"\0")


def _look_at(member: Member, contents: Contents, seen: Sums, digests: dict[str, Any]) -> None:
    if member.name.startswith(DATABASE):
        name = table_of(member)
        if name not in digests:
            raise Damaged(member.name, "holds what its head does not name")
        for piece in unpacked(member):
            seen.tables[name].rows += piece.count(b"\n")
            digests[name].update(piece)
    elif member.name.startswith(FILES):
        seen.files, seen.bytes = seen.files + 1, seen.bytes + member.size
    elif member.name.startswith(KEYS):
        name = member.name.removeprefix(KEYS)
        if name not in keys.NAMES or member.size > keys.LARGEST:  # the name becomes a path
            raise Damaged(member.name, "holds what no backup has")
        contents.keys[name] = member.read()
    elif member.name == SUMS:
        contents.sums = sums_of(member.read())


def table_of(member: Member) -> str:
    """„database/people_person.00003.gz“ → „people_person“."""
    return member.name.removeprefix(DATABASE).rsplit(".", 2)[0]


def unpacked(member: Member) -> Iterator[bytes]:
    """The rows of a part. Raises Damaged."""
    packer = zlib.decompressobj(wbits=31)
    try:
        for piece in member.pieces():
            yield packer.decompress(piece, CHUNK)
            while packer.unconsumed_tail:  # little can unpack to much
                yield packer.decompress(packer.unconsumed_tail, CHUNK)
        yield packer.flush()
    except zlib.error:
        raise Damaged(member.name, "is damaged in") from None


def _compare(said: Sums, seen: Sums) -> None:
    for name, table in seen.tables.items():
        if said.tables.get(name) != table:
            raise Damaged(f"the table {name}", "does not hold what its sums say")
    if (said.files, said.bytes) != (seen.files, seen.bytes):
        raise Damaged("the files", "does not hold what its sums say")
