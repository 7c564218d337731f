"""What an automation would write: for an example, or for who comes to an appointment."""

import datetime as dt
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.calendar.automations.addressees import Addressee, addressees
from kartei.calendar.automations.doing import practice_now
from kartei.calendar.automations.letters import Practice, letter_for, values_for
from kartei.calendar.automations.words import text_of
from kartei.calendar.feeding import names_of
from kartei.calendar.models import Action, Appointment, Automation, Place, Skipped, Trigger
from kartei.inbox.placeholders import fill
from kartei.people.models import Client, PersonKind
from kartei.tenancy.models import Member
from kartei.web import formats

CHOICES = 20


@dataclass(frozen=True)
class Sheet:
    """One mail, or one task, as it would be."""

    name: str
    subject: str
    text: str
    language: str  # in which it is written
    address: str = ""
    skipped: str = ""  # why this client would get none


def choices(member: Member) -> list[tuple[UUID, str]]:
    """The next appointments with clients in the member's reach."""
    coming = Appointment.objects.visible_to(member).filter(
        starts_at__gt=timezone.now(), attendances__client__in=Client.objects.visible_to(member).values("id")
    )
    found = list(coming.distinct().order_by("starts_at", "id").prefetch_related("attendances")[:CHOICES])
    names = names_of({one.client_id for row in found for one in row.attendances.all()}, seen_by=member)
    return [
        (row.pk, f"{formats.datetime(row.starts_at)}, " + ", ".join(
            sorted(names[one.client_id] for one in row.attendances.all() if one.client_id in names)
        ))
        for row in found
    ]  # fmt: skip


def sample_sheet(automation: Automation, member: Member) -> Sheet:
    """For a client and an appointment that do not exist."""
    practice = practice_now()
    rows = [] if automation.trigger == Trigger.CLIENT else [_some_time(practice, member)]
    return _sheet(automation, _example(practice), rows, practice)


def sheets_of(automation: Automation, appointment: Appointment, member: Member) -> list[Sheet]:
    """For each who comes to an appointment and is in the member's reach."""
    practice = practice_now()
    ids = [one.client_id for one in appointment.attendances.order_by("id")]
    names, known = names_of(ids, seen_by=member), addressees(ids, language=practice.language)
    rows = Appointment.objects.filter(pk=appointment.pk).select_related("place").prefetch_related("given_by__member")
    return [_sheet(automation, known[pk], list(rows), practice) for pk in ids if pk in names]


def _sheet(automation: Automation, to: Addressee, rows: list[Any], practice: Practice) -> Sheet:
    if automation.action == Action.TASK:
        text = fill(text_of(automation), values_for(to, rows, practice, former={}))
        return Sheet(to.name, "", " ".join(text.split()), practice.language)
    former = {row.pk: row.starts_at - dt.timedelta(days=1) for row in rows}
    letter = letter_for(automation, to, rows, practice, former=former)
    skipped = str(Skipped(to.skipped).label) if to.skipped else ""
    return Sheet(to.name, letter.subject, letter.body, to.language, to.email, skipped)


def _example(practice: Practice) -> Addressee:
    return Addressee(
        id=UUID(int=0), email="sabine@example.org", kind=PersonKind.PERSON, organisation="", salutation=_("Ms"),
        title="", first_name="Sabine", name_prefix="", last_name="Beispiel", language=practice.language,
        form_of_address="", time_zone="", skipped="",
    )  # fmt: skip


def _some_time(practice: Practice, member: Member) -> Appointment:
    day = timezone.now().astimezone(practice.zone).date() + dt.timedelta(days=7)
    begins = dt.datetime.combine(day, dt.time(10), tzinfo=practice.zone)
    row = Appointment(starts_at=begins, ends_at=begins + dt.timedelta(minutes=50), created_by=member)
    row.place = Place.objects.in_use().first()
    row._prefetched_objects_cache = {"given_by": [SimpleNamespace(member=member)]}  # type: ignore[attr-defined]
    return row
