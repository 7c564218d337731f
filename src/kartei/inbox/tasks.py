"""Jobs of the outbox."""

from uuid import UUID

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from kartei.inbox.cleaning import clean_outbox
from kartei.inbox.delivering import deliver, deliver_everywhere
from kartei.inbox.delivery import Unreachable
from kartei.inbox.sending import send
from kartei.people.tasks import UntilDone, drop_broken_connections


class Backoff(BaseRetryStrategy):
    """Try again after 1, 2, 4 … 60 minutes. The verb itself gives up after a day."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Unreachable):
            return RetryDecision(retry_in={"minutes": min(2**job.attempts, 60)})
        return None


@app.task(name="inbox.send_instance_mail", retry=Backoff())
def send_instance_mail(mail_id: str) -> None:
    send(UUID(mail_id))


@app.periodic(cron="41 3 * * *")
@app.task(name="inbox.clean_outbox", queueing_lock="inbox.clean_outbox")
def clean_outbox_daily(timestamp: int) -> None:
    clean_outbox()


@app.task(name="inbox.deliver", retry=UntilDone())
def deliver_mails(workspace_id: str) -> None:
    drop_broken_connections()
    deliver(UUID(workspace_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="inbox.deliver_all", queueing_lock="inbox.deliver_all")
def deliver_all(timestamp: int) -> None:
    drop_broken_connections()
    deliver_everywhere()
