"""The frame of a record: head, tabs, and the page inside. Used by every domain that has a tab."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.lib import ages, phones
from kartei.people.creating import ADULT_AGE
from kartei.people.duplicate_pairs import told_apart, twin_of
from kartei.people.fields.guarding import open_tags
from kartei.people.merging.trail import standing
from kartei.people.models import CUSTODIAN, ClientKind, Person, PersonState, Status
from kartei.people.relations import has_relation
from kartei.people.versions import version_of
from kartei.tenancy.doors import MemberRequest
from kartei.tenancy.rights import Level, Right
from kartei.web.navigation import CONTACT, RECORD, allowed
from kartei.web.responses import notify, page

BESIDE = {"activity/"}  # pages of a record that belong to no tab


def record_page(
    request: MemberRequest, template: str, person: Person, *, status: int = 200, **values: Any
) -> HttpResponse:
    """Render a page of a record: its head, its tabs, and the tab's own content."""
    return page(request, template, status=status, tabs=_tabs(request, person), **head_of(request, person), **values)


def head_of(request: MemberRequest, person: Person) -> dict[str, Any]:
    """What the head shows: name, status, tags, age, ways to reach the person, alerts."""
    values: dict[str, Any] = {
        "person": person,
        "client": None,
        "may_edit": may_change(request, person),
        "may_define": request.member.level(Right.SETTINGS_EDIT) == Level.ALL,
        "age": _age(person),
        "status_version": version_of(person, "status"),
    }
    values["twin"], values["has_merges"] = None, False
    if values["may_edit"]:
        twin = twin_of(person, request.member) if person.state == PersonState.LIVE else None
        values["twin"] = told_apart(person, twin)[1] if twin else None
        values["has_merges"] = standing().filter(winner=person).exists()
    if person.is_client:
        client = person.client
        values["client"] = client
        values["tags"] = list(open_tags(request.member).filter(client_tags__client=client))
        assigned = client.assignments.select_related("member").order_by("member__name")
        values["assigned"] = [row.member for row in assigned]
        values |= _of_age(client.kind, values["age"])
        values["lacks_custodian"] = client.kind == ClientKind.MINOR and not has_relation(person, CUSTODIAN)
        values["statuses"] = list(Status.objects.offered()) if values["may_edit"] else []
    return values


def _of_age(kind: str, age: int | None) -> dict[str, bool]:
    """Whether the type of the client does not fit the date of birth; it is said and never changed by itself."""
    is_young = age is not None and age < ADULT_AGE
    return {
        "seems_minor": kind == ClientKind.ADULT and is_young,
        "seems_adult": kind == ClientKind.MINOR and age is not None and not is_young,
    }


def _age(person: Person) -> int | None:
    until = person.profile.died_on or timezone.localdate()
    return ages.age_on(person.birth_date, until) if person.birth_date else None


def may_change(request: MemberRequest, person: Person) -> bool:
    """Whether the member may edit this person, whom they see."""
    level = request.member.level(Right.PROFILES_EDIT)
    if level != Level.ASSIGNED:
        return level == Level.ALL
    return bool(Person.objects.filter(pk=person.pk).visible_to(request.member, Right.PROFILES_EDIT).exists())


def _tabs(request: MemberRequest, person: Person) -> list[tuple[Any, str, bool]]:
    """(label, address, whether it is the current one); what no tab claims, such as a section, belongs to the first."""
    below = request.path_info.split(f"{person.pk}/", 1)[-1]
    entries = allowed(RECORD if person.is_client else CONTACT, request.member.may)
    current = None if below in BESIDE else next((tab for tab in entries if tab.is_current(below)), entries[0])
    return [(tab.label, reverse(tab.name, args=[request.workspace.slug, person.pk]), tab is current) for tab in entries]


def warn_of_phones(request: MemberRequest, values: Iterable[str]) -> None:
    """A number that cannot be read is kept as it was typed, with a word about it."""
    for value in values:
        if value and phones.parse(value, request.workspace.country).warning:
            notify(
                request,
                _("The phone number “%(value)s” looks unusual. It was kept as you typed it.") % {"value": value},
                level="warning",
            )
