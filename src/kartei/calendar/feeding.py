"""What a calendar shows of a stretch of time, in a fixed number of statements."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kartei.calendar.models import LONGEST, AppointmentStatus, Service
from kartei.db.scope import current_workspace_id
from kartei.people.models import Colour, Person
from kartei.people.models.person import name_of
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right

SPAN = """
SELECT a.id, a.starts_at, a.ends_at, a.service_id, a.version, a.created_by_id IS NULL,
    ARRAY(SELECT m.member_id FROM calendar_appointmentmember m
          WHERE m.workspace_id = a.workspace_id AND m.appointment_id = a.id ORDER BY m.id),
    (SELECT jsonb_agg(jsonb_build_array(t.client_id, t.status_id) ORDER BY t.id) FROM calendar_attendance t
     WHERE t.workspace_id = a.workspace_id AND t.appointment_id = a.id)
FROM calendar_appointment a
WHERE a.workspace_id = %(workspace)s AND a.deleted_at IS NULL
AND a.starts_at < %(end)s AND a.starts_at > %(start)s - %(longest)s AND a.ends_at > %(start)s
AND (%(members)s::uuid[] IS NULL OR EXISTS (
    SELECT 1 FROM calendar_appointmentmember m
    WHERE m.workspace_id = a.workspace_id AND m.appointment_id = a.id AND m.member_id = ANY(%(members)s)))
AND (%(places)s::uuid[] IS NULL OR a.place_id = ANY(%(places)s))
AND (%(services)s::uuid[] IS NULL OR a.service_id = ANY(%(services)s))
AND (%(statuses)s::uuid[] IS NULL OR EXISTS (
    SELECT 1 FROM calendar_attendance t
    WHERE t.workspace_id = a.workspace_id AND t.appointment_id = a.id AND t.status_id = ANY(%(statuses)s)))
ORDER BY a.starts_at, a.id
"""
NAMES = ("pk", "kind", "organisation", "title", "first_name", "name_prefix", "last_name")
LONGEST_SPAN = timedelta(days=100)


@dataclass(frozen=True)
class Wanted:
    """Which appointments a calendar shows. Empty filters ask for all."""

    start: datetime
    end: datetime
    members: tuple[UUID, ...] = ()
    places: tuple[UUID, ...] = ()
    services: tuple[UUID, ...] = ()
    statuses: tuple[UUID, ...] = ()

    def __post_init__(self) -> None:
        if not timedelta() < self.end - self.start <= LONGEST_SPAN:
            raise ValueError("a calendar shows up to 100 days")


@dataclass
class Entry:
    """An appointment as a calendar shows it to one member."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    title: str
    about: str  # what stands beside the time
    colour: str
    is_off: bool  # nobody comes: it is struck through
    version: int
    members: list[UUID]
    service: str = ""  # or how many places of a group are taken; told to those alone who may know

    @property
    def day(self) -> date:
        """On which it begins, by the clock of the practice."""
        return timezone.localtime(self.starts_at).date()

    @property
    def time(self) -> str:
        return f"{_clock(self.starts_at)}–{_clock(self.ends_at)}"


def entries(wanted: Wanted, *, seen_by: Member) -> list[Entry]:
    """The appointments that the member sees, in the order of time.

    Whoever sees none of the clients reads that members are busy, and nothing else: such an appointment answers no
    filter but that by members, and is not there when nobody comes.
    """
    members: Sequence[UUID] | None = wanted.members or None
    if seen_by.level(Right.CALENDAR_VIEW) < Level.ALL:
        members = [seen_by.pk] if not members or seen_by.pk in members else []
    rows = _fetched(wanted, members)
    services = Service.objects.in_bulk({row[3] for row in rows if row[3]})
    statuses = {status.pk: status for status in AppointmentStatus.objects.all()}
    attending = [[(UUID(client), UUID(status)) for client, status in json.loads(row[7] or "[]")] for row in rows]
    names = names_of({client for each in attending for client, _status in each}, seen_by=seen_by)
    is_filtered, found = bool(wanted.places or wanted.services or wanted.statuses), []
    for row, each in zip(rows, attending, strict=True):
        entry = _entry(row, each, names, services.get(row[3]), statuses)
        if any(client in names and status in (wanted.statuses or statuses) for client, status in each):
            found.append(entry)
        elif not is_filtered and not entry.is_off:
            found.append(_hidden(entry))
    return found


def names_of(clients: Iterable[UUID], *, seen_by: Member) -> dict[UUID, str]:
    """The names of the clients among them whom the member sees."""
    people = Person.objects.visible_to(seen_by).clients().filter(pk__in=set(clients))
    return {row.pk: name_of(row) for row in people.values_list(*NAMES, named=True)}


def _fetched(wanted: Wanted, members: Sequence[UUID] | None) -> list[Any]:
    values: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "start": wanted.start,
        "end": wanted.end,
        "longest": timedelta(minutes=LONGEST),
        "members": list(members) if members is not None else None,
        "places": list(wanted.places) or None,
        "services": list(wanted.services) or None,
        "statuses": list(wanted.statuses) or None,
    }
    with connection.cursor() as cursor:
        cursor.execute(SPAN, values)
        found: list[Any] = cursor.fetchall()
    return found


def _entry(
    row: Any,
    attending: list[tuple[UUID, UUID]],
    names: dict[UUID, str],
    service: Service | None,
    statuses: dict[UUID, AppointmentStatus],
) -> Entry:
    pk, starts_at, ends_at, _service, version, is_online, members, _attending = row
    said = [statuses[status] for _client, status in attending]
    is_off = all(status.frees_slot for status in said)
    return Entry(
        id=pk, starts_at=starts_at, ends_at=ends_at, version=version, members=members,
        title=_title([client for client, _status in attending], names, service),
        about=_about(service, said, is_online=is_online),
        service=_what(service, said),
        colour=Colour.GRAY if is_off else service.colour if service else Colour.TEAL, is_off=is_off,
    )  # fmt: skip


def _hidden(entry: Entry) -> Entry:
    """What is told to those who see none of the clients."""
    return replace(entry, title=_("Busy"), about="", colour=Colour.GRAY, service="")


def _title(clients: list[UUID], names: dict[UUID, str], service: Service | None) -> str:
    seen = [names[client] for client in clients if client in names]
    if len(clients) > 1 and service is not None and service.capacity > 1:
        return service.name
    hidden = len(clients) - len(seen)
    more = [ngettext("%(num)s more", "%(num)s more", hidden) % {"num": hidden}] if hidden else []
    return ", ".join([*seen, *more])


def _about(service: Service | None, said: list[AppointmentStatus], *, is_online: bool) -> str:
    """„Osteopathie · Bestätigt · online gebucht“, „6 von 8 Plätzen“."""
    is_group = service is not None and service.capacity > 1
    status = said[0].label if len(said) == 1 and not is_group and said[0].code != "planned" else ""
    online = _("booked online") if is_online else ""
    return " · ".join(filter(None, (_what(service, said), status, online)))


def _what(service: Service | None, said: list[AppointmentStatus]) -> str:
    """„Osteopathie“, „6 von 8 Plätzen“."""
    if service is None or service.capacity == 1:
        return service.name if service is not None else ""
    taken = sum(not status.frees_slot for status in said)
    return _("%(taken)s of %(all)s places") % {"taken": taken, "all": service.capacity}


def _clock(moment: datetime) -> str:
    """By the clock of the practice."""
    return f"{timezone.localtime(moment):%H:%M}"
