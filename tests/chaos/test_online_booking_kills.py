"""kill -9 at every third statement of asking for an appointment and of confirming it: all of it is there, or nothing."""

import os

import pytest

from tests.chaos.killing import killed_again_and_again
from tests.chaos.running import Running

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]
STEP = int(os.environ.get("KARTEI_BOOKING_STEP", "3"))  # 1: at each statement


def test_a_kill_at_any_statement_leaves_all_of_an_online_booking_or_nothing(running: Running) -> None:
    told = killed_again_and_again(running, "online_booking", STEP)
    assert told["wrong"] == []
    assert min(told["size"].values()) > 10
    appointments, attendances, clients, busy, asked, holds, _events, mails, confirmed = told["state"]
    assert (appointments, attendances, clients, busy) == (1, 1, 1, 2)
    assert (asked, holds, mails, confirmed) == (1, 0, 2, 1)
