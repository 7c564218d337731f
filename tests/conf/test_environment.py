import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kartei.conf import environment
from kartei.conf.environment import SettingsError, read


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Nothing is set, and nothing that was read stays."""
    for name in ("KARTEI_DATA", "KARTEI_ROLE", "DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    read.cache_clear()
    yield monkeypatch
    read.cache_clear()


def test_without_a_variable_everything_has_a_value(fresh: pytest.MonkeyPatch) -> None:
    found = read()
    assert (found.port, found.url, found.registration) == (8000, "http://localhost:8000", "open")
    assert found.data == environment.ROOT / "var"
    assert found.is_loopback
    assert found.database_url is None


def test_the_demo_has_a_folder_of_its_own(fresh: pytest.MonkeyPatch) -> None:
    fresh.setenv("KARTEI_DEMO", "1")
    assert read().data == environment.ROOT / "var-demo"


def test_beyond_this_machine_nobody_registers_uninvited(fresh: pytest.MonkeyPatch) -> None:
    fresh.setenv("KARTEI_URL", "https://kartei.example.org/")
    assert read().registration == "invite"
    assert read().url == "https://kartei.example.org"
    assert not read().is_loopback


@pytest.mark.parametrize("name", ["KARTEI_PORT", "KARTEI_URL", "DATABASE_URL", "KARTEI_REGISTRATION", "KARTEI_ROLE"])
def test_an_empty_variable_is_none(fresh: pytest.MonkeyPatch, name: str) -> None:
    fresh.setenv(name, "")
    assert read()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KARTEI_PORT", "abc"),
        ("KARTEI_PORT", "0"),
        ("KARTEI_PORT", "65536"),
        ("KARTEI_PORT", "-1"),
        ("KARTEI_PORT", "²"),
        ("KARTEI_PORT", "80 00"),
        ("KARTEI_URL", "kartei.example.org"),
        ("KARTEI_URL", "http://kartei.example.org"),
        ("KARTEI_URL", "https://kartei.example.org/below"),
        ("KARTEI_URL", "https://kartei.example.org/?a=b"),
        ("KARTEI_URL", "https://kartei.example.org:port"),
        ("KARTEI_URL", "https://[::1"),
        ("KARTEI_URL", "https://"),
        ("DATABASE_URL", "mysql://user@host/name"),
        ("DATABASE_URL", "postgresql://user@host:port/name"),
        ("DATABASE_URL", "postgresql://user@host"),
        ("DATABASE_OWNER_URL", "name"),
        ("KARTEI_REGISTRATION", "closed!"),
        ("KARTEI_ROLE", "postgres"),
        ("KARTEI_PROXIES", "127.0.0.1, proxy"),
        ("KARTEI_SMTP_URL", "mail.example.org"),
        ("KARTEI_SMTP_URL", "smtp://mail.example.org:mail"),
    ],
)
def test_a_wrong_value_is_named_in_a_sentence(fresh: pytest.MonkeyPatch, name: str, value: str) -> None:
    fresh.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: .*\\.$"):
        read()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1", "kartei.localhost"])
def test_loopback_is_known(host: str) -> None:
    assert environment.is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "localhost.example.org", ""])
def test_everything_else_is_not_loopback(host: str) -> None:
    assert not environment.is_loopback(host)


def test_the_key_is_made_once_however_many_ask(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh.setenv("KARTEI_DATA", str(tmp_path / "data"))
    found = read()
    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(lambda _: found.secret_key, range(64)))
    assert len(keys) == 1
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret"]
    assert stat.S_IMODE((tmp_path / "data/secret").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no file"),
        (b"short", "is too short"),
        (b"\xff" * 60, "cannot be read or made: it holds no text"),
    ],
)
def test_a_wrong_key_is_told(fresh: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, sentence: str) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    fresh.setenv("KARTEI_SECRET_FILE", str(file))
    with pytest.raises(SettingsError, match=sentence):
        assert read().secret_key


def test_a_key_that_cannot_be_made_is_told(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    fresh.setenv("KARTEI_DATA", str(tmp_path / "file/data"))
    with pytest.raises(SettingsError, match="cannot be read or made: Not a directory"):
        assert read().secret_key


def test_the_first_key_of_secrets_is_made_once_however_many_ask(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh.setenv("KARTEI_DATA", str(tmp_path / "data"))
    found = read()
    with ThreadPoolExecutor(16) as threads:
        rings = set(threads.map(lambda _: tuple(found.keys.ids), range(64)))
    assert len(rings) == 1
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["keys"]
    assert stat.S_IMODE((tmp_path / "data/keys").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "^KARTEI_KEYS_FILE: there is no file "),
        (b"", "are damaged. Put your copy of the file back"),
        (b"\xff" * 60, "are damaged"),
        (b"x 2026-03-01T12:00:00+00:00 " + b"A" * 43, "holds a key that can be guessed"),
    ],
)
def test_keys_that_cannot_be_used_are_told(
    fresh: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "elsewhere"
    if content is not None:
        file.write_bytes(content)
    fresh.setenv("KARTEI_KEYS_FILE", str(file))
    with pytest.raises(SettingsError, match=sentence):
        assert read().keys
