"""The commands `kartei backup` and `kartei restore`."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from getpass import getpass
from pathlib import Path

from kartei.backup.encryption import LEAST_PASSPHRASE
from kartei.backup.faults import BackupError
from kartei.backup.reading import Contents, is_encrypted, verify
from kartei.backup.restoring import Order, restore
from kartei.conf.environment import Environment, read
from kartei.db.lifeline import tie_to_parent

Database = Callable[[], AbstractContextManager[None]]


def check_file(arguments: argparse.Namespace) -> int:
    """Say what a backup holds. Raises BackupError."""
    file: Path = arguments.file
    contents = verify(file, _passphrase_of(arguments) if is_encrypted(file) else "")
    print(_told(contents) + " Every byte is as it was written.")
    return 0


def make_file(arguments: argparse.Namespace, database: Database, django: Callable[[], None]) -> int:
    """Exit status 1 when the backup could be made, but files are missing. Raises BackupError."""
    if arguments.file.is_dir():
        raise BackupError(f"{arguments.file} is a folder. Name a file in it.")
    passphrase = _new_passphrase(arguments) if arguments.encrypt or arguments.passphrase_file else ""
    with database():
        django()
        from kartei.backup.making import make

        made = make(arguments.file, passphrase, _tell)
    print(f"{made.file}: {made.sums.rows:,} rows, {made.sums.files:,} files, {made.size / 1e6:,.1f} MB.")
    if not passphrase:
        print("It is not encrypted and does not carry the keys of the instance; see “Backup” in docs/operating.md.")
    if made.sums.missing:
        print(f"The backup lacks {len(made.sums.missing)} files that are missing or damaged.", file=sys.stderr)
    return 1 if made.sums.missing else 0


def make_nightly(database: Database, django: Callable[[], None]) -> int:
    """Exit status 1 when the backup did not stand the test. Raises BackupError."""
    environment = read()
    if "KARTEI_TREE" in os.environ:  # the worker's child: it ends with the worker
        tie_to_parent(signal.SIGKILL)
    os.nice(10)
    passphrase = read_passphrase(file) if (file := _file_of_environment()) else ""
    with database():
        django()
        from kartei.backup import nightly

        done = nightly.run(environment.backups, environment.backups_kept, passphrase)
    if done.ok:
        print(f"{done.rows:,} rows, {done.files:,} files, {done.size / 1e6:,.1f} MB: restored aside and compared.")
    else:
        print(f"The backup did not stand the test: {done.reason} ({done.detail}).", file=sys.stderr)
    return 0 if done.ok else 1


def restore_file(arguments: argparse.Namespace, environment: Environment) -> int:
    """Raises BackupError."""
    os.environ["KARTEI_ROLE"] = "kartei_owner"  # makes the tables
    read.cache_clear()
    if environment.database_url and not environment.database_owner_url:
        raise BackupError("DATABASE_OWNER_URL is needed beside DATABASE_URL: only the owner can make the tables.")
    order = Order(
        file=arguments.file,
        data=environment.data,
        passphrase=_passphrase_of(arguments) if is_encrypted(arguments.file) else "",
        keys=arguments.keys,
        keys_file=Path(named) if (named := os.environ.get("KARTEI_KEYS_FILE")) else None,
        without_keys=arguments.without_keys,
        is_embedded=not environment.database_url,
        tell=_tell,
    )
    contents = restore(order)
    print(f"{_told(contents)} It is restored into {environment.data}; everybody logs in anew.")
    if contents.sums.missing:
        print(f"{len(contents.sums.missing)} files were missing already when the backup was made.", file=sys.stderr)
    return 0


def _told(contents: Contents) -> str:
    head, sums = contents.head, contents.sums
    return f"Backup of {head.made_at} by Kartei {head.kartei}: {sums.rows:,} rows, {sums.files:,} files."


def _tell(line: str) -> None:
    if sys.stderr.isatty():
        print(line, file=sys.stderr, flush=True)


def _new_passphrase(arguments: argparse.Namespace) -> str:
    passphrase = _passphrase_of(arguments)
    if len(passphrase) < LEAST_PASSPHRASE:
        raise BackupError(f"The passphrase is too short: it needs {LEAST_PASSPHRASE} characters.")
    if sys.stdin.isatty() and not arguments.passphrase_file and getpass("Once more: ") != passphrase:
        raise BackupError("The two passphrases differ.")
    return passphrase


def _passphrase_of(arguments: argparse.Namespace) -> str:
    """From the file that was named, the terminal (unseen), or what is piped in."""
    if file := arguments.passphrase_file or _file_of_environment():
        return read_passphrase(file)
    if sys.stdin.isatty():
        return getpass("Passphrase: ")
    return sys.stdin.readline().rstrip("\r\n")


def _file_of_environment() -> Path | None:
    named = os.environ.get("KARTEI_BACKUP_PASSPHRASE_FILE")
    return Path(named) if named else None


def read_passphrase(file: Path) -> str:
    """The first line of a file. Raises BackupError."""
    try:
        return (file.read_text(encoding="utf-8").splitlines() or [""])[0]
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it holds no text"
        raise BackupError(f"The passphrase in {file} cannot be read: {reason}.") from problem
