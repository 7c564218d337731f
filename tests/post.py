"""Reading the mails that a test has caused."""

import re

from kartei.inbox.models import InstanceMail

LINK = re.compile(r"http://localhost:\d+(/[^\s]+)")


def mails_to(address: str) -> list[InstanceMail]:
    """All mails to the address, oldest first."""
    return list(InstanceMail.objects.filter(recipient=address).order_by("id"))


def link_in(mail: InstanceMail) -> str:
    """The path of the first link in a mail."""
    found = LINK.search(mail.body)
    assert found, mail.body
    return found[1]
