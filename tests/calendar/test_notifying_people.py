"""Mails and lines of the log go along when two records become one, and go for good with who is erased."""

import datetime as dt
from typing import Any

import pytest

from kartei.calendar.automations.notifying import Notice
from kartei.calendar.automations.reminding import remind
from kartei.calendar.booking import book
from kartei.calendar.models import AutomationRun
from kartei.db.scope import workspace_scope
from kartei.inbox.models import PracticeMail
from kartei.people.archiving import erase
from kartei.people.merging.parting import part
from kartei.people.merging.uniting import merge
from tests.calendar.booked import at, plan
from tests.cast import Cast
from tests.people.twins import again, client, dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id):
        yield cast


def test_mails_and_lines_go_along_with_a_merge_and_come_back(inside: Cast) -> None:
    twin = client("Karla", "Köhler", by=inside.anna, email="karla@klientin.example")
    for hour, person in ((8, inside.carla), (10, twin)):
        book(plan(inside, at(hour), 50, person), by=inside.anna, notice=Notice.YES)
    before = dump(inside.carla.pk, twin.pk)
    made = merge(again(inside.carla), twin, {}, by=inside.anna)
    assert PracticeMail.objects.filter(person=inside.carla.pk).count() == 2
    assert AutomationRun.objects.filter(person=inside.carla.pk).count() == 2
    part(made, {}, by=inside.anna)
    assert dump(inside.carla.pk, twin.pk) == before
    assert PracticeMail.objects.filter(person=twin.pk).count() == 1


def test_of_a_merged_pair_nobody_is_reminded_twice(inside: Cast) -> None:
    twin = client("Karla", "Köhler", by=inside.anna, email="karla@klientin.example")
    book(plan(inside, at(10), 50, inside.carla, twin), by=inside.anna)
    remind(inside.lindenhof.id, at(10) - dt.timedelta(hours=24))
    assert PracticeMail.objects.count() == 2
    merge(again(inside.carla), twin, {}, by=inside.anna)
    remind(inside.lindenhof.id, at(10) - dt.timedelta(hours=23))
    assert PracticeMail.objects.count() == 2


def test_who_is_erased_leaves_no_mail_and_no_line(inside: Cast) -> None:
    book(plan(inside, at(8)), by=inside.anna, notice=Notice.YES)
    assert PracticeMail.objects.exists() and AutomationRun.objects.exists()
    erase([inside.carla.pk])
    assert not PracticeMail.objects.exists() and not AutomationRun.objects.exists()
