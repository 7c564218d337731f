"""What a new workspace gets: six statuses and the relation types, named by the catalogue until someone renames them."""

from kartei.people.models import BUILT_IN_RELATION_TYPES, BUILT_IN_STATUSES, RelationType, Status
from kartei.tenancy.models import Member, Workspace


def found_people(workspace: Workspace, owner: Member | None = None) -> None:
    """Called inside the new workspace's scope (workspaces/hooks.py)."""
    Status.objects.bulk_create(
        Status(code=code, kind=kind, colour=colour, position=place)
        for place, (code, (_label, kind, colour)) in enumerate(BUILT_IN_STATUSES.items())
    )
    RelationType.objects.bulk_create(
        RelationType(code=code, position=place) for place, code in enumerate(BUILT_IN_RELATION_TYPES)
    )
