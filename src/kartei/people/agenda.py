"""Tasks as pages show them: whose, in which order, how urgent, and what the reader may do with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleLessThan
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kartei.people.models import Assignment, Person, Task, TaskAssignment
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right
from kartei.web.navigation import Count

PAGE = 50
NEXT_ONES = 7  # on „Start“
ON_CARD = 20
DONE_ON_CARD = 5


DUE = """
SELECT count(*) FROM (
  SELECT 1 FROM people_task t
  JOIN people_taskassignment mine
    ON mine.workspace_id = t.workspace_id AND mine.task_id = t.id AND mine.member_id = %(member)s
  LEFT JOIN people_person p ON p.workspace_id = t.workspace_id AND p.id = t.client_id
  WHERE t.workspace_id = %(workspace)s AND t.done_at IS NULL AND t.deleted_at IS NULL AND t.due_on <= %(today)s
    AND (t.client_id IS NULL OR p.state IN ('live', 'archived')){reach}
  LIMIT {most}
) AS due
"""
_IS_ASSIGNED = """EXISTS (
    SELECT 1 FROM people_assignment a
    WHERE a.workspace_id = t.workspace_id AND a.client_id = t.client_id AND a.member_id = %(member)s
)"""


@dataclass(slots=True)
class Line:
    """A task as one member sees it."""

    task: Task
    names: list[str]  # of those who are to do it
    is_mine: bool
    may_change: bool

    @property
    def may_complete(self) -> bool:
        """Who may change a task may complete it, and so may those who are to do it."""
        return self.may_change or self.is_mine

    @property
    def urgency(self) -> str:
        return urgency_of(self.task.due_on, timezone.localdate())


@dataclass(slots=True)
class Page:
    lines: list[Line] = field(default_factory=list)
    next: UUID | None = None  # the last row, when there are rows after it

    @property
    def groups(self) -> list[tuple[str | Promise, list[Line]]]:
        """The lines below headings: overdue, today, this week, later, without a date."""
        return [(HEADINGS[found], list(lines)) for found, lines in groupby(self.lines, key=lambda line: line.urgency)]


HEADINGS: dict[str, str | Promise] = {
    "overdue": _("Overdue"),
    "today": pgettext_lazy("tasks", "Today"),
    "week": _("This week"),
    "later": pgettext_lazy("tasks", "Later"),
    "undated": _("Without a date"),
}


def urgency_of(due_on: date | None, today: date) -> str:
    """A key of HEADINGS; a week ends on Sunday."""
    if due_on is None:
        return "undated"
    if due_on <= today:
        return "overdue" if due_on < today else "today"
    return "week" if due_on <= today + timedelta(days=6 - today.weekday()) else "later"


def tasks_of(member: Member, *, mine: bool) -> QuerySet[Task]:
    """Those in reach, or of them those that the member is to do."""
    tasks: QuerySet[Task] = Task.objects.visible_to(member).present()
    return tasks.of(member) if mine else tasks  # type: ignore[attr-defined]  # a method of the queryset


def open_page(member: Member, *, mine: bool, after: UUID | None = None) -> Page:
    """Fifty open tasks behind the one named, the most urgent first, those without a date last."""
    tasks: Any = tasks_of(member, mine=mine)
    if after and (cursor := tasks.filter(pk=after).values_list("due_on").first()):
        tasks = tasks.filter(_behind(cursor[0], after))
    return _page(tasks.open().order_by(F("due_on").asc(nulls_last=True), "id"), member)


def done_page(member: Member, *, mine: bool, after: UUID | None = None) -> Page:
    """Fifty tasks that are done, the last one first."""
    tasks: Any = tasks_of(member, mine=mine).filter(done_at__isnull=False)
    cursor = tasks.filter(pk=after).values_list("done_at", flat=True).first() if after else None
    if cursor:
        tasks = tasks.filter(TupleLessThan((F("done_at"), F("id")), (cursor, after)))
    return _page(tasks.order_by("-done_at", "-id"), member)


def next_tasks(member: Member) -> list[Line]:
    """What the member is to do next."""
    tasks: Any = tasks_of(member, mine=True)
    return _lines(tasks.open().order_by(F("due_on").asc(nulls_last=True), "id"), member, NEXT_ONES)


def tasks_about(client: Person, member: Member) -> tuple[list[Line], list[Line]]:
    """Of a client whom the member reaches: what is open, the most urgent first, and what was done last."""
    tasks: Any = Task.objects.filter(client_id=client.pk, deleted_at__isnull=True)
    ordered = tasks.open().order_by(F("due_on").asc(nulls_last=True), "id")
    return _lines(ordered, member, ON_CARD), _lines(tasks.done().order_by("-done_at", "-id"), member, DONE_ON_CARD)


def due_statement(member: Member) -> tuple[str, dict[str, Any]]:
    """How many tasks the member is to do by today, for the menu: plain SQL, since every page asks.

    Bound by the open tasks of the workspace that are due, whatever has been done over the years.
    """
    reach = {Level.ALL: "", Level.ASSIGNED: f" AND (t.client_id IS NULL OR {_IS_ASSIGNED})"}
    condition = reach.get(member.level(Right.PROFILES_VIEW), " AND t.client_id IS NULL")
    return DUE.format(reach=condition, most=Count.MOST + 1), {
        "workspace": member.workspace_id,
        "member": member.pk,
        "today": timezone.localdate(),
    }


def line_of(task: Task, member: Member) -> Line:
    return _as_lines([task], member)[0]


def may_change(member: Member, task: Task) -> bool:
    """Whether the member, who sees the task, may change it: as the client's profile, or any of those about nobody."""
    return line_of(task, member).may_change


def _behind(due_on: date | None, task_id: UUID) -> Q:
    """The condition that a task stands behind (day, id); no day is the latest of all."""
    if due_on is None:
        return Q(due_on__isnull=True, id__gt=task_id)
    return Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=task_id) | Q(due_on__isnull=True)


def _page(tasks: Any, member: Member) -> Page:
    lines = _lines(tasks, member, PAGE + 1)
    return Page(lines[:PAGE], lines[PAGE - 1].task.id if len(lines) > PAGE else None)


def _lines(tasks: Any, member: Member, most: int) -> list[Line]:
    return _as_lines(list(tasks.select_related("client__person", "done_by")[:most]), member)


def _as_lines(tasks: list[Task], member: Member) -> list[Line]:
    if not tasks:
        return []
    assigned: dict[UUID, list[Member]] = {}
    rows = TaskAssignment.objects.filter(task__in=[task.pk for task in tasks]).select_related("member")
    for row in rows.order_by("member__name", "id"):
        assigned.setdefault(row.task_id, []).append(row.member)
    changeable = _changeable(tasks, member)
    return [
        Line(
            task,
            [other.name for other in assigned.get(task.pk, [])],
            any(other.pk == member.pk for other in assigned.get(task.pk, [])),
            task.pk in changeable,
        )
        for task in tasks
    ]


def _changeable(tasks: Iterable[Task], member: Member) -> set[UUID]:
    """The tasks that the member may change, of those that the member sees."""
    level = member.level(Right.PROFILES_EDIT)
    if level == Level.NONE:
        return set()
    if level == Level.ALL:
        return {task.pk for task in tasks}
    clients = {task.client_id for task in tasks if task.client_id}
    own = set(Assignment.objects.filter(member=member, client__in=clients).values_list("client_id", flat=True))
    return {task.pk for task in tasks if task.client_id is None or task.client_id in own}
