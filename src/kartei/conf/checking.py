"""What `kartei check` looks at: of each thing whether it is in order, worth a look, or wrong."""

import os
import stat
from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import connection
from django.utils.translation import override

from kartei.audit.verification import verify_all
from kartei.conf import sealed, starting, surroundings
from kartei.conf.environment import Environment, SettingsError, read
from kartei.conf.surroundings import Found, Level
from kartei.db.keys import is_tenant

Look = Callable[[Environment], Iterator[Found]]


def report(tell: Callable[[str], None]) -> int:
    """Look at everything and tell each finding in a line; returns the number of faults."""
    found: list[Found] = []
    with override("en"):
        for about, look in LOOKS.items():
            here = list(look(read())) or [Found(Level.OK, "in order")]
            if {Level.WARNING, Level.FAULT} & {one.level for one in here}:
                here = [one for one in here if one.level != Level.OK]
            for one in here:
                tell(f"{one.level:8} {about}: {one.text}")
            found += here
    tell(_sum_of([one.level for one in found]))
    return sum(one.level == Level.FAULT for one in found)


def _sum_of(levels: list[Level]) -> str:
    counts = {"fault": levels.count(Level.FAULT), "warning": levels.count(Level.WARNING)}
    told = [f"{count} {word}{'s' if count > 1 else ''}" for word, count in counts.items() if count]
    return ", ".join(told) + "." if told else "All in order."


def _faults(texts: Callable[[Environment], Iterator[str]]) -> Look:
    return lambda environment: (Found(Level.FAULT, text) for text in texts(environment))


def _role_faults(environment: Environment) -> Iterator[str]:
    """The serving role must be under row-level security on every table of a workspace, and own nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (False,):
            yield "The role that serves is above row-level security (superuser or BYPASSRLS)."
        for table in (model._meta.db_table for model in apps.get_models() if is_tenant(model)):
            cursor.execute("SELECT row_security_active(%s)", [table])
            if cursor.fetchone() != (True,):
                yield f"Row-level security does not hold for the role that serves on {table}."


def _key_faults(environment: Environment) -> Iterator[str]:
    """Every stored secret must open, and the keys must be for their owner's eyes alone."""
    try:
        ring = environment.keys
    except SettingsError as fault:
        yield str(fault)
        return
    if not os.environ.get("KARTEI_KEYS_FILE") and stat.S_IMODE(environment.keys_file.stat().st_mode) & 0o077:
        yield f"Others can read the keys in {environment.keys_file}: chmod 600."
    with starting.connect(environment, owning=environment.is_owner_known) as database:
        for row in sealed.unopened(database, ring):
            yield f"The stored secret in {row} does not open: it was altered, or its key is not in the file of keys."


def _chain_faults(environment: Environment) -> Iterator[str]:
    return verify_all()


LOOKS: dict[str, Look] = {
    "role": _faults(_role_faults),
    "keys": _faults(_key_faults),
    "log": _faults(_chain_faults),
    "files": surroundings.files,
    "disk": surroundings.space,
    "clock": surroundings.clock,
    "mail": surroundings.mail,
    "backup": surroundings.backups,
    "settings": surroundings.settings_of,
}
