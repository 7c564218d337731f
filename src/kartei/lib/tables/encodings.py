"""In which encoding a file of text was written.

General detectors fail on German practice files (cp1252 becomes cp1250, Mac Roman cp1250, CP437 cp775), hence a rule of
our own: byte order marks, then strict UTF-8, then the single-byte encoding whose text looks most like German.
"""

import codecs
from collections import Counter
from functools import cache

from kartei.lib.tables.faults import TableError

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp437", "latin-1")

_CANDIDATES = ("cp1252", "mac_roman", "cp437")
_GERMAN = "äöüÄÖÜß"
_EUROPEAN = "éèáàíóøåñç"
_UNLIKELY = "¸‰∫¬√ƒ≈▓│┤╡ﬂÃ¤†‡˚˙˝€¿Ÿžš"
_ASCII = bytes(range(128))
_CHUNK = 1 << 20


def detect(data: bytes) -> str:
    """Give the encoding of a text; never fails, since every byte has a meaning in the last resort."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _is_utf8(data):
        return "utf-8"
    counts = Counter(data.translate(None, _ASCII))
    best = max(_CANDIDATES, key=lambda encoding: sum(_scores(encoding)[byte] * n for byte, n in counts.items()))
    return best if all(_letter(byte, best) for byte in counts) else "latin-1"


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _letter(byte: int, encoding: str) -> str:
    return bytes([byte]).decode(encoding, "ignore")


@cache
def _scores(encoding: str) -> list[int]:
    """Give the score of each byte: 3 for German letters, 1 for European ones, -4 for unlikely ones and controls."""
    return [_score(_letter(byte, encoding)) for byte in range(256)]


def _score(letter: str) -> int:
    if not letter or letter in _UNLIKELY or ord(letter) in range(0x7F, 0xA0):
        return -4
    return 3 if letter in _GERMAN else int(letter in _EUROPEAN)


def chosen(encoding: str) -> str:
    """Check an encoding that somebody chose; TableError when it is none of ours."""
    if encoding not in ENCODINGS:
        raise TableError("unknown_encoding", encoding=encoding)
    return encoding
