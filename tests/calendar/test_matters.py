"""What belongs to one of a group, a start that is over, and deleting a wrong entry (CA-10, product.md 5)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kartei.audit.models import Event
from kartei.calendar import deleting
from kartei.calendar.booking import change_terms, status_of
from kartei.calendar.deleting import KEPT, delete_appointment, forget_deleted_appointments, restore_appointment
from kartei.calendar.models import Appointment, Attendance, Occupancy, Place, PlaceKind
from kartei.calendar.occupying import Occupied
from kartei.db.scope import workspace_scope
from kartei.people.merging.uniting import merge
from kartei.people.models import Address, Person
from kartei.people.versions import StaleVersion
from tests.calendar.booked import CALENDAR, PART, at, booked, make, page_of, service, text
from tests.cast import Cast

Browse = Callable[[str], Browser]


def rows(cast: Cast, made: Appointment) -> dict[Any, Attendance]:
    with workspace_scope(cast.lindenhof.id):
        return {row.client_id: row for row in made.attendances.select_related("status")}


def terms(cast: Cast, made: Appointment, person: Person) -> str:
    return page_of(made, f"attendances/{rows(cast, made)[person.pk].pk}/terms/")


def status_id(cast: Cast, code: str) -> str:
    with workspace_scope(cast.lindenhof.id):
        return str(status_of(code).pk)


def test_each_of_a_group_has_a_price_a_note_and_a_status_of_their_own(cast: Cast, browse: Browse) -> None:
    anna, made = browse("anna"), make(cast, at(10), 50, cast.carla, cast.bruno, price=Decimal("40.00"))
    address = terms(cast, made, cast.bruno)
    form = text(anna.get(address))
    assert 'name="price" value="40' in form and "Bruno Groß" in form and "Carla" not in form
    told = {"price": "25,50", "note": "zahlt bar", "version": "1"}
    assert anna.post(address, told).status_code == 303
    assert anna.post(address, told).status_code == 409  # somebody has saved since: what was typed stays
    found = rows(cast, made)
    assert (found[cast.bruno.pk].price, found[cast.bruno.pk].note) == (Decimal("25.50"), "zahlt bar")
    assert (found[cast.carla.pk].price, found[cast.carla.pk].note) == (Decimal("40.00"), "")
    page = text(anna.get(page_of(made)))
    assert "25,50 €" in page and "40,00 €" in page and "zahlt bar" in page
    cancelled = {"status": status_id(cast, "cancelled"), "version": "2"}
    assert anna.post(page_of(made, f"attendances/{found[cast.bruno.pk].pk}/"), cancelled).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        busy = set(Occupancy.objects.filter(appointment=made).values_list("taken_id", flat=True))
        events = Event.objects.filter(act="appointment.terms")
        assert [event.client_id for event in events] == [cast.bruno.pk]
    assert busy == {cast.carla.pk, cast.anna.pk}


@pytest.mark.parametrize(
    "told", [{"price": "-1"}, {"price": "viel"}, {"price": "1e9"}, {"note": "x" * 5_001}, {"version": ""}]
)
def test_bad_terms_are_refused_and_stay_in_the_form(cast: Cast, browse: Browse, told: dict[str, str]) -> None:
    made = make(cast, at(10))
    address = terms(cast, made, cast.carla)
    answer = browse("anna").post(address, {"price": "1", "note": "Getipptes", "version": "1", **told}, headers=PART)
    assert answer.status_code == 422 and ("Getipptes" in text(answer) or "note" in told)
    assert rows(cast, made)[cast.carla.pk].note == ""


def test_the_others_of_a_group_are_in_no_record_of_a_client(cast: Cast, browse: Browse) -> None:
    make(cast, at(10), 50, cast.carla, cast.bruno)
    anna = browse("anna")
    for page in ("", "activity/"):
        told = text(anna.get(f"/w/lindenhof/clients/{cast.carla.pk}/{page}"))
        assert "Termin" in told and "Bruno" not in told


def test_more_than_there_are_places_warns_and_is_booked_when_somebody_says_so(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        group = service("Yoga", capacity=1)
        busy = booked(cast, at(10), 50, cast.bruno, members=[cast.tom])
    anna = browse("anna")
    told = {
        "clients": [str(cast.carla.pk), str(cast.bruno.pk)], "service": str(group.pk), "day": "2027-03-02",
        "begins": "14:00", "minutes": "50", "members": [str(cast.anna.pk)], "submission": str(uuid4()),
    }  # fmt: skip
    answer = anna.post(f"{CALENDAR}appointments/new/", told)
    assert answer.status_code == 422 and 'name="overfull"' in text(answer)
    overlapping = {**told, "begins": "10:00", "overfull": "on"}  # it does not book over what is there
    answer = anna.post(f"{CALENDAR}appointments/new/", overlapping)
    assert answer.status_code == 409 and 'name="despite"' in text(answer) and 'name="overfull"' in text(answer)
    assert anna.post(f"{CALENDAR}appointments/new/", {**told, "overfull": "on"}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.exclude(pk=busy.pk).get().attendances.count() == 2


def test_a_start_that_is_over_is_a_hint_and_no_refusal(cast: Cast, browse: Browse) -> None:
    anna, hint = browse("anna"), "Diese Zeit ist vorbei"
    assert hint in text(anna.get(f"{CALENDAR}appointments/new/?day=2026-01-05&begins=09:00"))
    assert hint not in text(anna.get(f"{CALENDAR}appointments/new/?day=2027-01-05&begins=09:00"))
    for broken in ("day=2026-01-05&begins=x", "day=x&begins=25:00", "day=2027-03-28&begins=02:30"):
        assert anna.get(f"{CALENDAR}appointments/new/?{broken}").status_code == 200
    told = {
        "clients": str(cast.carla.pk), "day": "2026-01-05", "begins": "09:00", "minutes": "50",
        "members": str(cast.anna.pk), "submission": str(uuid4()),
    }  # fmt: skip
    assert anna.post(f"{CALENDAR}appointments/new/", told).status_code == 303
    assert "Er liegt in der Vergangenheit" in text(anna.get(CALENDAR))


def test_a_wrong_entry_is_deleted_after_a_question_and_comes_back(cast: Cast, browse: Browse) -> None:
    anna, made = browse("anna"), make(cast, at(10), 50, cast.carla, cast.bruno)
    agenda, record = f"{CALENDAR}?view=agenda&date=2027-03-02", f"/w/lindenhof/clients/{cast.carla.pk}/"
    assert "Carla Köhler" in text(anna.get(page_of(made, "deletion/")))
    assert anna.post(page_of(made, "deletion/"), {"version": ""}).status_code == 422
    assert anna.post(page_of(made, "deletion/"), {"version": "9"}).status_code == 409
    assert anna.post(page_of(made, "deletion/"), {"version": "1"}).status_code == 303
    toast = text(anna.get(CALENDAR))
    assert "wurde gelöscht" in toast and page_of(made, "restoration/") in toast
    for address in (agenda, record):
        assert str(made.pk) not in text(anna.get(address))
    for gone in ("", "change/", "move/", "deletion/"):
        assert anna.get(page_of(made, gone)).status_code == 404
    with workspace_scope(cast.lindenhof.id):
        assert not Occupancy.objects.filter(appointment=made.pk).exists()
    assert anna.post(page_of(made, "restoration/"), {"version": "1"}).status_code == 409
    assert anna.post(page_of(made, "restoration/"), {"version": "2"}).status_code == 303
    for address in (agenda, record):
        assert str(made.pk) in text(anna.get(address))
    with workspace_scope(cast.lindenhof.id):
        assert Occupancy.objects.filter(appointment=made.pk).count() == 3
        acts = list(Event.objects.filter(client_id=cast.bruno.pk).order_by("id").values_list("act", flat=True))
    assert acts[-3:] == ["appointment.booking", "appointment.deletion", "appointment.restoration"]


def test_what_was_given_away_since_is_not_booked_twice_by_undo(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        made = booked(cast, at(10))
        gone = delete_appointment(made, version=1, by=cast.anna)
        booked(cast, at(10), 50, cast.bruno)
        with pytest.raises(Occupied):
            restore_appointment(gone, version=2, by=cast.anna)
        with pytest.raises(StaleVersion):
            restore_appointment(gone, version=1, by=cast.anna)
    answer = browse("anna").post(page_of(made, "restoration/"), {"version": "2"})
    assert answer.status_code == 409 and "inzwischen" in text(answer)


def test_the_list_of_what_was_deleted_brings_it_back(cast: Cast, browse: Browse) -> None:
    listed, both = f"{CALENDAR}deleted/", make(cast, at(10), 50, cast.carla, cast.bruno)
    others = make(cast, at(12), 50, cast.bruno, members=[cast.tom])
    with workspace_scope(cast.lindenhof.id):
        for made in (both, others):
            delete_appointment(made, version=1, by=cast.anna)
        cast.tom.levels |= {"calendar.view": "assigned", "calendar.edit": "assigned"}
        cast.tom.save(update_fields=["levels"])
    anna = browse("anna")
    page = text(anna.get(listed))
    assert page.index(page_of(others, "restoration/")) < page.index(page_of(both, "restoration/"))
    assert "Bruno" in page and "Carla Köhler" in page and f"{listed}" in text(anna.get(CALENDAR))
    assert page_of(both, "restoration/") not in text(browse("tom").get(listed))
    assert str(both.pk) not in text(browse("eve").get(listed.replace("lindenhof", "nord")))
    here = {**PART, "HX-Current-URL": f"http://testserver{listed}"}
    answer = anna.post(page_of(both, "restoration/"), {"version": "2"}, headers=here)
    assert answer.status_code == 200 and answer.headers["HX-Redirect"] == listed
    page = text(anna.get(listed))
    assert "wieder da" in page and page_of(both, "restoration/") not in page


def test_what_was_deleted_together_is_listed_by_its_time(cast: Cast, browse: Browse) -> None:
    late, early, noon = (make(cast, at(hour)) for hour in (16, 8, 12))
    with workspace_scope(cast.lindenhof.id):
        Appointment.objects.update(deleted_at=timezone.now())
    page = text(browse("anna").get(f"{CALENDAR}deleted/"))
    places = [page.index(page_of(made, "restoration/")) for made in (late, noon, early)]
    assert places == sorted(places)


def test_the_list_of_what_was_deleted_has_pages_and_few_statements(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deleting, "PAGE", 2)
    with workspace_scope(cast.lindenhof.id):
        gone = [delete_appointment(booked(cast, at(hour)), version=1, by=cast.anna) for hour in (8, 10, 12)]
    anna, listed = browse("anna"), f"{CALENDAR}deleted/"
    anna.get(listed)
    with CaptureQueriesContext(connection) as full:
        page = text(anna.get(listed))
    assert f"?after={gone[1].pk}" in page and str(gone[0].pk) not in page
    with CaptureQueriesContext(connection) as one:
        page = text(anna.get(f"{listed}?after={gone[1].pk}"))
    assert str(gone[0].pk) in page and str(gone[2].pk) not in page and "?after=" not in page
    assert len(one) == len(full) + 1


def test_after_thirty_days_it_is_gone_for_good(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        gone, kept = (delete_appointment(booked(cast, at(hour)), version=1, by=cast.anna) for hour in (8, 10))
        there = booked(cast, at(12))
        Appointment.with_deleted.filter(pk=gone.pk).update(deleted_at=timezone.now() - KEPT)
    forget_deleted_appointments(timezone.now())
    with workspace_scope(cast.lindenhof.id):
        assert set(Appointment.with_deleted.values_list("pk", flat=True)) == {kept.pk, there.pk}


def test_who_does_not_see_the_clients_deletes_nothing(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        made = booked(cast, at(10), 50, cast.bruno, members=[cast.tom])  # Bruno is not assigned to Tom
    answer = browse("tom").post(page_of(made, "deletion/"), {"version": "1"})
    assert answer.status_code == 403
    with workspace_scope(cast.lindenhof.id):
        assert Appointment.objects.filter(pk=made.pk).exists()


def test_a_stale_version_of_terms_is_refused(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        row = booked(cast, at(10)).attendances.get()
        change_terms(row, None, "a", version=1, by=cast.anna)
        with pytest.raises(StaleVersion):
            change_terms(row, None, "b", version=1, by=cast.anna)
        change_terms(row, None, "a", version=2, by=cast.anna)  # nothing new is no event
        assert Event.objects.filter(act="appointment.terms").count() == 1


def test_a_merged_client_may_come_back_with_what_was_deleted(cast: Cast) -> None:
    from tests.people.twins import again, client

    with workspace_scope(cast.lindenhof.id):
        twin = client("Karla", "Köhler", by=cast.anna)
        gone = delete_appointment(booked(cast, at(10), 50, twin), version=1, by=cast.anna)
        merge(again(cast.carla), twin, {}, by=cast.anna)
        back = restore_appointment(gone, version=2, by=cast.anna)
        assert [row.client_id for row in back.attendances.all()] == [cast.carla.pk]
        assert Occupancy.objects.filter(taken_id=cast.carla.pk).count() == 1


def test_the_clients_address_is_offered_to_those_who_have_one(cast: Cast, browse: Browse) -> None:
    """CA-09, with and without a script: the form knows whom it begins with, and the server asks again."""
    with workspace_scope(cast.lindenhof.id):
        home = Place.objects.create(name="Hausbesuch", kind=PlaceKind.HOME)
        Address.objects.filter(person__in=[cast.carla, cast.bruno]).delete()
        Address.objects.create(person=cast.carla, street="Lindenweg 1", city="Berlin")
    anna, new = browse("anna"), f"{CALENDAR}appointments/new/"
    offered = {
        name: f'value="{home.pk}" data-home>' in text(anna.get(f"{new}?client={cast.people[name].pk}"))
        for name in ("carla", "bruno")
    }
    assert offered == {"carla": True, "bruno": False} and f'value="{home.pk}" data-home>' in text(anna.get(new))
    told = {
        "service": "", "day": "2027-03-02", "begins": "14:00", "minutes": "50", "place": str(home.pk),
        "members": [str(cast.anna.pk)],
    }  # fmt: skip
    refused = anna.post(new, {**told, "clients": str(cast.bruno.pk), "submission": str(uuid4())})
    assert refused.status_code == 422 and "hat eine Adresse" in text(refused)
    both = [str(cast.carla.pk), str(cast.bruno.pk)]
    assert anna.post(new, {**told, "clients": both, "submission": str(uuid4())}).status_code == 303
    found = text(anna.post(f"{CALENDAR}people/", {"clients_q": "Carla"}, headers=PART))
    assert "data-address" in found
    assert "data-address" not in text(anna.post(f"{CALENDAR}people/", {"clients_q": "Bruno"}, headers=PART))
