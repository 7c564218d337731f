"""The picture of who belongs to whom: two steps out, within what the member reaches, and the same in sentences."""

import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from typing import Any

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.db.scope import workspace_scope
from kartei.people import family
from kartei.people.family import circle_of
from kartei.people.family_drawing import WIDTH, draw
from kartei.people.models import Assignment, Person
from kartei.people.relating import connect
from kartei.people.relations import page_of_relations
from tests.cast import Cast
from tests.people.relatives import add_client, add_contact, base_of, bond

Browse = Callable[[str], Browser]


def link(cast: Cast, person: Person, other: Person, code: str) -> None:
    with workspace_scope(cast.lindenhof.id):
        connect(person, other, bond(code), by=cast.anna)


def picture(html: str) -> str:
    return unescape(html.partition('id="family"')[2].partition("</section>")[0])


def names(html: str) -> set[str]:
    return set(re.findall(r'text-xs font-medium[^"]*">([^<]+)<', picture(html)))


def kin(cast: Cast) -> tuple[Person, Person, Person]:
    """Carla's mother Maria, whose mother is Gerda and whose doctor treats half the practice."""
    maria, gerda = add_client(cast, "Maria Muster"), add_contact(cast, "Gerda Groß")
    doctor = add_contact(cast, "Dora Doktor")
    link(cast, cast.carla, maria, "parent")
    link(cast, maria, gerda, "parent")
    link(cast, maria, doctor, "family_doctor")
    link(cast, cast.bruno, doctor, "family_doctor")
    return maria, gerda, doctor


def test_relatives_of_relatives_stand_there_and_nobody_whom_only_a_doctor_joins(cast: Cast, browse: Browse) -> None:
    _maria, gerda, doctor = kin(cast)
    page = browse("anna").get(base_of(cast.carla)).content.decode()
    assert names(page) == {"Carla Köhler", "Dr. Petra Probe", "Maria Muster", "Gerda Groß"}
    assert "Gerda Groß, Elternteil von Maria Muster" in picture(page)
    assert f'href="/w/lindenhof/contacts/{gerda.pk}/"' in picture(page) and str(doctor.pk) not in picture(page)
    for sentence in ("Maria Muster ist Elternteil von Carla Köhler.", "Gerda Groß ist Elternteil von Maria Muster."):
        assert sentence in picture(page), sentence


def test_generations_stand_below_each_other_and_no_box_covers_another(cast: Cast) -> None:
    kin(cast)
    for number in range(7):
        link(cast, add_client(cast, f"Kind Nummer{number}"), cast.carla, "parent")
    with workspace_scope(cast.lindenhof.id):
        rows = page_of_relations(cast.carla, seen_by=cast.anna).rows
        circle = circle_of(cast.carla, rows, seen_by=cast.anna)
        for across in (6, 2):
            drawing = draw(circle, across=across)
            stands = {box.node.person.first_name: box.y for box in drawing.boxes}
            assert stands["Gerda"] < stands["Maria"] < stands["Carla"] < stands["Kind"] < stands["Petra"]
            places = sorted((box.y, box.x) for box in drawing.boxes)
            assert all(b[0] > a[0] or b[1] >= a[1] + WIDTH for a, b in pairwise(places))
            assert max(box.x + WIDTH for box in drawing.boxes) <= drawing.width
            assert max(box.bottom for box in drawing.boxes) <= drawing.height
            assert len(drawing.boxes) == len(circle.nodes) == 11 and len(drawing.lines) == 10


def test_who_sees_assigned_ones_only_learns_no_more_than_from_the_lists(cast: Cast, browse: Browse) -> None:
    """Maria is not assigned to Tom: her name is part of Carla's record, and hers is not."""
    maria, gerda, _doctor = kin(cast)
    tom = browse("tom")
    page = tom.get(base_of(cast.carla)).content.decode()
    assert "Maria Muster" in names(page) and "Gerda" not in page and str(maria.pk) not in page
    with workspace_scope(cast.lindenhof.id):
        Assignment.objects.create(client_id=maria.pk, member=cast.tom, by=cast.anna)
        hidden = add_client(cast, "Hanna Heimlich")
    link(cast, hidden, gerda, "parent")
    link(cast, cast.carla, gerda, "grandparent")
    page = tom.get(base_of(cast.carla)).content.decode()
    assert "Gerda Groß" in names(page) and "Heimlich" not in page  # Gerda's own page would not tell him either
    assert "Hanna Heimlich" in names(browse("anna").get(base_of(cast.carla)).content.decode())


def test_of_many_the_first_have_room_and_the_others_are_counted(cast: Cast, browse: Browse, monkeypatch: Any) -> None:
    monkeypatch.setattr(family, "MOST", 4)
    for number in range(6):
        link(cast, cast.carla, add_contact(cast, f"Vera Viel{number}"), "friend")
    page = browse("anna").get(base_of(cast.carla)).content.decode()
    assert len(names(page)) == 4 and "und 4 weitere" in page


def test_of_two_alone_there_is_no_picture(cast: Cast, browse: Browse) -> None:
    assert 'id="family"' not in browse("anna").get(base_of(cast.carla)).content.decode()


def test_several_relations_of_two_are_one_box_and_one_line(cast: Cast, browse: Browse) -> None:
    maria, _gerda, _doctor = kin(cast)
    link(cast, cast.carla, maria, "custodian")
    page = browse("anna").get(base_of(cast.carla)).content.decode()
    assert "Maria Muster, Elternteil, Sorgeberechtigte Person" in picture(page)


def test_the_picture_costs_two_statements_however_many_there_are(cast: Cast, browse: Browse) -> None:
    maria, _gerda, _doctor = kin(cast)
    with workspace_scope(cast.lindenhof.id):
        rows = page_of_relations(cast.carla, seen_by=cast.anna).rows
        for round_ in range(2):
            with CaptureQueriesContext(connection) as asked:
                circle_of(cast.carla, rows, seen_by=cast.anna)
            assert len(asked) == 2, round_
            for number in range(5):
                link(cast, maria, add_client(cast, f"Kind {round_}{number}"), "sibling")
