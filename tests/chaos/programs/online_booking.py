"""A visitor asks for an appointment and confirms it."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from kartei.audit.models import Event
from kartei.calendar.models import Appointment, Attendance, BookingRules, Occupancy, OnlineBooking, Service, SlotHold
from kartei.calendar.online.booking import Applicant, ask, booking_behind, confirm
from kartei.calendar.online.holds import hold, hold_behind
from kartei.db.scope import workspace_scope
from kartei.inbox.models import InstanceMail
from kartei.lib.link_secrets import digest_of
from kartei.people.models import Client
from tests.chaos.killing import forked
from tests.chaos.programs.founding import founded

BERLIN, SECRET = ZoneInfo("Europe/Berlin"), "x" * 43


def killed(step: int) -> dict[str, Any]:
    """Each act is killed at every `step`-th of its statements and then done."""
    with founded("Online") as (workspace, anna):
        BookingRules.objects.create(pk=workspace.id, is_open=True)
        offer = Service.objects.create(name="Gespräch", bookable="all")
        begins = timezone.now() + dt.timedelta(days=3)
        _held, key = hold(offer, anna, None, begins, dt.timedelta(minutes=10))

    def state() -> list[int]:
        with workspace_scope(workspace.id):
            tables = (Appointment, Attendance, Client, Occupancy, OnlineBooking, SlotHold, Event)
            confirmed = OnlineBooking.objects.exclude(confirmed_at=None).count()
            return [*(table.objects.count() for table in tables), InstanceMail.objects.count(), confirmed]

    def asking() -> None:
        with workspace_scope(workspace.id), timezone.override(BERLIN):
            ask(hold_behind(key), Applicant("Nora", "Neumann", "nora@post.example"))
            OnlineBooking.objects.update(digest=digest_of(SECRET))  # the link stands in the mail alone

    def confirming() -> None:
        with workspace_scope(workspace.id), timezone.override(BERLIN):
            confirm(booking_behind(SECRET), SECRET)

    wrong, size = [], {}
    for act in (asking, confirming):
        before, last = state(), 1
        while (done := forked(act, last)) is None:
            if state() != before:
                wrong.append(f"{act.__name__}, statement {last}")
            last += step
        size[act.__name__] = done
        if state() == before:
            wrong.append(f"{act.__name__} did nothing after the kills")
    return {"wrong": wrong, "size": size, "state": state()}
