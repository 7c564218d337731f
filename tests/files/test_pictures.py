"""What a picture may be, and what is left of it."""

from io import BytesIO

import pytest
from PIL import Image

from kartei.files.pictures import NoPicture, redrawn
from kartei.files.redrawing import EDGE
from tests.files.pictures import bomb, drawn

SCRIPT = b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("kind", "mode", "suffix", "kept"),
    [
        ("PNG", "RGB", ".png", "RGB"),
        ("PNG", "RGBA", ".png", "RGBA"),
        ("PNG", "P", ".png", "RGB"),
        ("PNG", "L", ".png", "RGB"),
        ("JPEG", "RGB", ".jpg", "RGB"),
        ("JPEG", "CMYK", ".jpg", "RGB"),
        ("WEBP", "RGB", ".webp", "RGB"),
        ("GIF", "P", ".png", "RGB"),
    ],
)
def test_each_kind_is_drawn_anew(kind: str, mode: str, suffix: str, kept: str) -> None:
    picture = redrawn(drawn(kind, mode))
    with Image.open(BytesIO(picture.data)) as found:
        assert (picture.suffix, found.mode, found.size) == (suffix, kept, (40, 30))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html>" + SCRIPT,
        b"%PDF-1.7\n",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        drawn("BMP"),
        drawn("TIFF"),
        drawn("PNG")[:60],
        drawn("PNG", size=(500, 500))[:-300],
        bomb(60_000),
        bomb(7_500),
        b"\x00" * 1_000_000,
    ],
    ids=[
        "nothing",
        "head",
        "svg",
        "html",
        "pdf",
        "eps",
        "bmp",
        "tiff",
        "cut",
        "cut late",
        "bomb",
        "small bomb",
        "zeros",
    ],
)
def test_what_is_no_picture_of_these_kinds_is_refused(data: bytes) -> None:
    with pytest.raises(NoPicture):
        redrawn(data)


def test_a_picture_that_is_a_page_as_well_is_a_picture_alone() -> None:
    """Whatever hangs behind the pixels or within the metadata is not drawn."""
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()  # ImageDescription
    for data in (
        drawn("PNG") + SCRIPT,
        drawn("GIF", "P", comment=SCRIPT),
        drawn("JPEG", exif=exif, comment=SCRIPT) + SCRIPT,
        drawn("WEBP", exif=exif, xmp=SCRIPT),
        drawn("PNG", exif=exif, icc_profile=SCRIPT),
    ):
        assert SCRIPT in data or b"alert" in data or data.startswith(b"\x89PNG")
        assert b"alert" not in redrawn(data).data


def test_of_a_film_the_first_picture_is_kept() -> None:
    out = BytesIO()
    first, *more = (Image.new("P", (20, 20), shade) for shade in range(5))
    first.save(out, "GIF", save_all=True, append_images=more)
    with Image.open(BytesIO(redrawn(out.getvalue()).data)) as found:
        assert getattr(found, "n_frames", 1) == 1


def test_a_large_picture_becomes_smaller_and_one_on_its_side_is_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turned by a quarter
    with Image.open(BytesIO(redrawn(drawn("JPEG", size=(4_000, 1_000), exif=exif)).data)) as found:
        assert found.size == (EDGE // 4, EDGE)
