"""What the clock sets off: hours before or after an appointment, real ones, over a change of clocks too.

A line of the log for each client, appointment and begin says that it was done; it is written in the transaction of the
mail, by one worker of a workspace at a time. Whoever was left out, and need not be any more, is looked at again.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from kartei.calendar.automations.addressees import Addressee, addressees
from kartei.calendar.automations.doing import make_task, practice_now
from kartei.calendar.automations.letters import letter_for
from kartei.calendar.models import Action, Appointment, AppointmentMember, Automation, AutomationRun, Skipped, Trigger
from kartei.db.keys import uuid7
from kartei.db.locks import REMINDERS, is_free
from kartei.db.patience import let_statements_take
from kartei.db.scope import current_workspace_id, workspace_scope
from kartei.inbox.posting import DELAY, Letter, post
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
        behind = (found[-1][3], found[-1][2]) if len(found) == BATCH else None


def _due(automation: Automation, now: dt.datetime, behind: tuple[dt.datetime, UUID]) -> list[tuple[Any, ...]]:
    hours = dt.timedelta(hours=automation.hours or 0)
    is_before = automation.trigger == Trigger.BEFORE
    longest = dt.timedelta(hours=24)
    values: dict[str, Any] = {
        "automation": automation.pk, "workspace": current_workspace_id(), "hours": hours, "now": now,
        "first": now if is_before else now - hours - LATE - longest, "last": now + hours if is_before else now,
        "since": automation.on_since if is_before else max(automation.on_since, now - LATE),
        "from": behind[0], "id": behind[1], "batch": BATCH,
    }  # fmt: skip
    let_statements_take(60)
    with connection.cursor() as cursor:
        cursor.execute(DUE.format(span=BEFORE if is_before else AFTER), values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _do(automation: Automation, found: Sequence[tuple[Any, ...]], now: dt.datetime) -> int:
    """Lines and mails of a batch, in the caller's transaction; returns how many lines are new."""
    if not found:
        return 0
    practice = practice_now()
    known = addressees({row[1] for row in found}, language=practice.language)
    rows = _appointments({row[0] for row in found})
    lines, letters, old = list[_Line](), list[Letter](), list[UUID]()
    for appointment_id, client_id, attendance_id, starts_at, is_off, run_id, was in found:
        row, to = rows[appointment_id], known[client_id]
        reason = _reason(automation, row, to, attendance_id, is_off=is_off)
        if run_id is not None and reason == was:
            continue
        old += [run_id] if run_id else []
        line = _Line(appointment_id, client_id, starts_at, str(reason))
        lines.append(line)
        if not reason and automation.action == Action.TASK:
            line.task_id = make_task(automation, to, [row], practice, None)
        elif not reason:
            line.has_mail = True
            letters.append(letter_for(automation, to, [row], practice))
    AutomationRun.objects.filter(pk__in=old).delete()
    mails = iter(post(letters, due_at=now + DELAY))
    _write(automation, [(line, next(mails) if line.has_mail else None) for line in lines])
    return len(lines)


@dataclass(slots=True)
class _Line:
    appointment_id: UUID
    client_id: UUID
    starts_at: dt.datetime
    skipped: str
    task_id: UUID | None = None
    has_mail: bool = False


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


def _write(automation: Automation, lines: Sequence[tuple[_Line, UUID | None]]) -> None:
    values: dict[str, Any] = {
        "workspace": current_workspace_id(), "automation": automation.pk, "ids": [uuid7() for _line in lines],
        "appointments": [line.appointment_id for line, _mail in lines],
        "people": [line.client_id for line, _mail in lines], "starts": [line.starts_at for line, _mail in lines],
        "skipped": [line.skipped for line, _mail in lines], "mails": [mail for _line, mail in lines],
        "tasks": [line.task_id for line, _mail in lines],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)


def _reason(automation: Automation, row: Appointment, to: Addressee, attendance_id: UUID, *, is_off: bool) -> str:
    """Why there is none; a task is left out for fewer reasons than a mail."""
    if is_off:
        return Skipped.CANCELLED
    if automation.action == Action.TASK:
        return Skipped.DEMO if to.skipped == Skipped.DEMO else ""
    if to.skipped:
        return to.skipped
    if automation.trigger == Trigger.BEFORE:
        due = row.starts_at - dt.timedelta(hours=automation.hours or 0)
        if _made_at(attendance_id) > due:  # they have just been told by the confirmation
            return Skipped.SHORT
    return ""


def _made_at(pk: UUID) -> dt.datetime:
    """When a row was made: the time is part of our ids."""
    return dt.datetime.fromtimestamp((pk.int >> 80) / 1000, tz=dt.UTC)
