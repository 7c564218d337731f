"""What `kartei check` says of files, disk, clock, mail, backups and settings."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone, translation

from kartei.audit.models import Event
from kartei.backup.models import NightlyBackup
from kartei.conf import surroundings
from kartei.conf.environment import Environment, read
from kartei.conf.surroundings import Found
from kartei.db.scope import workspace_scope
from kartei.files.storage import path_of, store
from kartei.lib import disk
from kartei.tenancy.models import Workspace
from tests.cast import Cast
from tests.chaos.running import free_port

pytestmark = pytest.mark.django_db
Look = Callable[[Environment], Iterator[Found]]


@pytest.fixture
def here(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Environment]:
    """An environment with a data folder of its own."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    tmp_path.chmod(0o700)
    disk._asked.cache_clear()
    with translation.override("en"):
        yield dataclasses.replace(read(), data=tmp_path, backups=tmp_path / "backups")
    disk._asked.cache_clear()


def said(look: Look, environment: Environment) -> list[tuple[str, str]]:
    return [(found.level.value, found.text) for found in look(environment)]


def test_files_that_are_missing_or_damaged_are_named(here: Environment, cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        lost, rotten, _sound = (store(name, [b"text"], by=None) for name in "abc")
    path_of(lost).unlink()
    path_of(rotten).write_bytes(b"test")
    path_of(rotten).with_name("extra").touch()
    today = f"{lost.created_at:%Y-%m-%d}"
    assert sorted(said(surroundings.files, here)) == sorted([
        ("fault", f"the stored file {lost.pk} of {today} is missing or damaged"),
        ("fault", f"the stored file {rotten.pk} of {today} is missing or damaged"),
        ("ok", "1 as they were stored, 1 that no row names"),
    ])  # fmt: skip


def test_a_disk_that_fills_up_is_told(here: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, level in (("KARTEI_DISK_LOW", "warning"), ("KARTEI_DISK_SPENT", "fault")):
        monkeypatch.setenv(name, "999999999")
        disk._asked.cache_clear()
        assert [found[0] for found in said(surroundings.space, here)] == [level]


def test_a_clock_that_went_back_is_told(here: Environment, cast: Cast) -> None:
    assert said(surroundings.clock, here) == []
    with workspace_scope(cast.lindenhof.id):
        Event.objects.create(at=timezone.now() + timedelta(hours=1), act="log.view", salt="", detail_hash="")
    [(level, text)] = said(surroundings.clock, here)
    assert (level, text.startswith("it went back: the log has entries that are 3")) == ("fault", True)


def test_mail_says_where_it_goes(here: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(surroundings.mail, here)[0][0] == "ok"
    monkeypatch.setattr(settings, "KARTEI_SMTP_URL", f"smtp://127.0.0.1:{free_port()}")
    [(level, text)] = said(surroundings.mail, here)
    assert (level, text.startswith("127.0.0.1 takes no mail: ")) == ("fault", True)
    monkeypatch.setattr(settings, "KARTEI_SMTP_URL", None)
    monkeypatch.setattr(settings, "KARTEI_IS_LOOPBACK", False)
    assert said(surroundings.mail, here) == [("warning", "KARTEI_SMTP_URL is not set: nobody gets any mail")]


def test_the_last_backup_is_told(here: Environment) -> None:
    Workspace.objects.update(created_at=timezone.now() - timedelta(days=3))
    assert said(surroundings.backups, here)[0] == ("warning", "No backup has been made and tested yet.")
    NightlyBackup.objects.create(reason="damaged", detail="here", ended_at=timezone.now())
    level, text = said(surroundings.backups, here)[0]
    assert (level, "did not stand the test: the file is damaged." in text, text.endswith("(here)")) == (
        "fault",
        True,
        True,
    )


def test_rights_and_registration_are_looked_at(here: Environment) -> None:
    assert said(surroundings.settings_of, here) == []
    here.data.chmod(0o755)
    is_open = dataclasses.replace(here, url="https://kartei.example.org", registration="open")
    assert [level for level, _text in said(surroundings.settings_of, is_open)] == ["warning", "warning"]
