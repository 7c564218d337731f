"""What is to be done in the demo practice: open, overdue and done tasks, about clients and about the practice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from kartei.demo.drafts import Draft, id_at
from kartei.people.models import Task, TaskAssignment
from kartei.tenancy.models import Member

ABOUT_CLIENTS = (
    "Bericht an die Hausarztpraxis schreiben",
    "Rückruf wegen Terminverschiebung",
    "Schweigepflichtentbindung unterschreiben lassen",
    "Verlängerungsantrag vorbereiten",
    "Fragebogen auswerten und besprechen",
    "Versichertenkarte einlesen",
    "Übungsblatt zur Schlafhygiene mitgeben",
    "Überweisung anfordern",
    "Absprache mit der Schule",
    "Bescheinigung für den Arbeitgeber ausstellen",
    "Neue Adresse erfragen",
    "Erstgespräch anbieten",
)
ABOUT_THE_PRACTICE = (  # text, who is to do it, days from now
    ("Papier und Druckerpatronen bestellen", ("rita",), 1),
    ("Fortbildungspunkte an die Kammer melden", ("anna",), 12),
    ("Supervision: Fall auswählen", ("tom",), 3),
    ("Mahnlauf besprechen", ("berta", "anna"), 0),
    ("Wartezimmer: Zeitschriften erneuern", ("rita",), None),
    ("Urlaubsplan für Weihnachten abstimmen", ("anna", "tom", "rita"), 6),
)
OPEN, DONE = 26, 34
SEED = 307


@dataclass
class Plan:
    """A task to be made; `day` is when it is due."""

    text: str
    begun: datetime
    logins: tuple[str, ...]
    day: date | None = None
    client: Draft | None = None
    done: datetime | None = None


def plans_of(drafts: list[Draft], now: datetime) -> list[Plan]:
    """The same tasks on whatever day; their days are counted from `now`."""
    dice = Random(SEED)
    treated = [draft for draft in drafts if draft.members and draft.status in {"active", "paused"}]
    plans = [_open(dice, dice.choice(treated), now) for _ in range(OPEN)]
    plans += [_done(dice, dice.choice(treated), now) for _ in range(DONE)]
    leads = [draft for draft in drafts if draft.status == "lead"]
    plans += [
        Plan("Zurückrufen: fragt nach einem Platz", _before(dice, now, 4), ("rita",), _day(now, days), lead)
        for lead, days in zip(leads, (-1, 0, 1, 2), strict=False)
    ]
    plans += [
        Plan(text, _before(dice, now, 10), logins, None if days is None else _day(now, days))
        for text, logins, days in ABOUT_THE_PRACTICE
    ]
    return plans


def save_plans(plans: Sequence[Plan], *, by: Member, members: Mapping[str, Member]) -> None:
    """Make the rows; who is to do a task has made it, of several the first one."""
    dice, tasks, assignments = Random(SEED), [], []
    for plan in sorted(plans, key=lambda plan: plan.begun):
        doers = [members.get(login, by) for login in plan.logins]
        task = Task(
            id=id_at(plan.begun, dice),
            text=plan.text,
            client_id=plan.client.id if plan.client else None,
            due_on=plan.day,
            done_at=plan.done,
            done_by=doers[0] if plan.done else None,
            created_by=doers[0],
        )
        tasks.append((task, plan.begun))
        assignments += [TaskAssignment(task=task, member=member) for member in doers]
    Task.objects.bulk_create([task for task, _ in tasks])
    for task, begun in tasks:  # bulk_create has written the present moment
        task.created_at = begun
    Task.objects.bulk_update([task for task, _ in tasks], ["created_at"])
    TaskAssignment.objects.bulk_create(assignments)


def _open(dice: Random, client: Draft, now: datetime) -> Plan:
    days = dice.choice([-6, -3, -1, 0, 0, 1, 2, 3, 5, 8, 13, 21, 40, None])
    day = None if days is None else _day(now, days)
    return Plan(dice.choice(ABOUT_CLIENTS), _before(dice, now, 20), _doers(client), day, client)


def _done(dice: Random, client: Draft, now: datetime) -> Plan:
    done = _before(dice, now, 90)
    begun = done - timedelta(days=dice.randint(1, 14))
    return Plan(dice.choice(ABOUT_CLIENTS), begun, _doers(client), done.date(), client, done)


def _doers(client: Draft) -> tuple[str, ...]:
    return (client.members[0],)


def _before(dice: Random, now: datetime, days: int) -> datetime:
    """Some minute of the practice's hours within these days before now, today left out."""
    day = now - timedelta(days=dice.randint(1, days))
    return day.replace(hour=dice.randint(8, 18), minute=dice.randrange(60), second=0, microsecond=0)


def _day(now: datetime, days: int) -> date:
    return now.date() + timedelta(days=days)
