"""What the palette offers beside people: pages, what can be made, and what can be done with the record that is open.

All of it comes from the tables of `web.navigation`; whether a member may is asked of the mark that the view itself has.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kartei.lib import textkey
from kartei.lib.synonyms import synonym
from kartei.people.models import Person, PersonState, Status
from kartei.people.panels import may_change
from kartei.people.sections import sections_of
from kartei.people.versions import version_of
from kartei.tenancy.doors import MemberRequest
from kartei.tenancy.models import Member
from kartei.web.navigation import CONTACT, FOOT, FURTHER, MENU, NEW, ON_CLIENT, ON_CONTACT, RECORD, Entry, Way, allowed

MIDDLE = 3  # letters that may stand within a word; fewer must begin one


@dataclass(frozen=True, slots=True)
class Option:
    """A line to choose. `attributes` say what choosing it does, as `ui` macros take them."""

    id: str
    label: str
    icon: str
    attributes: dict[str, Any]
    words: str = ""  # further words it is found by
    is_quiet: bool = False  # shown only when it is asked for
    makes: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    options: list[Option] = field(default_factory=list)

    def asked(self, query: str, *, only_new: bool) -> "Group":
        """What is left of it for a query, or for none."""
        options = [option for option in self.options if option.makes or not only_new]
        if query.strip():
            return Group(self.title, [option for option in options if fits(query, option.label, option.words)])
        return Group(self.title, [option for option in options if not option.is_quiet])


def offers(request: MemberRequest, path: str) -> list[Group]:
    """The groups for a page: its record, what can be made, pages."""
    return [*_of_record(request, path), _new(request), _pages(request)]


def fits(query: str, *texts: str) -> bool:
    """Whether each word of the query begins a word of the texts, or stands in one; „Kunde“ and „Klient“ are one."""
    asked, known = textkey.words(query), [word for text in texts for word in textkey.words(text)]
    same = [synonym(word) for word in known]
    return bool(asked) and all(any(map(_has(word), known)) or any(map(_has(synonym(word)), same)) for word in asked)


def _has(part: str) -> Any:
    return lambda word: word.startswith(part) or (len(part) >= MIDDLE and part in word)


def _pages(request: MemberRequest) -> Group:
    entries = [_of_entry(request, entry) for entry in allowed(MENU + FOOT, request.member.may)]
    return Group(_("Pages"), [*entries, *_of_ways(request, FURTHER), _sheet()])


def _new(request: MemberRequest) -> Group:
    return Group(_("New"), list(_of_ways(request, NEW)))


def _of_record(request: MemberRequest, path: str) -> Iterator[Group]:
    """What can be done with the client or contact whose page it is, under their name."""
    person = _person(request, path)
    if person is None:
        return
    tabs = [_of_entry(request, tab, person.pk) for tab in _tabs(request, person)]
    if not may_change(request, person):
        yield Group(person.name, tabs)
        return
    ways = _of_ways(request, ON_CLIENT if person.is_client else ON_CONTACT, person.pk)
    statuses = _statuses(request, person) if person.is_client else ()
    yield Group(person.name, [*tabs, *ways, *_sections(request, person), *statuses])


def _tabs(request: MemberRequest, person: Person) -> list[Entry]:
    return allowed(RECORD if person.is_client else CONTACT, request.member.may)


def _person(request: MemberRequest, path: str) -> Person | None:
    """The record that a page of this workspace shows, if the member reaches it."""
    match = _resolved(path)
    if match is None or match.kwargs.get("slug") != request.workspace.slug:
        return None
    pk = match.kwargs.get("client_id") or match.kwargs.get("person_id")
    if not isinstance(pk, UUID):
        return None
    people = Person.objects.visible_to(request.member).filter(pk=pk, state__in=[PersonState.LIVE, PersonState.ARCHIVED])
    return people.select_related("profile", "client__status").first()


def _resolved(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except (Resolver404, ValueError):
        return None


def _of_entry(request: MemberRequest, entry: Entry, *keys: UUID) -> Option:
    url = reverse(entry.name, args=[request.workspace.slug, *keys])
    return Option(
        _id(entry.name), str(entry.label), entry.icon or "chevron-right", {"href": url}, _spelled(entry.label)
    )


def _of_ways(request: MemberRequest, ways: Iterable[Way], *keys: UUID) -> Iterator[Option]:
    """Those that the member may go."""
    for way in ways:
        url = _address(way.name, [request.workspace.slug, *keys])
        if not _may(request.member, resolve(url)):
            continue
        attributes: dict[str, Any] = {"href": url} if way.has_page else {}
        if way.is_dialog:
            attributes |= {"hx_get": url, "hx_target": "#dialogs", "hx_swap": "innerHTML"}
        words = f"{_spelled(way.label)} {_spelled(way.words)}"
        yield Option(_id(way.name), str(way.label), way.icon, attributes, words, makes=way.makes)


def _address(name: str, keys: list[Any]) -> str:
    try:
        return reverse(name, args=keys)
    except NoReverseMatch:  # a page that belongs to the user and to no workspace
        return reverse(name)


def _may(member: Member, match: ResolverMatch) -> bool:
    right, level = getattr(match.func, "right", None), getattr(match.func, "level", 0)
    return right is None or (member.may(right) and member.level(right) >= level)


def _sections(request: MemberRequest, person: Person) -> Iterator[Option]:
    name = "people:client-section" if person.is_client else "people:contact-section"
    for section in sections_of(person, seen_by=request.member):
        url = reverse(name, args=[request.workspace.slug, person.pk, section.code])
        label = _("Edit: %(section)s") % {"section": section.title}
        yield Option(_id(name, section.code), label, "pencil", {"href": url}, _spelled(section.title), is_quiet=True)


def _statuses(request: MemberRequest, person: Person) -> Iterator[Option]:
    """„Status: Warteliste“ changes it, with the way back in a toast."""
    url, version = reverse("people:status", args=[request.workspace.slug, person.pk]), version_of(person, "status")
    for status in Status.objects.offered().exclude(pk=person.client.status_id):
        label = _("Status: %(status)s") % {"status": status.label}
        values = f'{{"status": "{status.pk}", "version": "{version}"}}'
        attributes = {"hx_post": url, "hx_vals": values, "hx_swap": "none"}
        yield Option(_id("status", str(status.pk)), label, "circle-dot", attributes, is_quiet=True)


def _sheet() -> Option:
    words = _spelled(translation.gettext_lazy("Keys, help"))
    return Option(_id("keys"), _("Keyboard shortcuts"), "keyboard", {"data_open": "keys"}, words)


def _id(*names: str) -> str:
    return "-".join(["offer", *names]).replace(":", "-")


def _spelled(text: str | Promise) -> str:
    """A text in every language, so that both names of a page find it."""
    return " ".join(_spellings(text) if isinstance(text, Promise) else [text])


@cache
def _spellings(text: Promise) -> list[str]:
    """The tables' own texts are made once in a process."""
    spellings = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            spellings.append(str(text))
    return spellings
