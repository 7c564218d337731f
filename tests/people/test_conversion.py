"""CO-04: a contact becomes a client, a client a contact, and within 30 days the client that they were."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people import converting
from kartei.people.converting import KEPT, forget_conversions
from kartei.people.models import Client, Conversion, Person, Relationship, Release, Status, Task
from kartei.people.relating import connect
from kartei.people.tasking import Errand, complete_task, create_task
from tests.cast import Cast
from tests.people.relatives import add_client, add_contact, bond, rows_in

Browse = Callable[[str], Browser]
CLIENTS, CONTACTS = "/w/lindenhof/clients/", "/w/lindenhof/contacts/"


def fresh(cast: Cast, person: Person) -> Person:
    with workspace_scope(cast.lindenhof.id):
        found: Person = Person.objects.select_related("client__status").get(pk=person.pk)
        return found


def make_client(browser: Browser, cast: Cast, person: Person, code: str = "lead", version: str = "0") -> Any:
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code=code)
    return browser.post(f"{CONTACTS}{person.pk}/conversion/", {"status": str(status.pk), "version": version})


def make_contact(browser: Browser, person: Person, version: str = "0") -> Any:
    return browser.post(f"{CLIENTS}{person.pk}/conversion/", {"version": version})


def restore(browser: Browser, person: Person, version: str = "1") -> Any:
    return browser.post(f"{CONTACTS}{person.pk}/conversion/reversal/", {"version": version})


def told_of(cast: Cast, person: Person) -> dict[str, Any]:
    """All that a client record says."""
    with workspace_scope(cast.lindenhof.id):
        client = Client.objects.get(pk=person.pk)
        rows = Relationship.objects.filter(person=person) | Relationship.objects.filter(other=person)
        return {
            "number": client.number,
            "status": client.status_id,
            "kind": client.kind,
            "tags": sorted(client.client_tags.values_list("tag__name", flat=True)),
            "members": sorted(client.assignments.values_list("member__name", flat=True)),
            "relations": sorted(rows.values_list("id", "person_id", "other_id", "type_id", "note")),
            "tasks": sorted(client.tasks.values_list("id", flat=True)),
        }


def test_a_contact_becomes_a_client_with_id_relations_and_the_status_that_was_chosen(
    cast: Cast, browse: Browse
) -> None:
    anna = browse("anna")
    dialog = anna.get(f"{CONTACTS}{cast.doktor.pk}/conversion/").content.decode()
    assert "In Klient umwandeln" in dialog and "Potenzieller Kunde" in dialog
    answer = make_client(anna, cast, cast.doktor)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{CLIENTS}{cast.doktor.pk}/")
    page = anna.get(f"{CLIENTS}{cast.doktor.pk}/").content.decode()
    assert "ist jetzt Klient" in page and "K-0000" in page and "Potenzieller Kunde" in page
    table = anna.get(f"{CLIENTS}{cast.doktor.pk}/relationships/").content.decode()
    assert ["Carla Köhler", "Klient der Hausarztpraxis", "Klient"] in [row[:3] for row in rows_in(table)]
    assert "Petra Probe" in anna.get(CLIENTS).content.decode() and "Petra" not in anna.get(CONTACTS).content.decode()
    assert str(cast.doktor.pk) in anna.post(f"{CLIENTS}search/", {"q": "K-00003"}).content.decode()
    assert make_client(anna, cast, cast.doktor).status_code == 404  # the form of a page that was open meanwhile


def test_the_old_address_leads_to_the_record_for_who_reaches_it(cast: Cast, browse: Browse) -> None:
    make_client(browse("anna"), cast, cast.doktor)
    for end in ("", "relationships/", "activity/", "master/"):
        answer = browse("rita").get(f"{CONTACTS}{cast.doktor.pk}/{end}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{CLIENTS}{cast.doktor.pk}/"), end
    assert browse("eve").get(f"{CONTACTS}{cast.doktor.pk}/").status_code == 404
    tom = browse("tom")
    assert tom.get(f"{CONTACTS}{cast.doktor.pk}/").status_code == 404  # a client who is not assigned to him
    assert tom.get(f"{CONTACTS}{cast.bruno.pk}/").status_code == 404
    assert tom.get(f"{CONTACTS}{cast.carla.pk}/").headers["Location"] == f"{CLIENTS}{cast.carla.pk}/"


def test_who_sees_assigned_ones_only_is_assigned_to_the_client_they_make(cast: Cast, browse: Browse) -> None:
    tom = browse("tom")
    assert make_client(tom, cast, cast.doktor).status_code == 303
    assert tom.get(f"{CLIENTS}{cast.doktor.pk}/").status_code == 200


def test_an_organisation_does_not_become_a_client(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert "In Klient umwandeln" not in anna.get(f"{CONTACTS}{cast.kasse.pk}/").content.decode()
    answer = make_client(anna, cast, cast.kasse)
    assert answer.status_code == 422 and "Nur Menschen werden Klienten" in answer.content.decode()
    assert not fresh(cast, cast.kasse).is_client


def test_a_client_becomes_a_contact_and_the_same_client_again(cast: Cast, browse: Browse) -> None:
    """Preview, conversion, restoration: number, status, tags, members, relations and done tasks are as before."""
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        connect(cast.carla, cast.bruno, bond("partner", note="seit 2020"), by=cast.anna)
        done = create_task(Errand(text="Erledigtes"), client=cast.carla, by=cast.anna)
        complete_task(done, version=1, by=cast.anna)
    before = told_of(cast, cast.carla)
    preview = anna.get(f"{CLIENTS}{cast.carla.pk}/conversion/").content.decode()
    for text in ("K-00001", "Privat", "Berta, Sven, Tom", "Petra Probe", "1 erledigte Aufgabe bleibt"):
        assert text in preview, text
    answer = make_contact(anna, cast.carla)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{CONTACTS}{cast.carla.pk}/")
    page = anna.get(f"{CONTACTS}{cast.carla.pk}/").content.decode()
    assert "ist jetzt Kontakt" in page and "K-00001" not in page and "conversion/reversal/" in page
    table = anna.get(f"{CONTACTS}{cast.carla.pk}/relationships/").content.decode()
    assert [row[0] for row in rows_in(table)] == ["Bruno Groß"]
    with workspace_scope(cast.lindenhof.id):
        assert not Client.objects.filter(pk=cast.carla.pk).exists() and Task.objects.get().client_id is None
    assert "Carla" in anna.get(CONTACTS).content.decode()
    assert restore(anna, cast.carla).status_code == 303
    assert told_of(cast, cast.carla) == before
    assert str(cast.carla.pk) in anna.post(f"{CLIENTS}search/", {"q": "K-00001"}).content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert not Conversion.objects.exists()
    assert restore(anna, cast.carla, "2").status_code == 404


def test_own_field_values_and_hidden_sections_come_back(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    path = f"{CLIENTS}{cast.carla.pk}/personal/health/"
    assert anna.post(path, {"alerts": "Latexallergie", "version": "0"}).status_code == 303
    make_contact(anna, cast.carla)
    assert "Latexallergie" not in anna.get(f"{CONTACTS}{cast.carla.pk}/").content.decode()
    restore(anna, cast.carla)
    assert "Latexallergie" in anna.get(f"{CLIENTS}{cast.carla.pk}/").content.decode()


@pytest.mark.parametrize("what", ["task", "release"])
def test_what_hangs_on_a_client_holds_them_and_is_named(cast: Cast, browse: Browse, what: str) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        if what == "task":
            create_task(Errand(text="Anrufen"), client=cast.carla, by=cast.anna)
        else:
            key = {"relationship": cast.relations["carla"], "client_id": cast.carla.pk}
            Release.objects.create(**key, topic="x", starts_on=timezone.localdate())
    said = "1 offene Aufgabe" if what == "task" else "1 Einwilligung zum Teilen oder Schweigepflichtentbindung"
    dialog = anna.get(f"{CLIENTS}{cast.carla.pk}/conversion/").content.decode()
    assert said in dialog and "Das fällt weg" not in dialog
    answer = make_contact(anna, cast.carla)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert fresh(cast, cast.carla).is_client


def test_a_later_domain_holds_a_client_by_its_own_reason(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "holding", [lambda person: ["2 offene Rechnungen"]])
    answer = make_contact(browse("anna"), cast.bruno)
    assert answer.status_code == 422 and "2 offene Rechnungen" in answer.content.decode()


def test_a_conversion_compares_versions(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    make_contact(anna, cast.bruno)
    assert restore(anna, cast.bruno, "0").status_code == 409
    assert anna.post(f"{CONTACTS}{cast.bruno.pk}/conversion/reversal/", {"version": "x"}).status_code == 422
    assert restore(anna, cast.bruno).status_code == 303
    assert make_contact(anna, cast.bruno, "1").status_code == 409
    assert make_contact(anna, cast.bruno, "2").status_code == 303


def test_what_is_gone_meanwhile_does_not_keep_a_client_from_coming_back(cast: Cast, browse: Browse) -> None:
    """The number was given away, the status taken out, the contact deleted for good: the rest comes back."""
    anna = browse("anna")
    make_contact(anna, cast.bruno)
    with workspace_scope(cast.lindenhof.id):
        number = Conversion.objects.get().kept["number"]
        Client.objects.filter(pk=cast.carla.pk).update(number=number)
        Status.objects.get(code="lead").delete()
        cast.kasse.delete()
    assert restore(anna, cast.bruno).status_code == 303
    client = fresh(cast, cast.bruno).client
    assert client.number not in (None, number) and client.status.code == "active"


def test_after_thirty_days_the_client_does_not_come_back(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    make_contact(anna, cast.bruno)
    dialog = anna.get(f"{CONTACTS}{cast.bruno.pk}/conversion/").content.decode()
    assert "Früheren Klienten wiederherstellen" in dialog
    forget_conversions(timezone.now() + KEPT - timedelta(minutes=1))
    with workspace_scope(cast.lindenhof.id):
        assert Conversion.objects.count() == 1
    forget_conversions(timezone.now() + KEPT + timedelta(minutes=1))
    assert restore(anna, cast.bruno).status_code == 404
    assert "Früheren Klienten" not in anna.get(f"{CONTACTS}{cast.bruno.pk}/conversion/").content.decode()


def test_both_ways_stand_in_the_activity_of_the_record(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    make_contact(anna, cast.bruno)
    page = anna.get(f"{CONTACTS}{cast.bruno.pk}/activity/?kind=record").content.decode()
    assert "Klient in Kontakt umgewandelt" in page and "Klient angelegt" in page
    make_client(anna, cast, cast.bruno, version="1")
    page = anna.get(f"{CLIENTS}{cast.bruno.pk}/activity/").content.decode()
    assert "Kontakt in Klient umgewandelt" in page
    with workspace_scope(cast.lindenhof.id):
        assert not Conversion.objects.exists()  # there is a new record now


def test_who_has_converted_an_assigned_client_is_led_to_what_they_see(cast: Cast, browse: Browse) -> None:
    tom = browse("tom")
    assert make_contact(tom, cast.carla).headers["Location"] == CONTACTS
    assert tom.get(f"{CONTACTS}{cast.carla.pk}/").status_code == 404
    assert restore(browse("anna"), cast.carla).status_code == 303
    assert tom.get(f"{CLIENTS}{cast.carla.pk}/").status_code == 200
    assert make_contact(browse("leo"), cast.carla).status_code == 403
    assert make_contact(browse("eve"), cast.carla).status_code == 404


def test_the_activity_of_a_contact_tells_of_its_relations_and_its_archive(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    olga = add_contact(cast, "Olga Onkel")
    vera = add_client(cast, "Vera Nichte")
    with workspace_scope(cast.lindenhof.id):
        connect(vera, olga, bond("relative"), by=cast.anna)
    anna.post(f"{CONTACTS}{olga.pk}/archival/", {"version": "0"})
    page = anna.get(f"{CONTACTS}{olga.pk}/activity/").content.decode()
    for text in ("Kontakt angelegt", "Beziehung angelegt", "Kontakt archiviert"):
        assert text in page, text
    assert f"{CONTACTS}{olga.pk}/activity/?kind=record" in page and "Beziehung angelegt: Vera Nichte" in page
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(client_id=olga.pk, act="relationship.creation").count() == 1
