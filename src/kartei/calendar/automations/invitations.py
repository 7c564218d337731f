"""What goes along with a mail for the client's own calendar (RFC 5546 by mail, RFC 6047); never why they come.

The UID is that of the feed, SEQUENCE counts the versions of the appointment: a later mail changes the same entry.
"""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kartei.calendar.models import Appointment, Place, PlaceKind
from kartei.inbox.relays import Sender
from kartei.lib import ical


def invitation(
    rows: Sequence[Appointment], *, is_cancelled: bool, sender: Sender, recipient: str, zone: ZoneInfo, now: dt.datetime
) -> tuple[str, str]:
    """(method, the file) of one appointment, or of several of a series; in the language that holds now.

    REQUEST and CANCEL name one entry alone (RFC 5546, 3.2.2 and 3.2.5); several are published.
    """
    method = "PUBLISH" if len(rows) > 1 else "CANCEL" if is_cancelled else "REQUEST"
    years = [row.starts_at.astimezone(zone).year for row in rows]
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kartei//Kartei//EN", "CALSCALE:GREGORIAN", f"METHOD:{method}",
        *ical.time_zone(zone, min(years) - 1, max(years) + 1),
    ]  # fmt: skip
    for row in rows:
        people = [f"ORGANIZER:mailto:{sender.address}"]
        if method != "PUBLISH":  # which names nobody as invited (RFC 5546, 3.2.1)
            people.append(f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{recipient}")
        lines += _event(row, people, zone, now, is_cancelled=is_cancelled)
    return method, "\r\n".join(ical.folded(line) for line in [*lines, "END:VCALENDAR"]) + "\r\n"


def place_text(place: Place | None) -> str:
    """Where to go: a room with the address of its house, the link of a meeting; at the client's own nothing."""
    if place is None or place.kind == PlaceKind.HOME:
        return ""
    return place.meeting_url or ", ".join(filter(None, (place.name, place.address)))


def _event(row: Appointment, people: list[str], zone: ZoneInfo, now: dt.datetime, *, is_cancelled: bool) -> list[str]:
    where = place_text(row.place)
    return [
        "BEGIN:VEVENT", f"UID:{row.pk}", f"DTSTAMP:{ical.in_utc(now)}", f"SEQUENCE:{row.version - 1}",
        *when(row.starts_at, row.ends_at, zone), f"SUMMARY:{ical.escaped(_('Appointment'))}",
        *([f"LOCATION:{ical.escaped(where)}"] if where else []), *people,
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}", "CLASS:PRIVATE", "END:VEVENT",
    ]  # fmt: skip


def when(starts_at: dt.datetime, ends_at: dt.datetime, zone: ZoneInfo) -> list[str]:
    """By the wall clock; in UTC where that clock shows the time a second time, which only UTC can tell."""
    if any(moment.astimezone(zone).fold for moment in (starts_at, ends_at)):
        return [f"DTSTART:{ical.in_utc(starts_at)}", f"DTEND:{ical.in_utc(ends_at)}"]
    return [
        f"DTSTART;TZID={zone.key}:{ical.on_the_wall(starts_at, zone)}",
        f"DTEND;TZID={zone.key}:{ical.on_the_wall(ends_at, zone)}",
    ]
