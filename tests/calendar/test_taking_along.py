"""The calendar on paper and as a file: what the member may take along, and the log knows it."""

from collections.abc import Callable
from decimal import Decimal

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.audit.models import Event
from kartei.calendar.booking import change_terms
from kartei.db.scope import workspace_scope
from kartei.people.models import Person
from kartei.tenancy.rights import Right
from tests.calendar.booked import CALENDAR, at, booked, make, room, service, text
from tests.cast import Cast

Browse = Callable[[str], Browser]
DAY = "view=day&date=2027-03-02"


def lines(browser: Browser, query: str = DAY) -> list[str]:
    answer = browser.get(f"{CALENDAR}csv/?{query}")
    return b"".join(answer).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]


def test_the_day_on_paper_has_no_note_unless_it_is_ticked(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        made = booked(cast, at(10), 50, service=service(), place=room(), note="Tür klemmt")
        change_terms(made.attendances.get(), None, "bringt Befund", version=1, by=cast.anna)
        booked(cast, at(11), 50, cast.bruno, members=[cast.tom])
    anna = browse("anna")
    page = text(anna.get(f"{CALENDAR}print/?{DAY}"))
    for said in ("Dienstag, 2. März 2027", "10:00–10:50", "Carla Köhler", "Osteopathie", "Raum 1", "Geplant", "Bruno"):
        assert said in page
    assert "Tür klemmt" not in page and "bringt Befund" not in page and page.count("<table") == 1
    page = text(anna.get(f"{CALENDAR}print/?{DAY}&by=member&notes=on"))
    assert "Tür klemmt" in page and "bringt Befund" in page
    assert page.count("<table") == 2 == page.count("<h2") and page.count("break-before-page") == 1
    assert "Keine Termine" in text(anna.get(f"{CALENDAR}print/?view=day&date=2031-01-01"))
    with workspace_scope(cast.lindenhof.id):
        events = Event.objects.filter(act="appointments.print").order_by("id")
        assert [event.detail["counts"]["appointments"] for event in events] == [2, 2, 0]


def test_the_file_has_a_row_for_each_who_comes(cast: Cast, browse: Browse) -> None:
    make(cast, at(10), 50, cast.carla, cast.bruno, price=Decimal("40.50"))
    anna = browse("anna")
    assert lines(anna) == [
        "Datum;Beginn;Ende;Klient;Leistung;Teammitglieder;Ort;Status;Preis in Euro",
        "02.03.2027;10:00;10:50;Bruno Groß;;Anna;;Geplant;40,50",
        "02.03.2027;10:00;10:50;Carla Köhler;;Anna;;Geplant;40,50",
    ]
    assert len(lines(anna, "view=month&date=2027-03-02")) == 3 and len(lines(anna, "view=day&date=2027-03-03")) == 1
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.bruno.pk).update(is_demo=True, first_name="=1+1")
    assert len(lines(anna)) == 2  # examples stay out of every file
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.bruno.pk).update(is_demo=False)
    assert "'=1+1 Groß" in lines(anna)[1]


def test_nobody_takes_along_more_than_both_rights_reach(cast: Cast, browse: Browse) -> None:
    make(cast, at(10))
    make(cast, at(11), 50, cast.bruno)
    tom = browse("tom")  # sees and takes along the assigned ones
    page = text(tom.get(f"{CALENDAR}print/?{DAY}&notes=on"))
    assert "Carla" in page and "Bruno" not in page and "Belegt" in page
    assert len(lines(tom)) == 2
    with workspace_scope(cast.lindenhof.id):
        cast.anna.levels |= {str(Right.REPORTS_VIEW): "assigned"}  # who sees everybody
        cast.anna.save(update_fields=["levels"])
    assert len(lines(browse("anna"))) == 1
    for part in ("print/", "csv/"):
        assert browse("rita").get(f"{CALENDAR}{part}?{DAY}").status_code == 403  # without reports
    assert "calendar/print/" not in text(browse("rita").get(CALENDAR))
    with workspace_scope(cast.lindenhof.id):
        cast.tom.levels |= {str(Right.CALENDAR_VIEW): "none"}
        cast.tom.save(update_fields=["levels"])
    assert browse("tom").get(f"{CALENDAR}print/?{DAY}").status_code == 403


def test_a_full_day_costs_the_queries_of_a_quiet_one(cast: Cast, browse: Browse) -> None:
    anna, counts = browse("anna"), []
    make(cast, at(8), 20)
    for number in range(2):
        anna.get(f"{CALENDAR}print/?{DAY}&by=member&notes=on")
        with CaptureQueriesContext(connection) as queries:
            anna.get(f"{CALENDAR}print/?{DAY}&by=member&notes=on")
        counts.append(len(queries))
        for hour in range(9, 19) if number == 0 else ():
            make(cast, at(hour), 50, cast.carla if hour % 2 else cast.bruno)
    assert counts[0] == counts[1]
