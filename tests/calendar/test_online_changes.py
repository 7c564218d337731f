"""The page of an appointment, for whoever booked it: cancelled and moved until the limit, then the rule and the phone."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.calendar.booking import change_attendance, status_of
from kartei.calendar.deleting import delete_appointment
from kartei.calendar.models import Appointment, Attendance, BookingRules, Service
from kartei.db.scope import workspace_scope
from tests.calendar.booked import booked, text
from tests.calendar.online import book_online, mails, opened, reserve, soon, value
from tests.cast import Cast


def row(cast: Cast) -> Attendance:
    with workspace_scope(cast.lindenhof.id):
        found: Attendance = Attendance.objects.select_related("appointment", "status").get()
        return found


def test_an_appointment_is_cancelled_once_and_its_time_is_free_again(cast: Cast) -> None:
    offer, when, visitor = opened(cast), soon(), Browser()
    link = book_online(visitor, offer, when)
    assert visitor.get(f"{link}cancellation/").status_code == 405, "nothing changes by GET"
    assert visitor.post(f"{link}cancellation/").status_code == 303
    assert visitor.post(f"{link}cancellation/").status_code == 303
    assert row(cast).status.code == "cancelled"
    assert "Der Termin ist abgesagt" in text(visitor.get(link))
    assert [mail.subject for mail in mails()][-1] == "Ihr Termin ist abgesagt"
    assert len(mails()) == 3
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(act="onlinebooking.cancellation", member=None).count() == 1
    assert reserve(Browser(), offer, when).status_code == 303


def test_an_appointment_is_moved_to_a_free_time_and_to_no_other(cast: Cast) -> None:
    offer, when, visitor = opened(cast), soon(), Browser()
    link = book_online(visitor, offer, when)
    with workspace_scope(cast.lindenhof.id):
        booked(cast, when + dt.timedelta(days=1), 50, cast.bruno)
    taken = visitor.post(f"{link}move/", {"slot": value(when + dt.timedelta(days=1))})
    assert taken.status_code == 409
    assert "Diese Zeit hat gerade jemand anderes genommen." in text(taken)
    assert visitor.post(f"{link}move/", {"slot": value(soon(3, 20))}).status_code == 409
    assert visitor.post(f"{link}move/", {"slot": "morgen"}).status_code == 422
    assert visitor.post(f"{link}move/", {"slot": value(when + dt.timedelta(days=2))}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        made = Appointment.objects.get(online_bookings__isnull=False)
        assert made.starts_at == when + dt.timedelta(days=2)
        assert made.occupancies.count() == 2
    assert mails()[-1].subject == "Ihr Termin hat eine andere Zeit"


def test_a_request_that_was_confirmed_is_one_again_when_it_is_moved(cast: Cast) -> None:
    offer, when, visitor = opened(cast, needs_approval=True), soon(), Browser()
    link = book_online(visitor, offer, when)
    with workspace_scope(cast.lindenhof.id):
        found = row(cast)
        change_attendance(found, status_of("confirmed"), version=found.appointment.version, by=cast.anna)
    assert visitor.post(f"{link}move/", {"slot": value(when + dt.timedelta(days=1))}).status_code == 303
    assert row(cast).status.code == "requested"


def test_too_late_the_page_tells_the_rule_and_the_phone(cast: Cast) -> None:
    offer = opened(cast, notice_hours=0, cancellation_rule="Die Hälfte des Honorars.", phone="0511 123")
    with workspace_scope(cast.lindenhof.id):
        BookingRules.objects.update(notice_hours=0)
    visitor = Browser()
    link = book_online(visitor, offer, soon(3))
    with workspace_scope(cast.lindenhof.id):
        BookingRules.objects.update(change_hours=24 * 5)
    page = text(visitor.get(link))
    assert "Die Hälfte des Honorars." in page
    assert 'href="tel:0511123"' in page
    assert "cancellation/" not in page
    assert visitor.post(f"{link}cancellation/").status_code == 409
    assert visitor.post(f"{link}move/", {"slot": value(soon(4))}).status_code == 409
    found = row(cast)
    assert (found.status.code, found.appointment.starts_at) == ("planned", soon(3))


def test_the_page_stays_while_booking_is_off_and_ends_with_the_appointment(cast: Cast) -> None:
    visitor = Browser()
    link = book_online(visitor, opened(cast), soon())
    with workspace_scope(cast.lindenhof.id):
        BookingRules.objects.update(is_open=False)
    assert "Ihr Termin" in text(visitor.get(link))
    assert Browser().get(link[:-3] + "xx/").content == Browser().get("/termin/nirgends/").content
    with workspace_scope(cast.lindenhof.id):
        BookingRules.objects.update(is_open=True)
        made = Appointment.objects.get()
        Appointment.objects.update(starts_at=soon(-3), ends_at=soon(-2))
    assert visitor.get(link).status_code == 410
    with workspace_scope(cast.lindenhof.id):
        Appointment.objects.update(starts_at=made.starts_at, ends_at=made.ends_at)
        delete_appointment(Appointment.objects.get(), version=made.version, by=cast.anna)
    assert visitor.get(link).status_code == 410


@pytest.mark.parametrize("closed", [(BookingRules, {"is_open": False}), (Service, {"bookable": "none"})])
def test_what_is_not_offered_any_more_is_cancelled_and_not_moved(cast: Cast, closed: tuple[Any, Any]) -> None:
    visitor = Browser()
    link = book_online(visitor, opened(cast), soon())
    assert "/move/" in text(visitor.get(link))
    rows, told = closed
    with workspace_scope(cast.lindenhof.id):
        rows.objects.update(**told)
    assert "/move/" not in text(visitor.get(link))
    assert visitor.post(f"{link}move/", {"slot": value(soon(4))}).status_code == 409
    assert row(cast).appointment.starts_at == soon()
    assert visitor.post(f"{link}cancellation/").status_code == 303


def test_one_link_opens_one_appointment_and_in_no_other_practice(cast: Cast) -> None:
    offer = opened(cast)
    first = book_online(Browser(), offer, soon(3))
    second = book_online(Browser(), offer, soon(4), email="omar@post.example")
    assert Browser().post(f"{first}cancellation/").status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Attendance.objects.filter(status__code="cancelled").count() == 1
    assert "Ihr Termin" in text(Browser().get(second))
    assert Browser().get(first.replace("/lindenhof/", "/nord/")).content == Browser().get("/termin/nirgends/").content
