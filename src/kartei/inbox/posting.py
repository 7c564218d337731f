"""Mails to people of a practice: put into the outbox, taken out of it again, tried once more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from kartei.audit.recording import record
from kartei.db.keys import uuid7
from kartei.db.scope import current_workspace_id
from kartei.inbox.models import MailState, PracticeMail
from kartei.inbox.relays import host_of_links
from kartei.inbox.waking import wake
from kartei.tenancy.models import Member

DELAY = timedelta(minutes=3)  # of automatic mail, so that an undo sends nothing (product.md, 0.3)
FAILED = [MailState.FAILED, MailState.UNCERTAIN]


PUT = """
INSERT INTO inbox_practicemail (workspace_id, id, person_id, message_id, recipient, subject, body, calendar, method,
    due_at, try_at, not_after, state, attempts, problem, created_at)
SELECT %(workspace)s, w.id, w.person, w.message, w.recipient, w.subject, w.body, w.calendar, w.method,
    %(due)s, %(due)s, w.ends, 'waiting', 0, '', now()
FROM unnest(%(ids)s::uuid[], %(people)s::uuid[], %(mails)s::text[], %(recipients)s::text[], %(subjects)s::text[],
    %(bodies)s::text[], %(calendars)s::text[], %(methods)s::text[], %(ends)s::timestamptz[])
    AS w (id, person, message, recipient, subject, body, calendar, method, ends)
"""


@dataclass(frozen=True)
class Letter:
    """What is to be sent to whom."""

    person_id: UUID
    recipient: str
    subject: str
    body: str
    calendar: str = ""  # text/calendar
    method: str = ""  # of it
    not_after: datetime | None = None  # when what it says is over


@transaction.atomic
def post(letters: Iterable[Letter], *, due_at: datetime) -> list[UUID]:
    """A waiting mail for each, with the job that sends them; their ids, in the order of the letters. One statement."""
    rows = [(uuid7(), letter) for letter in letters]
    if not rows:
        return []
    host, home = host_of_links(), current_workspace_id()
    values: dict[str, Any] = {
        "workspace": home, "due": due_at, "ids": [pk for pk, _one in rows],
        "people": [one.person_id for _pk, one in rows], "mails": [f"<{pk.hex}@{host}>" for pk, _one in rows],
        "recipients": [one.recipient for _pk, one in rows],
        "subjects": [" ".join(one.subject.split())[:200] for _pk, one in rows],
        "bodies": [one.body for _pk, one in rows], "calendars": [one.calendar for _pk, one in rows],
        "methods": [one.method for _pk, one in rows], "ends": [one.not_after for _pk, one in rows],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PUT, values)
    wake(home, due_at)
    return [pk for pk, _one in rows]


@transaction.atomic
def withdraw(ids: Sequence[UUID]) -> set[UUID]:
    """Take out those that still wait; what is just being sent cannot be stopped. Returns which they were."""
    waiting = PracticeMail.objects.select_for_update().filter(pk__in=ids, state=MailState.WAITING)
    found = set(waiting.order_by("id").values_list("pk", flat=True))
    PracticeMail.objects.filter(pk__in=found).update(state=MailState.WITHDRAWN, ended_at=timezone.now())
    return found


@transaction.atomic
def send_again(mail: PracticeMail, *, by: Member) -> bool:
    """Let a mail that failed be tried anew, or one of which nobody knows be sent a second time; whether it was one.

    What it says must not be over.
    """
    now = timezone.now()
    failed = PracticeMail.objects.filter(pk=mail.pk, state__in=FAILED).exclude(not_after__lt=now)
    told = {"state": MailState.WAITING, "due_at": now, "try_at": now, "attempts": 0, "problem": "", "ended_at": None}
    if not failed.update(**told, settled_at=None):
        return False
    record("mail.repetition", by=by, subject=mail.person, client=mail.person)
    wake(current_workspace_id(), now)
    return True


@transaction.atomic
def settle(mail: PracticeMail, *, by: Member) -> None:
    """Somebody has looked after a mail that failed: nothing reminds of it any more."""
    if PracticeMail.objects.filter(pk=mail.pk, state__in=FAILED, settled_at=None).update(settled_at=timezone.now()):
        record("mail.settlement", by=by, subject=mail.person, client=mail.person)
