"""The e-mail backend: whatever the layers below send with Django's mail functions goes into the outbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from kartei.inbox.models import InstanceMail
from kartei.inbox.relays import host_of_links, sender_address
from kartei.inbox.tasks import send_instance_mail


class Outbox(BaseEmailBackend):
    """Keeps each mail as a row of the open transaction, with the job that sends it; a rollback takes both back."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                for recipient in message.recipients():
                    send_later(message, recipient)
        return len(email_messages)


def send_later(message: EmailMessage, recipient: str) -> InstanceMail:
    """Put the text of `message` into the outbox for one address."""
    mail = InstanceMail(recipient=recipient, subject=str(message.subject), body=str(message.body))
    mail.sender = sender_address()
    mail.message_id = f"<{mail.pk.hex}@{host_of_links()}>"
    mail.save(force_insert=True)
    send_instance_mail.defer(mail_id=str(mail.pk))
    return mail
