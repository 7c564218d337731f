"""„Leistungen“ and „Orte“ in „Einstellungen“: made, changed, put in order, archived and brought back."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.calendar import offers
from kartei.calendar.models import Place, Resource, Service
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import MemberState
from tests.calendar.booked import CALENDAR, PART, at, booked, room, service, text
from tests.cast import Cast
from tests.security.filling import forms_in

Browse = Callable[[str], Browser]
SETTINGS = "/w/lindenhof/settings/"
MODELS: dict[str, Any] = {"services": Service, "places": Place, "resources": Resource}
WHOLE = {"minutes": "50", "colour": "teal", "capacity": "1", "buffer_before": "0", "buffer_after": "0", "kind": "room"}


def post(browser: Browser, address: str, **told: Any) -> Any:
    return browser.post(SETTINGS + address, {"submission": str(uuid4()), **WHOLE, **told}, headers=PART)


def names(cast: Cast, kind: str) -> list[str]:
    with workspace_scope(cast.lindenhof.id):
        return list(MODELS[kind].objects.values_list("name", flat=True))


def make(cast: Cast, kind: str, name: str, **told: Any) -> Any:
    with workspace_scope(cast.lindenhof.id):
        return offers.add_offer(MODELS[kind](), {"name": name, **told}, by=cast.anna)


@pytest.mark.parametrize("kind", MODELS)
def test_one_is_made_changed_and_named_once(cast: Cast, browse: Browse, kind: str) -> None:
    anna = browse("anna")
    assert post(anna, f"{kind}/new/", name="").status_code == 422
    assert post(anna, f"{kind}/new/", name="Esche").headers["HX-Redirect"].startswith(SETTINGS)
    twin = post(anna, f"{kind}/new/", name="esche")
    assert twin.status_code == 422 and "Diesen Namen gibt es schon." in text(twin)
    with workspace_scope(cast.lindenhof.id):
        made = MODELS[kind].objects.get()
    assert post(anna, f"{kind}/{made.pk}/", name="Birke", version=0).status_code == 200
    assert names(cast, kind) == ["Birke"]
    stale = post(anna, f"{kind}/{made.pk}/", name="Eiche", version=0)
    assert stale.status_code == 409 and "Eiche" in text(stale) and names(cast, kind) == ["Birke"]
    with workspace_scope(cast.lindenhof.id):
        told = Event.objects.filter(act__startswith="offer.").order_by("id")
        assert [event.act for event in told] == ["offer.addition", "offer.change"]
        assert told[1].detail["changes"] == {"name": ["Esche", "Birke"]}


def test_a_service_holds_all_that_was_told(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        here = room()
    told = {"name": "Gruppe", "minutes": "90", "price": "35,50", "capacity": "8", "buffer_after": "10", "colour": "amber",
            "description": "Für alle", "members": [cast.tom.pk], "places": [here.pk]}  # fmt: skip
    assert post(browse("anna"), "services/new/", **told).status_code == 200
    with workspace_scope(cast.lindenhof.id):
        made = Service.objects.get()
        assert (made.minutes, made.price, made.capacity, made.buffer_after) == (90, Decimal("35.50"), 8, 10)
        assert made.service_members.get().member_id == cast.tom.pk and made.service_places.get().place_id == here.pk
    page = text(browse("anna").get(f"{SETTINGS}services/"))
    assert "90 min · 35,50 € · 8 Plätze · Tom" in page
    address = f"{SETTINGS}services/{made.pk}/"
    edit = browse("anna").get(address).content.decode()
    [form] = [form for form in forms_in(edit) if form.action == address]
    assert dict(form.pairs)["price"] == "35,5" and re.search(rf'value="{cast.tom.pk}"[^>]*checked', edit)
    assert post(browse("anna"), f"services/{made.pk}/", **{**told, "members": [], "version": 0}).status_code == 200
    with workspace_scope(cast.lindenhof.id):
        assert not made.service_members.exists() and made.service_places.exists()
    for wrong in ({"minutes": "0"}, {"minutes": "1441"}, {"capacity": "0"}, {"price": "-1"}, {"buffer_before": "-5"}):
        assert post(browse("anna"), "services/new/", **{**told, "name": "Neu", **wrong}).status_code == 422, wrong


@pytest.mark.parametrize("kind", MODELS)
def test_they_are_put_in_order(cast: Cast, browse: Browse, kind: str) -> None:
    made = [make(cast, kind, name) for name in "ABC"]
    answer = post(browse("anna"), f"{kind}/{made[2].pk}/place/", step="-1")
    assert answer.status_code == 200 and 'id="offers"' in text(answer) and names(cast, kind) == ["A", "C", "B"]
    post(browse("anna"), f"{kind}/{made[0].pk}/place/", step="-1")  # is the first
    assert names(cast, kind) == ["A", "C", "B"]
    assert post(browse("anna"), f"{kind}/{made[0].pk}/place/", step="5").status_code == 422


@pytest.mark.parametrize("kind", MODELS)
def test_what_is_archived_is_booked_no_more_and_comes_back(cast: Cast, browse: Browse, kind: str) -> None:
    made, anna, new = make(cast, kind, "Esche"), browse("anna"), f"{CALENDAR}appointments/new/"
    assert "Esche" in text(anna.get(new))
    assert post(anna, f"{kind}/{made.pk}/archival/", version=0).status_code == 200
    page = text(anna.get(SETTINGS + ("services/" if kind == "services" else "places/")))
    assert "Esche" not in text(anna.get(new))
    assert "„Esche“ wurde archiviert." in page and "Zurückholen: Esche" in page and "Archiviert" in page
    assert post(anna, f"{kind}/{made.pk}/archival/", version=0).status_code == 409
    assert post(anna, f"{kind}/{made.pk}/restoration/", version=1).status_code == 200
    assert "Esche" in text(anna.get(new))


def test_an_appointment_keeps_a_service_that_was_archived(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        treated = service()
        made = booked(cast, at(10), service=treated)
        offers.archive_offer(treated, version=0, by=cast.anna)
    page = text(browse("anna").get(f"{CALENDAR}appointments/{made.pk}/change/"))
    assert re.search(rf'value="{treated.pk}"[^>]* selected', page)


def test_whoever_sees_the_settings_changes_nothing_without_the_right(cast: Cast, browse: Browse) -> None:
    made = {kind: make(cast, kind, "Esche") for kind in MODELS}
    with workspace_scope(cast.lindenhof.id):
        cast.rita.levels["settings.view"] = "all"
        cast.rita.save(update_fields=["levels"])
    rita = browse("rita")
    for page in ("services/", "places/"):
        seen = text(rita.get(SETTINGS + page)).partition("<main")[2]
        assert "Esche" in seen and not re.search("Neue Leistung|Neuer Ort|Archivieren|Nach oben", seen)
        assert browse("tom").get(SETTINGS + page).status_code == 403
    for kind, offer in made.items():
        for part in ("new/", f"{offer.pk}/", f"{offer.pk}/place/", f"{offer.pk}/archival/", f"{offer.pk}/restoration/"):
            assert post(rita, f"{kind}/{part}", name="X", version=0, step="1").status_code == 403
        assert names(cast, kind) == ["Esche"]


def test_there_is_an_end_to_how_many_there_are(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "MOST", 1)
    make(cast, "services", "Esche")
    answer = post(browse("anna"), "services/new/", name="Birke")
    assert answer.status_code == 422 and names(cast, "services") == ["Esche"]


def test_a_service_keeps_its_links_to_what_was_archived_and_to_who_left(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        here, there = room("Raum 1"), room("Raum 2")
        for member in (cast.anna, cast.tom):
            member.treats = True
            member.save()
    told = {"name": "Massage", "members": [cast.tom.pk], "places": [here.pk, there.pk]}
    anna = browse("anna")
    assert post(anna, "services/new/", **told).status_code == 200
    with workspace_scope(cast.lindenhof.id):
        made = Service.objects.get()
        offers.archive_offer(there, version=0, by=cast.anna)
        cast.tom.state = MemberState.LEFT
        cast.tom.save()
    address = f"{SETTINGS}services/{made.pk}/"
    page = text(anna.get(address))
    assert "Tom (behandelt nicht mehr)" in page and "Raum 2 (archiviert)" in page
    ticked = {name: re.findall(rf'name="{name}" value="([^"]+)"[^>]*checked', page) for name in ("members", "places")}
    sent = {**WHOLE, **ticked, "name": "Massage", "version": "0"}
    assert anna.post(address, {**sent, "name": "Klassische Massage"}, headers=PART).status_code == 200
    with workspace_scope(cast.lindenhof.id):
        made.refresh_from_db()
        assert made.name == "Klassische Massage"
        assert set(made.service_places.values_list("place_id", flat=True)) == {here.pk, there.pk}
        assert set(made.service_members.values_list("member_id", flat=True)) == {cast.tom.pk}
    assert (
        anna.post(address, {**sent, "version": "1", "members": [], "places": [here.pk]}, headers=PART).status_code
        == 200
    )
    with workspace_scope(cast.lindenhof.id):
        assert not made.service_members.exists() and made.service_places.get().place_id == here.pk
    new = text(anna.get(f"{SETTINGS}services/new/"))
    assert "Raum 2" not in new and "Tom" not in new  # nobody links them anew


@pytest.mark.parametrize("kind", MODELS)
def test_what_comes_back_needs_a_name_of_its_own(cast: Cast, browse: Browse, kind: str) -> None:
    old, anna = make(cast, kind, "Esche"), browse("anna")
    assert post(anna, f"{kind}/{old.pk}/archival/", version=0).status_code == 200
    make(cast, kind, "esche")
    answer = post(anna, f"{kind}/{old.pk}/restoration/", version=1)
    assert answer.status_code == 409 and "heißt inzwischen „Esche“" in text(answer)
    assert post(anna, f"{kind}/{old.pk}/", name="Eiche", version=1).status_code == 200
    assert post(anna, f"{kind}/{old.pk}/restoration/", version=2).status_code == 200
    assert sorted(names(cast, kind)) == ["Eiche", "esche"]
