"""One run: start everything on loopback, load, measure, print, keep.

python3 dev.py bench                       100,000 clients, some minutes
python3 dev.py bench --full                1,000,000 people in all
python3 dev.py bench --only pages,bare     a part of it (start, memory, login, pages, files, fields, create, weight, bare,
                                           bulk, duplicates, calendar, reminders, import, backup)
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import starting
from benchmarks.serving import ROOT, Server, free_port, kartei
from benchmarks.targets import Figure, as_json, line, table

RESULTS = ROOT / "benchmarks/results"
PARTS = (
    "start", "memory", "login", "pages", "files", "fields", "create", "bulk", "weight", "bare", "duplicates",
    "calendar", "reminders", "import", "backup",
)  # fmt: skip
NEED_DATA = set(PARTS) - {"start", "memory"}
SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}
TOTAL = 1_000_000


def main() -> None:
    options, figures = _options(), []
    with tempfile.TemporaryDirectory(prefix="kartei-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as somebody else when this runs as root
        try:
            for found in _run(folder, options):
                figures.append(found)
                print(line(found), flush=True)
        finally:
            print("\n" + table(figures))
            _keep(figures, options)


def _run(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    if "start" in options.only:
        yield from starting.measure(folder)
    (folder / "run").mkdir()
    with kartei(folder / "run/data", free_port()) as server:
        if "memory" in options.only:
            yield starting.measure_memory(server, "idle")
        if NEED_DATA & set(options.only):
            yield from _run_with_data(server, folder, options)
        if "memory" in options.only:
            yield starting.measure_memory(server, "idle after the run")


def _run_with_data(server: Server, folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """What needs workspaces; Django is set up here, as the owner role, once the server has made its roles."""
    os.environ |= {
        "KARTEI_DATA": str(folder / "run/data"),
        "KARTEI_ROLE": "kartei_owner",
        "KARTEI_PORT": str(server.port),
    }
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kartei.conf.settings")
    import django

    django.setup()
    from benchmarks.session import measure

    sizes = {size: count for size, count in SIZES.items() if count <= options.people}
    return measure(server, folder, options.only, sizes, TOTAL if options.full else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure kartei on this machine.")
    parser.add_argument("--full", action="store_true", help=f"load {TOTAL:,} people in all")
    parser.add_argument(
        "--people", type=int, default=100_000, help="the size of the biggest workspace: 1000, 10000 or 100000"
    )
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(PARTS), help=", ".join(PARTS))
    return parser.parse_args()


def _keep(figures: list[Figure], options: argparse.Namespace) -> None:
    """A JSON file beside the earlier ones."""
    now = datetime.now(UTC)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    result = {
        "at": now.isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "options": vars(options),
        "figures": as_json(figures),
    }
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{now:%Y-%m-%dT%H%M%S}.json"
    file.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(f"\nKept in {file.relative_to(ROOT)}.")


if __name__ == "__main__":
    sys.exit(main())
