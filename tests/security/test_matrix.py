"""Role × route × own, unassigned, foreign, generated from the URL table: a new route is in it on the day it is written."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client as Browser

from kartei.calendar.booking import Plan, book
from kartei.calendar.models import Attendance
from kartei.calendar.views.offers import KINDS
from kartei.db.scope import workspace_scope
from kartei.files.storage import store
from kartei.people.models import Field, FieldFile, FieldSection, FieldType, Photo, Profile, Release, SectionValues
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right
from tests.calendar.booked import at, client_of
from tests.cast import PRESETS, Cast
from tests.security.routes import NOBODY, Route, routes, workspace_routes

ROUTES = workspace_routes()
PERSONAL = [route for route in ROUTES if set(route.parameters) & {"client_id", "person_id", "appointment_id"}]
Browse = Callable[[str], Browser]


def values(route: Route, cast: Cast, reach: str) -> dict[str, Any]:
    """Parameters that lead to something assigned to Tom, to something that is not, to another workspace's, to nothing."""
    is_client = dict(route.defaults).get("is_client", True)
    people = {
        "own": cast.carla if is_client else cast.doktor,
        "unassigned": cast.bruno if is_client else cast.kasse,
        "foreign": cast.norbert,
    }
    pk = people[reach].pk if reach in people else NOBODY
    members = {"own": cast.tom, "unassigned": cast.leo, "foreign": cast.eve}
    given = {
        "slug": "lindenhof",
        "member_id": members[reach].pk if reach in members else NOBODY,
        "client_id": pk,
        "person_id": pk,
        "other_id": pk,
        "pair_id": NOBODY,
        "merge_id": NOBODY,
        "code": "reach",
        "import_id": NOBODY,
        "task_id": NOBODY,
        "bulk_id": NOBODY,
        "act": "status",
        "status_id": NOBODY,
        "automation_id": NOBODY,
        "mail_id": NOBODY,
        "tag_id": NOBODY,
        "field_id": NOBODY,
        "file_id": FILES.get(pk, NOBODY),
        "photo_id": PHOTOS.get(pk, NOBODY),
        "size": "small",
        "section_id": NOBODY,
        "type_name": "short_text",
        "view_id": NOBODY,
        "ticket_id": NOBODY,
        "message_id": NOBODY,
        "row_id": NOBODY,
        "relationship_id": cast.relations["bruno" if reach == "unassigned" else "carla"].pk,
        "type_id": NOBODY,
        "wish_id": NOBODY,  # who reads what: tests/calendar/test_waiting_list.py
        "slot_id": NOBODY,
        "release_id": _release(cast, "bruno" if reach == "unassigned" else "carla"),
        "article_name": "clients",
        "page_name": "people:clients",
    }
    if "appointment_id" in route.parameters:
        given |= _appointment(cast, reach)
    if "offer_id" in route.parameters:
        given["offer_id"] = _offer(cast, dict(route.defaults)["kind"])
    return {name: given[name] for name in route.parameters}


def _appointment(cast: Cast, reach: str) -> dict[str, UUID]:
    """One that all give who may change their own alone, with Carla; one of Anna's with Bruno; one of Nord."""
    if reach == "nothing":
        return {"appointment_id": NOBODY, "attendance_id": NOBODY}
    place, client, members = {
        "own": (cast.lindenhof, cast.carla, [cast.tom, cast.berta, cast.sven, cast.leo]),
        "unassigned": (cast.lindenhof, cast.bruno, [cast.anna]),
        "foreign": (cast.nord, cast.norbert, [cast.eve]),
    }[reach]
    with workspace_scope(place.id):
        row = Attendance.objects.filter(client=client.pk).first()
        if row is None:
            plan = Plan(at(10), at(11), [client_of(client)], members)
            row = book(plan, by=members[0]).attendances.get()
        return {"appointment_id": row.appointment_id, "attendance_id": row.pk}


def _offer(cast: Cast, kind: str) -> UUID:
    """A service, a place or a resource of the practice."""
    with workspace_scope(cast.lindenhof.id):
        found: UUID = KINDS[kind].model.objects.get_or_create(name="x")[0].pk
        return found


def _release(cast: Cast, name: str) -> UUID:
    """Of what may be told of this client by their relation; made when it is first asked for."""
    with workspace_scope(cast.lindenhof.id):
        key = {"relationship": cast.relations[name], "client_id": cast.people[name].pk}
        return Release.objects.get_or_create(**key, defaults={"topic": "x", "starts_on": date(2026, 1, 2)})[0].pk


FILES: dict[Any, Any] = {}
PHOTOS: dict[Any, Any] = {}


@pytest.fixture
def furnished(cast: Cast) -> Iterator[Cast]:
    """The cast, each of whom has a file in an own field and a photo: by the id of the person."""
    with workspace_scope(cast.lindenhof.id):
        section = FieldSection.objects.create(name="Akten", key="akten")
        field = Field.objects.create(section=section, type=FieldType.FILE, label="Datei", on_contacts=True)
        for person in (cast.carla, cast.bruno, cast.doktor, cast.kasse):
            blob = store("x.png", [b"x"], by=cast.anna)
            file = FieldFile.objects.create(field=field, person=person, blob=blob, media_type="image/png")
            SectionValues.objects.create(section=section, person=person, values={field.name: str(file.pk)})
            photo = Photo.objects.create(person=person, large=blob, small=blob)
            Profile.objects.filter(person=person).update(photo=photo)
            FILES[person.pk], PHOTOS[person.pk] = file.pk, photo.pk
    yield cast
    FILES.clear()
    PHOTOS.clear()


def both(browser: Browser, address: str) -> tuple[int, int]:
    """The status of GET and of an empty POST."""
    got = browser.get(address)
    if got.streaming:
        assert b"".join(got)  # type: ignore[arg-type]
    return got.status_code, browser.post(address, {}).status_code


def is_refused(status: int) -> bool:
    return status in {403, 404}


def expected(member: Member, right: Right | None, reach: str) -> str:
    """What product.md, section 12, says: „no right“ 403, „out of reach“ 404, „in sight, not to be edited“ 403."""
    if right is None:
        return "open"
    if not member.may(right):
        return "403"
    if reach in {"foreign", "nothing"}:
        return "404"
    if reach == "own" or member.level(right) == Level.ALL:
        return "open"
    return "403" if member.level(right.view) == Level.ALL else "404"


def is_denied(member: Member, route: Route) -> bool:
    """Whether the member lacks the right, or has it for less than the page needs."""
    return route.right is not None and (not member.may(route.right) or member.level(route.right) < route.level)


def test_every_route_says_whom_it_is_for() -> None:
    assert [route.name for route in routes() if route.audience is None] == []


def test_every_route_of_a_workspace_is_for_members() -> None:
    assert [route.name for route in ROUTES if route.audience != "members"] == []


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("reach", ["own", "unassigned", "foreign", "nothing"])
def test_each_member_reaches_what_the_levels_say(furnished: Cast, browse: Browse, name: str, reach: str) -> None:
    cast = furnished
    browser, member, wrong = browse(name), cast.members[name], []
    for route in PERSONAL:
        want = expected(member, route.right, reach)
        for status in both(browser, route.address(**values(route, cast, reach))):
            if status == 405:
                continue
            if str(status) != want if want != "open" else is_refused(status) or status >= 500:
                wrong.append((route.name, status, want))
    assert wrong == []


@pytest.mark.parametrize("name", PRESETS)
def test_a_page_without_an_object_needs_the_right_alone(cast: Cast, browse: Browse, name: str) -> None:
    browser, member, wrong = browse(name), cast.members[name], []
    for route in ROUTES:
        if set(route.parameters) != {"slug"}:
            continue
        want = "403" if is_denied(member, route) else "open"
        for status in both(browser, route.address(slug="lindenhof")):
            if status != 405 and (status != 403 if want == "403" else status >= 500 or status == 404):
                wrong.append((route.name, status, want))
    assert wrong == []


def test_somebody_of_another_workspace_gets_404_everywhere(cast: Cast, browse: Browse) -> None:
    browser = browse("eve")
    for route in ROUTES:
        for reach in ("own", "unassigned", "foreign"):
            assert set(both(browser, route.address(**values(route, cast, reach)))) == {404}, route.name


def test_a_stranger_is_sent_to_the_login(cast: Cast) -> None:
    for route in ROUTES:
        answer = Browser().get(route.address(**values(route, cast, "own")))
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/login/?next="), route.name


def test_what_is_foreign_and_what_never_existed_look_alike(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    for route in PERSONAL:
        foreign = browser.get(route.address(**values(route, cast, "foreign")))
        nothing = browser.get(route.address(**values(route, cast, "nothing")))
        if foreign.status_code != 405:
            assert (
                (foreign.status_code, foreign.content)
                == (nothing.status_code, nothing.content)
                == (404, nothing.content)
            )


def test_a_right_taken_away_is_refused_at_the_next_click(cast: Cast, browse: Browse) -> None:
    browser = browse("rita")
    assert browser.get("/w/lindenhof/clients/").status_code == 200
    with workspace_scope(cast.lindenhof.id):
        cast.rita.levels["profiles.view"] = "none"
        cast.rita.save(update_fields=["levels"])
    answer = browser.get("/w/lindenhof/clients/")
    assert answer.status_code == 403
    assert "Köhler" not in answer.content.decode()


def test_get_changes_nothing(cast: Cast, browse: Browse) -> None:
    from kartei.people.models import Assignment, Client, ClientTag, Email, Person, Profile

    def digest() -> list[Any]:
        with workspace_scope(cast.lindenhof.id):
            return [
                list(model.objects.order_by("id").values_list())
                for model in (Person, Client, ClientTag, Assignment, Email, Profile)
            ]

    browser, addresses = browse("anna"), [route.address(**values(route, cast, "own")) for route in ROUTES]
    before = digest()
    for address in addresses:
        browser.get(address)
        browser.get(address, {"status": str(uuid4()), "sort": "(select 1)"})
    assert digest() == before
