"""Pictures made for the tests, good and bad."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def drawn(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 1 if mode == "P" else "green").save(out, kind, **options)
    return out.getvalue()


def sent(data: bytes, name: str = "Müllers Befund.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def bomb(edge: int) -> bytes:
    """A PNG of a few bytes that claims edge × edge pixels."""
    head = struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
