"""Secrets that are stored sealed: AES-256-GCM under one of several keys, bound to what they are for and whose they are.

A sealed secret reads `v1.<key id>.<base64url of nonce, ciphertext and tag>`. The id is a digest of its key, so that a
key cannot stand under the id of another one. Version, key id, purpose and owner are authenticated, not stored: what is
copied to another row or column does not open.
"""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 12  # random: one key may seal 2^32 secrets (NIST SP 800-38D, 8.3)


class KeyMissing(Exception):
    """The key that sealed this is not in the ring."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"the key {key_id} is missing")
        self.key_id = key_id


class SealBroken(Exception):
    """Not a sealed secret, altered, or sealed for another purpose or owner."""


class WeakKey(ValueError):
    """A key that somebody could guess: a sample, or typed by hand."""


@dataclass(frozen=True)
class Key:
    id: str
    made_at: datetime  # UTC
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.id})"  # never the secret: this reaches logs


@dataclass(frozen=True)
class KeyRing:
    """Keys in the order in which they were made, at least one. The last one seals; all of them open."""

    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        return self.keys[-1]

    @property
    def ids(self) -> list[str]:
        return [key.id for key in self.keys]

    def seal(self, secret: str, purpose: str, owner: object = "") -> str:
        """`owner` is the id of the user or workspace whose secret it is; it and `purpose` are needed to open."""
        key, nonce = self.current, os.urandom(NONCE_BYTES)
        data = _cipher(key).encrypt(nonce, secret.encode(), _bound(key.id, purpose, owner))
        return f"{VERSION}.{key.id}.{_encoded(nonce + data)}"

    def open(self, sealed: str, purpose: str, owner: object = "") -> str:
        """Raises KeyMissing and SealBroken."""
        from cryptography.exceptions import InvalidTag

        key_id, data = _parted(sealed)
        key = next((key for key in self.keys if key.id == key_id), None)
        if key is None:
            raise KeyMissing(key_id)
        try:
            nonce, text = data[:NONCE_BYTES], data[NONCE_BYTES:]
            return _cipher(key).decrypt(nonce, text, _bound(key_id, purpose, owner)).decode()
        except (InvalidTag, ValueError):
            raise SealBroken("altered, or sealed for another purpose or owner") from None


def new_key(now: datetime) -> Key:
    secret = os.urandom(KEY_BYTES)
    return Key(key_id(secret), now, secret)


def key_id(secret: bytes) -> str:
    """Says which key it is, and nothing about it: keys are random and long."""
    return hashlib.sha256(b"kartei envelope key\0" + secret).hexdigest()[:12]


def refuse_weak(secret: bytes) -> None:
    """A random key has 32 bytes, nearly all of them different, and is no text. Raises WeakKey."""
    steps = {(second - first) % 256 for first, second in pairwise(secret)}
    is_regular = len(set(secret)) < KEY_BYTES // 2 or len(steps) == 1 or secret[: KEY_BYTES // 2] * 2 == secret
    if len(secret) != KEY_BYTES or is_regular or all(0x20 <= byte < 0x7F for byte in secret):
        raise WeakKey


def parse(text: str) -> KeyRing:
    """The keys of a key file: a line for each with id, time (ISO 8601) and key. Raises ValueError, WeakKey."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    ring = KeyRing(tuple(_key(*words) if len(words) == 3 else _broken() for words in lines))
    if not ring.keys or len(set(ring.ids)) < len(ring.keys):
        raise ValueError("it holds no key, or one twice")
    return ring


def text_of(ring: KeyRing) -> str:
    """What `parse` reads."""
    lines = [f"{key.id} {key.made_at.isoformat(timespec='seconds')} {_encoded(key.secret)}" for key in ring.keys]
    return "\n".join([_HEAD, *lines, ""])


def _key(name: str, made_at: str, text: str) -> Key:
    secret, time = _decoded(text), datetime.fromisoformat(made_at)
    refuse_weak(secret)
    if name != key_id(secret) or time.tzinfo is None:
        _broken()
    return Key(name, time, secret)


def _broken() -> Key:
    raise ValueError("a line is not as it was written")


def _parted(sealed: str) -> tuple[str, bytes]:
    version, _, rest = sealed.partition(".")
    name, _, text = rest.partition(".")
    if version != VERSION:
        raise SealBroken("not a sealed secret")
    try:
        return name, _decoded(text)
    except ValueError:
        raise SealBroken("not a sealed secret") from None


def _cipher(key: Key) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 60 ms, which most starts need later or never

    return AESGCM(key.secret)


def _bound(name: str, purpose: str, owner: object) -> bytes:
    return "\0".join([VERSION, name, purpose, str(owner)]).encode()


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    """One text for each value: the bits that base64 leaves over must be zero. Raises ValueError."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as fault:
        raise ValueError("not base64") from fault
    if _encoded(data) != text:
        raise ValueError("not base64")
    return data


_HEAD = """\
# Keys of the secrets that Kartei stores. Whoever has this file and the database can read them.
# Keep a copy apart from the backups. The last key seals, the others still open: never edit or reorder the lines."""
