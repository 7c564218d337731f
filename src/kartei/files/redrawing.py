"""The child process that draws a picture anew: picture on standard input, the new ones on standard output.

Run as a file of its own, so that it holds nothing of the program but the limits below. It answers with a line that
names the format and the length of each picture, or with nothing. Arguments are the edges of squares, one picture for
each; without any it is the whole picture.
"""

import resource
import sys
from collections.abc import Sequence
from io import BytesIO
from typing import Any

MEMORY = 1_000_000_000  # bytes
SECONDS = 10
PIXELS = 50_000_000  # a screen of 8K has 33 million
EDGE = 2_560  # pixels of the longer side that are kept
SAVED_AS = {"PNG": "PNG", "JPEG": "JPEG", "WEBP": "WEBP", "GIF": "PNG"}


def redraw(data: bytes, squares: Sequence[int] = ()) -> tuple[str, list[bytes]]:
    """The format and bytes of the same picture, made from its pixels alone: no metadata, no second frame, no tail."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    with Image.open(BytesIO(data), formats=list(SAVED_AS)) as picture:
        if picture.width * picture.height > PIXELS:
            raise ValueError("too many pixels")
        kind = SAVED_AS[str(picture.format)]
        picture.draft("RGB", (EDGE, EDGE))
        turned = ImageOps.exif_transpose(picture)
    plain = turned.convert("RGBA" if turned.has_transparency_data and kind != "JPEG" else "RGB")
    plain.info.clear()
    if squares:
        return kind, [_bytes_of(ImageOps.fit(plain, (edge, edge)), kind) for edge in squares]
    plain.thumbnail((EDGE, EDGE))
    return kind, [_bytes_of(plain, kind)]


def _bytes_of(picture: Any, kind: str) -> bytes:
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def serve() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # a pipe is no file
    try:
        kind, drawn = redraw(sys.stdin.buffer.read(), [int(edge) for edge in sys.argv[1:]])
    except Exception:  # noqa: BLE001  # whatever it was, it is no picture
        return
    lengths = " ".join(str(len(each)) for each in drawn)
    sys.stdout.buffer.write(f"{kind} {lengths}\n".encode() + b"".join(drawn))


if __name__ == "__main__":
    serve()
