"""What differs between installations: the environment, read once, with a sentence for each value that is wrong."""

import ipaddress
import os
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from kartei.lib import envelope, keyfile

ROOT = Path(__file__).resolve().parents[3]
REGISTRATION = ("open", "invite", "closed")


class SettingsError(Exception):
    """A value of the environment that cannot be used; the text says which and what is wanted."""


@dataclass(frozen=True)
class Environment:
    data: Path  # database, files, keys, log
    port: int
    url: str  # base of all links
    database_url: str | None  # serves; None: the embedded database
    database_owner_url: str | None  # migrates
    smtp_url: str | None
    files_url: str | None
    registration: str
    demo: bool
    role: str  # kartei_app or kartei_owner
    backups: Path  # folder of the nightly backups
    backups_kept: int
    private_hosts: list[str] = field(default_factory=list)
    proxies: list[str] = field(default_factory=list)  # whose word on the address of a visitor counts

    @property
    def is_loopback(self) -> bool:
        """Whether the instance is reached from this machine alone."""
        return is_loopback(urlsplit(self.url).hostname or "")

    @property
    def is_owner_known(self) -> bool:
        """Whether this machine can connect as the role that owns the tables; one that only serves need not."""
        return not self.database_url or bool(self.database_owner_url)

    @property
    def secret_key(self) -> str:
        """The signing key; made at the first start and kept in the data folder."""
        given = os.environ.get("KARTEI_SECRET_FILE")
        file = Path(given) if given else self.data / "secret"
        try:
            if not given and not file.exists():
                keyfile.place(file, secrets.token_urlsafe(64))
            key = file.read_text().strip()
        except FileNotFoundError as fault:
            raise SettingsError(f"KARTEI_SECRET_FILE: there is no file {file}.") from fault
        except (OSError, UnicodeDecodeError) as fault:
            reason = fault.strerror if isinstance(fault, OSError) else "it holds no text"
            raise SettingsError(f"The key in {file} cannot be read or made: {reason}.") from fault
        if len(key) < 50:
            raise SettingsError(f"The key in {file} is too short: at least 50 characters are needed.")
        return key

    @property
    def keys_file(self) -> Path:
        """Where the keys of stored secrets lie; made at the first start unless KARTEI_KEYS_FILE names it."""
        given = os.environ.get("KARTEI_KEYS_FILE")
        file = Path(given).absolute() if given else self.data / "keys"
        try:
            if not given and not file.exists():
                keyfile.place(file, envelope.text_of(keyfile.first_ring()))
        except OSError as fault:
            raise SettingsError(f"The keys in {file} cannot be made: {fault.strerror}.") from fault
        return file

    @property
    def keys(self) -> envelope.KeyRing:
        """The keys of stored secrets as the file holds them now. Raises SettingsError."""
        file = self.keys_file
        try:
            return envelope.parse(file.read_text())
        except FileNotFoundError as fault:
            raise SettingsError(f"KARTEI_KEYS_FILE: there is no file {file}.") from fault
        except OSError as fault:
            raise SettingsError(f"The keys in {file} cannot be read: {fault.strerror}.") from fault
        except envelope.WeakKey as fault:
            raise SettingsError(f"{file} holds a key that can be guessed. Only Kartei itself makes keys.") from fault
        except ValueError as fault:
            raise SettingsError(f"The keys in {file} are damaged. Put your copy of the file back.") from fault


@cache
def read() -> Environment:
    """The environment of this process. Raises SettingsError."""
    demo = os.environ.get("KARTEI_DEMO") == "1"
    port = _port(os.environ.get("KARTEI_PORT") or "8000")
    data = Path(os.environ.get("KARTEI_DATA") or ROOT / ("var-demo" if demo else "var")).resolve()
    for name in ("KARTEI_DISK_LOW", "KARTEI_DISK_SPENT", "KARTEI_BALLAST"):
        _number(name, 0, 0)
    url = _url(os.environ.get("KARTEI_URL") or f"http://localhost:{port}")
    loopback = is_loopback(urlsplit(url).hostname or "")
    return Environment(
        data=data,
        port=port,
        url=url,
        database_url=_database("DATABASE_URL"),
        database_owner_url=_database("DATABASE_OWNER_URL"),
        smtp_url=_smtp(os.environ.get("KARTEI_SMTP_URL")),
        files_url=os.environ.get("KARTEI_FILES_URL") or None,
        registration=_registration(os.environ.get("KARTEI_REGISTRATION") or ("open" if demo or loopback else "invite")),
        demo=demo,
        role=_role(os.environ.get("KARTEI_ROLE") or "kartei_app"),
        backups=Path(os.environ.get("KARTEI_BACKUPS") or data / "backups").resolve(),
        backups_kept=_number("KARTEI_BACKUPS_KEPT", 7, 1),
        private_hosts=_list(os.environ.get("KARTEI_PRIVATE_HOSTS", "")),
        proxies=_networks(os.environ.get("KARTEI_PROXIES") or "127.0.0.1, ::1"),
    )


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 65535:
        raise SettingsError(f"KARTEI_PORT: “{text}” is not a port. Give a number from 1 to 65535.")
    return int(text)


def _number(name: str, otherwise: int, least: int) -> int:
    text = os.environ.get(name) or str(otherwise)
    if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) < least:
        raise SettingsError(f"{name}: “{text}” is not a number from {least} up.")
    return int(text)


def _url(text: str) -> str:
    wrong = f"KARTEI_URL: “{text}” is not an address. Give one like https://kartei.example.org."
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError as fault:
        raise SettingsError(wrong) from fault
    if not is_address or not parts.hostname or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise SettingsError(wrong)
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise SettingsError("KARTEI_URL: beyond this machine the address must begin with https.")
    return text.rstrip("/")


def _database(name: str) -> str | None:
    text = os.environ.get(name)
    if text and not _is_database_address(text):
        raise SettingsError(f"{name}: give an address like postgresql://user:password@host/name.")
    return text or None


def _is_database_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"postgres", "postgresql"} and parts.port != 0 and len(parts.path) > 1
    except ValueError:  # the port is no number
        return False


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _networks(text: str) -> list[str]:
    for part in _list(text):
        try:
            ipaddress.ip_network(part)
        except ValueError as fault:
            raise SettingsError(f"KARTEI_PROXIES: “{part}” is neither an address nor a network.") from fault
    return _list(text)


def _smtp(text: str | None) -> str | None:
    if not text:
        return None
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in {"smtp", "smtps"} and parts.hostname and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise SettingsError("KARTEI_SMTP_URL: give an address like smtps://user:password@mail.example.org.")
    return text


def _role(text: str) -> str:
    if text not in {"kartei_app", "kartei_owner"}:
        raise SettingsError(f"KARTEI_ROLE: “{text}” is neither kartei_app nor kartei_owner.")
    return text


def _registration(text: str) -> str:
    if text not in REGISTRATION:
        raise SettingsError(f"KARTEI_REGISTRATION: “{text}” is not one of {', '.join(REGISTRATION)}.")
    return text
