"""RL-01 to RL-04, RL-07, CO-02: the tab „Beziehungen“, its dialog, what it refuses, and both sides of everything."""

from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import translation

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.models import BUILT_IN_RELATION_TYPES, SENTENCES, Client, Person, Relationship, RelationType
from tests.cast import Cast
from tests.people.relatives import add_client, add_contact, base_of, kind, rows_in

Browse = Callable[[str], Browser]
HTMX = {"HX-Request": "true"}


def send(browser: Browser, person: Person, other: Person, code: str, cast: Cast, **more: Any) -> Any:
    values = {"other": str(other.pk), "type": kind(cast, code), **more}
    return browser.post(f"{base_of(person)}new/", values)


def stored(cast: Cast, **wanted: Any) -> list[Relationship]:
    with workspace_scope(cast.lindenhof.id):
        rows = Relationship.objects.filter(**wanted).select_related("person", "other", "type")
        return list(rows.order_by("id"))


def test_the_tab_stands_third_and_lists_clients_and_contacts_with_type_kind_marks_and_note(
    cast: Cast, browse: Browse
) -> None:
    browser, bruno = browse("anna"), cast.bruno
    send(browser, cast.carla, bruno, "sibling", cast, note="jüngerer Bruder", is_emergency_contact="on")
    text = browser.get(f"/w/lindenhof/clients/{cast.carla.pk}/").content.decode()
    assert text.index(">Personal<") < text.index(">Beziehungen<")
    rows = rows_in(browser.get(base_of(cast.carla)).content.decode())
    assert rows == [
        ["Bruno Groß", "Geschwister", "Klient", "Notfallkontakt", "jüngerer Bruder"],
        ["Dr. Petra Probe", "Hausarztpraxis", "Kontakt", "", ""],
    ]


def test_the_name_leads_to_the_record(cast: Cast, browse: Browse) -> None:
    text = browse("anna").get(base_of(cast.carla)).content.decode()
    assert f'href="/w/lindenhof/contacts/{cast.doktor.pk}/"' in text


def test_a_record_without_relations_says_what_belongs_here_and_offers_the_button(cast: Cast, browse: Browse) -> None:
    person = add_client(cast, "Nina Allein")
    text = browse("anna").get(base_of(person)).content.decode()
    assert "Noch keine Beziehungen" in text and text.count("+ Neue Beziehung") == 1
    assert "+ Neue Beziehung" not in browse("leo").get(base_of(person)).content.decode()


def test_who_only_reads_has_no_buttons_and_can_send_nothing(cast: Cast, browse: Browse) -> None:
    leo, base = browse("leo"), base_of(cast.carla)
    text = leo.get(base).content.decode()
    assert "Petra Probe" in text and "Neue Beziehung" not in text and "Weitere Aktionen:" not in text
    one = f"{base}{cast.relations['carla'].pk}/"
    for path in (f"{base}new/", f"{base}new/person/", f"{base}search/", f"{base}hints/", f"{base}reversal/", one, f"{one}deletion/"):  # fmt: skip
        assert leo.post(path, {}).status_code == 403, path


def test_connect_makes_a_row_here_and_the_inverse_label_there(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    answer = send(browser, cast.carla, cast.bruno, "parent", cast)
    assert (answer.status_code, answer.headers["Location"]) == (303, base_of(cast.carla))
    assert ["Bruno Groß", "Elternteil"] in [
        row[:2] for row in rows_in(browser.get(base_of(cast.carla)).content.decode())
    ]
    assert ["Carla Köhler", "Kind"] in [row[:2] for row in rows_in(browser.get(base_of(cast.bruno)).content.decode())]


def test_the_inverse_of_a_type_is_the_same_fact_told_from_the_other_side(cast: Cast, browse: Browse) -> None:
    send(browse("anna"), cast.carla, cast.bruno, "parent/inverse", cast)
    [row] = stored(cast, type__code="parent")
    assert (row.person_id, row.other_id) == (cast.bruno.pk, cast.carla.pk)


def test_a_doctor_who_is_a_contact_is_found_with_the_reason(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        add_contact(cast, "Gerda Fröhlich", organisation="Praxis am Markt", role="Kinderärztin", phone="030 23125099")
    browser, path = browse("anna"), f"{base_of(cast.carla)}search/"
    for words, reason in (("froehlich", "Kontakt · Kinderärztin · Praxis am Markt"), ("23125099", "Telefon: 030 23125099"), ("markt", "Praxis am Markt")):  # fmt: skip
        text = browser.post(path, {"q": words}, headers=HTMX).content.decode()
        assert "Gerda Fröhlich" in text and reason in text, words
    assert "Bruno Groß" in browser.post(path, {"q": "bruno"}, headers=HTMX).content.decode()


def test_the_search_offers_nobody_to_themselves_and_no_contact_to_a_contact(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    text = browser.post(f"{base_of(cast.carla)}search/", {"q": "carla"}, headers=HTMX).content.decode()
    assert "new/?with=" not in text and "Das ist Carla Köhler: die Akte" in text
    text = browser.post(f"{base_of(cast.kasse)}search/", {"q": "probe"}, headers=HTMX).content.decode()
    assert "new/?with=" not in text
    text = browser.post(f"{base_of(cast.kasse)}search/", {"q": "carla"}, headers=HTMX).content.decode()
    assert f"new/?with={cast.carla.pk}" in text


def test_the_search_without_script_gives_the_page_with_the_dialog(cast: Cast, browse: Browse) -> None:
    text = browse("anna").post(f"{base_of(cast.carla)}search/", {"q": "bruno"}).content.decode()
    assert "<!doctype html>" in text and f"new/?with={cast.bruno.pk}" in text


def test_the_sentence_says_who_is_the_parent_of_whom(cast: Cast, browse: Browse) -> None:
    browser, path = browse("anna"), f"{base_of(cast.carla)}hints/"
    for code, sentence in (
        ("parent", "Bruno Groß ist Elternteil von Carla Köhler."),
        ("parent/inverse", "Carla Köhler ist Elternteil von Bruno Groß."),
    ):
        values = {"other": str(cast.bruno.pk), "type": kind(cast, code)}
        assert sentence in browser.post(path, values, headers=HTMX).content.decode()
    values = {"first_name": "Maria", "last_name": "Muster", "type": kind(cast, "payer")}
    assert "Maria Muster bekommt die Rechnungen für Carla Köhler." in browser.post(path, values).content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
def test_all_eighteen_types_have_both_labels_and_a_sentence_in_both_languages(cast: Cast, language: str) -> None:
    assert len(BUILT_IN_RELATION_TYPES) == 18 and SENTENCES.keys() == BUILT_IN_RELATION_TYPES.keys()
    with workspace_scope(cast.lindenhof.id), translation.override(language):
        types = list(RelationType.objects.all())
        assert [kind.code for kind in types] == list(BUILT_IN_RELATION_TYPES)
        labels = [(kind.label, kind.inverse_label) for kind in types]
        english = [tuple(map(str, pair)) for pair in BUILT_IN_RELATION_TYPES.values()]
        sentences = [kind.sentence("A", "B") for kind in types]
        symmetric = {kind.code for kind in types if kind.is_symmetric}
    assert labels == (GERMAN if language == "de" else english)
    assert len(set(sentences)) == 18 and all("A" in text and "B" in text for text in sentences)
    assert symmetric == {"sibling", "partner", "relative", "friend", "other"}


GERMAN = [
    ("Elternteil", "Kind"),
    ("Sorgeberechtigte Person", "Minderjährige Person"),
    ("Großelternteil", "Enkelkind"),
    ("Geschwister", "Geschwister"),
    ("Ehe- oder Lebenspartner", "Ehe- oder Lebenspartner"),
    ("Andere verwandte Person", "Andere verwandte Person"),
    ("Gesetzliche Betreuung", "Betreute Person"),
    ("Bevollmächtigte Person", "Vollmachtgebende Person"),
    ("Hausarztpraxis", "Klient der Hausarztpraxis"),
    ("Fachärztliche Praxis", "Klient der Fachpraxis"),
    ("Überweisende Stelle", "Von dort überwiesen"),
    ("Weiterbehandelnde Stelle", "Dorthin überwiesen"),
    ("Rechnungsempfänger", "Rechnung für"),
    ("Versicherung oder Kostenträger", "Versicherte Person"),
    ("Arbeitgeber", "Beschäftigte Person"),
    ("Schule oder Einrichtung", "Dort betreut"),
    ("Befreundete Person", "Befreundete Person"),
    ("Sonstige", "Sonstige"),
]


def test_a_person_is_not_linked_with_themselves(cast: Cast, browse: Browse) -> None:
    answer = send(browse("anna"), cast.carla, cast.carla, "sibling", cast)
    assert answer.status_code == 422 and "nicht mit sich selbst" in answer.content.decode()
    with workspace_scope(cast.lindenhof.id), pytest.raises(IntegrityError), transaction.atomic():
        other = RelationType.objects.get(code="other")
        Relationship.objects.create(person=cast.carla, other=cast.carla, type=other)


@pytest.mark.parametrize(
    ("first", "second", "is_same_side"),
    [("parent", "parent", True), ("parent", "parent/inverse", False), ("sibling", "sibling", False), ("friend", "friend", True)],
)  # fmt: skip
def test_the_same_pair_and_type_twice_is_refused_from_either_side(
    cast: Cast, browse: Browse, first: str, second: str, is_same_side: bool
) -> None:
    browser = browse("anna")
    assert send(browser, cast.carla, cast.bruno, first, cast).status_code == 303
    near, far = (cast.carla, cast.bruno) if is_same_side else (cast.bruno, cast.carla)
    answer = send(browser, near, far, second, cast, note="was ich tippte")
    text = unescape(answer.content.decode())
    assert answer.status_code == 422 and "Das ist schon eingetragen" in text and "was ich tippte" in text
    assert len(stored(cast, type__code=first)) == 1


def test_a_further_type_for_the_same_pair_is_allowed(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    for code in ("parent", "custodian", "payer"):
        assert send(browser, cast.carla, cast.bruno, code, cast).status_code == 303


@pytest.mark.parametrize(
    "chain",
    [
        [("carla", "parent", "bruno"), ("bruno", "parent", "carla")],
        [("carla", "parent", "bruno"), ("carla", "parent/inverse", "bruno")],
        [("carla", "parent", "bruno"), ("bruno", "grandparent", "carla")],
        [("carla", "parent", "bruno"), ("bruno", "parent", "nina"), ("nina", "parent", "carla")],
        [("carla", "parent", "bruno"), ("bruno", "grandparent", "nina"), ("carla", "parent/inverse", "nina")],
    ],
)
def test_nobody_becomes_their_own_elder(cast: Cast, browse: Browse, chain: list[tuple[str, str, str]]) -> None:
    people = {"carla": cast.carla, "bruno": cast.bruno, "nina": add_client(cast, "Nina Groß")}
    browser = browse("anna")
    answers = [send(browser, people[near], people[far], code, cast) for near, code, far in chain]
    assert [answer.status_code for answer in answers] == [303] * (len(chain) - 1) + [422]
    assert "Das ergäbe einen Kreis" in answers[-1].content.decode()


def test_only_one_billing_recipient_is_the_main_one(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    assert 'name="is_main_payer"' in browser.get(f"{base_of(cast.carla)}new/", {"with": cast.bruno.pk}).content.decode()
    assert send(browser, cast.carla, cast.bruno, "payer", cast, is_main_payer="on").status_code == 303
    answer = send(browser, cast.carla, cast.kasse, "payer", cast, is_main_payer="on")
    text = answer.content.decode()
    assert answer.status_code == 422 and "Bruno Groß ist schon Haupt-Rechnungsempfänger von Carla Köhler" in text
    assert 'id="id_is_main_payer_error"' in text
    assert send(browser, cast.carla, cast.kasse, "payer", cast).status_code == 303
    with workspace_scope(cast.lindenhof.id), pytest.raises(IntegrityError), transaction.atomic():
        Relationship.objects.filter(type__code="payer").update(is_main_payer=True)


def test_the_mark_of_billing_recipients_belongs_to_their_type_alone(cast: Cast, browse: Browse) -> None:
    send(browse("anna"), cast.carla, cast.bruno, "sibling", cast, is_main_payer="on")
    assert stored(cast, type__code="sibling")[0].is_main_payer is False


def test_two_contacts_are_not_linked(cast: Cast, browse: Browse) -> None:
    answer = send(browse("anna"), cast.kasse, cast.doktor, "other", cast)
    assert answer.status_code == 422 and "nicht untereinander" in answer.content.decode()


def test_a_missing_type_is_said_beside_the_field(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").post(f"{base_of(cast.carla)}new/", {"other": str(cast.bruno.pk), "note": "bleibt stehen"})
    text = answer.content.decode()
    assert answer.status_code == 422 and 'id="id_type_error"' in text and "bleibt stehen" in text
    assert stored(cast, person=cast.carla, other=cast.bruno) == []


@pytest.mark.parametrize("junk", ["", "x", "1" + "0" * 25, "\0", "00000000-0000-7000-8000-000000000000", "/inverse"])
def test_junk_for_a_type_or_a_person_stores_nothing(cast: Cast, browse: Browse, junk: str) -> None:
    browser, path = browse("anna"), f"{base_of(cast.carla)}new/"
    assert browser.post(path, {"other": str(cast.bruno.pk), "type": junk}).status_code == 422
    answer = browser.post(path, {"other": junk, "type": kind(cast, "other")})
    assert answer.status_code == (404 if junk else 422)
    assert browser.get(path, {"with": junk}).status_code == (404 if junk else 200)
    assert stored(cast, person=cast.carla).pop().pk == cast.relations["carla"].pk


def test_two_clicks_make_one_relation(cast: Cast, browse: Browse) -> None:
    browser, key = browse("anna"), str(uuid4())
    answers = [send(browser, cast.carla, cast.bruno, "friend", cast, submission=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(stored(cast, type__code="friend")) == 1


def test_a_relation_is_in_the_log_and_the_history_of_both_clients(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    send(browser, cast.carla, cast.bruno, "parent", cast, note="Vater")
    with workspace_scope(cast.lindenhof.id):
        events = list(Event.objects.filter(act="relationship.creation").order_by("id"))
    assert {event.client_id for event in events} == {cast.carla.pk, cast.bruno.pk}
    assert all(set(event.detail["people"]) == {str(cast.carla.pk), str(cast.bruno.pk)} for event in events)
    assert events[0].detail["changes"]["Note"] == ["", "Vater"]
    for person in (cast.carla, cast.bruno):
        assert "Beziehung angelegt" in browser.get(f"/w/lindenhof/clients/{person.pk}/").content.decode()
    log = unescape(browser.get("/w/lindenhof/log/?act=relationship.creation").content.decode())
    assert "Elternteil: Bruno Groß" in log and "Kind: Carla Köhler" in log


# — „Neuen Kunden/Kontakt erstellen“ —


def told(cast: Cast, code: str = "parent", **more: str) -> dict[str, str]:
    return {"record": "contact", "first_name": "Maria", "last_name": "Muster", "type": kind(cast, code), **more}


def people_named(cast: Cast, last_name: str) -> list[Person]:
    with workspace_scope(cast.lindenhof.id):
        return list(Person.objects.filter(last_name=last_name))


def test_a_new_contact_and_its_relation_exist_after_one_step(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    values = told(cast, phone="0171 3920044", email="maria@post.example", role="Mutter", is_emergency_contact="on")
    assert browser.post(f"{base_of(cast.carla)}new/person/", values).status_code == 303
    [maria] = people_named(cast, "Muster")
    assert (maria.is_client, maria.role, maria.main_phone) == (False, "Mutter", "0171 3920044")
    assert ["Maria Muster", "Elternteil", "Kontakt", "Notfallkontakt", ""] in rows_in(
        browser.get(base_of(cast.carla)).content.decode()
    )


def test_a_new_client_gets_number_and_status(cast: Cast, browse: Browse) -> None:
    values = told(cast, "sibling", record="client", organisation="fällt weg", birth_date="31.12.1999")
    assert browse("anna").post(f"{base_of(cast.carla)}new/person/", values).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        maria = Client.objects.select_related("person", "status").get(person__last_name="Muster")
    assert maria.number and maria.status.code == "active" and maria.person.organisation == ""


def test_an_organisation_needs_no_other_name(cast: Cast, browse: Browse) -> None:
    values = told(cast, "school", first_name="", last_name="", organisation="Grundschule Nord")
    assert browse("anna").post(f"{base_of(cast.carla)}new/person/", values).status_code == 303
    assert stored(cast, type__code="school")[0].other.name == "Grundschule Nord"


def test_faults_of_person_and_relation_stand_beside_their_fields_and_all_that_was_typed_stays(
    cast: Cast, browse: Browse
) -> None:
    values = told(cast, birth_date="31.02.1990", email="kein-klammeraffe", note="bleibt", type="")
    answer = browse("anna").post(f"{base_of(cast.carla)}new/person/", values)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'id="id_{name}_error"' in text for name in ("birth_date", "email", "type"))
    assert all(typed in text for typed in ("Maria", "31.02.1990", "kein-klammeraffe", "bleibt"))
    assert people_named(cast, "Muster") == []


def test_a_refused_relation_leaves_no_person_behind(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    send(browser, cast.carla, cast.bruno, "payer", cast, is_main_payer="on")
    answer = browser.post(f"{base_of(cast.carla)}new/person/", told(cast, "payer", is_main_payer="on"))
    assert answer.status_code == 422 and 'id="id_is_main_payer_error"' in answer.content.decode()
    assert people_named(cast, "Muster") == [] and len(stored(cast, type__code="payer")) == 1


@pytest.mark.parametrize(("record", "text"), [("client", "Nachnamen oder einen Vornamen"), ("contact", "Namen oder eine Organisation")])  # fmt: skip
def test_nobody_is_made_without_a_name(cast: Cast, browse: Browse, record: str, text: str) -> None:
    values = {"record": record, "type": kind(cast, "other"), "organisation": "Nur so" if record == "client" else ""}
    answer = browse("anna").post(f"{base_of(cast.carla)}new/person/", values)
    assert answer.status_code == 422 and text in answer.content.decode()


def test_two_clicks_make_one_person(cast: Cast, browse: Browse) -> None:
    browser, values = browse("anna"), told(cast, submission=str(uuid4()))
    for _ in range(2):
        assert browser.post(f"{base_of(cast.carla)}new/person/", values).status_code == 303
    assert len(people_named(cast, "Muster")) == 1


def test_who_is_here_already_is_offered_instead(cast: Cast, browse: Browse) -> None:
    values = {"first_name": "Bruno", "last_name": "Groß", "email": "bruno@example.org", "record": "contact"}
    text = browse("anna").post(f"{base_of(cast.carla)}hints/", values, headers=HTMX).content.decode()
    assert "Gibt es diese Person schon?" in text and f"new/?with={cast.bruno.pk}" in text
    assert "with=" not in browse("tom").post(f"{base_of(cast.carla)}hints/", values, headers=HTMX).content.decode()


def test_the_words_of_a_search_that_found_nobody_become_the_name(cast: Cast, browse: Browse) -> None:
    path = f"{base_of(cast.carla)}new/person/"
    text = browse("anna").post(path, {"prefill": "Jonas Hartmann"}, headers=HTMX).content.decode()
    assert 'value="Jonas"' in text and 'value="Hartmann"' in text
    assert people_named(cast, "Hartmann") == []


def test_beside_a_contact_only_a_client_is_made(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    assert 'value="contact"' not in browser.get(f"{base_of(cast.kasse)}new/person/").content.decode()
    assert browser.post(f"{base_of(cast.kasse)}new/person/", told(cast, "insurer/inverse")).status_code == 303
    [maria] = people_named(cast, "Muster")
    assert maria.is_client
    assert stored(cast, type__code="insurer")[-1].person_id == maria.pk
