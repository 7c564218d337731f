"""„Letzte geprüfte Sicherung“: green, amber after two days, red after seven or when one did not stand the test."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.backup.faults import Reason
from kartei.backup.models import NightlyBackup
from kartei.backup.nightly import is_due
from kartei.backup.state import state
from kartei.tenancy.models import Workspace
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Browser]


def night(days: float, reason: str = "", detail: str = "") -> NightlyBackup:
    """A run that began so many days ago."""
    done = NightlyBackup.objects.create(ok=not reason, reason=reason, detail=detail, ended_at=timezone.now())
    NightlyBackup.objects.filter(pk=done.pk).update(began_at=timezone.now() - timedelta(days=days))
    return done


def start(browse: Browse, name: str, language: str = "de") -> str:
    browser = browse(name)
    browser.post("/language/", {"language": language})
    return browser.get("/w/lindenhof/").content.decode()


@pytest.mark.parametrize(
    ("days", "level"), [(0.01, "success"), (1.9, "success"), (2.1, "warning"), (6.9, "warning"), (7.1, "error")]
)
def test_it_turns_amber_after_two_days_and_red_after_seven(cast: Cast, days: float, level: str) -> None:
    night(days)
    assert state(timezone.now() - timedelta(days=30)).level == level


def test_a_new_instance_waits_for_its_first_night(cast: Cast) -> None:
    assert state(timezone.now()).level == "info"
    assert state(timezone.now() - timedelta(days=3)).level == "warning"


def test_the_date_stands_on_start_for_owner_and_administration_alone(cast: Cast, browse: Browse) -> None:
    done = night(0.0)
    wanted = f"Letzte geprüfte Sicherung: heute {timezone.localtime(done.began_at):%H:%M}"
    for name in ("anna", "ada"):
        assert wanted in start(browse, name)
    for name in ("tom", "rita", "berta", "leo"):
        assert "geprüfte Sicherung" not in start(browse, name)


def test_a_backup_that_did_not_stand_the_test_is_red_with_its_reason(cast: Cast, browse: Browse) -> None:
    night(1.5)
    night(0.5, Reason.DAMAGED, "database/people_person.00000.gz")
    page = start(browse, "anna")
    assert "hat die Prüfung nicht bestanden: die Datei ist beschädigt" in page
    assert "people_person" not in page  # who runs the server finds it in `kartei check`
    assert "text-destructive" in page
    assert "the file is damaged" in start(browse, "anna", "en")
    night(0.1)
    assert "nicht bestanden" not in start(browse, "anna")


def test_one_that_is_running_changes_nothing(cast: Cast) -> None:
    night(0.5)
    NightlyBackup.objects.create()
    assert state(timezone.now()).level == "success"


def test_it_is_due_at_three_and_whenever_it_is_overdue(cast: Cast) -> None:
    three = timezone.localtime().replace(hour=3, minute=12)
    noon = three.replace(hour=12)
    Workspace.objects.update(created_at=three - timedelta(hours=5))
    assert (is_due(three), is_due(noon)) == (True, False)  # the first night
    done = night(0)
    NightlyBackup.objects.filter(pk=done.pk).update(began_at=three)
    assert not is_due(three + timedelta(minutes=40))
    assert not is_due(noon)
    assert is_due(three + timedelta(days=1))
    assert is_due(noon + timedelta(days=1))  # the machine was off
