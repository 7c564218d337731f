"""The embedded PostgreSQL: a child of the process that owns the data folder, gone when that process is gone."""

import errno
import fcntl
import os
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kartei.db import binaries, roles
from kartei.db.errors import EmbeddedError
from kartei.db.lifeline import tied

PORT = 5432  # only part of the socket's name: nothing listens on the network
START_SECONDS = 60
STOP_SECONDS = 30
LONGEST_SOCKET_PATH = 100
OUTSIDE = Path("/var/lib/kartei")
LOG_BYTES = 10_000_000
SUPERUSER = "kartei_server"
RESTORING = "restoring"  # a file in the data folder while a backup is restored into it

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_destination": "stderr",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",  # a failed statement holds what somebody typed
    "log_error_verbosity": "terse",
    "timezone": "UTC",
    "max_connections": "60",
    "jit": "off",  # costs more than it gives for short queries
}
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class AlreadyRunning(EmbeddedError):
    """Another process owns the data folder."""


class Embedded:
    """One server over `folder`; `start` makes it on first use. Owner of the folder until `stop`."""

    def __init__(self, folder: Path, restores: bool = False) -> None:
        self.folder, self._restores = folder.absolute(), restores
        self.user = binaries.server_user()
        self.process: subprocess.Popen[bytes] | None = None
        self.notices: list[str] = []
        self._settings = _SETTINGS
        self._lock: int | None = None

    def __enter__(self) -> Self:
        return self if self.is_running else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, fast: bool = False) -> Self:
        """Owns the folder, starts the server and returns when it answers. `fast` gives up durability: tests only.

        Raises EmbeddedError, and AlreadyRunning when another process owns the folder.
        """
        self._settings = _SETTINGS | _FAST if fast else _SETTINGS
        try:
            self._own()
            self._place()
            self._begin()
        except OSError as problem:
            self.stop()
            raise EmbeddedError(_sentence(problem, self.folder)) from problem
        except BaseException:
            self.stop()
            raise
        return self

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def restart(self) -> None:
        """After a crash of the server, by the process that owns the folder. Raises EmbeddedError."""
        self._kill()
        try:
            self._run()
        except OSError as problem:
            raise EmbeddedError(_sentence(problem, self.folder)) from problem

    def stop(self) -> None:
        """Ends the server (fast shutdown) and gives the folder up. Harmless when nothing runs."""
        self._kill()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _kill(self) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(STOP_SECONDS)
        self.process = None

    # -- the folder

    def _own(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = take(self.folder)
        if not self._restores:
            refuse_half_restored(self.folder)
        for name in ("log", "run"):
            (self.folder / name).mkdir(exist_ok=True, mode=0o700)
        if self.user is None:
            self.folder.chmod(0o700)
        else:  # the server passes through to its own folders, and sees no names
            os.chown(self.folder, 0, self.user.pw_gid)
            self.folder.chmod(0o710)

    def _place(self) -> None:
        """Decides where the database lies (`self.database`) and which programs run it (`self.programs`)."""
        link = self.folder / "pg"
        if self.user and not link.exists() and not binaries.can_reach(self.user, self.folder):
            OUTSIDE.mkdir(exist_ok=True, parents=True, mode=0o755)
            link.unlink(missing_ok=True)
            link.symlink_to(self._given(Path(tempfile.mkdtemp(prefix="database-", dir=OUTSIDE))) / "pg")
        self.database = Path(os.path.realpath(link))
        if self.database != link:
            self.notices.append(
                f"The user “{self._user_name}” cannot reach {self.folder}: the database lies in {self.database}."
            )
        self.programs = self._reachable(binaries.find(self._major_of_data()))

    def _major_of_data(self) -> int | None:
        version = self.database / "PG_VERSION"
        if not version.exists() and not (self.database.is_dir() and any(self.database.iterdir())):
            return None
        text = version.read_text(errors="replace").strip() if version.exists() else ""
        if not text.isascii() or not text.isdigit():
            raise EmbeddedError(_DAMAGED.format(folder=self.folder))
        return int(text)

    def _reachable(self, programs: Path) -> Path:
        if self.user is None or binaries.can_reach(self.user, programs):
            return programs
        OUTSIDE.mkdir(exist_ok=True, parents=True, mode=0o755)
        return binaries.copy_of(programs, OUTSIDE)

    def _given(self, path: Path) -> Path:
        """`path`, handed to the server's user."""
        path.chmod(0o700 if path.is_dir() else 0o600)
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        return path

    @property
    def _user_name(self) -> str:
        return self.user.pw_name if self.user else ""

    # -- the server

    def _begin(self) -> None:
        if self._major_of_data() is None:
            self._create()
        self._run()
        place: roles.Place = {"host": str(self.sockets), "port": PORT, "name": roles.DATABASE}
        known = self._known_roles()
        if known is None:
            roles.make(self.folder, place, SUPERUSER, self._password.read_text())
        elif known["host"] != place["host"]:
            roles.write(self.folder, {**known, **place})

    def _known_roles(self) -> roles.Roles | None:
        """Those of the file; one that cannot be read is as good as none, and is made anew."""
        try:
            return roles.read(self.folder)
        except EmbeddedError:
            self.notices.append("The file roles.json could not be read: the roles have new passwords.")
            (self.folder / "roles.json").unlink()
            return None

    @property
    def _password(self) -> Path:
        return self.database.with_name("password")

    def _create(self) -> None:
        """Makes the database beside its place and renames it: a start that was killed leaves nothing half made."""
        partial = self.database.with_name("pg.new")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        roles.write_private(self._password, secrets.token_urlsafe(32))
        self._initdb(self._given(partial), self._given(self._password))
        for name in ("roles.json", "migrated", "demo"):  # what was said of an earlier database
            (self.folder / name).unlink(missing_ok=True)
        partial.rename(self.database)

    def _initdb(self, data: Path, password: Path) -> None:
        command = [str(self.programs / "initdb"), "-D", str(data), "-U", SUPERUSER, "-A", "scram-sha-256"]
        command += [f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8", "-k", "--no-instructions"]
        if binaries.major_of(self.programs) >= 17:  # sorts and folds alike on every system
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        ended = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **self._as_child()
        )
        if ended.returncode:
            shutil.rmtree(data, ignore_errors=True)
            raise EmbeddedError(_explained(ended.stdout.decode(errors="replace"), self.folder))

    def _as_child(self) -> dict[str, Any]:
        """How every program of PostgreSQL is run: without our rights and variables, ending when we end."""
        who = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        return {
            **who,
            "env": environment,
            "cwd": "/",
            "start_new_session": True,
            "preexec_fn": tied(signal.SIGINT),
        }

    def _run(self) -> None:
        """Starts the server; again while a killed predecessor still lets go of the files."""
        self.sockets = self._socket_folder()
        deadline = time.monotonic() + START_SECONDS
        while not self._try_to_run(deadline):
            time.sleep(0.1)

    def _try_to_run(self, deadline: float) -> bool:
        log = self._log()
        begun = log.stat().st_size if log.exists() else 0
        command = [str(self.programs / "postgres"), "-D", str(self.database), "-p", str(PORT)]
        for name, value in (self._settings | {"unix_socket_directories": str(self.sockets)}).items():
            command += ["-c", f"{name}={value}"]
        with open(log, "ab", opener=lambda path, flags: os.open(path, flags, 0o600)) as output:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **self._as_child()
            )
        while self.process.poll() is None:
            if self._is_ready():
                return True
            if time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL did not answer within {START_SECONDS} seconds; see {log}.")
            time.sleep(0.005)
        self.process = None
        said = log.read_bytes()[begun:].decode(errors="replace")
        if time.monotonic() > deadline or not any(sign in said for sign in _PREDECESSOR):
            raise EmbeddedError(_explained(said, self.folder))
        return False

    def _is_ready(self) -> bool:
        """The last line of the server's own status file; cheaper than connecting."""
        with suppress(OSError):
            lines = (self.database / "postmaster.pid").read_text().splitlines()
            return len(lines) > 7 and lines[0] == str(self.process and self.process.pid) and lines[7].strip() == "ready"
        return False

    def _log(self) -> Path:
        log = self.folder / "log" / "postgresql.log"
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        return log

    def _socket_folder(self) -> Path:
        """`run/`, or a folder of a name nobody can guess where that path is too long or out of the server's reach."""
        inside = self.folder / "run"
        short = len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH
        if short and (self.user is None or binaries.can_reach(self.user, self.folder)):
            return self._given(inside)
        known = self._known_roles()
        if known and self._is_ours(Path(known["host"])):
            return Path(known["host"])
        return self._given(Path(tempfile.mkdtemp(prefix="kartei-", dir="/tmp")))

    def _is_ours(self, folder: Path) -> bool:
        with suppress(OSError):
            status = folder.lstat()
            owner = self.user.pw_uid if self.user else os.geteuid()
            return stat.S_ISDIR(status.st_mode) and status.st_uid == owner and not status.st_mode & 0o077
        return False


def refuse_half_restored(folder: Path) -> None:
    """Raises EmbeddedError when a restore into the folder did not come to its end."""
    if (folder / RESTORING).exists():
        raise EmbeddedError(
            f"A restore into {folder} was cut off. Run `kartei restore` again: it begins anew in this folder."
        )


def take(folder: Path) -> int:
    """Locks the data folder until the returned descriptor is closed or the process ends. Raises AlreadyRunning."""
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.read(descriptor, 20).decode().strip()
        os.close(descriptor)
        raise AlreadyRunning(f"Kartei already runs on {folder}" + (f" (process {owner})." if owner else ".")) from None
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


@contextmanager
def attached(folder: Path) -> Iterator[None]:
    """For single commands: the server that runs already, or one of our own for as long as the block lasts."""
    server = Embedded(folder)
    try:
        server.start()
    except AlreadyRunning:
        yield
        return
    with server:
        yield


def is_there(folder: Path) -> bool:
    """Whether a database, or the restoring of one, was ever begun in this data folder."""
    return os.path.lexists(folder / "pg") or (folder / "lock").exists()


# What the log of a server says that cannot start because another one, killed, still holds the files.
_PREDECESSOR = ("lock file", "pre-existing shared memory block")

_FULL = "The disk is full: there is no room for {folder}."
_DAMAGED = "The database in {folder} is damaged or incomplete. Restore a backup into a new folder."
_EXPLANATIONS = {
    "No space left on device": _FULL,
    "Disk quota exceeded": _FULL,
    "Permission denied": "PostgreSQL may not write to {folder}. Give the folder to the user who starts Kartei.",
    "Read-only file system": "{folder} lies on a read-only file system. Set KARTEI_DATA to another one.",
    "incompatible with server": "The database in {folder} was made by another PostgreSQL version.",
    "could not map anonymous shared memory": "There is not enough memory for PostgreSQL.",
    "is not a valid data directory": _DAMAGED,
    "checkpoint record": _DAMAGED,
    "control file": _DAMAGED,
    "could not open file": _DAMAGED,
}


def _explained(said: str, folder: Path) -> str:
    for sign, sentence in _EXPLANATIONS.items():
        if sign in said:
            return sentence.format(folder=folder)
    last = [line for line in said.splitlines() if "FATAL" in line or "error:" in line] or said.splitlines()[-1:]
    return f"PostgreSQL could not start: {last[0].strip() if last else 'it said nothing'}. See {folder / 'log'}."


def _sentence(problem: OSError, folder: Path) -> str:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return _FULL.format(folder=folder)
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        return (
            f"The data folder {folder} cannot be written: {os.strerror(problem.errno)}. Set KARTEI_DATA to another one."
        )
    return f"The data folder {folder} cannot be used: {problem.strerror or problem}."
