"""The pages of hours: of the team, of a member, of the practice; what is refused beside the field; who may."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kartei.audit.models import Event
from kartei.calendar.models import Absence, CalendarSettings, ExceptionKind, HoursException, WorkWeek
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member
from tests.calendar.booked import BERLIN, CALENDAR, PART, make, room, text
from tests.calendar.working import exception, hours
from tests.cast import Cast

Browse = Callable[[str], Browser]
SETTINGS = "/w/lindenhof/settings/calendar/"
SOON = timezone.localdate() + dt.timedelta(days=40)
EMPTY = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "")


@pytest.fixture(autouse=True)
def _treating(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        Member.objects.filter(pk__in=[cast.anna.pk, cast.tom.pk]).update(treats=True)


def of(member: Member, what: str = "") -> str:
    return f"{CALENDAR}hours/{member.pk}/{what}"


def sent(browser: Browser, path: str, **told: Any) -> Any:
    return browser.post(path, {"submission": str(uuid4()), **told})


def rows(cast: Cast, model: Any) -> list[Any]:
    with workspace_scope(cast.lindenhof.id):
        return list(model.objects.order_by("id"))


def test_weekly_hours_are_set_changed_and_removed_and_the_log_knows(cast: Cast, browse: Browse) -> None:
    tom = browse("tom")
    answer = sent(tom, of(cast.tom, "weeks/new/"), **{**EMPTY, "monday": "14-18, 8:30–12", "friday": "9-13"})
    assert (answer.status_code, answer.url) == (303, of(cast.tom))
    (week,) = rows(cast, WorkWeek)
    assert week.stretches == [[0, 510, 720], [0, 840, 1080], [4, 540, 780]]
    page = text(tom.get(of(cast.tom)))
    assert "08:30–12:00, 14:00–18:00" in page and "Meine Sprechzeiten" in page
    dialog = text(tom.get(of(cast.tom, f"weeks/{week.pk}/"), headers=PART))
    assert 'value="08:30–12:00, 14:00–18:00"' in dialog
    answer = sent(tom, of(cast.tom, f"weeks/{week.pk}/"), **{**EMPTY, "tuesday": "10-11", "version": "1"})
    assert answer.status_code == 303 and rows(cast, WorkWeek)[0].stretches == [[1, 600, 660]]
    assert (
        sent(tom, of(cast.tom, f"weeks/{week.pk}/"), **{**EMPTY, "tuesday": "7-8", "version": "1"}).status_code == 409
    )
    assert tom.post(of(cast.tom, f"weeks/{week.pk}/removal/"), {"version": "1"}).status_code == 409
    assert tom.post(of(cast.tom, f"weeks/{week.pk}/removal/"), {"version": "2"}).status_code == 303
    assert rows(cast, WorkWeek) == []
    acts = [event.act for event in rows(cast, Event) if event.act.startswith("hours")]
    assert acts == ["hours.addition", "hours.change", "hours.removal"]


def test_what_was_removed_comes_back(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        place = room()
        hours(cast.anna, (0, "09:00", "12:00"), place=place)
        exception(cast.anna, ExceptionKind.OTHER, ("10:00", "11:00"), day=SOON, note="Fortbildung", place=place)
        begins = timezone.make_aware(dt.datetime.combine(SOON, dt.time(9)), BERLIN)
        Absence.objects.create(
            member=cast.anna,
            starts_at=begins,
            ends_at=begins + dt.timedelta(hours=2),
            is_all_day=False,
            reason="training",
        )
    for kind, model in (("weeks", WorkWeek), ("exceptions", HoursException), ("absences", Absence)):
        (before,) = rows(cast, model)
        path = of(cast.anna, f"{kind}/{before.pk}/removal/")
        page = anna.post(path, {"version": "1"}, follow=True)
        assert rows(cast, model) == []
        (undo,) = [part for part in text(page).split("<form") if f'action="{of(cast.anna, f"{kind}/new/")}"' in part]
        values = dict(
            part.split('" value="')
            for part in undo.replace('">', '"').split('<input type="hidden" name="')[1:]
            if '" value="' in part
        )
        values = {name: value.split('"')[0] for name, value in values.items()}
        assert anna.post(of(cast.anna, f"{kind}/new/"), values).status_code == 303
        (after,) = rows(cast, model)
        for field in model._meta.concrete_fields:
            if field.name not in {"id", "version"}:
                assert getattr(after, field.attname) == getattr(before, field.attname), (kind, field.name)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"monday": "vormittags"}, "Bitte schreiben Sie Zeiten so"),
        ({"monday": "12-9"}, "endet, bevor es beginnt"),
        ({"tuesday": "9-12, 11-13"}, "überschneidet sich mit dem, was davor steht"),
        ({}, "mindestens einem Tag"),
        ({"monday": "9-25"}, "Bitte schreiben Sie Zeiten so"),
        ({"monday": "9\x00-12"}, "nicht gespeichert werden kann"),
    ],
)
def test_hours_that_make_no_sense_are_refused_beside_the_field(
    cast: Cast, browse: Browse, told: dict[str, str], said: str
) -> None:
    answer = sent(browse("anna"), of(cast.anna, "weeks/new/"), **{**EMPTY, **told})
    assert answer.status_code == 422 and said in text(answer) and rows(cast, WorkWeek) == []
    for typed in told.values():
        assert typed.replace("\x00", "") in text(answer).replace("\x00", "").replace("\ufffd", "")


def test_nobody_is_in_two_places_at_once(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        one, two = room("Raum 1"), room("Raum 2")
        hours(cast.anna, (1, "09:00", "12:00"), place=one)
    answer = sent(anna, of(cast.anna, "weeks/new/"), **{**EMPTY, "tuesday": "11-13", "place": str(two.pk)})
    assert answer.status_code == 422 and "Das überschneidet sich mit den Zeiten bei „Raum 1“" in text(answer)
    assert (
        sent(anna, of(cast.anna, "weeks/new/"), **{**EMPTY, "tuesday": "12-13", "place": str(two.pk)}).status_code
        == 303
    )
    answer = sent(anna, of(cast.anna, "weeks/new/"), **{**EMPTY, "monday": "12-13", "place": str(two.pk)})
    assert answer.status_code == 422  # it is offered no more
    assert sent(anna, of(cast.anna, "weeks/new/"), **{**EMPTY, "monday": "12-13"}).status_code == 303
    answer = sent(anna, of(cast.anna, "weeks/new/"), **{**EMPTY, "sunday": "12-13"})
    assert answer.status_code == 422 and "Dafür gibt es schon Zeiten" in text(answer)
    assert len(rows(cast, WorkWeek)) == 3


def test_exceptions_have_days_and_hours_that_fit(cast: Cast, browse: Browse) -> None:
    anna, path = browse("anna"), of(cast.anna, "exceptions/new/")
    day = f"{SOON:%d.%m.%Y}"
    for told, said in (
        (
            {"first": day, "last": f"{SOON - dt.timedelta(days=1):%d.%m.%Y}", "kind": "closed"},
            "Ende liegt vor dem Beginn",
        ),
        ({"first": day, "last": f"{SOON + dt.timedelta(days=500):%d.%m.%Y}", "kind": "closed"}, "sehr lang"),
        ({"first": "01.01.2096", "kind": "closed"}, "prüfen Sie das Jahr"),
        ({"first": day, "kind": "other"}, "Bitte geben Sie die Zeiten an"),
        ({"first": day, "kind": "closed", "stretches": "9-12"}, "Zeiten gehören zu"),
        ({"first": day, "kind": "other", "stretches": "12-9"}, "endet, bevor"),
        ({"first": day, "kind": "holiday"}, "Gültige Auswahl"),
        ({"kind": "closed"}, "erforderlich"),
    ):
        answer = sent(anna, path, **told)
        assert answer.status_code == 422, said
        assert said.lower() in text(answer).lower() or said in ("Gültige Auswahl", "erforderlich"), said
    assert sent(anna, path, first=day, kind="other", stretches="10-12", note="Fortbildung").status_code == 303
    (row,) = rows(cast, HoursException)
    assert (row.first, row.last, row.stretches, row.note) == (SOON, SOON, [[600, 720]], "Fortbildung")
    answer = sent(anna, path, first=day, kind="closed")
    assert answer.status_code == 422 and "schon eine Ausnahme" in text(answer)
    change = of(cast.anna, f"exceptions/{row.pk}/")
    assert sent(anna, change, first=day, kind="closed", version="1").status_code == 303
    (row,) = rows(cast, HoursException)
    assert (row.kind, row.stretches, row.note) == ("closed", [], "")
    assert "Geschlossen" in text(anna.get(of(cast.anna)))


def test_absences_are_whole_days_or_hours_and_tell_of_appointments(cast: Cast, browse: Browse) -> None:
    anna, path, day = browse("anna"), of(cast.anna, "absences/new/"), f"{SOON:%d.%m.%Y}"
    begins = timezone.make_aware(dt.datetime.combine(SOON, dt.time(9)), BERLIN)
    make(cast, begins)
    for told, said in (
        ({"first": day, "begins": "09:00"}, "beide Uhrzeiten"),
        ({"first": day, "begins": "09:00", "ends": "08:00"}, "Ende liegt vor dem Beginn"),
        ({"first": day, "last": f"{SOON - dt.timedelta(days=1):%d.%m.%Y}"}, "Ende liegt vor dem Beginn"),
        ({"first": day, "last": f"{SOON + dt.timedelta(days=1500):%d.%m.%Y}"}, "sehr lang"),
    ):
        answer = sent(anna, path, reason="away", **told)
        assert answer.status_code == 422 and said in text(answer), said
    answer = anna.post(path, {"first": day, "last": day, "reason": "holiday"}, follow=True)
    assert "In dieser Zeit liegt 1 Termin." in text(answer) and "Im Urlaub" in text(answer)
    (row,) = rows(cast, Absence)
    midnight = timezone.make_aware(dt.datetime.combine(SOON, dt.time()), BERLIN)
    assert row.is_all_day and row.starts_at == midnight
    assert row.ends_at.astimezone(BERLIN).date() == SOON + dt.timedelta(days=1)
    answer = sent(anna, path, first=day, begins="10:00", ends="11:00", reason="away")
    assert answer.status_code == 422 and "schon eine Abwesenheit" in text(answer)
    change = of(cast.anna, f"absences/{row.pk}/")
    assert f'value="{day}"' in text(anna.get(change))
    assert sent(anna, change, first=day, begins="10:00", ends="11:30", reason="away", version="1").status_code == 303
    (row,) = rows(cast, Absence)
    assert not row.is_all_day and row.ends_at - row.starts_at == dt.timedelta(minutes=90)


def test_who_may_see_and_change_whose_hours(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        week = hours(cast.anna, (0, "09:00", "12:00"))
    change = of(cast.anna, f"weeks/{week.pk}/")
    assert browse("rita").get(change).status_code == 200  # the front desk keeps the calendar of all
    assert browse("tom").get(of(cast.anna)).status_code == 200 and browse("tom").get(change).status_code == 403
    assert change not in text(browse("tom").get(of(cast.anna)))
    assert browse("leo").get(of(cast.anna)).status_code == 200
    with workspace_scope(cast.lindenhof.id):
        cast.tom.levels["calendar.view"] = "assigned"
        cast.tom.save()
    assert browse("tom").get(of(cast.anna)).status_code == 404 and browse("tom").get(of(cast.tom)).status_code == 200
    assert of(cast.tom, "weeks/new/") in text(browse("tom").get(f"{CALENDAR}hours/"))
    assert browse("anna").get(of(cast.rita)).status_code == 404  # who treats nobody has none
    assert "Sprechzeiten hat nur, wer behandelt" in text(browse("rita").get(f"{CALENDAR}hours/"))
    assert browse("anna").get(of(cast.tom, f"weeks/{week.pk}/")).status_code == 404  # not of that member
    assert browse("eve").get(of(cast.anna)).status_code == 404


def test_the_settings_show_the_team_the_holidays_and_the_exceptions(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        hours(cast.anna, (0, "09:00", "12:00"), (1, "09:00", "12:00"), (4, "09:00", "12:00"), place=room("Raum 1"))
    page = text(anna.get(SETTINGS))
    assert "Raum 1: Mo, Di 09:00–12:00; Fr 09:00–12:00" in page and "noch keine Zeiten" in page
    assert "Erster Weihnachtstag" in page and "Allerheiligen" not in page
    assert anna.post(f"{SETTINGS}region/", {"region": "BY", "version": "0"}).status_code == 303
    assert "Allerheiligen" in text(anna.get(SETTINGS))
    assert anna.post(f"{SETTINGS}region/", {"region": "HE", "version": "0"}).status_code == 409
    assert anna.post(f"{SETTINGS}region/", {"region": "ZH", "version": "1"}).status_code == 422
    assert rows(cast, CalendarSettings)[0].region == "BY"
    assert browse("rita").get(SETTINGS).status_code == 403
    assert browse("tom").post(f"{SETTINGS}region/", {"region": "", "version": "1"}).status_code == 403


def test_the_practice_works_on_a_holiday_and_closes_on_other_days(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    new = f"{SETTINGS}exceptions/new/"
    page = text(anna.get(SETTINGS))
    link = next(part.split('"')[0] for part in page.split('href="')[1:] if part.startswith(f"{new}?kind=usual"))
    day = dt.date.fromisoformat(link[-10:])
    dialog = text(anna.get(link, headers=PART))
    assert f'value="{day:%d.%m.%Y}"' in dialog and dialog.count("checked") == 1
    assert sent(anna, new, first=f"{day:%d.%m.%Y}", kind="usual").status_code == 303
    page = text(anna.get(SETTINGS))
    assert link not in page and "siehe Ausnahmen" in page and "auch an einem Feiertag" in page
    (row,) = rows(cast, HoursException)
    assert row.member_id is None
    assert anna.post(f"{SETTINGS}exceptions/{row.pk}/removal/", {"version": "1"}).status_code == 303
    assert browse("rita").get(new).status_code == 403


def test_the_profile_leads_whoever_treats_to_their_hours(cast: Cast, browse: Browse) -> None:
    assert of(cast.tom) in text(browse("tom").get("/profile/"))
    assert "Sprechzeiten" not in text(browse("rita").get("/profile/"))


def test_statements_of_the_pages_do_not_grow(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    counts = []
    for number in range(2):
        with workspace_scope(cast.lindenhof.id):
            for at in range(number, 1 + number * 5):
                member = Member.objects.create(name=f"M{at}", preset="practitioner", treats=True)
                place = room(f"Raum {at}")
                hours(member, (0, "09:00", "12:00"), place=place)
                hours(cast.anna, (at, "09:00", "12:00"), place=place)
                exception(None, ExceptionKind.CLOSED, day=SOON + dt.timedelta(days=at))
                exception(cast.anna, ExceptionKind.CLOSED, day=SOON + dt.timedelta(days=at))
        for path in (SETTINGS, of(cast.anna)):
            anna.get(path)
            with CaptureQueriesContext(connection) as caught:
                anna.get(path)
            counts.append(len(caught))
    assert counts[:2] == counts[2:]
