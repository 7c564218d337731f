"""An automation's text for one client: filled in their language, with what goes along for their own calendar."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import dates
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kartei.calendar.automations.addressees import Addressee
from kartei.calendar.automations.invitations import invitation, place_text
from kartei.calendar.automations.words import subject_of, text_of
from kartei.calendar.models import Appointment, Automation, Trigger
from kartei.inbox.placeholders import fill
from kartei.inbox.posting import Letter
from kartei.inbox.relays import Sender
from kartei.tenancy.models import Workspace
from kartei.web import formats

WITH_INVITATION = {Trigger.BOOKED, Trigger.MOVED, Trigger.CANCELLED}


@dataclass(frozen=True)
class Practice:
    """From whom all letters of a batch come."""

    name: str
    zone: ZoneInfo
    language: str
    sender: Sender

    @staticmethod
    def of(workspace: Workspace, sender: Sender) -> "Practice":
        return Practice(workspace.name, ZoneInfo(workspace.time_zone), workspace.language, sender)


def letter_for(
    automation: Automation, to: Addressee, rows: Sequence[Appointment], practice: Practice,
    *, former: dict[UUID, dt.datetime] | None = None,
) -> Letter:  # fmt: skip
    """`rows` are the appointments it tells of, in their order, with place and members at hand; none for a new client.

    `former`: when they began before.
    """
    with translation.override(to.language):
        values = values_for(to, rows, practice, former=former or {})
        method = file = ""
        if rows and automation.trigger in WITH_INVITATION:
            method, file = invitation(
                rows, is_cancelled=automation.trigger == Trigger.CANCELLED, sender=practice.sender,
                recipient=to.email, zone=practice.zone, now=timezone.now(),
            )  # fmt: skip
        return Letter(
            to.id, to.email, fill(subject_of(automation), values), fill(text_of(automation), values), file, method,
            not_after=_over(automation, rows),
        )  # fmt: skip


def values_for(
    to: Addressee, rows: Sequence[Appointment], practice: Practice, *, former: dict[UUID, dt.datetime]
) -> dict[str, str]:
    """{placeholder: text} in the language that holds now."""
    values = {
        "client.greeting": to.greeting(), "client.first_name": to.first_name, "client.last_name": to.surname,
        "client.name": to.name, "practice.name": practice.name,
    }  # fmt: skip
    if not rows:
        return values
    first = rows[0]
    return values | {
        "appointment.dates": "\n".join(_span(row, practice.zone, to.time_zone) for row in rows),
        "appointment.date": _day(first.starts_at, practice.zone),
        "appointment.time": _clock(first.starts_at, practice.zone),
        "appointment.place": place_text(first.place),
        "appointment.text": first.client_text,
        "appointment.before": "\n".join(_moment(former[row.pk], practice.zone) for row in rows if row.pk in former),
        "member.name": ", ".join(sorted({given.member.name for row in rows for given in row.given_by.all()})),
    }


def _over(automation: Automation, rows: Sequence[Appointment]) -> dt.datetime | None:
    """When what the mail says is over: with the begin of the last appointment that it tells of."""
    if not rows or automation.trigger in {Trigger.AFTER, Trigger.STATUS}:
        return None
    return max(row.starts_at for row in rows)


def _span(row: Appointment, zone: ZoneInfo, theirs: str) -> str:
    """„Dienstag, 2. März 2027, 10:00–10:50 Uhr“; beside it by the client's clock, where that shows another time."""
    text = _spelled(row, zone)
    try:
        own: Any = ZoneInfo(theirs) if theirs else zone
    except (ZoneInfoNotFoundError, ValueError, OSError):
        own = zone
    if row.starts_at.astimezone(own).utcoffset() == row.starts_at.astimezone(zone).utcoffset():
        return text
    city = dates.get_timezone_location(own, locale=formats.locale())
    return f"{text} ({city}: {_spelled(row, own)})"


def _spelled(row: Appointment, zone: ZoneInfo) -> str:
    told = {"day": _day(row.starts_at, zone), "begin": _clock(row.starts_at, zone), "end": _clock(row.ends_at, zone)}
    return _("%(day)s, %(begin)s–%(end)s") % told


def _moment(moment: dt.datetime, zone: ZoneInfo) -> str:
    return _("%(day)s, %(begin)s") % {"day": _day(moment, zone), "begin": _clock(moment, zone)}


def _day(moment: dt.datetime, zone: ZoneInfo) -> str:
    return formats.date(moment.astimezone(zone).date(), "full")


def _clock(moment: dt.datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"
