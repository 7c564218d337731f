"""The connection to a mail server that a practice has named: to a public address, looked at before the first packet."""

import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any

from django.conf import settings

from kartei.lib.outgoing import public_address

LINES = 1_000  # that a server may say in one connection


class PublicSMTP(smtplib.SMTP):
    """Connects to the very address that was found to be public; the certificate is still asked for the host's name.

    After `longest` seconds the connection is shut, whatever the server says until then: one that answers letter by
    letter keeps nobody waiting. Raises NotPublic, an OSError.
    """

    def __init__(self, *told: Any, longest: float, **more: Any) -> None:
        self._longest = longest
        super().__init__(*told, **more)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        address = public_address(host, port, excepted=settings.KARTEI_PRIVATE_HOSTS)
        made = socket.create_connection((address, port), timeout, self.source_address)
        self._end = threading.Timer(self._longest, _shut, [made.dup()])  # TLS takes the socket itself over
        self._end.daemon = True
        self._end.start()
        return made

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Said(self.sock.makefile("rb"))
        return super().getreply()

    def close(self) -> None:
        if end := getattr(self, "_end", None):
            end.cancel()
            _shut(*end.args)
        super().close()


class PublicSMTPS(smtplib.SMTP_SSL, PublicSMTP):
    """The same with TLS from the first byte: SMTP_SSL wraps what the class behind it connects."""

    def __init__(self, *told: Any, longest: float, **more: Any) -> None:
        self._longest = longest
        smtplib.SMTP_SSL.__init__(self, *told, **more)


class _Said:
    """What a server says, line by line; one that never comes to an end fills no memory."""

    def __init__(self, lines: Any) -> None:
        self._lines, self._left = lines, LINES

    def readline(self, most: int) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise OSError("the server talks without an end")
        return bytes(self._lines.readline(most))

    def close(self) -> None:
        self._lines.close()


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()


def failing(problem: BaseException) -> str:
    """What has failed, by the exception behind it: host, certificate, login or else server."""
    found: Any = problem.__cause__ or problem
    if isinstance(found, smtplib.SMTPAuthenticationError):
        return "login"
    if isinstance(found, ssl.SSLError) or "STARTTLS" in str(found):
        return "certificate"
    if isinstance(found, smtplib.SMTPServerDisconnected):  # it hung up, or said nothing in time
        return "host"
    return "host" if isinstance(found, OSError) and not isinstance(found, smtplib.SMTPException) else "server"
