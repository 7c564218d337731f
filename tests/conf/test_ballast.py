from pathlib import Path

import pytest

from kartei.conf import ballast
from kartei.conf.ballast import Ballast
from kartei.lib import disk


@pytest.fixture(autouse=True)
def _asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ballast, "LOOKS_EVERY", 0.0)
    monkeypatch.setattr(disk, "ASKED_EVERY", 1e-9)
    monkeypatch.setenv("KARTEI_BALLAST", "1")
    monkeypatch.setenv("KARTEI_DISK_LOW", "1")


def test_it_goes_when_the_disk_is_spent_and_comes_back_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weight, file = Ballast(tmp_path), tmp_path / "ballast"
    weight.look_after()
    assert (file.stat().st_size, file.stat().st_blocks * 512 >= 2**20) == (2**20, True)
    monkeypatch.setenv("KARTEI_DISK_SPENT", "999999999")
    weight.look_after()
    assert not file.exists()
    monkeypatch.setenv("KARTEI_DISK_SPENT", "1")
    monkeypatch.setenv("KARTEI_DISK_LOW", "999999999")  # writes again, but there is no room to waste
    weight.look_after()
    assert not file.exists()
    monkeypatch.setenv("KARTEI_DISK_LOW", "1")
    weight.look_after()
    assert file.exists()


def test_none_is_made_where_it_would_bring_the_disk_into_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = disk.free(tmp_path) // 2**20
    monkeypatch.setenv("KARTEI_BALLAST", str(free - 10))
    monkeypatch.setenv("KARTEI_DISK_LOW", "1000")
    Ballast(tmp_path).look_after()
    assert not (tmp_path / "ballast").exists()


def test_none_is_wanted_with_nought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARTEI_BALLAST", "0")
    Ballast(tmp_path).look_after()
    assert not (tmp_path / "ballast").exists()
