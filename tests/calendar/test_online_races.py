"""One slot wanted by sixteen visitors at once: one appointment, fifteen kind refusals (CA-03, R13)."""

import threading

import pytest
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

from kartei.calendar.models import Appointment, Occupancy, OnlineBooking
from kartei.calendar.online.booking import Applicant, Taken, TooMany, ask, booking_behind, confirm, hold_slot
from kartei.calendar.online.holds import hold_behind
from kartei.calendar.online.offer import Offer, rules_now
from kartei.db.scope import workspace_scope
from kartei.people.models import Client
from tests.calendar.online import link_in, mails, opened, soon
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db(transaction=True)
VISITORS = 16


def together(cast: Cast, each: object) -> list[str]:
    """What became of sixteen who begin at once; whoever waited for two seconds asks again, as on a page."""
    start, outcomes = threading.Barrier(VISITORS), list[str]()

    def run(number: int) -> None:
        start.wait()
        while True:
            try:
                with workspace_scope(cast.lindenhof.id):
                    said = each(number)  # type: ignore[operator]
            except (Taken, TooMany) as fault:
                said = type(fault).__name__
            except OperationalError as fault:
                if not isinstance(fault.__cause__, LockNotAvailable):
                    raise
                continue
            outcomes.append(said)
            break
        connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_sixteen_who_want_one_slot_get_one_appointment() -> None:
    cast = assemble()
    offer, when = opened(cast), soon()
    secrets: list[str] = []

    def want(number: int) -> str:
        held, _secret = hold_slot(Offer(offer, rules_now()), when)
        ask(held, Applicant("Nora", f"Neumann {number}", f"nora{number}@post.example"))
        secrets.append(f"nora{number}@post.example")
        return "held"

    outcomes = together(cast, want)
    assert (outcomes.count("held"), outcomes.count("Taken")) == (1, VISITORS - 1)
    link = link_in(mails(secrets[-1])[0])
    key = link.rstrip("/").rsplit("/", 1)[1]

    def click(_number: int) -> str:
        asked = booking_behind(key)
        assert asked is not None
        return str(confirm(asked, key).pk)

    with workspace_scope(cast.lindenhof.id):
        before = Client.objects.count()
    made = together(cast, click)
    assert len(made) == VISITORS and len(set(made)) == 1, "the button pressed sixteen times books once"
    with workspace_scope(cast.lindenhof.id):
        assert Client.objects.count() == before + 1
        assert Appointment.objects.count() == 1
        assert Occupancy.objects.filter(taken_id=cast.anna.pk).count() == 1


def test_one_address_that_asks_sixteen_times_at_once_gets_two_appointments() -> None:
    cast = assemble()
    offer = opened(cast)
    links: list[str] = []
    with workspace_scope(cast.lindenhof.id):
        for number in range(VISITORS):
            held, secret = hold_slot(Offer(offer, rules_now()), soon(3 + number))
            OnlineBooking.objects.all().update(email_key="apart")  # each is asked for while nothing else is open
            ask(held, Applicant("Nora", "Neumann", "nora@post.example"))
            assert hold_behind(secret) is not None
            links.append(link_in(mails()[-1]).rstrip("/").rsplit("/", 1)[1])
        OnlineBooking.objects.update(email_key="nora@post.example")

    def click(number: int) -> str:
        asked = booking_behind(links[number])
        assert asked is not None
        confirm(asked, links[number])
        return "booked"

    outcomes = together(cast, click)
    assert (outcomes.count("booked"), outcomes.count("TooMany")) == (2, VISITORS - 2)
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == 2


def test_a_form_that_is_sent_sixteen_times_at_once_asks_once() -> None:
    cast = assemble()
    offer = opened(cast)
    with workspace_scope(cast.lindenhof.id):
        held, _secret = hold_slot(Offer(offer, rules_now()), soon())

    def send(_number: int) -> str:
        ask(held, Applicant("Nora", "Neumann", "nora@post.example"))
        return "asked"

    assert together(cast, send) == ["asked"] * VISITORS
    assert len(mails()) == 1
