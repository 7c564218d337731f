"""kill -9 at a random statement of booking or splitting a series, thirty times: all of its dates are there, or none.

As in test_merge_kills: a child counts its own statements and kills itself at one of them; the parent looks.
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
KILLS = int(os.environ.get("KARTEI_SERIES_KILLS", "30"))

TRY = """
import datetime as dt, json, os, random, signal, sys, django
from zoneinfo import ZoneInfo
django.setup()
from django.db import connections
from django.utils import timezone
from kartei.calendar.booking import Plan
from kartei.calendar.founding import found_calendar
from kartei.calendar.models import Appointment, AppointmentMember, Attendance, Occupancy, Series
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.calendar.series.booking import Repeat, book_series
from kartei.calendar.series.changing import move_series
from kartei.calendar.series.together import Reach
from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.founding import found_people
from kartei.tenancy.models import Member, Workspace
from tests.people.twins import client

BERLIN, DATES = ZoneInfo("Europe/Berlin"), 52
workspace = Workspace.objects.create(name="Series", slug="series")
with workspace_scope(workspace.id):
    found_people(workspace)
    found_calendar(workspace)
    anna = Member(name="Anna")
    anna.take_preset("owner")
    anna.save()
    who = client("Eva", "Eins", by=anna).client

def at(day, hour):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=BERLIN)

def state():
    with workspace_scope(workspace.id):
        tables = (Appointment, AppointmentMember, Attendance, Occupancy, Series)
        starts = Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True)
        told = Event.objects.filter(act__startswith="series.").count()
        return [[table.objects.count() for table in tables], [one.isoformat() for one in starts], told]

def act(kind, turn):
    day = dt.date(2027, 3, 2)
    with workspace_scope(workspace.id), timezone.override(BERLIN):
        if kind == "booking":
            plan = Plan(at(day, 10), at(day, 11), [who], [anna])
            book_series(plan, Repeat(Rule(Pattern.WEEKLY, count=DATES)), by=anna, despite=True)
        else:
            row = Appointment.objects.order_by("starts_at")[turn % 5 + 1]
            begins = row.starts_at + dt.timedelta(hours=1)
            move_series(row, begins, begins + dt.timedelta(hours=1), reach=Reach.FOLLOWING, version=row.version, by=anna,
                        despite=True)

def forked(kind, turn, last):
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
        with connections["default"].execute_wrapper(counting):
            act(kind, turn)
        os.write(theirs, str(count).encode())
        os._exit(0)
    os.close(theirs)
    os.waitpid(pid, 0)
    said = os.read(mine, 20)
    os.close(mine)
    return int(said) if said else None

size = {"booking": forked("booking", 0, 0), "move": forked("move", 0, 0)}
wrong, killed = [], 0
for turn in range(int(sys.argv[1])):
    kind = "booking" if turn % 2 == 0 else "move"
    last, before = random.randint(1, size[kind]), state()
    if forked(kind, turn, last) is not None:
        wrong.append(f"{kind} was not killed at {last}")
    killed += 1
    if state() != before:
        wrong.append(f"{kind}, statement {last} of {size[kind]}")
    if turn % 10 == 0:
        forked(kind, turn, 0)  # and then it can be done
        if state() == before:
            wrong.append(f"{kind} after a kill at {last}")
print(json.dumps({"wrong": wrong, "killed": killed, "size": size, "dates": state()[0][0]}))
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    kartei = Running()
    try:
        yield kartei.start()
    finally:
        kartei.remove()


def test_a_kill_while_a_series_is_booked_or_split_leaves_all_of_it_or_none(running: Running) -> None:
    environment = running.environment(DJANGO_SETTINGS_MODULE="kartei.conf.settings", PYTHONPATH=str(Path.cwd()))
    done = subprocess.run(
        [sys.executable, "-c", TRY, str(KILLS)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == []
    assert told["killed"] == KILLS and min(told["size"].values()) > 10 and told["dates"] % 52 == 0
