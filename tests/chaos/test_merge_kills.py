"""kill -9 at a random statement of a merge and of its undo, fifty times: both records are whole, before or after."""

import os

import pytest

from tests.chaos.killing import killed_again_and_again
from tests.chaos.running import Running

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]
KILLS = int(os.environ.get("KARTEI_MERGE_KILLS", "50"))


def test_a_kill_during_a_merge_or_its_undo_leaves_both_records_whole(running: Running) -> None:
    told = killed_again_and_again(running, "merge", KILLS)
    assert told["wrong"] == []
    assert min(told["size"].values()) > 20
