"""Who waits: the list, entering, changing and taking out wishes, and who may do so."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.audit.models import Event
from kartei.calendar.booking import status_of
from kartei.calendar.models import FreedSlot, OfferWay, ServiceMember, WaitingWish
from kartei.calendar.waiting import listing as waiting_list
from kartei.calendar.waiting import wishing as waiting
from kartei.calendar.waiting.listing import accepted_lately, count_waited_for
from kartei.calendar.waiting.offering import accept, start_offering
from kartei.db.scope import workspace_scope
from kartei.people.models import Person
from kartei.tenancy.rights import Right
from tests.calendar.booked import BERLIN, CALENDAR, PART, at, booked, make, page_of, service, text
from tests.calendar.waited import (
    WAITING,
    Clock,
    cancel,
    clock,
    go,
    link,
    mails,
    offers,
    person,
    ticking,
    wish,
)
from tests.calendar.working import hours
from tests.cast import PRESETS, Cast

__all__ = ["clock", "ticking"]

Browse = Callable[[str], Browser]


def told(cast: Cast, what: Any, **more: Any) -> dict[str, Any]:
    """What the form sends."""
    return {"clients": [str(cast.carla.pk)], "service": str(what.pk), "submission": str(uuid4()), **more}


def test_somebody_is_put_on_the_list_changed_and_taken_off_again(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
    anna = browse("anna")
    assert "Niemand wartet" in text(anna.get(WAITING)) and WAITING in text(anna.get(f"{CALENDAR}?view=agenda"))
    record = f"/w/lindenhof/clients/{cast.carla.pk}/"
    assert f"{WAITING}new/?client={cast.carla.pk}" in text(anna.get(record))
    form = text(anna.get(f"{WAITING}new/?client={cast.carla.pk}"))
    assert "Carla Köhler" in form and "Dringend" in form
    sent = told(
        cast, what, members=[str(cast.anna.pk)], weekdays=["0", "3"], begins="9:00", ends="12:00",
        valid_until="2031-12-31", note="Ruft gern zurück", is_urgent="on",
    )  # fmt: skip
    assert anna.post(f"{WAITING}new/", sent).status_code == 303
    assert anna.post(f"{WAITING}new/", sent).status_code == 303  # a second click
    page = text(anna.get(WAITING))
    for said in ("Carla Köhler", "Osteopathie", "Mo, Do, 09:00–12:00", "Anna", "31.12.2031", "Dringend", "1 warten"):
        assert said in page, said
    assert "Osteopathie" in text(anna.get(record))
    with workspace_scope(cast.lindenhof.id):
        row = WaitingWish.objects.get()
    one = f"{WAITING}{row.pk}/"
    assert "Ruft gern zurück" in text(anna.get(one)) and "nichts angeboten" in text(anna.get(one, headers=PART))
    changed = {**sent, "weekdays": [], "begins": "", "version": "1"}
    assert "Ruft gern zurück" in text(anna.get(f"{one}change/"))
    assert anna.post(f"{one}change/", changed).status_code == 303
    stale = anna.post(f"{one}change/", {**changed, "note": "Getipptes"})
    assert stale.status_code == 409 and "Getipptes" in text(stale)
    page = text(anna.get(WAITING))
    assert "jeder Tag, bis 12:00" in page
    assert anna.post(f"{one}removal/", {"version": "1"}).status_code == 409
    assert anna.post(f"{one}removal/", {"version": ""}).status_code == 422
    assert anna.post(f"{one}removal/", {"version": "2"}).status_code == 303
    page = text(anna.get(WAITING))
    assert "steht nicht mehr auf der Warteliste" in page and f"{one}restoration/" in page and "Niemand wartet" in page
    assert anna.get(f"{one}change/").status_code == 404
    assert anna.post(f"{one}restoration/", {"version": "3"}).status_code == 303
    assert "Osteopathie" in text(anna.get(WAITING))
    with workspace_scope(cast.lindenhof.id):
        assert WaitingWish.objects.get().entered_at == row.entered_at
        acts = list(Event.objects.filter(act__startswith="waiting.").order_by("id").values_list("act", "client_id"))
    words = ("addition", "change", "removal", "restoration")
    assert acts == [(f"waiting.{word}", cast.carla.pk) for word in words]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"clients": []}, "wer wartet"),
        ({"clients": [str(uuid4())]}, "aus der Liste"),
        ({"service": ""}, "worauf gewartet wird"),
        ({"begins": "12:00", "ends": "9:00"}, "vor dem Beginn"),
        ({"begins": "9:00", "ends": "9:30"}, "das ist länger"),
        ({"valid_until": "2020-01-01"}, "vorbei"),
        ({"weekdays": ["7"]}, "weekdays"),
        ({"note": "x" * 501}, "500"),
        ({"begins": "25:00"}, "begins"),
        ({"note": "a\0b"}, "Zeichen"),
    ],
)
def test_bad_input_is_refused_beside_the_field_and_stays(
    cast: Cast, browse: Browse, more: dict[str, Any], said: str
) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
    sent = {**told(cast, what, note="Getipptes"), **more}
    answer = browse("anna").post(f"{WAITING}new/", sent, headers=PART)
    assert answer.status_code == 422 and said in text(answer)
    assert "Getipptes" in text(answer) or "note" in more
    with workspace_scope(cast.lindenhof.id):
        assert not WaitingWish.objects.exists()


def test_only_who_offers_the_service_can_be_wished_for(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
        ServiceMember.objects.create(service=what, member=cast.tom)
    answer = browse("anna").post(f"{WAITING}new/", told(cast, what, members=[str(cast.anna.pk)]))
    assert answer.status_code == 422 and "bietet „Osteopathie“ nicht an" in text(answer)


def test_contacts_do_not_wait_and_leads_do(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
    anna = browse("anna")
    for who, status in ((cast.doktor, 422), (cast.norbert, 422), (cast.bruno, 303)):  # Bruno is a lead
        sent = told(cast, what, clients=[str(who.pk)])
        assert anna.post(f"{WAITING}new/", sent).status_code == status


def test_one_client_has_so_many_wishes_and_no_more(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST", 2)
    with workspace_scope(cast.lindenhof.id):
        what = service()
        for _each in range(2):
            wish(cast, cast.carla, what)
    sent = told(cast, what, clients=[str(cast.bruno.pk), str(cast.carla.pk)])
    answer = browse("anna").post(f"{WAITING}new/", sent)
    assert answer.status_code == 422 and "zu viele Wünsche" in text(answer)
    with workspace_scope(cast.lindenhof.id):
        assert WaitingWish.objects.count() == 2  # not even Bruno's was stored


def test_words_of_the_dialog_find_clients_with_and_without_a_script(cast: Cast, browse: Browse) -> None:
    anna, sent = browse("anna"), {"clients_q": "Groß", "clients": [str(cast.carla.pk)], "note": "Getipptes"}
    part = text(anna.post(f"{WAITING}people/", sent, headers=PART))
    assert "Bruno Groß" in part and "Carla Köhler" in part
    page = text(anna.post(f"{WAITING}people/", sent))
    assert "Bruno Groß" in page and "Getipptes" in page and f"{WAITING}people/" in page


def test_the_list_is_filtered_and_sorted(cast: Cast, browse: Browse, ticking: Clock) -> None:
    with workspace_scope(cast.lindenhof.id):
        first, second = service("Massage"), service("Yoga")
        rows = {}
        for name, what, members, urgent in (
            ("Zora", first, [], False), ("Alma", second, [cast.tom], False), ("Mia", first, [cast.anna], True),
        ):  # fmt: skip
            rows[name] = wish(cast, person(cast, name), what, *members, is_urgent=urgent)
            ticking.forward(1)
    anna = browse("anna")

    def order(query: str = "") -> list[str]:
        page = text(anna.get(f"{WAITING}?{query}"))
        return sorted(
            (name for name in rows if f"{name} Warter" in page), key=lambda name: page.index(f"{name} Warter")
        )

    assert order() == ["Mia", "Zora", "Alma"]
    assert order("sort=name") == ["Alma", "Mia", "Zora"]
    assert order("sort=newest") == ["Mia", "Alma", "Zora"]
    assert order(f"service={first.pk}") == ["Mia", "Zora"]
    assert order(f"member={cast.tom.pk}") == ["Zora", "Alma"]  # whoever does not mind, too
    assert order(f"member={cast.anna.pk}&service={second.pk}") == []
    assert order("service=x&member=(select 1)&sort=id;&after=7") == ["Mia", "Zora", "Alma"]


@pytest.mark.parametrize("sort", ["line", "name", "newest"])
def test_the_list_has_pages_and_takes_the_same_statements_at_any_size(
    cast: Cast, browse: Browse, ticking: Clock, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(waiting_list, "PAGE", 3)
    with workspace_scope(cast.lindenhof.id):
        what = service()
        for number in range(7):
            wish(cast, person(cast, f"P{number}"), what, cast.anna, is_urgent=number == 5)
            ticking.forward(number % 2)  # some at the same moment
    anna, seen, address = browse("anna"), list[str](), f"{WAITING}?sort={sort}"
    anna.get(address)
    sizes = []
    while address:
        with CaptureQueriesContext(connection) as queries:
            page = text(anna.get(address))
        names = {f"P{number}" for number in range(7) if f"P{number} Warter" in page}
        seen += sorted(names, key=lambda name: page.index(f"{name} Warter"))
        sizes.append(len(queries) - ("after" in address))  # the cursor is looked up
        found = [part.split('"')[0] for part in page.split('href="') if "after=" in part.split('"')[0]]
        address = found[0] if found else ""
    assert len(seen) == 7 == len(set(seen)) and len(set(sizes)) == 1
    if sort == "line":
        assert seen[0] == "P5"


# Rights

MAY_VIEW = {"anna", "ada", "tom", "rita", "berta", "sven", "leo"}
MAY_EDIT = {"anna", "ada", "tom", "rita", "berta"}


@pytest.mark.parametrize("name", PRESETS)
def test_each_reads_and_changes_what_calendar_and_clients_allow(cast: Cast, browse: Browse, name: str) -> None:
    """Carla is assigned to Tom, Berta and Sven; Bruno is to nobody. Who changes „Own“ alone reaches what they may give."""
    with workspace_scope(cast.lindenhof.id):
        what, member = service(), cast.members[name]
        carlas, brunos = wish(cast, cast.carla, what), wish(cast, cast.bruno, what)
        annas = wish(cast, cast.carla, what, cast.anna)
        all_clients = member.level(Right.PROFILES_VIEW).name == "ALL"
        all_calendar = member.level(Right.CALENDAR_EDIT).name == "ALL"
    browser = browse(name)
    may_edit = member.may(Right.CALENDAR_EDIT)
    assert browser.get(WAITING).status_code == 200
    page = text(browser.get(WAITING))
    assert "Carla Köhler" in page and ("Bruno Groß" in page) == all_clients
    for row, is_seen, is_own in ((carlas, True, True), (brunos, all_clients, True), (annas, True, name == "anna")):
        one = f"{WAITING}{row.pk}/"
        assert browser.get(one).status_code == (200 if is_seen else 404)
        is_open = may_edit and is_seen and (all_calendar or is_own)
        want = 403 if not may_edit else 404 if not is_seen else 200 if is_open else 403
        assert browser.get(f"{one}change/").status_code == want
        assert browser.post(f"{one}removal/", {"version": "7"}).status_code == (409 if is_open else want)
    assert browser.get(f"{WAITING}new/").status_code == (200 if may_edit else 403)
    assert browser.get(f"{WAITING}slots/").status_code == (200 if may_edit else 403)
    eve = browse("eve")
    assert eve.get(f"/w/nord/calendar/waiting/{carlas.pk}/").status_code == 404


def test_who_sees_the_own_calendar_alone_reads_what_they_may_give(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        cast.tom.levels |= {"calendar.view": "assigned", "calendar.edit": "assigned"}
        cast.tom.save(update_fields=["levels"])
        what = service()
        mine, annas = wish(cast, cast.carla, what, cast.tom), wish(cast, cast.carla, what, cast.anna)
    tom = browse("tom")
    page = text(tom.get(WAITING))
    assert str(mine.pk) in page and str(annas.pk) not in page
    assert tom.get(f"{WAITING}{annas.pk}/").status_code == 404
    answer = tom.post(f"{WAITING}new/", told(cast, what, members=[str(cast.anna.pk)]))
    assert answer.status_code == 422


def test_a_free_time_is_offered_by_hand_by_who_may_change_that_calendar(
    cast: Cast, browse: Browse, ticking: Clock
) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
        for who in (cast.bruno, cast.carla):
            wish(cast, who, what)
        made = booked(cast, at(10), 50, person(cast, "Dora"), service=what)
        cancel(cast, made)
        slot = FreedSlot.objects.get()
    anna, tom, slots = browse("anna"), browse("tom"), f"{WAITING}slots/"
    page = text(anna.get(slots))
    assert "2 Personen warten auf diesen Termin." in page and "02.03.2027, 10:00–10:50" in page
    assert "2 Personen warten auf diesen Termin." in text(anna.get(page_of(made)))
    assert str(slot.pk) not in text(tom.get(slots)) and tom.get(f"{slots}{slot.pk}/").status_code == 404
    assert browse("eve").get(f"/w/nord/calendar/waiting/slots/{slot.pk}/").status_code == 404
    dialog = text(anna.get(f"{slots}{slot.pk}/", headers=PART))
    assert dialog.index("Bruno Groß") < dialog.index("Carla Köhler")
    assert anna.post(f"{slots}{slot.pk}/", {"way": "by_hand"}).status_code == 422
    sent = {"way": "in_turn", "submission": str(uuid4())}
    until = f"{(ticking.now + dt.timedelta(minutes=60)).astimezone(BERLIN):%H:%M}"
    assert anna.post(f"{slots}{slot.pk}/", sent).status_code == 303
    assert anna.post(f"{slots}{slot.pk}/", sent).status_code == 303
    page = text(anna.get(slots))
    assert "1 Person angeboten" in page and f"Bruno Groß angeboten, Antwort bis {until}" in page
    assert offers(cast) == [("Bruno", "open")]
    with workspace_scope(cast.lindenhof.id):
        row = WaitingWish.objects.get(client=cast.bruno.pk)
    page = text(anna.get(WAITING))
    assert f"Angebot bis {until}" in page
    assert "Noch keine Antwort" in text(anna.get(f"{WAITING}{row.pk}/"))


def test_a_free_time_is_offered_to_one_chosen_person_and_then_to_nobody_by_itself(
    cast: Cast, browse: Browse, ticking: Clock
) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
        first, chosen = wish(cast, cast.bruno, what), wish(cast, person(cast, "Emil"), what)
        unasked = wish(cast, person(cast, "Finn"), what)
        Person.objects.filter(pk=unasked.client_id).update(main_email="")
        cancel(cast, booked(cast, at(10), 50, person(cast, "Dora"), service=what))
        slot = FreedSlot.objects.get()
    anna, page = browse("anna"), f"{WAITING}slots/{slot.pk}/"
    dialog = text(anna.get(page, headers=PART))
    assert "Nur hier anbieten: Emil Warter" in dialog and "Nur hier anbieten: Finn Warter" not in dialog
    for name in ("tom", "leo", "eve"):
        assert browse(name).post(f"{page}offer/", {"wish": str(chosen.pk)}).status_code == 404, name
    for told in (str(unasked.pk), str(uuid4()), "x", ""):
        assert anna.post(f"{page}offer/", {"wish": told}).status_code == 303
        assert "Niemand konnte gefragt werden" in text(anna.get(f"{WAITING}slots/")), told
    sent = {"wish": str(chosen.pk), "submission": str(uuid4())}
    assert anna.post(f"{page}offer/", sent).status_code == 303
    assert anna.post(f"{page}offer/", sent).status_code == 303
    assert offers(cast) == [("Emil", "open")]
    mail = mails()[-1]
    assert mail.recipient == "emil@example.org" and "nächste Person" not in mail.body
    assert anna.post(f"{page}offer/", {"wish": str(first.pk)}).status_code == 303  # somebody is just being asked
    assert offers(cast) == [("Emil", "open")]
    assert Browser().post(link(mail), {"answer": "decline"}).status_code == 303
    assert "jemand anderem" not in text(Browser().get(link(mail), headers={"Accept-Language": "de"}))
    go(cast, ticking, 61)
    assert offers(cast) == [("Emil", "declined")]
    with workspace_scope(cast.lindenhof.id):
        slot.refresh_from_db()
        assert slot.waiting == 2  # „Start“ tells it


def test_an_offer_is_taken_back_by_who_may_make_one(cast: Cast, browse: Browse, ticking: Clock) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
        wish(cast, cast.bruno, what)
        cancel(cast, booked(cast, at(10), 50, person(cast, "Dora"), service=what))
        slot = FreedSlot.objects.get()
        [made] = start_offering(slot, OfferWay.IN_TURN, by=cast.anna)
    anna, way = browse("anna"), f"{WAITING}slots/{slot.pk}/withdrawal/"
    for page in (f"{WAITING}slots/", f"{WAITING}{made.wish_id}/"):
        assert way in text(anna.get(page)), page
    assert way not in text(browse("leo").get(f"{WAITING}{made.wish_id}/"))
    for name in ("tom", "leo", "eve"):
        assert browse(name).post(way).status_code == 404, name
    dialog = text(anna.get(way, headers=PART))
    assert "Bruno Groß angeboten" in dialog and "von selbst niemand mehr gefragt" in dialog
    assert offers(cast) == [("Bruno", "open")]
    assert anna.post(way).status_code == 303
    assert offers(cast) == [("Bruno", "withdrawn")]
    assert "Das Angebot wurde zurückgenommen. Der Termin ist wieder frei." in text(anna.get(f"{WAITING}slots/"))
    assert anna.post(way).status_code == 303  # a second click, or a colleague
    assert "Es gab kein Angebot mehr zurückzunehmen" in text(anna.get(f"{WAITING}slots/"))
    assert way not in text(anna.get(f"{WAITING}{made.wish_id}/"))


def test_who_takes_back_what_was_just_accepted_is_told_so(cast: Cast, browse: Browse, ticking: Clock) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
        wish(cast, cast.bruno, what)
        cancel(cast, booked(cast, at(10), 50, person(cast, "Dora"), service=what))
        slot = FreedSlot.objects.get()
        accept(start_offering(slot, OfferWay.IN_TURN, by=cast.anna)[0])
    anna, way = browse("anna"), f"{WAITING}slots/{slot.pk}/withdrawal/"
    assert "Es gibt kein Angebot mehr" in text(anna.get(way, headers=PART))
    assert anna.post(way).status_code == 303
    assert "Es gab kein Angebot mehr zurückzunehmen" in text(anna.get(f"{WAITING}slots/"))
    assert offers(cast) == [("Bruno", "accepted")]


def test_cancelling_tells_how_many_wait_and_start_tells_it_again(cast: Cast, browse: Browse, ticking: Clock) -> None:
    with workspace_scope(cast.lindenhof.id):
        what = service()
        wish(cast, cast.bruno, what)
    made = make(cast, at(10), service=what)
    anna = browse("anna")
    assert anna.post(page_of(made, "deletion/"), {"version": "1"}).status_code == 303
    page = text(anna.get(f"{CALENDAR}?view=agenda"))
    assert "1 Person wartet auf diesen Termin." in page and "unter „Warteliste“ anbieten" in page
    go(cast, ticking)
    start = text(anna.get("/w/lindenhof/"))
    assert "1 frei gewordener Termin" in start and f"{WAITING}slots/" in start
    for other in ("tom", "leo"):
        assert "frei gewordener" not in text(browse(other).get("/w/lindenhof/"))
    with workspace_scope(cast.lindenhof.id):
        assert (count_waited_for(cast.anna), count_waited_for(cast.leo)) == (1, 0)
        start_offering(FreedSlot.objects.get(), OfferWay.ALL, by=cast.anna)
    Browser().post(link(mails()[0]), {"answer": "accept"})
    start = text(anna.get("/w/lindenhof/"))
    assert "Bruno Groß hat den freien Termin am 02.03.2027, 10:00 angenommen." in start
    assert "frei gewordener" not in start
    assert "Bruno" not in text(browse("tom").get("/w/lindenhof/"))
    with workspace_scope(cast.lindenhof.id):
        ticking.forward(25 * 60)
        assert accepted_lately(cast.anna) == []


def test_the_settings_say_how_free_times_are_offered(cast: Cast, browse: Browse) -> None:
    anna, page = browse("anna"), "/w/lindenhof/settings/calendar/"
    assert "Freie Termine anbieten" in text(anna.get(page)) and "Nur von Hand" in text(anna.get(page))
    sent = {"offer_way": "in_turn", "offer_notice": "5", "version": "0"}
    for wrong in ({"offer_way": "x"}, {"offer_notice": "-1"}, {"offer_notice": "viel"}, {"version": ""}):
        assert anna.post(f"{page}waiting/", {**sent, **wrong}).status_code == 422
    assert anna.post(f"{page}waiting/", sent).status_code == 303
    answer = anna.post(f"{page}waiting/", {**sent, "offer_way": "all"})
    assert answer.status_code == 409 and "inzwischen" in text(answer)
    with workspace_scope(cast.lindenhof.id):
        now = waiting.settings_row(1)
        assert (now.offer_way, now.offer_notice) == ("in_turn", 5)
        assert Event.objects.filter(act="waiting.settings").count() == 1
    for other in ("tom", "rita", "leo"):
        assert browse(other).post(f"{page}waiting/", sent).status_code == 403
    assert "der Reihe nach" in text(anna.get(f"{WAITING}slots/"))


# People who become one, who become a contact, and who are gone


def test_a_status_of_a_member_with_hours_tells_how_many_wait(cast: Cast, browse: Browse, ticking: Clock) -> None:
    with workspace_scope(cast.lindenhof.id):
        what, dora = service(), person(cast, "Dora")
        hours(cast.anna, (1, "08:00", "13:00"))
        wish(cast, cast.bruno, what, weekdays=[1], begins=dt.time(9))
        made = booked(cast, at(10), 50, dora, service=what)
        row, cancelled = made.attendances.get(), status_of("cancelled")
    anna = browse("anna")
    told = {"status": str(cancelled.pk), "version": "1"}
    assert anna.post(page_of(made, f"attendances/{row.pk}/"), told, headers=PART).status_code == 200
    assert "1 Person wartet auf diesen Termin." in text(anna.get(f"{CALENDAR}?view=agenda"))
