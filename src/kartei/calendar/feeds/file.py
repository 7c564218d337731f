"""The calendar of one member as an iCalendar file (RFC 5545), in a fixed number of statements.

Each appointment is an event of its own, those of a series too: each can have clients and a status of its own, and a
reader that expands rules differently shows no wrong time.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from kartei.calendar.automations.invitations import when
from kartei.calendar.feeding import names_of
from kartei.calendar.models import CalendarFeed, FeedLevel, Place
from kartei.db.scope import current_workspace_id
from kartei.lib import ical
from kartei.tenancy.models import Workspace
from kartei.web import formats

BACK, AHEAD = dt.timedelta(days=60), dt.timedelta(days=730)
CANCELLED_FOR = dt.timedelta(days=30)  # product.md, section 5
MOST = 5_000  # events
REFRESH = "PT1H"

OWN = """
SELECT a.id, a.starts_at, a.ends_at, a.place_id, a.version, a.created_at, a.changed_at,
    array_agg(t.client_id ORDER BY t.id), bool_and(s.frees_slot), bool_and(s.kind = 'pending')
FROM calendar_appointmentmember g
JOIN calendar_appointment a ON a.workspace_id = g.workspace_id AND a.id = g.appointment_id
JOIN calendar_attendance t ON t.workspace_id = a.workspace_id AND t.appointment_id = a.id
JOIN calendar_appointmentstatus s ON s.workspace_id = t.workspace_id AND s.id = t.status_id
WHERE g.workspace_id = %(workspace)s AND g.member_id = %(member)s AND a.deleted_at IS NULL
AND a.starts_at > %(start)s AND a.starts_at < %(end)s
GROUP BY a.workspace_id, a.id
HAVING NOT bool_and(s.frees_slot) OR a.changed_at > %(cancelled)s
ORDER BY a.starts_at, a.id LIMIT %(most)s
"""


@dataclass(frozen=True)
class _Event:
    id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    place_id: UUID | None
    version: int
    created_at: dt.datetime
    changed_at: dt.datetime
    clients: list[UUID]
    is_off: bool  # nobody comes
    is_asked: bool  # nobody has agreed to it yet


def file_of(feed: CalendarFeed, workspace: Workspace, *, now: dt.datetime) -> bytes:
    """The file, of which the level says how much it tells; whom the member may not see is told of by no level."""
    events, zone = _events(feed, now), ZoneInfo(workspace.time_zone)
    tells = feed.level != FeedLevel.BUSY
    names = names_of({pk for event in events for pk in event.clients}, seen_by=feed.member) if tells else {}
    places = Place.objects.in_bulk() if feed.level == FeedLevel.FULL else {}
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kartei//Kartei//EN", "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{ical.escaped(workspace.name)}", f"X-WR-TIMEZONE:{zone.key}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}", f"X-PUBLISHED-TTL:{REFRESH}",
        *ical.time_zone(zone, (now - BACK).year, (now + AHEAD).year + 1),
    ]  # fmt: skip
    for event in events:
        lines += _lines(event, zone, _title(event, names, FeedLevel(feed.level)), _location(event, names, places))
    return ("\r\n".join(ical.folded(line) for line in [*lines, "END:VCALENDAR"]) + "\r\n").encode()


def _events(feed: CalendarFeed, now: dt.datetime) -> list[_Event]:
    values: dict[str, Any] = {
        "workspace": current_workspace_id(), "member": feed.member_id, "start": now - BACK, "end": now + AHEAD,
        "cancelled": now - CANCELLED_FOR, "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(OWN, values)
        return [_Event(*row) for row in cursor.fetchall()]


def _lines(event: _Event, zone: ZoneInfo, title: str, location: str) -> list[str]:
    """RFC 5545, 3.6.1; the UID is the id of the appointment (RFC 7986, 5.3), SEQUENCE counts its changes."""
    status = "CANCELLED" if event.is_off else "TENTATIVE" if event.is_asked else "CONFIRMED"
    return [
        "BEGIN:VEVENT", f"UID:{event.id}", f"DTSTAMP:{ical.in_utc(event.changed_at)}",
        f"CREATED:{ical.in_utc(event.created_at)}", f"LAST-MODIFIED:{ical.in_utc(event.changed_at)}",
        f"SEQUENCE:{event.version - 1}", *when(event.starts_at, event.ends_at, zone), f"SUMMARY:{ical.escaped(title)}",
        *([f"LOCATION:{ical.escaped(location)}"] if location else []),
        f"STATUS:{status}", f"TRANSP:{'TRANSPARENT' if event.is_off else 'OPAQUE'}", "CLASS:PRIVATE", "END:VEVENT",
    ]  # fmt: skip


def _title(event: _Event, names: dict[UUID, str], level: FeedLevel) -> str:
    """Who comes, as far as the level goes; never why they come."""
    seen = [names[pk] for pk in event.clients if pk in names]
    if level is FeedLevel.INITIALS:
        seen = [formats.initials(name) for name in seen]
    return ", ".join(seen) or _("Busy")


def _location(event: _Event, names: dict[UUID, str], places: dict[UUID, Place]) -> str:
    """Where, of what the member may read about."""
    if not event.place_id or event.place_id not in places or not any(pk in names for pk in event.clients):
        return ""
    place = places[event.place_id]
    return place.meeting_url or ", ".join(filter(None, (place.name, place.address)))
