"""„Letzte geprüfte Sicherung“: what „Start“ says about the nights' backups."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.backup.faults import Reason
from kartei.backup.models import NightlyBackup
from kartei.web import formats

AMBER_AFTER, RED_AFTER = timedelta(days=2), timedelta(days=7)  # product.md, section 18


@dataclass(frozen=True)
class State:
    """The last backup that stood the test, what went wrong since, and how much that matters."""

    level: Literal["success", "info", "warning", "error"]
    text: str
    detail: str = ""  # what exactly went wrong, for whoever runs the server


def state(since: datetime) -> State:
    """Green, amber after 2 days, red after 7 or when the last one failed. Two statements on an index.

    `since` is when there was first something to save: a new workspace waits for its first night.
    """
    ended = NightlyBackup.objects.filter(ended_at__isnull=False).order_by("-began_at")
    last, proven = ended.first(), ended.filter(ok=True).first()
    text = _last(proven.began_at) if proven else _("No backup has been made and tested yet.")
    if last and not last.ok:
        return State("error", f"{_failed(last)} {text}", last.detail)
    age = timezone.now() - max(since, proven.began_at if proven else since)
    if age > AMBER_AFTER:
        return State("error" if age > RED_AFTER else "warning", text)
    return State("success" if proven else "info", text)


def _last(at: datetime) -> str:
    return _("Last tested backup: %(at)s") % {"at": _moment(at)}


def _failed(failed: NightlyBackup) -> str:
    told = {"at": _moment(failed.began_at), "reason": reason(failed)}
    return _("The backup of %(at)s did not stand the test: %(reason)s.") % told


def _moment(at: datetime) -> str:
    """„heute 03:12“, „gestern 03:12“, else with the date."""
    here, today = timezone.localtime(at), timezone.localdate()
    if here.date() == today:
        return _("today %(time)s") % {"time": f"{here:%H:%M}"}
    if here.date() == today - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": f"{here:%H:%M}"}
    return formats.datetime(at)


def reason(failed: NightlyBackup) -> str:
    """Why it failed, in the reader's language."""
    words = {
        Reason.WRITE: _("it could not be written"),
        Reason.DAMAGED: _("the file is damaged"),
        Reason.DIFFERS: _("the restored copy differs from what was saved"),
        Reason.CHAIN: _("the log in the restored copy does not hold"),
        Reason.FILES: _("stored files are missing or damaged"),
        Reason.SPACE: _("there is too little room on the disk"),
        Reason.SCRATCH: _("it could not be restored for the test"),
        Reason.CUT_OFF: _("it was cut off"),
    }
    return words[Reason(failed.reason)]
