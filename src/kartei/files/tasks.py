"""Jobs of the stored files."""

from django.db import close_old_connections, connection
from procrastinate.contrib.django import app

from kartei.files.cleaning import remove_orphans


@app.periodic(cron="47 3 * * *")
@app.task(name="files.remove_orphans", queueing_lock="files.remove_orphans")
def remove_orphans_daily(timestamp: int) -> None:
    if not connection.in_atomic_block:
        close_old_connections()
    remove_orphans()
