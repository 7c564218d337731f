"""Mails about tickets: that something has come, its number and where it is read. What was written stays in Kartei."""

from django.utils import translation
from django.utils.translation import gettext as _

from kartei.accounts.mails import Letter, absolute_url, send
from kartei.accounts.models import User
from kartei.help.models import Ticket


def tell_operators(ticket: Ticket) -> None:
    """A mail to everybody who runs the instance."""
    url = absolute_url("desk:ticket", ticket_id=ticket.pk)
    for operator in User.objects.filter(is_operator=True, is_active=True):
        _tell(operator, operator.email, url, ticket)


def tell_author(ticket: Ticket, slug: str) -> None:
    """A mail to who wrote it; nobody who has left the workspace gets one."""
    user = ticket.member.user
    if user is not None and user.is_active and ticket.member.state == "active":
        _tell(user, user.email, absolute_url("help:ticket", slug=slug, ticket_id=ticket.pk), ticket)


def _tell(user: User, email: str, url: str, ticket: Ticket) -> None:
    with translation.override(user.language):
        subject = _("News about message %(number)s") % {"number": ticket}
        send(Letter(subject, [_("There is something new to read. You find it after logging in:"), url]), email, user)
