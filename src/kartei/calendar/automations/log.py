"""The log of the automations: what was sent, what was left out and why, what has failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.calendar.models import Appointment, AutomationRun, Skipped, Trigger
from kartei.inbox.models import MailState, PracticeMail
from kartei.inbox.posting import FAILED
from kartei.people.merging.rules import made_at
from kartei.people.models import Person
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right
from kartei.web import formats

PAGE = 50
OUTCOMES: dict[str, Any] = {
    "sent": MailState.SENT.label,
    "waiting": MailState.WAITING.label,
    "failed": gettext_lazy("Failed or uncertain"),
    "withdrawn": MailState.WITHDRAWN.label,
    "skipped": gettext_lazy("Left out"),
    "task": gettext_lazy("Task made"),
}
"""{code in the address: label}."""

_STATES = {
    "sent": {MailState.SENT},
    "waiting": {MailState.WAITING, MailState.SENDING},
    "failed": set(FAILED),
    "withdrawn": {MailState.WITHDRAWN},
}
_WHICH = {
    **{code: Q(mail__state__in=several) for code, several in _STATES.items()},
    "skipped": ~Q(skipped=""),
    "task": Q(task__isnull=False),
}
_PROBLEMS = {
    "killed": gettext_lazy("the process that sent it was ended"),
    "opted_out": Skipped.OPTED_OUT.label,
    "gone": Skipped.GONE.label,
    "too_late": gettext_lazy("the appointment was over before it could be sent"),
}


@dataclass(frozen=True)
class Line:
    run: AutomationRun
    at: datetime
    outcome: str  # a code of OUTCOMES
    text: str
    reason: str
    may_repeat: bool = False  # it has failed, and nobody has looked after it yet


@dataclass(frozen=True)
class LogPage:
    lines: list[Line]
    next: UUID | None = None


def log_of(member: Member, *, outcome: str = "", client: UUID | None = None, after: UUID | None = None) -> LogPage:
    """Fifty lines about people and appointments in the member's reach, newest first, older than the one named."""
    runs = _in_reach(member).filter(dates__gt=0)
    if outcome in _WHICH:
        runs = runs.filter(_WHICH[outcome])
    if client:
        runs = runs.filter(person=client)
    if after:
        runs = runs.filter(pk__lt=after)
    known = runs.select_related("automation", "person", "mail", "task")
    found = list(known.order_by("-id")[: PAGE + 1])
    return LogPage([_line(run) for run in found[:PAGE]], found[PAGE - 1].pk if len(found) > PAGE else None)


def failed_counts(member: Member) -> tuple[int, int]:
    """How many mails about acts, and how many reminders, failed and wait for somebody to look."""
    runs = _in_reach(member).filter(dates__gt=0, mail__state__in=FAILED, mail__settled_at=None)
    clock = Q(automation__trigger__in=[Trigger.BEFORE, Trigger.AFTER])
    told = runs.aggregate(mails=Count("id", filter=~clock), reminders=Count("id", filter=clock))
    return told["mails"], told["reminders"]


def mails_in_reach(member: Member) -> Any:
    """The mails of the automations whose people the member reaches."""
    return PracticeMail.objects.filter(pk__in=_in_reach(member).exclude(mail=None).values("mail"))


def _in_reach(member: Member) -> Any:
    runs = AutomationRun.objects.all()
    if member.level(Right.PROFILES_VIEW) < Level.ALL:
        runs = runs.filter(person__in=Person.objects.visible_to(member).values("id"))
    if member.level(Right.CALENDAR_VIEW) < Level.ALL:
        seen = Appointment.with_deleted.visible_to(member).values("id")
        runs = runs.filter(Q(appointment=None) | Q(appointment__in=seen))
    return runs


def _line(run: AutomationRun) -> Line:
    at = made_at(run.pk)
    if run.skipped:
        return Line(run, at, "skipped", str(OUTCOMES["skipped"]), str(Skipped(run.skipped).label))
    if run.mail is None:
        return Line(run, at, "task", str(OUTCOMES["task"]), run.task.text if run.task else "")
    mail = run.mail
    outcome = next(code for code, several in _STATES.items() if mail.state in several)
    text = str(MailState(mail.state).label)
    return Line(
        run, mail.ended_at or at, outcome, text, _reason(mail), mail.state in FAILED and mail.settled_at is None
    )


def _reason(mail: PracticeMail) -> str:
    told = str(_PROBLEMS.get(mail.problem, mail.problem))
    if mail.state == MailState.WITHDRAWN and not told:
        return _("taken back before it was sent")
    if mail.state != MailState.WAITING:
        return told
    when = _("until %(time)s") % {"time": formats.datetime(mail.try_at)}
    return f"{when}: {told}" if told else when
