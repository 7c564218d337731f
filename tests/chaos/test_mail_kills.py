"""kill -9 at a random statement of queueing reminders and of sending them: each mail once, or marked as uncertain (R3)."""

import os

import pytest

from tests.chaos.killing import killed_again_and_again
from tests.chaos.running import Running

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]
KILLS = int(os.environ.get("KARTEI_MAIL_KILLS", "15"))


def test_a_kill_while_reminders_are_queued_or_sent_doubles_none(running: Running) -> None:
    told = killed_again_and_again(running, "mails", KILLS)
    assert told["wrong"] == []
    assert told["killed"] > 0
