"""What domains above people take part in. They append in their `apps.py`."""

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from kartei.people.merging.rules import Rule
    from kartei.people.models import Client, Person
    from kartei.tenancy.models import Member

moving: "list[Rule]" = []
"""A rule for each of their foreign keys to a person or client: what becomes of the rows when two records are merged."""

holding: "list[Callable[[Person], Iterable[str]]]" = []
"""Each says in words why this client cannot become a contact, if there are reasons."""

erasing: "list[Callable[[Collection[UUID]], object]]" = []
"""Each deletes what belongs to these people and hangs on them by no foreign key, before they are gone for good."""

created: "list[Callable[[Client, Member | None], object]]" = []
"""Each is told of a client whom somebody has just made by hand; an import tells nobody."""
