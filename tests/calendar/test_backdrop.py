"""What stands behind the entries: hours, closures, holidays, absences; and with what the calendar opens (TM-06)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.calendar.models import Absence, ExceptionKind
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member
from tests.calendar.booked import CALENDAR, DAY, at, make, text
from tests.calendar.working import away, exception, hours
from tests.cast import Cast

Browse = Callable[[str], Browser]
BEHIND = f"{CALENDAR}behind/"
FRIDAY = dt.date(2027, 3, 26)  # Good Friday


@pytest.fixture(autouse=True)
def _treating(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        Member.objects.filter(pk__in=[cast.anna.pk, cast.tom.pk]).update(treats=True)


def behind(browser: Browser, view: str = "week", day: dt.date = DAY, **more: Any) -> list[Any]:
    found: list[Any] = browser.get(BEHIND, {"view": view, "date": day.isoformat(), **more}).json()
    return found


def shaded(lines: list[Any], day: dt.date = DAY) -> list[tuple[str, str]]:
    """What is shaded of a day: („00:00“, „09:00“)."""
    return [
        (line["start"][11:], line["end"][11:])
        for line in lines
        if line.get("display") == "background" and line["start"].startswith(day.isoformat())
    ]


def chips(lines: list[Any]) -> list[tuple[str, str, str]]:
    return [(line["title"], line["start"], line["end"]) for line in lines if line.get("allDay")]


def test_hours_are_left_white_and_the_rest_is_shaded(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert behind(anna) == []  # nobody has said when they work
    with workspace_scope(cast.lindenhof.id):
        hours(cast.anna, (1, "09:00", "12:00"), (1, "14:00", "18:00"))
    around = [("00:00", "09:00"), ("12:00", "14:00"), ("18:00", "00:00")]
    for view in ("day", "week", "team"):
        assert shaded(behind(anna, view)) == around, view
    assert not any(line.get("display") for line in behind(anna, "month"))
    with workspace_scope(cast.lindenhof.id):
        hours(cast.tom, (1, "11:00", "15:00"))
    assert shaded(behind(anna)) == [("00:00", "09:00"), ("18:00", "00:00")]  # somebody is there
    assert shaded(behind(anna, member=str(cast.tom.pk))) == [("00:00", "11:00"), ("15:00", "00:00")]
    team = behind(anna, "team")
    assert shaded([line for line in team if line["resourceIds"] == [str(cast.anna.pk)]]) == around


def test_closures_holidays_and_absences_are_named(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        hours(cast.anna, *((day, "09:00", "12:00") for day in range(5)))
        exception(
            None,
            ExceptionKind.CLOSED,
            first=FRIDAY - dt.timedelta(days=20),
            last=FRIDAY - dt.timedelta(days=3),
            note="Ferien",
        )
        monday = at(0, day=FRIDAY + dt.timedelta(days=3))
        Absence.objects.create(
            member=cast.tom, starts_at=monday, ends_at=monday + dt.timedelta(days=2), reason="training"
        )
        away(cast.anna, at(10, day=FRIDAY - dt.timedelta(days=1)), at(11, day=FRIDAY - dt.timedelta(days=1)))
    week = behind(anna, day=FRIDAY)
    assert chips(week) == [
        ("Karfreitag", "2027-03-26", "2027-03-27"),
        ("Geschlossen: Ferien", "2027-03-22", "2027-03-24"),
    ]
    assert shaded(week, FRIDAY) == [("00:00", "00:00")]
    assert shaded(week, FRIDAY - dt.timedelta(days=1)) == [("00:00", "09:00"), ("10:00", "11:00"), ("12:00", "00:00")]
    [hour] = [line for line in week if line.get("title") == "Anna: Abwesend"]
    assert (hour["start"], hour["end"]) == ("2027-03-25T10:00", "2027-03-25T11:00")
    assert hour["extendedProps"]["url"].startswith(f"{CALENDAR}hours/{cast.anna.pk}/absences/")
    assert ("Tom: Fortbildung", "2027-03-29", "2027-03-31") in chips(behind(anna, "month", FRIDAY))
    make(cast, at(9, day=FRIDAY))
    agenda = text(anna.get(CALENDAR, {"view": "agenda", "date": "2027-03-22"}))
    assert "Karfreitag" in agenda


def test_absences_of_others_are_opened_by_whoever_keeps_the_calendar(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        away(cast.anna, at(10), at(11))
        away(cast.tom, at(10), at(11))
    opened = {}
    for name in ("anna", "rita", "tom", "leo"):
        opened[name] = ["url" in line["extendedProps"] for line in behind(browse(name), "day") if "title" in line]
    assert opened == {"anna": [True, True], "rita": [True, True], "tom": [False, True], "leo": [False, False]}
    with workspace_scope(cast.lindenhof.id):
        cast.tom.levels["calendar.view"] = "assigned"
        cast.tom.save()
    assert [line["title"] for line in behind(browse("tom"), "day")] == ["Tom: Abwesend"]


def test_a_day_of_25_hours_is_shaded_by_the_clock(cast: Cast, browse: Browse) -> None:
    sunday = dt.date(2027, 10, 31)
    with workspace_scope(cast.lindenhof.id):
        hours(cast.anna, (6, "09:00", "12:00"))
    assert shaded(behind(browse("anna"), "day", sunday), sunday) == [("00:00", "09:00"), ("12:00", "00:00")]


def test_statements_do_not_grow(cast: Cast, browse: Browse) -> None:
    anna, counts = browse("anna"), []
    for number in range(2):
        with workspace_scope(cast.lindenhof.id):
            for at_ in range(number, 1 + number * 8):
                member = Member.objects.create(name=f"M{at_}", preset="practitioner", treats=True)
                hours(member, (1, "09:00", "12:00"))
                exception(member, ExceptionKind.CLOSED, day=DAY + dt.timedelta(days=at_))
                away(member, at(10), at(11))
        behind(anna)
        with CaptureQueriesContext(connection) as caught:
            assert behind(anna)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_whoever_changes_own_entries_alone_begins_with_these(cast: Cast, browse: Browse) -> None:
    def begins_with(name: str, **query: str) -> bool:
        page = text(browse(name).get(CALENDAR, query))
        return (
            f"entries/?view=week&date={query['date']}&member=" in page
            if query
            else "&member=" in page.split("data-behind")[0].split("data-entries")[1]
        )

    assert begins_with("tom") and not begins_with("anna") and not begins_with("rita") and not begins_with("leo")
    assert not begins_with("tom", view="week", date=DAY.isoformat())  # whoever asks for all gets all
    page = text(browse("tom").get(CALENDAR))
    assert "Alle zeigen" in page and "Nur eigene" not in page
    assert "Nur eigene" in text(browse("tom").get(CALENDAR, {"view": "week"}))
    with workspace_scope(cast.lindenhof.id):
        Member.objects.filter(pk=cast.anna.pk).update(treats=False)
    assert not begins_with("tom")  # there is nobody else
