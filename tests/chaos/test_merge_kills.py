"""kill -9 at a random statement of a merge and of its undo, fifty times: both records are whole, before or after.

One process with Django prepares two records and forks for each try, so that fifty kills take seconds. The child counts
its own statements and kills itself at one of them; what it leaves is looked at by the parent.
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
KILLS = int(os.environ.get("KARTEI_MERGE_KILLS", "50"))

TRY = """
import json, os, random, signal, sys, django
django.setup()
from django.db import connections
from kartei.db.scope import workspace_scope
from kartei.people.founding import found_people
from kartei.people.merging.parting import part
from kartei.people.merging.uniting import merge
from kartei.people.models import ClientTag, Merge, Relationship, RelationType, Tag
from kartei.people.tasking import Errand, create_task
from kartei.tenancy.models import Member, Workspace
from tests.people.twins import again, client, dump

workspace = Workspace.objects.create(name="Merge", slug="merge")
with workspace_scope(workspace.id):
    found_people(workspace)
    anna = Member(name="Anna")
    anna.take_preset("owner")
    anna.save()
    one = client("Eva", "Eins", by=anna, email="eins@x.example", phone="030 1234567")
    two = client("Eva", "Zwei", by=anna, email="zwei@x.example", note="Notiz")
    create_task(Errand("Anrufen", None, [anna]), client=two, by=anna)
    ClientTag.objects.create(client=two.client, tag=Tag.objects.create(name="Neu", key="neu"))
    Relationship.objects.create(person=two, other=client("Fern", "Drei", by=anna), type=RelationType.objects.all()[0])

def state():
    with workspace_scope(workspace.id):
        standing = Merge.objects.filter(undone_at=None).count()
        return [standing, json.loads(json.dumps(dump(one.pk, two.pk), default=str))]

def act(kind):
    with workspace_scope(workspace.id):
        if kind == "merge":
            merge(again(one), again(two), {"person-name_prefix": "loser"}, by=anna)
        else:
            part(Merge.objects.get(undone_at=None), {}, by=anna)

def forked(kind, last):
    '''Do it in a child that kills itself at its statement number `last`; returns how many it began, None when killed.'''
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
            act(kind)
        os.write(theirs, str(count).encode())
        os._exit(0)
    os.close(theirs)
    os.waitpid(pid, 0)
    said = os.read(mine, 20)
    os.close(mine)
    return int(said) if said else None

apart = state()
size = {"merge": forked("merge", 0)}
size["separation"] = forked("separation", 0)
wrong, killed = [], 0
for turn in range(int(sys.argv[1])):
    kind = "merge" if turn % 2 == 0 else "separation"
    at, before = random.randint(1, size[kind]), state()
    if kind == "merge" and before != apart:
        wrong.append("undo has not brought all of it back")
    if forked(kind, at) is not None:
        wrong.append(f"{kind} was not killed at {at}")
    killed += 1
    if state() != before:
        wrong.append(f"{kind}, statement {at} of {size[kind]}")
    forked(kind, 0)  # and then it can be done
    if state()[0] != (1 if kind == "merge" else 0):
        wrong.append(f"{kind} after a kill at {at}")
print(json.dumps({"wrong": wrong, "killed": killed, "size": size}))
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    kartei = Running()
    try:
        yield kartei.start()
    finally:
        kartei.remove()


def test_a_kill_during_a_merge_or_its_undo_leaves_both_records_whole(running: Running) -> None:
    environment = running.environment(DJANGO_SETTINGS_MODULE="kartei.conf.settings", PYTHONPATH=str(Path.cwd()))
    done = subprocess.run(
        [sys.executable, "-c", TRY, str(KILLS)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == []
    assert told["killed"] == KILLS and min(told["size"].values()) > 20
