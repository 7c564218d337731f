"""The two ways out: the operator's mail server, or files on a loopback server that has none."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from django.conf import settings

from kartei.inbox.connecting import PublicSMTP, PublicSMTPS
from kartei.inbox.models import MailState
from kartei.inbox.relays import Relay, has_mail_page, host_of_links, relay

TIMEOUT = 30.0  # seconds for each answer of the server
CONNECT = 10.0  # seconds until it is there
LONGEST = 300.0  # seconds for all that a practice's own server says to one mail
FAULTS = (OSError, smtplib.SMTPException, UnicodeError)


class Unreachable(Exception):
    """Certainly not accepted, but worth another try."""


class Down(Unreachable):
    """Not this mail, but the server: it is not there, or does not let us in. The next mail would fare no better."""


class Refused(Exception):
    """Certainly not accepted, for good (5xx)."""


class Undecided(Exception):
    """The text was handed over and no answer came: it may have been accepted."""


Carry = Callable[[EmailMessage, str], None]


def hand_over(carry: Carry, message: EmailMessage, recipient: str) -> tuple[MailState, str]:
    """How it has ended, and the problem. Raises Unreachable, while it has not."""
    try:
        carry(message, recipient)
    except Refused as problem:
        return MailState.FAILED, str(problem)
    except Undecided as problem:
        return MailState.UNCERTAIN, str(problem)
    return MailState.SENT, ""


class MailFolder:
    """Keeps mails as KARTEI_DATA/mail/<id>.eml, where /mail/ shows them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, message: EmailMessage, recipient: str) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        draft = self.folder / f".{name}"
        draft.touch(0o600)
        draft.write_bytes(message.as_bytes())
        draft.replace(self.folder / f"{name}.eml")


class MailServer:
    """Hands mails to the relay. Raises Unreachable, Refused or Undecided.

    `timeout`, `connect` and `longest`: seconds for each answer, until the server is there, and for all of it (where a
    practice has named the server).
    """

    def __init__(
        self, relay: Relay, *, timeout: float = TIMEOUT, connect: float = CONNECT, longest: float = LONGEST
    ) -> None:
        self.relay, self.timeout, self.connect, self.longest = relay, timeout, connect, longest

    def __call__(self, message: EmailMessage, recipient: str) -> None:
        with self._connected() as server:
            self._hand_over(server, message, recipient)

    def greet(self) -> None:
        """Connect, show who we are, and leave. Raises Unreachable."""
        with self._connected() as server:
            self._introduced(server)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        try:
            server = self._connect()
        except FAULTS as problem:
            raise Down(str(problem)) from problem
        try:
            yield server
        finally:
            with suppress(*FAULTS):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        at = (self.relay.host, self.relay.port)
        asked: Any = {"local_hostname": host_of_links(), "timeout": self.connect}
        if self.relay.is_foreign:
            asked["longest"] = self.longest
        if self.relay.is_tls:
            make = PublicSMTPS if self.relay.is_foreign else smtplib.SMTP_SSL
            server: smtplib.SMTP = make(*at, **asked, context=ssl.create_default_context())
        else:
            server = (PublicSMTP if self.relay.is_foreign else smtplib.SMTP)(*at, **asked)
        assert server.sock is not None
        server.sock.settimeout(self.timeout)
        return server

    def _introduced(self, server: smtplib.SMTP) -> None:
        try:
            self._introduce(server)
        except FAULTS as problem:
            raise Down(str(problem)) from problem

    def _introduce(self, server: smtplib.SMTP) -> None:
        if not self.relay.is_tls and not self.relay.is_local and not self.relay.is_plain:
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if self.relay.user:
            server.login(self.relay.user, self.relay.password)

    def _hand_over(self, server: smtplib.SMTP, message: EmailMessage, recipient: str) -> None:
        self._introduced(server)
        try:
            _accept(*server.mail(_ascii(message["From"].addresses[0].addr_spec)))
            _accept(*server.rcpt(_ascii(recipient)))
        except FAULTS as problem:
            raise Unreachable(str(problem)) from problem
        try:
            _accept(*server.data(message.as_bytes(policy=SMTP)))
        except smtplib.SMTPDataError as problem:  # the server declined to listen
            _accept(problem.smtp_code, problem.smtp_error)
        except FAULTS as problem:
            raise Undecided(str(problem)) from problem


def carrier() -> Carry:
    """The way out of this installation."""
    found = relay()
    if found:
        return MailServer(found)
    return MailFolder(settings.DATA / "mail") if has_mail_page() else _no_way_out


def _no_way_out(message: EmailMessage, recipient: str) -> None:
    raise Unreachable("KARTEI_SMTP_URL is not set")


def _accept(code: int, text: bytes | str) -> None:
    words = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    if code >= 500:
        raise Refused(words)
    if code >= 400:
        raise Unreachable(words)


def _ascii(address: str) -> str:
    """The address with its domain in letters that every server takes. Raises Refused when the rest has others."""
    name, _, domain = address.rpartition("@")
    try:
        return f"{name.encode('ascii').decode()}@{domain.encode('idna').decode()}"
    except UnicodeError as problem:
        raise Refused(f"this address cannot be written in ASCII: {problem}") from problem
