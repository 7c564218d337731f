"""Reminders are queued, and mails are sent."""

import datetime as dt
import random
from dataclasses import dataclass, field
from email import message_from_string
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from kartei.calendar.automations import reminding
from kartei.calendar.booking import Plan, book
from kartei.calendar.models import AutomationRun
from kartei.db.scope import workspace_scope
from kartei.inbox.delivering import deliver
from kartei.inbox.models import PracticeMail
from kartei.people.models import Person
from tests.chaos.killing import forked
from tests.chaos.programs.founding import founded
from tests.inbox.smtp_stub import smtp_stub
from tests.people.twins import client

COUNT, HOUR, MINUTE = 12, dt.timedelta(hours=1), dt.timedelta(minutes=1)


def killed(count: int) -> dict[str, Any]:
    """First the queueing is killed `count` times, then the sending."""
    start = timezone.now() + dt.timedelta(days=30)
    reminding.BATCH = 5
    with founded("Mails") as (workspace, anna):
        who = client("Eva", "Eins", by=anna).client
        Person.objects.filter(pk=who.pk).update(main_email="eva@eins.example")
        for place in range(COUNT):
            begins = start + place * HOUR
            book(Plan(begins, begins + 50 * MINUTE, [who], [anna]), by=anna)
    queueing = _queueing(workspace.id, start, count)
    sending = _sending(workspace.id, count)
    return {"wrong": [*queueing.wrong, *sending.wrong], "killed": queueing.killed + sending.killed}


@dataclass
class Told:
    killed: int = 0
    wrong: list[str] = field(default_factory=list)


def _queueing(workspace: UUID, start: dt.datetime, count: int) -> Told:
    def remind() -> None:
        reminding.remind(workspace, start - 2 * HOUR)

    told = Told()
    for _turn in range(count):
        told.killed += forked(remind, random.randint(1, 40)) is None
        lines, mailed, mails = _rows(workspace)
        if not lines == mailed == mails <= COUNT:
            told.wrong.append(f"reminders: {lines} lines, {mailed} with a mail, {mails} mails")
    for _turn in range(2):
        forked(remind)
    if _rows(workspace) != (COUNT, COUNT, COUNT):
        told.wrong.append(f"in the end: {_rows(workspace)}")
    return told


def _sending(workspace: UUID, count: int) -> Told:
    def send() -> None:
        deliver(workspace)

    told, past = Told(), timezone.now() - MINUTE
    with smtp_stub() as stub:
        settings.KARTEI_SMTP_URL = stub.url
        with workspace_scope(workspace):
            PracticeMail.objects.update(due_at=past, try_at=past)
        for _turn in range(count):
            told.killed += forked(send, random.randint(1, 30)) is None
            with workspace_scope(workspace):
                PracticeMail.objects.filter(state="sending").update(try_at=past)  # the claim has run out
        forked(send)
        ids = [message_from_string(text)["Message-ID"] for text in stub.taken]
    with workspace_scope(workspace):
        states = list(PracticeMail.objects.values_list("state", flat=True))
    if len(set(ids)) != len(ids):
        told.wrong.append("a mail was sent twice")
    if set(states) - {"sent", "uncertain"} or not states.count("sent") <= len(ids) <= len(states):
        told.wrong.append(f"states {states}, {len(ids)} taken")
    return told


def _rows(workspace: UUID) -> tuple[int, int, int]:
    """Lines of the log, those of them with a mail, and mails."""
    with workspace_scope(workspace):
        runs = AutomationRun.objects.all()
        return runs.count(), runs.exclude(mail=None).count(), PracticeMail.objects.count()
