"""Booking outside of hours, on holidays, in absences, and with whom does not offer it (CA-03, CA-11)."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from kartei.calendar.booking import move_appointment
from kartei.calendar.models import Absence, Appointment, Attendance, ServiceMember
from kartei.calendar.occupying import Away, Occupied
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member
from tests.calendar.booked import CALENDAR, DAY, PART, at, booked, make, page_of, service, text
from tests.calendar.working import away, hours
from tests.cast import Cast

Browse = Callable[[str], Browser]
NEW = f"{CALENDAR}appointments/new/"
HINTS = f"{CALENDAR}appointments/hints/"
OUTSIDE = "außerhalb der Sprechzeiten von Anna"


@pytest.fixture(autouse=True)
def _hours(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        Member.objects.filter(pk__in=[cast.anna.pk, cast.tom.pk]).update(treats=True)
        hours(cast.anna, (1, "09:00", "12:00"))


def told(cast: Cast, begins: str, **more: Any) -> dict[str, Any]:
    return {
        "clients": str(cast.carla.pk), "day": f"{DAY:%d.%m.%Y}", "begins": begins, "minutes": "50",
        "members": [str(cast.anna.pk)], "submission": str(uuid4()), **more,
    }  # fmt: skip


def test_the_form_tells_while_it_is_filled_in_and_books_all_the_same(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    for begins, is_outside in (("09:00", False), ("11:10", False), ("11:15", True), ("08:55", True)):
        answer = anna.post(HINTS, told(cast, begins), headers=PART)
        assert answer.status_code == 200 and (OUTSIDE in text(answer)) == is_outside, begins
    assert "alert" not in text(anna.post(HINTS, {"day": "nie", "begins": "09:00"}, headers=PART))
    assert Appointment.unscoped.count() == 0
    page = text(anna.post(NEW, told(cast, "20:00"), follow=True))
    assert "ist gebucht" in page and OUTSIDE in page
    assert anna.post(HINTS, told(cast, "20:00")).status_code == 303  # without the script


def test_of_whoever_has_no_hours_none_is_outside(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").post(HINTS, told(cast, "20:00", members=[str(cast.tom.pk)]), headers=PART)
    assert "Sprechzeiten" not in text(answer)


def test_a_public_holiday_is_named(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").post(HINTS, told(cast, "10:00", day="26.03.2027"), headers=PART)
    assert "Karfreitag ist ein Feiertag." in text(answer) and OUTSIDE in text(answer)


def test_who_does_not_offer_the_service_is_named(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        offered = service()
    anna = browse("anna")
    wish = {"begins": "10:00", "service": str(offered.pk)}
    assert "bietet" not in text(anna.post(HINTS, told(cast, **wish), headers=PART))
    with workspace_scope(cast.lindenhof.id):
        ServiceMember.objects.create(service=offered, member=cast.tom)
    assert "Anna bietet „Osteopathie“ nicht an." in text(anna.post(HINTS, told(cast, **wish), headers=PART))
    page = text(anna.post(NEW, told(cast, **wish), follow=True))
    assert "ist gebucht" in page and "nicht an." in page


def test_moving_tells_too(cast: Cast, browse: Browse) -> None:
    made = make(cast, at(9))
    values = {"day": f"{DAY:%d.%m.%Y}", "begins": "18:00", "minutes": "50", "version": "1"}
    page = text(browse("anna").post(page_of(made, "move/"), values, follow=True))
    assert OUTSIDE in page


def test_an_absence_warns_like_an_overlap_and_asks_for_a_yes(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        away(cast.anna, at(10), at(12))
    answer = anna.post(NEW, told(cast, "10:00"))
    assert answer.status_code == 409 and "Anna (Abwesend)" in text(answer) and "10:00–12:00" in text(answer)
    assert anna.post(NEW, told(cast, "10:00", despite="on")).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == 1


def test_whole_days_are_named_as_days_and_another_member_is_not_in_the_way(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        midnight = at(0)
        Absence.objects.create(
            member=cast.anna, starts_at=midnight, ends_at=midnight + dt.timedelta(days=2), reason="holiday"
        )
        with pytest.raises(Occupied) as refused:
            booked(cast, at(10))
        (found,) = refused.value.overlaps
        assert isinstance(found, Away) and (found.reason, found.is_all_day) == ("holiday", True)
        made = booked(cast, at(10), members=[cast.tom])
        with pytest.raises(Occupied):
            move_appointment(made, at(11), at(12), to=cast.anna, version=1, by=cast.anna)
        assert Attendance.objects.count() == 1
