"""A slot that becomes free is offered to those who wait for it (CA-14)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.calendar.booking import book
from kartei.calendar.models import (
    Appointment,
    AutomationRun,
    FreedSlot,
    Occupancy,
    OfferState,
    OfferWay,
    SlotHold,
    SlotOffer,
    WaitingWish,
)
from kartei.calendar.waiting.offering import OfferOver, accept, decline, start_offering, take_back
from kartei.calendar.waiting.wishing import remove_wish
from kartei.db.scope import workspace_scope
from kartei.people.archiving import discard
from kartei.people.models import Consent, Person, Profile, Purpose
from tests.calendar.booked import at, booked, plan, room, service, text
from tests.calendar.waited import Clock, cancel, clock, go, line, link, mails, offering, offers, person, ticking, wish
from tests.cast import Cast

__all__ = ["clock", "line", "ticking"]


def test_the_first_in_line_gets_an_offer_and_after_sixty_minutes_the_next(
    cast: Cast, clock: Clock, line: dict[str, Any]
) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, line["made"])
    assert offers(cast) == []
    go(cast, clock)
    assert offers(cast) == [("Bruno", "open")]
    go(cast, clock, 59)
    assert offers(cast) == [("Bruno", "open")]
    go(cast, clock, 1.1)
    assert offers(cast) == [("Bruno", "expired"), ("Dora", "open")]
    assert [mail.recipient for mail in mails()] == ["bruno@example.org", "dora@example.org"]
    with workspace_scope(cast.lindenhof.id):
        held = SlotHold.objects.get()
        assert (held.starts_at, held.member_id) == (at(10), cast.anna.pk)
        assert held.until == clock.now + dt.timedelta(minutes=60)
    go(cast, clock, 60.1)
    go(cast, clock, 60.1)
    go(cast, clock, 60.1)
    assert [state for _name, state in offers(cast)] == ["expired"] * 3
    with workspace_scope(cast.lindenhof.id):
        assert not SlotHold.objects.exists()
        assert WaitingWish.objects.waiting().count() == 3


def test_accepting_books_the_slot_and_ends_the_wish(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, line["made"])
    go(cast, clock)
    page = link(mails()[0])
    browser = Browser()
    answer = browser.get(page, headers={"Accept-Language": "de"})
    shown = text(answer)
    assert answer.status_code == 200 and answer.headers["X-Robots-Tag"] == "noindex"
    for told in (
        "Praxis am Lindenhof",
        "Dienstag, 2. März 2027",
        "10:00–10:50",
        "Europe/Berlin",
        "Osteopathie",
        "Anna",
    ):
        assert told in shown, told
    assert "Bruno" not in shown
    assert offers(cast) == [("Bruno", "open")]  # looking changes nothing
    answer = browser.post(page, {"answer": "accept"})
    assert answer.status_code == 303 and answer.headers["Location"] == page
    assert "Ihr Termin ist gebucht" in text(browser.get(page))
    assert offers(cast) == [("Bruno", "accepted")]
    with workspace_scope(cast.lindenhof.id):
        made = Appointment.objects.exclude(pk=line["made"].pk).get()
        assert (made.starts_at, made.service_id) == (at(10), line["what"].pk)
        assert [row.client_id for row in made.attendances.all()] == [cast.bruno.pk]
        assert [row.member_id for row in made.given_by.all()] == [cast.anna.pk]
        wished = WaitingWish.objects.get(pk=line["Bruno"].pk)
        assert wished.ended_at and wished.ending == "booked"
        acts = list(Event.objects.filter(client_id=cast.bruno.pk).order_by("id").values_list("act", flat=True))
        assert {"waiting.offer", "waiting.acceptance", "appointment.booking"} <= set(acts)
        assert not SlotHold.objects.exists()
    assert browser.post(page, {"answer": "accept"}).status_code == 303  # twice is once
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == 2
    go(cast, clock, 70)
    assert offers(cast) == [("Bruno", "accepted")]


def test_no_thank_you_goes_on_to_the_next_at_once(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, line["made"])
    go(cast, clock)
    page = link(mails()[0])
    assert "für Sie freigehalten" in mails()[0].body and "nächste Person" in mails()[0].body
    assert "für Sie freigehalten" in text(Browser().get(page, headers={"Accept-Language": "de"}))
    assert Browser().post(page, {"answer": "decline"}).status_code == 303
    assert offers(cast) == [("Bruno", "declined"), ("Dora", "open")]
    answer = Browser().get(page, headers={"Accept-Language": "en"})
    assert answer.status_code == 200 and "Thank you for letting us know" in text(answer)
    assert Browser().post(page, {"answer": "accept"}).status_code == 303
    assert offers(cast) == [("Bruno", "declined"), ("Dora", "open")]


def test_to_all_at_once_the_first_who_accepts_gets_it(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        offering(OfferWay.ALL)
        cancel(cast, line["made"])
    go(cast, clock)
    assert offers(cast) == [("Bruno", "open"), ("Dora", "open"), ("Emil", "open")]
    with workspace_scope(cast.lindenhof.id):
        assert SlotHold.objects.count() == 1
    first, second, third = (link(mail) for mail in mails())
    shared, kept = "wer zuerst annimmt", "für Sie freigehalten"
    assert all(shared in mail.body and kept not in mail.body and "nächste Person" not in mail.body for mail in mails())
    assert shared in text(Browser().get(first, headers={"Accept-Language": "de"}))
    assert Browser().post(third, {"answer": "decline"}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert SlotHold.objects.count() == 1  # the others are still asked
    assert Browser().post(second, {"answer": "accept"}).status_code == 303
    assert offers(cast) == [("Bruno", "taken"), ("Dora", "accepted"), ("Emil", "declined")]
    with workspace_scope(cast.lindenhof.id):
        confirmed = AutomationRun.objects.get(automation__code="confirmation", mail__isnull=False)
        assert confirmed.person.first_name == "Dora" and confirmed.starts_at == at(10)
    answer = Browser().get(first, headers={"Accept-Language": "de"})
    assert answer.status_code == 410 and "etwas schneller" in text(answer) and "Dora" not in text(answer)
    assert "10:00" not in text(answer)


def test_by_hand_nothing_goes_out_until_somebody_says_so(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        offering(OfferWay.BY_HAND)
        cancel(cast, line["made"])
    go(cast, clock)
    assert offers(cast) == [] and mails() == []
    with workspace_scope(cast.lindenhof.id):
        slot = FreedSlot.objects.get()
        assert slot.waiting == 3
        start_offering(slot, OfferWay.IN_TURN, by=cast.anna)
    assert offers(cast) == [("Bruno", "open")]
    go(cast, clock, 60.1)
    assert offers(cast) == [("Bruno", "expired"), ("Dora", "open")]


@pytest.mark.parametrize("why", ["demo", "no_address", "opted_out"])
def test_who_cannot_be_written_to_is_passed_over_and_the_log_says_why(
    cast: Cast, clock: Clock, line: dict[str, Any], why: str
) -> None:
    with workspace_scope(cast.lindenhof.id):
        if why == "opted_out":
            Consent.objects.create(person=cast.bruno, purpose=Purpose.EMAIL, granted=False)
        else:
            told = {"is_demo": True} if why == "demo" else {"main_email": ""}
            type(cast.bruno).objects.filter(pk=cast.bruno.pk).update(**told)
        cancel(cast, line["made"])
    go(cast, clock)
    assert offers(cast) == [("Bruno", "skipped"), ("Dora", "open")]
    assert [mail.recipient for mail in mails()] == ["dora@example.org"]
    with workspace_scope(cast.lindenhof.id):
        assert SlotOffer.objects.get(state=OfferState.SKIPPED).reason == why


def test_nobody_who_has_died_is_offered_anything(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        Profile.objects.update_or_create(person=cast.bruno, defaults={"died_on": clock.now.date()})
        cancel(cast, line["made"])
    go(cast, clock)
    assert [mail.recipient for mail in mails()] == ["dora@example.org"]


def test_an_offer_is_over_when_the_record_was_deleted_meanwhile(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, line["made"])
    go(cast, clock)
    with workspace_scope(cast.lindenhof.id):
        discard(Person.objects.get(pk=cast.bruno.pk), by=cast.anna)
    path = link(mails()[0])
    assert Browser().get(path).status_code == 410
    assert Browser().post(path, {"answer": "accept"}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not Appointment.objects.filter(attendances__client=cast.bruno.pk).exists()


def test_the_question_names_who_cannot_be_asked(cast: Cast, ticking: Clock, browse: Callable[[str], Browser]) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
        made = booked(cast, at(10), service=what, members=[cast.anna])
        wish(cast, person(cast, "Dora"), what)
        Person.objects.filter(pk=wish(cast, person(cast, "Emil"), what).client_id).update(main_email="")
        cancel(cast, made)
        slot = FreedSlot.objects.get()
    shown = text(browse("anna").get(f"/w/lindenhof/calendar/waiting/slots/{slot.pk}/"))
    dora, emil = shown.index("Dora Warter"), shown.index("Emil Warter")
    assert "wird nicht gefragt: keine E-Mail-Adresse" in shown[emil:]
    assert "wird nicht gefragt" not in shown[dora:emil]


def test_two_slots_are_offered_to_two_people(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, booked(cast, at(12), service=line["what"]))
        cancel(cast, line["made"])
    go(cast, clock)
    assert offers(cast) == [("Bruno", "open"), ("Dora", "open")]


def test_taking_somebody_off_the_list_asks_the_next(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, line["made"])
    go(cast, clock)
    with workspace_scope(cast.lindenhof.id):
        remove_wish(line["Bruno"], version=1, by=cast.anna)
    assert offers(cast) == [("Bruno", "withdrawn"), ("Dora", "open")]
    assert Browser().get(link(mails()[0])).status_code == 410


def test_an_offer_that_is_taken_back_leaves_the_time_free_and_asks_nobody_else(
    cast: Cast, clock: Clock, line: dict[str, Any]
) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, line["made"])
    go(cast, clock)
    page = link(mails()[0])
    with workspace_scope(cast.lindenhof.id):
        slot = FreedSlot.objects.get()
        assert [offer.wish_id for offer in take_back(slot, by=cast.anna)] == [line["Bruno"].pk]
        assert not SlotHold.objects.exists() and not Occupancy.objects.exclude(hold=None).exists()
        told = Event.objects.filter(act="waiting.withdrawal").values_list("client_id", "member_id")
        assert list(told) == [(cast.bruno.pk, cast.anna.pk)]
        assert take_back(slot, by=cast.anna) == []  # twice is once
        assert Event.objects.filter(act="waiting.withdrawal").count() == 1
        slot.refresh_from_db()
        assert slot.waiting == 2  # „Start“ tells it
    go(cast, clock, 61)
    assert offers(cast) == [("Bruno", "withdrawn")]
    answer = Browser().get(page, headers={"Accept-Language": "de"})
    assert answer.status_code == 410
    assert "Dieses Angebot gilt nicht mehr" in text(answer) and "bleiben auf der Warteliste" in text(answer)
    assert Browser().post(page, {"answer": "accept"}).status_code == 303
    assert offers(cast) == [("Bruno", "withdrawn")]
    with workspace_scope(cast.lindenhof.id):
        start_offering(slot, OfferWay.IN_TURN, by=cast.anna)
    assert offers(cast) == [("Bruno", "withdrawn"), ("Dora", "open")]


def test_what_was_offered_to_all_is_taken_back_from_all(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        offering(OfferWay.ALL)
        cancel(cast, line["made"])
    go(cast, clock)
    with workspace_scope(cast.lindenhof.id):
        assert len(take_back(FreedSlot.objects.get(), by=cast.anna)) == 3
        assert not SlotHold.objects.exists()
    go(cast, clock, 61)
    assert [state for _name, state in offers(cast)] == ["withdrawn"] * 3


def test_who_was_taken_off_the_list_is_not_told_that_they_stay_on_it(
    cast: Cast, clock: Clock, line: dict[str, Any]
) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, line["made"])
    go(cast, clock)
    with workspace_scope(cast.lindenhof.id):
        remove_wish(line["Bruno"], version=1, by=cast.anna)
    shown = text(Browser().get(link(mails()[0]), headers={"Accept-Language": "de"}))
    assert "nicht mehr angenommen werden" in shown and "Warteliste" not in shown


def test_an_offer_that_has_run_out_books_nothing_even_before_the_job_has_come(
    cast: Cast, clock: Clock, line: dict[str, Any]
) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, line["made"])
    go(cast, clock)
    clock.forward(60.5)
    page = link(mails()[0])
    assert Browser().get(page).status_code == 410
    assert Browser().post(page, {"answer": "accept"}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.count() == 1
        for verb in (accept, decline):
            with pytest.raises(OfferOver):
                verb(SlotOffer.objects.get())


def test_what_the_team_booked_over_the_hold_is_not_booked_twice(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        cancel(cast, line["made"])
    go(cast, clock)
    with workspace_scope(cast.lindenhof.id):
        book(plan(cast, at(10), 50, cast.carla), by=cast.anna, despite=True)
    page = link(mails()[0])
    assert Browser().post(page, {"answer": "accept"}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not Appointment.objects.filter(attendances__client=cast.bruno.pk).exists()
        assert Occupancy.objects.filter(taken_id=cast.anna.pk, hold=None).count() == 1
    assert "Ihr Termin ist gebucht" not in text(Browser().get(page))


@pytest.mark.parametrize("language", ["", "de-DE", "en", "tr"])
def test_the_mail_is_neutral_and_in_the_language_of_the_record(
    cast: Cast, clock: Clock, line: dict[str, Any], language: str
) -> None:
    with workspace_scope(cast.lindenhof.id):
        Profile.objects.filter(person=cast.bruno).update(language=language)
        cancel(cast, line["made"])
    go(cast, clock)
    mail = mails()[0]
    is_english = language == "en"
    assert mail.subject == ("An appointment has become free" if is_english else "Ein Termin ist frei geworden")
    assert ("You stay on the list" in mail.body) == is_english
    for word in ("Osteopathie", "Anna", "Bruno", "Lindenhof"):
        assert word not in mail.subject
    assert ("Osteopathie" not in mail.body and "02.03.2027, 10:00" in mail.body) or is_english


def test_the_room_comes_along(cast: Cast, clock: Clock, line: dict[str, Any]) -> None:
    with workspace_scope(cast.lindenhof.id):
        place = room()
        made = booked(cast, at(14), service=line["what"], place=place)
        cancel(cast, made)
    go(cast, clock)
    Browser().post(link(mails()[0]), {"answer": "accept"})
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.get(attendances__client=cast.bruno.pk).place_id == place.pk
