"""kill -9 at a random statement of queueing reminders and of sending them: each mail once, or marked as uncertain (R3).

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
KILLS = int(os.environ.get("KARTEI_MAIL_KILLS", "15"))

TRY = """
import datetime as dt, json, os, random, signal, sys, django
from email import message_from_string
django.setup()
from django.conf import settings
from django.db import connections
from django.utils import timezone
from kartei.calendar.automations import reminding
from kartei.calendar.booking import Plan, book
from kartei.calendar.founding import found_calendar
from kartei.calendar.models import AutomationRun
from kartei.db.scope import workspace_scope
from kartei.inbox.delivering import deliver
from kartei.inbox.models import PracticeMail
from kartei.people.founding import found_people
from kartei.people.models import Person
from kartei.tenancy.models import Member, Workspace
from tests.inbox.smtp_stub import smtp_stub
from tests.people.twins import client

COUNT, DAY = 12, dt.timedelta(days=1)
start = timezone.now() + 30 * DAY
reminding.BATCH = 5
workspace = Workspace.objects.create(name="Mails", slug="mails")
with workspace_scope(workspace.id):
    found_people(workspace)
    found_calendar(workspace)
    anna = Member(name="Anna")
    anna.take_preset("owner")
    anna.save()
    who = client("Eva", "Eins", by=anna).client
    Person.objects.filter(pk=who.pk).update(main_email="eva@eins.example")
    for hour in range(COUNT):
        begins = start + dt.timedelta(hours=hour)
        book(Plan(begins, begins + dt.timedelta(minutes=50), [who], [anna]), by=anna)

def remind():
    reminding.remind(workspace.id, start - dt.timedelta(hours=2))

def send():
    deliver(workspace.id)

def forked(act, last):
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
            act()
        os.write(theirs, str(count).encode())
        os._exit(0)
    os.close(theirs)
    os.waitpid(pid, 0)
    said = os.read(mine, 20)
    os.close(mine)
    return int(said) if said else None

def look():
    with workspace_scope(workspace.id):
        return AutomationRun.objects.count(), AutomationRun.objects.exclude(mail=None).count(), PracticeMail.objects.count()

wrong, killed = [], 0
for turn in range(int(sys.argv[1])):
    killed += forked(remind, random.randint(1, 40)) is None
    lines, told, mails = look()
    if not lines == told == mails <= COUNT:
        wrong.append(f"reminders: {lines} lines, {told} with a mail, {mails} mails")
for turn in range(2):
    forked(remind, 0)
if look() != (COUNT, COUNT, COUNT):
    wrong.append(f"in the end: {look()}")
with smtp_stub() as stub:
    settings.KARTEI_SMTP_URL = stub.url
    past = timezone.now() - dt.timedelta(minutes=1)
    with workspace_scope(workspace.id):
        PracticeMail.objects.update(due_at=past, try_at=past)
    for turn in range(int(sys.argv[1])):
        killed += forked(send, random.randint(1, 30)) is None
        with workspace_scope(workspace.id):
            PracticeMail.objects.filter(state="sending").update(try_at=past)  # the claim has run out
    forked(send, 0)
    ids = [message_from_string(text)["Message-ID"] for text in stub.taken]
with workspace_scope(workspace.id):
    states = list(PracticeMail.objects.values_list("state", flat=True))
if len(set(ids)) != len(ids):
    wrong.append("a mail was sent twice")
if set(states) - {"sent", "uncertain"} or not states.count("sent") <= len(ids) <= len(states):
    wrong.append(f"states {states}, {len(ids)} taken")
print(json.dumps({"wrong": wrong, "killed": killed, "uncertain": states.count("uncertain")}))
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    kartei = Running()
    try:
        yield kartei.start()
    finally:
        kartei.remove()


def test_a_kill_while_reminders_are_queued_or_sent_doubles_none(running: Running) -> None:
    environment = running.environment(DJANGO_SETTINGS_MODULE="kartei.conf.settings", PYTHONPATH=str(Path.cwd()))
    done = subprocess.run(
        [sys.executable, "-c", TRY, str(KILLS)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == []
    assert told["killed"] > 0
