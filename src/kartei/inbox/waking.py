"""The job that sends what a workspace has in its outbox, and when it is to look."""

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app


def wake(workspace_id: UUID, at: datetime) -> None:
    """Look into the outbox then: part of the caller's transaction. The rows are the truth, to wake twice is no harm."""
    job = app.configure_task("inbox.deliver", schedule_at=at)
    job.defer(workspace_id=str(workspace_id))
