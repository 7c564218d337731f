"""Claim, send, mark. A mail whose answer got lost is marked as uncertain and not sent again."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import localtime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kartei.inbox.delivery import Carry, MailFolder, Unreachable, carrier, hand_over
from kartei.inbox.models import InstanceMail, MailState

GIVE_UP_AFTER = timedelta(hours=24)


def send(mail_id: UUID) -> None:
    """Send a mail of the outbox once. Raises Unreachable while a later try makes sense; the row waits again then."""
    carry = carrier()
    mail = _claim(mail_id, carry)
    if mail is None:
        return
    try:
        state, reason = hand_over(carry, message_of(mail), mail.recipient)
    except Unreachable as problem:
        _wait_again(mail, problem)
    else:
        _end(mail, state, reason)


def message_of(mail: InstanceMail) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, mail.recipient, mail.subject
    message["Date"], message["Message-ID"] = localtime(mail.created_at), mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _claim(mail_id: UUID, carry: Carry) -> InstanceMail | None:
    """Take the mail, in a transaction of its own. One found half sent was in the hands of a process that died."""
    with transaction.atomic():
        mail = InstanceMail.objects.select_for_update().filter(pk=mail_id).first()
        if mail is None or mail.state not in {MailState.WAITING, MailState.SENDING}:
            return None
        if mail.state == MailState.SENDING and not isinstance(carry, MailFolder):  # writing a file twice does no harm
            _end(mail, MailState.UNCERTAIN, "the process that sent it was ended")
            return None
        mail.state, mail.attempts = MailState.SENDING, mail.attempts + 1
        mail.save(update_fields=["state", "attempts"])
        return mail


def _end(mail: InstanceMail, state: MailState, problem: str = "") -> None:
    mail.state, mail.problem, mail.ended_at = state, problem[:500], timezone.now()
    if state != MailState.UNCERTAIN:  # kept for the operator, who may want to send it by hand
        mail.body = ""
    mail.save(update_fields=["state", "problem", "ended_at", "body"])


def _wait_again(mail: InstanceMail, problem: Unreachable) -> None:
    if timezone.now() - mail.created_at > GIVE_UP_AFTER:
        _end(mail, MailState.FAILED, str(problem))
        return
    mail.state, mail.problem = MailState.WAITING, str(problem)[:500]
    mail.save(update_fields=["state", "problem"])
    raise problem
