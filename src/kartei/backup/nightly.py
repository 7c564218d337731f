"""Every night: make a backup, restore it aside, compare, and write down what became of it."""

import re
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from django.conf import settings
from django.utils import timezone

from kartei.backup import database
from kartei.backup.faults import BackupError, Reason, Unproven
from kartei.backup.making import Made, make
from kartei.backup.models import NightlyBackup
from kartei.backup.rehearsing import drop, rehearse
from kartei.db.locks import NIGHTLY_BACKUP
from kartei.lib import disk
from kartei.tenancy.models import Workspace

KEPT_RUNS = 400  # rows of the history
NAME = re.compile(r"kartei-\d{8}T\d{6}Z\.backup")
HOUR = 3  # of the instance's time zone
NOT_AGAIN_WITHIN, OVERDUE_AFTER = timedelta(hours=12), timedelta(hours=26)
SCRATCH_COSTS = 2.5  # times the database: its copy, and what building the indexes needs meanwhile


def run(folder: Path, keep: int, passphrase: str = "") -> NightlyBackup:
    """One night's work, and what became of it. Raises `database.Taken` while another process does it."""
    with database.owner() as connection, database.alone(connection, NIGHTLY_BACKUP):
        _clean_up(connection, folder)
        return _noted(folder, keep, passphrase)


def is_due(now: datetime) -> bool:
    """At three in the morning; a machine that was off then makes up for it within the hour in which it is on again."""
    last = NightlyBackup.objects.filter(ended_at__isnull=False).order_by("-began_at").first()
    if last is None:
        first = Workspace.objects.order_by("created_at").first()
        return first is not None and (timezone.localtime(now).hour == HOUR or now - first.created_at > OVERDUE_AFTER)
    age = now - last.began_at
    return age > OVERDUE_AFTER or (timezone.localtime(now).hour == HOUR and age > NOT_AGAIN_WITHIN)


def _noted(folder: Path, keep: int, passphrase: str) -> NightlyBackup:
    done = NightlyBackup.objects.create()
    try:
        _refuse_without_room(folder)
        made = make(_folder(folder) / f"kartei-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup", passphrase)
        _note(done, made)
        rehearse(made.file, passphrase)
        if made.sums.missing:
            raise Unproven(Reason.FILES, ", ".join(made.sums.missing[:3]))
        done.ok = True
        thin_out(folder, keep)
    except Unproven as fault:
        done.reason, done.detail = fault.reason, fault.detail[:1000]
    except BackupError as fault:
        done.reason, done.detail = Reason.WRITE, str(fault)[:1000]
    done.ended_at = timezone.now()
    done.save()
    _forget_old_runs()
    return done


def _note(done: NightlyBackup, made: Made) -> None:
    done.size, done.rows, done.files = made.size, made.sums.rows, made.sums.files
    done.save()


def _clean_up(connection: database.Connection, folder: Path) -> None:
    """What a run has left that was killed: its row, its scratch database, its half file."""
    unfinished = NightlyBackup.objects.filter(ended_at__isnull=True)
    unfinished.update(ended_at=timezone.now(), reason=Reason.CUT_OFF)
    with suppress(psycopg.Error):
        drop(connection)
    for part in folder.glob(".kartei-*.part") if folder.is_dir() else ():
        part.unlink(missing_ok=True)


def _folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise BackupError(f"{folder} cannot be written: {problem.strerror or problem}.") from problem
    return folder


def _refuse_without_room(folder: Path) -> None:
    """Raises Unproven when a backup and its copy would bring the disk into need."""
    with database.owner() as connection:
        wanted = int(database.size(connection) * SCRATCH_COSTS)
    free = min(shutil.disk_usage(place).free for place in {_existing(folder), *disk.places(settings.DATA)})
    if free - wanted < disk.limits(settings.DATA).low:
        raise Unproven(Reason.SPACE, f"{wanted / 1e9:.1f} GB needed, {free / 1e9:.1f} GB free")


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def thin_out(folder: Path, keep: int) -> None:
    """Keep the newest; only files of our own names are removed."""
    ours = sorted(entry for entry in folder.iterdir() if NAME.fullmatch(entry.name))
    for file in ours[:-keep]:
        file.unlink()


def _forget_old_runs() -> None:
    kept = NightlyBackup.objects.order_by("-began_at").values_list("pk", flat=True)[:KEPT_RUNS]
    NightlyBackup.objects.exclude(pk__in=list(kept)).delete()
