"""The outer layer of an encrypted backup: a key from the passphrase (Argon2id), then chunks of AES-256-GCM.

Each chunk's nonce is its number and whether it is the last one (the STREAM construction), so that a chunk that is
missing, moved or cut off does not open. The key belongs to one file alone: the salt is drawn anew each time.
"""

import hashlib
import os
from typing import BinaryIO

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kartei.backup.faults import CutOff, Damaged, WrongPassphrase

MAGIC = b"kartei encrypted backup 1\n"
CHUNK = 1 << 20  # bytes of plain text
TAG = 16
SALT = MARK = 16
CHECK = 8
HEAD = len(MAGIC) + SALT + MARK + CHECK
LEAST_PASSPHRASE = 10  # characters
COST = {"time_cost": 3, "memory_cost": 65_536, "parallelism": 4, "hash_len": 48, "type": Type.ID}  # RFC 9106, 4


class EncryptedWriter:
    """Takes plain bytes and writes them to `out`, encrypted. `close` writes the last chunk and leaves `out` open."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(SALT)
        key, mark = _derive(passphrase, salt)
        self._out, self._cipher, self._number, self._waiting = out, AESGCM(key), 0, bytearray()
        self._head = _head(salt, mark)
        out.write(self._head)

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > CHUNK:  # one is held back: only the last one is marked as such
            self._emit(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        self._emit(bytes(self._waiting), is_last=True)

    def _emit(self, chunk: bytes, is_last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, is_last), chunk, self._head))
        self._number += 1


class DecryptingReader:
    """Reads what EncryptedWriter wrote; `source` stands at the beginning. Raises WrongPassphrase, Damaged, CutOff."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        head = source.read(HEAD)
        if len(head) < HEAD:
            raise CutOff("the head")
        salt, mark = head[len(MAGIC) :][:SALT], head[len(MAGIC) + SALT :][:MARK]
        if head != _head(salt, mark):
            raise Damaged("the head")
        key, expected = _derive(passphrase, salt)
        if expected != mark:
            raise WrongPassphrase("The passphrase is not the one that this backup was made with.")
        self._source, self._cipher, self._head = source, AESGCM(key), head
        self._number, self._plain, self._is_over = 0, b"", False
        self._next = source.read(CHUNK + TAG)

    def read(self, size: int) -> bytes:
        """`size` bytes, fewer only at the end."""
        parts, wanted = [], size
        while wanted:
            if not self._plain and not self._open_next():
                break
            parts.append(self._plain[:wanted])
            self._plain = self._plain[wanted:]
            wanted -= len(parts[-1])
        return b"".join(parts)

    def _open_next(self) -> bool:
        if self._is_over:
            return False
        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        self._is_over = not self._next
        self._plain = self._decrypted(chunk)
        self._number += 1
        return bool(self._plain)

    def _decrypted(self, chunk: bytes) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(self._number, self._is_over), chunk, self._head)
        except InvalidTag:
            raise self._fault(chunk) from None

    def _fault(self, chunk: bytes) -> Damaged:
        """A last chunk that opens as one in the middle was not the last one: the rest is missing."""
        where = f"chunk {self._number + 1} of the encrypted file"
        try:
            self._cipher.decrypt(_nonce(self._number, is_last=False), chunk, self._head)
        except InvalidTag:
            is_short = self._is_over and len(chunk) < CHUNK + TAG
            return Damaged(where, "is damaged or was cut off in" if is_short else "is damaged in")
        return CutOff(where)


def _derive(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    """The key, and a mark by which a wrong passphrase is told from a damaged file."""
    secret = hash_secret_raw(passphrase.encode(), salt, **COST)  # type: ignore[arg-type]
    return secret[:32], secret[32:]


def _head(salt: bytes, mark: bytes) -> bytes:
    plain = MAGIC + salt + mark
    return plain + hashlib.sha256(plain).digest()[:CHECK]


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
