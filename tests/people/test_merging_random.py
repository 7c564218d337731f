"""Merge, then undo, is nothing: for random records (CL-18)."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kartei.db.scope import workspace_scope
from kartei.people.merging.choices import differing
from kartei.people.merging.parting import part, questions
from kartei.people.merging.uniting import merge
from kartei.people.models import (
    Address,
    Assignment,
    ClientTag,
    Consent,
    Email,
    FieldSection,
    Person,
    Phone,
    Profile,
    Relationship,
    RelationType,
    SectionValues,
    Tag,
)
from kartei.people.tasking import Errand, create_task
from tests.cast import Cast
from tests.people.twins import again, again_merge, client, dump


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id):
        yield cast


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffd", exclude_categories=["Cs"]), max_size=12)
DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2020, 1, 1))
RECORD = st.fixed_dictionaries(
    {
        "person": st.fixed_dictionaries({"first_name": TEXT, "last_name": TEXT, "title": TEXT, "name_prefix": TEXT,
                                         "birth_date": st.none() | DAYS, "sorts_with_prefix": st.booleans()}),
        "profile": st.fixed_dictionaries({"alerts": TEXT, "occupation": TEXT, "has_aid": st.none() | st.booleans(),
                                          "died_on": st.none() | DAYS, "note": TEXT}),
        "emails": st.lists(st.sampled_from(["a@x.example", "A@x.example", "b@x.example", "c@x.example"]), max_size=3),
        "phones": st.lists(st.sampled_from(["+4930111", "+4930222", ""]), max_size=3),
        "cities": st.lists(st.sampled_from(["Bonn", "BONN", "Köln"]), max_size=2),
        "consents": st.dictionaries(st.sampled_from(["email", "text", "marketing"]), st.booleans()),
        "own": st.none() | st.dictionaries(st.sampled_from(["f1", "f2"]), TEXT),
        "tags": st.sets(st.sampled_from(["x", "y", "z"])),
        "members": st.sets(st.sampled_from(["anna", "tom"])),
        "relations": st.sets(st.tuples(st.sampled_from(["friend", "parent", "payer"]), st.booleans())),
        "tasks": st.integers(0, 2),
    }
)  # fmt: skip


def furnish(cast: Cast, told: dict[str, Any], far: Person, own: FieldSection) -> Person:
    """A client with all that was told, by rows and without any verb, so that odd ones are among them."""
    person = client(by=cast.anna)
    Person.objects.filter(pk=person.pk).update(**told["person"])
    Profile.objects.filter(person=person).update(**told["profile"])
    for place, value in enumerate(told["emails"]):
        Email.objects.create(person=person, value=value, key=value.casefold(), position=place, is_main=place == 1)
    for place, number in enumerate(told["phones"]):
        Phone.objects.create(person=person, value=f"0{place}", number=number, shown="0", position=place)
    for city in told["cities"]:
        Address.objects.create(person=person, city=city, is_main=True)
    for purpose, granted in told["consents"].items():
        Consent.objects.create(person=person, purpose=purpose, granted=granted)
    if told["own"] is not None:
        SectionValues.objects.create(person=person, section=own, values=told["own"])
    for key in told["tags"]:
        tag, _ = Tag.objects.get_or_create(key=key, defaults={"name": key})
        ClientTag.objects.create(client=person.client, tag=tag)
    for name in told["members"]:
        Assignment.objects.create(client=person.client, member=cast.members[name])
    for code, is_inverse in told["relations"]:
        ends = (far, person) if is_inverse else (person, far)
        kind = RelationType.objects.get(code=code)
        Relationship.objects.create(
            person=ends[0], other=ends[1], type=kind, is_main_payer=code == "payer" and not is_inverse
        )
    for _each in range(told["tasks"]):
        create_task(Errand("x", None, [cast.anna]), client=person, by=cast.anna)
    return person


@settings(
    phases=[Phase.explicit, Phase.generate],
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(one=RECORD, two=RECORD, data=st.data())
def test_merge_then_undo_is_nothing_for_random_records(inside: Cast, one: Any, two: Any, data: Any) -> None:
    """CL-18 as a property: all rows of both and of a relative are as before, ids and times included."""
    far = client("Ferne", "Verwandte", by=inside.anna)
    own = FieldSection.objects.get_or_create(key="eigenes", defaults={"name": "Eigenes"})[0]
    winner, loser = (furnish(inside, told, far, own) for told in (one, two))
    if {("parent", True)} & (one["relations"] ^ two["relations"]):
        Relationship.objects.filter(person=far, type__code="parent").delete()  # a circle through both
    before = dump(winner.pk, loser.pk, far.pk)
    chosen = {
        choice.name: data.draw(st.sampled_from(["winner", "loser", *["both"] * choice.may_be_both]))
        for choice in differing(again(winner), again(loser), seen_by=inside.anna)
    }
    made = merge(again(winner), again(loser), chosen, by=inside.anna)
    emails = {value.casefold() for value in (*one["emails"], *two["emails"])}
    assert {row.key for row in winner.emails.all()} == emails
    assert {row.tag.key for row in winner.client.client_tags.all()} == one["tags"] | two["tags"]
    assert winner.client.tasks.count() == one["tasks"] + two["tasks"]
    assert not questions(again_merge(made), seen_by=inside.anna)
    part(made, {}, by=inside.anna)
    now = dump(winner.pk, loser.pk, far.pk)
    for rows in (before["people.Person"], now["people.Person"]):
        for row in rows:  # furnish has not kept them
            for name in ("main_email", "main_phone", "sort_key", "name_key"):
                row.pop(name)
    assert now == before
