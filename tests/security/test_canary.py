"""The two-tenant replay: every page and every search as everybody, and no letter of somebody else's in any answer."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from kartei.accounts.models import Login, User
from kartei.calendar.models import Appointment, Attendance, Automation, FreedSlot, HoursException, Service, WaitingWish
from kartei.db.scope import workspace_scope
from kartei.help.models import Message, Ticket
from kartei.inbox.models import PracticeMail
from kartei.people.models import (
    BulkAct,
    DuplicatePair,
    Field,
    FieldFile,
    FieldSection,
    Import,
    Merge,
    Relationship,
    RelationType,
    Release,
    SavedView,
    Status,
    Tag,
    Task,
)
from tests.cast import Cast
from tests.security.canary import NORD, OURS, UNASSIGNED, plant, unplanted
from tests.security.routes import NOBODY, body_of, routes

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


STORED: dict[str, tuple[Any, int | None]] = {  # parameter: model, and how many rows of each workspace are enough
    "pair_id": (DuplicatePair, None),
    "merge_id": (Merge, None),
    "import_id": (Import, None),
    "ticket_id": (Ticket, None),
    "message_id": (Message, None),
    "relationship_id": (Relationship, None),
    "release_id": (Release, 1),
    "type_id": (RelationType, 2),
    "status_id": (Status, 2),
    "tag_id": (Tag, 2),
    "file_id": (FieldFile, 2),
    "field_id": (Field, 1),
    "section_id": (FieldSection, None),
    "task_id": (Task, None),
    "view_id": (SavedView, None),
    "bulk_id": (BulkAct, None),
    "appointment_id": (Appointment, None),
    "attendance_id": (Attendance, 1),
    "automation_id": (Automation, 2),
    "mail_id": (PracticeMail, None),
    "offer_id": (Service, 1),
    "service_id": (Service, 1),
    "row_id": (HoursException, 1),
    "wish_id": (WaitingWish, None),
    "slot_id": (FreedSlot, 2),
}


def addresses(cast: Cast) -> list[str]:
    """Every route with every id that it could be asked for, in both workspaces."""
    people = [person.pk for person in cast.people.values()]
    given: dict[str, list[Any]] = {
        "slug": ["lindenhof", "nord"],
        "client_id": people,
        "person_id": people,
        "other_id": [cast.carla.pk, cast.bruno.pk, cast.kasse.pk, cast.norbert.pk],
        "code": ["master", "reach", "address", "health"],
        "type_name": ["short_text"],
        "photo_id": [NOBODY],
        "size": ["small"],
        "act": ["tagging"],
        "article_name": ["clients"],
        "page_name": ["people:clients"],
        "member_id": [member.pk for member in cast.members.values()],
        "login_id": list(Login.objects.values_list("public_id", flat=True)),
        "token": ["wrong"],
        "passkey": ["wrong"],
        "key": ["wrong"],
        "uidb36": ["1"],
        "practice": ["lindenhof"],
        "secret": ["x" * 43],  # what a right one tells: tests/calendar/test_feeds.py
    }
    telling: list[Any] = []  # relations by which something is told
    given |= {name: [] for name in STORED}
    for workspace in (cast.nord, cast.lindenhof):
        with workspace_scope(workspace.id):
            telling += Release.objects.values_list("relationship_id", flat=True)
            for name, (model, most) in STORED.items():
                given[name] += model.objects.values_list("pk", flat=True)[:most]
    found: list[str] = []
    for route in routes():
        values: list[dict[str, Any]] = [{}]
        is_telling = bool({"sharing", "releases", "release"} & set(route.name.split("-")))
        for name in route.parameters:
            choice = telling if is_telling and name == "relationship_id" else given[name]
            values = [{**some, name: value} for some in values for value in choice]
        found += [route.address(**some) for some in values]
    return found


def own_columns(cast: Cast) -> list[str]:
    """The own fields of both workspaces, as a list is asked for them."""
    found: list[str] = []
    for workspace in (cast.nord, cast.lindenhof):
        with workspace_scope(workspace.id):
            found += [field.name for field in Field.objects.all()]
    return found


def calendar(browser: Browser, cast: Cast, slug: str, htmx: dict[str, str]) -> Iterator[tuple[str, HttpResponse]]:
    """Its views, „Neu planen“ of every appointment, and the search for who comes."""
    with workspace_scope((cast.nord if slug == "nord" else cast.lindenhof).id):
        booked = list(Appointment.objects.values_list("pk", flat=True))
    base = f"/w/{slug}/calendar/"
    for part in (
        *(f"{part}?view={view}" for view in ("week", "month", "agenda") for part in ("", "entries/")),
        *(f"appointments/new/?like={like}" for like in booked),
    ):
        yield base + part, browser.get(base + part, headers=htmx)
    for word in WORDS:
        yield f"{base}people/ {word}", browser.post(f"{base}people/", {"clients_q": word}, headers=htmx)


def replay(browser: Browser, cast: Cast, htmx: dict[str, str]) -> Iterator[tuple[str, HttpResponse]]:
    for address in addresses(cast):
        yield address, browser.get(address, headers=htmx)
    for slug in ("lindenhof", "nord"):
        yield from calendar(browser, cast, slug, htmx)
        for kind in ("clients", "contacts"):
            for part in ("", "csv/", "xlsx/", "print/"):
                address = f"/w/{slug}/{kind}/{part}?columns=city,birth,{','.join(own_columns(cast))}"
                yield address, browser.get(address, headers=htmx)
            for word in WORDS:
                address = f"/w/{slug}/{kind}/search/"
                yield f"{address} {word}", browser.post(address, {"q": word}, headers=htmx)
        twin = {"first_name": "Bruno", "last_name": "Groß", "email": "bruno@example.org", "phone": "030 23125021"}
        for told in (twin, {**twin, "first_name": NORD, "last_name": NORD}, {**twin, "first_name": UNASSIGNED}):
            address = f"/w/{slug}/clients/new/twins/"
            yield address, browser.post(address, told, headers=htmx)


def said(answer: HttpResponse) -> str:
    """The body and the headers; escapes are undone."""
    text = _body(answer) + str(list(answer.headers.items()))
    return text.encode().decode("unicode_escape", "ignore").encode("latin-1", "ignore").decode("utf-8", "ignore") + text


def _body(answer: HttpResponse) -> str:
    """The text of the answer; that of a workbook is what stands in its parts."""
    file = body_of(answer)
    if not answer.headers.get("Content-Type", "").endswith("sheet"):
        return file.decode()
    with ZipFile(BytesIO(file)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


def overheard(browser: Browser, cast: Cast, forbidden: str, htmx: dict[str, str]) -> tuple[list[Any], set[str]]:
    """Where a forbidden letter was said, or an error page said any; and all letters that were heard."""
    wrong, heard = [], set()
    for address, answer in replay(browser, cast, htmx):
        text = said(answer)
        letters = {letter for letter in LETTERS if letter in text}
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
