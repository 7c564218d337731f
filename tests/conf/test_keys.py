"""`kartei keys` on a database of its own, with a table as allauth makes it and one of a workspace.

By hand, a kill at every step: KARTEI_KEY_KILLS=1000.
"""

import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings

from kartei.accounts.secrets import open_factor, seal_factor
from kartei.conf import keys, sealed, starting
from kartei.conf.environment import Environment, SettingsError, read
from kartei.conf.sealed import Place
from kartei.db.locks import KEYS
from kartei.lib import envelope, keyfile
from kartei.lib.envelope import KeyRing, new_key
from tests.conf.test_starting import address

KILLS = int(os.environ.get("KARTEI_KEY_KILLS", "14"))
TABLES = """
    CREATE TABLE mfa_authenticator (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text, data jsonb);
    CREATE TABLE mailbox (workspace_id uuid, id uuid, password text, PRIMARY KEY (workspace_id, id));
"""
MAILBOX = Place("mailbox", "password", "mailbox", owner="workspace_id")


@dataclass
class Vault:
    """An installation with nothing but keys and stored secrets."""

    environment: Environment
    connection: "psycopg.Connection[Any]"
    logged: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def ring(self) -> KeyRing:
        return self.environment.keys

    def add_factor(self, secret: str, ring: KeyRing | None = None) -> None:
        data = f'{{"secret": "{(ring or self.ring).seal(secret, "mfa")}", "used": 3}}'
        self.connection.execute("INSERT INTO mfa_authenticator (type, data) VALUES ('totp', %s)", [data])

    def add_mailbox(self, workspace: UUID, password: str) -> None:
        value = self.ring.seal(password, "mailbox", workspace)
        self.connection.execute("INSERT INTO mailbox VALUES (%s, %s, %s)", [workspace, uuid4(), value])

    def factors(self) -> list[str]:
        rows = self.connection.execute("SELECT data ->> 'secret' FROM mfa_authenticator ORDER BY id").fetchall()
        return [self.ring.open(value, "mfa") for (value,) in rows]

    def usage(self) -> dict[str, int]:
        return dict(sealed.usage(self.connection))

    def rotate(self) -> list[str]:
        return self.say("rotate")

    def say(self, act: str | None = None, key_id: str | None = None) -> list[str]:
        return list(keys.carry_out(self.environment, act, key_id, self.log))

    def log(self, act: str, **detail: Any) -> None:
        self.logged.append((act, detail))

    def age(self, **since: float) -> None:
        """The keys were made earlier than they were."""
        older = tuple(replace(key, made_at=key.made_at - timedelta(**since)) for key in self.ring.keys)
        keyfile.replace(self.environment.keys_file, envelope.text_of(KeyRing(older)))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    name = f"vault_{uuid4().hex[:8]}"
    with psycopg.connect(address(settings.OWNING, "postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            owning, serving = address(settings.OWNING, name), address(settings.SERVING, name)
            environment = replace(read(), data=tmp_path, database_url=serving, database_owner_url=owning)
            with psycopg.connect(owning, autocommit=True) as connection:
                connection.execute(TABLES)
                yield Vault(environment, connection)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_every_secret_gets_a_new_seal_and_stays_what_it_is(vault: Vault) -> None:
    for number in range(250):
        vault.add_factor(f"secret {number}")
    old = vault.ring.current.id
    assert vault.rotate()[1] == "250 stored secrets are sealed with it."
    assert vault.ring.ids == [old, vault.ring.current.id]
    assert vault.usage() == {vault.ring.current.id: 250}
    assert vault.factors() == [f"secret {number}" for number in range(250)]
    rest = vault.connection.execute("SELECT DISTINCT data - 'secret' FROM mfa_authenticator").fetchall()
    assert rest == [({"used": 3},)]


def test_a_secret_of_a_workspace_stays_that_workspaces(vault: Vault) -> None:
    workspaces = [uuid4(), uuid4()]
    for workspace in workspaces:
        vault.add_mailbox(workspace, f"password of {workspace}")
    ring = KeyRing((*vault.ring.keys, new_key(datetime.now(UTC))))
    assert sealed.reseal(vault.connection, ring, [MAILBOX]).moved == 2
    assert sealed.usage(vault.connection, [MAILBOX]) == {ring.current.id: 2}
    for workspace, value in vault.connection.execute("SELECT workspace_id, password FROM mailbox").fetchall():
        assert ring.open(value, "mailbox", workspace) == f"password of {workspace}"


def test_a_copied_secret_does_not_stop_a_rotation_and_is_named(vault: Vault) -> None:
    vault.add_factor("good")
    vault.connection.execute(
        "INSERT INTO mfa_authenticator (type, data) VALUES ('totp', jsonb_build_object('secret', %s::text))",
        [vault.ring.seal("of a mailbox", "mailbox", uuid4())],
    )
    vault.add_factor("good too")
    with pytest.raises(SettingsError, match="These do not open and stay as they are: mfa_authenticator 2"):
        vault.rotate()
    assert sorted(vault.usage().values()) == [1, 2]
    assert list(sealed.unopened(vault.connection, vault.ring)) == ["mfa_authenticator 2"]


def test_the_list_tells_how_many_secrets_each_key_seals(vault: Vault) -> None:
    vault.add_factor("one")
    old = vault.ring.current.id
    vault.rotate()
    vault.add_factor("two", KeyRing((new_key(datetime.now(UTC)),)))
    lines = vault.say()
    assert re.fullmatch(rf"{old}  \d{{4}}-\d\d-\d\d \d\d:\d\d  0", lines[1])
    assert re.fullmatch(rf"{vault.ring.current.id}  .* 1 \(current\)", lines[2])
    assert re.fullmatch(r"[0-9a-f]{12}  missing +1", lines[3])


def test_what_is_saved_while_keys_rotate_opens_afterwards(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Web processes seal, open and save over one another meanwhile, each with the keys that it finds."""
    monkeypatch.setattr(settings, "KARTEI_KEYS_FILE", vault.environment.keys_file)
    for number in range(300):
        vault.add_factor(str(number))
    faults, over = [], threading.Event()

    def visit(turn: int) -> None:
        with psycopg.connect(str(vault.environment.database_owner_url), autocommit=True) as connection:
            while not over.is_set():
                row = turn = (turn * 7 + 3) % 300
                found = connection.execute("SELECT data ->> 'secret' FROM mfa_authenticator WHERE id = %s", [row + 1])
                (value,) = found.fetchone() or ("",)
                try:
                    data = f'{{"secret": "{seal_factor(open_factor(value))}", "used": 3}}'
                except Exception as fault:  # noqa: BLE001
                    faults.append(fault)
                connection.execute("UPDATE mfa_authenticator SET data = %s WHERE id = %s", [data, row + 1])

    visitors = [threading.Thread(target=visit, args=[turn]) for turn in (0, 1)]
    for visitor in visitors:
        visitor.start()
    for _ in range(3):
        vault.age(days=2)
        vault.rotate()
    over.set()
    for visitor in visitors:
        visitor.join()
    assert faults == []
    sealed.reseal(vault.connection, vault.ring)  # what was saved over at the very end
    assert vault.usage() == {vault.ring.current.id: 300}
    assert vault.factors() == [str(number) for number in range(300)]


KILLED = """
import os, signal, sys
from kartei.conf import keys, sealed
from kartei.conf.environment import read
sealed.BATCH, left, OURS = 2, int(sys.argv[1]), ("conf/keys.py", "conf/sealed.py", "lib/keyfile.py")
def step(frame, event, argument):
    global left
    places = (frame, frame.f_back)
    if event in ("call", "c_call") and any(place and place.f_code.co_filename.endswith(OURS) for place in places):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(step)
list(keys.rotate(read(), lambda *act, **detail: None))
sys.setprofile(None)
print(int(sys.argv[1]) - left)
"""


def _rotate_until(vault: Vault, step: int) -> "subprocess.CompletedProcess[str]":
    found = vault.environment
    names = {
        "KARTEI_DATA": found.data,
        "DATABASE_URL": found.database_url,
        "DATABASE_OWNER_URL": found.database_owner_url,
    }
    environment = {**os.environ, **{name: str(value) for name, value in names.items()}}
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(step)], env=environment, capture_output=True, text=True, check=False
    )


def test_a_rotation_that_is_killed_at_any_step_loses_nothing_and_goes_on(vault: Vault) -> None:
    secrets = [f"secret {number}" for number in range(7)]
    for secret in secrets:
        vault.add_factor(secret)
    steps = int(_rotate_until(vault, 1_000_000).stdout)
    assert steps > 60
    for step in range(1, steps, max(1, steps // KILLS)):
        vault.age(days=2)
        before = len(vault.ring.keys)
        assert _rotate_until(vault, step).returncode == -9
        assert vault.factors() == secrets, f"after a kill at step {step}"
        told = vault.rotate()
        assert vault.usage() == {vault.ring.current.id: 7}
        assert vault.factors() == secrets
        is_resumed = "was cut off and goes on" in told[0]
        assert len(vault.ring.keys) == before + 1 or not is_resumed
        assert not [file for file in vault.environment.data.iterdir() if file.name.startswith("keys.")]


def test_a_key_is_retired_when_nothing_needs_it(vault: Vault) -> None:
    old = vault.ring.current
    vault.add_factor("secret")
    for key_id, sentence in (
        ("0" * 12, "There is no key 000000000000"),
        (old.id, "is the current key"),
    ):
        with pytest.raises(SettingsError, match=sentence):
            vault.say("retire", key_id)
    vault.rotate()
    with pytest.raises(SettingsError, match="A page may still be saving"):
        vault.say("retire", old.id)
    vault.age(hours=2)
    vault.add_factor("late", KeyRing((old,)))
    with pytest.raises(SettingsError, match="seals 1 stored secrets"):
        vault.say("retire", old.id)
    assert vault.rotate()[0].endswith("was cut off and goes on.")
    vault.say("retire", old.id)
    assert vault.ring.ids == [vault.ring.current.id]
    assert vault.logged == [("keys.rotation", {"key": vault.ring.current.id}), ("keys.retirement", {"key": old.id})]
    assert vault.factors() == ["secret", "late"]


def test_a_key_stays_while_a_column_that_nobody_listed_needs_it(vault: Vault) -> None:
    old = vault.ring.current
    vault.add_mailbox(uuid4(), "password")  # no place of sealed.PLACES
    vault.rotate()
    vault.age(hours=2)
    with pytest.raises(SettingsError, match=r"stands in mailbox\.password; it stays"):
        vault.say("retire", old.id)
    assert old.id in vault.ring.ids


def test_only_one_process_changes_the_keys(vault: Vault) -> None:
    vault.connection.execute("SELECT pg_advisory_lock(%s)", [KEYS])
    with pytest.raises(SettingsError, match="Another process is changing the keys"):
        vault.rotate()


def test_nothing_starts_without_a_key_that_a_secret_needs(vault: Vault) -> None:
    lost = new_key(datetime.now(UTC))
    vault.add_factor("secret")
    starting.refuse_missing_keys(vault.environment)
    vault.add_factor("lost", KeyRing((lost,)))
    sentence = rf"1 stored secrets need the key {lost.id}, which is not in .*keys\. Put your copy of the file back\."
    with pytest.raises(SettingsError, match=sentence):
        starting.refuse_missing_keys(vault.environment)
    with pytest.raises(SettingsError, match=sentence):
        vault.rotate()


def test_secrets_of_a_key_that_is_lost_for_good_can_be_given_up(vault: Vault) -> None:
    lost = new_key(datetime.now(UTC))
    vault.add_factor("secret")
    vault.add_factor("lost", KeyRing((lost,)))
    with pytest.raises(SettingsError, match="is not lost"):
        vault.say("forget", vault.ring.current.id)
    assert vault.say("forget", lost.id)[0].startswith("1 stored secrets of the key")
    starting.refuse_missing_keys(vault.environment)
    assert vault.factors() == ["secret"]
    assert vault.logged == [("keys.loss", {"key": lost.id, "rows": 1})]


def test_a_secret_that_was_never_sealed_is_found(vault: Vault) -> None:
    vault.connection.execute("""INSERT INTO mfa_authenticator (type, data) VALUES ('totp', '{"secret": "JBSWY3DP"}')""")
    vault.connection.execute("""INSERT INTO mfa_authenticator (type, data) VALUES ('webauthn', '{"credential": {}}')""")
    assert list(sealed.unopened(vault.connection, vault.ring)) == ["mfa_authenticator 1"]


def test_before_the_first_migration_no_secret_needs_a_key(vault: Vault) -> None:
    vault.connection.execute("DROP TABLE mfa_authenticator")
    starting.refuse_missing_keys(vault.environment)


def test_the_keys_of_an_installation_are_for_its_owner_alone(vault: Vault) -> None:
    vault.rotate()
    vault.rotate()
    file = vault.environment.keys_file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(vault.ring.keys) == 3


@pytest.mark.parametrize("words", [("rotate", "x"), ("retire", None), ("forget", None), (None, "x")])
def test_a_half_command_is_told(vault: Vault, words: tuple[str | None, str | None]) -> None:
    with pytest.raises(SettingsError, match="Say `kartei keys`"):
        vault.say(*words)
