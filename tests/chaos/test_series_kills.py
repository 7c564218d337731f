"""kill -9 at a random statement of booking or splitting a series, thirty times: all of its dates are there, or none."""

import os

import pytest

from tests.chaos.killing import killed_again_and_again
from tests.chaos.running import Running

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]
KILLS = int(os.environ.get("KARTEI_SERIES_KILLS", "30"))


def test_a_kill_while_a_series_is_booked_or_split_leaves_all_of_it_or_none(running: Running) -> None:
    told = killed_again_and_again(running, "series", KILLS)
    assert told["wrong"] == []
    assert min(told["size"].values()) > 10 and told["dates"] % 52 == 0
