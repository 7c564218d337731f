"""A practice's outbox goes out: claim, send, mark, each in a transaction of its own (security.md, rule 12).

Any number of workers may do this at once: whoever has claimed a mail has it alone. One that is still claimed when no
sending can take so long was in the hands of a process that died: it may have gone out, and is not sent again blindly.
"""

from datetime import datetime, timedelta
from email.errors import HeaderParseError
from email.message import EmailMessage
from email.utils import localtime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.inbox.accounts import carrier_now, sender_now
from kartei.inbox.delivery import Carry, Down, MailFolder, Unreachable, hand_over
from kartei.inbox.models import MailState, PracticeMail
from kartei.inbox.relays import Sender
from kartei.inbox.waking import wake
from kartei.lib.envelope import KeyMissing, SealBroken
from kartei.people.models import Consent, PersonState, Purpose
from kartei.tenancy.models import workspace_ids

CLAIM = timedelta(minutes=15)  # longer than a server can take with all its answers
GIVE_UP_AFTER = timedelta(hours=24)
FILE = "termin.ics"


def deliver(workspace_id: UUID) -> None:
    """Send all that is due. What has to be tried again has a job for it."""
    while claimed := _next(workspace_id):
        mail, carry, message = claimed
        try:
            state, reason = hand_over(carry, message, mail.recipient)
        except Unreachable as problem:
            _wait_again(mail, problem)
        else:
            _end(mail, state, reason)


def deliver_everywhere() -> None:
    """What a job should have sent and none did: a worker was killed, or the database away."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            is_left = _due(timezone.now()).exists()
        if is_left:
            deliver(workspace_id)


def _next(workspace_id: UUID) -> tuple[PracticeMail, Carry, EmailMessage] | None:
    """Take the mail that waits longest, and settle on the way what cannot go out."""
    while True:
        with workspace_scope(workspace_id):
            now = timezone.now()
            mail = _claimed(now)
            if mail is None:
                return None
            try:
                carry, sender = carrier_now(), sender_now()
            except (KeyMissing, SealBroken):
                carry, sender = _locked_out, Sender("")
            if not _settled(mail, now, is_harmless=isinstance(carry, MailFolder)):
                try:
                    message = message_of(mail, sender)
                except (ValueError, IndexError, HeaderParseError) as fault:  # an address or a name that no header takes
                    _close(mail, MailState.FAILED, str(fault))
                    continue
                mail.state, mail.attempts, mail.try_at = MailState.SENDING, mail.attempts + 1, now + CLAIM
                mail.save(update_fields=["state", "attempts", "try_at"])
                return mail, carry, message


def _due(now: datetime) -> Any:
    return PracticeMail.objects.filter(state__in=[MailState.WAITING, MailState.SENDING], try_at__lte=now)


def _claimed(now: datetime) -> PracticeMail | None:
    mine = _due(now).select_for_update(skip_locked=True, of=("self",)).select_related("person")
    found: PracticeMail | None = mine.order_by("try_at", "id").first()
    return found


def _settled(mail: PracticeMail, now: datetime, *, is_harmless: bool) -> bool:
    """Whether it goes out no more, which is written down then."""
    if mail.state == MailState.SENDING and not is_harmless:  # writing a file twice does no harm
        _close(mail, MailState.UNCERTAIN, "killed")
    elif mail.person.state != PersonState.LIVE or mail.person.is_demo:
        _close(mail, MailState.WITHDRAWN, "gone")
    elif Consent.objects.filter(person=mail.person_id, purpose=Purpose.EMAIL, granted=False).exists():
        _close(mail, MailState.WITHDRAWN, "opted_out")
    elif mail.not_after is not None and mail.not_after <= now:
        _close(mail, MailState.FAILED, "too_late")
    else:
        return False
    return True


def message_of(mail: PracticeMail, sender: Sender) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender.header if sender.address else "noreply@localhost"
    message["To"], message["Subject"] = mail.recipient, mail.subject
    message["Date"], message["Message-ID"] = localtime(mail.created_at), mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    if mail.calendar:
        params = {"method": mail.method, "charset": "utf-8"}
        text = mail.calendar.encode()
        message.add_attachment(text, maintype="text", subtype="calendar", filename=FILE, params=params)
    return message


def _locked_out(message: EmailMessage, recipient: str) -> None:
    raise Down("the password of the mail server does not open with the keys of this installation")


def _end(mail: PracticeMail, state: MailState, problem: str = "") -> None:
    with workspace_scope(_home(mail)):
        _close(mail, state, problem)
        if state == MailState.SENT:
            record("mail.dispatch", by=None, subject=mail.person, client=mail.person, mail=mail.pk)


def _home(mail: PracticeMail) -> UUID:
    assert mail.workspace_id is not None
    return mail.workspace_id


def _close(mail: PracticeMail, state: MailState, problem: str = "") -> None:
    mail.state, mail.problem, mail.ended_at = state, problem[:500], timezone.now()
    mail.save(update_fields=["state", "problem", "ended_at"])


def _wait_again(mail: PracticeMail, problem: Unreachable) -> None:
    """Try again after 1, 2, 4 … 60 minutes; while the server itself is away, all others wait with it."""
    now = timezone.now()
    if now - mail.due_at > GIVE_UP_AFTER:
        _end(mail, MailState.FAILED, str(problem))
        return
    later = now + timedelta(minutes=min(2 ** (mail.attempts - 1), 60))
    with workspace_scope(_home(mail)):
        mail.state, mail.problem, mail.try_at = MailState.WAITING, str(problem)[:500], later
        mail.save(update_fields=["state", "problem", "try_at"])
        if isinstance(problem, Down):
            waiting = PracticeMail.objects.filter(state=MailState.WAITING, try_at__lte=now)
            waiting.exclude(pk=mail.pk).update(try_at=later + timedelta(seconds=1))  # the longest tried one first
        wake(_home(mail), later + timedelta(seconds=1))
