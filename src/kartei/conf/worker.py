"""The process that does the jobs, and the rule for jobs whose worker was killed."""

import asyncio
import logging
from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app as proxy
from procrastinate.contrib.django import connector_params

CONCURRENCY = 4
STOPS_WITHIN = 10  # seconds for the jobs at work when the worker is told to end
HEARTBEAT = 5  # seconds
STALLED_AFTER = 15  # seconds without a heartbeat
WAITS_FOR_DATABASE = 5  # seconds: the pool's own 30 would hold up the end of a worker whose database has gone first

log = logging.getLogger(__name__)


def run() -> None:
    """Work until SIGTERM or SIGINT."""
    asyncio.run(_work(proxy))


async def _work(app: Any) -> None:
    # with_connector, not replace_connector: tasks keep the Django connector, so their defer joins their transaction
    connector = PsycopgConnector(kwargs=connector_params(), timeout=WAITS_FOR_DATABASE)
    async with app.with_connector(connector).open_async() as worker:
        await put_back_stalled(worker)
        again = asyncio.create_task(_put_back_regularly(worker))
        try:
            await worker.run_worker_async(
                concurrency=CONCURRENCY,
                shutdown_graceful_timeout=STOPS_WITHIN,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED_AFTER,
                delete_jobs="successful",
            )
        finally:
            again.cancel()


async def _put_back_regularly(app: App) -> None:
    while True:
        await asyncio.sleep(STALLED_AFTER)
        try:
            await put_back_stalled(app)
        except Exception:  # the database is away: the next round will do it
            log.exception("stalled jobs could not be looked up")


async def put_back_stalled(app: App) -> int:
    """Queue the jobs again whose worker is gone; every task is idempotent. Returns how many there were."""
    count = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        log.warning("job %s (%s) is put back: its worker is gone", job.id, job.task_name)
        await app.job_manager.retry_job(job)
        count += 1
    return count
