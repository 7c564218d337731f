"""What `kartei check` looks at around the database: files, disk, clock, mail, backups, rights of the data folder."""

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import connection
from django.utils import timezone

from kartei.audit.models import Event
from kartei.backup.state import state
from kartei.conf.environment import Environment
from kartei.db.scope import workspace_scope
from kartei.files import storage
from kartei.files.models import Blob
from kartei.inbox.delivery import MailServer, Refused, Unreachable
from kartei.inbox.relays import has_mail_page, relay
from kartei.lib import disk
from kartei.lib.disk import Room
from kartei.tenancy.models import Workspace, workspace_ids

DRIFT = 5.0  # seconds between two clocks that are worth a look
NAMED = 10  # files; further ones are counted


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Found:
    """One line of the report."""

    level: Level
    text: str


def files(environment: Environment) -> Iterator[Found]:
    """Each row has its file with the right digest; files without a row are counted."""
    wrong, count, extra = [], 0, 0
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            blobs = {blob.pk: blob for blob in Blob.objects.all()}
        wrong += [f"{blob.pk} of {blob.created_at:%Y-%m-%d}" for blob in blobs.values() if not storage.is_sound(blob)]
        count += len(blobs)
        extra += sum(path.name not in set(map(str, blobs)) for path in storage.files_of(workspace_id))
    for name in wrong[:NAMED]:
        yield Found(Level.FAULT, f"the stored file {name} is missing or damaged")
    if len(wrong) > NAMED:
        yield Found(Level.FAULT, f"{len(wrong) - NAMED} further files are missing or damaged")
    yield Found(Level.OK, f"{count - len(wrong):,} as they were stored, {extra:,} that no row names")


def space(environment: Environment) -> Iterator[Found]:
    room, free = disk.room(environment.data), f"{disk.free(environment.data) / 1e9:.1f} GB free"
    levels = {Room.AMPLE: Level.OK, Room.LOW: Level.WARNING, Room.SPENT: Level.FAULT}
    says = {Room.AMPLE: "", Room.LOW: ", files and imports are refused", Room.SPENT: ", Kartei only reads"}
    yield Found(levels[room], free + says[room])


def clock(environment: Environment) -> Iterator[Found]:
    """Against the database server, the file system, and the newest entry of the log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        drift = abs(float(cursor.fetchone()[0]) - time.time())
    if drift > DRIFT:
        yield Found(Level.WARNING, f"{drift:.0f} seconds between this machine and the database server")
    if (drift := abs(_file_time(environment.data) - time.time())) > DRIFT:
        yield Found(Level.WARNING, f"{drift:.0f} seconds between this machine and the file system of the data folder")
    if (ahead := _newest_entry() - time.time()) > DRIFT:
        yield Found(Level.FAULT, f"it went back: the log has entries that are {ahead:.0f} seconds ahead of it")


def _file_time(data: Path) -> float:
    probe = data / f".clock.{os.getpid()}"
    probe.touch(0o600)
    try:
        return probe.stat().st_mtime
    finally:
        probe.unlink()


def _newest_entry() -> float:
    """Seconds since 1970."""
    newest = 0.0
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            event = Event.objects.order_by("-id").only("at").first()
            newest = max(newest, event.at.timestamp() if event else 0.0)
    return newest


def mail(environment: Environment) -> Iterator[Found]:
    """Whether the mail server takes us in; nothing is sent."""
    found = relay()
    if found is None and has_mail_page():
        yield Found(Level.OK, f"there is no mail server: mails are kept in {environment.data / 'mail'}")
    elif found is None:
        yield Found(Level.WARNING, "KARTEI_SMTP_URL is not set: nobody gets any mail")
    else:
        try:
            MailServer(found).greet()
            yield Found(Level.OK, f"{found.host} takes mail")
        except (Unreachable, Refused) as fault:
            yield Found(Level.FAULT, f"{found.host} takes no mail: {fault}")


def backups(environment: Environment) -> Iterator[Found]:
    first = Workspace.objects.order_by("created_at").first()
    now = state(first.created_at if first else timezone.now())
    levels = {"success": Level.OK, "info": Level.OK, "warning": Level.WARNING, "error": Level.FAULT}
    yield Found(levels[now.level], f"{now.text} ({now.detail})" if now.detail else now.text)
    if _device(environment.backups) == _device(environment.data):
        yield Found(Level.OK, f"those in {environment.backups} lie on the disk of the data: copy them elsewhere too")


def _device(folder: Path) -> int:
    return next(place.stat().st_dev for place in (folder, *folder.parents) if place.exists())


def settings_of(environment: Environment) -> Iterator[Found]:
    """What is allowed and yet asks for a second thought."""
    if not environment.is_loopback and environment.registration == "open":
        yield Found(Level.WARNING, "KARTEI_REGISTRATION is open: anybody can found a practice here")
    for name in ("", "secret", "files"):
        place = environment.data / name
        if place.exists() and stat.S_IMODE(place.stat().st_mode) & 0o007:
            yield Found(Level.WARNING, f"others on this machine can look into {place}")
