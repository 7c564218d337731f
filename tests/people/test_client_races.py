"""Two at the same moment at a client: tags that are just removed, and who has just become a contact."""

from uuid import uuid4

import pytest
from django.test import Client as Browser

from kartei.db.scope import workspace_scope
from kartei.people.converting import make_contact
from kartei.people.creating import Particulars, create_client
from kartei.people.models import ClientTag, Person, Status, Tag
from kartei.people.statuses import change_tags, tags_named
from kartei.people.vocabulary import add_tag, delete_tag
from tests.cast import Cast
from tests.people.overtaking import overtaken, scoped

pytestmark = pytest.mark.django_db(transaction=True)


def new_tag(cast: Cast) -> Tag:
    with workspace_scope(cast.lindenhof.id):
        return add_tag({"name": "Alt", "colour": "teal"}, by=cast.anna)


def test_a_tag_is_removed_while_somebody_gives_it(practice: tuple[Cast, Browser]) -> None:
    """Whoever comes second: the tag is gone, and nobody has it."""
    cast, anna = practice
    path = f"/w/lindenhof/clients/{cast.bruno.pk}/tags/"
    tag = new_tag(cast)
    answer = overtaken(
        cast,
        lambda: delete_tag(tag, by=cast.anna),
        lambda: anna.post(path, {"tags": [str(tag.pk)], "new": "Frisch", "version": "0"}),
    )
    assert answer.status_code == 303
    assert names(cast, cast.bruno) == {"Frisch"}
    tag = new_tag(cast)
    answer = overtaken(
        cast,
        lambda: change_tags(again(cast.bruno).client, [tag], by=cast.anna),
        lambda: anna.post(f"/w/lindenhof/settings/tags/{tag.pk}/removal/"),
    )
    assert answer.status_code == 303
    assert names(cast, cast.bruno) == set()


def test_a_new_client_is_made_without_a_tag_that_is_just_removed(practice: tuple[Cast, Browser]) -> None:
    cast, _anna = practice
    tag = new_tag(cast)

    def create() -> Person:
        status = Status.objects.get(code="active")
        return create_client(Particulars(last_name="Neu"), status=status, tags=[tag], by=cast.anna).person

    person = overtaken(cast, lambda: delete_tag(tag, by=cast.anna), scoped(cast, create))
    assert names(cast, person) == set()


def test_many_clients_are_given_a_tag_that_is_just_removed(practice: tuple[Cast, Browser]) -> None:
    cast, anna = practice
    tag = new_tag(cast)
    whom = [str(cast.carla.pk), str(cast.bruno.pk)]
    told = {"client": whom, "total": "2", "tags": [str(tag.pk)], "submission": str(uuid4())}
    answer = overtaken(
        cast, lambda: delete_tag(tag, by=cast.anna), lambda: anna.post("/w/lindenhof/clients/bulk/tagging/", told)
    )
    assert answer.status_code == 303
    assert names(cast, cast.carla) == {"Privat"}


@pytest.mark.parametrize("what", ["status", "tags", "assignments"])
def test_who_has_just_become_a_contact_gets_nothing_that_clients_have(
    practice: tuple[Cast, Browser], what: str
) -> None:
    cast, anna = practice
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="paused")
        tags = tags_named(["Neu"])
    told = {
        "status": {"status": str(status.pk)},
        "tags": {"tags": [str(tag.pk) for tag in tags]},
        "assignments": {"members": [str(cast.tom.pk)]},
    }[what]
    answer = overtaken(
        cast,
        lambda: make_contact(again(cast.bruno), version=0, by=cast.anna),
        lambda: anna.post(f"/w/lindenhof/clients/{cast.bruno.pk}/{what}/", {**told, "version": "0"}),
    )
    assert answer.status_code == 409
    with workspace_scope(cast.lindenhof.id):
        assert what not in again(cast.bruno).versions


def names(cast: Cast, person: Person) -> set[str]:
    with workspace_scope(cast.lindenhof.id):
        return set(ClientTag.objects.filter(client_id=person.pk).values_list("tag__name", flat=True))


def again(person: Person) -> Person:
    found: Person = Person.objects.get(pk=person.pk)
    return found
