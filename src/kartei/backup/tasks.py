"""The nightly job. The work is done by a process of its own, which gives way to everything else on the machine."""

import logging
import os
import subprocess
import sys

from django.db import close_old_connections, connection
from django.utils import timezone
from procrastinate.contrib.django import app

from kartei.backup.nightly import is_due

COMMAND = [sys.executable, "-m", "kartei.conf.cli", "backup", "--nightly"]

log = logging.getLogger(__name__)


@app.periodic(cron="12 * * * *")
@app.task(name="backup.make_nightly", queueing_lock="backup.make_nightly")
def make_nightly(timestamp: int) -> None:
    """Once a night; asked every hour, so that a machine that was off makes up for it."""
    if not connection.in_atomic_block:
        close_old_connections()
    if not is_due(timezone.now()):
        return
    environment = {**os.environ, "KARTEI_TREE": "1"}
    done = subprocess.run(COMMAND, env=environment, stdin=subprocess.DEVNULL, start_new_session=True, check=False)
    if done.returncode:
        log.error("the nightly backup ended with status %s", done.returncode)
