"""CL-07 and section 0.3: what a list can be filtered by, in words above it and in its address."""

import datetime as dt
import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kartei.db.scope import workspace_scope
from kartei.people.birthdays import days_of
from kartei.people.creating import Particulars, create_client
from kartei.people.fields.defining import Definition, add_field, remove_field
from kartei.people.models import Assignment, Field, FieldGroup, FieldType, Person, SectionValues, Status, Tag
from kartei.people.statuses import change_tags, tags_named
from tests.cast import Cast

Browse = Callable[[str], Browser]
LIST, CONTACTS = "/w/lindenhof/clients/", "/w/lindenhof/contacts/"


def names(text: str) -> set[str]:
    """Who stands in the list."""
    return {
        html.unescape(name).strip() for name in re.findall(r"data-row href=[^>]*>.*?</span></span><span>([^<]*)", text)
    }


def shown(browser: Browser, query: str, where: str = LIST) -> set[str]:
    answer = browser.get(f"{where}?{query}")
    assert answer.status_code == 200, answer.headers
    return names(answer.content.decode())


def define(cast: Cast, type_: FieldType, label: str, **options: Any) -> Field:
    with workspace_scope(cast.lindenhof.id):
        answers = [("", answer) for answer in options.pop("answers", [])]
        told = Definition(label=label, options=options, answers=answers, on_contacts=True)
        return add_field(type_, told, "health", by=cast.anna)


def say(cast: Cast, field: Field, said: dict[str, Any]) -> None:
    """What people of the cast say in an own field."""
    with workspace_scope(cast.lindenhof.id):
        for name, value in said.items():
            row, _new = SectionValues.objects.get_or_create(person=cast.people[name], section=field.section)
            row.values[field.name] = value
            row.save()


def keys(field: Field) -> dict[str, str]:
    return {one["label"]: one["key"] for one in field.options["answers"]}


CARLA, BRUNO = "Carla Köhler", "Bruno Groß"


def test_who_was_created_in_some_days_is_found(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.bruno.pk).update(created_at=dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC))
        Person.objects.filter(pk=cast.carla.pk).update(created_at=dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC))
    anna = browse("anna")  # in Berlin it was the first of April already
    assert shown(anna, "created_from=2026-04-01&created_to=2026-04-01") == {BRUNO}
    assert shown(anna, "created_to=2026-03-31") == set()
    assert shown(anna, "created_from=2026-04-02") == {CARLA}
    text = anna.get(f"{LIST}?created_from=2026-04-01&created_to=2026-04-30").content.decode()
    assert "01.04.2026 bis 30.04.2026" in text and "1 Treffer" in text


@pytest.mark.parametrize("window", ["today", "week", "month"])
def test_birthdays_are_found_whatever_the_year(cast: Cast, browse: Browse, window: str) -> None:
    today = timezone.localdate()
    with workspace_scope(cast.lindenhof.id):
        Person.objects.update(birth_date=None)
        Person.objects.filter(pk=cast.carla.pk).update(birth_date=today.replace(year=1980))
        far = today + dt.timedelta(days=100)
        Person.objects.filter(pk=cast.bruno.pk).update(birth_date=far.replace(year=1981, day=1))
    assert shown(browse("anna"), f"birthday={window}") == {CARLA}


@pytest.mark.parametrize(
    ("today", "windows", "expected"),
    [
        (dt.date(2026, 12, 31), ["week"], [101, 102, 103, 1228, 1229, 1230, 1231]),
        (dt.date(2026, 12, 9), ["next_month"], [100 + day for day in range(1, 32)]),
        (dt.date(2027, 1, 31), ["next_month"], [200 + day for day in range(1, 30)]),
        (dt.date(2027, 2, 28), ["today"], [228, 229]),
        (dt.date(2028, 2, 28), ["today"], [228]),
        (dt.date(2028, 2, 29), ["today"], [229]),
        (dt.date(2026, 6, 1), ["today", "week"], [601, 602, 603, 604, 605, 606, 607]),
    ],
)
def test_weeks_and_months_end_where_the_calendar_says(today: dt.date, windows: list[str], expected: list[int]) -> None:
    assert days_of(windows, today) == expected


def test_what_is_missing_is_found(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.bruno.pk).update(main_phone="", main_email="")
        Person.objects.filter(pk=cast.carla.pk).update(main_email="")
    assert shown(anna, "phone=missing") == {BRUNO}
    assert shown(anna, "email=missing") == {BRUNO, CARLA}
    assert shown(anna, "email=missing&phone=missing") == {BRUNO}


def test_examples_are_shown_hidden_or_alone(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.bruno.pk).update(is_demo=True)
    anna = browse("anna")
    assert shown(anna, "examples=hidden") == {CARLA}
    assert shown(anna, "examples=only") == {BRUNO}
    assert shown(anna, "examples=perhaps") == {BRUNO, CARLA}


def test_nobody_is_a_choice_among_those_assigned(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        Assignment.objects.filter(client_id=cast.bruno.pk).delete()
        Assignment.objects.get_or_create(client_id=cast.carla.pk, member=cast.tom)
    anna = browse("anna")
    assert shown(anna, "member=nobody") == {BRUNO}
    assert shown(anna, f"member={cast.tom.pk}") == {CARLA}
    assert shown(anna, f"member=nobody&member={cast.tom.pk}") == {BRUNO, CARLA}


def test_the_kind_of_a_status_is_one_filter_with_the_statuses(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        paused = Status.objects.get(code="paused")
        cast.carla.client.status = paused
        cast.carla.client.save()
    anna = browse("anna")
    assert shown(anna, "kind=active") == {CARLA}
    assert shown(anna, "kind=lead") == {BRUNO}
    assert shown(anna, f"kind=lead&status={paused.pk}") == {BRUNO, CARLA}


def test_choices_of_own_fields_count_as_or_and_filters_as_and(cast: Cast, browse: Browse) -> None:
    blood = define(cast, FieldType.SINGLE_CHOICE, "Blutgruppe", answers=["A", "B"])
    aches = define(cast, FieldType.MULTI_CHOICE, "Beschwerden", answers=["Kopf", "Rücken"])
    a, b, head, back = (*keys(blood).values(), *keys(aches).values())
    say(cast, blood, {"carla": a, "bruno": b})
    say(cast, aches, {"carla": [head, back], "bruno": [back]})
    anna = browse("anna")
    assert shown(anna, f"{blood.name}={a}") == {CARLA}
    assert shown(anna, f"{blood.name}={a}&{blood.name}={b}") == {CARLA, BRUNO}
    assert shown(anna, f"{aches.name}={head}") == {CARLA}
    assert shown(anna, f"{aches.name}={back}&{blood.name}={b}") == {BRUNO}
    assert shown(anna, f"{aches.name}={head}&{blood.name}={b}") == set()
    text = anna.get(f"{LIST}?{aches.name}={head}&{aches.name}={back}").content.decode()
    assert "Beschwerden:" in text and "Kopf, Rücken" in text


@pytest.mark.parametrize("type_", [FieldType.SINGLE_CHOICE, FieldType.MULTI_CHOICE])
def test_other_is_an_answer_whatever_its_text(cast: Cast, browse: Browse, type_: FieldType) -> None:
    field = define(cast, type_, "Beschwerden", answers=["Kopf", "Rücken"], has_other=True)
    head, other = next(iter(keys(field).values())), {"other": "Knie"}
    several = type_ == FieldType.MULTI_CHOICE
    say(cast, field, {"carla": [head, other] if several else other, "bruno": [head] if several else head})
    anna = browse("anna")
    assert shown(anna, f"{field.name}=other") == {CARLA}
    assert shown(anna, f"{field.name}=other&{field.name}={head}") == {CARLA, BRUNO}
    assert "Sonstiges" in anna.get(f"{LIST}?{field.name}=other").content.decode()


def test_numbers_amounts_and_days_are_asked_by_range(cast: Cast, browse: Browse) -> None:
    weight = define(cast, FieldType.NUMBER, "Gewicht", unit="kg")
    rate = define(cast, FieldType.MONEY, "Satz")
    first = define(cast, FieldType.DATE, "Erstgespräch")
    moment = define(cast, FieldType.DATETIME, "Rückruf")
    say(cast, weight, {"carla": "72.5", "bruno": "105"})
    say(cast, rate, {"carla": "80.00", "bruno": "9.50"})
    say(cast, first, {"carla": "2026-03-14", "bruno": "2025-12-31"})
    say(cast, moment, {"carla": "2026-03-31T22:30:00+00:00", "bruno": "2026-04-01T22:30:00+00:00"})
    anna = browse("anna")
    assert shown(anna, f"{weight.name}.from=72.5&{weight.name}.to=100") == {CARLA}
    assert shown(anna, f"{weight.name}.from=9") == {CARLA, BRUNO}
    assert shown(anna, f"{rate.name}.to=9.5") == {BRUNO}
    assert shown(anna, f"{first.name}.from=2026-01-01") == {CARLA}
    assert shown(anna, f"{first.name}.to=2025-12-31") == {BRUNO}
    assert shown(anna, f"{moment.name}.from=2026-04-01&{moment.name}.to=2026-04-01") == {CARLA}
    assert "72,5 bis 100" in anna.get(f"{LIST}?{weight.name}.from=72.5&{weight.name}.to=100").content.decode()


def test_yes_no_scales_and_members_are_choices_too(cast: Cast, browse: Browse) -> None:
    smokes = define(cast, FieldType.YES_NO, "Raucht")
    pain = define(cast, FieldType.SCALE, "Schmerz", **{"from": 0, "to": 10})
    doctor = define(cast, FieldType.TEAM_MEMBER, "Vertretung")
    say(cast, smokes, {"carla": True, "bruno": False})
    say(cast, pain, {"carla": 7, "bruno": 10})
    say(cast, doctor, {"carla": str(cast.tom.pk)})
    anna = browse("anna")
    assert shown(anna, f"{smokes.name}=yes") == {CARLA}
    assert shown(anna, f"{smokes.name}=no") == {BRUNO}
    assert shown(anna, f"{pain.name}=7&{pain.name}=8") == {CARLA}
    assert shown(anna, f"{doctor.name}={cast.tom.pk}") == {CARLA}
    assert cast.tom.name in anna.get(f"{LIST}?{doctor.name}={cast.tom.pk}").content.decode()


@pytest.mark.parametrize("type_", [FieldType.SHORT_TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.NUMBER])
def test_any_field_is_asked_whether_it_says_anything(cast: Cast, browse: Browse, type_: FieldType) -> None:
    field = define(cast, type_, "Frage")
    say(cast, field, {"carla": "1"})
    anna = browse("anna")
    assert shown(anna, f"{field.name}=filled") == {CARLA}
    assert shown(anna, f"{field.name}=empty") == {BRUNO}
    assert shown(anna, f"{field.name}=empty&{field.name}=filled") == {BRUNO, CARLA}


def test_what_somebody_wrote_is_no_filter(cast: Cast, browse: Browse) -> None:
    field = define(cast, FieldType.SHORT_TEXT, "Beruf")
    say(cast, field, {"carla": "Gärtnerin"})
    anna = browse("anna")
    assert shown(anna, f"{field.name}=Gärtnerin") == {BRUNO, CARLA}
    assert f'name="{field.name}" value="filled"' in anna.get(LIST).content.decode()


def test_contacts_are_filtered_by_what_they_have(cast: Cast, browse: Browse) -> None:
    field = define(cast, FieldType.YES_NO, "Überweist")
    say(cast, field, {"doktor": True})
    anna = browse("anna")
    everybody = shown(anna, "", CONTACTS)
    found = shown(anna, f"{field.name}=yes", CONTACTS)
    assert len(found) == 1 and found < everybody
    assert shown(anna, f"kind=lead&member=nobody&tag={field.pk}", CONTACTS) == everybody


def test_a_filter_on_a_closed_field_finds_nobody_for_whom_it_is_closed(cast: Cast, browse: Browse) -> None:
    """To leave it out would show, print and export more than whoever made the address meant."""
    field = define(cast, FieldType.NUMBER, "Gewicht")
    say(cast, field, {"carla": "70"})
    with workspace_scope(cast.lindenhof.id):
        Field.objects.filter(pk=field.pk).update(group=FieldGroup.TREATING)
    query = f"{field.name}.from=60"
    assert shown(browse("anna"), query) == {CARLA}
    text = browse("rita").get(f"{LIST}?{query}").content.decode()
    assert names(text) == set() and "Feld oder Tag, für Sie nicht sichtbar" in text and "Gewicht" not in text
    exported = browse("berta").get(f"{LIST}csv/?{query}")
    assert b"K-0" not in b"".join(exported)


def test_a_filter_on_what_is_gone_is_left_out(cast: Cast, browse: Browse) -> None:
    field = define(cast, FieldType.YES_NO, "Raucht")
    with workspace_scope(cast.lindenhof.id):
        change_tags(cast.bruno.client, tags_named(["privat"]), by=cast.anna)
        tag = Tag.objects.get(key="privat")
    query, anna = f"tag={tag.pk}&{field.name}=yes&phone=missing", browse("anna")
    assert shown(anna, query) == set()
    with workspace_scope(cast.lindenhof.id):
        tag.delete()
        remove_field(field, by=cast.anna, index=lambda **job: None)
        Person.objects.filter(pk=cast.carla.pk).update(main_phone="")
    assert shown(anna, query) == {CARLA}


@pytest.mark.parametrize(
    "query",
    [
        "created_from=31.02.2026", "created_to=9999-12-31", "created_from=0001-01-01", "birthday=never", "kind=x",
        "phone=1", "f" + "0" * 32 + "=yes", "f123=yes", "{field}.from=x", "{field}=%00", "{field}.to=2026-01-01",
        "{field}=" + "9" * 60, "columns=x", "columns=%00,name", "columns=" + ",".join(map(str, range(90))), "view=1",
        "{scale}=99999999999999999999", "{scale}=-1", "{field}.from=" + "9" * 15, "{scale}=²", "{scale}=--1",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_ignored(cast: Cast, browse: Browse, query: str) -> None:
    field = define(cast, FieldType.NUMBER, "Gewicht")
    scale = define(cast, FieldType.SCALE, "Schmerz", **{"from": 0, "to": 10})
    answer = browse("anna").get(f"{LIST}?{query.format(field=field.name, scale=scale.name)}")
    assert answer.status_code == 200


def test_each_filter_has_a_way_to_take_it_away(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    text = anna.get(f"{LIST}?phone=missing&kind=lead&sort=-name&columns=name,phone").content.decode()
    ways = [html.unescape(way) for way in re.findall(r'href="([^"]*)" aria-label="Filter „', text)]
    assert ways == [
        f"{LIST}?phone=missing&sort=-name&columns=name,phone",
        f"{LIST}?kind=lead&sort=-name&columns=name,phone",
    ]
    assert f'href="{LIST}?sort=-name&amp;columns=name,phone"' in text  # „Filter zurücksetzen“


def test_blanks_of_a_form_do_not_stay_in_the_address(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").get(f"{LIST}?created_from=&created_to=&kind=lead&sort=-name&sort=")
    assert answer.status_code == 302 and answer.headers["Location"] == f"{LIST}?kind=lead"
    answer = browse("anna").get(f"{LIST}?created_from=&sort=")
    assert answer.headers["Location"] == LIST


@pytest.mark.parametrize("order", ["name", "-name", "created", "-number"])
def test_few_and_many_matches_are_paged_alike(
    cast: Cast, browse: Browse, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few are sorted by Python, many by PostgreSQL."""
    from kartei.people import listing

    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="active")
        for number in range(60):
            told = Particulars(first_name="Ä", last_name=f"{'öoaz'[number % 4]}-Name {number % 9}")
            create_client(told, status=status, by=cast.anna)

    def walk() -> list[str]:
        seen, address, anna = [], f"{LIST}?kind=active&kind=lead&sort={order}", browse("anna")
        while address:
            text = anna.get(address).content.decode()
            seen += re.findall(r'data-row href="([^"]*)"', text)
            following = re.search(r'href="([^"]*after=[^"]*)"', text)
            address = html.unescape(following[1]) if following else ""
        return seen

    few = walk()
    monkeypatch.setattr(listing, "COUNTED", 5)
    assert len(few) == 62 and walk() == few


def test_own_fields_cost_the_same_queries_for_two_rows_and_for_fifty(cast: Cast, browse: Browse) -> None:
    fields = [define(cast, FieldType.YES_NO, "Raucht"), define(cast, FieldType.TEAM_MEMBER, "Vertretung")]
    say(cast, fields[1], {"carla": str(cast.tom.pk), "bruno": str(cast.anna.pk)})
    query = f"{LIST}?columns=name,city,{fields[0].name},{fields[1].name}&{fields[0].name}=empty"
    anna, counts = browse("anna"), []
    for _round in range(2):
        anna.get(query)
        with CaptureQueriesContext(connection) as queries:
            anna.get(query)
        counts.append(len(queries))
        with workspace_scope(cast.lindenhof.id):
            status = Status.objects.get(code="active")
            for number in range(60):
                create_client(Particulars(last_name=f"N{number}"), status=status, by=cast.anna)
    assert counts[0] == counts[1] <= 24
