"""The calendar: a busy week as the page asks for it, free slots, and bookings by two processes at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from benchmarks.browsing import Browser, timed
from benchmarks.commands import run_program
from benchmarks.targets import Figure, figure
from kartei.calendar.booking import Plan, book
from kartei.calendar.founding import found_calendar
from kartei.calendar.models import Occupancy, Service, WorkWeek
from kartei.db.scope import workspace_scope
from kartei.people.models import Client
from kartei.tenancy.models import Member, Preset, Workspace

if TYPE_CHECKING:
    from benchmarks.loading import Place

MEMBERS, DAILY, DAYS = 10, 8, 5  # 400 appointments a week
HOURS = [[weekday, begins, ends] for weekday in range(5) for begins, ends in ((480, 720), (780, 1080))]
SLOTS = 1_000  # that two processes book at once, a tenth of them wanted by both

SEARCH = """
import gc, statistics, sys, time, django
django.setup()
from uuid import UUID
from datetime import timedelta
from django.utils import timezone
from kartei.calendar.hours.free_slots import Search, free_slots
from kartei.calendar.models import Service
from kartei.db.scope import workspace_scope
with workspace_scope(UUID(sys.argv[1])), timezone.override("Europe/Berlin"):
    search, walls = Search(Service.objects.get(name="Messung")), []
    first = timezone.localdate()
    free_slots(search, first, first)
    gc.freeze()  # as the web server does once all is loaded
    for _turn in range(40):
        begun = time.perf_counter()
        found = free_slots(search, first, first + timedelta(days=60))
        walls.append((time.perf_counter() - begun) * 1000)
walls = sorted(walls[10:])
print(statistics.median(walls), walls[-2], len(found))
"""
BOOK = """
import sys, time, django
django.setup()
from datetime import datetime, timedelta
from uuid import UUID
from kartei.calendar.booking import Plan, book
from kartei.calendar.models import Service
from kartei.calendar.occupying import Occupied
from kartei.db.scope import workspace_scope
from kartei.people.models import Client
from kartei.tenancy.models import Member
workspace, begins, (first, last) = UUID(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), map(int, sys.argv[3:5])
with workspace_scope(workspace):
    members, service = list(Member.objects.filter(treats=True).order_by("id")[:10]), Service.objects.get(name="Messung")
    clients = list(Client.objects.select_related("person").order_by("id")[:1000])
time.sleep(max(0, float(sys.argv[5]) - time.time()))
booked, begun = 0, time.time()
for number in range(first, last):
    start = begins + timedelta(hours=number // 10)
    plan = Plan(start, start + timedelta(minutes=50), [clients[number]], [members[number % 10]], service)
    try:
        with workspace_scope(workspace):
            book(plan, by=members[0])
        booked += 1
    except Occupied:
        pass
print(booked, begun, time.time())
"""


def measure(browser: Browser, pids: list[int], data: Path, place: Place) -> Iterator[Figure]:
    """A week of 400 over HTTP, free slots of 60 days, and bookings a second."""
    monday = _fill(place)
    path = f"/w/{place.slug}/calendar/entries/?view=week&date={monday:%Y-%m-%d}"
    size = len(browser.get(path, Accept_Encoding="gzip")[2])
    yield figure("week of 400 appointments", timed([lambda: browser.get(path)], pids), 50.0)
    yield Figure("data of that week", size / 1024, "kB", 40.0, note="compressed")
    median, p95, found = _run(SEARCH, data, str(place.id)).split()
    yield Figure(
        "free slots, 60 days, 10 members", float(p95), "ms", 50.0, float(median), float(p95), note=f"{found} slots"
    )
    yield _bookings(data, place)


def _bookings(data: Path, place: Place) -> Figure:
    later = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=900)
    middle, start = SLOTS // 2, str(timezone.now().timestamp() + 8)  # both begin then
    parts = [(0, middle + SLOTS // 20), (middle - SLOTS // 20, SLOTS)]
    with ThreadPoolExecutor() as pool:
        said = list(
            pool.map(lambda part: _run(BOOK, data, str(place.id), later.isoformat(), *map(str, part), start), parts)
        )
    counts, begins, ends = zip(*(map(float, line.split()) for line in said), strict=True)
    with workspace_scope(place.id):
        there = Occupancy.objects.filter(kind="member", starts_at__gte=later).values("taken_id", "starts_at")
        assert there.distinct().count() == there.count() == sum(counts) == SLOTS, "a slot was given twice, or lost"
    return Figure(
        "seconds for 200 bookings", 200 * (max(ends) - min(begins)) / SLOTS, "s", 1.0,
        note=f"{SLOTS / (max(ends) - min(begins)):.0f} a second by two processes, none double",
    )  # fmt: skip


def _run(program: str, data: Path, *told: str) -> str:
    return run_program([sys.executable, "-c", program, *told], data)[2]


def _fill(place: Place) -> datetime:
    """Ten members with hours and a full week; returns its Monday."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    with workspace_scope(place.id):
        found_calendar(Workspace.objects.get(pk=place.id))
        service = Service.objects.create(name="Messung", minutes=50, buffer_after=10)
        for number in range(MEMBERS - Member.objects.filter(treats=True).count()):
            one = Member(name=f"Kollegium {number}", treats=True)
            one.take_preset(Preset.PRACTITIONER)
            one.save()
        members = list(Member.objects.filter(treats=True)[:MEMBERS])
        WorkWeek.objects.bulk_create(WorkWeek(member=member, stretches=HOURS) for member in members)
        clients = iter(Client.objects.select_related("person").order_by("-id")[: MEMBERS * DAILY * DAYS])
        for member in members:
            for day in range(DAYS):
                for hour in range(8, 8 + DAILY):
                    at = timezone.make_aware(datetime.combine(monday + timedelta(days=day), time(hour)))
                    plan = Plan(at, at + timedelta(minutes=50), [next(clients)], [member], service)
                    book(plan, by=members[0])
    return datetime.combine(monday, time())
