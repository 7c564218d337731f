"""What the log says, and what it leaves out."""

import logging
import re

from procrastinate.exceptions import ConnectorException

from kartei.web.errors import is_database_away


class DatabaseAway(logging.Filter):
    """While the database is away each request and each job would leave a trace of that: one line says it instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        fault = record.exc_info[1] if record.exc_info else None
        if isinstance(fault, ConnectorException):
            fault = fault.__cause__
        if fault is not None and (is_database_away(fault) or _is_away(fault)):
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.msg, record.args = "no answer of the database: %s", (str(fault).strip().partition("\n")[0],)
        return True


class SecretAddress(logging.Filter):
    """An address that opens a calendar or a booking without a login is a secret: the log keeps the practice alone."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if "/feed/" in text or "/termin/" in text:
            record.msg, record.args = SECRET.sub(r"\1…", text), ()
        return True


SECRET = re.compile(r"(/feed/[-\w]+/|/termin/[-\w]+/(?:reservations|bookings)/)[^/\s]+")


def _is_away(fault: BaseException) -> bool:
    """The same of psycopg itself, which the worker uses without Django."""
    from psycopg import InterfaceError, OperationalError

    return isinstance(fault, OperationalError | InterfaceError)
