"""Two at the same moment in „Einstellungen“: one name is given once, and what is gone is 404 and no fault."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people import vocabulary
from kartei.people.models import RelationType, Status, Tag
from kartei.people.relation_types import add_type, remove_type
from kartei.people.statuses import tags_named
from kartei.people.vocabulary import Refused, add_status, add_tag, delete_tag, edit_tag, replace_status
from tests.cast import Cast
from tests.people.overtaking import nothing, overtaken

pytestmark = pytest.mark.django_db(transaction=True)
SETTINGS = "/w/lindenhof/settings/"
TAKEN = "schon"
GODPARENT = {"name": "Patin", "inverse_name": "Patenkind"}


def send(browser: Browser, path: str, **told: Any) -> Callable[[], Any]:
    told = {"submission": str(uuid4()), "colour": "teal", "kind": "active", **told}
    return lambda: browser.post(f"{SETTINGS}{path}", told)


def made(cast: Cast, verb: Any, told: dict[str, str]) -> Any:
    with workspace_scope(cast.lindenhof.id):
        return verb(told, by=cast.anna)


def status_told(name: str) -> dict[str, str]:
    return {"name": name, "kind": "active", "colour": "teal"}


def tag_told(name: str) -> dict[str, str]:
    return {"name": name, "colour": "teal"}


def test_of_two_new_words_of_one_name_the_second_reads_that_there_is_one(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    news: list[tuple[Any, dict[str, str], str]] = [
        (add_status, status_told("Probezeit"), "statuses"),
        (add_tag, tag_told("Probezeit"), "tags"),
        (add_type, {"name": "Probezeit", "inverse_name": "Patenkind"}, "relation-types"),
    ]
    for verb, told, place in news:
        again = send(anna, f"{place}/new/", name="probezeit", inverse_name="Anderes")
        answer = overtaken(cast, lambda verb=verb, told=told: verb(told, by=cast.anna), again)
        assert answer.status_code == 422 and TAKEN in answer.content.decode(), place
    inverse = send(anna, "relation-types/new/", name="Mentor", inverse_name="PATENKIND")
    assert inverse().status_code == 422
    with workspace_scope(cast.lindenhof.id):
        for model in (Status, Tag, RelationType):
            assert model.objects.filter(name__iexact="probezeit").count() == 1


def test_of_two_who_are_renamed_alike_the_second_keeps_its_name(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    one, two = (made(cast, add_tag, tag_told(name)) for name in ("Eins", "Zwei"))
    rename = send(anna, f"tags/{two.pk}/", name="Drei", version="0")
    answer = overtaken(cast, lambda: edit_tag(one, tag_told("Drei"), version=0, by=cast.anna), rename)
    assert answer.status_code == 422 and TAKEN in answer.content.decode()
    three, four = (made(cast, add_status, status_told(name)) for name in ("Drei", "Vier"))
    rename = send(anna, f"statuses/{four.pk}/", name="Fünf", version="0")
    answer = overtaken(
        cast, lambda: vocabulary.edit_status(three, status_told("Fünf"), version=0, by=cast.anna), rename
    )
    assert answer.status_code == 422 and TAKEN in answer.content.decode()


def test_a_tag_that_a_record_makes_at_the_moment_is_there_already(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    answer = overtaken(cast, lambda: tags_named(["Notfall"]), send(anna, "tags/new/", name="notfall"))
    assert answer.status_code == 422 and TAKEN in answer.content.decode()
    two = made(cast, add_tag, tag_told("Zwei"))
    rename = send(anna, f"tags/{two.pk}/", name="Drei", version="0")
    assert overtaken(cast, lambda: tags_named(["Drei"]), rename).status_code == 422


@pytest.mark.parametrize(
    ("path", "told"),
    [("", {**GODPARENT, "version": "0"}), ("place/", {"step": "-1"}), ("removal/", {})],
)
def test_a_type_that_somebody_is_just_removing_is_not_there(
    practice: tuple[Cast, Browser], path: str, told: dict[str, str]
) -> None:
    cast, anna = practice
    kind = made(cast, add_type, GODPARENT)
    answer = overtaken(
        cast,
        lambda: remove_type(kind, None, by=cast.anna, start=nothing),
        send(anna, f"relation-types/{kind.pk}/{path}", **told),
    )
    assert answer.status_code == 404
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(act="relationtype.removal").count() == 1


@pytest.mark.parametrize(("path", "told"), [("", {"name": "Neu", "version": "0"}), ("removal/", {})])
def test_a_tag_that_somebody_is_just_removing_is_not_there(
    practice: tuple[Cast, Browser], path: str, told: dict[str, str]
) -> None:
    cast, anna = practice
    tag = made(cast, add_tag, tag_told("Alt"))
    answer = overtaken(cast, lambda: delete_tag(tag, by=cast.anna), send(anna, f"tags/{tag.pk}/{path}", **told))
    assert answer.status_code == 404
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(act="vocabulary.removal").count() == 1


@pytest.mark.parametrize(
    ("path", "told"), [("", {"name": "Neu", "version": "0"}), ("place/", {"step": "-1"}), ("removal/", {})]
)
def test_a_status_that_somebody_is_just_deleting_is_not_there(
    practice: tuple[Cast, Browser], path: str, told: dict[str, str]
) -> None:
    cast, anna = practice
    status = made(cast, add_status, status_told("Alt"))
    with workspace_scope(cast.lindenhof.id):
        told = {"replacement": str(Status.objects.get(code="active").pk), **told}
    assert overtaken(cast, status.delete, send(anna, f"statuses/{status.pk}/{path}", **told)).status_code == 404


def test_a_status_that_is_being_replaced_itself_replaces_none(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    old, next_one = (made(cast, add_status, status_told(name)) for name in ("Alt", "Nächster"))
    with workspace_scope(cast.lindenhof.id):
        active = Status.objects.get(code="active")
    answer = overtaken(
        cast,
        lambda: replace_status(next_one, active, by=cast.anna, start=nothing),
        send(anna, f"statuses/{old.pk}/removal/", replacement=str(next_one.pk)),
    )
    assert answer.status_code == 422 and "selbst ersetzt" in answer.content.decode()


def test_the_verbs_say_taken(practice: tuple[Cast, Browser]) -> None:
    cast, _anna = practice
    made(cast, add_tag, tag_told("Eins"))
    with pytest.raises(Refused, match="taken"):
        made(cast, add_tag, tag_told("EINS"))
    with pytest.raises(Refused, match="taken"):
        made(cast, add_status, status_told("aktiv"))
