"""What stands in an archive beside the rows and files: a head at the beginning, the sums at the end."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from kartei.backup.faults import Damaged, Newer

FORMAT = 1
HEAD, SUMS = "kartei-backup.json", "sums.json"
KEYS, DATABASE, FILES = "keys/", "database/", "files/"


@dataclass(frozen=True)
class Head:
    """Known before the first row is read."""

    made_at: str  # UTC, ISO 8601
    postgresql: int  # major of the server that it was made from
    migrations: list[tuple[str, str]]  # those that its tables had, (app, name)
    tables: dict[str, list[str]]  # columns in the order of the rows
    sequences: dict[str, int]  # last value given
    kartei: str = field(default_factory=lambda: version("kartei"))
    format: int = FORMAT


@dataclass
class Table:
    rows: int = 0
    sha256: str = ""  # of its rows as COPY writes them


@dataclass
class Sums:
    """Known when everything was written."""

    tables: dict[str, Table]
    files: int = 0
    bytes: int = 0  # of the files
    keys: list[str] = field(default_factory=list)  # ids of those with which something in the rows is sealed
    missing: list[str] = field(default_factory=list)  # files that the database names and the disk did not have

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def encoded(part: Head | Sums) -> bytes:
    return json.dumps(asdict(part), indent=1, ensure_ascii=True, sort_keys=True).encode()


def head_of(data: bytes) -> Head:
    """Raises Newer for a format that this version does not know, Damaged for nonsense."""
    told = _json(data, HEAD)
    if not isinstance(told.get("format"), int) or told["format"] > FORMAT:
        raise Newer(_NEWER.format(version=told.get("kartei", "?"), own=version("kartei")))
    try:
        head = Head(**told)
        _numbers(head.kartei), [(app, name) for app, name in head.migrations]
    except (TypeError, ValueError, AttributeError):
        raise Damaged(HEAD, "is damaged in") from None
    if _numbers(head.kartei) > _numbers(version("kartei")):
        raise Newer(_NEWER.format(version=head.kartei, own=version("kartei")))
    return head


def refuse_unknown_migrations(head: Head, known: set[tuple[str, str]]) -> None:
    """Raises Newer when its tables have been through changes that this version does not know."""
    if {(app, name) for app, name in head.migrations} - known:
        raise Newer(_NEWER.format(version=head.kartei, own=version("kartei")))


def sums_of(data: bytes) -> Sums:
    """Raises Damaged."""
    told = _json(data, SUMS)
    try:
        return Sums(**{**told, "tables": {name: Table(**each) for name, each in told["tables"].items()}})
    except (TypeError, KeyError, AttributeError):
        raise Damaged(SUMS, "is damaged in") from None


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise Damaged(name, "is damaged in") from None
    if not isinstance(told, dict):
        raise Damaged(name, "is damaged in")
    return told


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text[:40].split(".") if part.isdecimal()]


_NEWER = (
    "The backup was made by a newer Kartei ({version}) than this one ({own}). "
    "Bring this installation up to date and try again."
)
