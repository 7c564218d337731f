"""The pages of series: the dates before they are booked, and the question for which of them a change counts."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.calendar.booking import change_attendance, status_of
from kartei.calendar.deleting import delete_appointment
from kartei.calendar.models import Appointment, AppointmentMember, Attendance, Series
from kartei.calendar.series.booking import Repeat, book_series
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.db.scope import workspace_scope
from kartei.people.models import Person
from tests.calendar.booked import BERLIN, CALENDAR, DAY, PART, at, booked, make, page_of, plan, text
from tests.calendar.test_calendar_pages import NEW, filled, told, undo_of
from tests.cast import Cast

Browse = Callable[[str], Browser]
WEEKS = [DAY + dt.timedelta(weeks=week) for week in range(8)]


@pytest.fixture
def anna(browse: Browse) -> Browser:
    return browse("anna")


@pytest.fixture
def series(cast: Cast) -> list[Appointment]:
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        return book_series(plan(cast, at(10)), Repeat(Rule(Pattern.WEEKLY, count=8)), by=cast.anna)


def weekly(cast: Cast, **more: Any) -> dict[str, Any]:
    return told(cast, repeats="weekly", interval="1", count="8", **more)


def stored(cast: Cast) -> list[dt.datetime]:
    with workspace_scope(cast.lindenhof.id):
        return list(Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True))


def ways(answer: Any, action: str) -> dict[str, list[str]]:
    return filled(answer, action)


def test_the_dates_are_shown_before_any_is_booked_and_then_booked_once(cast: Cast, anna: Browser) -> None:
    """CA-04"""
    shown = anna.post(NEW, weekly(cast, note="Fenster auf"), headers=PART)
    assert shown.status_code == 200 and stored(cast) == []
    assert "Jede Woche am Dienstag" in text(shown) and "Di., 30. März 2027, 10:00–10:50" in text(shown)
    sent = ways(shown, NEW)
    assert sent["dates"] == [day.isoformat() for day in WEEKS]
    answer = anna.post(NEW, sent, headers=PART)
    assert answer.headers["HX-Redirect"] and stored(cast) == [at(10, day=day) for day in WEEKS]
    assert "8 Termine sind gebucht." in text(anna.get(CALENDAR))
    anna.post(NEW, sent, headers=PART)
    assert len(stored(cast)) == 8  # two clicks are one
    with workspace_scope(cast.lindenhof.id):
        first = Appointment.objects.order_by("starts_at")[0]
        assert set(Appointment.objects.values_list("note", flat=True)) == {"Fenster auf"}
    assert "Jede Woche am Dienstag, 8 Termine, bis 20.04.2027" in text(anna.get(page_of(first)))


def test_public_holidays_and_hours_that_do_not_exist_are_told(cast: Cast, anna: Browser) -> None:
    shown = anna.post(NEW, weekly(cast, day="2027-03-22"), headers=PART)  # Mondays; Easter Monday is 29 March
    assert "Ostermontag" in text(shown)
    night = weekly(cast, day="2027-03-21", begins="02:30")
    shown = anna.post(NEW, night, headers=PART)
    assert text(shown).count("wird die Uhr vorgestellt") == 1 and "03:30–04:20" in text(shown)
    anna.post(NEW, ways(shown, NEW), headers=PART)
    walls = [moment.astimezone(BERLIN).strftime("%H:%M") for moment in stored(cast)]
    assert walls == ["02:30", "03:30", *["02:30"] * 6]


def test_clashes_are_named_at_their_dates_left_out_or_booked_nevertheless(cast: Cast, anna: Browser) -> None:
    make(cast, at(10, 20, day=WEEKS[2]), 50, cast.bruno)
    shown = anna.post(NEW, weekly(cast), headers=PART)
    assert "An 1 Termin ist jemand oder etwas schon belegt" in text(shown)
    assert "Anna: <span" in text(shown) and "16.03.2027, 10:20–11:10" in text(shown)
    sent = ways(shown, NEW)
    refused = anna.post(NEW, sent, headers=PART)
    assert refused.status_code == 409 and len(stored(cast)) == 1
    assert ways(refused, NEW)["dates"] == sent["dates"]
    without = {**sent, "dates": [day for day in sent["dates"] if day != WEEKS[2].isoformat()]}
    assert anna.post(NEW, without, headers=PART).headers["HX-Redirect"]
    assert len(stored(cast)) == 8
    again = ways(anna.post(NEW, weekly(cast, begins="10:20"), headers=PART), NEW)
    assert anna.post(NEW, {**again, "despite": "on"}, headers=PART).headers["HX-Redirect"]
    assert len(stored(cast)) == 16


def test_back_from_the_dates_keeps_what_was_typed(cast: Cast, anna: Browser) -> None:
    sent = ways(anna.post(NEW, weekly(cast, note="Fenster auf"), headers=PART), NEW)
    for _turn in range(2):
        form = anna.post(NEW, {**sent, "again": "1"}, headers=PART)
        assert form.status_code == 200 and "Fenster auf" in text(form) and stored(cast) == []
        assert ways(form, NEW)["count"] == ["8"]
    none = anna.post(NEW, {**sent, "dates": []}, headers=PART)
    assert none.status_code == 422 and "mindestens einen Termin" in text(none) and stored(cast) == []


@pytest.mark.parametrize(
    ("more", "name", "sentence"),
    [
        ({"count": ""}, "count", "entweder die Anzahl"),
        ({"until": "20.04.2027"}, "count", "entweder die Anzahl"),
        ({"count": "1"}, "count", "mindestens zwei"),
        ({"count": "261"}, "count", "höchstens 260"),
        ({"count": "", "until": "01.03.2027"}, "until", "mindestens zwei"),
        ({"interval": "0"}, "interval", "1"),
        ({"weekdays": ["3"]}, "weekdays", "an einem Dienstag"),
        ({"repeats": "last"}, "repeats", "letzten Dienstag"),
        ({"repeats": "yearly"}, "repeats", "yearly"),
        ({"count": "x"}, "count", ""),
    ],
)
def test_what_is_no_series_is_said_beside_the_field(
    cast: Cast, anna: Browser, more: dict[str, Any], name: str, sentence: str
) -> None:
    answer = anna.post(NEW, {**weekly(cast), **more}, headers=PART)
    assert answer.status_code == 422 and stored(cast) == []
    assert f'id="id_{name}_error"' in text(answer) and sentence in text(answer)


def test_a_move_asks_for_which_of_the_series_it_counts(cast: Cast, anna: Browser, series: list[Appointment]) -> None:
    """CA-05"""
    address = page_of(series[3], "move/")
    sent = {"day": "2027-03-24", "begins": "14:00", "minutes": "50", "version": "1", "member": cast.anna.pk}
    asked = anna.post(address, sent, headers=PART)  # as a drag does
    assert asked.status_code == 422 and "dieser und folgende" in text(asked) and "Bitte wählen Sie" in text(asked)
    assert stored(cast) == [at(10, day=day) for day in WEEKS]
    answer = anna.post(address, {**sent, "reach": "following"}, headers=PART)
    assert answer.headers["HX-Redirect"]
    later = [at(14, day=day + dt.timedelta(days=1)) for day in WEEKS[3:]]
    assert stored(cast) == [*(at(10, day=day) for day in WEEKS[:3]), *later]
    page = anna.get(CALENDAR)
    assert "5 Termine wurden geändert." in text(page)
    action, values = undo_of(page)
    anna.post(action, values, headers=PART)
    assert stored(cast) == [at(10, day=day) for day in WEEKS]
    with workspace_scope(cast.lindenhof.id):
        assert [(one.rule, one.appointments.count()) for one in Series.objects.all()] == [
            ("FREQ=WEEKLY;BYDAY=TU;COUNT=8", 8)
        ]


def test_one_alone_is_moved_and_taken_back(cast: Cast, anna: Browser, series: list[Appointment]) -> None:
    sent = {"day": "2027-03-24", "begins": "14:00", "minutes": "50", "version": "1", "reach": "one"}
    anna.post(page_of(series[3], "move/"), sent, headers=PART)
    assert stored(cast)[3] == at(14, day=dt.date(2027, 3, 24))
    action, values = undo_of(anna.get(CALENDAR))
    assert anna.post(action, values, headers=PART).headers["HX-Redirect"]
    assert stored(cast) == [at(10, day=day) for day in WEEKS]


def settle_all_but(cast: Cast, series: list[Appointment], kept: int) -> None:
    """The others are deleted, missed or called off: four of one kind or the other."""
    with workspace_scope(cast.lindenhof.id):
        for number, one in enumerate(series):
            if number == kept:
                continue
            if number % 2:
                delete_appointment(one, version=1, by=cast.anna)
            else:
                status = status_of("cancelled" if number % 4 else "no_show")
                change_attendance(one.attendances.get(), status, version=1, by=cast.anna)


def test_of_the_last_date_that_is_left_nobody_asks_for_which_it_counts(
    cast: Cast, anna: Browser, series: list[Appointment]
) -> None:
    page, asks = page_of(series[3]), ("move/", "change/", "deletion/")
    for way in ("", *asks):
        assert "dieser und folgende" in text(anna.get(f"{page}{way}")), way
    settle_all_but(cast, series, 3)
    for way in ("", *asks):
        assert "dieser und folgende" not in text(anna.get(f"{page}{way}")), way
    rules = scoped_rules(cast)
    form = ways(anna.get(f"{page}change/"), f"{page}change/")
    sent = {**form, "note": "Neu", "reach": "all"}  # as a form says that was opened before
    assert anna.post(f"{page}change/", sent, headers=PART).headers["HX-Redirect"]
    sent = {"day": "2027-03-24", "begins": "14:00", "minutes": "50", "version": "2", "dragged": "1"}
    with workspace_scope(cast.lindenhof.id):
        Person.objects.update(main_email="")  # or a drag asks whether they are told
    assert anna.post(f"{page}move/", sent, headers=PART).headers["HX-Redirect"]
    moved = at(14, day=dt.date(2027, 3, 24))
    assert moved in stored(cast)
    anna.post(*undo_of(anna.get(CALENDAR)), headers=PART)
    assert moved not in stored(cast) and at(10, day=WEEKS[3]) in stored(cast)
    assert scoped_rules(cast) == rules  # only this one: the series is as it was
    count = len(stored(cast))
    form = ways(anna.get(f"{page}deletion/"), f"{page}deletion/")
    assert anna.post(f"{page}deletion/", form, headers=PART).headers["HX-Redirect"]
    assert len(stored(cast)) == count - 1
    anna.post(*undo_of(anna.get(CALENDAR)), headers=PART)
    assert len(stored(cast)) == count


def scoped_rules(cast: Cast) -> list[str]:
    with workspace_scope(cast.lindenhof.id):
        return [one.rule for one in Series.objects.all()]


def test_a_series_that_was_split_at_its_last_date_is_joined_again_by_the_way_back(
    cast: Cast, anna: Browser, series: list[Appointment]
) -> None:
    sent = {"day": "2027-04-21", "begins": "14:00", "minutes": "50", "version": "1", "reach": "following"}
    anna.post(page_of(series[7], "move/"), sent, headers=PART)
    assert len(scoped_rules(cast)) == 2
    anna.post(*undo_of(anna.get(CALENDAR)), headers=PART)
    assert scoped_rules(cast) == ["FREQ=WEEKLY;BYDAY=TU;COUNT=8"]


def test_who_may_change_one_date_alone_is_not_asked(cast: Cast, browse: Any, series: list[Appointment]) -> None:
    with workspace_scope(cast.lindenhof.id):
        AppointmentMember.objects.create(appointment=series[3], member=cast.tom)
    page = text(browse("tom").get(page_of(series[3], "move/")))
    assert "Verschieben" in page and "dieser und folgende" not in page


def test_an_edit_reaches_all(cast: Cast, anna: Browser, series: list[Appointment]) -> None:
    address = page_of(series[3], "change/")
    form = ways(anna.get(address), address)
    assert form["reach"] == ["one"]
    answer = anna.post(address, {**form, "note": "Neu", "begins": "11:00", "reach": "all"}, headers=PART)
    assert answer.headers["HX-Redirect"] and stored(cast) == [at(11, day=day) for day in WEEKS]
    with workspace_scope(cast.lindenhof.id):
        assert set(Appointment.objects.values_list("note", flat=True)) == {"Neu"}
    stale = anna.post(address, {**form, "note": "Alt", "reach": "all"}, headers=PART)
    assert stale.status_code == 409 and "Alt" in text(stale)


def test_a_status_for_those_that_follow_and_back(cast: Cast, anna: Browser, series: list[Appointment]) -> None:
    with workspace_scope(cast.lindenhof.id):
        row = series[3].attendances.get()
        ids = {one.code: one.pk for one in type(row.status).objects.all()}
        Attendance.objects.filter(appointment=series[5]).update(status=ids["confirmed"])
        Attendance.objects.filter(appointment=series[6]).update(status=ids["cancelled"])

    def codes() -> list[str]:
        with workspace_scope(cast.lindenhof.id):
            return list(Attendance.objects.order_by("starts_at").values_list("status__code", flat=True))

    before = codes()
    address = page_of(series[3], f"attendances/{row.pk}/")
    sent = {"status": ids["cancelled"], "version": "1", "reach": "following"}
    anna.post(address, sent, headers=PART)
    assert codes() == ["planned"] * 3 + ["cancelled"] * 5
    page = anna.get(CALENDAR)
    assert "Carla Köhler: Abgesagt (4 Termine)" in text(page)
    action, values = undo_of(page)
    anna.post(action, values, headers=PART)
    assert codes() == before
    refused = anna.post(address, {"status": ids["no_show"], "version": "3", "reach": "following"}, headers=PART)
    assert refused.status_code == 422 and "gilt immer nur für einen Termin" in text(refused) and codes() == before


def test_a_single_one_becomes_a_series_after_its_dates_were_shown(cast: Cast, anna: Browser) -> None:
    """CA-06"""
    first = make(cast, at(10))
    make(cast, at(10, day=WEEKS[2]), 50, cast.bruno)
    address = page_of(first, "series/")
    form = ways(anna.get(address), address)
    shown = anna.post(address, {**form, "repeats": "weekly", "count": "4", "weekdays": []}, headers=PART)
    assert "schon gebucht" in text(shown) and "Anna: <span" in text(shown)
    sent = ways(shown, address)
    assert sent["dates"] == [day.isoformat() for day in WEEKS[1:4]]
    assert anna.post(address, sent, headers=PART).status_code == 409
    assert anna.post(address, {**sent, "despite": "on"}, headers=PART).headers["HX-Redirect"]
    with workspace_scope(cast.lindenhof.id):
        found = Appointment.objects.exclude(series=None).order_by("starts_at")
        assert found[0].pk == first.pk and len(found) == 4
    assert anna.post(address, sent, headers=PART).status_code == 409


def test_pages_of_a_series_ask_as_much_for_260_dates_as_for_three(
    cast: Cast, anna: Browser, django_assert_max_num_queries: Any
) -> None:
    with workspace_scope(cast.lindenhof.id):
        for day in WEEKS[:5]:
            booked(cast, at(10, day=day), 50, cast.bruno)
    for count in ("3", "260"):
        with django_assert_max_num_queries(30):
            shown = anna.post(NEW, {**weekly(cast), "repeats": "daily", "count": count}, headers=PART)
    assert text(shown).count('name="dates"') == 260


def test_undo_brings_back_a_split_series_of_which_a_date_was_left_out(cast: Cast, anna: Browser) -> None:
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        made = book_series(
            plan(cast, at(10)), Repeat(Rule(Pattern.WEEKLY, count=8), frozenset({WEEKS[3]})), by=cast.anna
        )
    before = stored(cast)
    address = page_of(made[3], "move/")
    form = ways(anna.get(address), address)
    day = WEEKS[4] + dt.timedelta(days=1)
    anna.post(address, {**form, "day": f"{day:%d.%m.%Y}", "begins": "14:15", "reach": "following"}, headers=PART)
    assert stored(cast)[3:] == [at(14, 15, day=one + dt.timedelta(days=1)) for one in WEEKS[4:]]
    action, values = undo_of(anna.get(CALENDAR))
    answer = anna.post(action, values, headers=PART)
    assert answer.headers.get("HX-Redirect"), text(answer)
    assert stored(cast) == before
    with workspace_scope(cast.lindenhof.id):
        assert [(one.rule, one.appointments.count()) for one in Series.objects.all()] == [
            ("FREQ=WEEKLY;BYDAY=TU;COUNT=8", 7)
        ]
