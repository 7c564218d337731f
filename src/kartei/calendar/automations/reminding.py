"""What the clock sets off: hours before or after an appointment, real ones, over a change of clocks too.

A line of the log for each client, appointment and begin says that it was done; it is written in the transaction of the
mail, by one worker of a workspace at a time. Whoever was left out, and need not be any more, is looked at again.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from kartei.calendar.automations.addressees import Addressee, addressees
from kartei.calendar.automations.doing import make_task, practice_now, reason_not
from kartei.calendar.automations.letters import letter_for
from kartei.calendar.models import (
    LONGEST,
    Action,
    Appointment,
    AppointmentMember,
    Automation,
    AutomationRun,
    Skipped,
    Trigger,
)
from kartei.db.keys import uuid7
from kartei.db.locks import REMINDERS, is_free
from kartei.db.patience import let_statements_take
from kartei.db.scope import current_workspace_id, workspace_scope
from kartei.inbox.posting import DELAY, Letter, post
from kartei.people.merging.rules import made_at
from kartei.tenancy.models import Workspace

BATCH = 1_000  # clients in one transaction
LATE = dt.timedelta(hours=24)  # a server that was away makes up for what came after an appointment in that time

# Who comes, whether they do not after all, and what the log says of them.
DUE = """
SELECT t.appointment_id, t.client_id, t.id, t.starts_at, s.frees_slot OR s.kind IN ('missed', 'cancelled'), r.id,
    CASE WHEN m.state = 'withdrawn' THEN m.state ELSE r.skipped END
FROM calendar_attendance t
JOIN calendar_appointment a ON a.workspace_id = t.workspace_id AND a.id = t.appointment_id
JOIN calendar_appointmentstatus s ON s.workspace_id = t.workspace_id AND s.id = t.status_id
LEFT JOIN calendar_automationrun r ON r.workspace_id = t.workspace_id AND r.automation_id = %(automation)s
    AND r.appointment_id = t.appointment_id AND r.person_id = t.client_id AND r.starts_at = t.starts_at AND r.turn = 0
LEFT JOIN inbox_practicemail m ON m.workspace_id = r.workspace_id AND m.id = r.mail_id
WHERE a.workspace_id = %(workspace)s AND a.deleted_at IS NULL AND s.kind <> 'pending'
AND a.starts_at > %(first)s AND a.starts_at <= %(last)s AND {span}
AND (r.id IS NULL OR r.skipped NOT IN ('', 'short') OR m.state = 'withdrawn' AND m.problem = '')
AND (a.starts_at, t.id) > (%(from)s, %(id)s)
ORDER BY a.starts_at, t.id LIMIT %(batch)s
"""
BEFORE = "a.starts_at - %(hours)s >= %(since)s"
AFTER = "a.ends_at + %(hours)s <= %(now)s AND a.ends_at + %(hours)s >= %(since)s"
FIRST = UUID(int=0)
WRITE = """
INSERT INTO calendar_automationrun (workspace_id, id, automation_id, appointment_id, person_id, starts_at, turn, dates,
    skipped, mail_id, task_id)
SELECT %(workspace)s, w.id, %(automation)s, w.appointment, w.person, w.starts_at, 0, 1, w.skipped, w.mail, w.task
FROM unnest(%(ids)s::uuid[], %(appointments)s::uuid[], %(people)s::uuid[], %(starts)s::timestamptz[],
    %(skipped)s::text[], %(mails)s::uuid[], %(tasks)s::uuid[])
    AS w (id, appointment, person, starts_at, skipped, mail, task)
"""


class _Due(NamedTuple):
    """A row of DUE: who comes to what, and the line that the log has of it."""

    appointment_id: UUID
    client_id: UUID
    attendance_id: UUID
    starts_at: dt.datetime
    is_off: bool
    run_id: UUID | None
    was: str | None  # why nothing was done until now


def remind(workspace_id: UUID, now: dt.datetime) -> int:
    """Do all that is due in a workspace by now; returns for how many clients. Run twice, or killed, it does it once."""
    with workspace_scope(workspace_id):
        triggers = [Trigger.BEFORE, Trigger.AFTER]
        several = list(Automation.objects.filter(trigger__in=triggers, is_on=True, removed_at=None).order_by("id"))
        zone = ZoneInfo(Workspace.objects.get(pk=workspace_id).time_zone)
    with timezone.override(zone):
        return sum(count for one in several for count in _batches(workspace_id, one, now))


def _batches(workspace_id: UUID, automation: Automation, now: dt.datetime) -> Iterator[int]:
    behind: tuple[dt.datetime, UUID] | None = (dt.datetime.min.replace(tzinfo=dt.UTC), FIRST)
    while behind is not None:
        with workspace_scope(workspace_id):
            if not is_free(REMINDERS):  # another worker is at it
                return
            found = _due(automation, now, behind)
            yield _do(automation, found, now)
        behind = (found[-1].starts_at, found[-1].attendance_id) if len(found) == BATCH else None


def _due(automation: Automation, now: dt.datetime, behind: tuple[dt.datetime, UUID]) -> list[_Due]:
    hours, longest = dt.timedelta(hours=automation.hours or 0), dt.timedelta(minutes=LONGEST)
    is_before = automation.trigger == Trigger.BEFORE
    values: dict[str, Any] = {
        "automation": automation.pk, "workspace": current_workspace_id(), "hours": hours, "now": now,
        "first": now if is_before else now - hours - LATE - longest, "last": now + hours if is_before else now,
        "since": automation.on_since if is_before else max(automation.on_since, now - LATE),
        "from": behind[0], "id": behind[1], "batch": BATCH,
    }  # fmt: skip
    let_statements_take(60)
    with connection.cursor() as cursor:
        cursor.execute(DUE.format(span=BEFORE if is_before else AFTER), values)
        return [_Due(*row) for row in cursor.fetchall()]


def _do(automation: Automation, found: Sequence[_Due], now: dt.datetime) -> int:
    """Lines and mails of a batch, in the caller's transaction; returns how many lines are new."""
    if not found:
        return 0
    practice = practice_now()
    known = addressees({one.client_id for one in found}, language=practice.language)
    rows = _appointments({one.appointment_id for one in found})
    lines, mailed, letters, old = list[_Line](), list[_Line](), list[Letter](), list[UUID]()
    for one in found:
        row, to = rows[one.appointment_id], known[one.client_id]
        reason = _reason(automation, to, one)
        if one.run_id is not None and reason == one.was:
            continue
        old += [one.run_id] if one.run_id else []
        line = _Line(one.appointment_id, one.client_id, one.starts_at, str(reason))
        lines.append(line)
        if not reason and automation.action == Action.TASK:
            line.task_id = make_task(automation, to, [row], practice, None)
        elif not reason:
            mailed.append(line)
            letters.append(letter_for(automation, to, [row], practice))
    AutomationRun.objects.filter(pk__in=old).delete()
    for line, mail in zip(mailed, post(letters, due_at=now + DELAY), strict=True):
        line.mail_id = mail
    _write(automation, lines)
    return len(lines)


@dataclass(slots=True)
class _Line:
    appointment_id: UUID
    client_id: UUID
    starts_at: dt.datetime
    skipped: str
    task_id: UUID | None = None
    mail_id: UUID | None = None


def _appointments(ids: Collection[UUID]) -> dict[UUID, Appointment]:
    """With place and members at hand; Django's own prefetch takes a query object for each row."""
    rows: dict[UUID, Appointment] = {
        row.pk: row for row in Appointment.objects.filter(pk__in=ids).select_related("place", "created_by")
    }
    given: dict[UUID, list[AppointmentMember]] = {pk: [] for pk in rows}
    for one in AppointmentMember.objects.filter(appointment__in=ids).select_related("member"):
        given[one.appointment_id].append(one)
    for pk, row in rows.items():
        row._prefetched_objects_cache = {"given_by": given[pk]}  # type: ignore[attr-defined]
    return rows


def _write(automation: Automation, lines: Sequence[_Line]) -> None:
    values: dict[str, Any] = {
        "workspace": current_workspace_id(), "automation": automation.pk, "ids": [uuid7() for _line in lines],
        "appointments": [line.appointment_id for line in lines], "people": [line.client_id for line in lines],
        "starts": [line.starts_at for line in lines], "skipped": [line.skipped for line in lines],
        "mails": [line.mail_id for line in lines], "tasks": [line.task_id for line in lines],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)


def _reason(automation: Automation, to: Addressee, found: _Due) -> str:
    """Why there is no mail or task."""
    if found.is_off:
        return Skipped.CANCELLED
    if reason := reason_not(automation, to):
        return reason
    due = found.starts_at - dt.timedelta(hours=automation.hours or 0)
    is_reminder = automation.action == Action.MAIL and automation.trigger == Trigger.BEFORE
    if is_reminder and made_at(found.attendance_id) > due:  # they have just been told by the confirmation
        return Skipped.SHORT
    return ""
