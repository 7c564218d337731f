"""Making, changing, completing and deleting tasks: each a verb with its event."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.people.models import Person, Task, TaskAssignment
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member, workspace_ids
from kartei.web import formats

KEPT = timedelta(days=30)  # how long a deleted task can come back


@dataclass
class Errand:
    """What a task says: its text, until when, and who is to do it."""

    text: str
    due_on: date | None = None
    members: list[Member] = field(default_factory=list)


def create_task(errand: Errand, *, client: Person | None = None, by: Member) -> Task:
    """A new task, about a client or about nobody."""
    task = Task(text=errand.text, due_on=errand.due_on, client_id=client.pk if client else None, created_by=by)
    task.save(force_insert=True)
    _assign(task, errand.members)
    _record("creation", task, by=by, changes=differences(Errand(""), errand))
    return task


def change_task(task: Task, errand: Errand, *, version: int, by: Member) -> Task:
    """Let the task say this. Raises StaleVersion when somebody has changed it since `version` was read."""
    task = _locked(task, version)
    before = errand_of(task)
    task.text, task.due_on = errand.text, errand.due_on
    task.assignments.exclude(member__in=errand.members).delete()
    _assign(task, [member for member in errand.members if member not in before.members])
    _save(task, "text", "due_on")
    _record("change", task, by=by, changes=differences(before, errand))
    return task


def complete_task(task: Task, *, version: int, by: Member) -> Task:
    """Done, by this member, now. Of two who tick at once the first one counts. Raises StaleVersion."""
    task = _locked(task)
    if task.done_at is None:
        _compare(task, version)
        task.done_at, task.done_by = timezone.now(), by
        _save(task, "done_at", "done_by")
        _record("completion", task, by=by, text=task.text)
    return task


def reopen_task(task: Task, *, version: int, by: Member) -> Task:
    """Still to be done after all. Raises StaleVersion."""
    task = _locked(task)
    if task.done_at is not None:
        _compare(task, version)
        task.done_at = task.done_by = None
        _save(task, "done_at", "done_by")
        _record("reopening", task, by=by, text=task.text)
    return task


def delete_task(task: Task, *, version: int, by: Member) -> Task:
    """Take the task away; `restore_task` brings it back. Raises StaleVersion."""
    task = _locked(task, version)
    task.deleted_at = timezone.now()
    _save(task, "deleted_at")
    _record("deletion", task, by=by, text=task.text)
    return task


def restore_task(task: Task, *, version: int, by: Member) -> Task:
    """Bring a deleted task back. Raises StaleVersion."""
    task = _locked(task, version)
    task.deleted_at = None
    _save(task, "deleted_at")
    _record("restoration", task, by=by, text=task.text)
    return task


def errand_of(task: Task) -> Errand:
    """What the task says now."""
    rows = task.assignments.select_related("member").order_by("member__name", "id")
    return Errand(task.text, task.due_on, [row.member for row in rows])


def forget_deleted_tasks(now: datetime) -> None:
    """Thirty days after they were deleted they are gone for good; visits every workspace, once a day."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            Task.objects.filter(deleted_at__lt=now - KEPT).delete()


def differences(before: Errand, after: Errand) -> dict[str, list[str]]:
    """{English id of the label: [old, new]} of what differs."""
    told = {
        "Task": [before.text, after.text],
        "Due on": [formats.date(before.due_on), formats.date(after.due_on)],
        "Assigned members": [_names(before.members), _names(after.members)],
    }
    return {label: pair for label, pair in told.items() if pair[0] != pair[1]}


def _locked(task: Task, version: int | None = None) -> Task:
    """The row as it is now, for this transaction alone; its client as it was read."""
    locked: Task = Task.objects.select_for_update().get(pk=task.pk)
    if version is not None:
        _compare(locked, version)
    return locked


def _compare(task: Task, version: int) -> None:
    if task.version != version:
        raise StaleVersion


def _save(task: Task, *fields: str) -> None:
    task.version += 1
    task.save(update_fields=[*fields, "version"])


def _assign(task: Task, members: Iterable[Member]) -> None:
    TaskAssignment.objects.bulk_create([TaskAssignment(task=task, member=member) for member in members])


def _names(members: Iterable[Member]) -> str:
    return ", ".join(sorted(member.name for member in members))


def _record(act: str, task: Task, *, by: Member, **detail: Any) -> None:
    """The text stands in the detail alone, which can be erased: it may say what only the record should."""
    person = Person.objects.get(pk=task.client_id) if task.client_id else None
    record(f"task.{act}", by=by, subject=person, client=person, task=task.pk, **detail)
