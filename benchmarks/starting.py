"""Cold and warm starts of `kartei up`, and the memory of the idle tree."""

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import processes
from benchmarks.browsing import quantile
from benchmarks.serving import Server, free_port, kartei
from benchmarks.targets import Figure

COLD, WARM, MEMORY = 4.0, 2.0, 450.0
TIMES, IDLE = 3, 60


def measure(folder: Path, *, times: int = TIMES) -> Iterator[Figure]:
    """Cold starts on empty folders, then warm ones on the last of them."""
    cold = [_start(folder / f"cold-{number}" / "data") for number in range(times)]
    warm = [_start(folder / f"cold-{times - 1}" / "data") for _ in range(times)]
    yield Figure("cold start to the first page", quantile(cold, 0.5), "s", COLD, note=_each(cold))
    yield Figure("warm start to the first page", quantile(warm, 0.5), "s", WARM, note=_each(warm))


def measure_memory(server: Server, name: str, *, idle: int = IDLE) -> Figure:
    """PSS of web, worker, PostgreSQL and the supervisor after a time without requests."""
    time.sleep(idle)
    found: dict[str, float] = {}
    for pid in server.pids():
        role = processes.role(pid)
        found[role] = found.get(role, 0.0) + processes.pss([pid])
    note = ", ".join(f"{role} {size:.0f}" for role, size in sorted(found.items()))
    return Figure(f"memory, {name}", sum(found.values()), "MB", MEMORY, note=note)


def _start(folder: Path) -> float:
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = kartei(folder, free_port())
    seconds = server.start()
    server.stop()
    return seconds


def _each(values: list[float]) -> str:
    return " ".join(f"{value:.2f}" for value in values)
