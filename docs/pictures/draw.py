"""Draws the pictures of the README anew: .venv/bin/python docs/pictures/draw.py (needs chromium)."""

import base64
import struct
import sys
import zlib
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.e2e.conftest import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.e2e.instance import Instance  # noqa: E402
from tests.e2e.visiting import Visits  # noqa: E402

Colour = tuple[int, int, int]
PICTURES = {"clients.png": "/w/lindenhof/clients/"}
PIXELS = """async (picture) => {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
  const brush = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  brush.drawImage(bitmap, 0, 0);
  const { data } = brush.getImageData(0, 0, bitmap.width, bitmap.height);
  let text = "";
  for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
  return [bitmap.width, bitmap.height, btoa(text)];
}"""


def main() -> None:
    with Instance("--demo") as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = Visits(browser, demo).enter("anna")
        for name, path in PICTURES.items():
            page.goto(path, wait_until="networkidle")
            picture = base64.b64encode(page.screenshot()).decode()
            width, height, pixels = browser.new_page().evaluate(PIXELS, picture)
            (HERE / name).write_bytes(palette_png(width, height, base64.b64decode(pixels)))
        browser.close()


def palette_png(width: int, height: int, rgba: bytes) -> bytes:
    """A PNG of 256 colours, a third of the size; every other colour becomes the nearest of them."""
    colours = list(zip(rgba[::4], rgba[1::4], rgba[2::4], strict=True))
    palette = _palette(colours)
    places = {colour: place for place, colour in enumerate(palette)}
    for colour in set(colours) - places.keys():
        places[colour] = min(range(len(palette)), key=lambda place: _distance(palette[place], colour))
    rows = (bytes(places[colour] for colour in colours[at : at + width]) for at in range(0, len(colours), width))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, body)
        for kind, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", b"".join(map(bytes, palette))),
            (b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 9)),
            (b"IEND", b""),
        )
    )


def _palette(colours: list[Colour]) -> list[Colour]:
    """The commonest half, then again and again the one that is farthest from all so far: small dots keep theirs."""
    counts = Counter(colours)
    palette = [colour for colour, _count in counts.most_common(128)]
    far = {colour: min(_distance(colour, one) for one in palette) for colour in counts}
    while len(palette) < 256 and max(far.values()):
        palette.append(max(far, key=lambda colour: (far[colour], colour)))
        far = {colour: min(distance, _distance(colour, palette[-1])) for colour, distance in far.items()}
    return palette


def _distance(one: Colour, other: Colour) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


if __name__ == "__main__":
    main()
