"""The secret feed of a member: who makes it, what it tells, and that a real calendar reads the right moments."""

import datetime as dt
import logging
from collections.abc import Callable
from io import StringIO
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil import tz
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone

from kartei.audit.models import Event
from kartei.calendar.booking import change_attendance, move_appointment, status_of
from kartei.calendar.feeds.file import file_of
from kartei.calendar.feeds.subscribing import subscribe
from kartei.calendar.models import Appointment, CalendarFeed, FeedLevel, Place, PlaceKind
from kartei.calendar.series.booking import Repeat, book_series
from kartei.calendar.series.changing import move_series
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.calendar.series.together import Reach
from kartei.conf.logs import SecretAddress
from kartei.db.scope import workspace_scope
from kartei.lib import ical
from kartei.tenancy.models import Member, MemberState
from tests.calendar.booked import BERLIN, at, booked, plan, service, text
from tests.cast import Cast

Browse = Callable[[str], Browser]
PAGE = "/w/lindenhof/calendar/feed/"
NOW = at(8, day=dt.date(2027, 3, 1))


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        yield cast


def made(cast: Cast, level: str = "full", member: Member | None = None) -> CalendarFeed:
    return subscribe(FeedLevel(level), by=member or cast.anna)[0]


def read(cast: Cast, feed: CalendarFeed, now: dt.datetime = NOW) -> list[Any]:
    """The events, as a calendar library reads them."""
    found = icalendar.Calendar.from_ical(file_of(feed, cast.lindenhof, now=now))
    return sorted(found.walk("VEVENT"), key=lambda event: event.decoded("DTSTART"))


def secret_of(answer: Any) -> str:
    """The path of the address that is shown."""
    address = text(answer).split('<code id="feed-address" class="wrap-anywhere">')[1].split("</code>")[0]
    return "/" + address.split("/", 3)[3]


def test_a_real_calendar_finds_the_right_moments_over_both_changes_of_clocks(inside: Cast) -> None:
    """R10: what is read back is what is booked, be the wall clock where it will."""
    for first in (dt.date(2027, 3, 2), dt.date(2027, 10, 5)):
        book_series(plan(inside, at(10, day=first)), Repeat(Rule(Pattern.WEEKLY, count=8)), by=inside.anna)
    night = [at(hour, 30, day=dt.date(2027, 3, 28)) for hour in (1, 3)]
    night += [at(1, 30, day=dt.date(2027, 10, 31)) + dt.timedelta(hours=hour) for hour in (0, 1, 2, 3)]
    for moment in night:
        booked(inside, moment.astimezone(dt.UTC), 45, inside.bruno, members=[inside.anna])
    middle = Appointment.objects.filter(series__isnull=False).order_by("starts_at")[3]
    begins = at(15, day=dt.date(2027, 3, 24))
    move_series(middle, begins, begins + dt.timedelta(minutes=60), reach=Reach.FOLLOWING, version=1, by=inside.anna)
    events = read(inside, made(inside))
    told = {
        (str(event["UID"]), *(event.decoded(name).astimezone(dt.UTC) for name in ("DTSTART", "DTEND")))
        for event in events
    }
    assert told == {(str(row.pk), row.starts_at, row.ends_at) for row in Appointment.objects.all()}
    assert len(told) == 22


@pytest.mark.parametrize("name", ["Europe/Berlin", "Europe/Lisbon", "America/New_York", "Asia/Kolkata"])
def test_the_zone_in_the_file_agrees_with_the_clock_for_readers_that_know_no_zone(name: str) -> None:
    """The VTIMEZONE alone, as dateutil reads it, gives each half hour of a year the offset of the clock."""
    zone, lines = ZoneInfo(name), ["BEGIN:VCALENDAR", *ical.time_zone(ZoneInfo(name), 2026, 2028), "END:VCALENDAR", ""]
    theirs = tz.tzical(StringIO("\r\n".join(lines))).get(name)
    moment, seen = dt.datetime(2027, 1, 1, tzinfo=dt.UTC), set()
    while moment.year == 2027:
        here = moment.astimezone(zone)
        if here.replace(fold=0).utcoffset() == here.replace(fold=1).utcoffset():  # of the double hour nobody can tell
            assert here.replace(tzinfo=theirs).utcoffset() == here.utcoffset(), here
            seen.add(here.utcoffset())
        moment += dt.timedelta(minutes=30)
    assert len(seen) == (1 if name == "Asia/Kolkata" else 2)


@pytest.mark.parametrize(
    ("level", "summary", "location"),
    [("busy", "Belegt", None), ("initials", "CK", None), ("full", "Carla Köhler", "Raum 1, Hinterhof")],
)
def test_a_level_tells_so_much_and_none_tells_why(inside: Cast, level: str, summary: str, location: Any) -> None:
    place = Place.objects.create(name="Raum 1", kind=PlaceKind.ROOM, address="Hinterhof")
    treated = service("Trauma; Therapie")
    booked(inside, at(10), service=treated, place=place, note="geheim", client_text="Handtuch")
    feed = made(inside, level)
    [event] = read(inside, feed)
    assert (str(event["SUMMARY"]), event.get("LOCATION")) == (summary, location)
    file = file_of(feed, inside.lindenhof, now=NOW).decode()
    assert not any(word in file for word in ("Trauma", "geheim", "Handtuch"))
    assert event["STATUS"] == "CONFIRMED" and event["CLASS"] == "PRIVATE"


def test_who_is_out_of_reach_is_in_no_feed(inside: Cast) -> None:
    """Tom sees Carla and not Bruno."""
    booked(inside, at(10), 50, inside.bruno, members=[inside.tom])
    booked(inside, at(12), 50, inside.carla, inside.bruno, members=[inside.tom])
    booked(inside, at(14), 50, inside.carla, members=[inside.anna])
    summaries = [str(event["SUMMARY"]) for event in read(inside, made(inside, "full", inside.tom))]
    assert summaries == ["Belegt", "Carla Köhler"]
    assert [str(event["SUMMARY"]) for event in read(inside, made(inside, "initials", inside.tom))] == ["Belegt", "CK"]


def test_a_change_counts_on_and_what_is_cancelled_stays_thirty_days(inside: Cast) -> None:
    row = booked(inside, at(10))
    feed = made(inside)
    assert read(inside, feed)[0]["SEQUENCE"] == 0
    move_appointment(row, at(11), at(12), version=1, by=inside.anna)
    [event] = read(inside, feed)
    assert (event["SEQUENCE"], event.decoded("DTSTART")) == (1, at(11))
    change_attendance(row.attendances.get(), status_of("cancelled"), version=2, by=inside.anna)
    Appointment.objects.update(changed_at=NOW)
    for days, count in ((0, 1), (29, 1), (31, 0)):
        events = read(inside, feed, NOW + dt.timedelta(days=days))
        assert [(event["STATUS"], event["SEQUENCE"]) for event in events] == [("CANCELLED", 2)] * count


def test_lines_are_folded_and_texts_escaped(inside: Cast) -> None:
    name = "Raum; „Lange, lange Ähren“ \\ und " + "ü" * 60
    booked(inside, at(10), place=Place.objects.create(name=name, address="Hof\nLinks"))
    feed = made(inside)
    file = file_of(feed, inside.lindenhof, now=NOW)
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    [event] = read(inside, feed)
    assert str(event["LOCATION"]) == f"{name}, Hof\nLinks"


def test_a_feed_of_many_asks_as_much_as_one_of_few(inside: Cast, django_assert_num_queries: Any) -> None:
    feed = made(inside)
    for count in (3, 40):
        book_series(plan(inside, at(8), 10), Repeat(Rule(Pattern.DAILY, count=count)), by=inside.anna, despite=True)
        with django_assert_num_queries(3):
            file_of(feed, inside.lindenhof, now=NOW)


# the pages


def test_the_address_is_shown_once_opens_without_login_and_ends_when_it_is_revoked(cast: Cast, browse: Browse) -> None:
    anna, stranger = browse("anna"), Browser()
    assert "Neue Adresse" in text(anna.get(PAGE))
    sent = {"level": "busy", "submission": str(uuid4())}
    answer = anna.post(PAGE, sent)
    path = secret_of(answer)
    assert answer.headers["Cache-Control"] == "no-store" and path not in text(anna.get(PAGE))
    again = anna.post(PAGE, sent)  # by a reload: no second address
    assert again.status_code == 303 and again.headers["Location"] == PAGE
    with workspace_scope(cast.lindenhof.id):
        assert CalendarFeed.objects.get().digest not in path
        assert [event.act for event in Event.objects.filter(act__startswith="feed.")] == ["feed.creation"]
    file = stranger.get(path)
    assert file.status_code == 200 and file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert file.content.startswith(b"BEGIN:VCALENDAR\r\n")
    with workspace_scope(cast.lindenhof.id):
        assert CalendarFeed.objects.get().fetched_at is not None
    same = stranger.get(path, headers={"If-None-Match": file.headers["ETag"]})
    assert same.status_code == 304 and same.content == b""
    anna.post(f"{PAGE}revocation/")
    assert stranger.get(path).status_code == 404
    assert "öffnet nichts mehr" in text(anna.get(PAGE))


def test_a_new_address_ends_the_old_one_and_each_member_has_their_own(cast: Cast, browse: Browse) -> None:
    first = secret_of(browse("anna").post(PAGE, {"level": "busy", "submission": str(uuid4())}))
    toms = secret_of(browse("tom").post(PAGE, {"level": "full", "submission": str(uuid4())}))
    second = secret_of(browse("anna").post(PAGE, {"level": "initials", "submission": str(uuid4())}))
    found = [Browser().get(path).status_code for path in (first, second, toms)]
    assert found == [404, 200, 200]
    browse("anna").post(f"{PAGE}revocation/")
    assert Browser().get(toms).status_code == 200


def test_no_secret_opens_for_whoever_may_not_see_the_calendar_any_more(cast: Cast, browse: Browse) -> None:
    path = secret_of(browse("tom").post(PAGE, {"level": "full", "submission": str(uuid4())}))
    wrong = [path.replace("lindenhof", "nord"), path.replace("lindenhof", "nirgends"), path[:-6] + "xx.ics"]
    assert [Browser().get(each).status_code for each in wrong] == [404] * 3
    with workspace_scope(cast.lindenhof.id):
        member = Member.objects.get(pk=cast.tom.pk)
        member.levels = {**member.levels, "calendar.view": "none"}
        member.save()
    assert Browser().get(path).status_code == 404
    with workspace_scope(cast.lindenhof.id):
        member.take_preset("practitioner")
        member.state = MemberState.SUSPENDED
        member.save()
    assert Browser().get(path).status_code == 404


def test_guessing_and_fetching_too_often_are_refused(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kartei.calendar.views import feeds

    path = secret_of(browse("anna").post(PAGE, {"level": "busy", "submission": str(uuid4())}))
    monkeypatch.setitem(feeds.LIMITS, "miss", "3/h/ip")
    monkeypatch.setitem(feeds.LIMITS, "fetch", "2/h/key")
    wrong = path[:-6] + "xx.ics"
    assert [Browser().get(wrong).status_code for _turn in range(5)] == [404, 404, 404, 429, 429]
    assert [Browser().get(path).status_code for _turn in range(3)] == [200, 200, 429]


def test_the_log_keeps_no_address(browse: Browse) -> None:
    path = secret_of(browse("anna").post(PAGE, {"level": "busy", "submission": str(uuid4())}))
    for args in (("Too Many Requests", path), ()):
        text = "%s: %s" if args else f"Not Found: {path} for 100 %"
        record = logging.LogRecord("django.request", logging.WARNING, "x.py", 1, text, args, None)
        assert SecretAddress().filter(record)
        assert "/feed/lindenhof/…" in record.getMessage() and path[-20:] not in record.getMessage()
    assert "kartei.conf.logs.SecretAddress" in str(settings.LOGGING["filters"])
    assert "secret" in settings.LOGGING["handlers"]["console"]["filters"]


def test_a_level_that_does_not_exist_is_refused(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").post(PAGE, {"level": "all", "submission": str(uuid4())})
    assert answer.status_code == 422 and "id_level_error" in text(answer)
    with workspace_scope(cast.lindenhof.id):
        assert not CalendarFeed.objects.exists()
