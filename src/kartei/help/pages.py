"""Which article, and which heading of it, explains a page. A test asks for every page of the URL table."""

import re

from django.utils.translation import get_language

from kartei.help.handbook import LANGUAGES, Article, article
from kartei.help.rendering import Section

_NAME = re.compile("([a-z]{2,20})[:_][a-z_-]{2,60}")  # allauth's names have no namespace but a prefix

Place = tuple[str, str]  # name of the article, anchor of the heading or ""

PLACES: dict[str, Place] = {
    "overview:start": ("first-steps", "start"),
    "overview:client": ("clients", "the-record"),
    "people:clients": ("clients", "find"),
    **{
        f"people:{kind}-{page}": ("clients", anchor)
        for kind in ("clients", "contacts")
        for page, anchor in (("print", "print"), ("new-view", "views"))
    },
    "people:view": ("clients", "views"),
    "people:client-menu": ("clients", "many-at-once"),
    "people:contact-menu": ("relationships", "contacts"),
    "people:moves": ("clients", "board"),
    "people:board": ("clients", "board"),
    "people:bulk": ("clients", "many-at-once"),
    "people:bulk-act": ("clients", "many-at-once"),
    "people:bulk-csv": ("clients", "many-at-once"),
    "people:bulk-xlsx": ("clients", "many-at-once"),
    "people:member-clients": ("team", "who-looks-after-whom"),
    "people:activity": ("clients", "activity"),
    "people:duplicates": ("duplicates", "look-through-duplicates"),
    **{
        f"people:{whose}-{page}": ("duplicates", "merge-two-records")
        for whose in ("client", "contact")
        for page in ("merge", "merge-with")
    },
    "people:merges": ("duplicates", "undo-a-merge"),
    "people:separation": ("duplicates", "undo-a-merge"),
    "people:contact-activity": ("clients", "activity"),
    "people:client-conversion": ("relationships", "contact-or-client"),
    "people:contact-conversion": ("relationships", "contact-or-client"),
    "people:trash": ("clients", "archive-delete-bring-back"),
    "people:client-deletion": ("clients", "archive-delete-bring-back"),
    "people:contact-deletion": ("clients", "archive-delete-bring-back"),
    "people:contacts": ("relationships", "contacts"),
    "people:new-client": ("clients", "create"),
    "people:new-contact": ("clients", "create"),
    "people:tags": ("clients", "status-tags-and-assigned-members"),
    "people:assignments": ("clients", "status-tags-and-assigned-members"),
    "people:client-personal": ("clients", "edit"),
    "people:client-section": ("clients", "edit"),
    "people:contact": ("clients", "edit"),
    "people:contact-section": ("clients", "edit"),
    "people:client-photo": ("clients", "photo"),
    "people:contact-photo": ("clients", "photo"),
    **{
        f"people:{whose}-relationship{page}": ("relationships", anchor)
        for whose in ("client", "contact")
        for page, anchor in (
            ("s", "the-list"),
            ("-new", "link-somebody"),
            ("-person", "link-somebody"),
            ("", "change-and-delete"),
            ("-deletion", "change-and-delete"),
            ("-sharing", "share-information"),
            ("-releases", "release-of-secrecy"),
            ("-release-new", "release-of-secrecy"),
            ("-release", "release-of-secrecy"),
        )
    },
    "people:statuses": ("settings", "statuses"),
    "people:new-status": ("settings", "statuses"),
    "people:status-word": ("settings", "statuses"),
    "people:status-removal": ("settings", "statuses"),
    "people:all-tags": ("settings", "tags"),
    "people:new-tag": ("settings", "tags"),
    "people:tag-word": ("settings", "tags"),
    "people:tag-removal": ("settings", "tags"),
    **{
        f"people:{page}": ("settings", "types-of-relationships")
        for page in ("relation-types", "new-relation-type", "relation-type", "relation-type-removal")
    },
    **{
        f"people:{page}": ("settings", "fields-and-sections")
        for page in (
            "fields",
            "new-field",
            "new-field-of",
            "field",
            "field-removal",
            "new-section",
            "own-section",
            "section-removal",
        )
    },
    "people:imports": ("import", ""),
    "people:new-import": ("import", "choose-a-file"),
    "people:import-layout": ("import", "check-the-file"),
    "people:import-columns": ("import", "assign-the-columns"),
    "people:import-rehearsal": ("import", "rehearse"),
    "people:import-run": ("import", "import"),
    "people:tasks": ("tasks", ""),
    "people:done-tasks": ("tasks", "tick"),
    "people:new-task": ("tasks", "make-a-task"),
    "people:new-client-task": ("tasks", "make-a-task"),
    "people:task": ("tasks", "make-a-task"),
    "calendar:calendar": ("calendar", "views"),
    "calendar:new-appointment": ("calendar", "book"),
    "calendar:appointment": ("calendar", "change-and-move"),
    "calendar:appointment-change": ("calendar", "change-and-move"),
    "calendar:move": ("calendar", "change-and-move"),
    "calendar:series": ("calendar", "series"),
    "calendar:feed": ("calendar", "subscribe"),
    "calendar:print": ("calendar", "print-and-take-along"),
    **{
        f"calendar:{page}": ("calendar", "waiting-list")
        for page in ("waiting", "wish", "wish-new", "wish-change", "free-times", "free-time", "offer-withdrawal")
    },
    "calendar:deletion": ("calendar", "delete"),
    "calendar:deleted": ("calendar", "delete"),
    "calendar:terms": ("calendar", "groups"),
    **{
        f"calendar:{page}": ("calendar", "services-and-places")
        for kind in ("services", "places", "resources")
        for page in (kind, f"{kind}-new", f"{kind}-offer")
        if page != "resources"
    },
    "calendar:hours": ("calendar", "hours-and-absences"),
    "calendar:own-hours": ("calendar", "hours-and-absences"),
    **{
        f"calendar:{kind}-{page}": ("calendar", "hours-and-absences")
        for kind in ("weeks", "exceptions", "absences")
        for page in ("new", "change")
    },
    "calendar:online-settings": ("online-booking", "switch-it-on"),
    "calendar:online": ("online-booking", "what-came-in"),
    "calendar:settings": ("calendar", "public-holidays-and-closed-days"),
    "calendar:closures-new": ("calendar", "public-holidays-and-closed-days"),
    "calendar:closures-change": ("calendar", "public-holidays-and-closed-days"),
    **{
        f"calendar:{page}": ("calendar", "status")
        for page in ("statuses", "new-status", "status-word", "status-removal")
    },
    **{
        f"calendar:{page}": ("calendar", "reminders-and-automations")
        for page in ("automations", "new-automation", "automation", "automation-preview", "automation-log")
    },
    "mail:account": ("calendar", "reminders-and-automations"),
    "demo:removal": ("first-steps", "remove-the-demo-data"),
    "accounts:profile": ("profile", ""),
    "team:members": ("team", ""),
    "team:logins": ("team", "end-logins"),
    "settings:security": ("sign-in", "for-the-practice"),
    "settings:security-change": ("sign-in", "for-the-practice"),
    "audit:log": ("log", ""),
    "audit:verification": ("log", "verify-the-chain"),
    "help:handbook": ("help", ""),
    "help:article": ("help", "read-and-search"),
    "help:tickets": ("help", "write-to-us"),
    "help:new-ticket": ("help", "write-to-us"),
    "help:ticket": ("help", "answers"),
}
FALLBACKS: dict[str, Place] = {
    "overview": ("first-steps", ""),
    "people": ("clients", ""),
    "calendar": ("calendar", ""),
    "mail": ("calendar", "reminders-and-automations"),
    "accounts": ("profile", ""),
    "account": ("sign-in", ""),
    "mfa": ("sign-in", ""),
    "settings": ("sign-in", ""),
    "team": ("team", ""),
    "help": ("help", ""),
}
"""By the namespace, for a page that nobody has named yet."""


def place_of(page: str) -> Place:
    """The place that explains the page of this URL name. Raises KeyError for what is no page."""
    if page in PLACES:
        return PLACES[page]
    if not is_page(page):
        raise KeyError(page)
    return FALLBACKS[_NAME.sub(r"\1", page)]


def explained(page: str, language: str) -> tuple[Article, Section]:
    """The article and the part of it that explain a page. Raises KeyError."""
    name, anchor = place_of(page)
    found = article(name, language)
    return found, found.section(anchor)


def title_of(page: str) -> str:
    """What a page is called, by the article that explains it; empty for none."""
    if not is_page(page):
        return ""
    found, section = explained(page, get_language() or LANGUAGES[0])
    return found.title if found.title == section.title else f"{found.title} › {section.title}"


def is_page(page: str) -> bool:
    """Whether the handbook has an article for a page of this name."""
    named = _NAME.fullmatch(page)
    return page in PLACES or (named is not None and named[1] in FALLBACKS)
