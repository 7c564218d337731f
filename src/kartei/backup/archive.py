"""The archive: a tar file, written and read as a stream, in which every byte is accounted for.

The head of each member carries its SHA-256 in the field `linkname`, which tar ignores for ordinary files. The last
member holds the SHA-256 of everything before it. Heads and padding are written in one way only and read strictly, so
that a flipped byte is found and named wherever it lies, and any `tar` can unpack a backup when Kartei is not at hand.
"""

import hashlib
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from kartei.backup.faults import CutOff, Damaged

BLOCK = tarfile.BLOCKSIZE
PIECE = 1 << 20  # bytes read at once
LAST = "sha256"
END = bytes(2 * BLOCK)


class Sink(Protocol):
    def write(self, data: bytes, /) -> int: ...


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Writer:
    """Writes members to `out`; `finish` writes the digest of all and the end mark."""

    def __init__(self, out: Sink) -> None:
        self._out, self._digest, self.size = out, hashlib.sha256(), 0

    def add(self, name: str, data: bytes) -> None:
        """A member that lies in memory."""
        self.add_stream(name, len(data), hashlib.sha256(data).hexdigest(), iter([data]))

    def add_stream(self, name: str, size: int, sha256: str, pieces: Iterator[bytes]) -> None:
        """A member of which size and digest are known before it is read. Raises ValueError when they are wrong."""
        self._put(_head(name, size, sha256))
        written, digest = 0, hashlib.sha256()
        for piece in pieces:
            self._put(piece)
            digest.update(piece)
            written += len(piece)
        if (written, digest.hexdigest()) != (size, sha256):
            raise ValueError(f"{name} changed while it was read")
        self._put(bytes(-size % BLOCK))

    def finish(self) -> str:
        """The digest of everything but the last member."""
        whole = self._digest.hexdigest()
        self.add(LAST, whole.encode())
        self._put(END)
        return whole

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self.size += len(data)


@dataclass
class Member:
    """A part of the archive while it is read. Whoever reads past its end has its digest checked."""

    name: str
    size: int
    sha256: str
    _source: "Reader" = field(repr=False)

    def pieces(self) -> Iterator[bytes]:
        """Its bytes in order. Raises Damaged after the last one when they are not those that were written."""
        return self._source.pieces_of(self)

    def read(self) -> bytes:
        """All of it, for members that are known to be small."""
        return b"".join(self.pieces())


class Reader:
    """The members of an archive, one after the other; each is checked to its end before the next one comes."""

    def __init__(self, source: Source) -> None:
        self._source, self._digest, self._left = source, hashlib.sha256(), 0
        self._place, self._open = "the head", hashlib.sha256()

    def __iter__(self) -> Iterator[Member]:
        while True:
            whole = self._digest.hexdigest()
            member = self._head_of_next()
            if member.name == LAST:
                self._end(member, whole)
                return
            yield member
            for _piece in member.pieces():
                pass  # what nobody wanted is checked all the same

    def pieces_of(self, member: Member) -> Iterator[bytes]:
        while self._left:
            piece = self._take(min(self._left, PIECE))
            self._left -= len(piece)
            self._open.update(piece)
            yield piece
        if self._place != member.name:
            return
        self._place = f"what follows {member.name}"
        if self._open.hexdigest() != member.sha256 or any(self._take(-member.size % BLOCK)):
            raise Damaged(member.name, "is damaged in")

    def _head_of_next(self) -> Member:
        block = self._take(BLOCK)
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, ValueError):
            raise Damaged(self._place, "is damaged in") from None
        if _head(info.name, info.size, info.linkname) != block:
            raise Damaged(self._place, "is damaged in")
        self._place, self._left, self._open = info.name, info.size, hashlib.sha256()
        return Member(info.name, info.size, info.linkname, self)

    def _end(self, last: Member, whole: str) -> None:
        if last.read().decode(errors="replace") != whole:
            raise Damaged("the archive as a whole", "is damaged in")
        self._place = "the end"
        if self._take(len(END)) != END or self._source.read(1):
            raise Damaged("the end", "is damaged at")

    def _take(self, size: int) -> bytes:
        """Exactly `size` bytes. Raises CutOff, and Damaged with the member in which an encrypted chunk did not open."""
        try:
            data = self._source.read(size)
        except Damaged as fault:
            raise type(fault)(f"{self._place} ({fault.member})") from None
        if len(data) < size:
            raise CutOff(self._place)
        self._digest.update(data)
        return data


def _head(name: str, size: int, sha256: str) -> bytes:
    """A tar head with nothing in it that differs from one machine or moment to the next."""
    info = tarfile.TarInfo(name)
    info.size, info.linkname, info.mode = size, sha256, 0o600
    return info.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")
