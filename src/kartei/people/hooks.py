"""What domains above people take part in. They append in their `apps.py`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kartei.people.merging.rules import Rule

moving: "list[Rule]" = []
"""A rule for each of their foreign keys to a person or client: what becomes of the rows when two records are merged."""
