"""Jobs around registrations."""

from procrastinate.contrib.django import app

from kartei.workspaces.registering import forget_unconfirmed


@app.periodic(cron="11 3 * * *")
@app.task(name="workspaces.forget_unconfirmed", queueing_lock="workspaces.forget_unconfirmed")
def forget_unconfirmed_daily(timestamp: int) -> None:
    forget_unconfirmed()
