"""R1: what was acknowledged is there after kill -9 of PostgreSQL. By hand: KARTEI_KILLS=200 … -k acknowledged."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kartei.db import roles
from kartei.db.embedded import Embedded
from tests.chaos.running import kill, reachable_folder

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]
KILLS = int(os.environ.get("KARTEI_KILLS", "20"))
HEALTHY_WITHIN = 15  # seconds
WRITERS = """
import itertools, sys, threading, time
import psycopg

def write(number):
    for n in itertools.count():
        try:
            with psycopg.connect(sys.argv[1], connect_timeout=5) as connection:
                for n in range(10_000):
                    rows = [connection.execute("INSERT INTO written VALUES (gen_random_uuid(), %s) RETURNING id", [half]).fetchone()[0] for half in (0, 1)]
                    connection.commit()
                    sys.stdout.write(f"{rows[0]} {rows[1]}\\n")
                    sys.stdout.flush()
        except psycopg.Error:
            time.sleep(0.02)

for number in range(6):
    threading.Thread(target=write, args=[number]).start()
"""


@pytest.fixture
def server() -> Iterator[Embedded]:
    with reachable_folder() as folder, Embedded(folder / "data") as running:
        yield running


def place(server: Embedded) -> dict[str, Any]:
    known = roles.read(server.folder)
    assert known
    owner = {"user": roles.OWNER, "password": known["kartei_owner"]}
    return {"host": known["host"], "port": known["port"], "dbname": known["name"], **owner}


def test_acknowledged_writes_survive_the_kills_of_the_database(server: Embedded, tmp_path: Path) -> None:
    with psycopg.connect(**place(server)) as connection:
        connection.execute("CREATE TABLE written (id uuid PRIMARY KEY, half int)")
    acknowledged, slowest = tmp_path / "acknowledged", 0.0
    with acknowledged.open("wb") as out:
        where = psycopg.conninfo.make_conninfo(**place(server))
        writers = subprocess.Popen([sys.executable, "-c", WRITERS, where], stdout=out)
    try:
        for _ in range(KILLS):
            time.sleep(random.uniform(0.05, 0.3))
            assert server.process
            kill(server.process.pid)
            begun = time.monotonic()
            server.process.wait()
            server.restart()
            slowest = max(slowest, time.monotonic() - begun)
    finally:
        writers.kill()
        writers.wait()
    ids = [word for line in acknowledged.read_text().splitlines() for word in line.split() if len(line) == 73]
    with psycopg.connect(**place(server)) as connection:
        there = {str(row[0]) for row in connection.execute("SELECT id FROM written")}
        halves = connection.execute(
            "SELECT count(*) FILTER (WHERE half = 0), count(*) FILTER (WHERE half = 1) FROM written"
        )
        assert len(set(halves.fetchone() or ())) == 1
    sys.stdout.write(f"{KILLS} kills, {len(ids)} acknowledged rows, slowest restart {slowest:.2f} s\n")
    assert len(ids) > KILLS
    assert not set(ids) - there
    assert slowest < HEALTHY_WITHIN
