"""How far a run is: kept in the cache, whose connection commits by itself, so that it is seen while the run is open."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.core.cache import cache

KEPT = 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Progress:
    done: int = 0  # rows
    total: int = 0  # 0: not known yet
    storing: bool = False  # every row is read, the transaction is being closed


Tell = Callable[[Progress], None]


def report(import_id: UUID, progress: Progress) -> None:
    cache.set(_key(import_id), asdict(progress), KEPT)


def read(import_id: UUID) -> Progress:
    return Progress(**(cache.get(_key(import_id)) or {}))


def forget(import_id: UUID) -> None:
    cache.delete(_key(import_id))


def _key(import_id: UUID) -> str:
    return f"import-{import_id}"
