"""The log: written with the change, sealed at the end of the transaction, unalterable for the serving role."""

import pytest
from django.db import DatabaseError, connection, transaction

from kartei.audit.models import Event, InstanceSeal, Seal
from kartei.audit.recording import record, record_instance
from kartei.audit.sealing import link_hash
from kartei.audit.verification import verify_all, verify_workspace
from kartei.db.scope import workspace_scope
from tests.cast import Cast


def write(cast: Cast, count: int = 1) -> None:
    with workspace_scope(cast.lindenhof.id):
        for number in range(count):
            record("test.act", by=cast.anna, subject=cast.carla, client=cast.carla, number=number)


def test_an_event_says_who_what_and_about_whom(cast: Cast) -> None:
    write(cast)
    with workspace_scope(cast.lindenhof.id):
        event = Event.objects.get(act="test.act")
    assert (event.actor, event.subject, event.client_id, event.detail) == (
        "Anna",
        "Carla Köhler",
        cast.carla.pk,
        {"number": 0},
    )


def test_each_event_is_sealed_when_its_scope_ends(cast: Cast) -> None:
    write(cast, 3)
    with workspace_scope(cast.lindenhof.id):
        assert not Event.objects.filter(seal__isnull=True).exists()
        assert list(verify_workspace()) == []


def test_seals_are_numbered_without_a_gap_in_each_workspace(cast: Cast) -> None:
    write(cast, 3)
    write(cast, 2)
    with workspace_scope(cast.lindenhof.id):
        numbers = list(Seal.objects.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_event_vanishes_with_its_savepoint_and_the_chain_still_holds(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        with pytest.raises(KeyError), transaction.atomic():
            record("test.lost", by=cast.anna)
            raise KeyError
        record("test.kept", by=cast.anna)
    with workspace_scope(cast.lindenhof.id):
        assert not Event.objects.filter(act="test.lost").exists()
        assert list(verify_workspace()) == []


@pytest.mark.parametrize("table", ["audit_event", "audit_seal", "audit_instanceevent", "audit_instanceseal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_serving_role_can_neither_change_nor_delete(cast: Cast, table: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_the_chain_names_a_link_that_does_not_fit(cast: Cast) -> None:
    write(cast, 2)
    with workspace_scope(cast.lindenhof.id):
        last = Seal.objects.order_by("-seq")[0]
        event = record("test.forged", by=cast.anna)
        forged = Seal(seq=last.seq + 1, event=event, previous="0" * 64, hash=link_hash(last.seq + 1, "0" * 64, event))
        forged.save(force_insert=True)
        assert list(verify_workspace()) == [f"Eintrag {last.seq + 1} folgt nicht auf den vorigen"]


def test_events_of_the_instance_have_a_chain_of_their_own(cast: Cast) -> None:
    record_instance("test.instance", actor="nobody@example.org")
    assert InstanceSeal.objects.count() >= 1
    assert list(verify_all()) == []
