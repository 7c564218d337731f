"""„Test-Mail senden“: at once, with an answer that names what has failed."""

from email.message import EmailMessage
from email.utils import localtime, make_msgid

from django.utils.translation import gettext as _

from kartei.inbox.accounts import carrier_now, sender_now
from kartei.inbox.connecting import failing
from kartei.inbox.delivery import Refused, Undecided, Unreachable
from kartei.inbox.relays import host_of_links
from kartei.lib.envelope import KeyMissing, SealBroken

PATIENCE = {"timeout": 4.0, "connect": 5.0, "longest": 15.0}  # seconds: somebody waits, and a transaction with them


def send_test(recipient: str) -> str:
    """Send a mail to this address. Returns what has failed: host, certificate, login, server, key, or nothing."""
    sender, message = sender_now(), EmailMessage()
    message["From"], message["To"] = sender.header, recipient
    message["Subject"], message["Date"] = _("Test of the e-mail settings"), localtime()
    message["Message-ID"], message["Auto-Submitted"] = make_msgid(domain=host_of_links()), "auto-generated"
    message.set_content(_("This e-mail has arrived: the settings are right."))
    try:
        carrier_now(**PATIENCE)(message, recipient)
    except (KeyMissing, SealBroken):
        return "key"
    except (Unreachable, Refused, Undecided) as problem:
        return failing(problem)
    return ""
