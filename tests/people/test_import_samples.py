"""IM-01 to IM-03: files of other systems arrive whole, over the pages."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client as Browser

from kartei.db.scope import workspace_scope
from kartei.people.models import Import, Person
from tests.cast import Cast
from tests.people.wizard import SAMPLES, bring

Browse = Callable[[str], Browser]
EXPECTED = json.loads((SAMPLES / "expected.json").read_text())
FILES = [
    "carepatron_clients.csv", "excel_de_semikolon.csv", "excel_patientenliste.xlsx", "google_contacts.csv", "jane_patients.csv",
    "cliniko_patients.csv", "outlook_kontakte_de.csv", "simplepractice_client_details.csv", "theorg_patienten.csv",
]  # fmt: skip


def imported(cast: Cast, batch: Import) -> dict[str, Person]:
    """The people of an import by the name that is shown, everything around them loaded."""
    with workspace_scope(cast.lindenhof.id):
        people = Person.objects.filter(created_at=batch.started_at).order_by("id")
        loaded = people.select_related("profile", "client__status").prefetch_related(
            "emails",
            "phones",
            "addresses",
            "external_ids",
            "consents",
            "client__client_tags__tag",
            "client__assignments",
        )
        return {person.name: person for person in loaded}


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_sample_becomes_a_person_and_a_second_time_nobody(cast: Cast, browse: Browse, name: str) -> None:
    first = bring(browse("anna"), cast.lindenhof, name)
    assert first.state == "done"
    assert first.counts["rows"] == first.counts["new"] == EXPECTED[name]["data_rows"]
    assert first.counts["blank"] == EXPECTED[name].get("blank_rows", 1)
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.filter(created_at=first.started_at).count() == EXPECTED[name]["data_rows"]
        everybody = Person.objects.count()
    second = bring(browse("anna"), cast.lindenhof, name)
    assert second.counts["skipped"] == second.counts["rows"] == first.counts["rows"]
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.count() == everybody


def test_carepatron_clients_arrive_with_all_they_have(cast: Cast, browse: Browse) -> None:
    batch = bring(browse("anna"), cast.lindenhof, "carepatron_clients.csv")
    people = imported(cast, batch)
    anna = people["Anna-Lena Müller"]
    assert anna.birth_date == date(1985, 3, 12) and anna.main_email == "anna-lena.mueller@example.de"
    assert anna.main_phone == "0176 04069001" and anna.phones.all()[0].number == "+4917604069001"
    assert anna.profile.gender == "female" and anna.profile.pronouns == "sie/ihr"
    address = anna.addresses.all()[0]
    assert (address.street, address.extra, address.postcode, address.city, address.country) == (
        "Schönhauser Allee 17a", "c/o Weiß", "10435", "Berlin", "DE",
    )  # fmt: skip
    assert sorted(row.tag.name for row in anna.client.client_tags.all()) == ["Rücken", "Selbstzahler"]
    assert [(row.system, row.value) for row in anna.external_ids.all()] == [("carepatron", "1001")]
    assert "lea.sommer@example.de" in anna.profile.imported
    assert people["Jürgen Groß"].client.status.code == "waiting" and people["Ayşe Öztürk"].client.status.code == "lead"
    assert people["Karl-Heinz von der Heide"].name_prefix == "von der"
    contacts = [name for name, person in people.items() if not person.is_client]
    assert len(contacts) == batch.counts["contacts"] == 1
    assert people["Søren Jørgensen"].birth_date is None and "1995-02-29" in people["Søren Jørgensen"].profile.imported


def test_a_german_spreadsheet_keeps_umlauts_phones_and_addresses(cast: Cast, browse: Browse) -> None:
    people = imported(cast, bring(browse("anna"), cast.lindenhof, "excel_de_semikolon.csv"))
    anna = people["Anna-Lena Müller"]
    assert [phone.shown for phone in anna.phones.all()] == ["0176 04069001", "030 23125101"]
    assert (anna.addresses.all()[0].street, anna.addresses.all()[0].city) == ("Schönhauser Allee 17a", "Berlin")
    assert people["Mechthild Freifrau von Stetten"].birth_date is not None


def test_a_workbook_gives_dates_and_phones_that_it_had_as_numbers(cast: Cast, browse: Browse) -> None:
    people = imported(cast, bring(browse("anna"), cast.lindenhof, "excel_patientenliste.xlsx"))
    anna = people["Anna-Lena Müller"]
    assert anna.birth_date == date(1985, 3, 12) and anna.phones.all()[0].number == "+4917604069001"
    assert anna.addresses.all()[0].postcode == "10435"
    assert people["Jürgen Groß"].birth_date == date(1958, 11, 2)


def test_google_contacts_bring_several_values_and_labels(cast: Cast, browse: Browse) -> None:
    anna = imported(cast, bring(browse("anna"), cast.lindenhof, "google_contacts.csv"))["Anna-Lena Müller"]
    assert [(phone.label, phone.number) for phone in anna.phones.all()] == [
        ("Mobil", "+4917604069001"), ("Mobil", "+4917604069099"), ("Privat", "+493023125101"),
    ]  # fmt: skip
    assert anna.salutation == "Frau" and "Termine nur nachmittags." in anna.profile.imported
    assert "* myContacts" not in {row.tag.name for row in anna.client.client_tags.all()}


def test_jane_patients_bring_consents_alerts_and_guardians(cast: Cast, browse: Browse) -> None:
    people = imported(cast, bring(browse("anna"), cast.lindenhof, "jane_patients.csv"))
    given = {consent.purpose: consent.granted for consent in people["Anna-Lena Müller"].consents.all()}
    assert given == {"marketing": True}
    heide = people["Karl-Heinz von der Heide"]
    assert heide.profile.alerts == "Herzschrittmacher" and heide.profile.employer == "Reederei v. d. Heide"
    assert heide.profile.preferred_name == "Kalle"
