"""Attacks that once got through: a fault of the server, or a word about what is out of reach."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError, connection
from django.test import Client as Browser
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from kartei.db.scope import workspace_scope
from kartei.people.creating import Particulars, create_client
from kartei.people.models import Import, ImportState, Status
from kartei.people.statuses import tags_named
from kartei.web import errors
from tests.cast import Cast

Browse = Callable[[str], Browser]
HTMX = {"HX-Request": "true"}
LIST = "/w/lindenhof/clients/"
REACH_ROWS = {"phones-TOTAL_FORMS": "1", "phones-INITIAL_FORMS": "0", "emails-INITIAL_FORMS": "0", "version": "0"}
LONG_WHEN_FOLDED = f"a@{'.'.join(['ß' * 31] * 7)}.de"  # 228 characters, each ß two when folded


@pytest.mark.parametrize("count", ["²", "٣", "9" * 5000, "1000000000", "-1", ""])
def test_a_further_row_after_any_number_of_rows(cast: Cast, browse: Browse, count: str) -> None:
    told = {**REACH_ROWS, "rows": "emails", "emails-TOTAL_FORMS": count}
    answer = browse("anna").post(f"{LIST}{cast.carla.pk}/personal/reach/rows/", told, headers=HTMX)
    assert answer.status_code == 200


@pytest.mark.parametrize("after", ["²", "٣", "9" * 5000, "-1"])
def test_the_rows_of_an_import_go_on_after_a_number_alone(cast: Cast, browse: Browse, after: str) -> None:
    with workspace_scope(cast.lindenhof.id):
        batch = Import.objects.create(member=cast.anna, name="liste.csv", state=ImportState.CHECKED)
    answer = browse("anna").get(f"{LIST}imports/{batch.pk}/rehearsal/", {"after": after}, headers=HTMX)
    assert answer.status_code == 200


def test_an_address_that_grows_when_it_is_folded(cast: Cast, browse: Browse) -> None:
    anna, told = browse("anna"), {"last_name": "Lang", "email": LONG_WHEN_FOLDED}
    with workspace_scope(cast.lindenhof.id):
        told["status"] = str(Status.objects.get(code="active").pk)
    assert anna.post(f"{LIST}new/", told).status_code == 303
    rows = {**REACH_ROWS, "emails-TOTAL_FORMS": "1", "emails-0-value": LONG_WHEN_FOLDED}
    assert anna.post(f"{LIST}{cast.carla.pk}/personal/reach/", rows, headers=HTMX).status_code == 200


@pytest.mark.parametrize("wrong", [{"next": "/a\nb"}, {"next": "/\r\nX-Evil: 1"}, {"HTTP_REFERER": "http://["}])
def test_a_switch_leads_back_to_an_address_or_to_the_start(cast: Cast, browse: Browse, wrong: dict[str, str]) -> None:
    headers: dict[str, Any] = {"HTTP_HX_REQUEST": "true", "HTTP_REFERER": wrong.get("HTTP_REFERER", "")}
    answer = browse("anna").post("/theme/", {"theme": "dark", "next": wrong.get("next", "")}, **headers)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/")


@pytest.fixture
def between(cast: Cast) -> UUID:
    """A client out of Tom's reach, by name behind those whom he sees."""
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="active")
        return create_client(Particulars(last_name="Zzz"), status=status, by=cast.anna).pk


def test_a_place_in_the_list_tells_nothing_of_a_client_out_of_reach(cast: Cast, browse: Browse, between: UUID) -> None:
    tom = browse("tom")
    there, nowhere = (tom.get(LIST, {"after": str(pk)}, headers=HTMX) for pk in (between, uuid4()))
    assert "Köhler" in there.content.decode()
    assert there.content.count(b"<tr") == nowhere.content.count(b"<tr")


def test_a_place_in_the_hits_tells_nothing_of_a_client_out_of_reach(cast: Cast, browse: Browse, between: UUID) -> None:
    answer = browse("tom").post(f"{LIST}search/", {"q": "köhler", "more": str(between)}, headers=HTMX)
    assert "Köhler" in answer.content.decode()


def test_new_tags_are_made_in_one_order_whoever_names_them(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id), CaptureQueriesContext(connection) as queries:
        tags_named(["zwei", "eins", "drei"])
    words = [
        word for query in queries for word in re.findall("zwei|eins|drei", query["sql"]) if "INSERT" in query["sql"]
    ]
    assert words[:3] == sorted(words[:3])


def test_a_session_that_could_not_be_written_is_the_database_being_away(rf: RequestFactory) -> None:
    fault = SessionInterrupted("deleted before the request completed")
    fault.__context__ = OperationalError("server closed the connection unexpectedly")
    answer = errors.bad_request(rf.get("/"), fault)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert errors.bad_request(rf.get("/"), SessionInterrupted("logged out meanwhile")).status_code == 400
