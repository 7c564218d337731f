"""„Start“: today's appointments, own or all, with what is next and the status of each."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kartei.calendar.booking import change_attendance, status_of
from kartei.calendar.models import Appointment
from kartei.calendar.today import today_of
from kartei.db.scope import workspace_scope
from kartei.tenancy.rights import Right
from tests.calendar.booked import DAY, at, booked, make, page_of, service, text
from tests.cast import Cast

Browse = Callable[[str], Browser]
START = "/w/lindenhof/"


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id), timezone.override("Europe/Berlin"):
        yield cast


def soon(hours: int = 0) -> dt.datetime:
    """Some time of today by the clock of the practice, which is in no other day."""
    noon = timezone.localtime(timezone.now(), at(12).tzinfo).replace(hour=12, minute=0, second=0, microsecond=0)
    return noon + dt.timedelta(hours=hours)


def test_who_gives_some_sees_their_own_and_everybody_else_all(inside: Cast) -> None:
    own, other = booked(inside, at(10)), booked(inside, at(9), 50, inside.bruno, members=[inside.tom])
    booked(inside, at(10, day=DAY + dt.timedelta(days=1)))
    told = {name: today_of(inside.members[name], now=at(8)) for name in ("anna", "tom", "rita")}
    ids = {name: [line.entry.id for line in one.lines] for name, one in told.items()}
    assert ids == {"anna": [own.pk], "tom": [other.pk], "rita": [other.pk, own.pk]}
    assert {name: one.is_own for name, one in told.items()} == {"anna": True, "tom": True, "rita": False}


def test_what_is_on_and_what_comes_next_are_marked(inside: Cast) -> None:
    booked(inside, at(8))
    gone = booked(inside, at(10))
    change_attendance(gone.attendances.get(), status_of("cancelled"), version=1, by=inside.anna)
    booked(inside, at(11))
    for hour, minute, marks in ((7, 0, ["next", "", ""]), (8, 0, ["now", "", "next"]), (8, 50, ["", "", "next"]),
                                (11, 30, ["", "", "now"]), (12, 0, ["", "", ""])):  # fmt: skip
        found = today_of(inside.anna, now=at(hour, minute))
        assert [line.mark for line in found.lines] == marks and found.count == 2


def test_the_day_is_the_one_of_the_practice(inside: Cast) -> None:
    late = booked(inside, at(23, 30), 60)
    assert [line.entry.id for line in today_of(inside.anna, now=at(0, 10)).lines] == [late.pk]
    following = at(0, 10, day=DAY + dt.timedelta(days=1))
    assert [line.mark for line in today_of(inside.anna, now=following).lines] == ["now"]
    over = at(0, 30, day=DAY + dt.timedelta(days=1))
    assert [line.mark for line in today_of(inside.anna, now=over).lines] == [""]


def test_start_has_the_record_the_status_and_the_calendar(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert "Für heute ist nichts gebucht." in text(anna.get(START))
    made = make(cast, soon())
    page = text(anna.get(START))
    assert "Meine Termine heute" in page and f"/w/lindenhof/clients/{cast.carla.pk}/" in page
    with workspace_scope(cast.lindenhof.id):
        row, arrived = made.attendances.get(), status_of("arrived")
    action = page_of(made, f"attendances/{row.pk}/")
    assert f'action="{action}"' in page
    assert anna.post(action, {"status": str(arrived.pk), "version": "1"}).status_code == 303
    assert f'value="{arrived.pk}" selected' in text(anna.get(START))


def test_of_a_group_the_places_are_told_and_the_way_to_who_comes(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        group = service("Yoga", capacity=8)
        booked(cast, soon(), 50, cast.carla, cast.bruno, service=group)
    page = text(browse("anna").get(START))
    assert "Yoga" in page and "2 von 8 Plätzen" in page and "Wer kommt" in page


def test_nobody_reads_more_than_their_rights(cast: Cast, browse: Browse) -> None:
    make(cast, soon(), 50, cast.bruno)  # not assigned to Tom
    page = text(browse("tom").get(START))
    assert "Belegt" in page and "Bruno" not in page
    with workspace_scope(cast.lindenhof.id):
        for name, level in (("tom", "assigned"), ("rita", "none")):
            member = cast.members[name]
            member.levels |= {str(Right.CALENDAR_VIEW): level, str(Right.CALENDAR_EDIT): level}
            member.save(update_fields=["levels"])
    assert "Belegt" not in text(browse("tom").get(START))
    assert 'id="today"' not in text(browse("rita").get(START))
    assert 'name="status"' not in text(browse("leo").get(START))  # who only reads sets nothing


def test_a_full_day_costs_the_queries_of_a_quiet_one(cast: Cast, browse: Browse) -> None:
    anna, counts = browse("anna"), []
    make(cast, soon(-5))
    for number in range(2):
        anna.get(START)
        with CaptureQueriesContext(connection) as queries:
            anna.get(START)
        counts.append(len(queries))
        for hour in range(-4, 4) if number == 0 else ():
            make(cast, soon(hour), 50, cast.carla if hour % 2 else cast.bruno)
    assert counts[0] == counts[1]
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == 9
