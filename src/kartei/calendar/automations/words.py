"""The default set of automations, in the reader's language, and which placeholders a text may have."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from kartei.calendar.models import Automation


@dataclass(frozen=True)
class Words:
    name: str | Promise
    subject: str | Promise
    text: str | Promise


BUILT_IN: dict[str, Words] = {
    "confirmation": Words(
        _("Confirmation"),
        _("Confirmation of your appointment"),
        _(
            "{{client.greeting}},\n\nwe confirm:\n\n{{appointment.dates}}\nPlace: {{appointment.place}}\n\n"
            "{{appointment.text}}\n\nIf you cannot come, please tell us in good time.\n\n"
            "Kind regards\n{{practice.name}}"
        ),
    ),
    "move": Words(
        _("Notice of a move"),
        _("Your appointment has been moved"),
        _(
            "{{client.greeting}},\n\nyour appointment has been moved. It is now:\n\n{{appointment.dates}}\n"
            "Before: {{appointment.before}}\nPlace: {{appointment.place}}\n\n{{appointment.text}}\n\n"
            "If this time does not suit you, please tell us.\n\nKind regards\n{{practice.name}}"
        ),
    ),
    "cancellation": Words(
        _("Notice of a cancellation"),
        _("Your appointment is cancelled"),
        _(
            "{{client.greeting}},\n\nthis will not take place:\n\n{{appointment.dates}}\n\n"
            "Please get in touch if you would like another appointment.\n\nKind regards\n{{practice.name}}"
        ),
    ),
    "reminder": Words(
        _("Reminder"),
        _("Reminder of your appointment"),
        _(
            "{{client.greeting}},\n\nwe remind you of your appointment:\n\n{{appointment.dates}}\n"
            "Place: {{appointment.place}}\n\n{{appointment.text}}\n\n"
            "If you cannot come, please tell us as soon as possible.\n\nKind regards\n{{practice.name}}"
        ),
    ),
}
"""By the code of the row."""

OF_CLIENT = {
    "client.greeting": _("“Dear Ms Example”, by salutation and form of address"),
    "client.first_name": _("First name"),
    "client.last_name": _("Last name"),
    "client.name": _("Full name"),
    "practice.name": _("Name of the practice"),
}
OF_APPOINTMENT = {
    "appointment.dates": _("Day and time; of a series all dates"),
    "appointment.date": _("Day"),
    "appointment.time": _("Time"),
    "appointment.place": _("Place with address, or the link of an online appointment"),
    "appointment.text": _("Text for the client"),
    "member.name": _("Team members"),
}
OF_MOVE = {"appointment.before": _("Day and time before the move")}
IN_SUBJECT = {"appointment.date", "appointment.time"}
"""The subject is read on locked screens: no name, no place, and not what the practice is called."""


def placeholders_of(trigger: str) -> dict[str, Any]:
    """{name: what it stands for} of what a text for this trigger may have."""
    found: dict[str, Any] = dict(OF_CLIENT)
    if trigger != "client":
        found |= OF_APPOINTMENT
    return found | OF_MOVE if trigger == "moved" else found


def name_of(automation: "Automation") -> str:
    return _said(automation, "name")


def subject_of(automation: "Automation") -> str:
    return _said(automation, "subject")


def text_of(automation: "Automation") -> str:
    return _said(automation, "text")


def _said(automation: "Automation", part: str) -> str:
    """What the practice has written; until then the words of the catalogue, in the language that holds now."""
    return getattr(automation, part) or str(getattr(BUILT_IN.get(automation.code), part, ""))
