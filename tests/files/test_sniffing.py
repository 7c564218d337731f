"""What a file is, told by its content: archives that are broken or far too large are refused with a sentence."""

import io
import zipfile

import pytest

from kartei.files.sniffing import NotTaken, media_type_of

ODT = "application/vnd.oasis.opendocument.text"


def archive(entries: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return packed.getvalue()


def test_documents_of_office_programs_are_known_by_their_names() -> None:
    assert media_type_of(io.BytesIO(archive({"mimetype": ODT.encode(), "content.xml": b"<x/>"}))) == ODT
    docx = archive({"[Content_Types].xml": b"", "word/document.xml": b""}, zipfile.ZIP_DEFLATED)
    assert media_type_of(io.BytesIO(docx)).endswith("wordprocessingml.document")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_broken_line_in_an_archive_is_no_error_of_ours(method: int) -> None:
    whole = bytearray(archive({"mimetype": ODT.encode() * 20}, method))
    begins = whole.index(b"mimetype") + len("mimetype")
    whole[begins : begins + 12] = b"\xff" * 12
    with pytest.raises(NotTaken):
        media_type_of(io.BytesIO(bytes(whole)))


def test_an_archive_with_a_huge_directory_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    many = archive({f"{number}/": b"" for number in range(5_001)})
    monkeypatch.setattr("kartei.files.sniffing.ZipFile", None)  # nobody opens it
    with pytest.raises(NotTaken):
        media_type_of(io.BytesIO(many))


@pytest.mark.parametrize("entries", [b"\x01\x00", b"\xff\xff"])
def test_what_an_archive_says_of_itself_may_be_a_lie(entries: bytes) -> None:
    lying = bytearray(archive({f"{number:0200}": b"" for number in range(5_001)}))
    at = lying.rindex(b"PK\x05\x06")
    lying[at + 8 : at + 10] = lying[at + 10 : at + 12] = entries  # the count, but not the length
    with pytest.raises(NotTaken):
        media_type_of(io.BytesIO(bytes(lying)))
    with pytest.raises(NotTaken):
        media_type_of(io.BytesIO(b"PK\x03\x04" + b"x" * 100))
