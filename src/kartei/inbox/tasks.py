"""Jobs of the outbox."""

from uuid import UUID

from django.db import close_old_connections, connection
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from kartei.db.scope import workspace_scope
from kartei.inbox.cleaning import clean_outbox
from kartei.inbox.delivering import deliver
from kartei.inbox.delivery import Unreachable
from kartei.inbox.models import MailState, PracticeMail
from kartei.inbox.sending import send
from kartei.people.tasks import UntilDone
from kartei.tenancy.models import workspace_ids


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
    _drop_broken_connections()
    deliver(UUID(workspace_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="inbox.deliver_all", queueing_lock="inbox.deliver_all")
def deliver_all(timestamp: int) -> None:
    """What a job should have sent and none did: a worker was killed, or the database away."""
    _drop_broken_connections()
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            due = PracticeMail.objects.filter(state__in=[MailState.WAITING, MailState.SENDING])
            is_left = due.filter(try_at__lte=timezone.now()).exists()
        if is_left:
            deliver(workspace_id)


def _drop_broken_connections() -> None:
    """A worker's threads live on when the database was restarted; requests do this by a signal."""
    if not connection.in_atomic_block:
        close_old_connections()
