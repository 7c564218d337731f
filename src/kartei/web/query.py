"""What stands in an address or a form and is not yet believed."""

from uuid import UUID


def id_in(value: str | None) -> UUID | None:
    """The id that was sent, None for anything else."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
