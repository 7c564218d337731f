"""The command `kartei`: a small table of sub-commands, each a few lines that call what does the work."""

import argparse
import gc
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from kartei.backup.faults import BackupError
from kartei.conf import arguments as takes
from kartei.conf import starting
from kartei.conf.ballast import Ballast
from kartei.conf.environment import Environment, SettingsError, is_loopback, read
from kartei.db.embedded import Embedded, attached, is_there, refuse_half_restored
from kartei.db.errors import EmbeddedError

Arguments = argparse.Namespace
Parser = argparse.ArgumentParser


def up(arguments: Arguments) -> int:
    """set up and run everything: database, web, worker"""
    from kartei.conf import processes

    if arguments.port:
        os.environ["KARTEI_PORT"] = str(arguments.port)
    if arguments.demo:
        starting.use_demo_folder()
    environment = read()
    _refuse_what_cannot_serve(arguments.host, environment)
    processes.end_on_signals()
    embedded = starting.start_database(environment)
    host, port = arguments.host, environment.port
    ballast = Ballast(environment.data) if embedded else None
    tree = processes.Tree(embedded, processes.web(host, port), processes.worker(), ballast)
    tree.run(lambda: _prepare(environment), (host, port), lambda: _greet(environment, embedded))
    return 0


def _refuse_what_cannot_serve(host: str, environment: Environment) -> None:
    if not is_loopback(host) and environment.is_loopback:
        raise SettingsError("Beyond this machine KARTEI_URL must say the address, such as https://kartei.example.org.")
    if environment.demo:
        starting.refuse_public_demo(environment)
    starting.refuse_taken_port(host, environment.port)


def _prepare(environment: Environment) -> None:
    _ = environment.keys  # broken ones are told before a table is touched
    starting.migrate(environment)
    starting.refuse_wrong_role(environment)
    starting.refuse_missing_keys(environment)
    if environment.demo:
        starting.load_demo(environment)


def _greet(environment: Environment, embedded: Embedded | None) -> None:
    for notice in embedded.notices if embedded else ():
        print(notice)
    print(f"Kartei runs at {environment.url}/ (Ctrl-C ends it)", flush=True)
    if environment.demo:
        print("Log in as anna@lindenhof.example with the password kartei-demo-2026", flush=True)
    if not environment.is_loopback and starting.is_empty(environment):
        from kartei.workspaces.setup_code import new_setup_code

        print(f"The set-up page asks for this code: {new_setup_code(environment.data)}", flush=True)


def web(arguments: Arguments) -> int:
    """serve pages only, for an installation of several machines"""
    if arguments.port:
        os.environ["KARTEI_PORT"] = str(arguments.port)
    _check_own_server()
    gc.disable()  # until everything is loaded
    _django()
    from kartei.conf.serving import serve

    serve(arguments.host, read().port)
    return 0


def worker(arguments: Arguments) -> int:
    """do the jobs only"""
    _check_own_server()
    _django()
    from kartei.conf.worker import run

    run()
    return 0


def migrate(arguments: Arguments) -> int:
    """bring the database up to date, as the role that owns it"""
    os.environ["KARTEI_ROLE"] = "kartei_owner"
    gc.disable()  # this process is short, and collecting would take a seventh of it
    with _database(may_begin=True):
        _django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        call_command("createcachetable", verbosity=0)
    return 0


def check(arguments: Arguments) -> int:
    """look whether database, log, files, disk, clock, mail and backups are in order"""
    with _database():
        _django()
        from kartei.conf.checking import report

        return 1 if report(print) else 0


def keys(arguments: Arguments) -> int:
    """list the keys of stored secrets, make a new one (rotate), take an old one out (retire), give one up (forget)"""
    from kartei.conf.keys import carry_out

    with _database():
        for line in carry_out(read(), arguments.act, arguments.key, _log):
            print(line, flush=True)
    return 0


def _log(act: str, **detail: Any) -> None:
    _django()
    from kartei.audit.recording import record_instance

    record_instance(act, **detail)


def bring(arguments: Arguments) -> int:
    """import people from a CSV, TSV or XLSX file of any size"""
    with _database():
        _django()
        from django.utils.translation import override

        from kartei.people.importing import terminal
        from kartei.people.tasks import find_all_twins

        choices = {"kind": arguments.kind, "duplicates": arguments.duplicates}
        try:
            with override("en"):
                batch = terminal.bring(
                    arguments.file,
                    slug=arguments.workspace,
                    email=arguments.member,
                    tell=lambda progress: print(f"\r{progress.done:,} of {progress.total:,} rows", end="", flush=True),
                    **choices,
                )
        except terminal.Refused as refused:
            raise SettingsError(str(refused)) from refused
        find_all_twins.defer(workspace_id=str(batch.workspace_id))
    print("\n" + ", ".join(f"{name} {count:,}" for name, count in batch.counts.items()))
    return 0


def setup(arguments: Arguments) -> int:
    """make the first account and its practice without the set-up page; the password is asked for or read from stdin"""
    names = ("email", "name", "practice", "profession", "country", "language")
    with _database(may_begin=True):
        if "KARTEI_TREE" not in os.environ:
            starting.migrate(read())
        _django()
        from django.utils.translation import override

        from kartei.workspaces.terminal import Refused, make_first_account

        try:
            with override("en"):
                workspace = make_first_account(**{name: getattr(arguments, name) for name in names})
        except Refused as refused:
            raise SettingsError(str(refused)) from refused
    print(f"{workspace.name} is set up: {read().url}/w/{workspace.slug}/")
    return 0


def let_in(arguments: Arguments) -> int:
    """remove the second factors of a user who has lost them all; first make sure who asks for it"""
    with _database():
        _django()
        from kartei.workspaces import terminal

        try:
            user = terminal.let_in(arguments.email)
        except terminal.Refused as refused:
            raise SettingsError(str(refused)) from refused
    print(f"{user.email} logs in with the password alone, and is asked for a new second factor where one is due.")
    return 0


def backup(arguments: Arguments) -> int:
    """write database and files into one file, or check such a file"""
    from kartei.conf import backups

    if arguments.nightly:
        return backups.make_nightly(_database, _django)
    if arguments.file is None:
        raise SettingsError("Name the file to write: kartei backup FILE.")
    if arguments.check:
        return backups.check_file(arguments)
    return backups.make_file(arguments, _database, _django)


def restore(arguments: Arguments) -> int:
    """bring a backup up in an empty data folder"""
    from kartei.conf import backups

    return backups.restore_file(arguments, read())


def demo(arguments: Arguments) -> int:
    """load the demo practice into an empty instance; --reset begins anew"""
    starting.use_demo_folder()
    starting.refuse_public_demo(read())
    if arguments.reset:
        os.environ["KARTEI_ROLE"] = "kartei_owner"  # may empty the tables
        read.cache_clear()
    with _database(may_begin=True):
        if "KARTEI_TREE" not in os.environ:
            starting.migrate(read())
        _django()
        from kartei.demo.loading import OtherPractice, load_if_empty, reset

        try:
            reset() if arguments.reset else load_if_empty()
        except OtherPractice as refused:
            raise SettingsError(str(refused)) from refused
    return 0


def shell(arguments: Arguments) -> int:
    """a Python shell; open a workspace with `with workspace_scope(id):`"""
    with _database():
        _django()
        from django.core.management import call_command

        call_command("shell")
    return 0


def main(words: list[str] | None = None) -> int:
    """Run a sub-command. A fault that somebody can mend is one sentence and exit status 1."""
    arguments = _parser().parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kartei.conf.settings")
    try:
        return int(arguments.run(arguments))
    except (SettingsError, EmbeddedError, BackupError) as fault:
        print(fault, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        if (sentence := _said_by_database(fault)) is None:
            raise
        print(sentence, file=sys.stderr)
    return 1


def _said_by_database(fault: BaseException | None) -> str | None:
    """What the database refused or why it is away, in its own words; None when it was something else."""
    import psycopg
    from django.db import DatabaseError, InterfaceError, OperationalError

    while fault and not isinstance(fault, DatabaseError | InterfaceError | psycopg.Error):
        fault = fault.__cause__
    if fault is None:
        return None
    away = isinstance(fault, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError)
    reason = str(fault).strip().partition("\n")[0] or type(fault).__name__
    return f"The database {'does not answer' if away else 'refused this'}: {reason}"


COMMANDS: dict[str, tuple[Callable[[Arguments], int], Callable[[Parser], None]]] = {
    "up": (up, takes.up),
    "web": (web, takes.serving),
    "worker": (worker, takes.plain),
    "migrate": (migrate, takes.plain),
    "check": (check, takes.plain),
    "keys": (keys, takes.keys),
    "setup": (setup, takes.setup),
    "let-in": (let_in, takes.let_in),
    "import": (bring, takes.bring),
    "backup": (backup, takes.backup),
    "restore": (restore, takes.restore),
    "demo": (demo, takes.demo),
    "shell": (shell, takes.plain),
}


def _parser() -> Parser:
    parser = Parser(prog="kartei", description="The open, self-hosted workspace for health practitioners.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, (run, prepare) in COMMANDS.items():
        command = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        prepare(command)
        command.set_defaults(run=run)
    return parser


def _database(*, may_begin: bool = False) -> AbstractContextManager[None]:
    """Attach to the embedded server that `up` holds, or run one for as long as this command takes.

    Raises SettingsError where there is none yet, unless the command `may_begin` one: a wrong folder is soon named.
    """
    environment = read()
    if environment.database_url:
        return nullcontext()
    if not may_begin and not is_there(environment.data):
        raise SettingsError(f"There is no Kartei in {environment.data} yet. KARTEI_DATA names its folder.")
    return attached(environment.data)


def _check_own_server() -> None:
    """Below `kartei up` that has been done."""
    if "KARTEI_TREE" not in os.environ:
        refuse_half_restored(read().data)
        starting.refuse_unsafe_server(read())
        starting.refuse_wrong_role(read())
        starting.refuse_missing_keys(read())


def _django() -> None:
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
