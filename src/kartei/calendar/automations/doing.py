"""An automation at work: a mail or a task for each client, and the line of its log."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone, translation

from kartei.calendar.automations.addressees import Addressee, addressees
from kartei.calendar.automations.letters import Practice, letter_for, values_for
from kartei.calendar.automations.words import text_of
from kartei.calendar.models import (
    Action,
    Appointment,
    AppointmentStatus,
    Automation,
    AutomationRun,
    Skipped,
    Trigger,
)
from kartei.db.scope import current_workspace_id
from kartei.inbox.accounts import sender_now
from kartei.inbox.placeholders import fill
from kartei.inbox.posting import DELAY, Letter, post
from kartei.people.models import Person
from kartei.people.tasking import Errand, create_task
from kartei.tenancy.models import Member, Workspace

Pair = tuple[Appointment, UUID]


def working(trigger: Trigger) -> QuerySet[Automation]:
    """Those that are switched on."""
    found: QuerySet[Automation] = Automation.objects.filter(trigger=trigger, is_on=True, removed_at=None).order_by("id")
    return found


def does(action: Action, trigger: Trigger) -> bool:
    """Whether such an act makes any mail, or any task."""
    return bool(working(trigger).filter(action=action).exists())


def practice_now() -> Practice:
    return Practice.of(Workspace.objects.get(pk=current_workspace_id()), sender_now())


def carry_out(
    trigger: Trigger, pairs: Iterable[Pair], *, by: Member | None, status: AppointmentStatus | None = None,
    former: Mapping[UUID, dt.datetime] | None = None, only: Action | None = None,
) -> None:  # fmt: skip
    """Do what the automations of this act say, for each client once, however many appointments it was.

    The rows have place, members and their latest version at hand. `only`: mails, or tasks, alone.
    """
    theirs: dict[UUID, list[Appointment]] = {}
    for row, client_id in pairs:
        theirs.setdefault(client_id, []).append(row)
    if not theirs:
        return
    statuses = {None, status and status.pk}
    several = [one for one in working(trigger) if one.status_id in statuses and only in {None, one.action}]
    _work_all(several, theirs, dict(former or {}), by)


def greet(client: Any, by: Member | None) -> None:
    """A client was created by hand (people.hooks.created)."""
    _work_all(list(working(Trigger.CLIENT)), {client.pk: []}, {}, by)


def _work_all(
    automations: Collection[Automation], theirs: Mapping[UUID, Sequence[Appointment]],
    former: dict[UUID, dt.datetime], by: Member | None,
) -> None:  # fmt: skip
    if not automations:
        return
    practice = practice_now()
    known = addressees(list(theirs), language=practice.language)
    for automation in automations:
        _work(automation, theirs, known, practice, former, by)


def _work(
    automation: Automation, theirs: Mapping[UUID, Sequence[Appointment]], known: Mapping[UUID, Addressee],
    practice: Practice, former: dict[UUID, dt.datetime], by: Member | None,
) -> None:  # fmt: skip
    now, runs, letters = timezone.now(), list[AutomationRun](), list[tuple[list[AutomationRun], Letter]]()
    for client_id, rows in theirs.items():
        to = known[client_id]
        ahead = list(rows) if automation.trigger == Trigger.STATUS else [row for row in rows if row.starts_at > now]
        lines = lines_for(automation, to, ahead or rows)
        is_past = automation.action == Action.MAIL and bool(rows) and not ahead
        lines[0].skipped = reason_not(automation, to) or (Skipped.PAST if is_past else "")
        if lines[0].skipped:
            lines = lines[:1]
        elif automation.action == Action.TASK:
            lines[0].task_id = make_task(automation, to, rows, practice, by)
        else:
            letters.append((lines, letter_for(automation, to, ahead, practice, former=former)))
        runs += lines
    mails = post([letter for _lines, letter in letters], due_at=now + DELAY)
    for (lines, _letter), mail in zip(letters, mails, strict=True):
        for line in lines:
            line.mail_id = mail
    AutomationRun.objects.bulk_create(runs)


def reason_not(automation: Automation, to: Addressee) -> str:
    """Why nothing is done for this client; a task is left out for fewer reasons than a mail."""
    return to.skipped if automation.action == Action.MAIL or to.skipped == Skipped.DEMO else ""


def lines_for(automation: Automation, to: Addressee, rows: Sequence[Appointment]) -> list[AutomationRun]:
    """Lines of the log, not stored yet: one for each appointment, of which the first says how many there are."""
    if not rows:
        return [AutomationRun(automation=automation, person_id=to.id)]
    return [
        AutomationRun(
            automation=automation, appointment=row, person_id=to.id, starts_at=row.starts_at,
            turn=row.version, dates=0 if place else len(rows),
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip


def make_task(
    automation: Automation, to: Addressee, rows: Sequence[Appointment], practice: Practice,
    by: Member | None,
) -> UUID | None:  # fmt: skip
    """For who gives the appointment, else for who has made the client; returns the id."""
    with translation.override(practice.language):
        values = values_for(to, rows, practice, former={})
        text = " ".join(fill(text_of(automation), values).split())[:500]
    maker = by or (rows[0].created_by if rows else None)
    if maker is None or not text:
        return None
    members = [given.member for given in rows[0].given_by.all()] if rows else [maker]
    due = None
    if automation.due_days is not None:
        due = timezone.now().astimezone(practice.zone).date() + dt.timedelta(days=automation.due_days)
    return create_task(Errand(text, due, members), client=Person.objects.get(pk=to.id), by=maker).pk
