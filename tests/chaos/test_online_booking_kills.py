"""kill -9 at every third statement of asking for an appointment and of confirming it: all of it is there, or nothing.

As in test_series_kills: a child counts its own statements and kills itself at one of them; the parent looks.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.running import Running

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]
STEP = os.environ.get("KARTEI_BOOKING_STEP", "3")  # 1: at each statement

TRY = """
import datetime as dt, json, os, signal, sys, django
from zoneinfo import ZoneInfo
django.setup()
from django.db import connections
from django.utils import timezone
from kartei.audit.models import Event
from kartei.calendar.founding import found_calendar
from kartei.calendar.models import Appointment, Attendance, BookingRules, Occupancy, OnlineBooking, Service, SlotHold
from kartei.calendar.online.booking import Applicant, ask, booking_behind, confirm
from kartei.calendar.online.holds import hold, hold_behind
from kartei.calendar.feeds.subscribing import digest_of
from kartei.db.scope import workspace_scope
from kartei.inbox.models import InstanceMail
from kartei.people.founding import found_people
from kartei.people.models import Client
from kartei.tenancy.models import Member, Workspace

BERLIN, SECRET = ZoneInfo("Europe/Berlin"), "x" * 43
connections["default"].settings_dict["OPTIONS"]["pool"]["timeout"] = 60  # on a machine under load
workspace = Workspace.objects.create(name="Online", slug="online")
with workspace_scope(workspace.id):
    found_people(workspace)
    found_calendar(workspace)
    anna = Member(name="Anna", treats=True)
    anna.take_preset("owner")
    anna.save()
    BookingRules.objects.create(pk=workspace.id, is_open=True)
    offer = Service.objects.create(name="Gespräch", bookable="all")
    begins = timezone.now() + dt.timedelta(days=3)
    _held, key = hold(offer, anna, None, begins, dt.timedelta(minutes=10))

def state():
    with workspace_scope(workspace.id):
        tables = (Appointment, Attendance, Client, Occupancy, OnlineBooking, SlotHold, Event)
        return [*(table.objects.count() for table in tables), InstanceMail.objects.count(),
                OnlineBooking.objects.exclude(confirmed_at=None).count()]

def act(kind):
    with workspace_scope(workspace.id), timezone.override(BERLIN):
        if kind == "ask":
            ask(hold_behind(key), Applicant("Nora", "Neumann", "nora@post.example"))
            OnlineBooking.objects.update(digest=digest_of(SECRET))  # the worker sends the mail and forgets the link
        else:
            confirm(booking_behind(SECRET), SECRET)

def forked(kind, last):
    for connection in connections.all():
        connection.close()
        connection.close_pool()
    mine, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        count = 0
        def counting(execute, sql, params, many, context):
            nonlocal count
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)
        connections["default"].ensure_connection()
        try:
            with connections["default"].execute_wrapper(counting):
                act(kind)
        except Exception as fault:
            os.write(theirs, repr(fault).encode()[:200])
            os._exit(1)
        os.write(theirs, str(count).encode())
        os._exit(0)
    os.close(theirs)
    os.waitpid(pid, 0)
    said = os.read(mine, 200)
    os.close(mine)
    return int(said) if said else None

wrong, size = [], {}
for kind in ("ask", "confirm"):
    before, last = state(), 1
    while (done := forked(kind, last)) is None:
        if state() != before:
            wrong.append(f"{kind}, statement {last}")
        last += int(sys.argv[1])
    size[kind] = done
    if state() == before:
        wrong.append(f"{kind} did nothing after the kills")
print(json.dumps({"wrong": wrong, "size": size, "state": state()}))
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    kartei = Running()
    try:
        yield kartei.start()
    finally:
        kartei.remove()


def test_a_kill_at_any_statement_leaves_all_of_an_online_booking_or_nothing(running: Running) -> None:
    environment = running.environment(DJANGO_SETTINGS_MODULE="kartei.conf.settings", PYTHONPATH=str(Path.cwd()))
    done = subprocess.run(
        [sys.executable, "-c", TRY, STEP], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == []
    assert min(told["size"].values()) > 10
    appointments, attendances, clients, busy, asked, holds, _events, mails, confirmed = told["state"]
    assert (appointments, attendances, clients, busy) == (1, 1, 1, 2)
    assert (asked, holds, mails, confirmed) == (1, 0, 2, 1)
