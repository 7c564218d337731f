"""The pages of the calendar: booking, overlaps, changing, moving, statuses (product.md, section 5)."""

import datetime as dt
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.test import Client as Browser

from kartei.calendar.models import Appointment, Attendance, Occupancy, Place, Resource, Service, ServicePlace
from kartei.calendar.showing import Shown
from kartei.db.scope import workspace_scope
from kartei.people.models import Person
from kartei.tenancy.models import Member, MemberState
from tests.calendar.booked import CALENDAR, DAY, PART, at, booked, make, page_of, room, service, text
from tests.cast import Cast
from tests.security.filling import forms_in
from tests.security.routes import NOBODY

Browse = Callable[[str], Browser]
NEW = f"{CALENDAR}appointments/new/"


@pytest.fixture
def anna(browse: Browse) -> Browser:
    return browse("anna")


def told(cast: Cast, *people: Person, **more: Any) -> dict[str, Any]:
    """What the form of a new appointment sends: Anna with Carla, unless told otherwise."""
    return {
        "submission": str(uuid4()), "clients": [person.pk for person in people or (cast.carla,)], "day": DAY.isoformat(),
        "begins": "10:00", "minutes": "50", "members": [cast.anna.pk], **more,
    }  # fmt: skip


def filled(answer: Any, action: str) -> dict[str, list[str]]:
    """What the form of a page would send, untouched."""
    form = next(form for form in forms_in(answer.content.decode()) if form.action == action)
    found: dict[str, list[str]] = {}
    for name, value in form.pairs:
        found.setdefault(name, []).append(value)
    return found


def offered(cast: Cast, **more: Any) -> Service:
    with workspace_scope(cast.lindenhof.id):
        return service(**more)


def stored(cast: Cast) -> list[tuple[dt.datetime, dt.datetime, set[Any], set[Any]]]:
    """From, to, clients and members of every appointment, in the order of time."""
    with workspace_scope(cast.lindenhof.id):
        return [
            (
                row.starts_at,
                row.ends_at,
                set(row.attendances.values_list("client_id", flat=True)),
                set(row.given_by.values_list("member_id", flat=True)),
            )
            for row in Appointment.objects.order_by("starts_at")
        ]


def undo_of(answer: Any) -> tuple[str, dict[str, str]]:
    """Where „Rückgängig“ of the toast posts, and what: (address, values)."""
    form = next(form for form in forms_in(answer.content.decode()) if form.is_post and "version" in form.names)
    return form.action, dict(form.pairs)


# the page


@pytest.mark.parametrize("view", ["day", "week", "month", "team", "agenda"])
def test_a_view_shows_what_is_booked(cast: Cast, anna: Browser, view: str) -> None:
    make(cast, at(10), service=offered(cast, colour="blue"))
    page = anna.get(CALENDAR, {"view": view, "date": DAY.isoformat()})
    [entry] = anna.get(f"{CALENDAR}entries/", {"view": view, "date": DAY.isoformat()}).json()
    assert (entry["title"], entry["start"], entry["end"]) == ("Carla Köhler", "2027-03-02T10:00", "2027-03-02T10:50")
    by = {"by": "", "members": ""} if view == "team" else {"by": "A", "members": "Anna"}  # the column says it there
    told = {"text": "Osteopathie", "colour": "blue", "off": False, "version": 1}
    assert entry["extendedProps"] == {**told, **by}
    assert entry["editable"] and entry["resourceIds"] == [str(cast.anna.pk)]
    assert ("Carla Köhler" in text(page)) == (view == "agenda")
    assert anna.get(f"{CALENDAR}entries/", {"view": view, "date": "2027-05-20"}).json() == []


def test_weeks_begin_on_monday_and_have_the_number_of_iso_8601(anna: Browser) -> None:
    """The first days of 2027 belong to week 53 of 2026."""
    week, month = Shown("week", dt.date(2027, 1, 3)), Shown("month", dt.date(2027, 1, 15))
    assert week.span == (dt.date(2026, 12, 28), dt.date(2027, 1, 4)) and month.span[0] == week.span[0]
    assert "KW 53" in text(anna.get(CALENDAR, {"view": "week", "date": "2027-01-03"}))


def test_an_address_that_says_nonsense_shows_this_week(anna: Browser) -> None:
    for query in ({"view": "x", "date": "9999-12-31"}, {"date": "31.12.2026"}, {"member": "x", "status": ["", "1"]}):
        page = anna.get(CALENDAR, query)
        assert page.status_code == 200 and 'data-view="week"' in page.content.decode()
        assert anna.get(f"{CALENDAR}entries/", query).json() == []


def test_filters_ask_for_members_places_services_and_statuses(cast: Cast, anna: Browser) -> None:
    with workspace_scope(cast.lindenhof.id):
        place, treated = room(), service()
        made = booked(cast, at(10), place=place, service=treated)
        booked(cast, at(14), 50, cast.bruno, members=[cast.tom])
        status = made.attendances.get().status_id
    for name, value, count in (
        ("member", cast.anna.pk, 1), ("place", place.pk, 1), ("service", treated.pk, 1), ("status", status, 2),
        ("status", uuid4(), 0), ("member", cast.leo.pk, 0),
    ):  # fmt: skip
        asked = {"view": "week", "date": DAY.isoformat(), name: str(value)}
        assert len(anna.get(f"{CALENDAR}entries/", asked).json()) == count, name


# booking


def test_what_a_click_tells_stands_in_the_form(cast: Cast, anna: Browser) -> None:
    asked = {"day": "2027-03-02", "begins": "10:30", "minutes": "90", "member": cast.tom.pk, "client": cast.carla.pk}
    page = anna.get(NEW, asked, headers=PART)
    form = filled(page, NEW)
    assert (form["day"], form["begins"], form["minutes"]) == (["02.03.2027"], ["10:30"], ["90"])
    assert form["clients"] == [str(cast.carla.pk)]
    assert re.search(rf'value="{cast.tom.pk}"[^>]*checked', text(page))
    assert not re.search(rf'value="{cast.anna.pk}"[^>]*checked', text(page))
    assert "<html" not in text(page) and "<html" in text(anna.get(NEW, asked))


def test_a_service_tells_the_form_its_length_and_its_price(cast: Cast, anna: Browser) -> None:
    offered(cast, minutes=75, price=Decimal("90.50"))
    assert 'data-minutes="75" data-price="90,5"' in text(anna.get(NEW))


def test_booking_stores_and_says_when(cast: Cast, anna: Browser) -> None:
    """CA-01"""
    treated = offered(cast)
    sent = told(cast, service=treated.pk, price="90,50", note="Fenster auf", client_text="Bitte Handtuch mitbringen")
    answer = anna.post(NEW, sent, headers=PART)
    assert unquote(answer.headers["HX-Redirect"]) == CALENDAR
    assert "Der Termin am 02.03.2027, 10:00 ist gebucht." in text(anna.get(CALENDAR))
    assert stored(cast) == [(at(10), at(10, 50), {cast.carla.pk}, {cast.anna.pk})]
    with workspace_scope(cast.lindenhof.id):
        row = Attendance.objects.select_related("appointment", "status").get()
        assert (row.price, row.status.code, row.appointment.service_id) == (Decimal("90.50"), "planned", treated.pk)
        assert (row.appointment.note, row.appointment.client_text) == ("Fenster auf", "Bitte Handtuch mitbringen")
    anna.post(NEW, sent)
    assert len(stored(cast)) == 1  # two clicks are one
    detail = text(anna.get(page_of(row.appointment)))
    assert all(word in detail for word in ("Carla Köhler", "Osteopathie", "90,50 €", "Fenster auf", "Geplant"))


def test_an_empty_form_says_what_is_missing(cast: Cast, anna: Browser) -> None:
    answer = anna.post(NEW, {"submission": str(uuid4())}, headers=PART)
    assert answer.status_code == 422 and stored(cast) == []
    assert "Bitte wählen Sie, wer kommt." in text(answer)
    assert "Bitte wählen Sie, wer den Termin gibt." in text(answer)
    assert text(answer).count("Bitte ausfüllen.") == 3


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2027-03-28", "begins": "02:30"}, "In dieser Stunde wird die Uhr vorgestellt"),
        ({"day": "31.12.9999"}, "Das ist kein Datum."),
        ({"day": "31.02.2027"}, "Diesen Tag gibt es nicht."),
        ({"begins": "zehn"}, "Bitte schreiben Sie"),
        ({"minutes": "1441"}, "1440"),
        ({"minutes": "0"}, "5"),
        ({"price": "-1"}, "0"),
        ({"service": str(NOBODY)}, ""),
        ({"members": [str(NOBODY)]}, ""),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_beside_the_field(
    cast: Cast, anna: Browser, wrong: dict[str, Any], sentence: str
) -> None:
    answer = anna.post(NEW, told(cast, **wrong), headers=PART)
    assert answer.status_code == 422 and stored(cast) == []
    [fault] = re.findall(r'class="field-error".*?<span>(.*?)</span>', text(answer), re.DOTALL)
    assert sentence in fault


def test_over_a_change_of_clocks_the_length_is_real_time(cast: Cast, anna: Browser) -> None:
    anna.post(NEW, told(cast, day="2027-03-28", begins="01:30", minutes="60"))
    [(begins, ends, _clients, _members)] = stored(cast)
    assert ends - begins == dt.timedelta(hours=1)
    assert (begins, ends) == (at(1, 30, day=dt.date(2027, 3, 28)), at(3, 30, day=dt.date(2027, 3, 28)))


def test_nobody_but_live_clients_in_reach_can_be_chosen(cast: Cast, browse: Browse) -> None:
    """CO-03: a contact is no client, neither are somebody out of reach and somebody of another practice."""
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.bruno.pk).update(state="archived")
    for name, person in (("anna", cast.doktor), ("anna", cast.bruno), ("tom", cast.bruno), ("anna", cast.norbert)):
        answer = browse(name).post(NEW, told(cast, person, members=[cast.members[name].pk]), headers=PART)
        assert answer.status_code == 422 and "Bitte wählen Sie Klienten aus der Liste." in text(answer)
        assert (person.name in text(answer)) == (name == "anna" and person == cast.bruno)  # to be unticked
    assert stored(cast) == []


def test_the_search_finds_clients_and_keeps_who_is_chosen(cast: Cast, browse: Browse) -> None:
    people = f"{CALENDAR}people/"
    found = text(browse("anna").post(people, {"clients_q": "gross", "clients": [cast.carla.pk]}, headers=PART))
    assert re.search(rf'value="{cast.carla.pk}" checked', found) and "Bruno Groß" in found
    assert "Bruno" not in text(browse("tom").post(people, {"clients_q": "gross"}, headers=PART))
    assert "Probe" not in text(browse("anna").post(people, {"clients_q": "probe"}, headers=PART))
    for junk in ("a\0b", "\ud800".encode("utf-8", "surrogatepass"), "x" * 5_000):
        assert browse("anna").post(people, {"clients_q": junk, "clients": ["x"]}, headers=PART).status_code == 200
    whole = browse("anna").post(people, told(cast, clients_q="gross", note="bleibt"))
    assert whole.status_code == 200 and "bleibt" in text(whole) and "Bruno Groß" in text(whole)


def test_an_overlap_names_who_is_busy_and_is_booked_when_somebody_says_so(cast: Cast, anna: Browser) -> None:
    """CA-03"""
    make(cast, at(10))
    sent = told(cast, cast.bruno, begins="10:30")
    answer = anna.post(NEW, sent, headers=PART)
    assert answer.status_code == 409 and len(stored(cast)) == 1
    assert "Anna: 02.03.2027, 10:00–10:50" in re.sub(r"<[^>]+>", "", text(answer))
    assert "Bruno Groß" in text(answer)  # what was typed is there
    assert anna.post(NEW, {**sent, "despite": "on"}).status_code == 303
    assert len(stored(cast)) == 2


def test_a_service_has_its_places_and_its_number_of_clients(cast: Cast, anna: Browser) -> None:
    with workspace_scope(cast.lindenhof.id):
        treated, here, there = service(), room(), room("Raum 2")
        ServicePlace.objects.create(service=treated, place=here)
    answer = anna.post(NEW, told(cast, cast.carla, cast.bruno, service=treated.pk, place=there.pk), headers=PART)
    assert answer.status_code == 422
    assert "„Osteopathie“ hat Platz für 1." in text(answer)
    assert "„Osteopathie“ findet dort nicht statt." in text(answer)
    assert anna.post(NEW, told(cast, service=treated.pk, place=here.pk)).status_code == 303


# changing


def test_the_form_of_a_change_holds_what_is_stored_and_changes_it(cast: Cast, anna: Browser) -> None:
    with workspace_scope(cast.lindenhof.id):
        couch = Resource.objects.create(name="Liege")
        made = booked(cast, at(10), service=service(capacity=3), place=room(), resources=[couch], price=Decimal(90))
    address = page_of(made, "change/")
    form = filled(anna.get(address), address)
    assert form["version"] == ["1"] and form["price"] == ["90"]
    with workspace_scope(cast.lindenhof.id):
        Resource.objects.update(archived_at=at(9))
        Place.objects.update(archived_at=at(9))
    sent = {**form, "clients": [cast.carla.pk, cast.bruno.pk], "begins": "11:00", "price": "40"}
    assert anna.post(address, sent).headers["Location"] == CALENDAR
    assert stored(cast) == [(at(11), at(11, 50), {cast.carla.pk, cast.bruno.pk}, {cast.anna.pk})]
    with workspace_scope(cast.lindenhof.id):
        assert set(Attendance.objects.values_list("price", flat=True)) == {Decimal(40)}
        assert Occupancy.objects.filter(kind__in=["place", "resource"]).count() == 2
    stale = anna.post(address, {**sent, "note": "Mein Text"}, headers=PART)
    assert stale.status_code == 409 and "Jemand anderes hat diesen Termin inzwischen geändert" in text(stale)
    assert "Mein Text" in text(stale) and 'name="version" value="2"' in text(stale)


def test_an_unchanged_price_leaves_each_with_their_own(cast: Cast, anna: Browser) -> None:
    made = make(cast, at(10), 50, cast.carla, cast.bruno, price=Decimal(90))
    with workspace_scope(cast.lindenhof.id):
        Attendance.objects.filter(client=cast.bruno.pk).update(price=Decimal(40))
    address = page_of(made, "change/")
    anna.post(address, {**filled(anna.get(address), address), "note": "x"})
    with workspace_scope(cast.lindenhof.id):
        assert sorted(Attendance.objects.values_list("price", flat=True)) == [40, 90]


def test_who_left_the_team_stays_with_the_appointment_until_somebody_else_is_chosen(cast: Cast, anna: Browser) -> None:
    made = make(cast, at(10), members=[cast.tom])
    with workspace_scope(cast.lindenhof.id):
        Member.objects.filter(pk=cast.tom.pk).update(state=MemberState.LEFT)
    address = page_of(made, "move/")
    sent = filled(anna.get(address), address)
    assert sent["member"] == [str(cast.tom.pk)]
    anna.post(address, {**sent, "begins": "12:00"})
    assert stored(cast) == [(at(12), at(12, 50), {cast.carla.pk}, {cast.tom.pk})]
    anna.post(address, {**filled(anna.get(address), address), "member": cast.anna.pk})
    assert stored(cast)[0][3] == {cast.anna.pk}


# moving


def test_an_appointment_is_moved_and_moved_back(cast: Cast, anna: Browser) -> None:
    made = make(cast, at(10))
    sent = {"day": "2027-03-03", "begins": "14:30", "minutes": "60", "version": 1, "member": str(cast.tom.pk)}
    answer = anna.post(page_of(made, "move/"), sent, headers=PART)  # as a drag in „Team“ sends it
    assert answer.headers["HX-Redirect"] == CALENDAR
    day = dt.date(2027, 3, 3)
    assert stored(cast) == [(at(14, 30, day=day), at(15, 30, day=day), {cast.carla.pk}, {cast.tom.pk})]
    page = anna.get(CALENDAR)
    assert "Der Termin ist jetzt am 03.03.2027, 14:30." in text(page)
    make(cast, at(10), 50, cast.bruno)  # the undo goes back all the same
    address, values = undo_of(page)
    assert address == page_of(made, "move/") and values["version"] == "2"
    assert anna.post(address, values).status_code == 303
    assert (at(10), at(10, 50), {cast.carla.pk}, {cast.anna.pk}) in stored(cast)


def test_a_move_over_another_one_asks_first(cast: Cast, anna: Browser) -> None:
    make(cast, at(12), 50, cast.bruno)
    made = make(cast, at(10))
    sent = {"day": DAY.isoformat(), "begins": "12:10", "minutes": "50", "version": 1}
    answer = anna.post(page_of(made, "move/"), sent, headers=PART)
    assert answer.status_code == 409 and "12:00–12:50" in text(answer) and 'name="despite"' in text(answer)
    assert stored(cast)[0][0] == at(10)
    anna.post(page_of(made, "move/"), {**sent, "despite": "on"})
    assert [row[0] for row in stored(cast)] == [at(12), at(12, 10)]


def test_a_move_of_what_somebody_else_has_moved_is_refused(cast: Cast, anna: Browser) -> None:
    made = make(cast, at(10))
    sent = {"day": DAY.isoformat(), "begins": "15:00", "minutes": "50", "version": 0}
    for headers in ({}, PART):
        answer = anna.post(page_of(made, "move/"), sent, headers=headers)
        assert answer.status_code == 409 and "Inzwischen hat jemand anderes dies geändert." in text(answer)
    assert stored(cast)[0][0] == at(10)


def test_of_several_who_give_it_moving_names_nobody(cast: Cast, anna: Browser) -> None:
    made = make(cast, at(10), members=[cast.anna, cast.tom])
    address = page_of(made, "move/")
    assert "member" not in filled(anna.get(address), address)
    anna.post(
        address, {"day": DAY.isoformat(), "begins": "15:00", "minutes": "50", "version": 1, "member": cast.tom.pk}
    )
    assert stored(cast) == [(at(15), at(15, 50), {cast.carla.pk}, {cast.anna.pk, cast.tom.pk})]


# statuses


def test_one_of_a_group_gets_another_status_and_back(cast: Cast, anna: Browser) -> None:
    """CA-08, CA-10"""
    with workspace_scope(cast.lindenhof.id):
        made = booked(cast, at(10), 90, cast.carla, cast.bruno, service=service("Gruppe", capacity=8))
        carla = made.attendances.get(client=cast.carla.pk)
    [form] = [form for form in forms_in(text(anna.get(page_of(made)))) if str(carla.pk) in form.action]
    cancelled = re.findall(r'value="([^"]+)">Abgesagt<', text(anna.get(page_of(made))))[0]
    asked = anna.post(form.action, {**dict(form.pairs), "status": cancelled}, headers=PART)
    assert asked.headers["HX-Retarget"] == "#dialogs"
    [question] = [one for one in forms_in(text(asked)) if str(carla.pk) in one.action]
    page = anna.post(question.action, dict(question.pairs), headers=PART)  # the dialog is shown again for the next one
    assert page.status_code == 200 and page.headers["HX-Retarget"] == "#dialogs" and "HX-Redirect" not in page.headers
    assert "Carla Köhler: Abgesagt" in text(page) and "Status von Bruno Groß" in text(page)
    shown = next(form for form in forms_in(text(page)) if str(carla.pk) in form.action)
    assert dict(shown.pairs)["version"] == "2" and f'value="{cancelled}" selected' in text(page)
    entries = anna.get(f"{CALENDAR}entries/", {"date": DAY.isoformat()}).json()
    assert [entry["extendedProps"]["text"] for entry in entries] == ["1 von 8 Plätzen"]
    assert entries[0]["title"] == "Gruppe" and not entries[0]["extendedProps"]["off"]
    assert anna.post(form.action, {**dict(form.pairs), "status": cancelled}).status_code == 409  # version 1
    [back] = [form for form in forms_in(text(page)) if "undo" in dict(form.pairs)]
    assert anna.post(back.action, dict(back.pairs)).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        carla.refresh_from_db()
        assert carla.status.code == "planned"
    assert anna.post(form.action, {"version": 3, "status": str(uuid4())}).status_code == 422


def test_the_status_of_one_who_comes_alone_closes_the_dialog(cast: Cast, anna: Browser) -> None:
    with workspace_scope(cast.lindenhof.id):
        made = booked(cast, at(10))
        row = made.attendances.get()
    [form] = [form for form in forms_in(text(anna.get(page_of(made)))) if str(row.pk) in form.action]
    confirmed = re.findall(r'value="([^"]+)">Bestätigt<', text(anna.get(page_of(made))))[0]
    answer = anna.post(form.action, {**dict(form.pairs), "status": confirmed}, headers=PART)
    assert answer.headers["HX-Redirect"]


def test_a_slot_that_was_given_away_does_not_come_back(cast: Cast, anna: Browser) -> None:
    with workspace_scope(cast.lindenhof.id):
        made = booked(cast, at(10))
        row = made.attendances.get()
        planned = row.status_id
    cancelled = re.findall(r'value="([^"]+)">Abgesagt<', text(anna.get(page_of(made))))[0]
    address = page_of(made, f"attendances/{row.pk}/")
    anna.post(address, {"version": 1, "status": cancelled})
    [entry] = anna.get(f"{CALENDAR}entries/", {"date": DAY.isoformat()}).json()
    assert entry["extendedProps"]["off"] and not entry["editable"]
    make(cast, at(10), 50, cast.bruno)
    answer = anna.post(address, {"version": 2, "status": str(planned)}, headers=PART)
    assert answer.status_code == 409 and "Diese Zeit ist inzwischen anderweitig vergeben: Anna." in text(answer)


def test_json_of_the_columns_is_what_the_script_reads(cast: Cast, anna: Browser) -> None:
    page = text(anna.get(CALENDAR, {"view": "team"}))
    columns = json.loads(re.findall(r'data-columns="(\[.*?\])"', page)[0])
    assert columns == [{"id": str(cast.anna.pk), "title": "Anna"}, {"id": str(cast.tom.pk), "title": "Tom"}]
