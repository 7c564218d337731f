"""The numbers of the database's advisory locks. They share one space, so they stand together and differ.

Beside them the two ways to wait that Django does not have: for one's turn in a workspace, and for a row to stay.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from kartei.db.scope import current_workspace_id

SEALING_INSTANCE = 7_316_002  # one event of the instance after the other
STORED_FILES = 7_316_003  # shared by a backup while it reads them, wanted alone by what removes them
NIGHTLY_BACKUP = 7_316_004  # one night's work at a time, on whichever machine
KEYS = 7_316_005  # one process changes the keys
SETTING_UP = 7_316_006  # one first user
IMPORT_LOOKS = 7_316_008  # with a turn as its second number: so many files are looked into at once
RELATIONS = 7_316_007  # with a workspace as its second number: one relation after the other
VOCABULARY = 7_316_009  # likewise: one change of the practice's own words and fields after the other
REMINDERS = 7_316_012  # likewise: one worker at a time finds what the clock sets off
WAITING = 7_316_013  # likewise: one offer or answer of the waiting list after the other; taken before OCCUPANCIES
OCCUPANCIES = 7_316_010  # with whoever is booked as its second number: one booking of theirs after the other
ONLINE_BOOKINGS = 7_316_011  # with a mail address as its second number: one online booking of it after the other


def in_turn(number: int) -> None:
    """Wait for whoever holds this lock in the open workspace; then it is ours until the transaction ends."""
    key = int(current_workspace_id()) & 0x7FFF_FFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [number, key])


def is_free(number: int) -> bool:
    """Take the lock in the open workspace until the transaction ends, without waiting; whether nobody else has it."""
    key = int(current_workspace_id()) & 0x7FFF_FFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [number, key])
        return bool(cursor.fetchone()[0])


def held(rows: QuerySet[Any, tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """What these rows say, of those that are still there; none of them is deleted before the transaction ends.

    Whoever deletes a row that others link to locks it first (select_for_update), and then sees all the links. Many may
    hold one row at the same time, and it may be changed meanwhile.
    """
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR KEY SHARE", params)
        return set(cursor.fetchall())
