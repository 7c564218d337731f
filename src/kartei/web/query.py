"""What stands in an address or a form and is not yet believed."""

import datetime as dt
from uuid import UUID

EARLIEST, LATEST = 1800, 2200  # years


def id_in(value: str | None) -> UUID | None:
    """The id that was sent, None for anything else."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None


def day_in(value: str | None) -> dt.date | None:
    """The day that was sent as 2026-12-31, None for anything else and for years that nobody means."""
    try:
        day = dt.date.fromisoformat(value or "")
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None
