"""Fifty exercises of the ORM against keys (workspace_id, id) and row-level security.

They guard the private methods of Django that the database backend overrides: run them before any upgrade of Django.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core import serializers
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q
from django.forms import modelform_factory
from django.test.utils import CaptureQueriesContext

from kartei.db.keys import uuid7
from kartei.db.scope import NoWorkspace, workspace_scope
from kartei.people.models import (
    Client,
    ClientTag,
    Email,
    ExternalId,
    Person,
    Profile,
    Status,
    StatusKind,
    Tag,
)
from kartei.tenancy.models import Workspace


class World:
    """Two workspaces; in the first a client with an e-mail and a tag, and a second client who is a lead."""

    def __init__(self) -> None:
        self.one, self.two = (Workspace.objects.create(name=name, slug=name) for name in ("one", "two"))
        with workspace_scope(self.two.id):
            self.foreign = self.client("Fremd", "Person", StatusKind.ACTIVE)
        with workspace_scope(self.one.id):
            self.sabine = self.client("Sabine", "Müller", StatusKind.ACTIVE)
            self.uwe = self.client("Uwe", "Groß", StatusKind.LEAD)
            self.email = Email.objects.create(person=self.sabine.person, value="s@example.org", key="s@example.org")
            self.tag = Tag.objects.create(name="Privat", key="privat")
            ClientTag.objects.create(client=self.sabine, tag=self.tag)

    def client(self, first: str, last: str, kind: str) -> Client:
        person = Person.objects.create(first_name=first, last_name=last, is_client=True)
        status = Status.objects.create(name=kind, kind=kind)
        return Client.objects.create(id=person.id, person=person, status=status)


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def here(world: World) -> Iterator[World]:
    with workspace_scope(world.one.id):
        yield world


def bulk(count: int) -> list[Person]:
    return Person.objects.bulk_create([Person(first_name=f"B{n}", last_name="Bulk") for n in range(count)])


def test_a_row_is_found_by_id(here: World) -> None:
    assert Client.objects.get(id=here.sabine.id).status.kind == "active"


def test_a_row_is_found_by_pk(here: World) -> None:
    assert Client.objects.get(pk=here.sabine.id) == here.sabine


def test_a_foreign_key_leads_forward(here: World) -> None:
    assert Email.objects.get(id=here.email.id).person.last_name == "Müller"


def test_select_related_goes_two_levels(here: World) -> None:
    row = ClientTag.objects.select_related("client__person").get(tag=here.tag)
    assert row.client.person.first_name == "Sabine"


def test_a_reverse_foreign_key_is_counted(here: World) -> None:
    assert Person.objects.get(id=here.sabine.id).emails.count() == 1


def test_a_reverse_one_to_one_is_read(here: World) -> None:
    assert Person.objects.get(id=here.uwe.id).client.status.kind == "lead"


def test_prefetching_takes_a_query_a_relation(here: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        tags = [
            len(client.client_tags.all()) for client in Client.objects.prefetch_related("client_tags").order_by("id")
        ]
        people = [email.person.last_name for email in Email.objects.prefetch_related("person")]
    assert (tags, people, len(queries)) == ([1, 0], ["Müller"], 4)


def test_prefetch_objects_filter(here: World) -> None:
    emails = Prefetch("emails", Email.objects.filter(key="nobody"), to_attr="found")
    assert [person.found for person in Person.objects.prefetch_related(emails)] == [[], []]


def test_filters_cross_foreign_keys(here: World) -> None:
    assert ClientTag.objects.filter(client__person__last_name="Müller").count() == 1


def test_filters_cross_reverse_relations(here: World) -> None:
    assert Client.objects.filter(client_tags__tag__key="privat").get() == here.sabine


def test_exclude_crosses_reverse_relations(here: World) -> None:
    assert Client.objects.exclude(client_tags__tag__key="privat").get() == here.uwe


def test_exclude_crosses_foreign_keys(here: World) -> None:
    assert ClientTag.objects.exclude(client__status__kind="lead").count() == 1


def test_a_foreign_key_equals_an_object(here: World) -> None:
    assert Email.objects.filter(person=here.sabine.person).exists()


def test_a_foreign_key_is_one_of_objects(here: World) -> None:
    assert Email.objects.filter(person__in=[here.sabine.person]).exists()


def test_a_foreign_key_is_in_a_subquery(here: World) -> None:
    assert Client.objects.filter(status__in=Status.objects.filter(kind="lead")).get() == here.uwe


def test_a_foreign_key_is_null(here: World) -> None:
    assert Person.objects.filter(created_by__isnull=True).count() == 2


def test_the_column_of_a_foreign_key_is_filtered(here: World) -> None:
    assert Email.objects.filter(person_id=here.sabine.id).count() == 1


def test_annotations_count(here: World) -> None:
    counted = Client.objects.annotate(n=Count("client_tags")).order_by("-n")
    assert list(counted.values_list("n", flat=True)) == [1, 0]


def test_aggregates_go_over_relations(here: World) -> None:
    assert Person.objects.aggregate(last=Max("emails__key"))["last"] == "s@example.org"


def test_values_group(here: World) -> None:
    groups = Client.objects.values("status__kind").annotate(n=Count("id")).order_by("status__kind")
    assert [group["n"] for group in groups] == [1, 1]


def test_instances_group_with_their_relations(here: World) -> None:
    clients = Client.objects.select_related("person").annotate(n=Count("client_tags", distinct=True)).order_by("-n")
    assert [(client.person.last_name, client.n) for client in clients] == [("Müller", 1), ("Groß", 0)]


def test_the_key_is_counted(here: World) -> None:
    assert Client.objects.aggregate(n=Count("pk"), m=Count("pk", distinct=True)) == {"n": 2, "m": 2}


def test_exists_asks_the_outer_row(here: World) -> None:
    assert Client.objects.filter(Exists(ClientTag.objects.filter(client=OuterRef("pk")))).get() == here.sabine


def test_save_updates_and_refreshes(here: World) -> None:
    here.tag.name = "privat"
    here.tag.save()
    here.tag.save(update_fields=["name"])
    here.tag.refresh_from_db()
    assert here.tag.name == "privat"


def test_querysets_update_with_expressions(here: World) -> None:
    assert Person.objects.filter(last_name="Müller").update(version=F("version") + 1) == 1


def test_updates_cross_joins(here: World) -> None:
    assert Email.objects.filter(person__last_name="Müller").update(label="privat") == 1


def test_five_hundred_rows_are_created_at_once(here: World) -> None:
    bulk(500)
    assert Person.objects.filter(last_name="Bulk").count() == 500


def test_bulk_creation_ignores_conflicts(here: World) -> None:
    Tag.objects.bulk_create([Tag(name="PRIVAT", key="privat")], ignore_conflicts=True)
    assert Tag.objects.get(key="privat").name == "Privat"


def test_bulk_creation_updates_conflicts(here: World) -> None:
    again = [Tag(name="PRIVAT", key="privat")]
    Tag.objects.bulk_create(again, update_conflicts=True, unique_fields=["workspace", "key"], update_fields=["name"])
    assert Tag.objects.get(key="privat").name == "PRIVAT"


def test_bulk_update_changes_a_hundred(here: World) -> None:
    people = bulk(100)
    for person in people:
        person.role = "x"
    assert Person.objects.bulk_update(people, ["role"]) == 100


def test_get_or_create_and_update_or_create(here: World) -> None:
    assert Tag.objects.get_or_create(key="neu", defaults={"name": "neu"})[1]
    assert not Tag.objects.update_or_create(key="neu", defaults={"name": "Neu"})[1]


def test_a_row_is_locked_with_its_joins(here: World) -> None:
    locked = Client.objects.select_for_update(of=("self",)).select_related("person")
    assert locked.get(id=here.sabine.id).person.last_name == "Müller"


def test_locked_rows_are_skipped(here: World) -> None:
    assert len(Client.objects.select_for_update(skip_locked=True).order_by("id")[:1]) == 1


def test_a_savepoint_rolls_back(here: World) -> None:
    with pytest.raises(KeyError), transaction.atomic():
        Person.objects.create(last_name="Weg")
        raise KeyError
    assert not Person.objects.filter(last_name="Weg").exists()


def test_a_unique_value_is_refused_twice(here: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="Privat", key="privat")
    assert Tag.objects.count() == 1


def test_the_same_unique_value_is_free_in_another_workspace(world: World) -> None:
    with workspace_scope(world.two.id):
        assert Tag.objects.create(name="Privat", key="privat").pk


def test_a_one_to_one_is_unique(here: World) -> None:
    Profile.objects.create(person=here.sabine.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.create(person=here.sabine.person)


def test_full_clean_checks_foreign_keys(here: World) -> None:
    ExternalId(person=here.sabine.person, system="x", value="1").full_clean()


def test_a_foreign_key_into_another_workspace_is_refused_by_the_database(here: World) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Email.objects.bulk_create([Email(person_id=here.foreign.id, value="x", key="x")])
        connection.check_constraints()


def test_another_workspace_is_invisible_to_the_manager(here: World) -> None:
    assert not Client.objects.filter(id=here.foreign.id).exists()


def test_another_workspace_is_invisible_to_bare_queries(here: World) -> None:
    assert not Client.unscoped.filter(id=here.foreign.id).exists()
    assert Client.unscoped.count() == 2


def test_a_row_for_another_workspace_is_refused(here: World) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Person.objects.create(last_name="y", workspace=here.two)


def test_the_manager_raises_without_a_scope(world: World) -> None:
    with pytest.raises(NoWorkspace):
        Client.objects.count()


def test_bare_queries_find_nothing_without_a_scope(world: World) -> None:
    assert Client.unscoped.count() == 0


def test_an_insert_without_a_scope_is_refused(world: World) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Person.unscoped.bulk_create([Person(last_name="y", workspace=world.one)])


def test_a_scope_that_fails_rolls_back(world: World) -> None:
    with pytest.raises(KeyError), workspace_scope(world.one.id):
        Person.objects.create(last_name="Weg")
        raise KeyError
    with workspace_scope(world.one.id):
        assert not Person.objects.filter(last_name="Weg").exists()


def test_two_scopes_do_not_mix(here: World) -> None:
    with pytest.raises(NoWorkspace), workspace_scope(here.two.id):
        pass


def test_reverse_managers_create_within_the_workspace(here: World) -> None:
    email = here.uwe.person.emails.create(value="u@example.org", key="u@example.org")
    assert email.workspace_id == here.one.id


def test_sets_are_united_made_distinct_and_iterated(here: World) -> None:
    both = Person.objects.filter(last_name="Müller").union(Person.objects.filter(last_name="Groß"))
    tagged = Client.objects.filter(client_tags__isnull=False).distinct()
    assert (both.count(), tagged.count(), len(list(Person.objects.iterator(chunk_size=1)))) == (2, 1, 2)


def test_dates_are_listed(here: World) -> None:
    Person.objects.update(birth_date=date(2000, 2, 29))
    assert list(Person.objects.dates("birth_date", "year")) == [date(2000, 1, 1)]


def test_rows_come_by_their_ids(here: World) -> None:
    assert set(Person.objects.in_bulk([here.sabine.id])) == {here.sabine.id}


def test_model_forms_choose_within_the_workspace(here: World) -> None:
    form: Any = modelform_factory(ClientTag, fields=["client", "tag"])
    assert form({"client": str(here.uwe.id), "tag": str(here.tag.id)}).is_valid()
    assert not form({"client": str(here.foreign.id), "tag": str(here.tag.id)}).is_valid()


def test_rows_survive_json(here: World) -> None:
    text = serializers.serialize("json", [here.email])
    assert next(iter(serializers.deserialize("json", text))).object.person_id == here.sabine.id


def test_a_protected_row_is_not_deleted(here: World) -> None:
    with pytest.raises(models.ProtectedError):
        here.sabine.status.delete()


def test_deleting_cascades(here: World) -> None:
    here.sabine.person.delete()
    assert (Email.objects.count(), ClientTag.objects.count(), Client.objects.count()) == (0, 0, 1)


def test_rows_are_deleted_by_a_filter(here: World) -> None:
    bulk(10)
    assert Person.objects.filter(Q(last_name="Bulk")).delete()[0] == 10


def test_a_check_of_the_database_holds(here: World) -> None:
    person = Person.objects.create(last_name="Anders")
    with pytest.raises(IntegrityError), transaction.atomic():
        Client.objects.create(id=uuid7(), person=person, status=here.uwe.status)
