"""Tags go over as they are; undo asks for those that came since of whoever is told of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from kartei.people.fields.guarding import open_tags
from kartei.people.merging.rules import Added, Joins
from kartei.people.models import Merge
from kartei.tenancy.models import Member


@dataclass(frozen=True)
class Tags(Joins):
    def added(self, merge: Merge, *, seen_by: Member) -> Iterable[Added]:
        names = set(open_tags(seen_by).values_list("name", flat=True))
        return [item for item in super().added(merge, seen_by=seen_by) if item.text in names]
