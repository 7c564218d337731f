"""Booking online, for the tests: a practice that is open for it, and a visitor who walks through the pages."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client as Browser
from django.utils import timezone

from kartei.calendar.models import BookingRules, Service
from kartei.db.scope import workspace_scope
from kartei.inbox.models import InstanceMail
from tests.calendar.booked import BERLIN, service
from tests.calendar.working import hours
from tests.cast import Cast

PUBLIC = "/termin/lindenhof/"
PERSON = {
    "first_name": "Nora", "last_name": "Neumann", "email": "nora@post.example", "phone": "0171 2345678",
    "question": "Haben Sie Parkplätze?", "consent": "on",
}  # fmt: skip


def opened(cast: Cast, **told: Any) -> Service:
    """The practice lets people book, Anna works every day from nine to twelve and gives one service."""
    rules = {name: told.pop(name) for name in list(told) if hasattr(BookingRules, name)}
    with workspace_scope(cast.lindenhof.id):
        BookingRules.objects.create(pk=cast.lindenhof.pk, is_open=True, **rules)
        hours(cast.anna, *((day, "09:00", "12:00") for day in range(7)))
        return service("Erstgespräch", bookable="all", **told)


def soon(days: int = 3, hour: int = 10, zone: ZoneInfo = BERLIN) -> dt.datetime:
    """At that hour by the clock of the practice, in some days."""
    day = timezone.now().astimezone(zone).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=zone)


def slots_page(offer: Service) -> str:
    return f"{PUBLIC}services/{offer.pk}/"


def value(moment: dt.datetime) -> str:
    """As the button of a slot sends it."""
    return moment.astimezone(dt.UTC).isoformat()


def reserve(browser: Browser, offer: Service, moment: dt.datetime, **told: str) -> Any:
    return browser.post(f"{slots_page(offer)}reservation/", {"slot": value(moment), **told})


def enter(browser: Browser, offer: Service, moment: dt.datetime, **told: str) -> Any:
    """Choose a slot and say who books it."""
    held = reserve(browser, offer, moment)
    assert held.status_code == 303, held.content
    return browser.post(held.headers["Location"].partition("?")[0], {**PERSON, **told})


def mails(to: str = PERSON["email"]) -> list[InstanceMail]:
    return list(InstanceMail.objects.filter(recipient=to).order_by("created_at", "id"))


def link_in(mail: InstanceMail) -> str:
    """The path of the link."""
    found = re.search(r"https?://[^/\s]+(/termin/\S+/bookings/\S+)", mail.body)
    assert found is not None, mail.body
    return found[1]


def book_online(browser: Browser, offer: Service, moment: dt.datetime, **told: str) -> str:
    """All the way; the path of the page of the appointment."""
    assert enter(browser, offer, moment, **told).status_code == 303
    link = link_in(mails(told.get("email", PERSON["email"]))[-1])
    assert browser.post(f"{link}confirmation/").status_code == 303
    return link
