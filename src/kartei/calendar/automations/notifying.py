"""What the verbs of appointments tell the automations: the one place at which mail about an act is made, or taken back.

A waiting mail that an act has made untrue is always withdrawn, whatever was answered. A confirmation that was still
waiting is then written anew, as the client has heard nothing yet; so is a mail that told of further appointments. An
undo sends nothing, unless the mail of the act that it takes back has left already: then a second one puts it right.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from kartei.calendar.automations.doing import carry_out, does
from kartei.calendar.models import Action, Appointment, AppointmentStatus, Attendance, AutomationRun, Trigger
from kartei.inbox.models import MailState
from kartei.inbox.posting import withdraw
from kartei.tenancy.models import Member

ACTS = {Trigger.BOOKED, Trigger.MOVED, Trigger.CANCELLED}
LATELY = dt.timedelta(hours=1)  # an undo comes within seconds
Key = tuple[UUID, UUID]  # appointment, client
Pair = tuple[Appointment, UUID]


class Notice(StrEnum):
    """Whether clients are told of an act."""

    NO = "no"
    YES = "yes"
    UNDO = "undo"  # as little as possible: it was never to have happened


def told(
    trigger: Trigger, appointments: Iterable[UUID], *, notice: Notice, by: Member | None,
    clients: Collection[UUID] | None = None, former: Mapping[UUID, dt.datetime] | None = None, are_new: bool = False,
) -> None:  # fmt: skip
    """This has just happened to these appointments, for these clients (None: all who come).

    `former`: when those that were moved began. `are_new`: they were just made, so no mail about them waits. Called at
    the end of a verb, in its transaction.
    """
    ids = list(appointments)
    if not ids or (clients is not None and not clients):
        return
    if notice is Notice.NO and not does(Action.TASK, trigger) and (are_new or not _is_awaited(ids)):
        return
    is_off = trigger == Trigger.CANCELLED
    pairs = _pairs(ids, clients, is_off=is_off)
    if not pairs:
        return
    back = _withdraw(pairs)
    anew = _anew(back, pairs, keeps_booked=trigger == Trigger.MOVED or (notice is Notice.UNDO and not is_off))
    if notice is Notice.UNDO:
        lost = set() if is_off else _unheard(pairs)
        anew[Trigger.BOOKED] |= lost
        late = _those_told(pairs) - lost - {_key(run) for run in back}
        carry_out(trigger, [pair for key, pair in pairs.items() if key in late], by=by, former=former)
    else:
        rest = [pair for key, pair in pairs.items() if key not in anew[Trigger.BOOKED]]
        carry_out(trigger, rest, by=by, former=former, only=Action.TASK if notice is Notice.NO else None)
    _write_anew(anew, back, by)


def _is_awaited(ids: Collection[UUID]) -> bool:
    """Whether a mail about one of these waits, which has to be taken back even when nobody is told."""
    return bool(AutomationRun.objects.filter(appointment__in=ids, mail__state=MailState.WAITING).exists())


def status_told(
    rows: Sequence[Attendance], before: Mapping[UUID, AppointmentStatus], status: AppointmentStatus, *,
    notice: Notice, by: Member | None,
) -> None:  # fmt: skip
    """These attendances of one client have this status now; `before`: which they had, by their ids."""
    off = [row for row in rows if status.frees_slot and not before[row.pk].frees_slot]
    back = [row for row in rows if before[row.pk].frees_slot and not status.frees_slot]
    for trigger, several in ((Trigger.CANCELLED, off), (Trigger.BOOKED, back)):
        ids, clients = [row.appointment_id for row in several], {row.client_id for row in several}
        told(trigger, ids, clients=clients, notice=notice, by=by)
    changed = [row for row in rows if before[row.pk] != status]
    if changed and notice is not Notice.UNDO:
        pairs = _pairs([row.appointment_id for row in changed], {row.client_id for row in changed}, is_off=True)
        is_silent = notice is Notice.NO and bool(off or back)
        carry_out(Trigger.STATUS, pairs.values(), by=by, status=status, only=Action.TASK if is_silent else None)


def _pairs(ids: Sequence[UUID], clients: Collection[UUID] | None, *, is_off: bool) -> dict[Key, Pair]:
    """Who is told of which, as the rows say now, in the order of time; of deleted ones too."""
    found = Appointment.with_deleted.filter(pk__in=ids).select_related("place", "created_by")
    pairs: dict[Key, Pair] = {}
    for row in found.order_by("starts_at", "id").prefetch_related("given_by__member", "attendances__status"):
        coming = [one.client_id for one in row.attendances.all() if not one.status.frees_slot]
        for client_id in coming if clients is None else clients:
            if is_off or (row.deleted_at is None and client_id in coming):
                pairs[row.pk, client_id] = (row, client_id)
    return pairs


def _key(run: AutomationRun) -> Key:
    assert run.appointment_id is not None
    return run.appointment_id, run.person_id


def _runs(pairs: Mapping[Key, Pair]) -> list[AutomationRun]:
    """The mails about these so far, the oldest first."""
    ids, clients = {key[0] for key in pairs}, {key[1] for key in pairs}
    runs = AutomationRun.objects.filter(appointment__in=ids, person__in=clients, mail__isnull=False)
    return [run for run in runs.select_related("automation", "mail").order_by("id") if _key(run) in pairs]


def _withdraw(pairs: Mapping[Key, Pair]) -> list[AutomationRun]:
    """Take back what waits. Returns all that those mails told, of other appointments too."""
    waiting = {run.mail_id for run in _runs(pairs) if run.mail and run.mail.state == MailState.WAITING}
    gone = withdraw([pk for pk in waiting if pk]) if waiting else set()
    if not gone:
        return []
    return list(AutomationRun.objects.filter(mail__in=gone).select_related("automation").order_by("id"))


def _anew(
    back: Iterable[AutomationRun], pairs: Mapping[Key, Pair], *, keeps_booked: bool
) -> defaultdict[Trigger, set[Key]]:
    """Of what was taken back, what is told again: what was not touched, and the booking of what goes on."""
    found: defaultdict[Trigger, set[Key]] = defaultdict(set)
    for run in back:
        trigger, key = Trigger(run.automation.trigger), _key(run)
        if trigger in ACTS and (key not in pairs or (keeps_booked and trigger == Trigger.BOOKED)):
            found[trigger].add(key)
    return found


def _write_anew(anew: Mapping[Trigger, set[Key]], back: Iterable[AutomationRun], by: Member | None) -> None:
    """The lines of the mails that were taken back give way to those of the new ones."""
    for trigger, keys in anew.items():
        gone = [run.pk for run in back if run.automation.trigger == trigger and _key(run) in keys]
        AutomationRun.objects.filter(pk__in=gone).delete()
        pairs = _pairs([key[0] for key in keys], {key[1] for key in keys}, is_off=trigger == Trigger.CANCELLED)
        carry_out(trigger, [pair for key, pair in pairs.items() if key in keys], by=by, only=Action.MAIL)


def _unheard(pairs: Mapping[Key, Pair]) -> set[Key]:
    """Whose confirmation the act that is undone has taken back, and who has none since."""
    states: defaultdict[Key, list[bool]] = defaultdict(list)
    for run in _runs(pairs):
        if run.automation.trigger == Trigger.BOOKED and run.mail:
            ended = run.mail.ended_at
            is_lost = run.mail.state == MailState.WITHDRAWN and ended is not None and ended > timezone.now() - LATELY
            states[_key(run)].append(is_lost)
    return {key for key, several in states.items() if all(several)}


def _those_told(pairs: Mapping[Key, Pair]) -> set[Key]:
    """Who has got a mail about the act that is undone: it made the version before this one."""
    return {
        _key(run)
        for run in _runs(pairs)
        if run.automation.trigger in ACTS and run.mail and run.mail.state != MailState.WITHDRAWN
        and run.turn == pairs[_key(run)][0].version - 1
    }  # fmt: skip
