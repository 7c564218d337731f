"""Jobs of people: imports, the mails of tasks, and what is forgotten at night."""

from uuid import UUID

from django.db import close_old_connections, connection
from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from kartei.lib.tables import TableError
from kartei.people.archiving import forget_discarded
from kartei.people.fields.moving import finish_move
from kartei.people.fields.searched import index_anew
from kartei.people.fields.uploads import forget_unused_files
from kartei.people.importing.ending import forget_old_imports
from kartei.people.importing.rehearsing import give_up, rehearse
from kartei.people.importing.running import DISTURBANCES, Busy, fail, run
from kartei.people.photos import forget_old_photos
from kartei.people.task_mails import send_morning_mails
from kartei.people.tasking import forget_deleted_tasks
from kartei.people.vocabulary import finish_replacement

ATTEMPTS = 60  # while somebody else is in the way or the database is away; every try begins at the first row


class UntilDone(BaseRetryStrategy):
    """Wait for another import as long as it takes; after a disturbance try again, later each time."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Busy):
            return RetryDecision(retry_in={"seconds": 3})
        if isinstance(exception, DISTURBANCES) and job.attempts < ATTEMPTS:
            return RetryDecision(retry_in={"seconds": min(2 * job.attempts + 1, 60)})
        return None


@app.task(name="people.rehearse_import", retry=UntilDone(), pass_context=True)
def rehearse_import(context: JobContext, workspace_id: str, import_id: str) -> None:
    _drop_broken_connections()
    try:
        rehearse(UUID(workspace_id), UUID(import_id))
    except Exception as fault:
        if _is_final(context, fault):
            give_up(UUID(workspace_id), UUID(import_id))
        raise


@app.task(name="people.run_import", retry=UntilDone(), pass_context=True)
def run_import(context: JobContext, workspace_id: str, import_id: str) -> None:
    _drop_broken_connections()
    try:
        run(UUID(workspace_id), UUID(import_id))
    except Exception as fault:
        if _is_final(context, fault):
            fail(UUID(workspace_id), UUID(import_id), TableError("unexpected"))
        raise


@app.task(name="people.replace_status", retry=UntilDone())
def replace_status(workspace_id: str, status_id: str, member_id: str) -> None:
    _drop_broken_connections()
    finish_replacement(UUID(workspace_id), UUID(status_id), UUID(member_id))


@app.task(name="people.move_field", retry=UntilDone())
def move_field(workspace_id: str, field_id: str) -> None:
    _drop_broken_connections()
    finish_move(UUID(workspace_id), UUID(field_id))


@app.task(name="people.index_field", retry=UntilDone())
def index_field(workspace_id: str, field_id: str) -> None:
    _drop_broken_connections()
    index_anew(UUID(workspace_id), UUID(field_id))


def _is_final(context: JobContext, fault: Exception) -> bool:
    return UntilDone().get_retry_decision(exception=fault, job=context.job) is None


def _drop_broken_connections() -> None:
    """A worker's threads live on when the database was restarted; requests do this by a signal."""
    if not connection.in_atomic_block:
        close_old_connections()


@app.periodic(cron="27 3 * * *")
@app.task(name="people.forget_old_imports", queueing_lock="people.forget_old_imports")
def forget_old_imports_daily(timestamp: int) -> None:
    forget_old_imports()


@app.periodic(cron="*/15 * * * *")
@app.task(name="people.send_morning_mails", queueing_lock="people.send_morning_mails")
def send_morning_mails_in_time(timestamp: int) -> None:
    send_morning_mails(timezone.now())


@app.periodic(cron="33 3 * * *")
@app.task(name="people.forget_deleted_tasks", queueing_lock="people.forget_deleted_tasks")
def forget_deleted_tasks_daily(timestamp: int) -> None:
    forget_deleted_tasks(timezone.now())


@app.periodic(cron="41 3 * * *")
@app.task(name="people.forget_discarded", queueing_lock="people.forget_discarded")
def forget_discarded_daily(timestamp: int) -> None:
    forget_discarded(timezone.now())


@app.periodic(cron="51 3 * * *")
@app.task(name="people.forget_unused_files", queueing_lock="people.forget_unused_files")
def forget_unused_files_daily(timestamp: int) -> None:
    forget_unused_files(timezone.now())


@app.periodic(cron="54 3 * * *")
@app.task(name="people.forget_old_photos", queueing_lock="people.forget_old_photos")
def forget_old_photos_daily(timestamp: int) -> None:
    forget_old_photos(timezone.now())
