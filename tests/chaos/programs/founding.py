"""A practice with one owner, for a program that kills itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from kartei.calendar.founding import found_calendar
from kartei.db.scope import workspace_scope
from kartei.people.founding import found_people
from kartei.tenancy.models import Member, Workspace


@contextmanager
def founded(name: str) -> Iterator[tuple[Workspace, Member]]:
    """The practice and Anna, who owns it and treats; within its scope."""
    workspace = Workspace.objects.create(name=name, slug=name.lower())
    with workspace_scope(workspace.id):
        found_people(workspace)
        found_calendar(workspace)
        anna = Member(name="Anna", treats=True)
        anna.take_preset("owner")
        anna.save()
        yield workspace, anna
