"""Booking without a login: from the services to the appointment, and what a visitor does not learn (CA-11, CA-13)."""

import datetime as dt

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.calendar.models import Appointment, Attendance, OnlineBooking, SlotHold
from kartei.db.scope import workspace_scope
from kartei.people.models import Client, Person
from tests.calendar.booked import text
from tests.calendar.online import PERSON, PUBLIC, book_online, enter, link_in, mails, opened, reserve, slots_page, soon
from tests.cast import Cast


@pytest.fixture
def visitor() -> Browser:
    return Browser()


def test_a_visitor_books_and_is_a_new_client_with_an_appointment(cast: Cast, visitor: Browser) -> None:
    """CA-13."""
    offer, when = opened(cast, price=90), soon()
    assert "Erstgespräch" in text(visitor.get(PUBLIC))
    assert "10:00" in text(visitor.get(slots_page(offer)))
    sent = enter(visitor, offer, when)
    assert sent.headers["Location"] == f"{PUBLIC}sent/"
    assert "Postfach" in text(visitor.get(sent.headers["Location"]))
    with workspace_scope(cast.lindenhof.id):
        assert not Person.objects.filter(last_name="Neumann").exists()
        assert not Appointment.objects.exists()
    link = link_in(mails()[0])
    assert "Bitte bestätigen" in text(visitor.get(link))
    with workspace_scope(cast.lindenhof.id):
        assert not Appointment.objects.exists(), "a program that opens links confirms nothing"
    assert visitor.post(f"{link}confirmation/").status_code == 303
    assert visitor.post(f"{link}confirmation/").status_code == 303, "twice is once"
    with workspace_scope(cast.lindenhof.id):
        row = Attendance.objects.select_related("appointment", "client__person", "client__status", "status").get()
        person = row.client.person
        assert (row.appointment.starts_at, row.status.code, row.price) == (when, "planned", 90)
        assert (person.first_name, person.last_name, person.main_email) == ("Nora", "Neumann", "nora@post.example")
        assert (row.client.status.code, person.created_by) == ("lead", None)
        assert [each.member for each in row.appointment.given_by.all()] == [cast.anna]
        asked = OnlineBooking.objects.get()
        assert (asked.question, asked.hold, asked.client_id) == ("Haben Sie Parkplätze?", None, row.client_id)
        assert "Lindenhof" in asked.privacy
        assert not SlotHold.objects.exists()
    assert "Ihr Termin" in text(visitor.get(link))
    assert [mail.subject for mail in mails()] == ["Bitte bestätigen Sie Ihre Anfrage", "Ihr Termin"]
    for mail in mails():
        assert "Erstgespräch" not in mail.subject + mail.body, "no mail says what for"
        assert "Nora" not in mail.subject + mail.body, "what was typed is told to nobody"


def test_a_service_that_needs_approval_is_asked_for(cast: Cast, visitor: Browser) -> None:
    offer = opened(cast, needs_approval=True)
    link = book_online(visitor, offer, soon())
    with workspace_scope(cast.lindenhof.id):
        assert Attendance.objects.get().status.code == "requested"
    assert "Anfrage ist eingegangen" in text(visitor.get(link))


def test_a_practice_that_lets_nobody_book_is_as_one_that_is_not_there(cast: Cast, visitor: Browser) -> None:
    offer = opened(cast)
    with workspace_scope(cast.lindenhof.id):
        from kartei.calendar.models import BookingRules

        BookingRules.objects.update(is_open=False)
    answers = [visitor.get(path) for path in (PUBLIC, "/termin/nirgends/", "/termin/nord/", slots_page(offer))]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_taken_slot_is_answered_with_the_next_three(cast: Cast, visitor: Browser) -> None:
    offer, when = opened(cast), soon()
    assert reserve(Browser(), offer, when).status_code == 303
    refused = reserve(visitor, offer, when)
    assert refused.status_code == 409
    said = text(refused)
    near = said.split('aria-label="Nächste freie Zeiten"')[1].split("</div>")[0]
    assert near.count('name="slot"') == 3
    assert "10:50" not in near
    assert "11:00" in near, "the step goes on from the beginning of the hours"


def test_what_was_typed_stays_when_the_slot_has_gone_meanwhile(cast: Cast, visitor: Browser) -> None:
    offer, when = opened(cast), soon()
    held = reserve(visitor, offer, when)
    with workspace_scope(cast.lindenhof.id):
        past = when - dt.timedelta(days=30)
        SlotHold.objects.update(until=past)
        from kartei.calendar.models import Occupancy

        Occupancy.objects.update(until=past)
    other = Browser()
    book_online(other, offer, when, email="omar@post.example")
    answer = visitor.post(held.headers["Location"], PERSON)
    assert answer.status_code == 409
    assert "Haben Sie Parkplätze?" in text(answer)
    again = (when + dt.timedelta(hours=1)).astimezone(dt.UTC).isoformat()
    assert visitor.post(held.headers["Location"], {**PERSON, "slot": again}).status_code == 303
    visitor.post(f"{link_in(mails()[0])}confirmation/")
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.filter(starts_at=when + dt.timedelta(hours=1)).count() == 1


def test_somebody_who_is_known_learns_nothing_and_changes_nothing(cast: Cast, visitor: Browser) -> None:
    offer = opened(cast)
    with workspace_scope(cast.lindenhof.id):
        from kartei.people.models import Email

        Email.objects.create(person=cast.carla, value="c@post.example", key="c@post.example", is_main=True)
        before = Client.objects.count()
    known = enter(visitor, offer, soon(), email="c@post.example")
    unknown = enter(Browser(), offer, soon(4))
    assert known.headers["Location"] == unknown.headers["Location"]
    visitor.post(f"{link_in(mails('c@post.example')[0])}confirmation/")
    with workspace_scope(cast.lindenhof.id):
        assert Client.objects.count() == before + 1
        assert not Attendance.objects.filter(client_id=cast.carla.pk).exists()


def test_whoever_comes_back_and_corrects_the_address_gets_the_link_there(cast: Cast, visitor: Browser) -> None:
    path = reserve(visitor, opened(cast), soon()).headers["Location"]
    assert visitor.post(path, {**PERSON, "email": "nroa@post.example"}).status_code == 303
    assert visitor.post(path, PERSON).status_code == 303
    assert visitor.post(path, PERSON).status_code == 303
    assert len(mails()) == 1, "the same once more is a second click"
    wrong, right = link_in(mails("nroa@post.example")[0]), link_in(mails()[0])
    assert visitor.post(f"{wrong}confirmation/").status_code == 410
    assert visitor.post(f"{right}confirmation/").status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.get(last_name="Neumann").main_email == "nora@post.example"


def test_what_was_mailed_stays_good_when_somebody_clicks_on_and_on(cast: Cast, visitor: Browser) -> None:
    path = reserve(visitor, opened(cast), soon()).headers["Location"]
    for number in range(6):
        assert visitor.post(path, PERSON | ({"website": "x"} if number == 5 else {})).status_code == 303
    assert visitor.post(f"{link_in(mails()[0])}confirmation/").status_code == 303


def test_whoever_wants_another_time_is_offered_the_one_that_they_had_held(cast: Cast, visitor: Browser) -> None:
    offer, when = opened(cast), soon()
    path = reserve(visitor, offer, when).headers["Location"]
    back = visitor.post(path, {"another": "on", "zone": "Asia/Tokyo"})
    assert back.headers["Location"] == f"{slots_page(offer)}?zone=Asia/Tokyo"
    path = reserve(visitor, offer, when).headers["Location"]
    assert visitor.post(path, PERSON).status_code == 303
    visitor.post(path, {"another": "on"})
    assert visitor.post(f"{link_in(mails()[0])}confirmation/").status_code == 303, "asked for already: it stays held"


def test_a_link_ends_when_its_time_has_begun(cast: Cast, visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    offer, when = opened(cast, notice_hours=0), soon()
    now = [when - dt.timedelta(minutes=20)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    enter(visitor, offer, when)
    late = reserve(visitor, offer, when + dt.timedelta(hours=1)).headers["Location"]
    now[0] += dt.timedelta(minutes=21)
    assert visitor.post(f"{link_in(mails()[0])}confirmation/").status_code == 410
    now[0] += dt.timedelta(minutes=60)
    assert visitor.post(late, {**PERSON, "email": "omar@post.example"}).status_code == 409
    with workspace_scope(cast.lindenhof.id):
        assert not Appointment.objects.exists()


def test_a_name_is_one_line_that_runs_as_all_others(cast: Cast, visitor: Browser) -> None:
    book_online(visitor, opened(cast), soon(), first_name="Nora\r\nBcc: x@y.example", last_name="\u202eNeu\u2066mann")
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.get(last_name="Neumann").first_name == "Nora Bcc: x@y.example"
