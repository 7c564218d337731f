"""The command `kartei keys`: list the keys of stored secrets, rotate them, retire an old one, forget a lost one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kartei.conf import sealed, starting
from kartei.conf.environment import Environment, SettingsError
from kartei.db.locks import KEYS
from kartei.lib import envelope, keyfile
from kartei.lib.envelope import KeyRing

if TYPE_CHECKING:
    import psycopg

Log = Callable[..., object]  # audit's `record_instance`
HALF = "Say `kartei keys`, `kartei keys rotate`, `kartei keys retire KEY` or `kartei keys forget KEY`."
RESUMED = timedelta(days=1)  # a rotation that was cut off is finished within that time; later one begins anew
SETTLED = timedelta(hours=1)  # whoever sealed with the former key has committed by then


def carry_out(environment: Environment, act: str | None, key_id: str | None, log: Log) -> Iterator[str]:
    """The lines that `kartei keys [act] [key]` prints; what it changes is told to `log`. Raises SettingsError."""
    if key_id and act in ("retire", "forget"):
        return (retire if act == "retire" else forget)(environment, key_id, log)
    if key_id or act not in (None, "rotate"):
        raise SettingsError(HALF)
    return rotate(environment, log) if act else listing(environment)


def listing(environment: Environment) -> Iterator[str]:
    """A line for each key: id, when it was made, how many stored secrets it seals."""
    ring = environment.keys
    with starting.connect(environment, owning=True) as connection:
        used = sealed.usage(connection)
    yield f"{'Key':<14}{'Made (UTC)':<18}Stored secrets"
    for key in ring.keys:
        mark = " (current)" if key == ring.current else ""
        yield f"{key.id:<14}{key.made_at.astimezone(UTC):%Y-%m-%d %H:%M}  {used.pop(key.id, 0):,}{mark}"
    for key_id, count in used.items():
        yield f"{key_id:<14}{'missing':<18}{count:,}"


def rotate(environment: Environment, log: Log) -> Iterator[str]:
    """Make a key and seal every stored secret with it, while everything runs. Raises SettingsError.

    The new key is on the disk before anything is sealed with it. Whoever repeats this after a kill goes on with the
    same key. Each line tells what has been done.
    """
    with _alone(environment) as connection:
        starting.refuse_missing_keys(environment)
        ring, used = environment.keys, sealed.usage(connection)
        if _is_unfinished(ring, used):
            yield f"The rotation to key {ring.current.id} was cut off and goes on."
        else:
            ring = KeyRing((*ring.keys, envelope.new_key(datetime.now(UTC))))
            _write(environment, ring)
            log("keys.rotation", key=ring.current.id)
            yield f"Key {ring.current.id} is made."
        outcome = sealed.reseal(connection, ring)
    yield f"{outcome.moved:,} stored secrets are sealed with it."
    if outcome.broken:
        raise SettingsError(f"These do not open and stay as they are: {', '.join(outcome.broken)}.")
    yield f"Copy {environment.keys_file} to where you keep it, apart from the backups."


def retire(environment: Environment, key_id: str, log: Log) -> Iterator[str]:
    """Take a key that seals nothing any more out of the file. Raises SettingsError."""
    with _alone(environment) as connection:
        ring = environment.keys
        _refuse_needed(ring, key_id, sealed.usage(connection))
        if found := sealed.mentions(connection, key_id):
            raise SettingsError(f"Something sealed with the key {key_id} stands in {', '.join(found)}; it stays.")
        _write(environment, KeyRing(tuple(key for key in ring.keys if key.id != key_id)))
        log("keys.retirement", key=key_id)
    yield f"The key {key_id} is retired. Backups from before the rotation need it: keep it with them."


def forget(environment: Environment, key_id: str, log: Log) -> Iterator[str]:
    """Remove the stored secrets that a lost key has sealed, so that the rest can start. Raises SettingsError."""
    with _alone(environment) as connection:
        if key_id in environment.keys.ids:
            raise SettingsError(f"The key {key_id} is not lost: it is in {environment.keys_file}.")
        count = sealed.forget(connection, key_id)
        log("keys.loss", key=key_id, rows=count)
    yield f"{count:,} stored secrets of the key {key_id} are removed. Second factors among them are set up anew."


def _is_unfinished(ring: KeyRing, used: dict[str, int]) -> bool:
    is_young = datetime.now(UTC) - ring.current.made_at < RESUMED
    return is_young and len(ring.keys) > 1 and any(used.get(key.id) for key in ring.keys[:-1])


def _refuse_needed(ring: KeyRing, key_id: str, used: dict[str, int]) -> None:
    settles = ring.current.made_at + SETTLED
    if key_id not in ring.ids:
        raise SettingsError(f"There is no key {key_id}. `kartei keys` lists them.")
    if key_id == ring.current.id:
        raise SettingsError(f"{key_id} is the current key. `kartei keys rotate` makes another one first.")
    if used.get(key_id):
        raise SettingsError(f"The key {key_id} seals {used[key_id]:,} stored secrets: first run `kartei keys rotate`.")
    if datetime.now(UTC) < settles:
        raise SettingsError(f"A page may still be saving with the key {key_id}. Retire it after {settles:%H:%M} UTC.")


def _write(environment: Environment, ring: KeyRing) -> None:
    try:
        keyfile.replace(environment.keys_file, envelope.text_of(ring))
    except OSError as fault:
        reason = fault.strerror or "unknown"
        raise SettingsError(f"The keys in {environment.keys_file} cannot be written: {reason}.") from fault


@contextmanager
def _alone(environment: Environment) -> Iterator["psycopg.Connection[Any]"]:
    with starting.connect(environment, owning=True) as connection:
        connection.autocommit = True
        if connection.execute("SELECT pg_try_advisory_lock(%s)", [KEYS]).fetchone() != (True,):
            raise SettingsError("Another process is changing the keys at this moment.")
        yield connection
