"""Where the forms of the calendar end: amounts, years, numbers of clients, and what others do in the same moment."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.calendar import forms
from kartei.calendar.hours import availability
from kartei.calendar.models import Appointment, AppointmentStatus, Attendance, Service
from kartei.calendar.series import forms as series_forms
from kartei.calendar.series.booking import Repeat, book_series
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.db.scope import workspace_scope
from tests.calendar.booked import BERLIN, CALENDAR, DAY, PART, at, booked, make, page_of, plan, service, text
from tests.calendar.test_calendar_pages import NEW, filled, stored, told
from tests.cast import Cast

Browse = Callable[[str], Browser]
ENTRIES = f"{CALENDAR}entries/"
SERVICES = "/w/lindenhof/settings/services/new/"


@pytest.fixture
def anna(browse: Browse) -> Browser:
    return browse("anna")


@pytest.fixture
def series(cast: Cast) -> list[Appointment]:
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        return book_series(plan(cast, at(10)), Repeat(Rule(Pattern.WEEKLY, count=4)), by=cast.anna)


@pytest.mark.parametrize("price", ["10000000", "99999999", "100000000000000"])
def test_a_price_that_no_column_holds_is_refused_beside_the_field(cast: Cast, anna: Browser, price: str) -> None:
    made = make(cast, at(15))
    [row] = rows_of(cast, made)
    terms = page_of(made, f"attendances/{row.pk}/terms/")
    sent = {"price": price, "note": "Getippt", "version": "1"}
    for address, told_ in (
        (NEW, told(cast, price=price, note="Getippt")),
        (terms, sent),
        (SERVICES, {"name": "Getippt", "minutes": "50", "price": price, "colour": "teal", "capacity": "1"}),
    ):
        answer = anna.post(address, told_, headers=PART)
        assert answer.status_code == 422 and 'id="id_price_error"' in text(answer) and "Getippt" in text(answer)
    assert len(stored(cast)) == 1
    with workspace_scope(cast.lindenhof.id):
        assert not Service.objects.filter(name="Getippt").exists()


def test_more_clients_than_an_appointment_may_have_are_refused_and_none_is_dropped(cast: Cast, anna: Browser) -> None:
    with patch.object(forms, "MOST", 1):
        answer = anna.post(NEW, told(cast, cast.carla, cast.bruno), headers=PART)
    assert answer.status_code == 422 and "höchstens 1 Klienten" in text(answer) and stored(cast) == []
    assert text(answer).count('name="clients"') == 2
    several = {"clients": [str(cast.carla.pk)] * 150, "clients_q": "Groß"}
    assert text(anna.post(f"{CALENDAR}people/", several, headers=PART)).count('name="clients"') >= 150


def test_a_series_of_too_many_visits_is_refused_before_it_is_looked_at(cast: Cast, anna: Browser) -> None:
    with patch.object(series_forms, "MOST_VISITS", 7):
        answer = anna.post(NEW, told(cast, repeats="weekly", interval="1", count="8"), headers=PART)
        made = make(cast, at(15))
        more = {"repeats": "weekly", "interval": "1", "count": "8", "version": "1", "submission": str(uuid4())}
        second = anna.post(page_of(made, "series/"), more, headers=PART)
    for refused in (answer, second):
        assert refused.status_code == 422 and "8 Besuche" in text(refused)
    assert len(stored(cast)) == 1


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"day": "30.12.2200"}, "day"),
        ({"day": DAY.isoformat(), "others_day": "9999-12-31", "others_begin": "10:00"}, "others_day"),
        ({"day": DAY.isoformat(), "others_day": "0001-01-01", "others_begin": "10:00"}, "others_day"),
        ({"day": DAY.isoformat(), "others_day": "2200-12-31", "others_begin": "10:00"}, "day"),
    ],
)
def test_a_series_stays_within_the_years(
    cast: Cast, anna: Browser, series: list[Appointment], more: dict[str, str], name: str
) -> None:
    before = stored(cast)
    sent = {"begins": "11:00", "minutes": "50", "version": "1", "member": cast.anna.pk, "reach": "all", **more}
    answer = anna.post(page_of(series[0], "move/"), sent, headers=PART)
    assert answer.status_code == 422 and stored(cast) == before
    if name == "day":
        assert 'id="id_day_error"' in text(answer) and "zu weit" in text(answer)


def test_a_drag_of_a_series_is_asked_about_and_not_refused(
    cast: Cast, anna: Browser, series: list[Appointment]
) -> None:
    sent = {"day": "2027-03-04", "begins": "14:00", "minutes": "50", "version": "1", "dragged": "1"}
    asked = anna.post(page_of(series[1], "move/"), sent, headers=PART)
    assert asked.status_code == 200 and "aria-invalid" not in text(asked)
    form = filled(asked, page_of(series[1], "move/"))
    assert (form["day"], form["reach"]) == (["04.03.2027"], ["one"])
    assert "Carla Köhler, bisher am 09.03.2027, 10:00–10:50" in text(asked)
    assert anna.post(page_of(series[1], "move/"), form, headers=PART).headers["HX-Redirect"]
    assert [row[0] for row in stored(cast)].count(at(14, day=dt.date(2027, 3, 4))) == 1


def test_the_price_of_who_is_out_of_reach_fills_no_form(cast: Cast, browse: Browse) -> None:
    made = shared(cast)
    tom = browse("tom")
    for address in (page_of(made, "change/"), f"{NEW}?like={made.pk}&client={cast.carla.pk}"):
        body = text(tom.get(address, headers=PART))
        assert "77,5" not in body and 'value="10"' in body


def test_the_status_of_who_is_out_of_reach_answers_no_filter(cast: Cast, browse: Browse) -> None:
    made = shared(cast)
    with workspace_scope(cast.lindenhof.id):
        missed, planned = (AppointmentStatus.objects.get(code=code) for code in ("no_show", "planned"))
        made.attendances.filter(client=cast.bruno.pk).update(status=missed)
    day = {"view": "day", "date": DAY.isoformat()}
    tom, anna = browse("tom"), browse("anna")
    assert len(tom.get(ENTRIES, {**day, "status": planned.pk}).json()) == 1
    assert tom.get(ENTRIES, {**day, "status": missed.pk}).json() == []
    assert len(anna.get(ENTRIES, {**day, "status": missed.pk}).json()) == 1


def test_a_clash_tells_a_member_of_closed_calendars_no_times(cast: Cast, browse: Browse) -> None:
    make(cast, at(10), 50, cast.bruno)
    with workspace_scope(cast.lindenhof.id):
        made = booked(cast, at(15), 50, members=[cast.anna, cast.tom])
        cast.tom.levels |= {"calendar.view": "assigned", "calendar.edit": "assigned"}
        cast.tom.save(update_fields=["levels"])
    sent = {"day": DAY.isoformat(), "begins": "10:20", "minutes": "50", "version": "1"}
    refused = browse("tom").post(page_of(made, "move/"), sent, headers=PART)
    assert refused.status_code == 409 and "zu dieser Zeit belegt" in text(refused)
    assert "10:00–10:50" not in text(refused)


def test_what_goes_as_the_clocks_go_back_is_drawn_by_its_length(cast: Cast, anna: Browser) -> None:
    day = dt.date(2027, 10, 31)
    make(cast, dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC))  # 02:30, and then 02:20 once more
    [entry] = anna.get(ENTRIES, {"view": "day", "date": day.isoformat()}).json()
    assert (entry["start"], entry["end"]) == ("2027-10-31T02:30", "2027-10-31T03:20")


def test_a_single_one_becomes_a_series_once(cast: Cast, anna: Browser) -> None:
    made = make(cast, at(10))
    address = page_of(made, "series/")
    first = {"repeats": "weekly", "interval": "1", "count": "4", "version": "1", "submission": str(uuid4())}
    sent = filled(anna.post(address, first, headers=PART), address)
    answers = [anna.post(address, sent, headers=PART) for _turn in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200] and len(stored(cast)) == 4
    assert len({answer.headers["HX-Redirect"] for answer in answers}) == 1


def test_public_holidays_are_ticked_by_hand(cast: Cast, anna: Browser) -> None:
    shown = anna.post(NEW, told(cast, day="2027-03-22", repeats="weekly", interval="1", count="3"), headers=PART)
    assert filled(shown, NEW)["dates"] == ["2027-03-22", "2027-04-05"]  # Easter Monday is 29 March


def test_hours_that_are_gone_already_are_404(cast: Cast, anna: Browser) -> None:
    hours = f"{CALENDAR}hours/{cast.anna.pk}/absences/"
    told_ = {"reason": "holiday", "first": "02.03.2027", "last": "03.03.2027", "is_all_day": "on"}
    assert anna.post(f"{hours}new/", {**told_, "submission": str(uuid4())}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        [row] = cast.anna.absences.all()

    def gone(*_args: Any, **_more: Any) -> None:
        raise type(row).DoesNotExist

    with patch.object(availability, "remove_hours", gone), patch.object(availability, "change_hours", gone):
        assert anna.post(f"{hours}{row.pk}/removal/", {"version": "1"}).status_code == 404
        assert anna.post(f"{hours}{row.pk}/", {**told_, "version": "1"}).status_code == 404


def shared(cast: Cast) -> Appointment:
    """Of Tom with Carla, whom he sees, for 10 euro, and with Bruno, whom he does not, for 77.50."""
    with workspace_scope(cast.lindenhof.id):
        made = booked(
            cast, at(10), 50, cast.bruno, cast.carla, members=[cast.tom], service=service("Gruppe", capacity=8)
        )
        made.attendances.filter(client=cast.bruno.pk).update(price=Decimal("77.50"))
        made.attendances.filter(client=cast.carla.pk).update(price=Decimal(10))
        return made


def rows_of(cast: Cast, made: Appointment) -> list[Attendance]:
    with workspace_scope(cast.lindenhof.id):
        return list(made.attendances.all())
