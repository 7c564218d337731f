"""Groups that are joined online: at the times that the practice has set, up to their capacity and never beyond."""

import datetime as dt
import threading

import pytest
from django.db import connections
from django.test import Client as Browser

from kartei.calendar.booking import change_attendance, status_of
from kartei.calendar.models import Appointment, Attendance, Service
from kartei.calendar.occupying import Occupied
from kartei.calendar.online.holds import hold_place
from kartei.db.scope import workspace_scope
from tests.calendar.booked import booked, text
from tests.calendar.online import book_online, opened, reserve, slots_page, soon
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


def group(cast: Cast, offer: Service, *, days: int = 3) -> Appointment:
    with workspace_scope(cast.lindenhof.id):
        return booked(cast, soon(days, 17), 50, cast.carla, service=offer)


def test_a_group_is_joined_until_it_is_full(cast: Cast) -> None:
    offer = opened(cast, capacity=3)
    first, visitor = group(cast, offer), Browser()
    page = text(visitor.get(slots_page(offer)))
    assert "17:00" in page
    assert "09:00" not in page, "a group takes place when the practice says so"
    assert "Carla" not in page
    link = book_online(visitor, offer, first.starts_at)
    assert "Carla" not in text(visitor.get(link))
    assert reserve(Browser(), offer, first.starts_at).status_code == 303
    assert reserve(Browser(), offer, first.starts_at).status_code == 409, "the third place is held"
    assert "17:00" not in text(Browser().get(slots_page(offer)))
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == 1
        assert Attendance.objects.count() == 2


def test_a_full_group_is_answered_with_the_next_one(cast: Cast) -> None:
    offer = opened(cast, capacity=2)
    first = group(cast, offer)
    group(cast, offer, days=5)
    book_online(Browser(), offer, first.starts_at)
    refused = reserve(Browser(), offer, first.starts_at)
    assert refused.status_code == 409
    assert text(refused).split('aria-label="Nächste freie Zeiten"')[1].split("</div>")[0].count('name="slot"') == 1


def test_a_group_to_which_nobody_comes_any_more_is_not_offered(cast: Cast) -> None:
    offer = opened(cast, capacity=2)
    first = group(cast, offer)
    with workspace_scope(cast.lindenhof.id):
        change_attendance(first.attendances.get(), status_of("cancelled"), version=first.version, by=cast.anna)
    assert reserve(Browser(), offer, first.starts_at).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_want_three_places_three_get_one() -> None:
    cast, outcomes, start = assemble(), list[str](), threading.Barrier(16)
    offer = opened(cast, capacity=4)
    wanted = group(cast, offer)

    def want() -> None:
        start.wait()
        try:
            with workspace_scope(cast.lindenhof.id):
                hold_place(wanted, dt.timedelta(minutes=10))
            outcomes.append("held")
        except Occupied:
            outcomes.append("full")
        connections.close_all()

    threads = [threading.Thread(target=want) for _turn in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["full"] * 13 + ["held"] * 3
