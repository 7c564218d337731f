"""In the process whose settings name the scratch database: restore a backup into it and compare every byte.

A process of its own, since Django's migrations write to the database that the settings name.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

from kartei.backup import database
from kartei.backup.archive import Member
from kartei.backup.contents import DATABASE, FILES, Sums
from kartei.backup.faults import BackupError, Reason, Unproven
from kartei.backup.reading import Contents, members, verify

PASSPHRASE = "KARTEI_REHEARSAL_PASSPHRASE"  # noqa: S105  # the name of a variable
BATCH = 500


def main(file: Path) -> None:
    """In the process whose settings name the scratch database: say (reason, detail) on the last line."""
    from kartei.db.lifeline import tie_to_parent

    tie_to_parent()
    import django

    django.setup()
    try:
        _restore_and_compare(file, os.environ.pop(PASSPHRASE, ""))
        told = ("", "")
    except Unproven as fault:
        told = (fault.reason.value, fault.detail)
    except (BackupError, psycopg.Error) as fault:
        told = (Reason.SCRATCH.value, first_line(fault))
    sys.stdout.write(json.dumps(told) + "\n")


def _restore_and_compare(file: Path, passphrase: str) -> None:
    from kartei.backup.loading import Loader, bare_tables, make_tables

    contents = _head_and_sums(file, passphrase)
    make_tables(contents.head)
    with database.owner() as connection:
        with connection.transaction(), bare_tables(connection, lambda _line: None):
            loader = Loader(connection, contents.head, contents.sums, lambda _line: None)
            with members(file, passphrase) as found:
                for member in found:
                    if member.name.startswith(DATABASE):
                        loader.take(member)
            loader.finish()
        _compare_tables(connection, contents)
        with members(file, passphrase) as found:
            _compare_files(connection, found, contents.sums)
    _verify_chains()


def _head_and_sums(file: Path, passphrase: str) -> Contents:
    try:
        return verify(file, passphrase)
    except BackupError as fault:
        raise Unproven(Reason.DAMAGED, getattr(fault, "member", str(fault))) from fault


def _compare_tables(connection: database.Connection, contents: Contents) -> None:
    """Each table, read as the backup read it, must give the same bytes."""
    for name, columns in contents.head.tables.items():
        digest = hashlib.sha256()
        for row in database.rows(connection, name, columns):
            digest.update(row)
        if digest.hexdigest() != contents.sums.tables[name].sha256:
            raise Unproven(Reason.DIFFERS, name)


def _compare_files(connection: database.Connection, found: Iterator[Member], sums: Sums) -> None:
    """Each stored file that a row names is there with the row's digest, and no other."""
    named = connection.execute("SELECT count(*) FROM files_blob").fetchone()
    batch: dict[str, str] = {}
    for member in found:
        if member.name.startswith(FILES):
            batch[member.name.rpartition("/")[2]] = member.sha256
        if len(batch) == BATCH:
            _compare_batch(connection, batch)
            batch = {}
    _compare_batch(connection, batch)
    if named and named[0] != sums.files + len(sums.missing):
        raise Unproven(Reason.FILES, f"{named[0]} rows, {sums.files} files")


def _compare_batch(connection: database.Connection, batch: dict[str, str]) -> None:
    found = connection.execute("SELECT id::text, sha256 FROM files_blob WHERE id = ANY(%s::uuid[])", [list(batch)])
    if dict(found.fetchall()) != batch:
        raise Unproven(Reason.FILES, "a file differs from its row")


def _verify_chains() -> None:
    from kartei.audit.verification import verify_all

    for fault in verify_all():
        raise Unproven(Reason.CHAIN, fault)


def first_line(fault: Exception) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
