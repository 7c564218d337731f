"""The proof: a backup restored into a scratch database of the same server, and compared with what was written."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from psycopg import sql

from kartei.backup import database
from kartei.backup.comparing import PASSPHRASE, first_line
from kartei.backup.faults import Reason, Unproven


def rehearse(file: Path, passphrase: str = "") -> None:
    """Read all of `file`, restore it aside and compare everything. Raises Unproven."""
    with database.owner() as connection:
        name = scratch_name()
        drop(connection)
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.Error as fault:
            raise Unproven(Reason.SCRATCH, first_line(fault)) from fault
        try:
            _in_another_process(file, name, passphrase)
        finally:
            drop(connection)


def scratch_name() -> str:
    return f"{settings.OWNING['NAME']}_rehearsal"


def drop(connection: database.Connection) -> None:
    """The scratch database of this run, or what a killed one has left."""
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(scratch_name())))


def _in_another_process(file: Path, name: str, passphrase: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": address(settings.SERVING, name),
        "DATABASE_OWNER_URL": address(settings.OWNING, name),
        "KARTEI_ROLE": "kartei_owner",
        PASSPHRASE: passphrase,
    }
    command = [sys.executable, "-m", "kartei.backup.comparing", str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    try:
        reason, detail = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        said = done.stderr.strip().splitlines()[-1:] or [f"it ended with status {done.returncode}"]
        raise Unproven(Reason.SCRATCH, said[0]) from None
    if reason:
        raise Unproven(Reason(reason), detail)


def address(place: dict[str, Any], name: str) -> str:
    """A database address with the given name; the server may be a socket folder."""
    user = f"{quote(place['USER'], safe='')}:{quote(place['PASSWORD'], safe='')}"
    options = {**place["OPTIONS"], "host": place["HOST"]}
    options.pop("pool", None)
    port = f":{place['PORT']}" if place["PORT"] else ""
    return f"postgresql://{user}@localhost{port}/{quote(name, safe='')}?{urlencode(options)}"
