"""R14: what disturbs an import says nothing about its file, so the import is tried again."""

import sys
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError
from django.test import Client as Browser

from kartei.db.keys import uuid7
from kartei.db.scope import workspace_scope
from kartei.people.importing import copying, reading
from kartei.people.importing.rehearsing import rehearse
from kartei.people.importing.running import run
from kartei.people.models import Import, Person, Tag
from tests.cast import Cast
from tests.people import wizard

Browse = Callable[[str], Browser]
DIES_WITHIN_A_LINE = """
import os, sys
sys.stdout.write('{"rows": 3}\\n[[{"given": "An')
sys.stdout.flush()
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def batch(cast: Cast, browse: Browse) -> Import:
    return wizard.rehearse(browse("anna"), cast.lindenhof, "google_contacts.csv")


def test_a_reader_killed_within_a_line_is_a_disturbance(
    cast: Cast, batch: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    for verb, state, end in ((rehearse, "checking", "checked"), (run, "waiting", "done")):
        with workspace_scope(cast.lindenhof.id):
            Import.objects.filter(pk=batch.pk).update(state=state)
            before = Person.objects.count()
        with monkeypatch.context() as patch:
            patch.setattr(reading, "PARSER", [sys.executable, "-c", DIES_WITHIN_A_LINE])
            with pytest.raises(reading.Disturbed):
                verb(cast.lindenhof.id, batch.pk)
        with workspace_scope(cast.lindenhof.id):
            assert Person.objects.count() == before
        verb(cast.lindenhof.id, batch.pk)
        assert wizard.newest(cast.lindenhof).state == end


def test_rows_that_the_database_refuses_leave_nothing(
    cast: Cast, batch: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are stored by a thread of their own; what happens there ends the run."""
    with workspace_scope(cast.lindenhof.id):
        Import.objects.filter(pk=batch.pk).update(state="waiting")
        before = Person.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr("kartei.people.importing.records.uuid7", lambda: cast.carla.pk)  # an id that is taken
        with pytest.raises(IntegrityError):
            run(cast.lindenhof.id, batch.pk)
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.count() == before
    run(cast.lindenhof.id, batch.pk)
    assert wizard.newest(cast.lindenhof).state == "done"


@pytest.mark.django_db
def test_a_database_that_breaks_off_while_rows_are_copied_is_known_as_such(cast: Cast) -> None:
    with pytest.raises(DatabaseError), workspace_scope(cast.lindenhof.id):
        copying.insert(Tag, [{"id": uuid7(), "name": "x" * 10_000}])
