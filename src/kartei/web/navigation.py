"""The menu. A domain's entry appears when its address exists and the member has the right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


@dataclass(frozen=True, slots=True)
class Count:
    """A number at an entry. It is counted no further than one above `MOST`, which is then shown as „99+“."""

    statement: str  # "package.module.function", which gives for a member the SQL of one number, and its values
    spoken: Any  # ngettext_lazy over %(num)s

    MOST: ClassVar[int] = 99

    def said(self, number: int) -> str:
        """The number in words: „3 fällige Aufgaben“."""
        if number > self.MOST:
            return _said("more than %(count)s") % {"count": self.spoken % {"num": self.MOST}}
        return str(self.spoken % {"num": number})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. `right` is the text of a `tenancy.rights.Right`, which this layer stands below."""

    label: str | Promise
    icon: str  # Lucide's name
    name: str  # of the URL, which takes the slug of the workspace
    prefix: str  # of the addresses that belong to it, below /w/<slug>/; "" is the start page alone
    right: str | None = None
    also: tuple[str, ...] = ()  # further prefixes
    in_bar: bool = True  # stands in the bottom bar of the phone too, not only behind „Mehr“
    short: str | Promise = ""  # what it is called there, when the label is too long
    count: "Count | None" = None  # what waits there for the member

    def is_current(self, path: str) -> bool:
        """Whether the address `path`, below /w/<slug>/, belongs to this entry."""
        return path.startswith((self.prefix, *self.also)) if self.prefix else not path


@dataclass(frozen=True, slots=True)
class Way:
    """What no menu holds: a page below a page, or something that is made or changed. Who may is said by its view."""

    label: str | Promise
    icon: str
    name: str  # of the URL
    words: str | Promise = ""  # by which it is found as well
    makes: bool = False  # something new
    is_dialog: bool = False  # fetched into the page
    has_page: bool = True  # its address gives a page as well


DUE_TASKS = Count("kartei.people.agenda.due_statement", ngettext_lazy("%(num)s due task", "%(num)s due tasks", "num"))

MENU = [
    Entry(_("Start"), "layout-dashboard", "overview:start", ""),
    Entry(_("Calendar"), "calendar-days", "calendar:calendar", "calendar/", "calendar.view"),
    Entry(_("Clients"), "users", "people:clients", "clients/", "profiles.view", ("contacts/",)),
    Entry(_("My tasks"), "list-checks", "people:tasks", "tasks/", short=_("Tasks"), count=DUE_TASKS),
]
"""In the order of product.md, 0.2: Start, calendar, inbox, clients, billing, templates."""

FOOT = [
    Entry(_("Team"), "users-round", "team:members", "team/", "team.view"),
    Entry(_("Settings"), "settings", "settings:security", "settings/", "settings.view"),
    Entry(_("Log"), "scroll-text", "audit:log", "log/", "audit.view"),
    Entry(_("Help"), "life-buoy", "help:handbook", "help/"),
]
"""Below the line: team, settings, help."""

RECORD = [
    Entry(_("Overview"), "", "overview:client", "", "profiles.view"),
    Entry(_("Personal"), "", "people:client-personal", "personal/", "profiles.view"),
    Entry(_("Relationships"), "", "people:client-relationships", "relationships/", "profiles.view"),
]
"""The tabs of a client's record, in the order of product.md, 0.1; the prefix stands below the record's address."""

CONTACT = [
    Entry(_("Personal"), "", "people:contact", "", "profiles.view"),
    Entry(_("Relationships"), "", "people:contact-relationships", "relationships/", "profiles.view"),
]
"""The two tabs of a contact."""

SETTINGS = [
    Entry(_("Security"), "shield", "settings:security", "", "settings.view"),
    Entry(_("Statuses"), "circle-dot", "people:statuses", "statuses/", "settings.view"),
    Entry(_("Tags"), "tag", "people:all-tags", "tags/", "settings.view"),
    Entry(_("Types of relationships"), "waypoints", "people:relation-types", "relation-types/", "settings.view"),
    Entry(_("Fields"), "text-cursor-input", "people:fields", "fields/", "settings.view"),
    Entry(_("Calendar"), "calendar-days", "calendar:settings", "calendar/", "settings.view"),
    Entry(_("Services"), "briefcase-medical", "calendar:services", "services/", "settings.view"),
    Entry(_("Places"), "map-pin", "calendar:places", "places/", "settings.view"),
    Entry(_("Appointment statuses"), "calendar-check", "calendar:statuses", "appointment-statuses/", "settings.view"),
    Entry(_("Automations"), "zap", "calendar:automations", "automations/", "settings.view"),
    Entry(_("Sending e-mail"), "mail", "mail:account", "mail/", "settings.edit"),
    Entry(_("Online booking"), "globe", "calendar:online-settings", "online-booking/", "settings.view"),
]
"""The pages of „Einstellungen“; the prefix stands below settings/."""

FURTHER = [
    Way(_("Board"), "columns-3", "people:board", _("Clients by status")),
    Way(_("Contacts"), "contact-round", "people:contacts", _("Relatives, doctors, insurers")),
    Way(_("Duplicates"), "copy", "people:duplicates", _("Twins, merge")),
    Way(_("Merges"), "merge", "people:merges", _("Undo merge")),
    Way(_("Trash"), "trash-2", "people:trash", _("Deleted")),
    Way(_("Import"), "upload", "people:imports", "CSV Excel"),
    Way(_("Done tasks"), "circle-check", "people:done-tasks"),
    Way(_("Statuses"), "circle-dot", "people:statuses", _("Settings")),
    Way(_("Tags"), "tag", "people:all-tags", _("Settings")),
    Way(_("Types of relationships"), "waypoints", "people:relation-types", _("Settings")),
    Way(_("Fields"), "text-cursor-input", "people:fields", _("Settings, own fields and sections")),
    Way(_("Services"), "briefcase-medical", "calendar:services", _("Settings")),
    Way(_("Places"), "map-pin", "calendar:places", _("Settings, resources")),
    Way(_("Subscribe to the calendar"), "calendar-days", "calendar:feed", _("Feed, iCalendar, phone")),
    Way(_("Waiting list"), "hourglass", "calendar:waiting", _("Who waits for an appointment, freed appointments")),
    Way(_("Hours of the team, public holidays"), "calendar-days", "calendar:settings", _("Settings, closed, holidays")),
    Way(_("Deleted appointments"), "trash-2", "calendar:deleted", _("Trash, calendar")),
    Way(_("My hours and absences"), "clock", "calendar:own-hours", _("Working hours, holiday, away")),
    Way(_("Online booking"), "globe", "calendar:online-settings", _("Settings, public page, self-service")),
    Way(_("Booked online"), "globe", "calendar:online", _("Requests that wait for an answer")),
    Way(_("Appointment statuses"), "calendar-check", "calendar:statuses", _("Settings, calendar")),
    Way(_("Automations"), "zap", "calendar:automations", _("Settings, reminders, confirmations")),
    Way(_("Log of the automations"), "mail", "calendar:automation-log", _("Reminders, e-mails, sent, failed")),
    Way(_("Sending e-mail"), "mail", "mail:account", _("Settings, SMTP, sender")),
    Way(_("My profile"), "user-round", "accounts:profile", _("Name, password, language, appearance, logins")),
    Way(_("Log out"), "log-out", "account_logout"),
]
"""Pages that stand in no menu."""

NEW = [
    Way(_("+ New client"), "user-plus", "people:new-client", makes=True),
    Way(_("+ New contact"), "contact-round", "people:new-contact", makes=True),
    Way(_("+ New task"), "list-checks", "people:new-task", makes=True, is_dialog=True),
    Way(_("+ New appointment"), "calendar-plus", "calendar:new-appointment", makes=True, is_dialog=True),
]
"""What can be made anywhere."""

ON_CLIENT = [
    Way(_("+ New task"), "list-checks", "people:new-client-task", makes=True, is_dialog=True),
    Way(_("+ New relationship"), "link", "people:client-relationship-new", makes=True, is_dialog=True),
    Way(_("Change tags"), "tag", "people:tags", is_dialog=True, has_page=False),
    Way(_("Change assigned members"), "user-cog", "people:assignments", is_dialog=True, has_page=False),
    Way(_("Activity"), "history", "people:activity", _("Changes, timeline")),
    Way(_("Make a contact"), "contact-round", "people:client-conversion", _("Convert"), is_dialog=True),
    Way(_("Merge with …"), "merge", "people:client-merge-with", _("Duplicates"), is_dialog=True),
    Way(_("Delete client"), "trash-2", "people:client-deletion", is_dialog=True),
]
ON_CONTACT = [
    Way(_("+ New relationship"), "link", "people:contact-relationship-new", makes=True, is_dialog=True),
    Way(_("Activity"), "history", "people:contact-activity", _("Changes, timeline")),
    Way(_("Make a client"), "user-check", "people:contact-conversion", _("Convert"), is_dialog=True),
    Way(_("Merge with …"), "merge", "people:contact-merge-with", _("Duplicates"), is_dialog=True),
    Way(_("Delete contact"), "trash-2", "people:contact-deletion", is_dialog=True),
]
"""What can be made and changed on a record."""


def allowed(entries: list[Entry], may: Callable[[str], bool]) -> list[Entry]:
    """The entries that a member with these rights may open."""
    return [entry for entry in entries if entry.right is None or may(entry.right)]
