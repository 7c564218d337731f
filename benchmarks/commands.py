"""A command of Kartei, with the time and the memory that it took."""

import os
import subprocess
import time
from pathlib import Path

from benchmarks.serving import ROOT, installed


def run(words: list[str], data: Path) -> tuple[float, float, str]:
    """Seconds, most memory, and the last line that it said."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [installed("kartei"), *words],
        cwd=ROOT, env={**os.environ, "KARTEI_DATA": str(data), "KARTEI_ROLE": "kartei_app"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"kartei {words[0]} ended with {process.returncode}:\n{output[-2000:]}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, (output.strip().splitlines() or [""])[-1]
