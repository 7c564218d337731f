"""The connection to a mail server that a practice has named: to a public address, looked at before the first packet."""

import smtplib
import socket
import ssl
from typing import Any

from django.conf import settings

from kartei.lib.outgoing import public_address


class PublicSMTP(smtplib.SMTP):
    """Connects to the very address that was found to be public; the certificate is still asked for the host's name.

    Raises NotPublic, an OSError.
    """

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        address = public_address(host, port, excepted=settings.KARTEI_PRIVATE_HOSTS)
        return socket.create_connection((address, port), timeout, self.source_address)


class PublicSMTPS(smtplib.SMTP_SSL, PublicSMTP):
    """The same with TLS from the first byte: SMTP_SSL wraps what the class behind it connects."""


def failing(problem: BaseException) -> str:
    """What has failed, by the exception behind it: host, certificate, login or else server."""
    found: Any = problem.__cause__ or problem
    if isinstance(found, smtplib.SMTPAuthenticationError):
        return "login"
    if isinstance(found, ssl.SSLError) or "STARTTLS" in str(found):
        return "certificate"
    return "host" if isinstance(found, OSError) and not isinstance(found, smtplib.SMTPException) else "server"
