"""The lines „Hinweise“ on „Start“ (product.md, section 19): each leads to where it is solved, and is gone when it is.

A domain that has something to say gets a function here, which imports the domain's own question. It is asked at every
opening of „Start“: one statement on an index, nothing slower.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kartei.backup.state import state
from kartei.calendar.automations.log import failed_counts
from kartei.calendar.online.coming_in import counts
from kartei.calendar.waiting.listing import accepted_lately, count_waited_for
from kartei.demo.removing import are_there
from kartei.help import news
from kartei.lib.disk import Room, room
from kartei.people.disclosing import ending_releases
from kartei.people.duplicate_pairs import count_pairs
from kartei.tenancy.doors import MemberRequest
from kartei.tenancy.factors import lacks_factor, put_off_until
from kartei.tenancy.rights import Level, Right
from kartei.web.formats import date as shown_date
from kartei.web.formats import datetime as shown_datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence, where it is solved, Lucide's name of an icon, how much it matters, what the way there is called."""

    text: str
    url: str
    icon: str = "info"
    level: Literal["info", "warning", "error", "success"] = "info"  # what is well stands at the page's end
    action: str = ""
    is_dialog: bool = False  # the address answers with one


def notices_for(request: MemberRequest) -> list[Notice]:
    """What this member is told on „Start“, what matters most first."""
    found = [notice for tell in NOTICES for notice in tell(request)]
    return sorted(found, key=lambda notice: _ORDER.index(notice.level))


def examples(request: MemberRequest) -> Iterable[Notice]:
    """The demo data of a new workspace is still there, for who may take it away."""
    if request.member.may(Right.SETTINGS_EDIT) and are_there():
        text = _("Demo data is here for you to try things out. It has the badge “Demo”.")
        address = reverse("demo:removal", args=[request.workspace.slug])
        yield Notice(text, address, "sparkles", action=_("Remove demo data"), is_dialog=True)


def answers(request: MemberRequest) -> Iterable[Notice]:
    """An answer to a message of the member's was not opened yet; one line, however many they are."""
    if unread := news.unread_of(request.member):
        numbers = ", ".join(map(str, unread))
        url = reverse("help:ticket", args=[request.workspace.slug, unread[0].pk])
        yield Notice(_("There is news about your message: %(numbers)s") % {"numbers": numbers}, url, "message-circle")


def messages(request: MemberRequest) -> Iterable[Notice]:
    """Whoever runs the instance is told of messages that nobody has opened."""
    if getattr(request.user, "is_operator", False) and (count := news.count_at_desk()):
        text = ngettext("%(num)s new message to the operator", "%(num)s new messages to the operator", count)
        yield Notice(text % {"num": count}, reverse("desk:tickets"), "inbox")


def backups(request: MemberRequest) -> Iterable[Notice]:
    """„Letzte geprüfte Sicherung: heute 03:12“, or that it did not stand the test, or that none did for too long."""
    if not request.member.may(Right.SETTINGS_VIEW):
        return
    now = state(request.workspace.created_at)
    if now.level != "info":  # the first night is still to come
        icon = {"error": "archive-x", "warning": "archive", "success": "circle-check"}[now.level]
        url = reverse("help:article", args=[request.workspace.slug, "backup"])
        yield Notice(now.text, url, icon, now.level)


def disk(request: MemberRequest) -> Iterable[Notice]:
    """The disk is filling up; when it is full a banner says so on every page."""
    if request.member.may(Right.SETTINGS_VIEW) and room(settings.DATA) is Room.LOW:
        text = _("The disk of the server is filling up: files and imports are refused. Please tell whoever runs it.")
        yield Notice(text, reverse("help:article", args=[request.workspace.slug, "backup"]), "hard-drive", "warning")


def releases(request: MemberRequest) -> Iterable[Notice]:
    """Releases of secrecy that end within two weeks, for who may renew them."""
    if not request.member.may(Right.PROFILES_EDIT):
        return
    for release in ending_releases(request.member, timezone.localdate()):
        names = {"name": release.client.person.name, "date": shown_date(release.ends_on)}
        text = _("A release of secrecy of %(name)s ends on %(date)s.") % names
        url = reverse("people:client-relationships", args=[request.workspace.slug, release.client_id])
        yield Notice(text, url, "key-round")


def freed_slots(request: MemberRequest) -> Iterable[Notice]:
    """Appointments that have become free and wait for a hand to offer them, for who sees all that wait."""
    member = request.member
    if member.level(Right.PROFILES_VIEW) < Level.ALL or not member.may(Right.CALENDAR_EDIT):
        return
    if count := count_waited_for(member):
        text = ngettext(
            "%(num)s freed appointment can be offered to the waiting list.",
            "%(num)s freed appointments can be offered to the waiting list.",
            count,
        )
        yield Notice(text % {"num": count}, reverse("calendar:free-times", args=[request.workspace.slug]), "hourglass")


def accepted_offers(request: MemberRequest) -> Iterable[Notice]:
    """Who has accepted a freed appointment since yesterday."""
    if not request.member.may(Right.CALENDAR_VIEW):
        return
    for name, made in accepted_lately(request.member):
        told = {"name": name, "when": shown_datetime(made.starts_at)}
        text = _("%(name)s has accepted the free appointment on %(when)s.") % told
        url = reverse("calendar:appointment", args=[request.workspace.slug, made.pk])
        yield Notice(text, url, "calendar-check")


def second_factor(request: MemberRequest) -> Iterable[Notice]:
    """The first owner may put the second factor off for a week."""
    member = request.member
    until = put_off_until(member) if lacks_factor(member, request.workspace) else None
    if until is not None:
        days = max((until - timezone.now()).days, 1)
        text = ngettext(
            "Your account has no second factor yet. In %(num)s day it becomes compulsory.",
            "Your account has no second factor yet. In %(num)s days it becomes compulsory.",
            days,
        ) % {"num": days}
        yield Notice(text, reverse("accounts:factor-duty"), "shield", "warning", _("Set it up now"))


def twins(request: MemberRequest) -> Iterable[Notice]:
    """Records that may be of one person, for who may merge them."""
    if count := count_pairs(request.member):
        text = ngettext(
            "%(num)s pair of records may be of one person.",
            "%(num)s pairs of records may each be of one person.",
            count,
        )
        url = reverse("people:duplicates", args=[request.workspace.slug])
        yield Notice(text % {"num": count}, url, "copy-check", action=_("Look at duplicates"))


def mails(request: MemberRequest) -> Iterable[Notice]:
    """E-mails and reminders that have not arrived, until somebody has looked after them."""
    if not request.member.may(Right.CALENDAR_VIEW):
        return
    mails, reminders = failed_counts(request.member)
    url = reverse("calendar:automation-log", args=[request.workspace.slug]) + "?outcome=failed"
    if mails:
        text = ngettext("%(num)s e-mail was not sent.", "%(num)s e-mails were not sent.", mails)
        yield Notice(text % {"num": mails}, url, "mail-x", "warning", _("Look at the log"))
    if reminders:
        text = ngettext("%(num)s reminder was not sent.", "%(num)s reminders were not sent.", reminders)
        yield Notice(text % {"num": reminders}, url, "bell-off", "warning", _("Look at the log"))


def online_bookings(request: MemberRequest) -> Iterable[Notice]:
    """Requests that wait for an answer of the member's, and what was booked with them since yesterday."""
    if not request.member.may(Right.CALENDAR_VIEW):
        return
    url = reverse("calendar:online", args=[request.workspace.slug])
    waiting, new = counts(request.member)
    if waiting:
        text = ngettext(
            "%(num)s online request waits for your answer.", "%(num)s online requests wait for your answer.", waiting
        )
        yield Notice(text % {"num": waiting}, url, "globe", "warning", _("Answer"))
    if new:
        text = ngettext(
            "%(num)s appointment with you was booked online since yesterday.",
            "%(num)s appointments with you were booked online since yesterday.",
            new,
        )
        yield Notice(text % {"num": new}, url, "globe")


NOTICES: list[Callable[[MemberRequest], Iterable[Notice]]] = [
    second_factor,
    online_bookings,
    examples,
    answers,
    twins,
    messages,
    mails,
    releases,
    freed_slots,
    accepted_offers,
    backups,
    disk,
]

_ORDER = ["error", "warning", "info", "success"]
