"""Jobs of people: imports, acts on many clients, the search for duplicates, mails of tasks, what is forgotten."""

from uuid import UUID

from django.db import close_old_connections, connection
from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from kartei.lib.tables import TableError
from kartei.people.archiving import forget_discarded
from kartei.people.bulk.running import finish, forget_old_bulk_acts
from kartei.people.converting import forget_conversions
from kartei.people.fields.moving import finish_move
from kartei.people.fields.searched import index_anew
from kartei.people.fields.uploads import forget_unused_files
from kartei.people.importing.ending import forget_old_imports
from kartei.people.importing.rehearsing import give_up, rehearse
from kartei.people.importing.running import DISTURBANCES, Busy, fail, run
from kartei.people.ladder import scan
from kartei.people.merging.uniting import gather
from kartei.people.models import Merge, Person
from kartei.people.photos import forget_old_photos
from kartei.people.relation_types import finish_type_replacement
from kartei.people.saved_views import forget_deleted_views
from kartei.people.task_mails import send_morning_mails
from kartei.people.tasking import forget_deleted_tasks
from kartei.people.vocabulary import finish_replacement
from kartei.tenancy.models import workspace_ids

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
    drop_broken_connections()
    try:
        rehearse(UUID(workspace_id), UUID(import_id))
    except Exception as fault:
        if _is_final(context, fault):
            give_up(UUID(workspace_id), UUID(import_id))
        raise


@app.task(name="people.run_import", retry=UntilDone(), pass_context=True)
def run_import(context: JobContext, workspace_id: str, import_id: str) -> None:
    drop_broken_connections()
    try:
        run(UUID(workspace_id), UUID(import_id))
        find_all_twins.defer(workspace_id=workspace_id)
    except Exception as fault:
        if _is_final(context, fault):
            fail(UUID(workspace_id), UUID(import_id), TableError("unexpected"))
        raise


@app.task(name="people.replace_status", retry=UntilDone())
def replace_status(workspace_id: str, status_id: str, member_id: str) -> None:
    drop_broken_connections()
    finish_replacement(UUID(workspace_id), UUID(status_id), UUID(member_id))


@app.task(name="people.move_field", retry=UntilDone())
def move_field(workspace_id: str, field_id: str) -> None:
    drop_broken_connections()
    finish_move(UUID(workspace_id), UUID(field_id))


@app.task(name="people.index_field", retry=UntilDone())
def index_field(workspace_id: str, field_id: str) -> None:
    drop_broken_connections()
    index_anew(UUID(workspace_id), UUID(field_id))


@app.task(name="people.replace_relation_type", retry=UntilDone())
def replace_relation_type(workspace_id: str, type_id: str, member_id: str) -> None:
    drop_broken_connections()
    finish_type_replacement(UUID(workspace_id), UUID(type_id), UUID(member_id))


@app.task(name="people.find_twins", retry=UntilDone())
def find_twins(workspace_id: str, ids: list[str]) -> None:
    """After a few records were made or changed."""
    drop_broken_connections()
    scan(UUID(workspace_id), [UUID(pk) for pk in ids])


@app.task(name="people.find_all_twins", retry=UntilDone())
def find_all_twins(workspace_id: str) -> None:
    """After an import."""
    drop_broken_connections()
    scan(UUID(workspace_id))


@app.task(name="people.gather_late_rows", retry=UntilDone())
def gather_rows(workspace_id: str, merge_id: str) -> None:
    drop_broken_connections()
    gather(UUID(workspace_id), UUID(merge_id))


def look_for_twins(*people: Person) -> None:
    """Have the match ladder asked for these, once the transaction is done."""
    find_twins.defer(workspace_id=str(people[0].workspace_id), ids=[str(person.pk) for person in people])


def gather_late_rows(made: Merge) -> None:
    """By then every request that was at work during the merge is over."""
    later = gather_rows.configure(schedule_in={"seconds": 60})
    later.defer(workspace_id=str(made.workspace_id), merge_id=str(made.pk))


@app.task(name="people.run_bulk_act", retry=UntilDone())
def run_bulk_act(workspace_id: str, bulk_id: str) -> None:
    drop_broken_connections()
    finish(UUID(workspace_id), UUID(bulk_id))


def _is_final(context: JobContext, fault: Exception) -> bool:
    return UntilDone().get_retry_decision(exception=fault, job=context.job) is None


def drop_broken_connections() -> None:
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


@app.periodic(cron="36 3 * * *")
@app.task(name="people.forget_conversions", queueing_lock="people.forget_conversions")
def forget_conversions_daily(timestamp: int) -> None:
    forget_conversions(timezone.now())


@app.periodic(cron="3 4 * * *")
@app.task(name="people.find_twins_everywhere", queueing_lock="people.find_twins_everywhere")
def find_twins_nightly(timestamp: int) -> None:
    for workspace_id in workspace_ids():
        find_all_twins.defer(workspace_id=str(workspace_id))


@app.periodic(cron="38 3 * * *")
@app.task(name="people.forget_deleted_views", queueing_lock="people.forget_deleted_views")
def forget_deleted_views_daily(timestamp: int) -> None:
    forget_deleted_views(timezone.now())


@app.periodic(cron="44 3 * * *")
@app.task(name="people.forget_old_bulk_acts", queueing_lock="people.forget_old_bulk_acts")
def forget_old_bulk_acts_daily(timestamp: int) -> None:
    forget_old_bulk_acts(timezone.now())
