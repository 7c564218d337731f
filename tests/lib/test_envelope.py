import base64
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib import envelope
from kartei.lib.envelope import KeyMissing, KeyRing, SealBroken, WeakKey, new_key

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLD, NEW = new_key(NOW), new_key(NOW)
RING = KeyRing((OLD, NEW))
texts = st.text(st.characters(exclude_categories=["Cs"]))
owners = st.one_of(st.uuids(), st.integers(), st.just(""))


@given(texts, texts, owners)
def test_what_is_sealed_opens_for_its_purpose_and_owner(secret: str, purpose: str, owner: object) -> None:
    sealed = RING.seal(secret, purpose, owner)
    assert RING.open(sealed, purpose, owner) == secret
    assert sealed.startswith(f"v1.{NEW.id}.")
    assert sealed.isascii()


@given(texts)
def test_the_same_secret_is_never_sealed_alike(secret: str) -> None:
    assert RING.seal(secret, "mfa") != RING.seal(secret, "mfa")


def test_the_secret_is_not_in_what_is_stored() -> None:
    sealed = RING.seal("JBSWY3DPEHPK3PXP", "mfa").rpartition(".")[2]
    assert b"JBSWY3DP" not in base64.urlsafe_b64decode(sealed + "==")


@pytest.mark.parametrize("length", [0, 1, 2, 3, 32])
def test_no_byte_can_be_flipped(length: int) -> None:
    """Nor a bit that base64 leaves unused."""
    sealed = RING.seal("x" * length, "mfa", 7).encode()
    for place in range(len(sealed)):
        for bit in range(8):
            flipped = bytearray(sealed)
            flipped[place] ^= 1 << bit
            with pytest.raises((SealBroken, KeyMissing)):
                RING.open(flipped.decode("latin-1"), "mfa", 7)


@pytest.mark.parametrize(("purpose", "owner"), [("mail", 7), ("mfa", 8), ("mfa", ""), ("mfa\x007", ""), ("", 7)])
def test_another_purpose_or_owner_does_not_open(purpose: str, owner: object) -> None:
    with pytest.raises(SealBroken):
        RING.open(RING.seal("secret", "mfa", 7), purpose, owner)


def test_a_secret_cannot_be_passed_off_as_sealed_by_another_key() -> None:
    sealed = RING.seal("secret", "mfa")
    with pytest.raises(SealBroken):
        RING.open(sealed.replace(NEW.id, OLD.id), "mfa")


@given(st.text(), st.text())
def test_what_is_no_sealed_secret_is_refused(text: str, rest: str) -> None:
    for wrong in (text, f"v1.{NEW.id}.{rest}"):
        with pytest.raises((SealBroken, KeyMissing)):
            RING.open(wrong, "mfa")


def test_every_key_opens_and_the_last_one_seals() -> None:
    sealed = KeyRing((OLD,)).seal("secret", "mfa")
    assert RING.open(sealed, "mfa") == "secret"
    with pytest.raises(KeyMissing) as missing:
        KeyRing((NEW,)).open(sealed, "mfa")
    assert missing.value.key_id == OLD.id


def test_a_file_of_keys_is_read_as_it_was_written() -> None:
    assert envelope.parse(envelope.text_of(RING)) == RING


def test_a_key_does_not_show_itself() -> None:
    assert OLD.secret.hex() not in repr(RING)
    assert repr(OLD.secret)[2:-1] not in repr(RING)


def _with(secret: bytes) -> str:
    name = envelope.key_id(secret)
    return f"{name} 2026-03-01T12:00:00+00:00 {base64.urlsafe_b64encode(secret).decode().rstrip('=')}\n"


@pytest.mark.parametrize(
    "secret",
    [
        bytes(32),
        b"\xff" * 32,
        b"ab" * 16,
        bytes(range(32)),
        bytes(range(200, 168, -1)),
        bytes(range(16)) * 2,
        b"change-me-change-me-change-me-xx",
        b"Zk3uQ9xLr7TfWm2VbN8cYs5HdJ6gPaE4",
        pytest.param(NEW.secret[:31], id="short"),
        pytest.param(NEW.secret + b"x", id="long"),
    ],
)
def test_a_key_that_can_be_guessed_is_refused(secret: bytes) -> None:
    with pytest.raises(WeakKey):
        envelope.parse(_with(secret))


def test_random_keys_are_never_called_weak() -> None:
    for _ in range(5_000):
        envelope.refuse_weak(new_key(NOW).secret)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: "\n".join(line for line in text.splitlines() if line.startswith("#")),
        lambda text: text[:-10],
        lambda text: text.replace(NEW.id, OLD.id),
        lambda text: text + text,
        lambda text: text.replace("2026-03-01", "2026-13-01"),
        lambda text: text.replace("+00:00", ""),
        lambda text: text + "something else\n",
        lambda text: text.rstrip("\n") + "=\n",
    ],
)
def test_a_damaged_file_is_refused(spoil: Callable[[str], str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whoever reads the file puts it into a sentence
        envelope.parse(spoil(envelope.text_of(RING)))
