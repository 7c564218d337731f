"""What a new workspace gets: the statuses of appointments, named by the catalogue until someone renames them."""

from kartei.calendar.models import BUILT_IN_APPOINTMENT_STATUSES, AppointmentStatus
from kartei.tenancy.models import Member, Workspace


def found_calendar(workspace: Workspace, owner: Member | None = None) -> None:
    """Called inside the new workspace's scope (workspaces/hooks.py)."""
    AppointmentStatus.objects.bulk_create(
        AppointmentStatus(code=code, kind=kind, colour=colour, frees_slot=frees_slot, position=place)
        for place, (code, (_label, kind, colour, frees_slot)) in enumerate(BUILT_IN_APPOINTMENT_STATUSES.items())
    )
