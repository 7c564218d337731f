"""What a file is, by its content: its name and what a browser says of it count for nothing."""

import lzma
import struct
import zlib
from os import SEEK_END
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

LARGEST = 50 * 1024 * 1024  # bytes of a file that somebody sends
_HEAD, _ENTRIES = 64 * 1024, 5_000
_DIRECTORY = 1024 * 1024  # bytes of an archive's directory
_END, _END_64, _END_LENGTH = b"PK\x05\x06", b"PK\x06\x07", 22  # APPNOTE 4.3.16, 4.3.15
_TAIL = _END_LENGTH + 65_535  # with the longest comment
_BROKEN = (
    BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error, lzma.LZMAError,
    struct.error,
)  # fmt: skip

SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
    "text/plain": (".txt", ".csv", ".md"),
}
"""Every kind of file that is taken, with its endings, the usual one first."""

_OFFICE = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}


class NotTaken(ValueError):
    """Of no kind that is taken, or not what it seems."""


def media_type_of(file: BinaryIO) -> str:
    """The media type of a file that was sent. Raises NotTaken."""
    file.seek(0)
    head = file.read(_HEAD)
    found = _by_head(head) or (_packed(file) if head.startswith(b"PK\x03\x04") else _text(head))
    file.seek(0)
    return found


def proper_name(name: str, media_type: str) -> str:
    """The name with an ending that belongs to its kind, so that no program is led astray by it."""
    suffixes = SUFFIXES[media_type]
    return name if name.lower().endswith(suffixes) else name + suffixes[0]


def _by_head(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return "image/heic" if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1") else ""


def _packed(file: BinaryIO) -> str:
    """A document of an office program, by the names in its archive; nothing is unpacked but one line, its kind."""
    _refuse_large_directory(file)
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
            if len(names) > _ENTRIES or any(name.lower().endswith("vbaproject.bin") for name in names):
                raise NotTaken
            if "mimetype" in names:
                with archive.open("mimetype") as line:
                    told = line.read(100).decode("ascii", "replace").strip()
                return _known(told)
            suffix = next((suffix for name, suffix in _OFFICE.items() if name in names), "")
    except _BROKEN as fault:
        raise NotTaken from fault
    return _known(next((media for media, suffixes in SUFFIXES.items() if suffix in suffixes), ""))


def _refuse_large_directory(file: BinaryIO) -> None:
    """What an archive says of its own directory, before the whole of it is read: a million names fill the memory."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH or _END_64 in tail:
        raise NotTaken
    entries, length = struct.unpack_from("<HI", tail, at + 10)
    if entries > _ENTRIES or length > _DIRECTORY:
        raise NotTaken


def _known(media_type: str) -> str:
    if media_type not in SUFFIXES:
        raise NotTaken
    return media_type


def _text(head: bytes) -> str:
    """Text has no control characters but tabs and line ends; the head may end within a letter."""
    text = head.decode("utf-8", "replace")
    if not text or "\ufffd" in text[:-4] or any(letter < " " and letter not in "\t\r\n\f" for letter in text):
        raise NotTaken
    return "text/plain"
