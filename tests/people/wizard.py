"""Going the way of an import as a browser does: upload, layout, columns, rehearsal, run."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from kartei.db.scope import workspace_scope
from kartei.people.models import Import
from kartei.tenancy.models import Workspace

SAMPLES = Path(__file__).parent.parent / "samples"
CHOICES = {"kind": "client", "duplicates": "fill", "slashes": ""}


def upload(browser: Browser, name: str, data: bytes | None = None) -> HttpResponse:
    """Post a file; a sample of that name when no bytes are given."""
    content = (SAMPLES / name).read_bytes() if data is None else data
    form = {"file": SimpleUploadedFile(name, content), "submission": str(uuid4())}
    return browser.post("/w/lindenhof/clients/imports/new/", form)  # type: ignore[return-value]


def newest(workspace: Workspace) -> Import:
    with workspace_scope(workspace.id):
        batch: Import = Import.objects.order_by("-id")[0]
    return batch


def address(batch: Import, step: str) -> str:
    return f"/w/lindenhof/clients/imports/{batch.pk}/{step}/"


def choose(browser: Browser, batch: Import, **choices: Any) -> HttpResponse:
    """Post the columns as they were proposed, and the choices; names of columns (`column_0`) choose their targets."""
    columns = {f"column-{at}": target for at, target in enumerate(batch.mapping["targets"])}
    columns |= {name.replace("_", "-"): value for name, value in choices.items() if name.startswith("column_")}
    return browser.post(address(batch, "columns"), columns | CHOICES | choices)  # type: ignore[return-value]


def rehearse(browser: Browser, workspace: Workspace, name: str, data: bytes | None = None, **choices: Any) -> Import:
    """Up to the rehearsal."""
    answer = upload(browser, name, data)
    assert answer.status_code == 303, answer.content.decode()
    answer = choose(browser, newest(workspace), **choices)
    assert answer.status_code == 303, answer.content.decode()
    work()
    return newest(workspace)


def confirm(browser: Browser, workspace: Workspace, batch: Import) -> Import:
    answer = browser.post(address(batch, "run"), {"submission": str(uuid4())})
    assert answer.status_code == 303
    work()
    return newest(workspace)


def bring(browser: Browser, workspace: Workspace, name: str, data: bytes | None = None, **choices: Any) -> Import:
    """The whole way."""
    return confirm(browser, workspace, rehearse(browser, workspace, name, data, **choices))


def work() -> None:
    """Do the jobs that wait, as the worker does."""
    for job in ProcrastinateJob.objects.filter(status="todo").order_by("id"):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
        task = app.tasks[job.task_name]
        context = JobContext(app=app, start_timestamp=0, job=_taken(job), abort_reason=lambda: None)
        task.func(*[context] * task.pass_context, **job.args)


def _taken(job: ProcrastinateJob) -> Job:
    return Job(
        id=job.pk,
        queue=job.queue_name,
        lock=job.lock,
        queueing_lock=job.queueing_lock,
        task_name=job.task_name,
        attempts=0,
    )
