"""A command of Kartei or another program, with the time and the memory that it took."""

import os
import subprocess
import time
from pathlib import Path

from benchmarks.serving import ROOT, installed


def run(words: list[str], data: Path) -> tuple[float, float, str]:
    """A command of Kartei: seconds, most memory, and the last line that it said."""
    return run_program([installed("kartei"), *words], data)


def run_program(words: list[str], data: Path) -> tuple[float, float, str]:
    """Any program on the data, as the serving role."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        words,
        cwd=ROOT, env={**os.environ, "KARTEI_DATA": str(data), "KARTEI_ROLE": "kartei_app"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words[:2]} ended with {process.returncode}:\n{output[-2000:]}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, (output.strip().splitlines() or [""])[-1]
