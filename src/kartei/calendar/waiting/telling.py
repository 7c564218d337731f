"""Wishes of the waiting list in words."""

import datetime as dt

from django.utils.translation import gettext as _

from kartei.calendar.models import WaitingWish
from kartei.web import formats

MONDAY = dt.date(2024, 1, 1)


def weekdays_text(wish: WaitingWish) -> str:
    """„Mo., Di.“, or „jeder Tag“."""
    if len(wish.weekdays) in {0, 7}:
        return _("any day")
    return ", ".join(formats.date(MONDAY + dt.timedelta(days=day), "EEE") for day in wish.weekdays)


def times_text(wish: WaitingWish) -> str:
    """„09:00–12:00“, „ab 09:00“, „bis 12:00“, or nothing."""
    if wish.begins and wish.ends:
        return f"{wish.begins:%H:%M}–{wish.ends:%H:%M}"
    if wish.begins:
        return _("from %(time)s") % {"time": f"{wish.begins:%H:%M}"}
    return _("until %(time)s") % {"time": f"{wish.ends:%H:%M}"} if wish.ends else ""


def members_text(wish: WaitingWish) -> str:
    """By whom, or „egal wer“; the rows are at hand."""
    return ", ".join(sorted(row.member.name for row in wish.wished_members.all())) or _("anybody")


def when_text(wish: WaitingWish) -> str:
    return ", ".join(filter(None, (weekdays_text(wish), times_text(wish))))
