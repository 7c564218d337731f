"""A series is booked, and split by moving the later part."""

import datetime as dt
import random
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from kartei.audit.models import Event
from kartei.calendar.booking import Plan
from kartei.calendar.models import Appointment, AppointmentMember, Attendance, Occupancy, Series
from kartei.calendar.series.booking import Repeat, book_series
from kartei.calendar.series.changing import move_series
from kartei.calendar.series.recurrence import Pattern, Rule
from kartei.calendar.series.together import Reach
from kartei.db.scope import workspace_scope
from tests.chaos.killing import forked
from tests.chaos.programs.founding import founded
from tests.people.twins import client

BERLIN, DATES, HOUR = ZoneInfo("Europe/Berlin"), 52, dt.timedelta(hours=1)
BEGINS = dt.datetime(2027, 3, 2, 10, tzinfo=BERLIN)


def killed(count: int) -> dict[str, Any]:
    """Booked and split in turn, each killed once; every tenth is done afterwards."""
    with founded("Series") as (workspace, anna):
        who = client("Eva", "Eins", by=anna).client

    def state() -> list[Any]:
        with workspace_scope(workspace.id):
            tables = (Appointment, AppointmentMember, Attendance, Occupancy, Series)
            starts = Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True)
            told = Event.objects.filter(act__startswith="series.").count()
            return [[table.objects.count() for table in tables], [one.isoformat() for one in starts], told]

    def book() -> None:
        with workspace_scope(workspace.id), timezone.override(BERLIN):
            plan = Plan(BEGINS, BEGINS + HOUR, [who], [anna])
            book_series(plan, Repeat(Rule(Pattern.WEEKLY, count=DATES)), by=anna, despite=True)

    def split() -> None:
        with workspace_scope(workspace.id), timezone.override(BERLIN):
            row = Appointment.objects.order_by("starts_at")[random.randint(1, 5)]
            begins = row.starts_at + HOUR
            move_series(row, begins, begins + HOUR, reach=Reach.FOLLOWING, version=row.version, by=anna, despite=True)

    size = {act.__name__: forked(act) for act in (book, split)}
    wrong = []
    for turn in range(count):
        act = split if turn % 2 else book
        name = act.__name__
        last, before = random.randint(1, size[name] or 0), state()
        if forked(act, last) is not None:
            wrong.append(f"{name} was not killed at {last}")
        if state() != before:
            wrong.append(f"{name}, statement {last} of {size[name]}")
        if turn % 10 == 0:
            forked(act)  # and then it can be done
            if state() == before:
                wrong.append(f"{name} after a kill at {last}")
    return {"wrong": wrong, "size": size, "dates": state()[0][0]}
