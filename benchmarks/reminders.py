"""Reminders of 10,000 appointments, put into the outbox by the job that the clock starts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from benchmarks.targets import Figure
from kartei.calendar.automations.reminding import remind
from kartei.calendar.founding import found_calendar
from kartei.calendar.models import Appointment, AppointmentMember, AppointmentStatus, Attendance, Automation, Trigger
from kartei.db.scope import workspace_scope
from kartei.inbox.models import PracticeMail
from kartei.people.models import Client, Person, Status
from kartei.tenancy.models import Member, Workspace

if TYPE_CHECKING:
    from benchmarks.loading import Place

COUNT = 10_000


def measure(place: Place) -> Iterator[Figure]:
    """The first look finds them all, the second one that nothing is left to be done."""
    begins = timezone.now() + timedelta(days=500)
    with workspace_scope(place.id):
        count = _fill(place, begins)
    walls = []
    for turn in range(2):
        begun = time.perf_counter()
        done = remind(place.id, begins - timedelta(hours=12))
        walls.append(time.perf_counter() - begun)
        assert done == (0 if turn else count), f"{done} of {count} reminders"
    with workspace_scope(place.id):
        assert PracticeMail.objects.count() >= count, "a line without its mail"
    yield Figure(f"reminders of {count:,} appointments", walls[0], "s", 10.0)
    yield Figure("a look that finds nothing more", walls[1], "s", 1.0)


def _fill(place: Place, begins: object) -> int:
    """Appointments within an hour, of as many clients, who may be written to."""
    if not Automation.objects.filter(trigger=Trigger.BEFORE).exists():
        found_calendar(Workspace.objects.get(pk=place.id))
    Automation.objects.update(on_since=timezone.now() - timedelta(days=1))
    member = Member.objects.order_by("id")[0]
    clients = list(Client.objects.order_by("id").values_list("pk", flat=True)[:COUNT])
    Client.objects.filter(pk__in=clients).update(status=Status.objects.filter(kind="active")[0])
    for number, pk in enumerate(clients):
        Person.objects.filter(pk=pk, main_email="").update(main_email=f"nr{number}@bench.example")
    made = [
        Appointment(starts_at=begins, ends_at=begins + timedelta(minutes=50), created_by=member)  # type: ignore[operator]
        for _client in clients
    ]
    status = AppointmentStatus.objects.get(code="planned")
    Appointment.objects.bulk_create(made, batch_size=2_000)
    Attendance.objects.bulk_create(
        [
            Attendance(appointment=row, client_id=pk, status=status, starts_at=row.starts_at)
            for row, pk in zip(made, clients, strict=True)
        ],
        batch_size=2_000,
    )
    AppointmentMember.objects.bulk_create(
        [AppointmentMember(appointment=row, member=member) for row in made], batch_size=2_000
    )
    return len(clients)
