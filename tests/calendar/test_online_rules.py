"""Online booking by the rules: what is offered, when, to whom, how often, and for how long (CA-03, CA-11)."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser
from django.utils import timezone, translation

from kartei.calendar.booking import book
from kartei.calendar.models import (
    Appointment,
    BookingRules,
    CalendarSettings,
    ExceptionKind,
    Occupancy,
    OnlineBooking,
    Service,
    SlotHold,
)
from kartei.calendar.online import booking as online_booking
from kartei.calendar.online import words as online_words
from kartei.calendar.online.booking import forget_unconfirmed
from kartei.calendar.online.offer import Offer, rules_now
from kartei.calendar.online.weeks import week_of
from kartei.db.scope import workspace_scope
from tests.calendar.booked import BERLIN, at, plan, service, text
from tests.calendar.online import (
    PERSON,
    PUBLIC,
    book_online,
    enter,
    link_in,
    mails,
    opened,
    reserve,
    slots_page,
    soon,
)
from tests.calendar.working import exception, hours
from tests.cast import Cast

EDGES = ("0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00")  # no moments by the clock of Greenwich
NEW_YORK, LISBON = ZoneInfo("America/New_York"), ZoneInfo("Europe/Lisbon")


def offered(offer: Service, query: str = "") -> list[str]:
    """What the page offers: „2027-03-02 09:00“ for each button, by the clock of the practice."""
    page = text(Browser().get(slots_page(offer) + query))
    moments = re.findall(r'name="slot"[^>]* value="([^"]+)"', page) or re.findall(
        r'value="(2\d{3}-[^"]+\+00:00)"', page
    )
    return [f"{dt.datetime.fromisoformat(each).astimezone(BERLIN):%Y-%m-%d %H:%M}" for each in moments]


def test_weekly_hours_an_override_and_a_holiday_offer_exactly_the_result(cast: Cast) -> None:
    """CA-11: a week of five days, one of them a public holiday, one with other hours, one closed, one half booked."""
    monday = timezone.localdate() + dt.timedelta(days=7 - timezone.localdate().weekday())
    days = [monday + dt.timedelta(days=number) for number in range(5)]
    with workspace_scope(cast.lindenhof.id):
        BookingRules.objects.create(pk=cast.lindenhof.pk, is_open=True, step_minutes=30, notice_hours=0)
        CalendarSettings.objects.create(pk=cast.lindenhof.pk)
        hours(cast.anna, *((day, "09:00", "11:00") for day in range(5)))
        exception(cast.anna, ExceptionKind.OTHER, ("14:00", "15:00"), day=days[1])
        exception(None, ExceptionKind.CLOSED, day=days[2])
        offer = service(bookable="all", minutes=60)
        book(plan(cast, at(10, day=days[3]), 60), by=cast.anna)
    wanted = [
        *(f"{days[0]} {clock}" for clock in ("09:00", "09:30", "10:00")),
        f"{days[1]} 14:00",
        f"{days[3]} 09:00",
        *(f"{days[4]} {clock}" for clock in ("09:00", "09:30", "10:00")),
    ]
    assert offered(offer, f"?day={monday}") == wanted


def test_a_public_holiday_is_not_offered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of January is one everywhere."""
    now = dt.datetime(2026, 12, 29, 8, tzinfo=BERLIN)
    monkeypatch.setattr(timezone, "now", lambda: now)
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        BookingRules.objects.create(pk=cast.lindenhof.pk, is_open=True)
        hours(cast.anna, *((day, "09:00", "10:00") for day in range(7)))
        found = Offer(service(bookable="all"), rules_now()).week(dt.date(2026, 12, 30), BERLIN)
    assert [f"{day:%d.%m.}" for day, slots in found.items() if slots] == [
        "30.12.", "31.12.", "02.01.", "03.01.", "04.01.", "05.01.",
    ]  # fmt: skip


def test_notice_and_horizon_of_the_practice_and_of_the_service(cast: Cast) -> None:
    offer = opened(cast, notice_hours=48, horizon_days=10)
    assert reserve(Browser(), offer, soon(1)).status_code == 409
    assert reserve(Browser(), offer, soon(12)).status_code == 409
    with workspace_scope(cast.lindenhof.id):
        Service.objects.update(notice_hours=0, horizon_days=30)
    assert reserve(Browser(), offer, soon(1)).status_code == 303
    assert reserve(Browser(), offer, soon(12)).status_code == 303


def test_what_is_no_slot_is_not_booked(cast: Cast) -> None:
    """Outside of the hours, beside the step, in the past, in a room that is taken: only what was offered is held."""
    offer = opened(cast)
    for moment in (soon(3, 8), soon(3, 15), soon(-3), soon(3) + dt.timedelta(minutes=7)):
        assert reserve(Browser(), offer, moment).status_code == 409, moment
    for bad in (
        "",
        "gestern",
        "2027-13-01T00:00:00+00:00",
        "2027-03-02T09:00:00",
        "9999-12-31T23:59:59+00:00",
        "\0",
        *EDGES,
    ):
        answer = Browser().post(f"{slots_page(offer)}reservation/", {"slot": bad})
        assert answer.status_code == 422, bad
    stranger = {"slot": soon().isoformat(), "member": str(cast.tom.pk)}
    assert Browser().post(f"{slots_page(offer)}reservation/", stranger).status_code == 404, "he has no hours"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""), ("last_name", "x" * 101), ("email", "nora"), ("email", "a@b.example\nBcc: c@d.example"),
        ("email", "x" * 250 + "@post.example"), ("question", "x" * 2_001), ("consent", ""), ("first_name", "No\0ra"),
        ("phone", "1" * 61),
    ],
)  # fmt: skip
def test_bad_details_are_said_beside_the_field_and_nothing_typed_is_lost(cast: Cast, field: str, value: str) -> None:
    answer = enter(Browser(), opened(cast), soon(), **{field: value})
    assert answer.status_code == 422
    assert "field-error" in text(answer)
    if field != "question":
        assert "Haben Sie Parkplätze?" in text(answer)
    assert mails() == []
    with workspace_scope(cast.lindenhof.id):
        assert not OnlineBooking.objects.exists()


def test_hostile_text_is_shown_as_text(cast: Cast, browse: Any) -> None:
    told = {"last_name": "<script>alert(1)</script>", "question": '"><img src=x onerror=alert(1)>{{7*7}}'}
    book_online(Browser(), opened(cast), soon(), **told)
    with workspace_scope(cast.lindenhof.id):
        made = Appointment.objects.get()
    for path in ("calendar/online/", f"calendar/appointments/{made.pk}/", "clients/", ""):
        body = browse("anna").get(f"/w/lindenhof/{path}").content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body


def test_a_program_that_fills_in_every_field_books_nothing_and_is_told_nothing(cast: Cast) -> None:
    answer = enter(Browser(), opened(cast), soon(), website="https://spam.example")
    assert answer.headers["Location"] == f"{PUBLIC}sent/"
    assert mails() == []
    with workspace_scope(cast.lindenhof.id):
        assert not OnlineBooking.objects.exists()
        assert not SlotHold.objects.exists()


def test_an_address_has_two_future_bookings_at_most_and_only_its_mailbox_learns_it(cast: Cast) -> None:
    offer = opened(cast, phone="0511 123")
    book_online(Browser(), offer, soon(3))
    book_online(Browser(), offer, soon(4))
    third = enter(Browser(), offer, soon(5), email="NORA@post.example")
    assert third.headers["Location"] == f"{PUBLIC}sent/"
    refused = mails("NORA@post.example")[-1]
    assert refused.subject == "Ihre Anfrage wurde nicht gebucht"
    assert "/bookings/" not in refused.body
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == 2
        assert not SlotHold.objects.exists()


def test_one_address_gets_four_mails_an_hour_and_the_page_says_the_same(cast: Cast) -> None:
    offer = opened(cast, most_open=20)
    answers = [enter(Browser(), offer, soon(3 + number)).headers["Location"] for number in range(6)]
    assert set(answers) == {f"{PUBLIC}sent/"}
    assert len(mails()) == 4


def test_one_network_holds_thirty_slots_an_hour(cast: Cast) -> None:
    offer = opened(cast)
    answers = [reserve(Browser(), offer, soon()).status_code for _number in range(31)]
    assert answers[0] == 303
    assert set(answers[1:30]) == {409}
    assert answers[30] == 429


def test_a_slot_is_held_for_ten_minutes_and_its_link_confirms_it_for_sixty(cast: Cast) -> None:
    """product.md, 5"""
    offer, when, visitor = opened(cast), soon(), Browser()
    before = timezone.now()
    held = reserve(visitor, offer, when)
    with workspace_scope(cast.lindenhof.id):
        typing = SlotHold.objects.get().until - before
    visitor.post(held.headers["Location"].partition("?")[0], PERSON)
    with workspace_scope(cast.lindenhof.id):
        mailed, link = SlotHold.objects.get().until - before, OnlineBooking.objects.get().expires_at - before
    minute = dt.timedelta(minutes=1)
    assert 10 * minute <= typing < 11 * minute
    assert 60 * minute <= mailed < 61 * minute and link == mailed


def test_a_link_that_is_wrong_or_whose_time_has_run_out_opens_nothing_alike(cast: Cast) -> None:
    offer, when, visitor = opened(cast), soon(), Browser()
    enter(visitor, offer, when)
    link = link_in(mails()[0])
    with workspace_scope(cast.lindenhof.id):
        past = timezone.now() - dt.timedelta(minutes=1)
        OnlineBooking.objects.update(expires_at=past)
        SlotHold.objects.update(until=past)
        Occupancy.objects.update(until=past)
    wrong = f"{PUBLIC}bookings/{'x' * 43}/"
    answers = [Browser().get(link), Browser().get(wrong)]
    assert [answer.status_code for answer in answers] == [410, 410]
    bodies = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()) for answer in answers]
    assert bodies[0] == bodies[1]
    assert [Browser().post(f"{each}confirmation/").status_code for each in (link, wrong)] == [410, 410]
    with workspace_scope(cast.lindenhof.id):
        assert not Appointment.objects.exists()
    assert reserve(Browser(), offer, when).status_code == 303, "nobody waits for it any more"
    forget_unconfirmed(timezone.now())
    with workspace_scope(cast.lindenhof.id):
        assert not OnlineBooking.objects.exists()


def test_a_slot_in_place_of_one_that_has_gone_is_booked_once_and_held_for_no_longer(cast: Cast) -> None:
    offer, visitor = opened(cast, most_open=1), Browser()
    enter(visitor, offer, soon(3))
    link = link_in(mails()[0])
    with workspace_scope(cast.lindenhof.id):
        OnlineBooking.objects.update(email_key="apart")
    book_online(Browser(), offer, soon(4))
    with workspace_scope(cast.lindenhof.id):
        OnlineBooking.objects.update(email_key="nora@post.example")
        held = SlotHold.objects.count()
    other = {"slot": soon(5).astimezone(dt.UTC).isoformat()}
    assert visitor.post(f"{link}confirmation/", other).status_code == 409, "too many"
    with workspace_scope(cast.lindenhof.id):
        assert SlotHold.objects.count() == held, "what was refused holds nothing"
        BookingRules.objects.update(most_open=2)
    assert visitor.post(f"{link}confirmation/", other).status_code == 303


def test_another_slot_that_is_clicked_twice_at_once_tells_of_no_other_who_was_faster(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(Browser(), opened(cast), soon(3))
    link, other = link_in(mails()[0]), {"slot": soon(5).astimezone(dt.UTC).isoformat()}
    hold_slot = online_booking.hold_slot

    def behind_the_first(*told: Any) -> Any:
        monkeypatch.setattr(online_booking, "hold_slot", hold_slot)
        assert Browser().post(f"{link}confirmation/", other).status_code == 303
        return hold_slot(*told)

    monkeypatch.setattr(online_booking, "hold_slot", behind_the_first)
    assert Browser().post(f"{link}confirmation/", other).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert [made.starts_at for made in Appointment.objects.all()] == [soon(5)]


def test_what_the_team_books_in_between_is_answered_with_the_next_free_times(cast: Cast) -> None:
    offer, when, visitor = opened(cast), soon(), Browser()
    enter(visitor, offer, when)
    link = link_in(mails()[0])
    with workspace_scope(cast.lindenhof.id):
        book(plan(cast, when), by=cast.anna, despite=True)
    refused = visitor.post(f"{link}confirmation/")
    assert refused.status_code == 409
    near = re.findall(r'value="(2\d{3}-[^"]+\+00:00)"', text(refused))
    assert len(near) == 3
    assert visitor.post(f"{link}confirmation/", {"slot": near[0]}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        made = OnlineBooking.objects.get().appointment
        assert made is not None
        assert made.starts_at == dt.datetime.fromisoformat(near[0])


@pytest.mark.parametrize("change", [dt.date(2027, 3, 28), dt.date(2027, 10, 31)])
def test_a_visitor_in_new_york_and_a_practice_in_lisbon_mean_the_same_moment(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, change: dt.date
) -> None:
    """R10: over the changes of clocks, of which New York has its own; the hours are Lisbon's by the clock on the wall."""
    now = dt.datetime.combine(change - dt.timedelta(days=3), dt.time(12), tzinfo=LISBON)
    monkeypatch.setattr(timezone, "now", lambda: now)
    with workspace_scope(cast.lindenhof.id), timezone.override(LISBON):
        BookingRules.objects.create(pk=cast.lindenhof.pk, is_open=True, notice_hours=0, step_minutes=60)
        hours(cast.anna, *((day, "00:00", "04:00") for day in range(7)))
        offer = Offer(service(bookable="all", minutes=60), rules_now())
        here = offer.week(change - dt.timedelta(days=1), LISBON)
        there = offer.week(change - dt.timedelta(days=1), NEW_YORK)
    night = [f"{slot.starts_at.astimezone(LISBON):%H:%M%z}" for slot in here[change]]
    if change.month == 3:
        assert night == ["00:00+0000", "02:00+0100", "03:00+0100"]
    else:
        assert night == ["00:00+0100", "01:00+0100", "01:00+0000", "02:00+0000", "03:00+0000"]
    inner = {slot.starts_at for slots in list(here.values())[1:-1] for slot in slots}
    assert inner <= {slot.starts_at for slots in there.values() for slot in slots}
    labels = [each.label for each in online_words.choices(here[change], LISBON)]
    assert len(set(labels)) == len(labels), "an hour that comes twice is told apart"
    evening = [slot.starts_at.astimezone(NEW_YORK) for slot in there[change - dt.timedelta(days=1)]]
    assert {moment.date() for moment in evening} == {change - dt.timedelta(days=1)}


def test_times_are_in_the_zone_that_the_visitor_has_chosen_and_the_mail_says_which(cast: Cast) -> None:
    offer, when, visitor = opened(cast), soon(), Browser()
    page = text(visitor.get(f"{slots_page(offer)}?zone=America/New_York"))
    assert f"{when.astimezone(NEW_YORK):%H:%M}" in page
    held = reserve(visitor, offer, when, zone="America/New_York")
    assert held.headers["Location"].endswith("?zone=America/New_York")
    assert 'value="America/New_York"' in text(visitor.get(held.headers["Location"]))
    visitor.post(held.headers["Location"], {**PERSON, "zone": "America/New_York"})
    assert f"{when.astimezone(NEW_YORK):%H:%M} Uhr" in mails()[0].body
    assert Browser().get(f"{slots_page(offer)}?zone=../etc/passwd").status_code == 200


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/Berlin", "Mitteleuropäische Normalzeit", "Mitteleuropäische Sommerzeit"),
        ("America/New_York", "Nordamerikanische Ostküsten-Normalzeit", "Nordamerikanische Ostküsten-Sommerzeit"),
        ("Europe/Dublin", "Mittlere Greenwich-Zeit", "Irische Sommerzeit"),
    ],
)
def test_a_zone_has_its_own_name_in_summer(zone: str, winter: str, summer: str) -> None:
    with translation.override("de"):
        names = [online_words.zone_name(dt.datetime(2027, month, 5, tzinfo=dt.UTC), ZoneInfo(zone)) for month in (1, 7)]
    assert names == [winter, summer]


def test_the_weeks_end_where_nothing_can_be_booked(cast: Cast) -> None:
    offer = opened(cast, horizon_days=10)
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        shown = Offer(offer, rules_now())
        first = week_of(shown, None, BERLIN)
        assert (first.previous, first.is_empty) == (None, False)
        assert first.next is not None
        last = week_of(shown, first.next, BERLIN)
        assert (last.next, last.previous) == (None, first.days[0][0])


def test_a_page_of_slots_costs_the_same_few_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    offer = opened(cast)
    with django_assert_max_num_queries(40) as asked:
        Browser().get(slots_page(offer))
    with workspace_scope(cast.lindenhof.id):
        for number in range(20):
            book(plan(cast, soon(3 + number, 9)), by=cast.anna)
    with django_assert_max_num_queries(len(asked)):
        Browser().get(slots_page(offer))
