"""The log as a list: filters from the address, pages by the id, which grows with time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from kartei.audit.acts import COUNTED, LABELS
from kartei.audit.models import Event

PAGE = 50


@dataclass
class Line:
    """An event as it is read: the act in words, and each change as (field, old, new)."""

    event: Event
    act: str
    changes: list[tuple[str, str, str]]
    facts: list[str]


def chosen(values: dict[str, Any]) -> QuerySet[Event]:
    """Events by member, act, client and days of the workspace's zone; None means all."""
    events: QuerySet[Event] = Event.objects.all()
    if values.get("member"):
        events = events.filter(member=values["member"])
    if values.get("act"):
        events = events.filter(act=values["act"])
    if values.get("client"):
        events = events.filter(client_id=values["client"])
    if values.get("since"):
        events = events.filter(at__gte=_midnight(values["since"]))
    if values.get("until"):
        events = events.filter(at__lt=_midnight(values["until"] + timedelta(days=1)))
    return events


def page_of(events: QuerySet[Event], after: UUID | None) -> tuple[list[Line], UUID | None]:
    """Fifty events, newest first, older than the one named, and the id to go on from."""
    if after:
        events = events.filter(id__lt=after)
    found = list(events.order_by("-id")[: PAGE + 1])
    return [_line(event) for event in found[:PAGE]], found[PAGE - 1].id if len(found) > PAGE else None


def _line(event: Event) -> Line:
    changes = [(gettext(field), str(old), str(new)) for field, (old, new) in event.detail.get("changes", {}).items()]
    return Line(event, str(LABELS.get(event.act, event.act)), changes, _facts(event.detail))


def _facts(detail: dict[str, Any]) -> list[str]:
    """What else an event tells, in words: a number, a refused address, the filters of a list, how many rows."""
    facts = [str(detail[name]) for name in ("number", "path", "text", "operator") if detail.get(name)]
    facts += detail.get("filters", [])
    for name, count in detail.get("counts", {}).items():
        if name in COUNTED and count:
            facts.append(f"{COUNTED[name]}: {count}")
    return facts


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
