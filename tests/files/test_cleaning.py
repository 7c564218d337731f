"""Bytes without a row go a day after they were written, but not while a backup reads."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kartei.db.scope import workspace_scope
from kartei.files.cleaning import KEPT, remove_orphans
from kartei.files.models import Blob
from kartei.files.storage import files_of, is_sound, path_of, store
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Blob]:
    """A file with a row, in a data folder of its own."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    with workspace_scope(cast.lindenhof.id):
        yield store("a.txt", [b"text"], by=None)


def orphan(blob: Blob, name: str, age: float) -> Path:
    path = path_of(blob).with_name(name)
    path.write_bytes(b"left")
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_what_no_row_names_goes_after_a_day(kept: Blob, cast: Cast) -> None:
    old, half, fresh = orphan(kept, "old", KEPT + 60), orphan(kept, "a.part", KEPT + 60), orphan(kept, "new", KEPT - 60)
    assert remove_orphans_of_all() == 2
    assert (old.exists(), half.exists(), fresh.exists(), is_sound(kept)) == (False, False, True, True)
    assert len(list(files_of(cast.lindenhof.id))) == 2


def remove_orphans_of_all() -> int:
    from kartei.db import scope

    token = scope._current.set(None)  # as a job: no scope is open
    try:
        return remove_orphans()
    finally:
        scope._current.reset(token)


def test_a_file_that_has_changed_is_not_sound(kept: Blob) -> None:
    assert is_sound(kept)
    path_of(kept).write_bytes(b"test")
    assert not is_sound(kept)
    path_of(kept).unlink()
    assert not is_sound(kept)
