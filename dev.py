#!/usr/bin/env python3
"""Everything a checkout can do: python3 dev.py up | test | check | bench | messages | schema | …, as `kartei` can."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
UV = "0.13.9"


def main() -> None:
    words = sys.argv[1:] or ["--help"]
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever starts this may have an older one
        sys.exit(f"Kartei needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    uv = ROOT / ".tools/bin/uv"
    if not (uv.exists() and (ROOT / f".tools/uv-{UV}.dist-info").exists()):
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade"]
        run([*pip, "--root-user-action=ignore", "--target", ROOT / ".tools", f"uv=={UV}"], "Is python3-pip installed?")
    os.environ.update(UV_PYTHON=sys.executable, UV_PYTHON_DOWNLOADS="never", UV_SYSTEM_CERTS="1")
    run([uv, "sync", "--quiet", "--locked", "--project", ROOT], "Is there room on the disk?")
    python = str(ROOT / ".venv/bin/python")
    os.chdir(ROOT)
    if words[0] in ("test", "check", "messages", "schema"):
        os.execv(python, [python, "checks.py", *words])
    if words[0] == "bench":
        os.execv(python, [python, "-m", "benchmarks", *words[1:]])
    os.execv(python, [python, "-m", "kartei.conf.cli", *words])


def run(command: list, question: str) -> None:
    """Fetch what is missing. Where that fails, say what to look at."""
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"The parts of Kartei could not be fetched; see above. {question} Can a package registry be reached?")


if __name__ == "__main__":
    main()
