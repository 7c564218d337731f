"""Services and appointments for the tests of the calendar."""

import datetime as dt
import html
from typing import Any
from zoneinfo import ZoneInfo

from kartei.calendar.booking import Plan, book
from kartei.calendar.models import Appointment, Place, PlaceKind, Service
from kartei.db.scope import workspace_scope
from kartei.people.models import Client, Person
from tests.cast import Cast

BERLIN = ZoneInfo("Europe/Berlin")
DAY = dt.date(2027, 3, 2)  # a Tuesday
CALENDAR = "/w/lindenhof/calendar/"
PART = {"HX-Request": "true"}


def at(hour: int, minute: int = 0, *, day: dt.date = DAY) -> dt.datetime:
    """A moment of that day by the clock of the practice."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=BERLIN)


def client_of(person: Person) -> Client:
    found: Client = Client.objects.select_related("person").get(pk=person.pk)
    return found


def service(name: str = "Osteopathie", **told: Any) -> Service:
    made: Service = Service.objects.create(name=name, **{"minutes": 50, **told})
    return made


def room(name: str = "Raum 1", position: int = 0) -> Place:
    made: Place = Place.objects.create(name=name, kind=PlaceKind.ROOM, position=position)
    return made


def plan(cast: Cast, start: dt.datetime, minutes: int = 50, *people: Person, **told: Any) -> Plan:
    """Of Anna with Carla, unless told otherwise."""
    clients = [client_of(person) for person in people or (cast.carla,)]
    members = told.pop("members", [cast.anna])
    return Plan(
        starts_at=start, ends_at=start + dt.timedelta(minutes=minutes), clients=clients, members=members, **told
    )


def booked(cast: Cast, start: dt.datetime, minutes: int = 50, *people: Person, **told: Any) -> Appointment:
    return book(plan(cast, start, minutes, *people, **told), by=cast.anna)


def make(cast: Cast, *given: Any, **more: Any) -> Appointment:
    with workspace_scope(cast.lindenhof.id):
        return booked(cast, *given, **more)


def page_of(made: Appointment, what: str = "") -> str:
    return f"{CALENDAR}appointments/{made.pk}/{what}"


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())
