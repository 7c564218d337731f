"""The mails of online booking, in the language of whoever booked. Subjects are neutral, no mail says what it is for.

They go at once, since somebody waits for them. The practice's name stands inside; what the booker typed does not, since
it could be a message to a stranger whose address was entered.
"""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from kartei.accounts.mails import absolute_url
from kartei.calendar.models import Appointment, OnlineBooking, SlotHold
from kartei.calendar.online.offer import rules_now
from kartei.calendar.online.words import time_text
from kartei.db.scope import current_workspace_id
from kartei.tenancy.models import Workspace

if TYPE_CHECKING:
    from kartei.calendar.online.booking import Applicant


def please_confirm(asked: OnlineBooking, held: SlotHold, secret: str) -> None:
    practice = _practice()
    with translation.override(asked.language):
        _post(
            asked.email,
            _("Please confirm your request"),
            [
                _("An appointment was asked for with this address: %(time)s, %(practice)s.")
                % {"time": time_text(held.starts_at, ZoneInfo(asked.time_zone)), "practice": practice.name},
                _("It is kept for you for 60 minutes. Please confirm it on this page:"),
                _address(practice, secret),
                _("If this was not you, there is nothing to do: without the confirmation nothing is booked."),
            ],
        )


def booked(asked: OnlineBooking, made: Appointment, secret: str) -> None:
    """That it is booked, or that the practice will answer."""
    practice = _practice()
    with translation.override(asked.language):
        first = _("Your request has reached %(practice)s: %(time)s. You will get an answer by e-mail.")
        if not asked.service.needs_approval:
            first = _("Your appointment at %(practice)s is booked: %(time)s.")
        _post(
            asked.email,
            _("Your request has arrived") if asked.service.needs_approval else _("Your appointment"),
            [
                first % {"practice": practice.name, "time": _time(asked, made)},
                _("You can look at it, cancel it or move it on this page:"),
                _address(practice, secret),
                _until(),
            ],
        )


def answered(asked: OnlineBooking, made: Appointment, *, is_accepted: bool) -> None:
    """What the practice has said to a request."""
    practice = _practice()
    with translation.override(asked.language):
        said = _("%(practice)s has confirmed your appointment: %(time)s.")
        if not is_accepted:
            said = _("%(practice)s cannot give you the appointment that you asked for: %(time)s.")
        last = _("The page of the appointment is the one that you know from the mail before.")
        if not is_accepted:
            last = _("Other times are here:") + "\n" + absolute_url("public:services", practice=practice.slug)
        _post(
            asked.email,
            _("An answer to your request"),
            [said % {"practice": practice.name, "time": _time(asked, made)}, last],
        )


def cancelled(asked: OnlineBooking, made: Appointment) -> None:
    practice = _practice()
    with translation.override(asked.language):
        said = _("You have cancelled your appointment at %(practice)s: %(time)s.")
        _post(
            asked.email,
            _("Your appointment was cancelled"),
            [said % {"practice": practice.name, "time": _time(asked, made)}],
        )


def moved(asked: OnlineBooking, made: Appointment, secret: str) -> None:
    practice = _practice()
    with translation.override(asked.language):
        said = _("Your appointment at %(practice)s has another time now: %(time)s.")
        _post(
            asked.email,
            _("Your appointment has another time"),
            [
                said % {"practice": practice.name, "time": _time(asked, made)},
                _("You can look at it, cancel it or move it on this page:"),
                _address(practice, secret),
            ],
        )


def too_many(told: "Applicant") -> None:
    """To an address that has as many bookings as one may have; the page says nothing of it."""
    practice = _practice()
    with translation.override(told.language):
        rules = rules_now()
        call = _("Or call: %(phone)s") % {"phone": rules.phone} if rules.phone else ""
        _post(
            told.email,
            _("Your request was not booked"),
            [
                _(
                    "A further appointment at %(practice)s was asked for with this address, but it has as many future "
                    "ones as can be booked online. Nothing was booked. Please use or cancel one of them first."
                )
                % {"practice": practice.name},
                *([call] if call else []),
            ],
        )


def _post(email: str, subject: str, paragraphs: list[str]) -> None:
    last = _("This mail was sent by %(address)s.") % {"address": settings.KARTEI_URL}
    body = "\n\n".join([_("Hello,"), *paragraphs, last]) + "\n"
    EmailMessage(subject, body, to=[email]).send()


def _until() -> str:
    rules = rules_now()
    said = _("Cancelling and moving is possible until %(hours)s hours before it begins.") % {
        "hours": rules.change_hours
    }
    call = _("Afterwards please call: %(phone)s") % {"phone": rules.phone} if rules.phone else ""
    return f"{said} {call}".strip()


def _time(asked: OnlineBooking, made: Appointment) -> str:
    return time_text(made.starts_at, ZoneInfo(asked.time_zone))


def _practice() -> Workspace:
    return Workspace.objects.get(pk=current_workspace_id())


def _address(practice: Workspace, secret: str) -> str:
    return absolute_url("public:booking", practice=practice.slug, secret=secret)
