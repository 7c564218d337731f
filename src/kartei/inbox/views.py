"""The mails of a loopback server without a mail server of its own."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kartei.inbox.relays import has_mail_page
from kartei.tenancy.doors import for_everyone
from kartei.web.responses import page

SHOWN = 50
FORWARDED = {"X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via"}  # somebody else asks, through a proxy on this machine


@dataclass(frozen=True)
class Letter:
    subject: str
    recipient: str
    at: datetime | None
    text: str


@for_everyone
@never_cache
@require_safe
def mail_files(request: HttpRequest) -> HttpResponse:
    """The newest .eml files; 404 wherever anybody else could read them."""
    is_here = ip_address(request.META["REMOTE_ADDR"]).is_loopback and not FORWARDED & request.headers.keys()
    if not (has_mail_page() and is_here):
        raise Http404
    files = sorted((settings.DATA / "mail").glob("*.eml"), reverse=True)[:SHOWN]  # named by UUIDv7: newest last
    return page(request, "inbox/mail_files.html", letters=[_read(file) for file in files])


def _read(file: Path) -> Letter:
    message = message_from_bytes(file.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    return Letter(
        subject=str(message["Subject"]),
        recipient=str(message["To"]),
        at=message["Date"].datetime if message["Date"] else None,
        text=body.get_content() if body else "",
    )
