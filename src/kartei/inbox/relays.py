"""The mail server that the operator names in KARTEI_SMTP_URL, and the addresses that go with it."""

import ipaddress
from dataclasses import dataclass
from email.headerregistry import Address
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings


@dataclass(frozen=True)
class Relay:
    """Where mail is handed over."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool  # TLS from the first byte; otherwise STARTTLS is demanded, except on this very machine
    is_plain: bool = False  # without TLS, which only a host of the operator's choice may do
    is_foreign: bool = False  # a practice has named it: it has to be a public one

    @property
    def is_local(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def relay() -> Relay | None:
    """The relay of KARTEI_SMTP_URL, `smtp(s)://user:password@host:port?from=address`; None when it is unset."""
    if not settings.KARTEI_SMTP_URL:
        return None
    url = urlsplit(settings.KARTEI_SMTP_URL)
    is_tls = url.scheme == "smtps"
    return Relay(
        host=url.hostname or "localhost",
        port=url.port or (465 if is_tls else 587),
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        is_tls=is_tls,
    )


def sender_address() -> str:
    """From: the address named in KARTEI_SMTP_URL, else its user when that is an address, else noreply@ our own host."""
    url = urlsplit(settings.KARTEI_SMTP_URL or "")
    named = parse_qs(url.query).get("from", [""])[0] or unquote(url.username or "")
    return named if "@" in named else f"noreply@{host_of_links()}"


@dataclass(frozen=True)
class Sender:
    """From whom mail comes."""

    address: str
    name: str = ""

    @property
    def header(self) -> Address:
        """As From: takes it. Raises ValueError, IndexError or HeaderParseError when no header takes it."""
        name, _at, domain = self.address.rpartition("@")
        return Address(self.name, name, domain)


def host_of_links() -> str:
    return urlsplit(settings.KARTEI_URL).hostname or "localhost"


def has_mail_page() -> bool:
    """Whether mails are kept as files and shown under /mail/: on a loopback server without a relay, never elsewhere."""
    return settings.KARTEI_IS_LOOPBACK and not settings.KARTEI_SMTP_URL
