"""Wishes, free times, offers and a clock that moves, for the tests of the waiting list."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kartei.calendar.booking import change_attendance, status_of
from kartei.calendar.models import (
    Appointment,
    CalendarSettings,
    OfferWay,
    Service,
    SlotOffer,
    WaitingWish,
)
from kartei.calendar.waiting.offering import offer_freed_slots
from kartei.calendar.waiting.wishing import add_wish
from kartei.db.scope import current_workspace_id, workspace_scope
from kartei.inbox.models import InstanceMail
from kartei.people.creating import Particulars, create_client
from kartei.people.models import Person, Status
from tests.calendar.booked import at, booked, client_of, service
from tests.cast import Cast

WAITING = "/w/lindenhof/calendar/waiting/"
BEFORE = at(8, day=dt.date(2027, 3, 1))  # the day before the one that is booked
WISH: dict[str, Any] = {
    "weekdays": [], "begins": None, "ends": None, "valid_until": None, "is_urgent": False, "note": "",
}  # fmt: skip


class Clock:
    """Stands still until somebody moves it."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def forward(self, minutes: float) -> None:
        self.now += dt.timedelta(minutes=minutes)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock(BEFORE.astimezone(dt.UTC))
    monkeypatch.setattr(timezone, "now", lambda: found.now)
    return found


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The same, but begun now: logins live by another clock too."""
    found = Clock(timezone.now())
    monkeypatch.setattr(timezone, "now", lambda: found.now)
    return found


@pytest.fixture
def line(cast: Cast, clock: Clock) -> dict[str, Any]:
    """Carla comes on Tuesday at ten; Bruno, Dora and Emil wait for the same, in this order."""
    with workspace_scope(cast.lindenhof.id):
        offering(OfferWay.IN_TURN)
        what = service()
        made = booked(cast, at(10), service=what, members=[cast.anna])
        wishes = {}
        for name in ("Bruno", "Dora", "Emil"):
            who = cast.bruno if name == "Bruno" else person(cast, name)
            wishes[name] = wish(cast, who, what)
            clock.forward(1)
    return {"what": what, "made": made, **wishes}


def person(cast: Cast, first: str, **told: Any) -> Person:
    """Another client, with an address."""
    particulars = Particulars(first_name=first, last_name="Warter", email=f"{first.lower()}@example.org", **told)
    return create_client(particulars, status=Status.objects.get(code="active"), by=cast.anna).person


def wish(cast: Cast, who: Person, what: Service, *members: Any, **told: Any) -> WaitingWish:
    return add_wish(client_of(who), {**WISH, "service": what, **told}, members, by=cast.anna)


def offering(way: OfferWay, notice: int = 2) -> None:
    """As „Einstellungen“ would say it."""
    told = {"offer_way": way, "offer_notice": notice}
    CalendarSettings.objects.update_or_create(pk=current_workspace_id(), defaults=told)


def cancel(cast: Cast, made: Appointment) -> None:
    """Every client of it, one after the other."""
    for row in made.attendances.all():
        made.refresh_from_db()
        change_attendance(row, status_of("cancelled"), version=made.version, by=cast.anna)


def go(cast: Cast, clock: Clock, minutes: float = 1) -> None:
    """Let time pass and the job run."""
    clock.forward(minutes)
    offer_freed_slots(cast.lindenhof.id, clock.now)


def offers(cast: Cast) -> list[tuple[str, str]]:
    """To whom it was offered, in order, and what became of it."""
    with workspace_scope(cast.lindenhof.id):
        rows = SlotOffer.objects.select_related("wish__client__person").order_by("id")
        return [(row.wish.client.person.first_name, row.state) for row in rows]


def mails() -> list[InstanceMail]:
    return list(InstanceMail.objects.order_by("id"))


def link(mail: InstanceMail) -> str:
    """The way to the page of the offer."""
    found = re.search(r"/termin/lindenhof/offer/[-\w]{43}/", mail.body)
    assert found
    return found.group()


def scoped(cast: Cast, act: Callable[[], Any]) -> Any:
    with workspace_scope(cast.lindenhof.id):
        return act()
