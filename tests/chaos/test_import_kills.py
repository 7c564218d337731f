"""R3, R14: kill -9 of worker, web or database during an import loses nothing and leaves no half import.

By hand, more of it: KARTEI_IMPORT_KILLS=10.
"""

import json
import os
import random
import subprocess
import sys
import time
from typing import Any

import psycopg
import pytest

from tests.chaos.running import Running, kill, wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]
KILLS = int(os.environ.get("KARTEI_IMPORT_KILLS", "1"))
ROWS = 6_000  # some seconds of work
PARTS = ("kartei.conf.cli worker", "kartei.conf.cli web", "postgres -D", "kartei.people.importing.parsing")
PREPARE = """
import json, sys, django
django.setup()
from django.db import transaction
from kartei.db.scope import workspace_scope
from kartei.people.founding import found_people
from kartei.people.importing import steps
from kartei.people.models import Import
from kartei.tenancy.models import Member, Workspace
workspace = Workspace.objects.create(name="Kill", slug=sys.argv[1])
with workspace_scope(workspace.id):
    found_people(workspace)
    member = Member(name="Anna")
    member.take_preset("owner")
    member.save()
with workspace_scope(workspace.id):
    batch = steps.upload("people.csv", [sys.stdin.buffer.read()], by=member)
    Import.objects.filter(pk=batch.pk).update(state="checked")
    batch.refresh_from_db()
    assert steps.confirm(batch, by=member)
"""


def people_file() -> bytes:
    rows = (
        f"Vorname{n};Nachname{n % 700};{n % 28 + 1:02}.05.{1950 + n % 60};{n}@example.org;0171 {n:07};Tag{n % 9}"
        for n in range(ROWS)
    )
    return "\n".join(["Vorname;Nachname;Geburtsdatum;E-Mail;Mobil;Tags", *rows]).encode()


def begin(running: Running, slug: str) -> None:
    """A workspace of its own with an import that is confirmed, so that the worker takes it."""
    environment = running.environment(DJANGO_SETTINGS_MODULE="kartei.conf.settings")
    subprocess.run([sys.executable, "-c", PREPARE, slug], env=environment, input=people_file(), check=True)


def ask(running: Running, question: str, slug: str) -> list[tuple[Any, ...]]:
    """Rows as the owner sees them; nothing while the database is away."""
    roles = json.loads((running.data / "roles.json").read_text())
    place = {"host": roles["host"], "port": roles["port"], "dbname": roles["name"]}
    try:
        with psycopg.connect(
            **place, user="kartei_owner", password=roles["kartei_owner"], connect_timeout=5
        ) as connection:
            return connection.execute(question, {"slug": slug}).fetchall()
    except psycopg.Error:
        return []


STATE = "SELECT i.state FROM people_import i JOIN tenancy_workspace w ON w.id = workspace_id WHERE w.slug = %(slug)s"
COUNTS = """
    SELECT count(*), count(DISTINCT p.main_email), count(DISTINCT c.number), min(c.number), max(c.number),
        (SELECT count(*) FROM people_phone x WHERE x.workspace_id = w.id),
        (SELECT count(*) FROM people_clienttag x WHERE x.workspace_id = w.id),
        (SELECT count(*) FROM people_importchange x WHERE x.workspace_id = w.id),
        (SELECT count(*) FROM audit_event x WHERE x.workspace_id = w.id AND x.act = 'import.run')
    FROM tenancy_workspace w JOIN people_person p ON p.workspace_id = w.id JOIN people_client c ON c.workspace_id = w.id AND c.id = p.id
    WHERE w.slug = %(slug)s GROUP BY w.id
"""


def state(running: Running, slug: str) -> str:
    return str(next(iter(ask(running, STATE, slug)), [""])[0])


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("turn", range(KILLS))
def test_a_kill_during_an_import_leaves_all_of_it_and_nothing_twice(running: Running, part: str, turn: int) -> None:
    slug = f"kill-{PARTS.index(part)}-{turn}"
    begin(running, slug)
    wait_for(lambda: state(running, slug) in ("running", "done"), "the run never began")
    time.sleep(random.uniform(0, 1.5))
    for pid in running.pids(part):
        kill(pid)
    seen = set()

    def is_over() -> bool:
        seen.update(row[0] for row in ask(running, COUNTS, slug))
        return state(running, slug) in ("done", "failed")

    wait_for(is_over, lambda: f"{state(running, slug)}: {running.log.read_text()[-3000:]}", 120)
    assert state(running, slug) == "done"
    assert ask(running, COUNTS, slug) == [(ROWS, ROWS, ROWS, 1, ROWS, ROWS, ROWS, ROWS, 1)]
    assert seen <= {ROWS}, f"a half import was seen: {seen}"
