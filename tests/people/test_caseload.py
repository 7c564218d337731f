"""Assigned members from either side: in the record, and on the member's page (CL-13)."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.db.scope import workspace_scope
from kartei.people import caseload
from kartei.people.archiving import archive, discard
from kartei.people.creating import Particulars, create_client
from kartei.people.models import Assignment, Status
from kartei.tenancy.models import Member
from tests.cast import Cast

Browse = Callable[[str], Browser]


def page_of(cast: Cast, name: str) -> str:
    return f"/w/lindenhof/team/{cast.members[name].pk}/clients/"


def give(cast: Cast, name: str, count: int) -> None:
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="active")
        for number in range(count):
            client = create_client(Particulars(last_name=f"Viel {number:02}"), status=status, by=cast.anna)
            Assignment.objects.create(client=client, member=cast.members[name], by=cast.anna)


def test_who_is_assigned_in_the_record_stands_on_the_members_page_and_leaves_both(cast: Cast, browse: Browse) -> None:
    """CL-13, row by row."""
    anna, record = browse("anna"), f"/w/lindenhof/clients/{cast.bruno.pk}/"
    assert "Bruno Groß" not in anna.get(page_of(cast, "rita")).content.decode()
    anna.post(f"{record}assignments/", {"members": [str(cast.rita.pk)], "version": "0"})
    assert page_of(cast, "rita") in anna.get(record).content.decode()
    page = anna.get(page_of(cast, "rita")).content.decode()
    assert "Klienten von Rita" in page and "1 Klient" in page and "Bruno Groß" in page
    answer = anna.post(f"{page_of(cast, 'rita')}{cast.bruno.pk}/release/", {"version": "1"})
    assert answer.headers["Location"] == page_of(cast, "rita")
    page = anna.get(page_of(cast, "rita")).content.decode()
    assert "Rita ist nicht mehr für Bruno Groß zuständig." in page and "Rückgängig" in page
    assert "noch für niemanden zuständig" in page
    assert "Niemand ist" in anna.get(record).content.decode()
    anna.post(f"{record}assignments/", {"members": [str(cast.rita.pk)], "version": "2"})
    assert "Bruno Groß" in anna.get(page_of(cast, "rita")).content.decode()


def test_others_stay_assigned(cast: Cast, browse: Browse) -> None:
    browse("anna").post(f"{page_of(cast, 'berta')}{cast.carla.pk}/release/", {"version": "0"})
    with workspace_scope(cast.lindenhof.id):
        left = set(Assignment.objects.filter(client_id=cast.carla.pk).values_list("member__name", flat=True))
    assert left == {"Tom", "Sven"}


def test_nobody_sees_or_ends_more_than_their_reach(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        Assignment.objects.create(client=cast.bruno.client, member=cast.anna, by=cast.anna)
        Assignment.objects.create(client=cast.carla.client, member=cast.anna, by=cast.anna)
    page = browse("tom").get(page_of(cast, "anna")).content.decode()
    assert "Carla Köhler" in page and "Bruno Groß" not in page and "1 Klient" in page
    assert browse("berta").get(page_of(cast, "anna")).content.decode().count("/release/") == 2  # form: action and htmx
    assert "/release/" not in browse("leo").get(page_of(cast, "anna")).content.decode()
    for name, code in (("tom", 404), ("berta", 403), ("leo", 403), ("eve", 404)):
        answer = browse(name).post(f"{page_of(cast, 'anna')}{cast.bruno.pk}/release/", {"version": "0"})
        assert answer.status_code == code, name
    assert browse("anna").get(f"/w/lindenhof/team/{cast.eve.pk}/clients/").status_code == 404


def test_whoever_is_slower_is_told(cast: Cast, browse: Browse) -> None:
    way = f"{page_of(cast, 'tom')}{cast.carla.pk}/release/"
    assert browse("anna").post(way, {"version": "0"}).status_code == 303
    assert browse("rita").post(way, {"version": "0"}).status_code == 409
    assert browse("rita").post(way, {}).status_code == 422


def test_archived_clients_are_marked_and_those_in_the_trash_left_out(cast: Cast, browse: Browse) -> None:
    give(cast, "rita", 2)
    with workspace_scope(cast.lindenhof.id):
        first, second = (row.client.person for row in Assignment.objects.filter(member=cast.rita).order_by("id"))
        archive(first, by=cast.anna)
        discard(second, by=cast.anna)
    page = browse("anna").get(page_of(cast, "rita")).content.decode()
    assert "Viel 00" in page and "Archiviert" in page and "Viel 01" not in page


def test_the_page_goes_on_and_asks_the_same_for_few_and_for_many(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caseload, "PAGE", 5)
    anna, counted = browse("anna"), []
    anna.get(page_of(cast, "rita"))
    for count in (2, 10):
        give(cast, "rita", count)
        with CaptureQueriesContext(connection) as queries:
            anna.get(page_of(cast, "rita"))
        counted.append(len(queries))
    assert counted[0] == counted[1]
    with workspace_scope(cast.lindenhof.id):
        rita, seen, after = Member.objects.get(pk=cast.rita.pk), [], None
        while True:
            found = caseload.caseload_of(rita, seen_by=cast.anna, after=after)
            seen += [row.person.pk for row in found.rows]
            if not (after := found.next):
                break
        assert len(seen) == len(set(seen)) == 12 and found.count == "12"
