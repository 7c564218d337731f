"""The two-tenant replay: every page and every search as everybody, and no letter of somebody else's in any answer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from kartei.accounts.models import Login, User
from kartei.db.scope import workspace_scope
from kartei.help.models import Message, Ticket
from kartei.people.models import Field, FieldFile, FieldSection, Import, Relationship, Status, Tag, Task
from tests.cast import Cast
from tests.security.canary import NORD, OURS, UNASSIGNED, plant, unplanted
from tests.security.routes import NOBODY, routes

LETTERS = {letter for owner in (NORD, UNASSIGNED, OURS) for letter in (owner, owner.upper())}
WORDS = ["name", "first last", "value", "K-0000", "0", "zz"]  # an answer repeats them, so no letters; „name“ finds all


@pytest.fixture
def planted(cast: Cast) -> Cast:
    plant(cast)
    return cast


def test_every_text_field_of_a_workspace_carries_a_canary(planted: Cast) -> None:
    """A new model or field is found here: give it a row or a letter in canary.py, or name it in CODES."""
    for workspace in (planted.lindenhof, planted.nord):
        with workspace_scope(workspace.id):
            assert unplanted() == [], workspace.slug


def addresses(cast: Cast) -> list[str]:
    """Every route with every id that it could be asked for, in both workspaces."""
    imports, tickets, messages, tasks, relations, statuses, tags, fields, sections, files = (
        list[Any]() for _ in range(10)
    )
    for workspace in (cast.nord, cast.lindenhof):
        with workspace_scope(workspace.id):
            imports += Import.objects.values_list("pk", flat=True)
            tickets += Ticket.objects.values_list("pk", flat=True)
            relations += Relationship.objects.values_list("pk", flat=True)
            statuses += Status.objects.values_list("pk", flat=True)[:2]
            tags += Tag.objects.values_list("pk", flat=True)[:2]
            files += FieldFile.objects.values_list("pk", flat=True)[:2]
            fields += Field.objects.values_list("pk", flat=True)[:1]
            sections += FieldSection.objects.values_list("pk", flat=True)
            tasks += Task.objects.values_list("pk", flat=True)
            messages += Message.objects.values_list("pk", flat=True)
    people = [person.pk for person in cast.people.values()]
    given: dict[str, list[Any]] = {
        "slug": ["lindenhof", "nord"],
        "client_id": people,
        "person_id": people,
        "code": ["master", "reach", "address", "health"],
        "import_id": imports,
        "relationship_id": relations,
        "task_id": tasks,
        "status_id": statuses,
        "tag_id": tags,
        "field_id": fields,
        "section_id": sections,
        "file_id": files,
        "photo_id": [NOBODY],
        "size": ["small"],
        "type_name": ["short_text"],
        "ticket_id": tickets,
        "message_id": messages,
        "article_name": ["clients"],
        "page_name": ["people:clients"],
        "member_id": [member.pk for member in cast.members.values()],
        "login_id": list(Login.objects.values_list("public_id", flat=True)),
        "token": ["wrong"],
        "passkey": ["wrong"],
        "key": ["wrong"],
        "uidb36": ["1"],
    }
    found: list[str] = []
    for route in routes():
        values: list[dict[str, Any]] = [{}]
        for name in route.parameters:
            values = [{**some, name: value} for some in values for value in given[name]]
        found += [route.address(**some) for some in values]
    return found


def replay(browser: Browser, cast: Cast, htmx: dict[str, str]) -> Iterator[tuple[str, HttpResponse]]:
    for address in addresses(cast):
        yield address, browser.get(address, headers=htmx)
    for slug in ("lindenhof", "nord"):
        for kind in ("clients", "contacts"):
            for word in WORDS:
                address = f"/w/{slug}/{kind}/search/"
                yield f"{address} {word}", browser.post(address, {"q": word}, headers=htmx)
        twin = {"first_name": "Bruno", "last_name": "Groß", "email": "bruno@example.org", "phone": "030 23125021"}
        for told in (twin, {**twin, "first_name": NORD, "last_name": NORD}, {**twin, "first_name": UNASSIGNED}):
            address = f"/w/{slug}/clients/new/twins/"
            yield address, browser.post(address, told, headers=htmx)


def said(answer: HttpResponse) -> str:
    """The body and the headers; escapes are undone."""
    body = answer.content.decode() if not answer.streaming else "".join(map(bytes.decode, answer))
    text = body + str(list(answer.headers.items()))
    return text.encode().decode("unicode_escape", "ignore").encode("latin-1", "ignore").decode("utf-8", "ignore") + text


def overheard(browser: Browser, cast: Cast, forbidden: str, htmx: dict[str, str]) -> tuple[list[Any], set[str]]:
    """Where a forbidden letter was said, or an error page said any; and all letters that were heard."""
    wrong, heard = [], set()
    for address, answer in replay(browser, cast, htmx):
        letters = {letter for letter in LETTERS if letter in said(answer)}
        heard |= {letter.lower() for letter in letters}
        banned = (
            set(forbidden + forbidden.upper()) if answer.status_code < 400 or answer.status_code == 422 else LETTERS
        )
        if letters & banned or answer.status_code >= 500:
            wrong.append((address, answer.status_code, letters))
    return wrong, heard


@pytest.mark.parametrize(
    ("name", "hears", "is_htmx"),
    [
        ("anna", OURS + UNASSIGNED, False),
        ("tom", OURS, False),
        ("tom", OURS, True),
        ("sven", OURS, False),
        ("eve", NORD, False),
    ],
    ids=["anna", "tom", "tom by htmx", "sven", "eve"],
)
def test_nobody_hears_of_what_is_not_theirs(
    planted: Cast, browse: Callable[[str], Browser], name: str, hears: str, is_htmx: bool
) -> None:
    forbidden = "".join({NORD, UNASSIGNED, OURS} - set(hears))
    wrong, heard = overheard(browse(name), planted, forbidden, {"HX-Request": "true"} if is_htmx else {})
    assert wrong == []
    assert heard == set(hears)  # or the test would not be worth much


def test_a_stranger_hears_nothing(planted: Cast) -> None:
    stranger = Browser()
    stranger.force_login(User.objects.create_user("stranger@example.org", name="Stranger"))
    for browser in (Browser(), stranger):
        assert overheard(browser, planted, "".join(LETTERS), {}) == ([], set())
