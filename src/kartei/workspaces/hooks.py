"""How a lower domain tells higher ones. Apps append to the list in their `apps.py`."""

from collections.abc import Callable

from kartei.tenancy.models import Member, Workspace

founded: list[Callable[[Workspace, Member], None]] = []
"""Called with a new workspace and its owner, inside its scope and the transaction of the founding."""
