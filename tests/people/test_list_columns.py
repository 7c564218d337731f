"""Section 2, „List“: which columns a list shows is chosen, and stands in its address."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.db.scope import workspace_scope
from kartei.people.fields.defining import remove_field
from kartei.people.models import Address, Field, FieldGroup, FieldType, Person
from tests.cast import Cast
from tests.people.test_list_filters import CONTACTS, LIST, define, keys, say

Browse = Callable[[str], Browser]


def heads(text: str) -> list[str]:
    table = re.search(r"<thead>(.*?)</thead>", text, re.DOTALL)
    assert table
    cells = re.findall(r"<th [^>]*>(.*?)</th>", table[1], re.DOTALL)
    texts = [html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells]
    return [text for text in texts if text not in {"", "Weitere Aktionen"}]  # the first and the last are no columns


def cells(text: str, label: str) -> list[str]:
    """What stands in a column."""
    found = re.findall(rf'<td data-label="{re.escape(label)}"[^>]*>(.*?)</td>', text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", " ", cell)).strip() for cell in found]


def test_without_a_choice_the_usual_columns_are_shown(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    usual = ["Name", "Status", "Tags", "Telefon", "E-Mail", "Zuständig", "Nummer", "Angelegt"]
    assert heads(anna.get(LIST).content.decode()) == usual
    contacts = ["Name", "Rolle, Organisation", "Telefon", "E-Mail", "Verbunden mit", "Angelegt"]
    assert heads(anna.get(CONTACTS).content.decode()) == contacts


def test_chosen_columns_stand_in_the_order_of_the_list_whatever_the_address_says(cast: Cast, browse: Browse) -> None:
    text = browse("anna").get(f"{LIST}?columns=phone,city,name,birth,nonsense").content.decode()
    assert heads(text) == ["Name", "Geburtsdatum", "Telefon", "Ort"]
    assert heads(browse("anna").get(f"{LIST}?columns=phone").content.decode()) == ["Name", "Telefon"]
    assert heads(browse("anna").get(f"{CONTACTS}?columns=status,city").content.decode()) == ["Name", "Ort"]


def test_the_form_of_columns_keeps_the_filters_and_leads_to_one_address(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    text = anna.get(f"{LIST}?kind=lead&sort=-name&columns=phone").content.decode()
    form = re.search(r'<form class="w-64" method="get"(.*?)</form>', text, re.DOTALL)
    assert form and 'name="kind" value="lead"' in form[1] and 'name="sort" value="-name"' in form[1]
    answer = anna.get(LIST, {"kind": "lead", "columns": ["name", "", "birth", "city"]})
    assert answer.headers["Location"] == f"{LIST}?kind=lead&columns=name,birth,city"


def test_date_of_birth_comes_with_the_age_and_the_town_from_the_main_address(cast: Cast, browse: Browse) -> None:
    today = timezone.localdate()
    with workspace_scope(cast.lindenhof.id):
        Address.objects.filter(person=cast.carla).delete()
        Address.objects.create(person=cast.carla, city="Halle", country="DE")
        Address.objects.create(person=cast.carla, city="Leipzig", country="DE", is_main=True)
        Person.objects.filter(pk=cast.carla.pk).update(birth_date=today.replace(year=today.year - 40, day=1))
        Person.objects.filter(pk=cast.bruno.pk).update(birth_date=None)
    text = browse("anna").get(f"{LIST}?columns=birth,city").content.decode()
    assert f"01.{today:%m}.{today.year - 40} (40)" in cells(text, "Geburtsdatum")
    assert set(cells(text, "Ort")) == {"", "Leipzig"}


@pytest.mark.parametrize(
    ("type_", "options", "value", "expected"),
    [
        (FieldType.NUMBER, {"unit": "kg"}, "72.5", "72,5 kg"),
        (FieldType.MONEY, {}, "80.00", "80,00 €"),
        (FieldType.DATE, {}, "2026-03-14", "14.03.2026"),
        (FieldType.DATETIME, {}, "2026-03-14T08:30:00Z", "14.03.2026, 09:30"),
        (FieldType.YES_NO, {}, False, "nein"),
        (FieldType.SCALE, {"from": 0, "to": 10, "to_label": "stark"}, 10, "10 – stark"),
        (FieldType.LONG_TEXT, {}, "<b>fett</b>", "<b>fett</b>"),
    ],
)
def test_an_own_field_shows_itself_as_in_the_record(
    cast: Cast, browse: Browse, type_: FieldType, options: dict[str, Any], value: Any, expected: str
) -> None:
    field = define(cast, type_, "Eigenes", **options)
    say(cast, field, {"carla": value})
    text = browse("anna").get(f"{LIST}?columns={field.name}").content.decode()
    assert "<b>fett" not in text
    assert sorted(cells(text.replace("&lt;", "‹"), "Eigenes")) == sorted(["", expected.replace("<", "‹")])


def test_choices_and_members_are_shown_by_their_words(cast: Cast, browse: Browse) -> None:
    aches = define(cast, FieldType.MULTI_CHOICE, "Beschwerden", answers=["Kopf", "Rücken"])
    doctor = define(cast, FieldType.TEAM_MEMBER, "Vertretung")
    say(cast, aches, {"carla": list(keys(aches).values())})
    say(cast, doctor, {"carla": str(cast.tom.pk)})
    text = browse("anna").get(f"{LIST}?columns={aches.name},{doctor.name}").content.decode()
    assert "Kopf, Rücken" in cells(text, "Beschwerden") and cast.tom.name in cells(text, "Vertretung")


def test_what_is_calculated_is_a_column_too(cast: Cast, browse: Browse) -> None:
    weight, height = define(cast, FieldType.NUMBER, "Gewicht"), define(cast, FieldType.NUMBER, "Größe")
    formula = f"[{weight.name}] / ([{height.name}] * [{height.name}])"
    bmi = define(cast, FieldType.CALCULATED, "BMI", formula=formula, decimals=1, unit="kg/m²")
    is_heavy = define(cast, FieldType.CALCULATED, "Schwer", formula=f"wenn([{bmi.name}] > 30; 1; 0)", decimals=0)
    say(cast, weight, {"carla": "72.5", "bruno": "95"})
    say(cast, height, {"carla": "1.80"})
    text = browse("anna").get(f"{LIST}?columns={is_heavy.name},{bmi.name}&{bmi.name}=filled").content.decode()
    assert sorted(cells(text, "BMI")) == ["", "22,4 kg/m²"]  # no filter: it is kept nowhere
    assert sorted(cells(text, "Schwer")) == ["", "0"]


def test_what_an_archived_field_said_can_still_be_shown_and_exported(cast: Cast, browse: Browse) -> None:
    """PE-06: it is asked no more, and offered as no filter; its values stay."""
    weight = define(cast, FieldType.NUMBER, "Gewicht")
    say(cast, weight, {"carla": "70"})
    with workspace_scope(cast.lindenhof.id):
        assert remove_field(weight, by=cast.anna, index=lambda **job: None) == 1
    anna = browse("anna")
    text = anna.get(f"{LIST}?columns={weight.name}").content.decode()
    assert "70" in cells(text, "Gewicht (archiviert)") and f'name="{weight.name}"' not in text
    exported = b"".join(anna.get(f"{LIST}csv/?columns={weight.name}").streaming_content).decode()
    assert "Name;Gewicht (archiviert)" in exported and "Carla Köhler;70" in exported


def test_nobody_is_told_what_is_calculated_from_a_closed_field(cast: Cast, browse: Browse) -> None:
    weight = define(cast, FieldType.NUMBER, "Gewicht")
    doubled = define(cast, FieldType.CALCULATED, "Doppelt", formula=f"[{weight.name}] * 2", decimals=0)
    say(cast, weight, {"carla": "70"})
    address = f"{LIST}?columns={doubled.name}"
    assert "140" in cells(browse("rita").get(address).content.decode(), "Doppelt")
    with workspace_scope(cast.lindenhof.id):
        Field.objects.filter(pk=weight.pk).update(group=FieldGroup.TREATING)
    assert heads(browse("rita").get(address).content.decode()) == ["Name"]
    assert "140" in cells(browse("anna").get(address).content.decode(), "Doppelt")


def test_search_shows_the_chosen_columns_too(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").post(f"{LIST}search/?columns=birth", {"q": "köhler"}, headers={"HX-Request": "true"})
    assert heads(answer.content.decode()) == ["Name", "Geburtsdatum"]
