"""Every byte of an archive is accounted for, plain or encrypted."""

import io
import random
import tarfile
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kartei.backup import encryption
from kartei.backup.archive import Reader, Writer
from kartei.backup.encryption import DecryptingReader, EncryptedWriter
from kartei.backup.faults import CutOff, Damaged, WrongPassphrase

PASSPHRASE = "vier Wörter für einen Test"
MEMBERS = {"head.json": b"{}", "database/a.00000.gz": bytes(range(256)) * 5, "files/empty": b"", "files/b": b"x" * 512}


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "CHUNK", 700)
    monkeypatch.setattr(encryption, "COST", {**encryption.COST, "time_cost": 1, "memory_cost": 64, "parallelism": 1})


def written(members: dict[str, bytes] = MEMBERS, passphrase: str = "") -> bytes:
    out = io.BytesIO()
    sink = EncryptedWriter(out, passphrase) if passphrase else out
    writer = Writer(sink)
    for name, data in members.items():
        writer.add(name, data)
    writer.finish()
    if isinstance(sink, EncryptedWriter):
        sink.close()
    return out.getvalue()


def read(data: bytes, passphrase: str = "") -> dict[str, bytes]:
    source = io.BytesIO(data)
    return {
        member.name: member.read() for member in Reader(DecryptingReader(source, passphrase) if passphrase else source)
    }


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_what_was_written_is_read(passphrase: str) -> None:
    assert read(written(passphrase=passphrase), passphrase) == MEMBERS


def test_any_tar_can_unpack_a_plain_one() -> None:
    with tarfile.open(fileobj=io.BytesIO(written())) as archive:
        members = {entry.name: archive.extractfile(entry) for entry in archive}
        assert {name: file.read() for name, file in members.items() if file and name != "sha256"} == MEMBERS


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_a_flipped_byte_is_found_wherever_it_lies(passphrase: str) -> None:
    data = written(passphrase=passphrase)
    for place in range(len(data)):
        flipped = bytearray(data)
        flipped[place] ^= random.choice((1, 2, 4, 8, 16, 32, 64, 128))
        with pytest.raises(Damaged):
            read(bytes(flipped), passphrase)


def test_the_member_with_the_flipped_byte_is_named() -> None:
    data = written()
    flipped = data.replace(b"x" * 512, b"x" * 511 + b"y")
    with pytest.raises(Damaged, match="files/b"):
        read(flipped)


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_a_shortened_one_is_found_at_every_length(passphrase: str) -> None:
    data = written(passphrase=passphrase)
    for length in range(0, len(data), 37):
        with pytest.raises(Damaged, match=r"cut off|damaged"):
            read(data[:length], passphrase)


def test_a_cut_between_two_chunks_is_told_as_a_cut() -> None:
    data = written(passphrase=PASSPHRASE)
    length = encryption.HEAD + 2 * (encryption.CHUNK + encryption.TAG)
    with pytest.raises(CutOff):
        read(data[:length], PASSPHRASE)


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_what_hangs_on_behind_is_found(passphrase: str) -> None:
    with pytest.raises(Damaged):
        read(written(passphrase=passphrase) + b"\0", passphrase)


def test_chunks_that_were_swapped_or_doubled_do_not_open() -> None:
    data = written({"a": random.randbytes(5000)}, PASSPHRASE)
    size = encryption.CHUNK + encryption.TAG
    head, chunks = data[: encryption.HEAD], [data[n : n + size] for n in range(encryption.HEAD, len(data), size)]
    for order in ([1, 0, *range(2, len(chunks))], [0, 0, *range(1, len(chunks))], range(1, len(chunks))):
        with pytest.raises(Damaged):
            read(head + b"".join(chunks[n] for n in order), PASSPHRASE)


def test_a_wrong_passphrase_is_told_from_a_damaged_file() -> None:
    data = written(passphrase=PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        read(data, "another one")
    with pytest.raises(Damaged, match="the head"):
        read(data[:30] + bytes([data[30] ^ 1]) + data[31:], PASSPHRASE)


def test_two_backups_with_one_passphrase_have_different_keys() -> None:
    assert (
        written(passphrase=PASSPHRASE)[encryption.HEAD :][:700]
        != written(passphrase=PASSPHRASE)[encryption.HEAD :][:700]
    )


def test_a_file_that_changes_while_it_is_read_is_refused() -> None:
    def shorter() -> Iterator[bytes]:
        yield b"abc"

    with pytest.raises(ValueError, match="changed while it was read"):
        Writer(io.BytesIO()).add_stream("files/a", 4, "0" * 64, shorter())


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z/]{1,80}", fullmatch=True), st.binary(max_size=3000), max_size=5))
def test_whatever_is_written_comes_back(members: dict[str, bytes]) -> None:
    wanted = {name: data for name, data in members.items() if name != "sha256" and not name.endswith("/")}
    assert read(written(wanted)) == wanted
