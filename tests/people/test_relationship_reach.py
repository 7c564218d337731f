"""TM-04: a relation shows nothing of a record that is out of reach, and leads to none."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.db.scope import workspace_scope
from kartei.people.models import Person, Relationship, RelationType
from kartei.people.relating import connect
from kartei.people.relation_forms import INVERSE
from kartei.people.relations import page_of_relations, relations_of
from tests.cast import Cast
from tests.people.relatives import add_client, add_contact, base_of, bond, kind, rows_in

Browse = Callable[[str], Browser]
HTMX = {"HX-Request": "true"}


def link(cast: Cast, person: Person, other: Person, code: str) -> Relationship:
    with workspace_scope(cast.lindenhof.id):
        return connect(person, other, bond(code), by=cast.anna)


def reaches(cast: Cast, person: Person) -> bool:
    with workspace_scope(cast.lindenhof.id):
        return bool(Person.objects.visible_to(cast.tom).filter(pk=person.pk).exists())


def test_on_an_assigned_record_somebody_out_of_reach_stands_by_name_alone(cast: Cast, browse: Browse) -> None:
    link(cast, cast.carla, cast.bruno, "sibling")
    for path in (base_of(cast.carla), f"/w/lindenhof/clients/{cast.carla.pk}/"):
        text = browse("tom").get(path).content.decode()
        assert "Bruno Groß" in text and str(cast.bruno.pk) not in text
    assert str(cast.bruno.pk) in browse("anna").get(base_of(cast.carla)).content.decode()


def test_nobody_out_of_reach_is_found_or_linked_by_id(cast: Cast, browse: Browse) -> None:
    tom, base = browse("tom"), base_of(cast.carla)
    for words in ("bruno", "groß", "23125021", "sommer"):
        text = tom.post(f"{base}search/", {"q": words}, headers=HTMX).content.decode()
        assert "with=" not in text and "Bruno" not in text
    for person in (cast.bruno, cast.kasse, cast.norbert):
        values = {"other": str(person.pk), "type": kind(cast, "other")}
        assert tom.get(f"{base}new/", {"with": person.pk}).status_code == 404
        assert tom.post(f"{base}new/", values).status_code == 404
        assert tom.post(f"{base}hints/", values).status_code == 404
    with workspace_scope(cast.lindenhof.id):
        assert Relationship.objects.filter(person=cast.carla).count() == 1


def test_a_relation_of_an_unassigned_record_is_not_there(cast: Cast, browse: Browse) -> None:
    tom, one = browse("tom"), cast.relations["bruno"].pk
    for base in (base_of(cast.bruno), base_of(cast.kasse), base_of(cast.carla), base_of(cast.doktor)):
        for path in (f"{base}{one}/", f"{base}{one}/deletion/"):
            assert tom.get(path).status_code == tom.post(path, {"version": 1}).status_code == 404, path


def test_the_page_of_a_contact_names_only_the_clients_in_reach(cast: Cast, browse: Browse) -> None:
    """An insurance knows the whole practice; who sees assigned clients learns of no other from its page."""
    hidden = link(cast, cast.bruno, cast.doktor, "family_doctor")
    tom = browse("tom")
    for path in (base_of(cast.doktor), f"/w/lindenhof/contacts/{cast.doktor.pk}/"):
        text = tom.get(path).content.decode()
        assert "Carla Köhler" in text and "Bruno" not in text
    assert tom.get(f"{base_of(cast.doktor)}{hidden.pk}/").status_code == 404
    assert [row[0] for row in rows_in(browse("leo").get(base_of(cast.doktor)).content.decode())] == [
        "Bruno Groß",
        "Carla Köhler",
    ]


def test_a_relation_to_a_contact_opens_no_further_client(cast: Cast, browse: Browse) -> None:
    tom = browse("tom")
    link(cast, cast.bruno, cast.doktor, "family_doctor")
    values = {"other": str(cast.doktor.pk), "type": kind(cast, "specialist")}
    assert tom.post(f"{base_of(cast.carla)}new/", values).status_code == 303
    assert not reaches(cast, cast.bruno)
    assert tom.post(f"{base_of(cast.doktor)}new/", {**values, "other": str(cast.bruno.pk)}).status_code == 404


def test_a_contact_that_one_has_made_stays_in_reach_once_it_is_linked(cast: Cast, browse: Browse) -> None:
    tom = browse("tom")
    values = {"record": "contact", "last_name": "Selbstgemacht", "type": kind(cast, "parent")}
    assert tom.post(f"{base_of(cast.carla)}new/person/", values).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        made = Person.objects.get(last_name="Selbstgemacht")
    assert reaches(cast, made)


def test_a_client_made_beside_an_assigned_one_is_assigned_too(cast: Cast, browse: Browse) -> None:
    values = {"record": "client", "last_name": "Geschwisterkind", "type": kind(cast, "sibling")}
    assert browse("tom").post(f"{base_of(cast.carla)}new/person/", values).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert reaches(cast, Person.objects.get(last_name="Geschwisterkind"))


def test_who_unlinks_a_contact_from_its_page_is_led_to_the_list_and_can_take_it_back(
    cast: Cast, browse: Browse
) -> None:
    tom, one = browse("tom"), f"{base_of(cast.doktor)}{cast.relations['carla'].pk}/deletion/"
    answer = tom.post(one, {"version": 1})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/w/lindenhof/contacts/")
    assert not reaches(cast, cast.doktor)
    toast = tom.get("/w/lindenhof/contacts/").content.decode().partition('id="toaster"')[2]
    assert f'action="{base_of(cast.carla)}reversal/"' in toast


def test_who_may_edit_assigned_ones_only_links_them_with_whom_they_see(cast: Cast, browse: Browse) -> None:
    """Berta sees everybody and edits Carla: the relation is made, and Bruno's record stays closed to her hand."""
    berta = browse("berta")
    values = {"other": str(cast.bruno.pk), "type": kind(cast, "payer")}
    assert berta.post(f"{base_of(cast.carla)}new/", values).status_code == 303
    assert berta.post(f"{base_of(cast.bruno)}new/", {**values, "other": str(cast.carla.pk)}).status_code == 403


def test_an_unknown_relation_is_404_on_either_side(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    for base in (base_of(cast.bruno), base_of(cast.kasse)):
        assert browser.get(f"{base}{cast.relations['carla'].pk}/").status_code == 404
    for wrong, right in (
        (f"contacts/{cast.carla.pk}/relationships/", f"clients/{cast.carla.pk}/"),
        (f"clients/{cast.doktor.pk}/relationships/", f"contacts/{cast.doktor.pk}/"),
    ):
        answer = browser.get(f"/w/lindenhof/{wrong}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/w/lindenhof/{right}")


def test_the_table_goes_on_behind_fifty_rows_in_the_order_of_names(cast: Cast, browse: Browse) -> None:
    for number in range(60):
        link(cast, add_client(cast, f"Vera Kind{number:02}"), cast.kasse, "insurer")
    browser, base = browse("anna"), base_of(cast.kasse)
    text = browser.get(base).content.decode()
    first = [row[0] for row in rows_in(text)]
    assert first[0] == "Bruno Groß" and len(first) == 50
    cursor = text.partition("?after=")[2][:36]
    assert [row[0] for row in rows_in(browser.get(base, {"after": cursor}).content.decode())] == [
        f"Vera Kind{number:02}" for number in range(49, 60)
    ]
    assert browser.get(base, {"after": "x"}).status_code == 200


@pytest.mark.parametrize("end", ["", "relationships/"])
def test_the_number_of_queries_does_not_grow_with_the_relations(cast: Cast, browse: Browse, end: str) -> None:
    counts = []
    for more in (1, 4, 60):
        for number in range(more):
            link(cast, cast.carla, add_contact(cast, f"Amt {more}-{number}"), "other")
        browser = browse("anna")
        browser.get(f"/w/lindenhof/clients/{cast.carla.pk}/{end}")
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/w/lindenhof/clients/{cast.carla.pk}/{end}")
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_relations_are_read_in_three_queries_and_the_trash_is_left_out(cast: Cast) -> None:
    link(cast, cast.carla, cast.bruno, "sibling")
    with workspace_scope(cast.lindenhof.id):
        for read in (relations_of, page_of_relations):
            with CaptureQueriesContext(connection) as queries:
                read(cast.carla, seen_by=cast.anna)
            assert len(queries) == 3
        Person.objects.filter(pk=cast.bruno.pk).update(state="trash")
        assert [relation.person for relation in relations_of(cast.carla, seen_by=cast.anna)] == [cast.doktor]


def test_a_refusal_names_no_payer_out_of_reach(cast: Cast, browse: Browse) -> None:
    """The rule is told, the name is not: to tom the insurance of bruno is not there."""
    with workspace_scope(cast.lindenhof.id):
        Relationship.objects.filter(person=cast.bruno).update(
            type=RelationType.objects.get(code="payer"), is_main_payer=True
        )
    siblings = link(cast, cast.carla, cast.bruno, "sibling")
    told = {"type": f"{kind(cast, 'payer')}{INVERSE}", "is_main_payer": "on", "version": "1"}
    for name, is_named in (("tom", False), ("anna", True)):
        answer = browse(name).post(f"{base_of(cast.carla)}{siblings.pk}/", told)
        assert answer.status_code == 422
        assert ("Sommer-Kasse" in answer.content.decode()) == is_named
