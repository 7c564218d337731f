"""Behind dev.py: the tests, the check that every change must pass, and what is written by programs."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".venv/bin"
BROWSERS = ("chromium-headless-shell", "chromium")  # programs, and Debian packages; the first takes less of the cores


def main() -> int:
    command, *arguments = sys.argv[1:]
    if command in ("messages", "schema"):
        return run([TOOLS / "python", f"{command}.py", *arguments])
    if command == "test":
        return test(arguments)
    return check(arguments)


def check(arguments: list[str]) -> int:
    """Every step, the cheap ones first; the tests come last, so that their closing line is the last thing seen."""
    python = TOOLS / "python"
    steps: list[tuple[str, list[object]]] = [
        ("format", [TOOLS / "ruff", "format", "--check", "--quiet", "."]),
        ("lint", [TOOLS / "ruff", "check", "--quiet", "."]),
        ("types", [TOOLS / "mypy"]),
        ("layers", [TOOLS / "lint-imports", "--no-cache"]),
        ("templates", [TOOLS / "djlint", "src/kartei", "--lint", "--quiet"]),
        ("migrations", [python, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"]),
        ("schema", [python, "schema.py", "--check"]),
        ("catalogues", [python, "messages.py", "--check"]),
        ("built files", [python, "frontend/build.py", "--check"]),
    ]
    failed = [name for name, command in steps if not step(name, command)]
    code = test(arguments)
    if failed:
        print(f"Not in order: {', '.join(failed)}", file=sys.stderr)
    return code or len(failed)


def step(name: str, command: list[object]) -> bool:
    """Run one step; its output is shown only when it fails."""
    begun = time.monotonic()
    # the owner connects without a pool, which would wait for a server that nobody started
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kartei.conf.settings", "KARTEI_ROLE": "kartei_owner"}
    words = list(map(str, command))
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    mark = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:12} {mark:6} {time.monotonic() - begun:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout[-6000:] + done.stderr[-6000:], flush=True)
    return done.returncode == 0


def test(arguments: list[str]) -> int:
    """Run pytest on two cores; a missing browser is installed when that is possible, else named."""
    if shutil.which(BROWSERS[0]) is None and not install(BROWSERS[0]) and not any(map(shutil.which, BROWSERS)):
        print(f"Chromium is missing, so its tests are skipped. Install it with: apt install {BROWSERS[0]}", flush=True)
    workers = [] if any(word.startswith("-n") for word in arguments) else ["-n", "2"]
    return run([TOOLS / "python", "-m", "pytest", "-q", *workers, "--dist", "loadgroup", *arguments])


def install(package: str) -> bool:
    """By apt as root, quietly. False where that cannot be."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print(f"Installing {package} …", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], check=False, **quiet)
    done = subprocess.run(["apt-get", "install", "-y", package], env=environment, check=False, **quiet)
    return done.returncode == 0


def run(command: list[object]) -> int:
    return subprocess.run(list(map(str, command)), cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
