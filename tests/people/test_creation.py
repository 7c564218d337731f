"""CL-01 to CL-05: a new client."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.models import Client, Person, Status
from tests.cast import Cast

Browse = Callable[[str], Browser]
NEW = "/w/lindenhof/clients/new/"


def sent(cast: Cast, **values: Any) -> dict[str, Any]:
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="active")
    return {"status": str(status.pk), "submission": str(uuid4()), **values}


def people(cast: Cast, **filters: Any) -> list[Person]:
    with workspace_scope(cast.lindenhof.id):
        return list(Person.objects.filter(**filters).select_related("client__status", "profile"))


def test_the_list_offers_the_form_and_the_form_has_create(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    assert NEW in browser.get("/w/lindenhof/clients/").content.decode()
    assert "Erstellen" in browser.get(NEW).content.decode()


def test_an_empty_form_stores_nothing_and_marks_the_name(cast: Cast, browse: Browse) -> None:
    before = len(people(cast))
    answer = browse("anna").post(NEW, sent(cast))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Bitte geben Sie einen Nachnamen oder einen Vornamen ein." in text
    assert 'aria-invalid="true"' in text and "autofocus" in text
    assert len(people(cast)) == before


def test_saving_opens_the_overview_of_the_new_record(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").post(
        NEW, sent(cast, first_name="Anna", last_name="von der Heide", birth_date="311280", phone="0171 3920099")
    )
    (person,) = people(cast, last_name="Heide")
    assert answer.status_code == 303 and answer.headers["Location"] == f"/w/lindenhof/clients/{person.pk}/"
    assert (person.name_prefix, person.birth_date, person.client.status.code) == (
        "von der",
        date(1980, 12, 31),
        "active",
    )
    assert person.client.shown_number.startswith("K-000") and person.main_phone == "0171 3920099"


def test_a_last_name_or_a_first_name_is_enough(cast: Cast, browse: Browse) -> None:
    for name in ("first_name", "last_name"):
        assert browse("anna").post(NEW, sent(cast, **{name: "Allein"})).status_code == 303


def test_numbers_run_on_and_are_never_given_twice(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    for name in ("Eins", "Zwei"):
        browser.post(NEW, sent(cast, last_name=name))
    first, second = (people(cast, last_name=name)[0].client.number for name in ("Eins", "Zwei"))
    assert second == first + 1


def test_two_clicks_create_one_client(cast: Cast, browse: Browse) -> None:
    browser, form = browse("anna"), sent(cast, last_name="Doppelt")
    first, second = browser.post(NEW, form), browser.post(NEW, form)
    assert len(people(cast, last_name="Doppelt")) == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_refused_form_can_be_sent_again_with_its_key(cast: Cast, browse: Browse) -> None:
    browser, form = browse("anna"), sent(cast)
    assert browser.post(NEW, form).status_code == 422
    assert browser.post(NEW, {**form, "last_name": "Nachgeholt"}).status_code == 303


def test_a_client_without_email_is_told_what_will_not_work(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    answer = browser.post(NEW, sent(cast, last_name="Ohnemail"))
    assert "keine E-Mail-Adresse" in browser.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_date", "31.02.2000"),
        ("birth_date", "31.12.1899"),
        ("birth_date", "01.01.2999"),
        ("birth_date", "abc"),
        ("email", "keine-adresse"),
        ("last_name", "x" * 201),
        ("last_name", "a\0b"),
        ("status", "0"),
        ("status", "00000000-0000-7000-8000-000000000000"),
        ("tags", "00000000-0000-7000-8000-000000000000"),
        ("members", "1" * 25),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_nothing_is_stored(
    cast: Cast, browse: Browse, field: str, value: str
) -> None:
    before = len(people(cast))
    answer = browse("anna").post(
        NEW, sent(cast, **{"last_name": "Fehler", "first_name": "Bleibt stehen", field: value})
    )
    assert answer.status_code == 422
    assert "Bleibt stehen" in answer.content.decode()
    assert len(people(cast)) == before


def test_a_status_of_another_workspace_is_refused(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.nord.id):
        foreign = Status.objects.first()
    assert browse("anna").post(NEW, {"last_name": "X", "status": str(foreign.pk)}).status_code == 422


def test_the_hint_shows_who_has_the_same_name_and_birth_date_email_or_phone(cast: Cast, browse: Browse) -> None:
    twins = f"{NEW}twins/"
    for told in ({"email": "CARLA@klientin.example"}, {"phone": "+49 (0)171/3920021"}):
        text = browse("anna").post(twins, {"first_name": "carla", "last_name": "Koehler", **told}).content.decode()
        assert "Öffnen" in text and "Trotzdem anlegen" in text and str(cast.carla.pk) in text


def test_a_shared_email_alone_is_no_hint(cast: Cast, browse: Browse) -> None:
    told = {"first_name": "Kind", "last_name": "Köhler", "email": "carla@klientin.example"}
    assert str(cast.carla.pk) not in browse("anna").post(f"{NEW}twins/", told).content.decode()


def test_who_may_not_see_the_record_gets_no_hint(cast: Cast, browse: Browse) -> None:
    told = {"first_name": "Bruno", "last_name": "Groß", "email": "bruno@example.org"}
    assert str(cast.bruno.pk) in browse("anna").post(f"{NEW}twins/", told).content.decode()
    assert str(cast.bruno.pk) not in browse("tom").post(f"{NEW}twins/", told).content.decode()


def test_who_sees_assigned_clients_only_is_assigned_to_the_ones_they_create(cast: Cast, browse: Browse) -> None:
    browser = browse("tom")
    answer = browser.post(NEW, sent(cast, last_name="Meine"))
    assert browser.get(answer.headers["Location"]).status_code == 200


def test_creating_is_in_the_log_with_person_and_number(cast: Cast, browse: Browse) -> None:
    browse("rita").post(NEW, sent(cast, last_name="Protokoll"))
    with workspace_scope(cast.lindenhof.id):
        event = Event.objects.get(act="client.creation", subject="Protokoll")
        assert event.actor == "Rita" and event.detail["number"] == Client.objects.get(pk=event.client_id).shown_number


def test_words_of_a_search_fill_the_form_without_creating(cast: Cast, browse: Browse) -> None:
    before = len(people(cast))
    answer = browse("anna").post(NEW, {"prefill": "Lena Neumann"})
    assert answer.status_code == 200 and 'value="Neumann"' in answer.content.decode()
    assert len(people(cast)) == before


def test_a_script_as_a_name_is_text(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    answer = browser.post(NEW, sent(cast, last_name="<script>alert(1)</script>"))
    for address in (
        answer.headers["Location"],
        f"{answer.headers['Location']}personal/",
        "/w/lindenhof/clients/",
        "/w/lindenhof/",
    ):
        text = browser.get(address).content.decode()
        assert "<script>alert(1)" not in text and "&lt;script&gt;alert(1)" in text


def test_a_contact_may_be_an_organisation(cast: Cast, browse: Browse) -> None:
    form = {"kind": "organisation", "organisation": "Schule am Park", "submission": str(uuid4())}
    answer = browse("anna").post("/w/lindenhof/contacts/new/", form)
    (school,) = people(cast, organisation="Schule am Park")
    assert answer.headers["Location"] == f"/w/lindenhof/contacts/{school.pk}/" and not school.is_client


def test_over_htmx_a_refused_form_comes_back_in_place_and_a_good_one_moves_on(cast: Cast, browse: Browse) -> None:
    browser, headers = browse("anna"), {"HX-Request": "true"}
    refused = browser.post(NEW, sent(cast), headers=headers)
    assert refused.status_code == 422 and refused.content.decode().lstrip().startswith("<form")
    form = sent(cast, last_name="Fragment")
    first, second = (browser.post(NEW, form, headers=headers).headers["HX-Redirect"] for _ in range(2))
    assert first == second and len(people(cast, last_name="Fragment")) == 1
