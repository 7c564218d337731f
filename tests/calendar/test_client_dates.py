"""A client's next and last appointment as columns: kept true by every verb, and listed to whom the calendar is open."""

import datetime as dt
import html
import re
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kartei.calendar import client_dates
from kartei.calendar.booking import book, change_appointment, change_attendance, move_appointment, status_of
from kartei.calendar.deleting import delete_appointment, restore_appointment
from kartei.calendar.models import BUILT_IN_APPOINTMENT_STATUSES, Appointment, Attendance
from kartei.db.scope import workspace_scope
from kartei.people import listing
from kartei.people.creating import Particulars, create_client
from kartei.people.models import Client, Person, Status
from kartei.tenancy.rights import Right
from tests.calendar.booked import at, booked, make, plan
from tests.cast import Cast
from tests.people.test_list_filters import shown

Browse = Callable[[str], Browser]
LIST = "/w/lindenhof/clients/"
CARLA, BRUNO = "Carla Köhler", "Bruno Groß"
COUNTS = {"requested", "planned", "confirmed", "arrived", "done"}


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id):
        yield cast


def dates(person: Person) -> tuple[Any, Any]:
    found = Client.objects.get(pk=person.pk)
    return found.next_appointment_at, found.last_appointment_at


def reckoned(person: Person, now: dt.datetime) -> tuple[Any, Any]:
    """The same, told from the appointments one by one."""
    moments = [
        row.starts_at
        for row in Attendance.objects.filter(client=person.pk).select_related("status", "appointment")
        if row.status.code in COUNTS and row.appointment.deleted_at is None
    ]
    return min((one for one in moments if one > now), default=None), max(
        (one for one in moments if one <= now), default=None
    )


def ago(days: int) -> dt.datetime:
    return timezone.now().replace(microsecond=0) - dt.timedelta(days=days)


def test_booking_moving_and_cancelling_are_told(inside: Cast) -> None:
    made = booked(inside, at(10))
    assert dates(inside.carla) == (at(10), None)
    made = move_appointment(made, at(8), at(9), version=1, by=inside.anna)
    assert dates(inside.carla) == (at(8), None)
    sooner = booked(inside, at(7, day=dt.date(2027, 3, 1)))
    assert dates(inside.carla) == (sooner.starts_at, None)
    change_attendance(sooner.attendances.get(), status_of("cancelled"), version=1, by=inside.anna)
    assert dates(inside.carla) == (at(8), None)
    change_appointment(made, plan(inside, at(12), 50, inside.bruno), version=2, by=inside.anna)
    assert dates(inside.carla) == (None, None) and dates(inside.bruno) == (at(12), None)


def test_what_was_deleted_is_not_told_and_what_came_back_is(inside: Cast) -> None:
    made = booked(inside, ago(3))
    assert dates(inside.carla) == (None, made.starts_at)
    gone = delete_appointment(made, version=1, by=inside.anna)
    assert dates(inside.carla) == (None, None)
    restore_appointment(gone, version=2, by=inside.anna)
    assert dates(inside.carla) == (None, made.starts_at)


def test_the_next_one_becomes_the_last_one_as_time_goes_by(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_dates, "BATCH", 1)
    first, second = make(cast, at(10)), make(cast, at(12))
    make(cast, at(10), 50, cast.bruno, members=[cast.tom])
    client_dates.turn_over(at(9, 59))
    with workspace_scope(cast.lindenhof.id):
        assert dates(cast.carla) == (first.starts_at, None)
    client_dates.turn_over(at(10))
    with workspace_scope(cast.lindenhof.id):
        assert dates(cast.carla) == (second.starts_at, first.starts_at)
        assert dates(cast.bruno) == (None, at(10))
    client_dates.turn_over(at(13))
    with workspace_scope(cast.lindenhof.id):
        assert dates(cast.carla) == (None, second.starts_at)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["book", "move", "status", "swap", "delete", "restore"]),
            st.integers(0, 9),
            st.integers(-30, 30).filter(bool),
            st.sampled_from(sorted(BUILT_IN_APPOINTMENT_STATUSES)),
        ),
        max_size=8,
    )
)
def test_whatever_is_done_the_columns_say_what_the_appointments_say(
    cast: Cast, acts: list[tuple[str, int, int, str]]
) -> None:
    with workspace_scope(cast.lindenhof.id):
        Appointment.with_deleted.all().delete()
        client_dates.refresh([cast.carla.pk, cast.bruno.pk])
        for what, number, days, code in acts:
            there = list(Appointment.with_deleted.order_by("id"))
            start, made = ago(days), there[number % len(there)] if there else None
            people = (cast.carla, cast.bruno)[: 1 + number % 2]
            if made is None or what == "book":
                book(plan(cast, start, 50, *people), by=cast.anna, despite=True)
            elif what == "move":
                move_appointment(made, start, start + dt.timedelta(hours=1), version=made.version, by=cast.anna,
                                 despite=True)  # fmt: skip
            elif what == "status":
                row = made.attendances.order_by("id").first()
                change_attendance(row, status_of(code), version=made.version, by=cast.anna, despite=True)
            elif what == "swap":
                change_appointment(made, plan(cast, start, 50, *people[::-1][:1]), version=made.version, by=cast.anna,
                                   despite=True)  # fmt: skip
            elif what == "delete":
                delete_appointment(made, version=made.version, by=cast.anna)
            else:
                restore_appointment(made, version=made.version, by=cast.anna, despite=True)
        for person in (cast.carla, cast.bruno):
            assert dates(person) == reckoned(person, timezone.now())


def test_the_migration_fills_full_tables_some_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    migration = import_module("kartei.calendar.migrations.0006_own_statuses")
    monkeypatch.setattr(migration, "BATCH", 1)
    make(cast, at(10))
    make(cast, ago(3), 50, cast.bruno)
    with workspace_scope(cast.lindenhof.id):
        Client.objects.update(next_appointment_at=None, last_appointment_at=None)
        migration.fill(None, SimpleNamespace(connection=connection))
        for person in (cast.carla, cast.bruno):
            assert dates(person) == reckoned(person, timezone.now()) != (None, None)


def test_the_list_shows_and_filters_them(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    make(cast, at(10))
    make(cast, ago(100), 50, cast.bruno)
    text = html.unescape(anna.get(f"{LIST}?columns=next,last").content.decode())
    assert "Nächster Termin" in text and "02.03.2027, 10:00" in text
    everybody = shown(anna, "sort=name")
    assert shown(anna, "next=has") == {CARLA}
    assert shown(anna, "next=none") == everybody - {CARLA}
    assert shown(anna, "last=has") == {BRUNO} == shown(anna, "last_weeks=14") == shown(anna, "next=none&last=has")
    assert shown(anna, "last_weeks=15") == set()
    assert shown(anna, "last=none") == everybody - {BRUNO}
    assert shown(anna, "last=none&last_weeks=3") == everybody  # within one filter „or“
    assert shown(anna, "next_from=2027-03-02&next_to=2027-03-02") == {CARLA}
    assert shown(anna, "next_from=2027-03-03") == set() == shown(anna, "next_to=2027-03-01")
    for nonsense in ("next=x", "last_weeks=-1", "last_weeks=x", "last_weeks=99999999", "next_weeks=3", "next_from=x"):
        assert shown(anna, nonsense) == everybody, nonsense
    text = html.unescape(anna.get(f"{LIST}?next=none&last_weeks=14").content.decode())
    assert "Nächster Termin: keiner" in text and "Letzter Termin: länger her als 14 Wochen" in text


def test_files_have_them_as_moments(cast: Cast, browse: Browse) -> None:
    make(cast, at(10))
    answer = browse("anna").get(f"{LIST}csv/?columns=next&next=has")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert lines == ["Name;Nächster Termin", f"{CARLA};02.03.2027 10:00"]


@pytest.mark.parametrize("name", ["tom", "leo"])
def test_who_does_not_see_the_whole_calendar_is_not_told(cast: Cast, browse: Browse, name: str) -> None:
    make(cast, at(10))
    with workspace_scope(cast.lindenhof.id):
        member = cast.members[name]
        member.levels[str(Right.CALENDAR_VIEW)] = "assigned"
        member.save(update_fields=["levels"])
    browser = browse(name)
    text = html.unescape(browser.get(f"{LIST}?columns=next,last").content.decode())
    assert "02.03.2027" not in text and "Nächster Termin" not in text
    for asked in ("next=has", "next=none", "last=none", "last_weeks=1", "next_from=2027-03-02"):
        assert shown(browser, asked) == set(), asked  # to leave the filter out would tell the others
    usual = _walk(browser, "sort=name")
    assert _walk(browser, "sort=next") == usual == _walk(browser, "sort=-last")


def _walk(browser: Browser, query: str) -> list[str]:
    """The ids of everybody, page after page."""
    return [pk for page in _pages(browser, f"{LIST}?{query}", "after") for pk in page[1]]


def _walk_back(browser: Browser, query: str) -> list[str]:
    """The same from the last page on."""
    last = _pages(browser, f"{LIST}?{query}", "after")[-1][0]
    return [pk for page in reversed(_pages(browser, last, "before")) for pk in page[1]]


def _pages(browser: Browser, address: str, link: str) -> list[tuple[str, list[str]]]:
    found = []
    while address:
        text = browser.get(address).content.decode()
        found.append((address, re.findall(rf'data-row href="{LIST}([^"]*)/"', text)))
        following = re.search(rf'href="([^"]*{link}=[^"]*)"', text)
        address = html.unescape(following[1]) if following else ""
    return found


@pytest.mark.parametrize("sort", ["next", "-next", "last", "-last"])
def test_pages_by_date_end_with_those_who_have_none(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="active")
        for number in range(9):
            told = Particulars(last_name=f"N{number}")
            person = create_client(told, status=status, by=cast.anna)
            if number % 2:  # two at one time: the id breaks the tie
                hour = 8 + number // 4
                moment = at(hour) if sort.endswith("next") else ago(20 - hour)
                book(plan(cast, moment, 50, person), by=cast.anna, despite=True)
        column = f"{sort.removeprefix('-')}_appointment_at"
        rows = list(Client.objects.filter(person__state="live").values_list(column, "pk"))
    some = sorted((row for row in rows if row[0]), reverse=sort.startswith("-"))
    none = sorted((row for row in rows if not row[0]), key=lambda row: row[1], reverse=sort.startswith("-"))
    want = [str(pk) for _date, pk in [*some, *none]]
    anna = browse("anna")
    for query in (f"sort={sort}", f"sort={sort}&kind=active&kind=lead&kind=closed"):  # by PostgreSQL, by Python
        assert _walk(anna, query) == want == _walk_back(anna, query)


def test_the_columns_cost_no_further_query(cast: Cast, browse: Browse) -> None:
    make(cast, at(10))
    anna, counts = browse("anna"), []
    for query in ("columns=phone", "columns=next,last"):
        anna.get(f"{LIST}?{query}")
        with CaptureQueriesContext(connection) as queries:
            anna.get(f"{LIST}?{query}")
        counts.append(len(queries))
    assert counts[0] == counts[1]
